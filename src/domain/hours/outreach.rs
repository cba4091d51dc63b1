//! Contact hours and caps: when people may hear from us of what they did not ask for, and how often. A preset by country
//! until somebody says otherwise; presets are to be checked with a lawyer.

use serde::{Deserialize, Serialize};

use crate::domain::consent::Purpose;
use crate::domain::record::unset;
use crate::domain::team::OpeningHours;

/// Minutes of the day in which nobody minds, where no law says otherwise.
const DECENT: (u16, u16) = (8 * 60, 20 * 60);
/// Caps are at most so high; above they mean nothing.
pub const MOST: u16 = 50;

/// What of one purpose may be said by ourselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Without it, at any time and as often as there is something to say.
    pub on: bool,
    /// Intervals per weekday, Monday first, each (from, to) in minutes after midnight.
    pub week: [Vec<(u16, u16)>; 7],
    /// On public holidays as on other days.
    #[serde(skip_serializing_if = "unset")]
    pub holidays: bool,
    /// Messages a person gets a day; `None`: any number.
    #[serde(skip_serializing_if = "unset")]
    pub a_day: Option<u16>,
    /// Kinds of channel by which a person gets them in a week.
    #[serde(skip_serializing_if = "unset")]
    pub channels_a_week: Option<u16>,
    /// It binds who presses send as well, not only what goes by itself and to many.
    #[serde(skip_serializing_if = "unset")]
    pub by_hand: bool,
}

/// What was said of it, by purpose; where nothing was, the preset of the country counts. One row; a desk that is older than
/// these settings has none until somebody changes something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactHours {
    #[serde(skip_serializing_if = "unset")]
    pub service: Option<Limits>,
    #[serde(skip_serializing_if = "unset")]
    pub collection: Option<Limits>,
    #[serde(skip_serializing_if = "unset")]
    pub commercial: Option<Limits>,
}

/// Why something is not said, for good. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Held {
    /// There is no hour at which it may be said.
    Hours,
    /// They heard enough that day.
    Day,
    /// That week they heard of it by another channel.
    Channel,
}

impl Held {
    /// In the API and `words` (`held-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Held::Hours => "hours",
            Held::Day => "day",
            Held::Channel => "channel",
        }
    }
}

impl ContactHours {
    #[must_use]
    pub fn own(&self, purpose: Purpose) -> Option<&Limits> {
        match purpose {
            Purpose::Service => self.service.as_ref(),
            Purpose::Collection => self.collection.as_ref(),
            Purpose::Commercial => self.commercial.as_ref(),
        }
    }

    /// Sets what counts for a purpose; `None` for the preset.
    pub fn set(&mut self, purpose: Purpose, limits: Option<Limits>) {
        let slot = match purpose {
            Purpose::Service => &mut self.service,
            Purpose::Collection => &mut self.collection,
            Purpose::Commercial => &mut self.commercial,
        };
        *slot = limits;
    }

    /// What was in force before there was anything to set: the preset, but by any channel.
    #[must_use]
    pub fn before(country: &str) -> Self {
        let mut out = ContactHours::default();
        for purpose in Purpose::ALL {
            let preset = Limits::preset(purpose, country);
            if preset.channels_a_week.is_some() {
                let limits = Limits {
                    channels_a_week: None,
                    ..preset
                };
                out.set(purpose, Some(limits));
            }
        }
        out
    }

    /// What counts for a purpose in a country.
    #[must_use]
    pub fn limits(&self, purpose: Purpose, country: &str) -> Limits {
        let own = self.own(purpose).cloned();
        own.unwrap_or_else(|| Limits::preset(purpose, country))
    }
}

impl Limits {
    /// What counts where nobody said otherwise. Colombia, Ley 2300 de 2023: Monday to Friday 7:00–19:00, Saturday
    /// 8:00–15:00, not on Sundays and public holidays; once a day, by one channel a week. Elsewhere by day. Somebody's own
    /// affairs may be spoken of at any time.
    #[must_use]
    pub fn preset(purpose: Purpose, country: &str) -> Self {
        let by_day = Limits {
            on: purpose != Purpose::Service,
            week: std::array::from_fn(|_| vec![DECENT]),
            holidays: true,
            ..Limits::default()
        };
        match (purpose, country) {
            (Purpose::Collection | Purpose::Commercial, "CO") => Limits {
                week: std::array::from_fn(|day| match day {
                    0..=4 => vec![(7 * 60, 19 * 60)],
                    5 => vec![(8 * 60, 15 * 60)],
                    _ => Vec::new(),
                }),
                holidays: false,
                a_day: Some(1),
                channels_a_week: Some(1),
                by_hand: true,
                ..by_day
            },
            _ => by_day,
        }
    }

    /// Its week as opening hours, closed on the holidays of a country unless they are as other days.
    #[must_use]
    pub fn hours(&self, country: &str) -> OpeningHours {
        let holidays_of = if self.holidays { "" } else { country };
        OpeningHours {
            week: self.week.clone(),
            holidays_of: holidays_of.to_owned(),
            ..OpeningHours::default()
        }
    }
}
