//! Kinds of dated events, with what is said of them and when. None exists until somebody makes one.

use crate::desk::setting::{self, checked_name, noun};
use crate::domain::actor::Viewer;
use crate::domain::consent::Purpose;
use crate::domain::dated::plan::{
    BUTTONS, DatedKind, FARTHEST_DAYS, KEY, PurposeOf, STAGES, Stage, TEXT, Verb,
};
use crate::domain::error::{Error, Result};
use crate::domain::id::DatedKindId;
use crate::domain::job::JobKind;
use crate::store::{Look, Write};
use crate::text::fold::fold;

noun! { DatedKind, DatedKindId, "kind", dated_kind, dated_kinds, put_dated_kind, kind: DatedKindMade DatedKindChanged DatedKindRetired }

/// What may be said of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub name: String,
    /// What programs call it; empty: made of the name.
    pub key: String,
    pub purpose: Purpose,
    pub needs_consent: bool,
    pub goes_on: bool,
    pub again_when_moved: bool,
    pub opens: Vec<Verb>,
    pub stages: Vec<Stage>,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &DatedKind) -> Self {
        About {
            name: it.name.clone(),
            key: it.key.clone(),
            purpose: it.purpose.0,
            needs_consent: it.needs_consent,
            goes_on: it.goes_on,
            again_when_moved: it.again_when_moved,
            opens: it.opens.clone(),
            stages: it.stages.clone(),
        }
    }

    fn over(&self, it: DatedKind) -> DatedKind {
        let mut opens = self.opens.clone();
        opens.sort_unstable();
        opens.dedup();
        DatedKind {
            name: self.name.clone(),
            key: self.key.clone(),
            purpose: PurposeOf(self.purpose),
            needs_consent: self.needs_consent,
            goes_on: self.goes_on,
            again_when_moved: self.again_when_moved,
            opens,
            stages: self.stages.clone(),
            ..it
        }
    }
}

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<DatedKind>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: DatedKindId) -> Result<DatedKind> {
    setting::find(look, id)
}

/// The one programs call so.
///
/// # Errors
/// [`Error::NotFound`].
pub fn by_key(look: &Look<'_>, key: &str) -> Result<DatedKind> {
    let found = list(look)?.into_iter().find(|it| it.key == key);
    found.ok_or_else(|| Error::not_found("kind"))
}

/// Makes one.
///
/// # Errors
/// As [`change`].
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<DatedKind> {
    let fresh = DatedKind {
        id: w.new_id(),
        made_at: w.now(),
        ..DatedKind::default()
    };
    keep(w, by, about.over(fresh))
}

/// Changes one: its events are planned anew.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `name`, `key`, `stages`, `text`, `offset`, `buttons`,
/// `channel`, `reply`, `template`.
pub fn change(w: &mut Write<'_>, by: &Viewer, id: DatedKindId, about: &About) -> Result<DatedKind> {
    let was = find(w, id)?;
    keep(w, by, about.over(was))
}

/// Takes one out of use: nothing is said of its events any more.
///
/// # Errors
/// As [`setting::retire`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: DatedKindId) -> Result<()> {
    setting::retire::<DatedKind>(w, by, id)?;
    w.job(
        w.now(),
        JobKind::PlanDated {
            kind: id,
            after: None,
        },
    )?;
    Ok(())
}

fn keep(w: &mut Write<'_>, by: &Viewer, mut it: DatedKind) -> Result<DatedKind> {
    it.name = checked_name(&it.name)?;
    it.key = key(&it)?;
    let others = list(w)?;
    if others
        .iter()
        .any(|other| other.id != it.id && other.key == it.key)
    {
        return Err(Error::invalid("key", "error-name-taken"));
    }
    let was = w.dated_kind(it.id)?;
    if was.as_ref().is_some_and(|was| was.key != it.key) {
        // Programs name it so.
        return Err(Error::invalid("key", "error-dated-key-fixed"));
    }
    stages(w, &mut it, was.as_ref())?;
    let planned = was.is_none_or(|was| was.stages != it.stages);
    let it = setting::put(w, by, it)?;
    if planned {
        let kind = it.id;
        w.job(w.now(), JobKind::PlanDated { kind, after: None })?;
    }
    Ok(it)
}

/// What programs call it: of small letters, digits and underscores.
fn key(it: &DatedKind) -> Result<String> {
    let given = match it.key.trim() {
        "" => {
            let folded = fold(&it.name);
            let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            let made: String = folded.chars().map(plain).take(KEY).collect();
            made.trim_matches('_').to_owned()
        }
        given => given.to_owned(),
    };
    let fits = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    if given.is_empty() || given.len() > KEY || !given.bytes().all(fits) {
        return Err(Error::invalid("key", "error-dated-key"));
    }
    Ok(given)
}

/// Checks the stages, gives new ones their ids, and puts them in order.
fn stages(look: &Look<'_>, it: &mut DatedKind, was: Option<&DatedKind>) -> Result<()> {
    if it.stages.len() > STAGES {
        return Err(Error::invalid("stages", "error-dated-stages"));
    }
    let known = was.map(|it| it.stages.as_slice()).unwrap_or_default();
    let mut next = known.iter().chain(&it.stages).map(|it| it.id).max();
    let mut seen = Vec::new();
    for stage in &mut it.stages {
        check(look, stage)?;
        if stage.id == 0 || seen.contains(&stage.id) {
            let id = next.map_or(1, |it| it.saturating_add(1));
            (stage.id, next) = (id, Some(id));
        }
        seen.push(stage.id);
    }
    let minutes = |it: &Stage| {
        let each = i64::from(it.unit.minutes());
        (i64::from(it.offset) * each, it.id)
    };
    it.stages.sort_by_key(minutes);
    Ok(())
}

fn check(look: &Look<'_>, it: &Stage) -> Result<()> {
    let away = u64::from(it.offset.unsigned_abs()) * u64::from(it.unit.minutes());
    if away > u64::from(FARTHEST_DAYS) * 24 * 60 {
        return Err(Error::invalid("offset", "error-dated-offset"));
    }
    if it.minute.is_some_and(|it| it >= 24 * 60) {
        return Err(Error::invalid("hour", "error-field"));
    }
    if it.text.chars().count() > TEXT {
        return Err(Error::invalid("text", "error-too-long"));
    }
    let mut verbs = it.buttons.clone();
    verbs.sort_unstable();
    verbs.dedup();
    if verbs.len() != it.buttons.len() || verbs.len() > BUTTONS {
        return Err(Error::invalid("buttons", "error-dated-buttons"));
    }
    if let Some(id) = it.channel
        && look.channel(id)?.is_none()
    {
        return Err(Error::invalid("channel", "error-field"));
    }
    if let Some(id) = it.reply
        && look.canned_reply(id)?.is_none()
    {
        return Err(Error::invalid("reply", "error-field"));
    }
    if let Some(it) = &it.template
        && (it.name.trim().is_empty() || it.language.trim().is_empty())
    {
        return Err(Error::invalid("template", "error-missing"));
    }
    Ok(())
}
