//! One thing done to many conversations: what, for whom, how far it has come, and what there was before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::actor::{Actor, Role, SystemPart};
use crate::domain::chat::TemplateUse;
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Conversation, Priority, Promise, Status};
use crate::domain::id::{
    AgentId, BulkId, ChannelId, ConversationId, DeliveryId, MacroId, MessageId, TagId, TeamId,
};
use crate::domain::macros::MacroAct;
use crate::domain::record::unset;
use crate::domain::template;
use crate::domain::time::Millis;

/// What is done to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkAction {
    Resolve,
    Open,
    Spam,
    WaitForCustomer,
    WaitForThirdParty,
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
    /// Sends each person [`Bulk::text`].
    SendText,
    /// Several acts under one name: for many those of [`Bulk::acts`].
    Macro {
        id: MacroId,
    },
    /// Answers each with the text of [`Bulk::acts`].
    Reply,
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
            BulkAction::WaitForThirdParty => "third_party",
            BulkAction::Snooze { .. } => "snooze",
            BulkAction::Assign { .. } => "assign",
            BulkAction::SetTeam { .. } => "team",
            BulkAction::Tag { .. } => "tag",
            BulkAction::Untag { .. } => "untag",
            BulkAction::SetPriority { .. } => "priority",
            BulkAction::SendText => "template",
            BulkAction::Macro { .. } => "macro",
            BulkAction::Reply => "reply",
            BulkAction::TakeBack { .. } => "undo",
        }
    }
}

/// An approved text for many: in its variables `{{name}}` and `{{number}}` stand for what is each one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkText {
    pub channel: ChannelId,
    pub text: TemplateUse,
    /// What it is about: who does not want that is left out.
    pub purpose: Purpose,
    /// A chosen time; who writes before it is not sent it.
    #[serde(default, skip_serializing_if = "unset")]
    pub send_at: Option<Millis>,
}

impl BulkText {
    /// The text for one person; `None` when it has a place for their name and that is not known.
    #[must_use]
    pub fn of(&self, name: &str, number: u64) -> Option<TemplateUse> {
        let number = number.to_string();
        let own = |text: &String| -> Option<String> {
            let mut values = Vec::new();
            for it in template::variables(text) {
                values.push(match it.as_str() {
                    "name" if name.is_empty() => return None,
                    "name" => name.to_owned(),
                    "number" => number.clone(),
                    other => format!("{{{{{other}}}}}"),
                });
            }
            Some(template::filled(text, &values))
        };
        let all = |texts: &[String]| texts.iter().map(own).collect::<Option<Vec<_>>>();
        let buttons = self.text.buttons.iter();
        let buttons = buttons.map(|(at, text)| Some((*at, own(text)?)));
        Some(TemplateUse {
            name: self.text.name.clone(),
            language: self.text.language.clone(),
            header: all(&self.text.header)?,
            body: all(&self.text.body)?,
            buttons: buttons.collect::<Option<_>>()?,
        })
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
    /// What [`BulkAction::SendText`] sends.
    #[serde(default, skip_serializing_if = "unset")]
    pub text: Option<Box<BulkText>>,
    /// What [`BulkAction::Macro`] and [`BulkAction::Reply`] do, as it was when it was begun; texts have places.
    #[serde(default, skip_serializing_if = "unset")]
    pub acts: Vec<MacroAct>,
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
            text: None,
            acts: Vec::new(),
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
    /// Something was written in it.
    Written(DeliveryId),
    /// Why not: a code of the API.
    Failed(String),
}

/// What there was before, and what was made of it: taken back only where nobody has changed it since.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    pub before: Facts,
    pub after: Facts,
    /// What was said to the customer with it.
    #[serde(default, skip_serializing_if = "unset")]
    pub answer: Option<MessageId>,
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_text_for_many_is_each_ones_own_and_never_half_of_it() {
        let it = BulkText {
            channel: ChannelId::default(),
            text: TemplateUse {
                body: vec!["{{name}}".into(), "caso {{ number }}, {{other}}".into()],
                buttons: vec![(1, "{{number}}".into())],
                ..TemplateUse::default()
            },
            purpose: Purpose::Service,
            send_at: None,
        };
        let own = it.of("{{number}}", 48).unwrap();
        assert_eq!(own.body, ["{{number}}", "caso 48, {{other}}"], "one pass");
        assert_eq!(own.buttons, [(1, "48".to_owned())]);
        assert_eq!(it.of("", 48), None);
    }
}
