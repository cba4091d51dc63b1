//! What people write or use that may tell who they are elsewhere, kept to be asked about: see
//! [`crate::contacts::suggestions`].

use crate::contacts::people::records;
use crate::domain::actor::Viewer;
use crate::domain::clue::{Clue, ClueKind};
use crate::domain::error::Result;
use crate::domain::id::{ContactId, MessageId};
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// Clues kept of one record; whoever gives more is no one person.
const MOST: usize = 100;

/// Keeps what a message of a record names. What it named before stays with the first message.
///
/// # Errors
/// The store's.
pub fn keep(
    w: &mut Write<'_>,
    contact: ContactId,
    message: &Message,
    clues: &[(ClueKind, String)],
) -> Result<()> {
    if clues.is_empty() {
        return Ok(());
    }
    let known = w.clues_of(contact)?;
    let mut n = known.len();
    for (kind, value) in clues {
        let is_known = known
            .iter()
            .any(|it| (it.kind, &it.value) == (*kind, value));
        if is_known || value.is_empty() || n >= MOST {
            continue;
        }
        n += 1;
        w.put_clue(&Clue {
            contact,
            kind: *kind,
            value: value.clone(),
            conversation: message.conversation,
            message: message.id,
            at: message.said_at,
        })?;
    }
    Ok(())
}

/// What a person's messages named, as far as the viewer may read them.
///
/// # Errors
/// The store's.
pub fn of(look: &Look<'_>, viewer: &Viewer, contact: ContactId) -> Result<Vec<Clue>> {
    let mut out = Vec::new();
    for record in records(look, contact)? {
        out.extend(look.clues_of(record)?);
    }
    seen(look, viewer, out)
}

/// Everybody who gave a clue, as far as the viewer may read where.
///
/// # Errors
/// The store's.
pub fn who(look: &Look<'_>, viewer: &Viewer, kind: ClueKind, value: &str) -> Result<Vec<Clue>> {
    seen(look, viewer, look.clues_like(kind, value)?)
}

fn seen(look: &Look<'_>, viewer: &Viewer, all: Vec<Clue>) -> Result<Vec<Clue>> {
    let mut out = Vec::with_capacity(all.len());
    for it in all {
        let found = look.conversation(it.conversation)?;
        if found.is_some_and(|it| viewer.sees(&it)) {
            out.push(it);
        }
    }
    Ok(out)
}

/// Forgets what a message named: it was withdrawn.
///
/// # Errors
/// The store's.
pub fn forget(w: &mut Write<'_>, contact: ContactId, message: MessageId) -> Result<()> {
    for it in w.clues_of(contact)? {
        if it.message == message {
            w.remove_clue(&it)?;
        }
    }
    Ok(())
}

/// Gives what messages named that are another record's now to that.
///
/// # Errors
/// The store's.
pub fn hand_over(
    w: &mut Write<'_>,
    (from, to): (ContactId, ContactId),
    messages: &[MessageId],
) -> Result<()> {
    for it in w.clues_of(from)? {
        if messages.contains(&it.message) {
            w.remove_clue(&it)?;
            w.put_clue(&Clue { contact: to, ..it })?;
        }
    }
    Ok(())
}
