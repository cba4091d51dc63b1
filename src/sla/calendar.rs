//! Opening hours as a calendar: what is open when, holidays left out, in their own time zone.

use std::borrow::Cow;

use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::domain::team::{Business, OpeningHours};
use crate::domain::time::{Millis, Span, Term};
use crate::sla::holidays;

/// Days looked through for a working day: a business that is closed for longer has none.
const FARTHEST: i64 = 400;

/// Why a day is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// A public holiday: the key of its name (`holiday-…`).
    Public(&'static str),
    /// A day the business named itself.
    Own(String),
}

/// When a business works.
#[derive(Debug, Clone)]
pub struct Calendar<'h> {
    hours: Cow<'h, OpeningHours>,
    zone: TimeZone,
}

impl<'h> Calendar<'h> {
    /// `zone` is an IANA name; an unknown one is UTC.
    #[must_use]
    pub fn new(hours: &'h OpeningHours, zone: &str) -> Self {
        Calendar {
            hours: Cow::Borrowed(hours),
            zone: known(zone),
        }
    }

    /// As [`Calendar::new`], of hours that are its own.
    #[must_use]
    pub fn owned(hours: OpeningHours, zone: &str) -> Calendar<'static> {
        Calendar {
            hours: Cow::Owned(hours),
            zone: known(zone),
        }
    }

    /// The same, open on weekdays between these minutes where no hours were set. Its holidays stay.
    #[must_use]
    pub fn or_weekdays(mut self, day: (u16, u16)) -> Self {
        if !self.hours.is_set() {
            for it in self.hours.to_mut().week.iter_mut().take(5) {
                *it = vec![day];
            }
        }
        self
    }

    /// The zone its hours are of.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether any hours were set: without them it is always open, and nothing opens or closes.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.hours.is_set()
    }

    #[must_use]
    pub fn of(business: &'h Business) -> Self {
        Self::new(&business.hours, &business.time_zone)
    }

    /// The instant of a full hour of a day there; `None` where there is no such time any more (9999-12-31).
    #[must_use]
    pub fn at_hour(&self, day: Date, hour: i8) -> Option<Millis> {
        let there = day.at(hour, 0, 0, 0).to_zoned(self.zone.clone()).ok()?;
        Some(Millis(there.timestamp().as_millisecond()))
    }

    /// The local day of an instant.
    #[must_use]
    pub fn day_of(&self, at: Millis) -> Date {
        self.local(at).date()
    }

    fn local(&self, at: Millis) -> jiff::Zoned {
        let instant = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::MAX);
        instant.to_zoned(self.zone.clone())
    }

    /// Why a day is closed although its weekday may not be; `None` for an ordinary one.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<Closed> {
        if let Some(own) = self.hours.closed.iter().find(|it| it.day == day) {
            return Some(Closed::Own(own.name.clone()));
        }
        if self.hours.open_on.contains(&day) {
            return None;
        }
        let public = holidays::of(&self.hours.holidays_of, day.year());
        let found = public.into_iter().find(|it| it.0 == day);
        found.map(|it| Closed::Public(it.1))
    }

    /// The intervals of a day, in minutes after midnight; none when it is closed. Where no hours were set at all,
    /// every day but a holiday is open throughout.
    fn intervals(&self, day: Date) -> Vec<(u16, u16)> {
        if self.holiday(day).is_some() {
            return Vec::new();
        }
        if !self.hours.is_set() {
            return vec![(0, 24 * 60)];
        }
        self.of_week(day).to_vec()
    }

    /// What the week says of a day, holiday or not.
    fn of_week(&self, day: Date) -> &[(u16, u16)] {
        let at = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        self.hours.week.get(at).map_or(&[], Vec::as_slice)
    }

    /// Whether it is open at an instant. Where no hours were set, always.
    #[must_use]
    pub fn is_open_at(&self, at: Millis) -> bool {
        if !self.hours.is_set() {
            return true;
        }
        let today = self.open_on(self.day_of(at));
        today.iter().any(|(from, to)| (*from..*to).contains(&at))
    }

    /// When it is open on a day, as instants, in order.
    fn open_on(&self, day: Date) -> Vec<(Millis, Millis)> {
        let intervals = self.intervals(day).into_iter();
        let instants = intervals.filter_map(|(from, to)| {
            let (from, to) = (self.instant(day, from)?, self.instant(day, to)?);
            Some((from, to)).filter(|(from, to)| from < to)
        });
        instants.collect()
    }

    /// So many working days after an instant: the end of the last interval of the nth open day after its own.
    /// `None` when no hours were set, or it never opens.
    #[must_use]
    pub fn working_days_after(&self, at: Millis, n: u16) -> Option<Millis> {
        if !self.hours.is_set() {
            return None;
        }
        let (mut left, mut day) = (n, self.day_of(at));
        for _ in 0..FARTHEST {
            day = day.checked_add(1.day()).ok()?;
            let Some((_, end)) = self.intervals(day).last().copied() else {
                continue;
            };
            left = left.saturating_sub(1);
            if left == 0 {
                return self.instant(day, end);
            }
        }
        None
    }

    /// The end of the last interval of the day an instant lies in, when that is still to come; else of the next
    /// open day.
    #[must_use]
    pub fn end_of_work(&self, at: Millis) -> Option<Millis> {
        let today = self.day_of(at);
        let (_, end) = self.intervals(today).last().copied().unwrap_or_default();
        let end = self.instant(today, end).filter(|it| *it > at);
        end.or_else(|| self.working_days_after(at, 1))
    }

    /// The end of the last interval of a day.
    #[must_use]
    pub fn ends_on(&self, day: Date) -> Option<Millis> {
        self.open_on(day).last().map(|it| it.1)
    }

    /// When it opens on the nth open day before a day; with none, on that day, be it at its beginning where it is closed.
    #[must_use]
    pub fn begins_before(&self, day: Date, n: u16) -> Option<Millis> {
        let begins = |day| self.open_on(day).first().map(|it| it.0);
        if n == 0 {
            return begins(day).or_else(|| self.at_hour(day, 0));
        }
        let (mut left, mut day) = (n, day);
        for _ in 0..FARTHEST {
            day = day.checked_sub(1.day()).ok()?;
            let Some(at) = begins(day) else {
                continue;
            };
            left -= 1;
            if left == 0 {
                return Some(at);
            }
        }
        None
    }

    /// When it opens next after an instant at which it is closed. `None` when no hours were set, or it never opens.
    #[must_use]
    pub fn opens_after(&self, at: Millis) -> Option<Millis> {
        if !self.hours.is_set() {
            return None;
        }
        let mut day = self.day_of(at);
        for _ in 0..FARTHEST {
            let mut begins = self.open_on(day).into_iter().map(|it| it.0);
            if let Some(next) = begins.find(|it| *it > at) {
                return Some(next);
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }

    /// When the interval an instant lies in ends. `None` when no hours were set, or it is closed.
    #[must_use]
    pub fn closes_after(&self, at: Millis) -> Option<Millis> {
        if !self.hours.is_set() {
            return None;
        }
        let today = self.open_on(self.day_of(at)).into_iter();
        let mut found = today.filter(|(from, to)| (*from..*to).contains(&at));
        found.next().map(|it| it.1)
    }

    /// Since when it is closed at an instant: the end of the last interval before it. `None` when no hours were set, it
    /// is open, or it has not been open for as long as is looked at.
    #[must_use]
    pub fn closed_since(&self, at: Millis) -> Option<Millis> {
        if !self.hours.is_set() || self.is_open_at(at) {
            return None;
        }
        let mut day = self.day_of(at);
        for _ in 0..FARTHEST {
            let mut ends = self.open_on(day).into_iter().map(|it| it.1);
            if let Some(end) = ends.rfind(|it| *it <= at) {
                return Some(end);
            }
            day = day.checked_sub(1.day()).ok()?;
        }
        None
    }

    /// The named days on which it is closed although its week says otherwise, between two instants, in order.
    #[must_use]
    pub fn closed_days_between(&self, from: Millis, to: Millis) -> Vec<(Date, Closed)> {
        let (first, last) = (self.day_of(from), self.day_of(to));
        let days = first.series(1.day()).take_while(|day| *day <= last);
        let days = days.take(usize::try_from(FARTHEST).unwrap_or_default());
        let works = |day: &Date| !self.of_week(*day).is_empty();
        let named = days
            .filter(works)
            .filter_map(|day| Some((day, self.holiday(day)?)));
        named.collect()
    }

    /// The parts of a stretch of time in which it is open, in order; all of it where no hours were set. At most 400 days
    /// of it are looked at.
    #[must_use]
    pub fn open_between(&self, from: Millis, to: Millis) -> Vec<(Millis, Millis)> {
        if !self.hours.is_set() {
            return (from < to).then_some((from, to)).into_iter().collect();
        }
        let (mut out, mut day) = (Vec::new(), self.day_of(from));
        let last = self.day_of(to);
        for _ in 0..FARTHEST {
            if day > last {
                break;
            }
            let parts = self.open_on(day).into_iter();
            let parts = parts.map(|(a, b)| (a.max(from), b.min(to)));
            out.extend(parts.filter(|(a, b)| a < b));
            let Ok(next) = day.checked_add(1.day()) else {
                break;
            };
            day = next;
        }
        out
    }

    /// When a term that begins at an instant is over. Without hours, a working day is 24 hours.
    #[must_use]
    pub fn after(&self, at: Millis, term: Term) -> Millis {
        match term {
            Term::Span(span) => at + span,
            Term::WorkingDays(n) => self
                .working_days_after(at, n)
                .unwrap_or_else(|| at + Span::days(i64::from(n))),
        }
    }

    /// The instant of a time of day. One that clocks skip is when they skip it, one they show twice is the first: what
    /// opens or closes then does so once.
    fn instant(&self, day: Date, minute: u16) -> Option<Millis> {
        // The end of a day is the beginning of the next: local days are not always 24 hours.
        let (day, minute) = match minute {
            1440 => (day.checked_add(1.day()).ok()?, 0),
            _ => (day, minute),
        };
        let (hour, minute) = (
            i8::try_from(minute / 60).ok()?,
            i8::try_from(minute % 60).ok()?,
        );
        let at = self.zone.to_ambiguous_zoned(day.at(hour, minute, 0, 0));
        let skipped = matches!(at.offset(), AmbiguousOffset::Gap { .. });
        let found = at.compatible().ok()?.timestamp();
        let found = match self.zone.preceding(found).next() {
            Some(skip) if skipped => skip.timestamp(),
            _ => found,
        };
        Some(Millis(found.as_millisecond()))
    }
}

/// An IANA zone; an unknown one is UTC.
fn known(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::team::Holiday;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn hours(country: &str, day: &[(u16, u16)], days: usize) -> OpeningHours {
        let mut hours = OpeningHours {
            holidays_of: country.to_owned(),
            ..OpeningHours::default()
        };
        for it in hours.week.iter_mut().take(days) {
            *it = day.to_vec();
        }
        hours
    }

    #[test]
    fn fifteen_working_days_in_colombia_skip_holy_week() {
        let hours = hours("CO", &[(540, 1020)], 5);
        let bogota = Calendar::new(&hours, "America/Bogota");
        let end = at("2026-04-24T17:00:00-05:00");
        let arrived = at("2026-04-01T10:00:00-05:00");
        assert_eq!(bogota.working_days_after(arrived, 15), Some(end));
        let on_a_holiday = at("2026-04-02T10:00:00-05:00");
        assert_eq!(bogota.working_days_after(on_a_holiday, 15), Some(end));
        assert!(!bogota.is_open_at(on_a_holiday));
        assert!(bogota.is_open_at(arrived));
        let holiday = bogota.holiday(bogota.day_of(on_a_holiday));
        assert_eq!(holiday, Some(Closed::Public("holiday-maundy-thursday")));
    }

    #[test]
    fn who_asks_is_told_when_it_opens() {
        let hours = hours("CO", &[(480, 720), (810, 1080)], 5);
        let calendar = Calendar::new(&hours, "America/Bogota");
        let (noon, night) = (
            at("2026-04-06T12:30:00-05:00"),
            at("2026-04-01T20:00:00-05:00"),
        );
        assert_eq!(
            calendar.opens_after(noon),
            Some(at("2026-04-06T13:30:00-05:00"))
        );
        // Thursday and Friday are holidays.
        assert_eq!(
            calendar.opens_after(night),
            Some(at("2026-04-06T08:00:00-05:00"))
        );
        let morning = at("2026-04-06T08:00:00-05:00");
        assert_eq!(
            calendar.closes_after(morning),
            Some(at("2026-04-06T12:00:00-05:00"))
        );
        assert_eq!(calendar.closes_after(noon), None);
        let never = OpeningHours::default();
        assert_eq!(Calendar::new(&never, "UTC").opens_after(noon), None);
    }

    #[test]
    fn own_days_close_and_holidays_may_be_worked() {
        let mut hours = hours("CO", &[(480, 720), (810, 1080)], 5);
        hours.closed.push(Holiday {
            day: "2026-04-06".parse().unwrap(),
            name: "Inventory".to_owned(),
        });
        hours.open_on.push("2026-04-03".parse().unwrap());
        let calendar = Calendar::new(&hours, "America/Bogota");
        let wednesday = at("2026-04-01T11:50:00-05:00");
        // Thursday is a holiday, Friday is worked, Monday is the inventory.
        let friday = at("2026-04-03T18:00:00-05:00");
        let tuesday = at("2026-04-07T18:00:00-05:00");
        assert_eq!(calendar.working_days_after(wednesday, 1), Some(friday));
        assert_eq!(calendar.working_days_after(wednesday, 2), Some(tuesday));
        assert!(
            !calendar.is_open_at(at("2026-04-01T12:30:00-05:00")),
            "noon"
        );
        let today = at("2026-04-01T18:00:00-05:00");
        assert_eq!(calendar.end_of_work(wednesday), Some(today));
        assert_eq!(calendar.end_of_work(today), Some(friday));
    }

    #[test]
    fn without_hours_a_working_day_is_a_day_and_it_is_always_open() {
        let hours = hours("CO", &[], 7);
        let calendar = Calendar::new(&hours, "America/Bogota");
        let night = at("2026-04-02T03:00:00-05:00");
        assert!(calendar.is_open_at(night));
        assert_eq!(calendar.working_days_after(night, 2), None);
        let term = Term::WorkingDays(2);
        assert_eq!(calendar.after(night, term), night + Span::days(2));
    }

    #[test]
    fn a_day_that_ends_at_midnight_and_one_that_is_shorter() {
        let hours = hours("", &[(0, 1440)], 7);
        let new_york = Calendar::new(&hours, "America/New_York");
        let saturday = at("2026-03-07T12:00:00-05:00");
        let end = at("2026-03-09T00:00:00-04:00");
        assert_eq!(new_york.working_days_after(saturday, 1), Some(end));
        let never = OpeningHours {
            closed: Vec::new(),
            ..OpeningHours::default()
        };
        let never = Calendar::new(&never, "nowhere");
        assert_eq!(never.working_days_after(saturday, 1), None);
    }
}
