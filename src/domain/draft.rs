//! Drafts: one per conversation, agent and kind, with a revision so that a late save resurrects nothing.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ConversationId};
use crate::domain::message::{Attachment, MailAddress};
use crate::domain::record::unset;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub conversation: ConversationId,
    pub agent: AgentId,
    pub note: bool,
    /// Counts up with every save, send and discard; a save with a lower one is dropped.
    pub revision: u64,
    pub text: String,
    #[serde(skip_serializing_if = "unset")]
    pub to: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub cc: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub bcc: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub attachments: Vec<Attachment>,
    pub saved_at: Millis,
    /// Sent or discarded: only the revision counts.
    #[serde(skip_serializing_if = "unset")]
    pub gone: bool,
}
