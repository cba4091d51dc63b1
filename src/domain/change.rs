//! Journaled changes that can be undone: moves, splits and merges of conversations, joins of contacts.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::{Conversation, Status};
use crate::domain::id::{AgentId, ChangeId, ContactId, ConversationId, DeliveryId, MessageId, Seq};
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
        /// What `from` and `to` were before.
        from_status: Status,
        to_status: Status,
        /// Both rows as they were; put back whole when nothing has touched them since. Erasing drops it.
        #[serde(default, skip_serializing_if = "unset")]
        before: Option<Box<(Conversation, Conversation)>>,
        /// Places of the last event of each when the change was done.
        #[serde(default, skip_serializing_if = "unset")]
        left_at: (Seq, Seq),
    },
    /// `other` joined to `root`; the names chosen lie on the root.
    Join { root: ContactId, other: ContactId },
    /// All that was late was sent, or given back to its writers.
    Late {
        deliveries: Vec<DeliveryId>,
        sent: bool,
    },
}
