//! Service-level agreements: how soon we mean to answer and to be done, and where a conversation stands with that.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::Priority;
use crate::domain::id::{AgentId, OutletId, SlaPolicyId, TeamId};
use crate::domain::monitor::alert::Hours;
use crate::domain::record::unset;
use crate::domain::time::{Millis, Term};
use crate::domain::view::Condition;
use crate::text::fold::fold;

/// How soon we mean to answer whom, and what happens when we do not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SlaPolicy {
    pub id: SlaPolicyId,
    pub name: String,
    /// Which conversations it is for; of several policies the first that fits counts.
    pub condition: Condition,
    /// Its place among the others; equal ones stand by name.
    #[serde(skip_serializing_if = "unset")]
    pub position: u32,
    pub targets: Vec<Target>,
    /// Counts only while the business is open.
    pub business_hours: bool,
    #[serde(skip_serializing_if = "unset")]
    pub pauses: Pauses,
    /// What happens around the moment something is due, in order of time.
    #[serde(skip_serializing_if = "unset")]
    pub steps: Vec<Step>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl SlaPolicy {
    /// What policies are asked in the order of.
    #[must_use]
    pub fn rank(&self) -> (u32, String) {
        (self.position, fold(&self.name))
    }

    /// How long something may take in a conversation of a priority; `None` when nothing was said.
    #[must_use]
    pub fn target(&self, clock: ClockKind, priority: Priority) -> Option<Term> {
        let found = |it: &&Target| it.clock == clock && it.priority == priority;
        self.targets.iter().find(found).map(|it| it.term)
    }
}

/// How long one thing may take in conversations of a priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub clock: ClockKind,
    pub priority: Priority,
    pub term: Term,
}

/// What is measured. Names and order are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ClockKind {
    /// From the first thing a customer wrote to our first answer.
    FirstResponse,
    /// From the first thing we have not answered to the answer.
    NextResponse,
    /// From the beginning until it is resolved.
    Resolution,
}

impl ClockKind {
    pub const ALL: [ClockKind; 3] = [
        ClockKind::FirstResponse,
        ClockKind::NextResponse,
        ClockKind::Resolution,
    ];

    /// The name in forms, the API and `words` (`clock-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ClockKind::FirstResponse => "first_response",
            ClockKind::NextResponse => "next_response",
            ClockKind::Resolution => "resolution",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        ClockKind::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// In which states nothing counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pauses {
    /// While the customer is to answer: of the resolution alone, since no answer is owed then.
    pub waiting_customer: bool,
    /// While a third party is to answer. The customer waits for us all the same.
    pub waiting_third_party: bool,
    pub snoozed: bool,
}

impl Default for Pauses {
    fn default() -> Self {
        Pauses {
            waiting_customer: true,
            waiting_third_party: false,
            snoozed: false,
        }
    }
}

/// Something done so many minutes after a due time, or before it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Below nought: before. Counted as the target is.
    pub minutes: i32,
    /// Who has the conversation is told.
    #[serde(skip_serializing_if = "unset")]
    pub assignee: bool,
    /// The lead of its team is.
    #[serde(skip_serializing_if = "unset")]
    pub lead: bool,
    #[serde(skip_serializing_if = "unset")]
    pub people: Vec<AgentId>,
    /// Places outside Lobby are.
    #[serde(skip_serializing_if = "unset")]
    pub outlets: Vec<OutletId>,
    /// When all of these are told at all.
    #[serde(skip_serializing_if = "unset")]
    pub hours: Hours,
    /// Its priority becomes at least this.
    #[serde(skip_serializing_if = "unset")]
    pub priority: Option<Priority>,
    /// It is moved there.
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
}

/// Where a conversation stands with its policy.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sla {
    pub policy: SlaPolicyId,
    /// At most one of each kind, in their order.
    pub clocks: Vec<Clock>,
}

/// One thing that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub kind: ClockKind,
    /// From when it counts.
    pub since: Millis,
    pub target: Term,
    /// `None` while it stands still, and where a target never falls due.
    pub due: Option<Millis>,
    /// When it was answered, or resolved.
    pub met_at: Option<Millis>,
    /// Steps of the policy that were taken.
    pub steps: u8,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    Running,
    /// It stands still.
    Paused,
    /// It is due and goes on until it is met.
    Missed,
    Met,
    MetLate,
}

impl ClockState {
    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ClockState::Running => "running",
            ClockState::Paused => "paused",
            ClockState::Missed => "missed",
            ClockState::Met => "met",
            ClockState::MetLate => "met_late",
        }
    }
}

impl Clock {
    #[must_use]
    pub fn state(&self, now: Millis) -> ClockState {
        match (self.met_at, self.due, self.is_missed(now)) {
            (Some(_), _, true) => ClockState::MetLate,
            (Some(_), _, false) => ClockState::Met,
            (None, None, _) => ClockState::Paused,
            (None, Some(_), true) => ClockState::Missed,
            (None, Some(_), false) => ClockState::Running,
        }
    }

    #[must_use]
    pub fn is_running(&self) -> bool {
        self.met_at.is_none() && self.due.is_some()
    }

    /// Whether it was not met in time, by now.
    #[must_use]
    pub fn is_missed(&self, now: Millis) -> bool {
        self.due.is_some_and(|due| self.met_at.unwrap_or(now) > due)
    }
}

impl Sla {
    #[must_use]
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|it| it.kind == kind)
    }

    /// Whether anything is due and still not done.
    #[must_use]
    pub fn is_late(&self, now: Millis) -> bool {
        let mut running = self.clocks.iter().filter(|it| it.is_running());
        running.any(|it| it.is_missed(now))
    }

    /// What is due first of what is running.
    #[must_use]
    pub fn next(&self) -> Option<&Clock> {
        let running = self.clocks.iter().filter(|it| it.is_running());
        running.min_by_key(|it| it.due)
    }
}
