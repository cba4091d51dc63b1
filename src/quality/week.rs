//! Weeks, from Monday to Sunday where the business is.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::domain::time::Millis;

/// The hour at which a sample is drawn.
const HOUR: i8 = 6;

/// One week: its Monday, when it begins, and when it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    pub monday: Date,
    pub from: Millis,
    pub to: Millis,
}

fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn instant(day: Date, hour: i8, zone: &TimeZone) -> Millis {
    let at = day.at(hour, 0, 0, 0).to_zoned(zone.clone());
    at.map_or(Millis(0), |it| Millis(it.timestamp().as_millisecond()))
}

/// The Monday of the week an instant lies in.
#[must_use]
pub fn monday_of(at: Millis, zone: &str) -> Date {
    let at = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    let day = at.to_zoned(zone_of(zone)).date();
    let after = day.weekday().to_monday_zero_offset();
    day.checked_sub(i64::from(after).days()).unwrap_or(day)
}

impl Week {
    /// The week that begins on a Monday.
    #[must_use]
    pub fn from(monday: Date, zone: &str) -> Self {
        let zone = zone_of(zone);
        let next = monday.checked_add(7.days()).unwrap_or(monday);
        Week {
            monday,
            from: instant(monday, 0, &zone),
            to: instant(next, 0, &zone),
        }
    }

    /// The last one that was over by an instant.
    #[must_use]
    pub fn before(at: Millis, zone: &str) -> Self {
        let this = monday_of(at, zone);
        Week::from(this.checked_sub(7.days()).unwrap_or(this), zone)
    }
}

/// When the next sample is drawn after an instant: early on the next Monday.
#[must_use]
pub fn next_draw(after: Millis, zone: &str) -> Millis {
    let this = monday_of(after, zone);
    let next = this.checked_add(7.days()).unwrap_or(this);
    let zone = zone_of(zone);
    let due = instant(this, HOUR, &zone);
    if due > after {
        due
    } else {
        instant(next, HOUR, &zone)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn weeks_begin_on_monday_where_the_business_is() {
        // Bogotá is five hours behind; 23 November 2026 is a Monday.
        let zone = "America/Bogota";
        let week = Week::before(at("2026-11-23T12:00:00Z"), zone);
        assert_eq!(week.monday.to_string(), "2026-11-16");
        assert_eq!(week.from, at("2026-11-16T05:00:00Z"));
        assert_eq!(week.to, at("2026-11-23T05:00:00Z"));
        // It is still Sunday there.
        let week = Week::before(at("2026-11-23T04:59:00Z"), zone);
        assert_eq!(week.monday.to_string(), "2026-11-09");
        assert_eq!(
            next_draw(at("2026-11-23T10:59:00Z"), zone),
            at("2026-11-23T11:00:00Z")
        );
        assert_eq!(
            next_draw(at("2026-11-23T11:00:00Z"), zone),
            at("2026-11-30T11:00:00Z")
        );
        // Clocks go forward in Madrid on Sunday, 28 March 2027: that week is an hour short.
        let short = Week::before(at("2027-03-29T08:00:00Z"), "Europe/Madrid");
        assert_eq!(short.to.since(short.from).0, (7 * 24 - 1) * 3_600_000);
    }
}
