//! Rules: when something happens and a conversation is like this, that is done.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::Priority;
use crate::domain::error::Error;
use crate::domain::id::{
    AgentId, CannedReplyId, LegalKindId, OutletId, RuleId, SlaPolicyId, TagId, WebhookId,
};
use crate::domain::macros::MacroAct;
use crate::domain::monitor::alert::Hours;
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};
use crate::domain::view::{Condition, State};
use crate::text::fold::fold;

/// A rule. Rules of one trigger are asked in their order, each with what the ones before it left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    pub id: RuleId,
    pub name: String,
    pub trigger: Trigger,
    pub condition: Condition,
    /// Done in this order.
    pub acts: Vec<RuleAct>,
    /// Once it fits, the rules behind it are not asked about the same thing.
    #[serde(skip_serializing_if = "unset")]
    pub stops: bool,
    /// Switched off by a person.
    #[serde(skip_serializing_if = "unset")]
    pub off: bool,
    /// Switched off by Lobby, because it could not do what it says.
    #[serde(skip_serializing_if = "unset")]
    pub broken: Option<Broken>,
    /// Its place among those of its trigger; equal ones stand by name.
    #[serde(skip_serializing_if = "unset")]
    pub position: u32,
    /// Since when it is as it is: what fell due before is none of its business.
    #[serde(skip_serializing_if = "unset")]
    pub since: Millis,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl Rule {
    /// What rules are asked in the order of.
    #[must_use]
    pub fn rank(&self) -> (u8, u32, String) {
        (self.trigger.place(), self.position, fold(&self.name))
    }

    /// Whether it is asked at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.off && self.broken.is_none() && self.retired_at.is_none()
    }
}

/// Why Lobby switched a rule off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    pub at: Millis,
    pub why: Trouble,
}

/// Why a rule could not do something. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trouble {
    /// The agent, team, tag or quick reply it names is gone.
    Gone,
    /// It did the same in one conversation again and again.
    Loop,
    /// The customer cannot be written to by it now: window closed, no channel, no address.
    Unreachable,
    /// Customers were written to by Lobby often enough.
    Enough,
    /// Anything else.
    Failed,
}

impl Trouble {
    pub const ALL: [Trouble; 5] = [
        Trouble::Gone,
        Trouble::Loop,
        Trouble::Unreachable,
        Trouble::Enough,
        Trouble::Failed,
    ];

    /// The name in the API and `words` (`rule-trouble-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Trouble::Gone => "gone",
            Trouble::Loop => "loop",
            Trouble::Unreachable => "unreachable",
            Trouble::Enough => "enough",
            Trouble::Failed => "failed",
        }
    }

    /// What an error of a deed means.
    #[must_use]
    pub fn of(err: &Error) -> Self {
        match err {
            Error::NotFound { .. } => Trouble::Gone,
            Error::Conflict { .. } | Error::Invalid(_) | Error::Stale { .. } => {
                Trouble::Unreachable
            }
            _ => Trouble::Failed,
        }
    }

    /// Whether it is the rule itself that must be mended: trying it elsewhere would not help.
    #[must_use]
    pub fn breaks(self) -> bool {
        matches!(self, Trouble::Gone | Trouble::Loop)
    }
}

/// When a rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Trigger {
    /// A customer begins a conversation; asked again with every further message until one of us has answered. Done once
    /// in a conversation, before anybody gets it.
    #[default]
    Arrival,
    /// A customer writes, in a new conversation or an old one.
    CustomerWrote,
    /// One of us answers.
    Answered,
    /// A conversation goes from one state (any, when there is none) to another.
    StateMoved {
        from: Option<State>,
        to: Option<State>,
    },
    /// Somebody gets it, or nobody has it any more.
    Assigned,
    /// It comes to a team.
    TeamSet,
    PrioritySet {
        from: Option<Priority>,
        to: Option<Priority>,
    },
    Tagged {
        tag: Option<TagId>,
    },
    /// What is agreed is due soon.
    SlaWarned,
    /// It was not met.
    SlaMissed,
    /// An answer did not arrive.
    SendFailed,
    /// Something went on for so long: once each time it does.
    Waited {
        on: Wait,
        span: Span,
        /// Only the hours count in which the business is open.
        open_hours: bool,
    },
}

/// What goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Wait {
    /// The customer waits for our answer.
    #[default]
    Us,
    /// We wait for theirs.
    Customer,
    /// The conversation is not resolved.
    Unresolved,
    /// Nobody has it.
    Unassigned,
}

