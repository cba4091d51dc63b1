//! A conversation: one case of one contact, over any number of channels.

use serde::{Deserialize, Serialize};

use crate::domain::automatic::Asked;
use crate::domain::automatic::survey::Survey;
use crate::domain::channel::ChannelKind;
use crate::domain::id::{
    AgentId, BrandId, ChannelId, ContactId, ConversationId, Seq, SlaPolicyId, TagId, TeamId,
};
use crate::domain::legal::LegalDue;
use crate::domain::queue::Line;
use crate::domain::reason::Reason;
use crate::domain::record::unset;
use crate::domain::rule::Mark;
use crate::domain::sla::Sla;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Conversation {
    pub id: ConversationId,
    /// #1, #2, …: for people; grants nothing.
    pub number: u64,
    pub contact: ContactId,
    /// Whom it is about, when that is somebody else: in words, or a contact. Nothing is joined for it.
    #[serde(skip_serializing_if = "unset")]
    pub about: String,
    #[serde(skip_serializing_if = "unset")]
    pub about_contact: Option<ContactId>,
    pub subject: String,
    pub status: Status,
    #[serde(skip_serializing_if = "unset")]
    pub assignee: Option<AgentId>,
    /// Who has it is away: anybody may answer, and it stays theirs.
    #[serde(skip_serializing_if = "unset")]
    pub covered: bool,
    /// It went from one to another of us.
    #[serde(skip_serializing_if = "unset")]
    pub handover: Option<Handover>,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    /// How it stands in its team's line, or came out of it, where Lobby gives them out.
    #[serde(skip_serializing_if = "unset")]
    pub line: Option<Box<Line>>,
    /// Teams of further mailboxes its mail came to: they have it in their lists too.
    #[serde(skip_serializing_if = "unset")]
    pub also_teams: Vec<TeamId>,
    /// The private team whose members alone read it.
    #[serde(skip_serializing_if = "unset")]
    pub audience: Option<TeamId>,
    pub brand: BrandId,
    #[serde(skip_serializing_if = "unset")]
    pub priority: Priority,
    #[serde(skip_serializing_if = "unset")]
    pub tags: Vec<TagId>,
    /// Channel of the newest public message.
    pub channel: ChannelId,
    pub channel_kind: ChannelKind,
    /// All channels it went over, first seen first.
    pub channels: Vec<ChannelId>,
    /// Why it exists as its own case (landing of its first message).
    pub why: Reason,
    pub created_at: Millis,
    /// Newest change a list should sort by: last message or move of status.
    pub active_at: Millis,
    /// First inbound we have not answered; `None` when we owe nothing.
    #[serde(skip_serializing_if = "unset")]
    pub waiting_since: Option<Millis>,
    /// Newest public message, by anybody.
    #[serde(skip_serializing_if = "unset")]
    pub last_public_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub last_inbound_at: Option<Millis>,
    /// One line of the newest message, at most 120 characters.
    pub excerpt: String,
    /// Who said the newest message.
    pub last_by: LastBy,
    /// Messages so far; the next one gets this position.
    pub n_messages: u32,
    #[serde(skip_serializing_if = "unset")]
    pub participants: Vec<Participant>,
    #[serde(skip_serializing_if = "unset")]
    pub mentioned: Vec<AgentId>,
    /// Who wants to hear of it without having it.
    #[serde(skip_serializing_if = "unset")]
    pub followers: Vec<AgentId>,
    /// The case of the same contact that ended before this one began.
    #[serde(skip_serializing_if = "unset")]
    pub previous: Option<ConversationId>,
    /// The case that went on where this one ended (new case, merge, split).
    #[serde(skip_serializing_if = "unset")]
    pub successor: Option<ConversationId>,
    /// Set when merged into the successor: shown as one line there, lists leave it out.
    #[serde(skip_serializing_if = "unset")]
    pub merged: bool,
    /// May belong to another open case of the person: offered above the composer.
    #[serde(skip_serializing_if = "unset")]
    pub suggestion: Option<Suggestion>,
    #[serde(skip_serializing_if = "unset")]
    pub automatic: bool,
    #[serde(skip_serializing_if = "unset")]
    pub blocked: bool,
    /// Came in as history.
    #[serde(skip_serializing_if = "unset")]
    pub history: bool,
    /// Sender unclear or failing authentication: kept apart, never gains a contact's history.
    #[serde(skip_serializing_if = "unset")]
    pub unverified: bool,
    /// An outbound message of ours failed, is late or uncertain.
    #[serde(skip_serializing_if = "unset")]
    pub has_failed: bool,
    /// An answer of ours waits until the customer answers what asked for it.
    #[serde(skip_serializing_if = "unset")]
    pub has_waiting: bool,
    #[serde(skip_serializing_if = "unset")]
    pub has_draft: bool,
    #[serde(skip_serializing_if = "unset")]
    pub promise: Option<Promise>,
    /// How soon it is to be answered and done, where a policy says so.
    #[serde(skip_serializing_if = "unset")]
    pub sla: Option<Box<Sla>>,
    /// The policy a rule chose for it, whatever conversations that is for otherwise.
    #[serde(skip_serializing_if = "unset")]
    pub agreed: Option<SlaPolicyId>,
    /// By when law wants it answered, or wanted.
    #[serde(skip_serializing_if = "unset")]
    pub legal: Option<Box<LegalDue>>,
    /// What rules did here, newest last: once for each time it goes on.
    #[serde(skip_serializing_if = "unset")]
    pub ruled: Vec<Mark>,
    /// How the menu of its channel goes.
    #[serde(skip_serializing_if = "unset")]
    pub menu: Option<Box<Asked>>,
    /// How asking for a rating goes.
    #[serde(skip_serializing_if = "unset")]
    pub survey: Option<Box<Survey>>,
    /// "One moment" was said and no time promised: when the agent is reminded of it. A time past: reminded.
    #[serde(skip_serializing_if = "unset")]
    pub remind_at: Option<Millis>,
    /// Courtesies filed that the assignee has not seen.
    #[serde(skip_serializing_if = "unset")]
    pub unseen_courtesies: u16,
    /// Times of the latest reopenings, at most 6, newest last: the brake on loops.
    #[serde(skip_serializing_if = "unset")]
    pub reopened_at: Vec<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub too_lively: bool,
    /// The event that last touched it.
    pub seq: Seq,
}

