//! What a person wrote or used that may tell who they are elsewhere: a number or an address in a text, an order, a
//! device. It proves nothing and joins nobody; it is a reason to ask.

use serde::{Deserialize, Serialize};

use crate::domain::id::{ContactId, ConversationId, MessageId};
use crate::domain::time::Millis;

/// What kind of thing it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum ClueKind {
    /// An e-mail address in a text, canonical.
    #[default]
    Email,
    /// A phone number in a text, E.164.
    Phone,
    /// The number of an order or an invoice: capitals and digits alone.
    Order,
    /// The browser the web chat was written in: an id it made up itself.
    Device,
}

impl ClueKind {
    /// Permanent number used in keys.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            ClueKind::Email => 1,
            ClueKind::Phone => 2,
            ClueKind::Order => 3,
            ClueKind::Device => 4,
        }
    }
}

/// A clue somebody gave, with the message they gave it in first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Clue {
    pub contact: ContactId,
    pub kind: ClueKind,
    pub value: String,
    pub conversation: ConversationId,
    pub message: MessageId,
    pub at: Millis,
}
