//! The weekly look back of a desk's first ninety days: what was looked at in which week, and whether it is wanted.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::record::unset;
use crate::domain::time::Millis;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Guide {
    /// The Monday of a week, and a step that was done of it.
    #[serde(skip_serializing_if = "unset")]
    pub ticked: Vec<(Date, Step)>,
    /// The owner wants to see it no more.
    #[serde(skip_serializing_if = "unset")]
    pub dismissed_at: Option<Millis>,
}

/// What is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Who waited longest.
    Waits,
    /// Who got no answer.
    Unanswered,
    /// What was resolved and went on.
    Reopened,
    /// Who carries most.
    Load,
    /// What is asked often and has no quick reply.
    Questions,
}

impl Step {
    pub const ALL: [Step; 5] = [
        Step::Waits,
        Step::Unanswered,
        Step::Reopened,
        Step::Load,
        Step::Questions,
    ];

    /// The name in addresses and `words` (`guide-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Waits => "waits",
            Step::Unanswered => "unanswered",
            Step::Reopened => "reopened",
            Step::Load => "load",
            Step::Questions => "questions",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Step::ALL.into_iter().find(|it| it.name() == name)
    }
}
