//! Journaled changes that can be undone: moves, splits and merges of conversations, joins of contacts.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::Status;
use crate::domain::id::{AgentId, ChangeId, ContactId, ConversationId, MessageId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    pub at: Millis,
    pub by: Option<AgentId>,
    pub kind: ChangeKind,
    #[serde(default, skip_serializing_if = "unset")]
    pub undone_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ChangeKind {
    /// Messages brought from one conversation to another (move, split, merge).
    Messages {
        from: ConversationId,
        to: ConversationId,
        moved: Vec<MessageId>,
        /// The conversation was made by the split, or emptied by the merge.
        whole: bool,
        /// What `from` was before.
        from_status: Status,
        to_status: Status,
    },
    /// `other` joined to `root`; the names chosen lie on the root.
    Join { root: ContactId, other: ContactId },
}
