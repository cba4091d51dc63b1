//! Priority, tags, subject.

use crate::conversations::find::for_work;
use crate::conversations::steps::labels::{self, TAGS};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Priority};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, TagId};
use crate::store::Write;

/// Longest subject, characters.
const SUBJECT: usize = 300;

/// # Errors
/// Those of every deed.
pub fn set_priority(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    to: Priority,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    labels::prioritise(w, &mut c, Voice::of(by), to)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Adds a tag.
///
/// # Errors
/// [`Error::Invalid`] on `tags` when there is no such tag, or too many.
pub fn tag(w: &mut Write<'_>, by: &Viewer, number: u64, tag: TagId) -> Result<Conversation> {
    let known = w.tag(tag)?.is_some_and(|it| it.retired_at.is_none());
    if !known {
        return Err(Error::invalid("tags", "error-no-such-tag"));
    }
    let mut c = for_work(w, by, number)?;
    if !c.tags.contains(&tag) && c.tags.len() >= TAGS {
        return Err(Error::invalid("tags", "error-too-many-tags"));
    }
    labels::tag(w, &mut c, Voice::of(by), tag)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Takes a tag away.
///
/// # Errors
/// Those of every deed.
pub fn untag(w: &mut Write<'_>, by: &Viewer, number: u64, tag: TagId) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    labels::untag(w, &mut c, Voice::of(by), tag)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Names the case anew. Mails keep the subject of the mail they answer.
///
/// # Errors
/// [`Error::Invalid`] on `subject` when it is too long or holds line breaks.
pub fn set_subject(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    subject: &str,
) -> Result<Conversation> {
    let subject = checked_subject(subject)?;
    let mut c = for_work(w, by, number)?;
    if c.subject != subject {
        c.subject = subject;
        Voice::of(by).tell(w, &mut c, EventKind::SubjectSet)?;
    }
    w.put_conversation(&c)?;
    Ok(c)
}

/// Says whom a case is about, when that is not its customer: in words, or a contact, or nobody any more.
///
/// # Errors
/// [`Error::Invalid`] on `about` when it is too long, on `about_contact` when there is none such.
pub fn set_about(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    (text, contact): (&str, Option<ContactId>),
) -> Result<Conversation> {
    let text = checked_subject(text).map_err(|_| Error::invalid("about", "error-too-long"))?;
    let mut c = for_work(w, by, number)?;
    let contact = match contact {
        Some(id) => {
            let found = w.person(id)?.filter(|it| it.erased_at.is_none());
            let found = found.map(|it| it.id);
            Some(found.ok_or_else(|| Error::invalid("about_contact", "error-no-such-contact"))?)
        }
        None => None,
    };
    if (&c.about, c.about_contact) != (&text, contact) {
        (c.about, c.about_contact) = (text, contact);
        Voice::of(by).tell(w, &mut c, EventKind::AboutSet)?;
    }
    w.put_conversation(&c)?;
    Ok(c)
}

/// A subject as a header can carry it.
///
/// # Errors
/// [`Error::Invalid`] on `subject`.
pub fn checked_subject(subject: &str) -> Result<String> {
    let subject = subject.trim();
    if subject.chars().count() > SUBJECT {
        return Err(Error::invalid("subject", "error-too-long"));
    }
    if subject.chars().any(char::is_control) {
        return Err(Error::invalid("subject", "error-line-breaks"));
    }
    Ok(subject.to_owned())
}
