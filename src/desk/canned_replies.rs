//! Canned replies: who may use which, and what is checked before one is kept.

use crate::desk::attributes;
use crate::desk::audience::{self, Shared, may_write};
use crate::desk::setting::checked_name;
use crate::domain::actor::{Right, Viewer};
use crate::domain::attribute::AttributeOf;
use crate::domain::canned_reply::{Audience, CannedReply, OF_CONTACT, PLACES, Variant, places};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AttachmentId, CannedReplyId};
use crate::domain::message::Attachment;
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Longest text, characters.
const LONGEST: usize = 10_000;
/// Languages and files of one at most.
const VARIANTS: usize = 20;
const FILES: usize = 10;

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub text: String,
    pub variants: Vec<Variant>,
    pub audience: Audience,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &CannedReply) -> Self {
        About {
            name: it.name.clone(),
            text: it.text.clone(),
            variants: it.variants.clone(),
            audience: it.audience,
        }
    }
}

impl Shared for CannedReply {
    const WHAT: &'static str = "canned_reply";

    fn name(&self) -> &str {
        &self.name
    }

    fn audience(&self) -> Audience {
        self.audience
    }

    fn is_retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

/// Those somebody answers with, by name.
///
/// # Errors
/// The store's.
pub fn usable(look: &Look<'_>, by: &Viewer) -> Result<Vec<CannedReply>> {
    Ok(audience::usable(by, look.canned_replies()?))
}

/// Those somebody may know of, by name, and whether each is theirs to change.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>, by: &Viewer) -> Result<Vec<(CannedReply, bool)>> {
    audience::list(look, by, look.canned_replies()?)
}

/// One somebody may know of, and whether it is theirs to change.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, by: &Viewer, id: CannedReplyId) -> Result<(CannedReply, bool)> {
    audience::known(look, by, look.canned_reply(id)?)
}

fn to_change(look: &Look<'_>, by: &Viewer, id: CannedReplyId) -> Result<CannedReply> {
    audience::to_change(look, by, look.canned_reply(id)?)
}

/// Makes one.
///
/// # Errors
/// [`Error::Forbidden`] for who may not write for these; [`Error::Invalid`] on `name`, `text` or `languages`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<CannedReply> {
    by.need(Right::Work)?;
    let it = CannedReply {
        id: w.new_id(),
        created_at: w.now(),
        ..CannedReply::default()
    };
    put(w, by, said(it, about)?)
}

/// Changes one. A change of nothing leaves no trace.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    id: CannedReplyId,
    about: &About,
) -> Result<CannedReply> {
    let it = to_change(w, by, id)?;
    put(w, by, said(it, about)?)
}

/// Adds a staged file.
///
/// # Errors
/// As [`change`]; [`Error::Conflict`] `too_many_files`.
pub fn attach(
    w: &mut Write<'_>,
    by: &Viewer,
    id: CannedReplyId,
    file: &Attachment,
) -> Result<CannedReply> {
    let mut it = to_change(w, by, id)?;
    if it.files.len() >= FILES {
        return Err(Error::conflict("too_many_files"));
    }
    it.files.push(file.clone());
    put(w, by, it)
}

/// Takes a file away.
///
/// # Errors
/// As [`change`].
pub fn detach(
    w: &mut Write<'_>,
    by: &Viewer,
    id: CannedReplyId,
    file: AttachmentId,
) -> Result<CannedReply> {
    let mut it = to_change(w, by, id)?;
    it.files.retain(|it| it.id != file);
    put(w, by, it)
}

/// Takes one out of use. What was answered with it stays.
///
/// # Errors
/// As [`change`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: CannedReplyId) -> Result<()> {
    let mut it = to_change(w, by, id)?;
    it.retired_at = Some(w.now());
    w.put_canned_reply(&it)?;
    let kind = EventKind::CannedReplyRetired { canned_reply: id };
    w.event(by.actor, Subject::default(), kind)?;
    Ok(())
}

fn put(w: &mut Write<'_>, by: &Viewer, new: CannedReply) -> Result<CannedReply> {
    if !may_write(w, by, new.audience)? {
        return Err(Error::Forbidden { need: "supervise" });
    }
    known_places(w, new.texts())?;
    let alike = |it: &CannedReply| {
        it.retired_at.is_none()
            && it.id != new.id
            && it.audience == new.audience
            && fold(&it.name) == fold(&new.name)
    };
    if w.canned_replies()?.iter().any(alike) {
        return Err(Error::invalid("name", "error-name-taken"));
    }
    let canned_reply = new.id;
    let kind = match w.canned_reply(new.id)? {
        Some(old) if old == new => return Ok(new),
        Some(_) => EventKind::CannedReplyChanged { canned_reply },
        None => EventKind::CannedReplyMade { canned_reply },
    };
    w.put_canned_reply(&new)?;
    w.event(by.actor, Subject::default(), kind)?;
    Ok(new)
}

fn said(it: CannedReply, about: &About) -> Result<CannedReply> {
    let text = checked_text(&about.text)?;
    let mut variants: Vec<Variant> = Vec::new();
    for variant in &about.variants {
        let language = variant.language.trim();
        let letters = |it: u8| it.is_ascii_alphanumeric() || it == b'-';
        let fits = (2..=35).contains(&language.len()) && language.bytes().all(letters);
        if !fits
            || variants
                .iter()
                .any(|it| fold(&it.language) == fold(language))
        {
            return Err(Error::invalid("languages", "error-languages"));
        }
        variants.push(Variant {
            language: language.to_owned(),
            text: checked_text(&variant.text)?,
        });
    }
    if variants.len() > VARIANTS {
        return Err(Error::invalid("languages", "error-too-many"));
    }
    Ok(CannedReply {
        name: checked_name(&about.name)?,
        text,
        variants,
        audience: about.audience,
        ..it
    })
}

fn checked_text(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").trim_end().to_owned();
    if text.trim().is_empty() || text.chars().count() > LONGEST {
        return Err(Error::invalid("text", "error-canned-text"));
    }
    Ok(text)
}

/// Every place of these texts must be one that can be filled in.
///
/// # Errors
/// [`Error::Invalid`] on `text`.
pub fn known_places<'t>(look: &Look<'_>, texts: impl IntoIterator<Item = &'t str>) -> Result<()> {
    let named: Vec<String> = texts.into_iter().flat_map(places).collect();
    if named.iter().all(|it| PLACES.contains(&it.as_str())) {
        return Ok(());
    }
    let fields = attributes::of(look, AttributeOf::Contacts)?;
    let is_known = |name: &String| {
        let of_field = |key: &str| fields.iter().any(|it| fold(&it.key) == fold(key));
        PLACES.contains(&name.as_str()) || name.strip_prefix(OF_CONTACT).is_some_and(of_field)
    };
    if named.iter().all(is_known) {
        Ok(())
    } else {
        Err(Error::invalid("text", "error-place"))
    }
}
