//! One thing done to many conversations: what, for whom, how far it has come, and what there was before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::actor::{Actor, Role, SystemPart};
use crate::domain::conversation::{Conversation, Priority, Promise, Status};
use crate::domain::id::{AgentId, BulkId, ConversationId, TagId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// What is done to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkAction {
    Resolve,
    Open,
    Spam,
    WaitForCustomer,
    Snooze {
        until: Millis,
    },
    Assign {
        to: Option<AgentId>,
    },
    SetTeam {
        to: Option<TeamId>,
    },
    Tag {
        tag: TagId,
    },
    Untag {
        tag: TagId,
    },
    SetPriority {
        to: Priority,
    },
    /// Takes back what another one changed.
    TakeBack {
        bulk: BulkId,
    },
}

impl BulkAction {
    /// The name used by API and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BulkAction::Resolve => "resolve",
            BulkAction::Open => "open",
            BulkAction::Spam => "spam",
            BulkAction::WaitForCustomer => "waiting",
            BulkAction::Snooze { .. } => "snooze",
            BulkAction::Assign { .. } => "assign",
            BulkAction::SetTeam { .. } => "team",
            BulkAction::Tag { .. } => "tag",
            BulkAction::Untag { .. } => "untag",
            BulkAction::SetPriority { .. } => "priority",
            BulkAction::TakeBack { .. } => "undo",
        }
    }
}

/// The whole of it; each conversation has a [`BulkRow`] of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulk {
    pub id: BulkId,
    pub at: Millis,
    /// Who asked, and what they might do then: what was taken from them since counts too.
    pub actor: Actor,
    pub role: Role,
    pub teams: BTreeSet<TeamId>,
    pub action: BulkAction,
    pub total: u32,
    /// Dealt with so far; of these, changed and failed.
    pub done: u32,
    pub changed: u32,
    pub failed: u32,
    #[serde(default, skip_serializing_if = "unset")]
    pub finished_at: Option<Millis>,
    /// What took it back.
    #[serde(default, skip_serializing_if = "unset")]
    pub undone_by: Option<BulkId>,
}

impl Default for Bulk {
    fn default() -> Self {
        Bulk {
            id: BulkId::default(),
            at: Millis(0),
            actor: Actor::System(SystemPart::CommandLine),
            role: Role::Agent,
            teams: BTreeSet::new(),
            action: BulkAction::Resolve,
            total: 0,
            done: 0,
            changed: 0,
            failed: 0,
            finished_at: None,
            undone_by: None,
        }
    }
}

/// One conversation of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkRow {
    pub conversation: ConversationId,
    pub outcome: BulkOutcome,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BulkOutcome {
    Waiting,
    /// It was so already.
    Same,
    Changed(Box<Changed>),
    /// Why not: a code of the API.
    Failed(String),
}

/// What there was before, and what was made of it: taken back only where nobody has changed it since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    pub before: Facts,
    pub after: Facts,
}

/// What an action may change of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    pub status: Status,
    pub assignee: Option<AgentId>,
    pub team: Option<TeamId>,
    pub tags: Vec<TagId>,
    pub priority: Priority,
    pub promise: Option<Promise>,
    pub waiting_since: Option<Millis>,
    pub automatic: bool,
    pub blocked: bool,
}

impl Facts {
    #[must_use]
    pub fn of(it: &Conversation) -> Self {
        Facts {
            status: it.status,
            assignee: it.assignee,
            team: it.team,
            tags: it.tags.clone(),
            priority: it.priority,
            promise: it.promise,
            waiting_since: it.waiting_since,
            automatic: it.automatic,
            blocked: it.blocked,
        }
    }
}
