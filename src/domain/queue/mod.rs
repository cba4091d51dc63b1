//! Queues: how a team's conversations find somebody, and how long one has stood in line.

pub mod serving;

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, TeamId};
use crate::domain::queue::serving::Effort;
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A conversation nobody has is told to the lead after so many minutes in hours.
pub const TOLD_AFTER: u16 = 30;
/// What was not taken so often stays.
pub const MOST_RETURNS: u8 = 2;

/// Whether Lobby gives a team's conversations to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Mode {
    /// Nobody is assigned: whoever answers has it.
    #[default]
    Shared,
    /// Lobby gives each to somebody as soon as somebody can.
    Push,
}

impl Mode {
    pub const ALL: [Mode; 2] = [Mode::Shared, Mode::Push];

    /// The name in forms, the API and `words` (`mode-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Mode::Shared => "shared",
            Mode::Push => "push",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Mode::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How a team's queue is emptied. All minutes are of business hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Queue {
    #[serde(skip_serializing_if = "unset")]
    pub mode: Mode,
    /// So many minutes somebody is waited for who knows what it is about and speaks the language, where the team has
    /// such a person; then anybody of the team gets it. Zero: the best of those who are free, at once.
    #[serde(skip_serializing_if = "unset")]
    pub fit_minutes: u16,
    /// What was given and not taken goes back after so many minutes; zero: never.
    #[serde(skip_serializing_if = "unset")]
    pub take_back: TakeBack,
    /// Where it goes when nobody of the team had time.
    #[serde(skip_serializing_if = "unset")]
    pub overflow: Option<Overflow>,
}

/// Minutes after which what was not taken goes back, for each kind of effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TakeBack {
    pub chat: u16,
    pub messaging: u16,
    pub mail: u16,
}

impl TakeBack {
    #[must_use]
    pub fn minutes(&self, effort: Effort) -> u16 {
        match effort {
            Effort::Chat => self.chat,
            Effort::Messaging => self.messaging,
            Effort::Mail => self.mail,
        }
    }
}

/// Another team gets what has waited for so many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overflow {
    pub to: TeamId,
    pub minutes: u16,
}

/// How a conversation of a team that Lobby gives out stands in line, or was given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// Since when it stands in the queue of this team.
    pub since: Millis,
    pub team: TeamId,
    /// The teams in whose line it has stood.
    #[serde(skip_serializing_if = "unset")]
    pub been: Vec<TeamId>,
    /// When the lead was told that nobody has it.
    #[serde(skip_serializing_if = "unset")]
    pub told_at: Option<Millis>,
    /// When Lobby gave it to who has it.
    #[serde(skip_serializing_if = "unset")]
    pub given_at: Option<Millis>,
    /// Who did not take it.
    #[serde(skip_serializing_if = "unset")]
    pub refused: Vec<AgentId>,
    /// How often it was taken back.
    #[serde(skip_serializing_if = "unset")]
    pub returns: u8,
}
