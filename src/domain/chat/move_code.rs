//! Codes with which a person goes on by another channel: what carries one comes from whom it was given to.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ChannelId, ContactId, ConversationId, MoveCodeId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// How long a code is good for.
pub const GOOD_FOR: Span = Span::hours(24);

/// A code that was given out. Found by its SHA-256; the code itself is not kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveCode {
    pub id: MoveCodeId,
    /// The case that goes on.
    pub conversation: ConversationId,
    /// Whose it was then.
    pub contact: ContactId,
    /// By which channel they are to go on; on no other does it count.
    pub to: ChannelId,
    #[serde(skip_serializing_if = "unset")]
    pub by: Option<AgentId>,
    pub made_at: Millis,
    pub expires_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub used_at: Option<Millis>,
}

impl MoveCode {
    /// Whether it may still be used on a channel.
    #[must_use]
    pub fn is_good(&self, on: ChannelId, now: Millis) -> bool {
        self.to == on && self.used_at.is_none() && now < self.expires_at
    }
}
