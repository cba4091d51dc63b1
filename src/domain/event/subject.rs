//! What an event is about.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ChannelId, ContactId, ConversationId, MessageId};
use crate::domain::record::unset;

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    #[serde(skip_serializing_if = "unset")]
    pub conversation: Option<ConversationId>,
    #[serde(skip_serializing_if = "unset")]
    pub contact: Option<ContactId>,
    #[serde(skip_serializing_if = "unset")]
    pub message: Option<MessageId>,
    #[serde(skip_serializing_if = "unset")]
    pub agent: Option<AgentId>,
    #[serde(skip_serializing_if = "unset")]
    pub channel: Option<ChannelId>,
}

impl Subject {
    #[must_use]
    pub fn conversation(id: ConversationId) -> Self {
        Subject {
            conversation: Some(id),
            ..Subject::default()
        }
    }
    #[must_use]
    pub fn message(conversation: ConversationId, message: MessageId) -> Self {
        Subject {
            conversation: Some(conversation),
            message: Some(message),
            ..Subject::default()
        }
    }
    #[must_use]
    pub fn contact(id: ContactId) -> Self {
        Subject {
            contact: Some(id),
            ..Subject::default()
        }
    }
    #[must_use]
    pub fn agent(id: AgentId) -> Self {
        Subject {
            agent: Some(id),
            ..Subject::default()
        }
    }
    #[must_use]
    pub fn channel(id: ChannelId) -> Self {
        Subject {
            channel: Some(id),
            ..Subject::default()
        }
    }
}