impl Conversation {
    /// No matter of ours: part of another, from somebody who is blocked, or nothing but automatic mail.
    #[must_use]
    pub fn is_aside(&self) -> bool {
        self.merged || self.blocked || self.automatic
    }

    /// A case as any other: neither aside nor spam.
    #[must_use]
    pub fn is_case(&self) -> bool {
        !self.is_aside() && self.status != Status::Spam
    }

    /// It needs us, and is no one's matter aside.
    #[must_use]
    pub fn needs_us(&self) -> bool {
        self.status == Status::Open && !self.is_aside()
    }

    /// It needs us, and nobody has it.
    #[must_use]
    pub fn stands_in_line(&self) -> bool {
        self.needs_us() && self.assignee.is_none()
    }

    /// Since when it needs us: what lines are ordered by.
    #[must_use]
    pub fn needs_us_since(&self) -> Millis {
        let in_line = self.line.as_ref().map(|it| it.since);
        self.waiting_since.or(in_line).unwrap_or(self.created_at)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Status {
    /// Needs us.
    #[default]
    Open,
    Waiting {
        on: WaitingOn,
        follow_up_at: Option<Millis>,
    },
    /// Until a time, or the next inbound that is no courtesy.
    Snoozed {
        until: Millis,
    },
    /// `quiet`: by Lobby, because the customer stayed silent.
    Resolved {
        at: Millis,
        quiet: bool,
    },
    Spam,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum WaitingOn {
    #[default]
    Customer,
    ThirdParty,
}

impl Status {
    /// Open, waiting or snoozed: the board holds these.
    #[must_use]
    pub fn is_unresolved(self) -> bool {
        !matches!(self, Status::Resolved { .. } | Status::Spam)
    }

    /// The name used by API, events and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Waiting { .. } => "waiting",
            Status::Snoozed { .. } => "snoozed",
            Status::Resolved { .. } => "resolved",
            Status::Spam => "spam",
        }
    }
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Priority; 4] = [
        Priority::Low,
        Priority::Normal,
        Priority::High,
        Priority::Urgent,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Priority::ALL.into_iter().find(|it| it.name() == name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LastBy {
    #[default]
    Customer,
    Us(AgentId),
    Colleague,
    Lobby,
    Note(AgentId),
    /// We, to a third party.
    Forwarded,
    ThirdParty,
}

/// A contact record in a conversation beside the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Participant {
    pub contact: ContactId,
    pub role: ParticipantRole,
    /// Position of the first message seen with them.
    pub since: u32,
    /// A suggested one receives nothing until accepted.
    pub accepted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ParticipantRole {
    #[default]
    Copy,
    ThirdParty,
}

/// "May belong to #482": another case, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub conversation: ConversationId,
    pub reason: Reason,
}

/// A conversation went from one to another, who is to read what must be known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    pub from: AgentId,
    pub to: AgentId,
    pub at: Millis,
    pub read_at: Option<Millis>,
}

/// "I will get back to you by T".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub due: Millis,
    pub owner: Option<AgentId>,
}
