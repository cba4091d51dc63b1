//! Every metric there is, each defined here and nowhere else: which sightings it is made of, what each of them says,
//! and in which words it is explained (`metric-…`, `metric-…-text`). Definitions follow `words`; what pages, tables and
//! the API show is this.

use crate::domain::automatic::survey::SATISFIED;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{ANSWERED, BEFORE_ANSWER, ESTIMATED, INBOUND, KEPT, SET_ASIDE, Stream};
use crate::reports::table::NONE;

/// Something that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    Conversations,
    Received,
    Sent,
    Backlog,
    FirstResponse,
    Response,
    ServiceLevel,
    Unanswered,
    FirstResolution,
    Resolution,
    OurTime,
    TheirTime,
    ResolutionRate,
    FirstContact,
    HandleTime,
    HandleTimeEstimated,
    Transfers,
    PacketRead,
    HadToRepeat,
    PromisesKept,
    Satisfaction,
    SurveysAnswered,
    Journeys,
}

/// What its figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// How many.
    Count,
    /// How long: median, p90, mean.
    Time,
    /// Which part of all.
    Share,
    /// How many there are at a moment.
    Stock,
}

/// Whom a figure is credited to, where it is split by person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credit {
    Assignee,
    Writer,
    Answerer,
    Resolver,
    Worker,
    Receiver,
    /// All of us who wrote in it.
    Everybody,
    Nobody,
}

/// Which instant puts something into a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Began,
    Said,
    Asked,
    Resolved,
    Due,
    Moved,
    /// A rating was asked for.
    Surveyed,
    PeriodEnd,
}

/// What a sighting says for a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: another metric's.
    Skip,
    /// Counted, with its length or 0.
    Took(i64),
    Yes,
    No,
    /// Not known before more time has passed.
    NotYet,
    /// They wait now.
    Waiting,
    /// It was closed without an answer.
    Aside,
}

/// What else an outcome hangs on.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    pub now: Millis,
    /// Of the service level: how soon an answer is in time.
    pub target: Span,
    /// Within how long a return counts against a resolution.
    pub window: Span,
}

/// A sighting as a metric sees it. Of one that did not end, `took` is [`NONE`]; `waited`, asked only where it matters,
/// is how long it lasted until now.
pub struct Seen<'a> {
    pub at: i64,
    pub took: i64,
    pub extra: u8,
    pub waited: &'a dyn Fn() -> i64,
}

/// A conversation nobody answered for so long is counted as one that was not answered, until somebody does.
const LEFT_ALONE: Span = Span::hours(24);

/// Who gave no rating for so long is counted as one who gives none, until they do.
const ANSWERED_WITHIN: Span = Span::days(7);

impl Metric {
    pub const ALL: [Metric; 23] = [
        Metric::Conversations,
        Metric::Received,
        Metric::Sent,
        Metric::Backlog,
        Metric::FirstResponse,
        Metric::Response,
        Metric::ServiceLevel,
        Metric::Unanswered,
        Metric::FirstResolution,
        Metric::Resolution,
        Metric::OurTime,
        Metric::TheirTime,
        Metric::ResolutionRate,
        Metric::FirstContact,
        Metric::HandleTime,
        Metric::HandleTimeEstimated,
        Metric::Transfers,
        Metric::PacketRead,
        Metric::HadToRepeat,
        Metric::PromisesKept,
        Metric::Satisfaction,
        Metric::SurveysAnswered,
        Metric::Journeys,
    ];

