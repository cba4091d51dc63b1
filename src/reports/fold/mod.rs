//! From a conversation and its log to its fact: plain calculation, one file a kind of question.

mod effort;
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
use crate::domain::event::Event;
use crate::domain::id::ChannelId;
use crate::domain::message::Author;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, Fact, INBOUND, Marks, STARTED_BY_US, Sighting, Stream};
use crate::sla::calendar::Calendar;
use crate::sla::clock::length;

/// A conversation with all that its figures need.
pub struct Case {
    pub conversation: Conversation,
    pub tier: Tier,
    /// What was said between the customer and us and stands, by when it counts, then by place.
    pub said: Vec<Said>,
    /// What asked for a rating, in order.
    pub surveys: Vec<Survey>,
    /// Its own log, in order.
    pub events: Vec<Event>,
    /// When the same person began other conversations with us.
    pub began_others: Vec<Millis>,
    /// By which kind of channel, and when, the same person wrote last in another conversation before this one began.
    pub came_from: Option<(ChannelKind, Millis)>,
    /// The hours that count for it.
    pub calendar: Calendar<'static>,
}

/// One public message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// When it counts: theirs from when it was said, ours from when it was meant to leave.
    pub at: Millis,
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
        calendar: &case.calendar,
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
    fact
}

/// Whether a conversation is one figures speak of.
#[must_use]
pub fn counts(c: &Conversation) -> bool {
    !c.is_aside() && c.status != Status::Spam
}

/// How time is measured.
struct Measure<'b> {
    calendar: &'b Calendar<'static>,
}

impl Measure<'_> {
    /// A stretch by the clock on the wall, and what of it was within business hours. Nothing is shorter than nothing.
    fn both(&self, from: Millis, to: Millis) -> (Span, Span) {
        let to = to.max(from);
        let open = self.calendar.open_between(from, to);
        (to.since(from), length(&open))
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
        channel: Some(first.map_or(c.channel, |it| it.channel)),
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
