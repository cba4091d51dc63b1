//! Something of a contact's that has a date: an appointment, an invoice, a cart. What is said of it, and when, is arranged
//! by kind ([`plan`]).

pub mod plan;

use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelKind;
use crate::domain::dated::plan::Verb;
use crate::domain::hours::outreach::Held;
use crate::domain::id::{ContactId, ConversationId, DatedEventId, DatedKindId, MessageId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// Characters of an id elsewhere, a title, a place, a link; and of a value of its own.
pub const EXTERNAL_ID: usize = 200;
pub const TITLE: usize = 200;
pub const LINK: usize = 1_000;
/// Values of its own.
pub const VALUES: usize = 30;
/// Who pressed a button is thanked within this.
pub const THANKED_WITHIN: Span = Span::hours(1);

/// One of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatedEvent {
    pub id: DatedEventId,
    pub contact: ContactId,
    pub kind: DatedKindId,
    /// What names it elsewhere: one of a kind.
    pub external_id: String,
    pub title: String,
    #[serde(skip_serializing_if = "unset")]
    pub place: String,
    #[serde(skip_serializing_if = "unset")]
    pub link: String,
    /// As it is shown: "120.50".
    #[serde(skip_serializing_if = "unset")]
    pub amount: String,
    /// ISO 4217.
    #[serde(skip_serializing_if = "unset")]
    pub currency: String,
    #[serde(skip_serializing_if = "unset")]
    pub attributes: Vec<(String, String)>,
    /// Of a whole day its beginning there.
    pub at: Millis,
    /// IANA zone it takes place in.
    pub zone: String,
    #[serde(skip_serializing_if = "unset")]
    pub all_day: bool,
    pub state: DatedState,
    pub made_at: Millis,
    /// Since when it has this date: what would have been said before is not said.
    pub since: Millis,
    /// What was said of it, and left out, oldest first.
    #[serde(skip_serializing_if = "unset")]
    pub told: Vec<Told>,
    /// Why nothing is said of it any more.
    #[serde(skip_serializing_if = "unset")]
    pub stopped: Option<Stopped>,
    /// When it is looked at next.
    #[serde(skip_serializing_if = "unset")]
    pub due: Option<Millis>,
    /// A stage waits until then.
    #[serde(skip_serializing_if = "unset")]
    pub waits: Option<Waits>,
    /// Who pressed a button is to be thanked for it.
    #[serde(skip_serializing_if = "unset")]
    pub thank: Option<Thank>,
}

/// A stage that was said, or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub stage: u32,
    /// What its date was then.
    pub date: Millis,
    pub at: Millis,
    /// What said it.
    #[serde(default, skip_serializing_if = "unset")]
    pub message: Option<MessageId>,
    /// Why it was left out.
    #[serde(default, skip_serializing_if = "unset")]
    pub left: Option<LeftOut>,
}

/// A stage that is due and must not be said yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Waits {
    pub stage: u32,
    pub until: Millis,
    pub why: LeftOut,
}

/// A press to say thanks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thank {
    pub verb: Verb,
    pub at: Millis,
    pub conversation: ConversationId,
}

/// How it stands. Names are permanent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum DatedState {
    #[default]
    Planned,
    Confirmed,
    /// The customer wants it otherwise.
    ChangeAsked,
    Cancelled,
    Done,
    Paid,
    /// They did not come.
    Missed,
}

impl DatedState {
    pub const ALL: [DatedState; 7] = [
        DatedState::Planned,
        DatedState::Confirmed,
        DatedState::ChangeAsked,
        DatedState::Cancelled,
        DatedState::Done,
        DatedState::Paid,
        DatedState::Missed,
    ];

    /// As programs, forms and `words` (`dated-state-…`) say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DatedState::Planned => "planned",
            DatedState::Confirmed => "confirmed",
            DatedState::ChangeAsked => "change_asked",
            DatedState::Cancelled => "cancelled",
            DatedState::Done => "done",
            DatedState::Paid => "paid",
            DatedState::Missed => "missed",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether there is still something to be said of it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, DatedState::Planned | DatedState::Confirmed)
    }

    /// Whether it is over: nothing the customer presses changes it.
    #[must_use]
    pub fn is_over(self) -> bool {
        !self.is_open() && self != DatedState::ChangeAsked
    }
}

/// Why nothing is said of one any more. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stopped {
    /// The customer answered.
    Answered,
    /// They want no such messages.
    OptedOut,
    /// One of us, or a program, said so.
    ByHand,
}

impl Stopped {
    /// In the API and `words` (`dated-stopped-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stopped::Answered => "answered",
            Stopped::OptedOut => "opted_out",
            Stopped::ByHand => "by_hand",
        }
    }
}

/// Why a stage is left out, or waits. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum LeftOut {
    /// They are known on no channel of ours that works.
    #[default]
    NoChannel,
    /// Only an approved text is taken there now, and the stage has none.
    WindowClosed,
    /// The approved text is gone, or is not approved.
    NoTemplate,
    /// They do not want it, or never said they do.
    NoConsent,
    Blocked,
    /// It was due long ago, or the event is over.
    TooLate,
    /// A later stage was due at the same time.
    Overtaken,
    /// They confirmed, and it is only for who did not.
    Confirmed,
    /// One of us talks with them.
    Talking,
    /// Not at this hour, where they are.
    Hours,
    /// They heard enough.
    Cap,
    /// They heard of such things by another channel this week.
    OtherChannel,
    /// It could not be written.
    Failed,
}

impl LeftOut {
    /// In the API and `words` (`left-out-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LeftOut::NoChannel => "no_channel",
            LeftOut::WindowClosed => "window_closed",
            LeftOut::NoTemplate => "no_template",
            LeftOut::NoConsent => "no_consent",
            LeftOut::Blocked => "blocked",
            LeftOut::TooLate => "too_late",
            LeftOut::Overtaken => "overtaken",
            LeftOut::Confirmed => "confirmed",
            LeftOut::Talking => "talking",
            LeftOut::Hours => "hours",
            LeftOut::Cap => "cap",
            LeftOut::OtherChannel => "other_channel",
            LeftOut::Failed => "failed",
        }
    }
}

impl From<Held> for LeftOut {
    fn from(why: Held) -> Self {
        match why {
            Held::Hours => LeftOut::Hours,
            Held::Day => LeftOut::Cap,
            Held::Channel => LeftOut::OtherChannel,
        }
    }
}

/// What a message of ours asks of an event: which, and what each button, or number, means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asks {
    pub event: DatedEventId,
    pub stage: u32,
    /// On which kind of channel it was said.
    pub channel: Option<ChannelKind>,
    pub choices: Vec<(Verb, String)>,
}

impl DatedEvent {
    /// The stage said last.
    #[must_use]
    pub fn said_last(&self) -> Option<&Told> {
        self.told.iter().rfind(|it| it.message.is_some())
    }

    /// Whether a stage was said of it, or left out, for the date it has. `again`: what was said for an earlier date is said
    /// for this one too.
    #[must_use]
    pub fn is_told(&self, stage: u32, again: bool) -> bool {
        let done = |it: &Told| it.date == self.at || (it.message.is_some() && !again);
        self.told.iter().any(|it| it.stage == stage && done(it))
    }

    /// What is shown of the amount: "COP 120.50"; empty where there is none.
    #[must_use]
    pub fn sum(&self) -> String {
        [self.currency.as_str(), self.amount.as_str()]
            .join(" ")
            .trim()
            .to_owned()
    }
}
