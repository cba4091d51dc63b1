//! Teams, tags, and the business itself: what an administrator names.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, BrandId, TagId, TeamId};
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
    /// Teams, queues, assignment and their kin stay hidden for up to three people.
    #[must_use]
    pub fn is_small(self) -> bool {
        self <= DeskSize::TwoOrThree
    }
}

/// Intervals per weekday, Monday first, each (from, to) in minutes after midnight, local time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OpeningHours {
    pub week: [Vec<(u16, u16)>; 7],
    /// Country whose public holidays are closed; empty for none.
    pub holidays_of: String,
}

impl OpeningHours {
    /// Whether it is open at a local time: `day` from 0 for Monday, `minute` after midnight. No interval on any day
    /// means that no hours were set: always open.
    #[must_use]
    pub fn is_open(&self, day: usize, minute: u16) -> bool {
        if self.week.iter().all(Vec::is_empty) {
            return true;
        }
        let today = self.week.get(day);
        today.is_some_and(|it| it.iter().any(|(from, to)| (*from..*to).contains(&minute)))
    }

    /// As [`OpeningHours::is_open`], at an instant in an IANA zone; an unknown zone is UTC.
    #[must_use]
    pub fn is_open_at(&self, at: Millis, zone: &str) -> bool {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::MAX);
        let local = instant.to_zoned(zone);
        let day = local.weekday().to_monday_zero_offset();
        let minute = i16::from(local.hour()) * 60 + i16::from(local.minute());
        self.is_open(
            usize::try_from(day).unwrap_or_default(),
            u16::try_from(minute).unwrap_or_default(),
        )
    }
}
