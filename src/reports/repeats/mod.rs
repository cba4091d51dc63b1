//! Had to repeat: where a customer met somebody else of ours, or went on by another channel, and what they had to say
//! again after it. Facts keep that and when; the words are read again, from the messages as they are, when somebody
//! looks, so that what was withdrawn or erased is no evidence any more.

mod behind;
mod gather;
mod signals;
mod transitions;

pub use self::behind::{Behind, Quote, Shown};
pub(super) use self::gather::{Heard, talk};

use crate::domain::channel::ChannelKind;
use crate::domain::id::ChannelId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, Sighting, Stream, kind_code};
use crate::reports::fold::Case;
use crate::text::repeat::Datum;

/// Who comes back after longer begins anew.
pub const RETURNS_WITHIN: Span = Span::days(30);

/// A message as evidence sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    /// The conversation it stands in, and where.
    pub number: u64,
    pub position: u32,
    pub at: Millis,
    pub by: By,
    pub channel: ChannelId,
    pub kind: ChannelKind,
    /// Theirs, and no courtesy nor machine's; ours, and somebody pressed send for it.
    pub asks: bool,
    pub answers: bool,
    /// One of us said that they had to repeat.
    pub marked: bool,
    /// Its own words, from the beginning.
    pub text: String,
}

/// What a customer said of it when they were asked how it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub position: u32,
    pub at: Millis,
    pub text: String,
}

/// What transitions and what followed on them are read from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Talk {
    pub spoken: Vec<Spoken>,
    pub comments: Vec<Comment>,
    /// Of the conversation before, within [`RETURNS_WITHIN`]: what the same reader may see of it.
    pub before: Vec<Spoken>,
    /// What was on file, and since when.
    pub on_file: Vec<(Datum, Millis)>,
    /// What the file holds now: it counts as known where they had said it.
    pub values: Vec<(Datum, String)>,
    /// Fields of the desk: their names, as folded words, and what they hold.
    pub fields: Vec<(Vec<String>, String)>,
    /// Questions that must be asked again: folded words.
    pub required: Vec<String>,
}

/// Somebody else of ours, or another channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    pub at: Millis,
    /// Who answers from here on.
    pub by: By,
    pub channel: ChannelId,
    /// By what kind of channel they had written before.
    pub from: ChannelKind,
}

/// What says that they had to repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// We asked for what was on file.
    Asked(Datum),
    /// They wrote the same once more.
    Restated,
    /// They say that they said it before.
    SaysSo,
    /// They say so where they were asked how it was.
    Survey,
    /// One of us marked it.
    Marked,
}

impl Signal {
    /// Permanent name in the API and `words` (`signal-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Signal::Asked(_) => "asked",
            Signal::Restated => "restated",
            Signal::SaysSo => "says_so",
            Signal::Survey => "survey",
            Signal::Marked => "marked",
        }
    }
}

/// How far a signal is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Read from words that may mean something else.
    Medium,
    High,
    /// A person said so.
    Certain,
}

impl Confidence {
    /// Permanent name in the API and `words` (`confidence-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Medium => "medium",
            Confidence::High => "high",
            Confidence::Certain => "certain",
        }
    }
}

/// One sign of a repetition: the message that shows it, and the one before that it repeats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence<'a> {
    pub signal: Signal,
    pub confidence: Confidence,
    pub at: Millis,
    pub said: Saying<'a>,
    pub before: Option<&'a Spoken>,
}

/// What shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Saying<'a> {
    Message(&'a Spoken),
    Comment(&'a Comment),
}

/// Every transition with what followed on it, in order.
#[must_use]
pub fn all(case: &Case) -> Vec<(Transition, Vec<Evidence<'_>>)> {
    let found = transitions::find(case);
    signals::find(&case.talk, &found)
}

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    out.extend(all(case).iter().map(|(it, evidence)| {
        let first = evidence.iter().map(|it| it.at).min();
        Sighting {
            stream: Stream::Transition,
            at: it.at,
            wall: first.map(|first| Span(first.since(it.at).0.max(0))),
            work: None,
            by: it.by,
            channel: Some(it.channel),
            extra: kind_code(it.from),
        }
    }));
}