impl Wait {
    pub const ALL: [Wait; 4] = [Wait::Us, Wait::Customer, Wait::Unresolved, Wait::Unassigned];

    /// The name in forms, the API and `words` (`rule-wait-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Wait::Us => "us",
            Wait::Customer => "customer",
            Wait::Unresolved => "unresolved",
            Wait::Unassigned => "unassigned",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Wait::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Trigger {
    /// One of each, as a form begins with it.
    pub const ALL: [Trigger; 12] = [
        Trigger::Arrival,
        Trigger::CustomerWrote,
        Trigger::Answered,
        Trigger::StateMoved {
            from: None,
            to: None,
        },
        Trigger::Assigned,
        Trigger::TeamSet,
        Trigger::PrioritySet {
            from: None,
            to: None,
        },
        Trigger::Tagged { tag: None },
        Trigger::SlaWarned,
        Trigger::SlaMissed,
        Trigger::SendFailed,
        Trigger::Waited {
            on: Wait::Us,
            span: Span::hours(1),
            open_hours: true,
        },
    ];

    /// The name in forms, the API and `words` (`rule-when-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Trigger::Arrival => "arrival",
            Trigger::CustomerWrote => "customer_wrote",
            Trigger::Answered => "answered",
            Trigger::StateMoved { .. } => "state",
            Trigger::Assigned => "assigned",
            Trigger::TeamSet => "team",
            Trigger::PrioritySet { .. } => "priority",
            Trigger::Tagged { .. } => "tagged",
            Trigger::SlaWarned => "sla_warned",
            Trigger::SlaMissed => "sla_missed",
            Trigger::SendFailed => "send_failed",
            Trigger::Waited { .. } => "waited",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Trigger::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether a clock asks it, and nothing that a customer just said.
    #[must_use]
    pub fn is_by_time(self) -> bool {
        matches!(
            self,
            Trigger::Waited { .. } | Trigger::SlaWarned | Trigger::SlaMissed
        )
    }

    /// Its place among the triggers: the order of a list.
    #[must_use]
    pub fn place(self) -> u8 {
        let at = Trigger::ALL.iter().position(|it| it.name() == self.name());
        at.and_then(|it| u8::try_from(it).ok()).unwrap_or(u8::MAX)
    }
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RuleAct {
    /// What macros do, but for what only a person can: taking it for oneself.
    Do(MacroAct),
    Untag {
        tag: TagId,
    },
    /// Says a quick reply, in the customer's language where it has one.
    Say {
        reply: CannedReplyId,
    },
    Tell(Told),
    /// It is measured by a policy, whatever conversations that is for otherwise.
    Agree {
        policy: SlaPolicyId,
    },
    /// Law wants it answered by a date; one that stands stays.
    LegalDue {
        kind: LegalKindId,
    },
    /// Has it posted to a program, whatever that hears of otherwise.
    Call {
        webhook: WebhookId,
    },
}

/// Whom a rule tells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Who has the conversation; its team, where nobody does.
    pub assignee: bool,
    /// The lead of its team.
    pub lead: bool,
    #[serde(skip_serializing_if = "unset")]
    pub people: Vec<AgentId>,
    /// Places outside Lobby.
    #[serde(skip_serializing_if = "unset")]
    pub outlets: Vec<OutletId>,
    /// When it is told at all.
    #[serde(skip_serializing_if = "unset")]
    pub hours: Hours,
}

impl Told {
    /// Nobody is told, whatever the hours.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        !self.assignee && !self.lead && self.people.is_empty() && self.outlets.is_empty()
    }
}

impl RuleAct {
    /// The name used by the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            RuleAct::Do(act) => act.name(),
            RuleAct::Untag { .. } => "untag",
            RuleAct::Say { .. } => "say",
            RuleAct::Tell(_) => "tell",
            RuleAct::Agree { .. } => "sla_policy",
            RuleAct::LegalDue { .. } => "legal_due",
            RuleAct::Call { .. } => "call",
        }
    }

    /// Whether it is done by itself a moment later, outside of the deed that asked the rule: it may fail alone.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        matches!(
            self,
            RuleAct::Do(MacroAct::Reply { .. } | MacroAct::Note { .. }) | RuleAct::Say { .. }
        )
    }

    /// Whether the customer hears of it.
    #[must_use]
    pub fn speaks(&self) -> bool {
        matches!(
            self,
            RuleAct::Do(MacroAct::Reply { .. }) | RuleAct::Say { .. }
        )
    }
}

/// What a rule did in a conversation: about what, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub rule: RuleId,
    /// Since when that went on which it was done for.
    pub of: Millis,
    pub at: Millis,
}
