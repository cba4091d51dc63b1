//! That somebody is away for a while: until when, who answers meanwhile, and what was passed on for it.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ConversationId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// An absence that has begun.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Absence {
    pub since: Millis,
    /// `None`: until they say that they are back.
    #[serde(skip_serializing_if = "unset")]
    pub until: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub cover: Cover,
    /// What is others' meanwhile; it comes back with them where it still is.
    #[serde(skip_serializing_if = "unset")]
    pub passed: Vec<Passed>,
}

/// Who answers meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cover {
    /// Whoever comes first; the conversations stay theirs.
    #[default]
    Everybody,
    /// What is to be answered is this colleague's meanwhile.
    One(AgentId),
    /// What is to be answered is shared out among those who are there.
    Shared,
}

/// A conversation that is somebody else's meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    pub conversation: ConversationId,
    pub to: AgentId,
}
