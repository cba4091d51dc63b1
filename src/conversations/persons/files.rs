//! The files of a person, over all their conversations and channels, as far as somebody may see them.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::contacts::people::records;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::message::{FileKind, Message};
use crate::domain::time::Millis;
use crate::store::Look;

/// Where a message with files stands among all of a person's: later ones first; of one time, the conversation with the
/// higher number, and in it the lower position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub said_at: Millis,
    pub number: u64,
    pub position: u32,
}

impl Place {
    /// Sorts as they are listed.
    fn order(&self) -> (Reverse<(Millis, u64)>, u32) {
        (Reverse((self.said_at, self.number)), self.position)
    }

    /// Where in a conversation that begins which stands behind this.
    fn goes_on_in(&self, number: u64) -> (Millis, u32) {
        let position = match number.cmp(&self.number) {
            Ordering::Less => 0,
            Ordering::Equal => self.position.saturating_add(1),
            Ordering::Greater => u32::MAX,
        };
        (self.said_at, position)
    }
}

/// Messages of a person that have files, each with its conversation.
pub type WithFiles = Vec<(Conversation, Message)>;

/// The messages that have files of a kind (of any, when none is named), newest first, behind a place; and the place of the
/// last of them, when there are more.
///
/// # Errors
/// [`Error::NotFound`] for an unknown contact.
pub fn files(
    look: &Look<'_>,
    viewer: &Viewer,
    contact: ContactId,
    (kind, after): (Option<FileKind>, Option<Place>),
    limit: usize,
) -> Result<(WithFiles, Option<Place>)> {
    let known = look.contact(contact)?;
    if known.is_none_or(|it| it.erased_at.is_some()) {
        return Err(Error::not_found("contact"));
    }
    let kinds = kind.map_or(u8::MAX, FileKind::bit);
    let mut ids = BTreeSet::new();
    for record in records(look, contact)? {
        ids.extend(look.conversations_of(record)?);
    }
    let mut found: Vec<(Place, Conversation)> = Vec::new();
    for id in ids {
        let Some(case) = look.conversation(id)?.filter(|it| viewer.sees(it)) else {
            continue;
        };
        let (number, from) = (case.number, after.map(|it| it.goes_on_in(case.number)));
        // One more than fit says that there are more.
        let own = look.with_files(id, from, kinds, limit.saturating_add(1))?;
        found.extend(own.into_iter().map(|(said_at, position)| {
            let place = Place {
                said_at,
                number,
                position,
            };
            (place, case.clone())
        }));
    }
    found.sort_by_key(|it| it.0.order());
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().map(|it| it.0).filter(|_| more);
    let mut out = WithFiles::with_capacity(found.len());
    for (place, case) in found {
        let message = look.message_at(case.id, place.position)?;
        out.extend(message.map(|it| (case, it)));
    }
    Ok((out, last))
}
