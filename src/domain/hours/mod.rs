//! Calendars beside the desk's own hours: of a branch, of a night shift, of a team in another country. A channel may
//! choose one, and a team; what neither chose goes by the hours of the desk.

use serde::{Deserialize, Serialize};

use crate::domain::id::CalendarId;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
