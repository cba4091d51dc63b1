//! Teams, tags, and the business itself: what an administrator names.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, BrandId, CalendarId, ChannelId, TagId, TeamId};
use crate::domain::queue::Queue;
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// Agents who share a queue. Members are listed on the agents.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
    /// Its conversations are read by members, the assignee and the mentioned only.
    #[serde(skip_serializing_if = "unset")]
    pub private: bool,
    /// Told when something is late; none means the supervisors, else the owner.
    #[serde(skip_serializing_if = "unset")]
    pub lead: Option<AgentId>,
    /// How its queue is emptied.
    #[serde(skip_serializing_if = "unset")]
    pub queue: Queue,
    /// The hours it works; of what comes by a channel with hours of its own, those count.
    #[serde(skip_serializing_if = "unset")]
    pub calendar: Option<CalendarId>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tag {
    pub id: TagId,
    pub name: String,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// The business: one row, asked for by the wizard.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Business {
    pub name: String,
    /// The one brand that exists from the start.
    pub brand: BrandId,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA zone.
    pub time_zone: String,
    /// BCP 47; the language of pages before anybody logged in and of texts to customers.
    pub language: String,
    pub sector: Sector,
    pub people: DeskSize,
    pub hours: OpeningHours,
    /// Set when the wizard's first screen was sent: the set-up link is void from here on.
    #[serde(skip_serializing_if = "unset")]
    pub claimed_at: Option<Millis>,
    /// Set when the wizard was finished or left.
    #[serde(skip_serializing_if = "unset")]
    pub set_up_at: Option<Millis>,
    /// What of the set-up its owner wants to be reminded of.
    #[serde(skip_serializing_if = "unset")]
    pub set_up_reminder: Option<SetUpReminder>,
}

/// A channel that waits for somebody else, a provider mostly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpReminder {
    pub agent: AgentId,
    pub channel: ChannelId,
    pub at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Sector {
    Clinic,
    Shop,
    InternetProvider,
    Collections,
    #[default]
    Other,
}

impl Sector {
    /// The names in forms and on the command line, in the order of [`Sector::ALL`].
    pub const NAMES: [&str; 5] = ["clinic", "shop", "internet", "collections", "other"];
    pub const ALL: [Sector; 5] = [
        Sector::Clinic,
        Sector::Shop,
        Sector::InternetProvider,
        Sector::Collections,
        Sector::Other,
    ];

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        named(&Self::NAMES, &Self::ALL, name)
    }
}

fn named<T: Copy>(names: &[&str], all: &[T], name: &str) -> Option<T> {
    let at = names.iter().position(|it| *it == name)?;
    all.get(at).copied()
}

/// How many people answer: decides what is hidden at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum DeskSize {
    #[default]
    JustMe,
    TwoOrThree,
    FourToTen,
    More,
}

impl DeskSize {
    /// The names in forms and on the command line, in the order of [`DeskSize::ALL`].
    pub const NAMES: [&str; 4] = ["one", "few", "some", "many"];
    pub const ALL: [DeskSize; 4] = [
        DeskSize::JustMe,
        DeskSize::TwoOrThree,
        DeskSize::FourToTen,
        DeskSize::More,
    ];

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        named(&Self::NAMES, &Self::ALL, name)
    }

    /// Teams, queues, assignment and their kin stay hidden for up to three people.
    #[must_use]
    pub fn is_small(self) -> bool {
        self <= DeskSize::TwoOrThree
    }
}

/// Intervals per weekday, Monday first, each (from, to) in minutes after midnight, local time.
/// What they mean on a day of the calendar is said by `sla`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningHours {
    pub week: [Vec<(u16, u16)>; 7],
    /// Country whose public holidays are closed; empty for none.
    pub holidays_of: String,
    /// Days of its own on which the business is closed, in order.
    #[serde(skip_serializing_if = "unset")]
    pub closed: Vec<Holiday>,
    /// Public holidays on which it works all the same, in order.
    #[serde(skip_serializing_if = "unset")]
    pub open_on: Vec<Date>,
}

/// A day on which the business is closed, and what it calls it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holiday {
    pub day: Date,
    pub name: String,
}

impl OpeningHours {
    /// Whether any hours were set. Without them it counts as always open.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.week.iter().any(|it| !it.is_empty())
    }
}
