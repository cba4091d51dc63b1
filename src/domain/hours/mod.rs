//! Calendars beside the desk's own hours: of a branch, of a night shift, of a team in another country. A channel may
//! choose one, and a team; what neither chose goes by the hours of the desk.

pub mod outreach;

use serde::{Deserialize, Serialize};

use crate::domain::id::{CalendarId, ChannelId, TeamId};
use crate::domain::record::unset;
use crate::domain::team::OpeningHours;
use crate::domain::time::Millis;

/// Opening hours under a name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedCalendar {
    pub id: CalendarId,
    pub name: String,
    /// IANA zone; empty for the desk's.
    #[serde(skip_serializing_if = "unset")]
    pub time_zone: String,
    pub hours: OpeningHours,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// Whose hours count somewhere: the first of these that has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    Channel(CalendarId),
    Team(CalendarId),
    Desk,
}

impl Whose {
    /// The name in the API and `words` (`hours-of-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Whose::Channel(_) => "channel",
            Whose::Team(_) => "team",
            Whose::Desk => "desk",
        }
    }
}

/// Whose hours, or whose choice of hours, is of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum HoursOf {
    Desk,
    Calendar(CalendarId),
    Channel(ChannelId),
    Team(TeamId),
}

/// What it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    clippy::large_enum_variant,
    reason = "one is read at a time, and nearly all are the large one"
)]
pub enum HoursSaid {
    /// Of the desk and of calendars.
    Hours {
        hours: OpeningHours,
        /// IANA zone; of a calendar empty for the desk's.
        time_zone: String,
    },
    /// A calendar that was taken out of use.
    Retired,
    /// Of channels and teams: the calendar they go by.
    Goes { by: Option<CalendarId> },
}

/// What hours were from an instant on. Written beside every change, never changed: what was measured by the hours of its
/// time is measured by them for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursVersion {
    pub of: HoursOf,
    pub since: Millis,
    pub said: HoursSaid,
}

/// That figures of the past were counted anew by the hours of a day: what began before it goes by the hours that held
/// then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    pub at: Millis,
}