    /// Permanent name in addresses, the API and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Metric::Conversations => "conversations",
            Metric::Received => "received",
            Metric::Sent => "sent",
            Metric::Backlog => "backlog",
            Metric::FirstResponse => "first_response",
            Metric::Response => "response",
            Metric::ServiceLevel => "service_level",
            Metric::Unanswered => "unanswered",
            Metric::FirstResolution => "first_resolution",
            Metric::Resolution => "resolution",
            Metric::OurTime => "our_time",
            Metric::TheirTime => "their_time",
            Metric::ResolutionRate => "resolution_rate",
            Metric::FirstContact => "first_contact",
            Metric::HandleTime => "handle_time",
            Metric::HandleTimeEstimated => "handle_time_estimated",
            Metric::Transfers => "transfers",
            Metric::PacketRead => "packet_read",
            Metric::HadToRepeat => "had_to_repeat",
            Metric::PromisesKept => "promises_kept",
            Metric::Satisfaction => "satisfaction",
            Metric::SurveysAnswered => "surveys_answered",
            Metric::Journeys => "journeys",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Metric::ALL.into_iter().find(|it| it.name() == name)
    }

    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Metric::Conversations
            | Metric::Received
            | Metric::Sent
            | Metric::Transfers
            | Metric::Journeys => Kind::Count,
            Metric::Backlog => Kind::Stock,
            Metric::FirstResponse
            | Metric::Response
            | Metric::FirstResolution
            | Metric::Resolution
            | Metric::OurTime
            | Metric::TheirTime
            | Metric::HandleTime
            | Metric::HandleTimeEstimated => Kind::Time,
            Metric::ServiceLevel
            | Metric::Unanswered
            | Metric::ResolutionRate
            | Metric::FirstContact
            | Metric::PacketRead
            | Metric::HadToRepeat
            | Metric::PromisesKept
            | Metric::Satisfaction
            | Metric::SurveysAnswered => Kind::Share,
        }
    }

    /// Whether its time can be counted within business hours.
    #[must_use]
    pub fn has_hours(self) -> bool {
        let measured = self.kind() == Kind::Time && !self.is_of_effort();
        measured || self == Metric::ServiceLevel
    }

    /// Whether more of it is better; nothing where neither is.
    #[must_use]
    pub fn more_is_better(self) -> Option<bool> {
        match self {
            Metric::Conversations
            | Metric::Received
            | Metric::Sent
            | Metric::Journeys
            | Metric::TheirTime => None,
            Metric::ServiceLevel
            | Metric::ResolutionRate
            | Metric::FirstContact
            | Metric::PacketRead
            | Metric::PromisesKept
            | Metric::Satisfaction
            | Metric::SurveysAnswered => Some(true),
            Metric::Backlog
            | Metric::FirstResponse
            | Metric::Response
            | Metric::Unanswered
            | Metric::FirstResolution
            | Metric::Resolution
            | Metric::OurTime
            | Metric::HandleTime
            | Metric::HandleTimeEstimated
            | Metric::HadToRepeat
            | Metric::Transfers => Some(false),
        }
    }

    #[must_use]
    pub fn credit(self) -> Credit {
        match self {
            Metric::Conversations | Metric::Backlog => Credit::Assignee,
            Metric::Received | Metric::Journeys => Credit::Nobody,
            Metric::Sent => Credit::Writer,
            Metric::FirstResponse
            | Metric::Response
            | Metric::ServiceLevel
            | Metric::Unanswered => Credit::Answerer,
            Metric::FirstResolution
            | Metric::Resolution
            | Metric::OurTime
            | Metric::TheirTime
            | Metric::ResolutionRate
            | Metric::FirstContact => Credit::Resolver,
            Metric::HandleTime | Metric::HandleTimeEstimated => Credit::Worker,
            Metric::Satisfaction | Metric::SurveysAnswered => Credit::Everybody,
            Metric::Transfers | Metric::PacketRead | Metric::HadToRepeat | Metric::PromisesKept => {
                Credit::Receiver
            }
        }
    }

    #[must_use]
    pub fn anchor(self) -> Anchor {
        match self {
            Metric::Conversations => Anchor::Began,
            Metric::Received | Metric::Sent | Metric::Journeys => Anchor::Said,
            Metric::Backlog => Anchor::PeriodEnd,
            Metric::FirstResponse
            | Metric::Response
            | Metric::ServiceLevel
            | Metric::Unanswered => Anchor::Asked,
            Metric::FirstResolution
            | Metric::Resolution
            | Metric::OurTime
            | Metric::TheirTime
            | Metric::ResolutionRate
            | Metric::FirstContact
            | Metric::HandleTime
            | Metric::HandleTimeEstimated => Anchor::Resolved,
            Metric::Transfers | Metric::PacketRead | Metric::HadToRepeat => Anchor::Moved,
            Metric::PromisesKept => Anchor::Due,
            Metric::Satisfaction | Metric::SurveysAnswered => Anchor::Surveyed,
        }
    }

    /// What it is made of.
    #[must_use]
    pub fn stream(self) -> Stream {
        match self {
            Metric::Conversations | Metric::Backlog => Stream::Started,
            Metric::Received | Metric::Sent => Stream::Message,
            Metric::FirstResponse | Metric::Unanswered => Stream::FirstResponse,
            Metric::Response | Metric::ServiceLevel => Stream::Response,
            Metric::FirstResolution => Stream::FirstResolution,
            Metric::Resolution => Stream::Resolution,
            Metric::OurTime => Stream::OurTime,
            Metric::TheirTime => Stream::TheirTime,
            Metric::ResolutionRate => Stream::Resolved,
            Metric::FirstContact => Stream::Return,
            Metric::HandleTime | Metric::HandleTimeEstimated => Stream::Effort,
            Metric::Transfers => Stream::Transfer,
            Metric::PacketRead => Stream::Packet,
            Metric::HadToRepeat => Stream::Transition,
            Metric::PromisesKept => Stream::Promise,
            Metric::Satisfaction | Metric::SurveysAnswered => Stream::Survey,
            Metric::Journeys => Stream::Hop,
        }
    }

    /// Whether each of its sightings says by which kind of channel they came before.
    #[must_use]
    pub fn has_ways(self) -> bool {
        matches!(self.stream(), Stream::Hop | Stream::Transition)
    }

    /// Whether it is of ratings: there is none of it where nobody is asked.
    #[must_use]
    pub fn is_of_surveys(self) -> bool {
        self.stream() == Stream::Survey
    }

    /// Whether it is of what conversations cost us: each is told as one sum, and the mean of those is the figure.
    #[must_use]
    pub fn is_of_effort(self) -> bool {
        self.stream() == Stream::Effort
    }

    /// What a sighting says.
    #[must_use]
    pub fn outcome(self, it: &Seen<'_>, terms: &Terms) -> Outcome {
        match self {
            Metric::Conversations | Metric::Transfers | Metric::Journeys | Metric::Backlog => {
                Outcome::Took(0)
            }
            Metric::Received => only(it.extra == INBOUND),
            Metric::Sent => only(it.extra != INBOUND),
            Metric::FirstResponse | Metric::Response => match it.extra {
                ANSWERED => Outcome::Took(it.took),
                SET_ASIDE => Outcome::Aside,
                _ => Outcome::Waiting,
            },
            Metric::ServiceLevel => in_time(it, terms.target),
            Metric::Unanswered => left_alone(it),
            Metric::FirstResolution | Metric::Resolution | Metric::OurTime | Metric::TheirTime => {
                Outcome::Took(it.took.max(0))
            }
            Metric::HandleTime => effort(it, 0),
            Metric::HandleTimeEstimated => effort(it, ESTIMATED),
            Metric::ResolutionRate | Metric::FirstContact => lasted(it, terms),
            Metric::PacketRead => yes(it.extra == BEFORE_ANSWER),
            Metric::HadToRepeat => yes(it.took != NONE),
            Metric::PromisesKept => yes(it.extra == KEPT),
            Metric::Satisfaction => match it.extra {
                0 => Outcome::Skip,
                rating => yes(rating >= SATISFIED),
            },
            Metric::SurveysAnswered => answered(it, terms.now),
        }
    }
}

