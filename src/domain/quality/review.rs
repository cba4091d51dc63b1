//! A review: one conversation of one agent, looked at by a reviewer with a scorecard; and several of the same, given blind
//! to see whether reviewers agree.

use serde::{Deserialize, Serialize};

use crate::domain::id::{
    AgentId, CalibrationId, ChannelId, ConversationId, MessageId, ReviewId, ScorecardId, TeamId,
};
use crate::domain::quality::scorecard::{Answer, Question, Score, score};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// One conversation of one agent, reviewed or to be.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    pub id: ReviewId,
    /// Nothing once it was erased; what was found in it stays a figure.
    pub conversation: Option<ConversationId>,
    pub agent: AgentId,
    pub channel: ChannelId,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    pub reviewer: AgentId,
    pub why: Why,
    pub card: ScorecardId,
    /// What was asked when it was begun: another scorecard changes no review.
    pub questions: Vec<Question>,
    #[serde(skip_serializing_if = "unset")]
    pub answers: Vec<(u16, Answer)>,
    /// To the agent, of the whole.
    #[serde(skip_serializing_if = "unset")]
    pub comment: String,
    #[serde(skip_serializing_if = "unset")]
    pub remarks: Vec<Remark>,
    pub standing: Standing,
    #[serde(skip_serializing_if = "unset")]
    pub score: Option<Score>,
    /// One of several that are compared.
    #[serde(skip_serializing_if = "unset")]
    pub calibration: Option<CalibrationId>,
    pub made_at: Millis,
    /// When a draft of it was kept last.
    #[serde(skip_serializing_if = "unset")]
    pub saved_at: Option<Millis>,
    /// When it was handed in first: where trends count it.
    #[serde(skip_serializing_if = "unset")]
    pub done_at: Option<Millis>,
    /// What the agent said to it, and when they looked at it or said so.
    #[serde(skip_serializing_if = "unset")]
    pub reply: String,
    #[serde(skip_serializing_if = "unset")]
    pub replied_at: Option<Millis>,
}

impl Review {
    /// It waits for its reviewer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.standing, Standing::ToDo | Standing::Disputed)
    }

    /// It was handed in, whatever was said to it since.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.standing != Standing::ToDo
    }

    /// It counts for its agent: handed in, and no exercise of reviewers.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_done() && self.calibration.is_none()
    }

    /// What lists of it are sorted by.
    #[must_use]
    pub fn at(&self) -> Millis {
        self.done_at.unwrap_or(self.made_at)
    }

    #[must_use]
    pub fn answer(&self, question: u16) -> Option<Answer> {
        let found = self.answers.iter().find(|it| it.0 == question);
        found.map(|it| it.1)
    }

    /// What its answers come to.
    #[must_use]
    pub fn scored(&self) -> Option<Score> {
        score(&self.questions, &self.answers)
    }
}

/// Something said at one message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remark {
    pub message: MessageId,
    pub text: String,
}

/// Why a conversation is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Why {
    /// Drawn, so that channels are looked at evenly.
    #[default]
    Drawn,
    /// Drawn among those the customer was not satisfied with.
    Rated,
    /// Among those that were resolved and went on.
    Reopened,
    /// Among those that were late.
    Late,
    /// Among the long ones.
    Long,
    /// Somebody wants it reviewed.
    Asked,
}

impl Why {
    pub const ALL: [Why; 6] = [
        Why::Drawn,
        Why::Rated,
        Why::Reopened,
        Why::Late,
        Why::Long,
        Why::Asked,
    ];

    /// The name in the API and `words` (`review-why-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Why::Drawn => "drawn",
            Why::Rated => "rated",
            Why::Reopened => "reopened",
            Why::Late => "late",
            Why::Long => "long",
            Why::Asked => "asked",
        }
    }
}

/// Where a review stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Standing {
    #[default]
    ToDo,
    /// Handed in; its agent was told.
    Done,
    /// The agent has read it.
    Accepted,
    /// The agent asks to look again.
    Disputed,
    /// Looked at again, and so it stays.
    Settled,
}

impl Standing {
    pub const ALL: [Standing; 5] = [
        Standing::ToDo,
        Standing::Done,
        Standing::Accepted,
        Standing::Disputed,
        Standing::Settled,
    ];

    /// The name in the API and `words` (`review-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Standing::ToDo => "to_do",
            Standing::Done => "done",
            Standing::Accepted => "accepted",
            Standing::Disputed => "disputed",
            Standing::Settled => "settled",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Standing::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One conversation given to several reviewers, none of whom sees what the others say before all have said it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Calibration {
    pub id: CalibrationId,
    pub conversation: Option<ConversationId>,
    pub agent: AgentId,
    pub card: ScorecardId,
    pub reviews: Vec<ReviewId>,
    #[serde(skip_serializing_if = "unset")]
    pub made_by: Option<AgentId>,
    pub made_at: Millis,
}
