//! Saved views: conditions under a name, shown as a list of their own; and the conditions themselves.

use serde::{Deserialize, Serialize};

use crate::domain::canned_reply::Audience;
use crate::domain::conversation::{Priority, Status, WaitingOn};
use crate::domain::id::{AgentId, ChannelId, TagId, TeamId, ViewId};
use crate::domain::list::Sort;
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// Conditions under a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    pub id: ViewId,
    pub name: String,
    /// A sign before the name, such as an emoji; empty for the usual one.
    #[serde(skip_serializing_if = "unset")]
    pub icon: String,
    #[serde(skip_serializing_if = "unset")]
    pub audience: Audience,
    pub condition: Condition,
    #[serde(skip_serializing_if = "unset")]
    pub sort: Sort,
    /// Its place among those of the same audience; equal ones stand by name.
    #[serde(skip_serializing_if = "unset")]
    pub position: u32,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// What a conversation must be like. All of nothing is true, any of nothing is not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Is(Test),
}

impl Default for Condition {
    fn default() -> Self {
        Condition::All(Vec::new())
    }
}

/// One thing asked of a conversation; of several values one is enough.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Test {
    State(Vec<State>),
    Assignee(Vec<Who>),
    /// `None`: of no team.
    Team(Vec<Option<TeamId>>),
    /// It went over one of these.
    Channel(Vec<ChannelId>),
    Tag(Vec<TagId>),
    Priority(Vec<Priority>),
    /// Something kept of the customer or their company.
    Contact {
        field: ContactField,
        is: TextTest,
    },
    /// Language of the customer, by its first subtag (BCP 47).
    Language(Vec<String>),
    /// Of the first thing we have not answered; false when we owe nothing.
    Waiting(When),
    Created(When),
    Active(When),
    HasFailed,
    MentionsMe,
    Unread,
    /// What is agreed was not met.
    Late,
    /// What the customer said. Asked by rules only, like all that follow.
    Said {
        part: Part,
        is: TextTest,
    },
    /// The business is open.
    OpenHours,
    /// The newest message sounds upset.
    Upset,
    /// So many of something, or more.
    AtLeast {
        of: Tally,
        n: u32,
    },
}

impl Test {
    /// Whether only rules ask it: the thread must be read for it, which lists have no time for.
    #[must_use]
    pub fn is_for_rules(&self) -> bool {
        let words = |is: &TextTest| matches!(is, TextTest::Words(_));
        match self {
            Test::Said { .. } | Test::OpenHours | Test::Upset | Test::AtLeast { .. } => true,
            Test::Contact { is, .. } => words(is),
            _ => false,
        }
    }
}

/// A part of what a customer said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// The newest message.
    Message,
    /// All they wrote in the conversation.
    All,
    Subject,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Message, Part::All, Part::Subject];

    /// The name in forms and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Message => "message",
            Part::All => "text",
            Part::Subject => "subject",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Part::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tally {
    /// Messages of the customer since our last answer.
    Unanswered,
    /// Conversations of the customer in the last seven days, this one among them.
    Contacts,
    /// How often it was opened again after it was resolved.
    Reopened,
    /// How often the customer asked for a person.
    AskedForPerson,
}

impl Tally {
    pub const ALL: [Tally; 4] = [
        Tally::Unanswered,
        Tally::Contacts,
        Tally::Reopened,
        Tally::AskedForPerson,
    ];

    /// The name in forms, the API and `words` (`rule-tally-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tally::Unanswered => "unanswered",
            Tally::Contacts => "contacts",
            Tally::Reopened => "reopened",
            Tally::AskedForPerson => "asked_for_person",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Tally::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Where a conversation stands, as lists tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Open,
    WaitingCustomer,
    WaitingThirdParty,
    Snoozed,
    Resolved,
    Spam,
}

impl State {
    pub const ALL: [State; 6] = [
        State::Open,
        State::WaitingCustomer,
        State::WaitingThirdParty,
        State::Snoozed,
        State::Resolved,
        State::Spam,
    ];

    #[must_use]
    pub fn of(status: Status) -> Self {
        match status {
            Status::Open => State::Open,
            Status::Waiting {
                on: WaitingOn::Customer,
                ..
            } => State::WaitingCustomer,
            Status::Waiting { .. } => State::WaitingThirdParty,
            Status::Snoozed { .. } => State::Snoozed,
            Status::Resolved { .. } => State::Resolved,
            Status::Spam => State::Spam,
        }
    }

    /// The name used by forms, API and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Open => "open",
            State::WaitingCustomer => "waiting",
            State::WaitingThirdParty => "third_party",
            State::Snoozed => "snoozed",
            State::Resolved => "resolved",
            State::Spam => "spam",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        State::ALL.into_iter().find(|it| it.name() == name)
    }

    /// One of those the board holds.
    #[must_use]
    pub fn is_unresolved(self) -> bool {
        !matches!(self, State::Resolved | State::Spam)
    }
}

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Whoever looks.
    Me,
    Nobody,
    Agent(AgentId),
}

/// A time, said by the calendar or by how long ago it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    Before(Millis),
    /// At this instant or later.
    Since(Millis),
    /// Longer ago than this.
    Longer(Span),
    /// At most as long ago as this.
    Within(Span),
}

/// What is kept of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactField {
    Name,
    /// `normal` or `vip`.
    Tier,
    Company,
    /// A field of the business' own, by its key.
    Own(String),
    /// The same, of their company.
    OfCompany(String),
}

/// What is asked of a text. Letters are compared without case and accents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextTest {
    Is(String),
    Has(String),
    /// One of these words or phrases stands in it, whole.
    Words(Vec<String>),
    Empty,
}

impl Condition {
    /// Every test in it, with whether it stands under an odd number of [`Condition::Not`].
    pub fn each_test(&self, visit: &mut impl FnMut(&Test, bool)) {
        self.walk(false, visit);
    }

    fn walk(&self, turned: bool, visit: &mut impl FnMut(&Test, bool)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.walk(turned, visit);
                }
            }
            Condition::Not(part) => part.walk(!turned, visit),
            Condition::Is(test) => visit(test, turned),
        }
    }

    /// How many groups stand within each other; a lone test has none.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                1 + parts.iter().map(Condition::depth).max().unwrap_or(0)
            }
            Condition::Not(part) => 1 + part.depth(),
            Condition::Is(_) => 0,
        }
    }
}
