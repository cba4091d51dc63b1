//! What a report is narrowed to and what it is split by.

use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::id::{ChannelId, TagId, TeamId};
use crate::domain::time::Span;
use crate::reports::fact::By;
use crate::reports::period::Period;

/// Which time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hours {
    /// All of it, by the clock on the wall.
    #[default]
    All,
    /// What of it was within business hours.
    Business,
}

/// What is counted. Within a list one is enough; an empty list asks for nothing; all lists must be met.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    pub period: Period,
    pub kinds: Vec<ChannelKind>,
    pub channels: Vec<ChannelId>,
    /// `None`: of no team.
    pub teams: Vec<Option<TeamId>>,
    /// Whom the metric is credited to.
    pub by: Vec<By>,
    /// `None`: without a tag.
    pub tags: Vec<Option<TagId>>,
    pub tier: Option<Tier>,
    pub hours: Hours,
    /// What came in as history too.
    pub history: bool,
    /// One hour of the week, Monday 0:00 being 0.
    pub hour: Option<usize>,
    /// Of journeys: from one kind of channel to another.
    pub way: Option<(ChannelKind, ChannelKind)>,
    /// How soon an answer is in time, for the service level.
    pub target: Span,
    /// Within how many days a return counts against a resolution.
    pub window_days: u8,
}

/// An answer is in time within this, where nothing else is asked for.
pub const TARGET: Span = Span::hours(1);
/// A return counts for so many days, where nothing else is asked for; and the most that can be.
pub const WINDOW_DAYS: u8 = 7;
pub const MOST_WINDOW_DAYS: u8 = 30;

impl Filter {
    #[must_use]
    pub fn of(period: Period) -> Self {
        Filter {
            period,
            kinds: Vec::new(),
            channels: Vec::new(),
            teams: Vec::new(),
            by: Vec::new(),
            tags: Vec::new(),
            tier: None,
            hours: Hours::All,
            history: false,
            hour: None,
            way: None,
            target: TARGET,
            window_days: WINDOW_DAYS,
        }
    }

    /// The same of the period before.
    #[must_use]
    pub fn before(&self) -> Self {
        Filter {
            period: self.period.before(),
            ..self.clone()
        }
    }
}

/// What a report is split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Split {
    Kind,
    Channel,
    Team,
    By,
    Tag,
    Tier,
    HourOfWeek,
    /// From which kind of channel to which: of journeys only.
    Way,
}

impl Split {
    pub const ALL: [Split; 8] = [
        Split::Kind,
        Split::Channel,
        Split::Team,
        Split::By,
        Split::Tag,
        Split::Tier,
        Split::HourOfWeek,
        Split::Way,
    ];

    /// Permanent name in addresses, the API and `words` (`split-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Split::Kind => "channel",
            Split::Channel => "address",
            Split::Team => "team",
            Split::By => "agent",
            Split::Tag => "tag",
            Split::Tier => "tier",
            Split::HourOfWeek => "hour",
            Split::Way => "way",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Split::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One part of a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Kind(ChannelKind),
    Channel(Option<ChannelId>),
    Team(Option<TeamId>),
    By(By),
    Tag(Option<TagId>),
    Tier(Tier),
    Hour(usize),
    Way(ChannelKind, ChannelKind),
}