fn only(counts: bool) -> Outcome {
    if counts {
        Outcome::Took(0)
    } else {
        Outcome::Skip
    }
}

/// What was measured and what was estimated are never one figure.
fn effort(it: &Seen<'_>, kind: u8) -> Outcome {
    if it.extra == kind {
        Outcome::Took(it.took.max(0))
    } else {
        Outcome::Skip
    }
}

fn yes(is: bool) -> Outcome {
    if is { Outcome::Yes } else { Outcome::No }
}

/// Those who wait longer than the target are late at once, not only when they are answered.
fn in_time(it: &Seen<'_>, target: Span) -> Outcome {
    match it.extra {
        ANSWERED => yes(it.took <= target.0),
        SET_ASIDE => Outcome::Aside,
        _ if (it.waited)() > target.0 => Outcome::No,
        _ => Outcome::NotYet,
    }
}

/// Who was asked may answer for a while: before that is over, nobody knows whether they will.
fn answered(it: &Seen<'_>, now: Millis) -> Outcome {
    match it.extra {
        0 if now.0 - it.at < ANSWERED_WITHIN.0 => Outcome::NotYet,
        rating => yes(rating > 0),
    }
}

fn left_alone(it: &Seen<'_>) -> Outcome {
    match it.extra {
        ANSWERED => Outcome::No,
        SET_ASIDE => Outcome::Yes,
        _ if (it.waited)() > LEFT_ALONE.0 => Outcome::Yes,
        _ => Outcome::NotYet,
    }
}

/// A resolution lasts when nobody came back within the window; before it is over that is not known.
fn lasted(it: &Seen<'_>, terms: &Terms) -> Outcome {
    let over = terms.now.0 - it.at >= terms.window.0;
    match it.took {
        gap if gap != NONE && gap < terms.window.0 => Outcome::No,
        _ if over => Outcome::Yes,
        _ => Outcome::NotYet,
    }
}
