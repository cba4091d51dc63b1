//! From a conversation and its log to its fact: plain calculation, one file a kind of question.

pub(in crate::reports) mod effort;
mod handovers;
mod resolutions;
mod surveys;
mod waits;
mod ways;

pub use self::surveys::Survey;

use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::effort::Focus;
use crate::domain::event::Event;
use crate::domain::id::{ChannelId, TeamId};
use crate::domain::message::Author;
use crate::domain::time::{Millis, Span};
use crate::reports::calendars::Calendars;
use crate::reports::fact::{By, Fact, INBOUND, Marks, STARTED_BY_US, Sighting, Stream};
use crate::reports::repeats::{self, Talk};
use crate::sla::clock::length;

/// A conversation with all that its figures need.
pub struct Case {
    pub conversation: Conversation,
    pub tier: Tier,
    /// What was said between the customer and us and stands, by when it counts, then by place.
    pub said: Vec<Said>,
    /// What asked for a rating, in order.
    pub surveys: Vec<Survey>,
    /// The words of it, as far as repetitions are told by them.
    pub talk: Talk,
    /// Its own log, in order.
    pub events: Vec<Event>,
    /// When the same person began other conversations with us.
    pub began_others: Vec<Millis>,
    /// By which kind of channel, and when, the same person wrote last in another conversation before this one began.
    pub came_from: Option<(ChannelKind, Millis)>,
    /// The hours that count, by where and when something began.
    pub calendars: Calendars,
    /// What each of us was seen to spend on it.
    pub worked: Vec<Focus>,
}

/// One public message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// When it counts: theirs from when it was said, ours from when it was meant to leave.
    pub at: Millis,
    /// When it was written; of what was sent beside Lobby, when it was said.
    pub written: Millis,
    pub by: By,
    pub channel: ChannelId,
    pub kind: ChannelKind,
    /// Somebody waits for an answer to it.
    pub asks: bool,
    /// Somebody pressed send for it.
    pub answers: bool,
}

impl Said {
    #[must_use]
    pub fn is_inbound(&self) -> bool {
        self.by == By::Customer
    }
}

impl From<Author> for By {
    fn from(author: Author) -> By {
        match author {
            Author::Contact(_) => By::Customer,
            Author::Agent(id) => By::Agent(id),
            Author::Colleague | Author::ThirdParty => By::Colleague,
            Author::Assistant => By::Assistant,
            Author::Rule(_) => By::Rule,
            Author::Integration(_) => By::Integration,
            Author::System => By::System,
        }
    }
}

impl From<Actor> for By {
    fn from(actor: Actor) -> By {
        match actor {
            Actor::Contact(_) => By::Customer,
            Actor::Agent(id) => By::Agent(id),
            Actor::Assistant => By::Assistant,
            Actor::Rule(_) => By::Rule,
            Actor::Integration(_) => By::Integration,
            Actor::System(_) => By::System,
        }
    }
}

/// The fact of a case. One that is spam, merged into another, blocked or nothing but automatic mail has marks and is
/// counted nowhere.
#[must_use]
pub fn fold(case: &Case) -> Fact {
    let c = &case.conversation;
    let mut fact = Fact {
        number: c.number,
        marks: Marks {
            team: c.team,
            tier: case.tier,
            tags: c.tags.clone(),
            audience: c.audience,
            history: c.history,
        },
        sightings: Vec::new(),
    };
    if !counts(c) {
        return fact;
    }
    let measure = Measure {
        calendars: &case.calendars,
        team: c.team,
    };
    let out = &mut fact.sightings;
    out.push(started(case));
    out.extend(case.said.iter().map(message));
    waits::see(case, &measure, out);
    resolutions::see(case, &measure, out);
    ways::see(case, out);
    handovers::see(case, out);
    effort::see(case, out);
    surveys::see(case, out);
    repeats::see(case, out);
    fact
}

/// Whether a conversation is one figures speak of.
#[must_use]
pub fn counts(c: &Conversation) -> bool {
    !c.is_aside() && c.status != Status::Spam
}

/// How time is measured.
struct Measure<'b> {
    calendars: &'b Calendars,
    team: Option<TeamId>,
}

/// Where and when something began: it goes by the hours that counted there and then, all of it.
#[derive(Debug, Clone, Copy)]
struct Began {
    channel: ChannelId,
    at: Millis,
}

impl Measure<'_> {
    /// A stretch of what began so, by the clock on the wall, and what of it was within business hours. Nothing is shorter
    /// than nothing.
    fn both(&self, began: Began, from: Millis, to: Millis) -> (Span, Span) {
        let to = to.max(from);
        let calendar = self.calendars.of(Some(began.channel), self.team, began.at);
        let open = calendar.open_between(from, to);
        (to.since(from), length(&open))
    }
}

impl Case {
    /// The channel it began on.
    fn first_channel(&self) -> ChannelId {
        let first = self.said.first();
        first.map_or(self.conversation.channel, |it| it.channel)
    }

    /// Where and when the conversation began.
    fn began(&self) -> Began {
        Began {
            channel: self.first_channel(),
            at: self.conversation.created_at,
        }
    }
}

fn started(case: &Case) -> Sighting {
    let c = &case.conversation;
    let first = case.said.first();
    let by_us = first.is_some_and(|it| !it.is_inbound());
    Sighting {
        stream: Stream::Started,
        at: c.created_at,
        wall: None,
        work: None,
        by: c.assignee.map_or(By::Nobody, By::Agent),
        channel: Some(case.first_channel()),
        extra: if by_us { STARTED_BY_US } else { 0 },
    }
}

fn message(it: &Said) -> Sighting {
    Sighting {
        stream: Stream::Message,
        at: it.at,
        wall: None,
        work: None,
        by: it.by,
        channel: Some(it.channel),
        extra: if it.is_inbound() { INBOUND } else { 0 },
    }
}
