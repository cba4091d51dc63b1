//! What is known of one conversation, in the form figures are made of: its own marks once, and a sighting for each
//! thing a metric counts.

use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::id::{AgentId, ChannelId, TagId, TeamId};
use crate::domain::time::{Millis, Span};

/// Everything figures need of one conversation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fact {
    pub number: u64,
    pub marks: Marks,
    pub sightings: Vec<Sighting>,
}

/// What a report can be narrowed to and split by, as it is now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Marks {
    pub team: Option<TeamId>,
    pub tier: Tier,
    pub tags: Vec<TagId>,
    /// The private team whose members alone may know of it.
    pub audience: Option<TeamId>,
    /// Came in as history.
    pub history: bool,
}

/// One thing a metric counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting {
    pub stream: Stream,
    /// The instant that puts it into a period: which one, the stream says.
    pub at: Millis,
    /// How long it took by the clock on the wall; none where it did not end, or nothing is measured.
    pub wall: Option<Span>,
    /// How much of that was within business hours.
    pub work: Option<Span>,
    /// Whose it is.
    pub by: By,
    pub channel: Option<ChannelId>,
    /// What the stream says.
    pub extra: u8,
}

/// The series of sightings that metrics are made of. Codes are permanent within a version of the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stream {
    /// A conversation began: at its beginning, by whoever began it. `extra`: [`STARTED_BY_US`] or 0.
    Started = 1,
    /// A public message: when it was said, by whom. `extra`: [`INBOUND`] or 0.
    Message = 2,
    /// The first thing somebody waits for us with: when they asked; until a person answered, by them.
    /// `extra`: how it ended ([`ANSWERED`], [`WAITING`], [`SET_ASIDE`]).
    FirstResponse = 3,
    /// Each stretch in which somebody waits: as above.
    Response = 4,
    /// Resolved for the first time: when; since its beginning, by whom. `extra`: [`QUIET`] or 0.
    FirstResolution = 5,
    /// Resolved, and so it stayed until now: as above.
    Resolution = 6,
    /// Of that, our time and theirs, which add up to it.
    OurTime = 7,
    TheirTime = 8,
    /// Every time it was resolved: until it went on again, none where it did not. By whoever resolved it.
    Resolved = 9,
    /// Resolved for the first time: until the person came back in any way, none where they did not.
    Return = 10,
    /// The same person went on by another channel: when; since their last word before. `channel`: where they went on;
    /// `extra`: the kind of the channel before.
    Hop = 11,
    /// It went from one person of ours to another, or from team to team: by who got it. `extra`: [`BETWEEN_TEAMS`] or 0.
    Transfer = 12,
    /// Effort of one of ours in a conversation: at its resolution. `extra`: [`ESTIMATED`] where anything in the
    /// conversation is, or 0.
    Effort = 13,
    /// A promise: when it was due. `extra`: [`KEPT`] or 0.
    Promise = 14,
    /// Handed over to somebody: when; until they read what must be known, by them. `extra`: [`BEFORE_ANSWER`] or 0.
    Packet = 15,
    /// A rating was asked for: when; once for each of us who had written by then, else by nobody. `extra`: the rating, 1 to 5,
    /// or 0 where none came.
    Survey = 16,
    /// They met somebody else of ours, or went on by another channel: when; until they had to repeat themselves, none where
    /// they had not. By who answers from then on; `extra`: the kind of the channel before.
    Transition = 17,
}

impl Stream {
    pub const ALL: [Stream; 17] = [
        Stream::Started,
        Stream::Message,
        Stream::FirstResponse,
        Stream::Response,
        Stream::FirstResolution,
        Stream::Resolution,
        Stream::OurTime,
        Stream::TheirTime,
        Stream::Resolved,
        Stream::Return,
        Stream::Hop,
        Stream::Transfer,
        Stream::Effort,
        Stream::Promise,
        Stream::Packet,
        Stream::Survey,
        Stream::Transition,
    ];

    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

pub const STARTED_BY_US: u8 = 1;
pub const INBOUND: u8 = 1;
pub const ANSWERED: u8 = 0;
/// They wait now.
pub const WAITING: u8 = 1;
/// It was closed, or said to wait for them, without an answer.
pub const SET_ASIDE: u8 = 2;
pub const QUIET: u8 = 1;
pub const BETWEEN_TEAMS: u8 = 1;
pub const ESTIMATED: u8 = 1;
pub const KEPT: u8 = 1;
pub const BEFORE_ANSWER: u8 = 1;

/// Who did something, as figures tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum By {
    #[default]
    Nobody,
    Customer,
    Agent(AgentId),
    /// One of ours, outside Lobby, whom nothing names.
    Colleague,
    Assistant,
    Rule,
    Integration,
    System,
}

impl By {
    /// A person of ours.
    #[must_use]
    pub fn is_human(self) -> bool {
        matches!(self, By::Agent(_) | By::Colleague)
    }
}

/// The number by which a kind of channel is kept. Permanent within a version of the view.
#[must_use]
pub fn kind_code(kind: ChannelKind) -> u8 {
    let at = ChannelKind::ALL.iter().position(|it| *it == kind);
    at.and_then(|it| u8::try_from(it).ok()).unwrap_or(u8::MAX)
}

/// The kind of a number.
#[must_use]
pub fn kind_of(code: u8) -> Option<ChannelKind> {
    ChannelKind::ALL.get(usize::from(code)).copied()
}
