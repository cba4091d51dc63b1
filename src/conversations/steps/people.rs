//! Who is in a conversation: the customer, those accepted, those only suggested.

use std::collections::BTreeSet;

use crate::contacts::identity::UNVERIFIED_SCOPE;
use crate::contacts::people::records;
use crate::conversations::steps::voice::Voice;
use crate::domain::contact::Handle;
use crate::domain::conversation::{Conversation, Participant, ParticipantRole};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::ContactId;
use crate::store::{Look, Write};

/// What a sender is to a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Customer(ContactId),
    Accepted(ContactId),
    Suggested(ContactId),
    Stranger,
}

impl Standing {
    /// Whether the sender belongs there: the customer, or somebody accepted.
    #[must_use]
    pub fn is_participant(self) -> bool {
        matches!(self, Standing::Customer(_) | Standing::Accepted(_))
    }
}

/// What the holder of a handle is to a conversation.
///
/// # Errors
/// The store's.
pub fn standing(look: &Look<'_>, c: &Conversation, handle: &Handle) -> Result<Standing> {
    let mut holders: BTreeSet<ContactId> = ids(look, handle)?;
    if c.unverified && handle.scope.is_empty() {
        holders.extend(ids(look, &unverified(handle))?);
    }
    if let Some(id) = one_of(look, c.contact, &holders)? {
        return Ok(Standing::Customer(id));
    }
    for participant in &c.participants {
        if let Some(id) = one_of(look, participant.contact, &holders)? {
            return Ok(if participant.accepted {
                Standing::Accepted(id)
            } else {
                Standing::Suggested(id)
            });
        }
    }
    Ok(Standing::Stranger)
}

/// The same handle inside the scope of unclear senders.
#[must_use]
pub fn unverified(handle: &Handle) -> Handle {
    Handle {
        scope: UNVERIFIED_SCOPE.to_owned(),
        ..handle.clone()
    }
}

fn ids(look: &Look<'_>, handle: &Handle) -> Result<BTreeSet<ContactId>> {
    let holders = look.holders(handle)?;
    Ok(holders
        .iter()
        .filter(|it| !it.former)
        .map(|it| it.contact)
        .collect())
}

/// The record of this person that holds the handle.
fn one_of(
    look: &Look<'_>,
    contact: ContactId,
    holders: &BTreeSet<ContactId>,
) -> Result<Option<ContactId>> {
    if holders.contains(&contact) {
        return Ok(Some(contact));
    }
    if holders.is_empty() {
        return Ok(None);
    }
    let records = records(look, contact)?;
    Ok(records.into_iter().find(|it| holders.contains(it)))
}

/// Adds somebody to a conversation, or accepts a suggested one. Whether anything changed.
///
/// # Errors
/// The store's.
pub fn add(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    contact: ContactId,
    accepted: bool,
) -> Result<bool> {
    if contact == c.contact {
        return Ok(false);
    }
    let since = c.n_messages;
    let kind = if accepted {
        EventKind::ParticipantAccepted { contact }
    } else {
        EventKind::ParticipantSuggested { contact }
    };
    match c.participants.iter_mut().find(|it| it.contact == contact) {
        Some(known) if known.accepted || !accepted => return Ok(false),
        // What came before they were accepted is not theirs to see.
        Some(known) => (known.accepted, known.since) = (true, since),
        None => c.participants.push(Participant {
            contact,
            role: ParticipantRole::Copy,
            since,
            accepted,
        }),
    }
    voice.tell(w, c, kind)?;
    Ok(true)
}
