//! What customers are told while nobody presses send: when we open, a greeting, a menu of what it may be about. Said by
//! channel, each switched on by itself.

pub mod survey;

use serde::{Deserialize, Serialize};

use crate::domain::automatic::survey::Surveys;
use crate::domain::canned_reply::Variant;
use crate::domain::channel::ChannelKind;
use crate::domain::id::{CannedReplyId, MessageId, TagId, TeamId};
use crate::domain::record::unset;

/// Choices of a menu: as many as every channel with lists shows.
pub const CHOICES: usize = 10;
/// How often a menu is said before a person is to see to it.
pub const SAID: u8 = 2;
/// What stands before the number of a choice where it comes back by a press.
pub const PRESSED: &str = "menu-";

/// What a message of ours is that nobody pressed send for. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Saying {
    /// When we open.
    Away,
    Greeting,
    Menu,
    /// What belongs to a choice of the menu: an answer, or a further question.
    Choice,
    /// How it was: a rating is asked for.
    Survey,
    /// Thanks for one.
    Thanks,
    /// A stage of a dated event.
    Dated,
    /// Thanks for a press of one.
    DatedThanks,
}

impl Saying {
    /// The name in the API and `words` (`saying-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Saying::Away => "away",
            Saying::Greeting => "greeting",
            Saying::Menu => "menu",
            Saying::Choice => "choice",
            Saying::Survey => "survey",
            Saying::Thanks => "thanks",
            Saying::Dated => "dated_event",
            Saying::DatedThanks => "dated_event_thanks",
        }
    }
}

/// Whether a message only speaks of a conversation that is over: it asks nothing of it, and is no news in a list.
#[must_use]
pub fn afterwards(says: &[Saying]) -> bool {
    let after = |it: &Saying| matches!(it, Saying::Survey | Saying::Thanks | Saying::DatedThanks);
    !says.is_empty() && says.iter().all(after)
}

/// What a channel says by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Automatic {
    /// `None`: as is usual on its kind of channel.
    #[serde(skip_serializing_if = "unset")]
    pub away: Option<bool>,
    /// Own texts; in other languages the usual one is said.
    #[serde(skip_serializing_if = "unset")]
    pub away_texts: Vec<Variant>,
    #[serde(skip_serializing_if = "unset")]
    pub greets: bool,
    #[serde(skip_serializing_if = "unset")]
    pub greetings: Vec<Variant>,
    #[serde(skip_serializing_if = "unset")]
    pub menu: Menu,
    #[serde(skip_serializing_if = "unset")]
    pub surveys: Surveys,
}

impl Automatic {
    /// Whether it says when we open: usual where people expect somebody to be there.
    #[must_use]
    pub fn is_away_on(&self, kind: ChannelKind) -> bool {
        let usual = !matches!(kind, ChannelKind::Email | ChannelKind::Log);
        self.away.unwrap_or(usual)
    }

    /// Whether anything is said by itself at all.
    #[must_use]
    pub fn speaks(&self, kind: ChannelKind) -> bool {
        kind != ChannelKind::Log && (self.is_away_on(kind) || self.greets || self.menu.is_on())
    }
}

/// A text and what to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Menu {
    pub on: bool,
    pub text: String,
    pub choices: Vec<Choice>,
}

impl Menu {
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on && !self.choices.is_empty()
    }

    /// What customers read, in order.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.choices.iter().map(|it| it.label.clone()).collect()
    }
}

/// One of them, and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    pub label: String,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    #[serde(skip_serializing_if = "unset")]
    pub tag: Option<TagId>,
    /// Said in answer to it.
    #[serde(skip_serializing_if = "unset")]
    pub reply: Option<CannedReplyId>,
    /// Asked behind it; empty for nothing. What they say next is the answer to it.
    #[serde(skip_serializing_if = "unset")]
    pub question: String,
}

impl Choice {
    /// Whether we say anything when it is chosen.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.reply.is_some() || !self.question.is_empty()
    }
}

/// How the menu goes in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The message of ours that said it last.
    pub message: Option<MessageId>,
    /// How often it was said.
    pub times: u8,
    /// What it said, whatever is arranged since.
    pub labels: Vec<String>,
    /// Position of what they wrote and was not understood, for which it is said again.
    #[serde(skip_serializing_if = "unset")]
    pub unclear: Option<u32>,
    /// What they chose, from 0, and the position of the message they did it with.
    #[serde(skip_serializing_if = "unset")]
    pub chosen: Option<(u8, u32)>,
    /// The question asked behind it.
    #[serde(skip_serializing_if = "unset")]
    pub question: String,
    /// Position of what they answered to that.
    #[serde(skip_serializing_if = "unset")]
    pub answer: Option<u32>,
    /// Nothing they write is read as a choice any more.
    #[serde(skip_serializing_if = "unset")]
    pub over: bool,
}

impl Asked {
    /// What they chose.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        let (at, _) = self.chosen?;
        self.labels.get(usize::from(at)).map(String::as_str)
    }
}
