//! Asking a customer how it was: how a channel does it, how it goes in a conversation, and what they gave.

use serde::{Deserialize, Serialize};

use crate::domain::canned_reply::Variant;
use crate::domain::channel::ChannelKind;
use crate::domain::hours::outreach::Held;
use crate::domain::id::{AgentId, MessageId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// The best rating there is; the worst is 1.
pub const BEST: u8 = 5;
/// Ratings from here on say that somebody is satisfied.
pub const SATISFIED: u8 = 4;
/// Ratings up to here are bad: whoever is responsible is told.
pub const BAD: u8 = 2;
/// A rating is taken for so long after it was asked for.
pub const OPEN_FOR: Span = Span::days(30);
/// What is typed is read as a rating for so long.
pub const TYPED_WITHIN: Span = Span::hours(24);
/// Somebody who did not answer by mail is reminded after this.
pub const REMINDED_AFTER: Span = Span::days(3);
/// What stands before the rating where it comes back by a press.
pub const RATED: &str = "rate-";
/// Characters of a comment.
pub const COMMENT: usize = 2_000;

/// How a channel asks its customers how it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Surveys {
    pub on: bool,
    /// Own texts; in other languages the usual one is said.
    #[serde(skip_serializing_if = "unset")]
    pub texts: Vec<Variant>,
    /// Minutes after a conversation is resolved; `None`: as is usual on its kind of channel.
    #[serde(skip_serializing_if = "unset")]
    pub after_minutes: Option<u16>,
    /// Nobody is asked twice within so many days; 0 is [`Surveys::EVERY_DAYS`].
    #[serde(skip_serializing_if = "unset")]
    pub every_days: u16,
    /// By mail: once more where no answer came.
    #[serde(skip_serializing_if = "unset")]
    pub reminds: bool,
    /// Who hears of bad ratings beside the lead of the team.
    #[serde(skip_serializing_if = "unset")]
    pub tell: Vec<AgentId>,
}

impl Surveys {
    pub const EVERY_DAYS: u16 = 30;

    /// How long after it was resolved: in a chat at once, while they are there.
    #[must_use]
    pub fn after(&self, kind: ChannelKind) -> Span {
        let usual = if kind == ChannelKind::WebChat { 1 } else { 10 };
        Span::minutes(i64::from(self.after_minutes.unwrap_or(usual)))
    }

    #[must_use]
    pub fn every(&self) -> Span {
        let days = match self.every_days {
            0 => Surveys::EVERY_DAYS,
            days => days,
        };
        Span::days(i64::from(days))
    }
}

/// How asking goes in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Survey {
    /// When they are asked next.
    #[serde(skip_serializing_if = "unset")]
    pub due: Option<Millis>,
    /// The message that asked last, and when it did.
    #[serde(skip_serializing_if = "unset")]
    pub message: Option<MessageId>,
    #[serde(skip_serializing_if = "unset")]
    pub asked_at: Millis,
    /// What is due is a reminder.
    #[serde(skip_serializing_if = "unset")]
    pub again: bool,
    /// What they gave, 1 to [`BEST`]; 0 for nothing yet.
    #[serde(skip_serializing_if = "unset")]
    pub rating: u8,
    #[serde(skip_serializing_if = "unset")]
    pub rated_at: Millis,
    /// They gave it by writing, and are to be thanked there.
    #[serde(skip_serializing_if = "unset")]
    pub thank: bool,
    /// Why they were not asked when it was due.
    #[serde(skip_serializing_if = "unset")]
    pub held: Option<Held>,
}

impl Survey {
    /// Whether a rating is taken now.
    #[must_use]
    pub fn is_open(&self, now: Millis) -> bool {
        self.message.is_some() && now.since(self.asked_at) < OPEN_FOR
    }
}

/// What a customer gave, beside the message that asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rating {
    /// 1 to [`BEST`].
    pub stars: u8,
    #[serde(skip_serializing_if = "unset")]
    pub comment: String,
    pub at: Millis,
}
