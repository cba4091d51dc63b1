//! Who takes part: accepting and removing, and what to do with a suggestion that the case belongs to another.

use crate::conversations::find::{find_by_id, for_work};
use crate::conversations::moving;
use crate::conversations::steps::people::add;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, ContactId};
use crate::store::Write;

/// Accepts a suggested participant: from here on they receive what is answered, and nothing of before.
///
/// # Errors
/// [`Error::NotFound`] when nobody such is suggested.
pub fn accept(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    contact: ContactId,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if !c.participants.iter().any(|it| it.contact == contact) {
        return Err(Error::not_found("participant"));
    }
    add(w, &mut c, Voice::of(by), contact, true)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Removes a participant, accepted or only suggested.
///
/// # Errors
/// [`Error::NotFound`].
pub fn remove(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    contact: ContactId,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let before = c.participants.len();
    c.participants.retain(|it| it.contact != contact);
    if c.participants.len() == before {
        return Err(Error::not_found("participant"));
    }
    Voice::of(by).tell(w, &mut c, EventKind::ParticipantRemoved { contact })?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// "May belong to #482": puts this case together with that one. Answers the other, and the change for an undo.
///
/// # Errors
/// [`Error::Conflict`] `no_suggestion`; [`Error::NotFound`].
pub fn join_suggested(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
) -> Result<(Conversation, ChangeId)> {
    let c = for_work(w, by, number)?;
    let Some(suggestion) = c.suggestion else {
        return Err(Error::conflict("no_suggestion"));
    };
    let into = find_by_id(w, by, suggestion.conversation)?;
    moving::merge(w, by, number, into.number)
}

/// It does not belong there.
///
/// # Errors
/// [`Error::Conflict`] `no_suggestion`.
pub fn dismiss_suggestion(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let Some(suggestion) = c.suggestion.take() else {
        return Err(Error::conflict("no_suggestion"));
    };
    let conversation = suggestion.conversation;
    Voice::of(by).tell(w, &mut c, EventKind::SuggestionDismissed { conversation })?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Says whose case it is: the original sender of a forward was somebody else, or an unclear sender is who they said.
/// Messages keep the record they were made with.
///
/// # Errors
/// [`Error::NotFound`] for an unknown contact.
pub fn change_customer(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    to: ContactId,
) -> Result<Conversation> {
    let known = w.contact(to)?.filter(|it| it.erased_at.is_none());
    if known.is_none() {
        return Err(Error::not_found("contact"));
    }
    let mut c = for_work(w, by, number)?;
    let from = c.contact;
    c.unverified = false;
    if from != to {
        c.contact = to;
        c.participants.retain(|it| it.contact != to);
        Voice::of(by).tell(w, &mut c, EventKind::CustomerChanged { from, to })?;
    }
    w.put_conversation(&c)?;
    Ok(c)
}
