//! Quality: what is looked at in conversations of ours, by whom, and what came of it.

pub mod guide;
pub mod questions;
pub mod review;
pub mod scorecard;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ChannelId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// Conversations of one agent that are reviewed in a week, where nobody said otherwise.
pub const PER_AGENT: u8 = 3;
/// And at most.
pub const MOST_PER_AGENT: u8 = 20;

/// Whether conversations are reviewed, how many and by whom. One row; off until somebody says so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    pub on: bool,
    /// Of each agent in a week; 0 is [`PER_AGENT`].
    #[serde(skip_serializing_if = "unset")]
    pub per_agent: u8,
    /// Who reviews; when empty the leads of the teams, and else supervisors, admins and owners.
    #[serde(skip_serializing_if = "unset")]
    pub reviewers: Vec<AgentId>,
    /// When the next sample is drawn.
    #[serde(skip_serializing_if = "unset")]
    pub due: Option<Millis>,
}

impl Plan {
    #[must_use]
    pub fn per_agent(&self) -> u8 {
        match self.per_agent {
            0 => PER_AGENT,
            n => n,
        }
    }
}

/// What was drawn of a week, and from what: enough to draw it once more and see that it is the same.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Sample {
    /// The Monday the week began on, where the business is.
    pub week: Date,
    pub seed: u64,
    pub drawn_at: Millis,
    /// Per agent, as it was asked for then.
    pub per_agent: u8,
    pub strata: Vec<Stratum>,
    /// Conversations nobody could review but who had spoken in them.
    #[serde(skip_serializing_if = "unset")]
    pub without_reviewer: u32,
}

/// The conversations of one agent by one channel, and how many of them were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stratum {
    pub agent: AgentId,
    pub channel: ChannelId,
    pub of: u32,
    pub drawn: u32,
}

impl Sample {
    /// How many were drawn, and of how many.
    #[must_use]
    pub fn total(&self) -> (u32, u32) {
        let all = self.strata.iter();
        all.fold((0, 0), |sum, it| (sum.0 + it.drawn, sum.1 + it.of))
    }
}
