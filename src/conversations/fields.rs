//! Priority, tags, subject.

use crate::conversations::find::for_work;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Priority};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, TagId};
use crate::store::Write;

/// Longest subject, characters.
const SUBJECT: usize = 300;
/// Most tags of one conversation.
const TAGS: usize = 50;

/// # Errors
/// Those of every deed.
pub fn set_priority(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    to: Priority,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let from = c.priority;
    if from != to {
        c.priority = to;
        Voice::of(by).tell(w, &mut c, EventKind::PrioritySet { from, to })?;
    }
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
    if !c.tags.contains(&tag) {
        if c.tags.len() >= TAGS {
            return Err(Error::invalid("tags", "error-too-many-tags"));
        }
        c.tags.push(tag);
        Voice::of(by).tell(w, &mut c, EventKind::Tagged { tag })?;
    }
    w.put_conversation(&c)?;
    Ok(c)
}

/// Takes a tag away.
///
/// # Errors
/// Those of every deed.
pub fn untag(w: &mut Write<'_>, by: &Viewer, number: u64, tag: TagId) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let before = c.tags.len();
    c.tags.retain(|it| *it != tag);
    if c.tags.len() != before {
        Voice::of(by).tell(w, &mut c, EventKind::Untagged { tag })?;
    }
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
