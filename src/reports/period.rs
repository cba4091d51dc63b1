//! Stretches of days a report speaks of, in the business's own time zone, and the days, weeks, months and hours they
//! are cut into.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::domain::time::Millis;

/// Whole days, the last one included.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    pub first: Date,
    pub last: Date,
    zone: TimeZone,
}

/// What a stretch is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Day,
    Week,
    Month,
}

impl Step {
    /// The name in `words` (`step-…`) and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
        }
    }
}

/// Longer than this is cut into weeks, and then into months.
const MOST_BY_DAY: i32 = 62;
const MOST_BY_WEEK: i32 = 400;

impl Period {
    /// `zone` is an IANA name; an unknown one is UTC. Days the wrong way round are turned.
    #[must_use]
    pub fn new(first: Date, last: Date, zone: &str) -> Self {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let (first, last) = (first.min(last), first.max(last));
        Period { first, last, zone }
    }

    /// The local day of an instant.
    #[must_use]
    pub fn today(now: Millis, zone: &str) -> Date {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let at = Timestamp::from_millisecond(now.0).unwrap_or(Timestamp::MAX);
        at.to_zoned(zone).date()
    }

    /// So many days up to today.
    #[must_use]
    pub fn last_days(n: i32, now: Millis, zone: &str) -> Self {
        let today = Self::today(now, zone);
        let first = today.checked_sub((n - 1).days()).unwrap_or(today);
        Period::new(first, today, zone)
    }

    /// A month, named by any day of it.
    #[must_use]
    pub fn month_of(day: Date, zone: &str) -> Self {
        Period::new(day.first_of_month(), day.last_of_month(), zone)
    }

    /// How many days.
    #[must_use]
    pub fn days(&self) -> i32 {
        self.first
            .duration_until(self.last)
            .as_hours()
            .try_into()
            .unwrap_or(0)
            / 24
            + 1
    }

    /// As long, and ending where this one begins.
    #[must_use]
    pub fn before(&self) -> Self {
        let whole_month =
            self.first == self.first.first_of_month() && self.last == self.first.last_of_month();
        let last = self.first.yesterday().unwrap_or(self.first);
        let first = if whole_month {
            last.first_of_month()
        } else {
            let days = (self.days() - 1).days();
            last.checked_sub(days).unwrap_or(last)
        };
        Period {
            first,
            last,
            zone: self.zone.clone(),
        }
    }

    /// From when until when: the end is no part of it.
    #[must_use]
    pub fn range(&self) -> (Millis, Millis) {
        let end = self.last.tomorrow().unwrap_or(self.last);
        (self.midnight(self.first), self.midnight(end))
    }

    /// Its name as an IANA zone.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// What it is best cut into.
    #[must_use]
    pub fn step(&self) -> Step {
        match self.days() {
            days if days <= MOST_BY_DAY => Step::Day,
            days if days <= MOST_BY_WEEK => Step::Week,
            _ => Step::Month,
        }
    }

    /// The beginnings of its days, weeks or months, in order, each with its instant; the first is its own.
    #[must_use]
    pub fn cuts(&self, step: Step) -> Vec<(Date, Millis)> {
        let mut out = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            out.push((day, self.midnight(day)));
            let Some(next) = next(day, step) else {
                break;
            };
            day = next;
        }
        out
    }

    /// Instants from which another distance to UTC holds, in order, with that distance in milliseconds; those of some years
    /// before too, since what is open in it may have begun then.
    #[must_use]
    pub fn offsets(&self) -> Vec<(Millis, i64)> {
        let (_, to) = self.range();
        let from = self.first.checked_sub(10.years()).unwrap_or(self.first);
        let from = self.midnight(from);
        let at = |it: Millis| Timestamp::from_millisecond(it.0).unwrap_or(Timestamp::MAX);
        let offset = |it: Timestamp| i64::from(self.zone.to_offset(it).seconds()) * 1_000;
        let mut out = vec![(Millis(i64::MIN), offset(at(from)))];
        let later = self.zone.following(at(from));
        let within = later.take_while(|it| it.timestamp() < at(to));
        out.extend(within.map(|it| {
            let at = Millis(it.timestamp().as_millisecond());
            (at, i64::from(it.offset().seconds()) * 1_000)
        }));
        out
    }

    fn midnight(&self, day: Date) -> Millis {
        let at = day.to_zoned(self.zone.clone()).map(|it| it.timestamp());
        Millis(at.unwrap_or(Timestamp::MAX).as_millisecond())
    }
}

fn next(day: Date, step: Step) -> Option<Date> {
    match step {
        Step::Day => day.tomorrow().ok(),
        Step::Week => {
            let ahead = 7 - day.weekday().since(Weekday::Monday);
            day.checked_add(i32::from(ahead).days()).ok()
        }
        Step::Month => day.last_of_month().tomorrow().ok(),
    }
}

/// Hours of a week, Monday 0:00 first.
pub const HOURS: usize = 7 * 24;

/// Which hour of the week an instant lies in, by the distance to UTC that holds then.
#[must_use]
pub fn hour_of_week(at: i64, offsets: &[(Millis, i64)]) -> usize {
    let place = offsets.partition_point(|it| it.0.0 <= at);
    let offset = offsets.get(place.saturating_sub(1)).map_or(0, |it| it.1);
    // 1970-01-01 was a Thursday.
    let hours = (at.saturating_add(offset)).div_euclid(3_600_000) + 3 * 24;
    usize::try_from(hours.rem_euclid(7 * 24)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_those_of_the_business_also_when_the_clock_changes() {
        let period = Period::new(day("2026-03-07"), day("2026-03-09"), "America/New_York");
        let at = |text| Millis::parse_rfc3339(text).unwrap();
        let found = period.range();
        assert_eq!(
            found,
            (at("2026-03-07T05:00:00Z"), at("2026-03-10T04:00:00Z"))
        );
        let cuts = period.cuts(Step::Day);
        assert_eq!(cuts.len(), 3);
        assert_eq!(cuts.get(2).unwrap().1, at("2026-03-09T04:00:00Z"));
        let offsets = period.offsets();
        let hour = |text| hour_of_week(at(text).0, &offsets);
        assert_eq!(hour("2026-03-08T06:30:00Z"), 6 * 24 + 1, "Sunday 1:30");
        assert_eq!(hour("2026-03-08T07:30:00Z"), 6 * 24 + 3, "Sunday 3:30");
        assert_eq!(hour("2026-03-09T04:00:00Z"), 0, "Monday 0:00");
    }

    #[test]
    fn a_period_is_compared_with_one_as_long() {
        let week = Period::new(day("2026-11-16"), day("2026-11-22"), "UTC");
        assert_eq!((week.days(), week.step()), (7, Step::Day));
        let before = week.before();
        assert_eq!(
            (before.first, before.last),
            (day("2026-11-09"), day("2026-11-15"))
        );
        let march = Period::month_of(day("2026-03-10"), "UTC").before();
        assert_eq!(
            (march.first, march.last),
            (day("2026-02-01"), day("2026-02-28"))
        );
        let weeks = Period::new(day("2026-01-01"), day("2026-01-20"), "UTC").cuts(Step::Week);
        let weeks: Vec<_> = weeks.into_iter().map(|it| it.0).collect();
        assert_eq!(
            weeks,
            [
                day("2026-01-01"),
                day("2026-01-05"),
                day("2026-01-12"),
                day("2026-01-19")
            ]
        );
    }
}
