//! Macros: several acts under one name, done to a conversation together.

use serde::{Deserialize, Serialize};

use crate::domain::bulk::BulkAction;
use crate::domain::canned_reply::Audience;
use crate::domain::conversation::Priority;
use crate::domain::id::{AgentId, MacroId, TagId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// Several acts under one name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Macro {
    pub id: MacroId,
    pub name: String,
    /// Done in this order, texts first.
    pub acts: Vec<MacroAct>,
    #[serde(skip_serializing_if = "unset")]
    pub audience: Audience,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// One act. Texts may have places, as canned replies do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MacroAct {
    Reply {
        text: String,
    },
    Note {
        text: String,
    },
    /// To whoever uses it.
    AssignMe,
    Assign {
        to: Option<AgentId>,
    },
    SetTeam {
        to: TeamId,
    },
    Tag {
        tag: TagId,
    },
    SetPriority {
        to: Priority,
    },
    Open,
    WaitForCustomer,
    WaitForThirdParty,
    Resolve,
    Snooze {
        hours: u32,
    },
}

impl MacroAct {
    /// The name used by the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            MacroAct::Reply { .. } => "reply",
            MacroAct::Note { .. } => "note",
            MacroAct::AssignMe => "assign_me",
            MacroAct::Assign { .. } => "assign",
            MacroAct::SetTeam { .. } => "team",
            MacroAct::Tag { .. } => "tag",
            MacroAct::SetPriority { .. } => "priority",
            MacroAct::Open => "open",
            MacroAct::WaitForCustomer => "waiting",
            MacroAct::WaitForThirdParty => "third_party",
            MacroAct::Resolve => "resolve",
            MacroAct::Snooze { .. } => "snooze",
        }
    }

    /// Its text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            MacroAct::Reply { text } | MacroAct::Note { text } => Some(text),
            _ => None,
        }
    }

    /// Whether it says in which state the conversation is left.
    #[must_use]
    pub fn moves(&self) -> bool {
        matches!(
            self,
            MacroAct::Open
                | MacroAct::WaitForCustomer
                | MacroAct::WaitForThirdParty
                | MacroAct::Resolve
                | MacroAct::Snooze { .. }
        )
    }

    /// As it is done to a conversation by somebody at a time; `None` for a text, and for what only
    /// a person can take.
    #[must_use]
    pub fn action(&self, me: Option<AgentId>, now: Millis) -> Option<BulkAction> {
        Some(match *self {
            MacroAct::Reply { .. } | MacroAct::Note { .. } => return None,
            MacroAct::AssignMe => BulkAction::Assign { to: Some(me?) },
            MacroAct::Assign { to } => BulkAction::Assign { to },
            MacroAct::SetTeam { to } => BulkAction::SetTeam { to: Some(to) },
            MacroAct::Tag { tag } => BulkAction::Tag { tag },
            MacroAct::SetPriority { to } => BulkAction::SetPriority { to },
            MacroAct::Open => BulkAction::Open,
            MacroAct::WaitForCustomer => BulkAction::WaitForCustomer,
            MacroAct::WaitForThirdParty => BulkAction::WaitForThirdParty,
            MacroAct::Resolve => BulkAction::Resolve,
            MacroAct::Snooze { hours } => BulkAction::Snooze {
                until: now + Span::hours(i64::from(hours)),
            },
        })
    }
}
