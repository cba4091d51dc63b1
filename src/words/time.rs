//! Times and spans as people say them.

use jiff::civil::Date;
use jiff::{SignedDuration, Span, Timestamp, Zoned};

use crate::domain::time::{self, Millis};
use crate::words::{Arg, Words};

impl Words {
    /// How long ago `then` was, for lists: "now", "12 min ago", "3 h ago", then the day ("Tue", "3 Nov", "3 Nov 2025").
    /// The pages' script counts minutes and hours on by the same sentences.
    #[must_use]
    pub fn ago(&self, then: Millis, now: Millis) -> String {
        let minutes = now.since(then).0 / 60_000;
        match minutes {
            ..1 => self.t("time-now"),
            1..60 => self.t_n("time-minutes-ago", minutes),
            60..1440 => self.t_n("time-hours-ago", minutes / 60),
            _ => self.day_near(then, now),
        }
    }

    /// A span in its largest unit: "25 min", "3 h", "4 d".
    #[must_use]
    pub fn span(&self, span: time::Span) -> String {
        let minutes = span.0.max(0) / 60_000;
        match minutes {
            ..60 => self.t_n("time-minutes", minutes),
            60..2880 => self.t_n("time-hours", minutes / 60),
            _ => self.t_n("time-days", minutes / 1440),
        }
    }

    /// Clock time, "14:05"; "14.05" in Indonesian, "2:05 PM" in the United States.
    #[must_use]
    pub fn clock(&self, at: Millis) -> String {
        let it = self.zoned(at);
        self.forms.clock(it.hour(), it.minute())
    }

    /// Day and clock time, "21 Nov 2026, 14:05".
    #[must_use]
    pub fn date_time(&self, at: Millis) -> String {
        format!("{}, {}", self.date(at), self.clock(at))
    }

    /// The day, "21 Nov 2026".
    #[must_use]
    pub fn date(&self, at: Millis) -> String {
        self.with_year(self.zoned(at).date())
    }

    /// The month of a day, "Nov 2026".
    #[must_use]
    pub fn month(&self, day: Date) -> String {
        let at = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
        let months = self.t("months-short");
        let name = months.split(' ').nth(at).unwrap_or_default();
        format!("{name} {}", day.year())
    }

    /// A day of the calendar with its weekday, "Thu, 2 Apr 2026".
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        let weekday = self.weekday(day, "weekdays-short");
        format!("{weekday}, {}", self.with_year(day))
    }

    /// Days of the calendar from one to another, or the one day it is.
    #[must_use]
    pub fn days(&self, first: Date, last: Date) -> String {
        let (from, to) = (self.day(first), self.day(last));
        if first == last {
            return from;
        }
        let args = [("from", Arg::Text(&from)), ("to", Arg::Text(&to))];
        self.t_with("report-days", &args)
    }

    /// The day as a line between messages: "Today", "Yesterday", "Tuesday, 3 Nov", "3 Nov 2025".
    #[must_use]
    pub fn day_line(&self, at: Millis, now: Millis) -> String {
        let (day, today) = (self.zoned(at).date(), self.zoned(now).date());
        match days_between(day, today) {
            0 => self.t("time-today"),
            1 => self.t("time-yesterday"),
            2..=300 => format!(
                "{}, {}",
                self.weekday(day, "weekdays"),
                self.day_and_month(day)
            ),
            _ => self.date(at),
        }
    }

    /// A time to come, as a person would name it: "14:05", "tomorrow, 9:00", "Tue, 9:00", "3 Dec, 9:00".
    #[must_use]
    pub fn until(&self, at: Millis, now: Millis) -> String {
        let (day, today) = (self.zoned(at).date(), self.zoned(now).date());
        let clock = self.clock(at);
        match days_between(today, day) {
            0 => clock,
            1 => self.t_of("time-tomorrow-at", "time", clock),
            2..=6 => format!("{}, {clock}", self.weekday(day, "weekdays-short")),
            _ if day.year() == today.year() => format!("{}, {clock}", self.day_and_month(day)),
            _ => self.date_time(at),
        }
    }

    /// How far the reader's zone is from UTC at a time: "UTC−05:00".
    #[must_use]
    pub fn offset(&self, at: Millis) -> String {
        let written = self.zoned(at).strftime("%:z").to_string();
        format!("UTC{}", written.replace('-', "−"))
    }

    /// For `<time datetime>`: RFC 3339 in UTC, to the second.
    #[must_use]
    pub fn machine(&self, at: Millis) -> String {
        timestamp(at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// For tables: day and time in the reader's zone, as every spreadsheet reads them.
    #[must_use]
    pub fn stamp(&self, at: Millis) -> String {
        self.zoned(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// For workbooks: day and time in the reader's zone, to the second.
    #[must_use]
    pub fn civil(&self, at: Millis) -> jiff::civil::DateTime {
        self.zoned(Millis(at.0 - at.0.rem_euclid(1_000))).datetime()
    }

    /// For `<input type="datetime-local">`, in the reader's zone.
    #[must_use]
    pub fn input_time(&self, at: Millis) -> String {
        self.zoned(at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// What was typed into an `<input type="datetime-local">`, as milliseconds UTC; `None` when it is no time.
    #[must_use]
    pub fn read_input_time(&self, text: &str) -> Option<Millis> {
        let civil: jiff::civil::DateTime = text.trim().parse().ok()?;
        let zoned = civil.to_zoned(self.zone().clone()).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    }

    /// Mornings one may want to be reminded on: the key of their name, days from today, hour.
    #[must_use]
    pub fn next_mornings(&self, now: Millis) -> Vec<(&'static str, i64, i8)> {
        let now = self.zoned(now);
        let to_monday = 7 - i64::from(now.weekday().to_monday_zero_offset());
        let mut out = Vec::new();
        if now.hour() < 14 {
            out.push(("snooze-afternoon", 0, 15));
        }
        out.push(("snooze-tomorrow", 1, 8));
        if to_monday > 1 {
            out.push(("snooze-monday", to_monday, 8));
        }
        out
    }

    /// That hour of the day so many days after `now`, in the reader's zone.
    #[must_use]
    pub fn at_hour(&self, now: Millis, days: i64, hour: i8) -> Option<Millis> {
        let day = self
            .zoned(now)
            .date()
            .checked_add(Span::new().days(days))
            .ok()?;
        let at = day.at(hour, 0, 0, 0).to_zoned(self.zone().clone()).ok()?;
        Some(Millis(at.timestamp().as_millisecond()))
    }

    fn day_near(&self, at: Millis, now: Millis) -> String {
        let (day, today) = (self.zoned(at).date(), self.zoned(now).date());
        match days_between(day, today) {
            ..=1 => self.t("time-yesterday"),
            2..=6 => self.weekday(day, "weekdays-short"),
            _ if day.year() == today.year() => self.day_and_month(day),
            _ => self.date(at),
        }
    }

    pub(super) fn day_and_month(&self, day: Date) -> String {
        let months = self.t("months-short");
        let month = usize::try_from(day.month()).unwrap_or(1);
        let name = months
            .split(' ')
            .nth(month.saturating_sub(1))
            .unwrap_or_default();
        if self.forms.month_first {
            return format!("{name} {}", day.day());
        }
        let number = day.day().to_string();
        let args = [("day", Arg::Text(&number)), ("month", Arg::Text(name))];
        self.t_with("time-day-and-month", &args)
    }

    fn with_year(&self, day: Date) -> String {
        let (start, year) = (self.day_and_month(day), day.year().to_string());
        if self.forms.month_first {
            return format!("{start}, {year}");
        }
        let args = [("day", Arg::Text(&start)), ("year", Arg::Text(&year))];
        self.t_with("time-day-of-year", &args)
    }

    /// A day of the week in short, "Mon".
    #[must_use]
    pub fn weekday_name(&self, day: jiff::civil::Weekday) -> String {
        self.weekday_in(day, "weekdays-short")
    }

    /// Monday first, as the Fluent lists are.
    pub(super) fn weekday(&self, day: Date, list: &str) -> String {
        self.weekday_in(day.weekday(), list)
    }

    fn weekday_in(&self, day: jiff::civil::Weekday, list: &str) -> String {
        let at = usize::try_from(day.to_monday_zero_offset()).unwrap_or(0);
        self.t(list)
            .split(' ')
            .nth(at)
            .unwrap_or_default()
            .to_owned()
    }

    /// The reader's day of an instant.
    pub(super) fn day_of(&self, at: Millis) -> Date {
        self.zoned(at).date()
    }

    fn zoned(&self, at: Millis) -> Zoned {
        timestamp(at).to_zoned(self.zone().clone())
    }
}

/// A time outside what a calendar can show becomes the epoch.
fn timestamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn days_between(early: Date, late: Date) -> i64 {
    early.duration_until(late).as_secs() / SignedDuration::from_hours(24).as_secs()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn times_are_said_in_the_readers_language_and_zone() {
        let es = Words::for_reader("es", "America/Bogota");
        let now = at("2026-11-21T19:05:00Z");
        assert_eq!(es.ago(at("2026-11-21T18:53:00Z"), now), "hace 12 min");
        assert_eq!(es.ago(at("2026-11-21T14:05:00Z"), now), "hace 5 h");
        assert_eq!(es.ago(at("2026-11-20T14:05:00Z"), now), "ayer");
        assert_eq!(es.ago(at("2026-11-17T14:05:00Z"), now), "mar");
        assert_eq!(es.ago(at("2026-11-03T14:05:00Z"), now), "3 nov");
        assert_eq!(es.ago(at("2025-11-03T14:05:00Z"), now), "3 nov 2025");
        assert_eq!(es.date_time(now), "21 nov 2026, 14:05");
        assert_eq!(
            es.until(at("2026-11-22T14:00:00Z"), now),
            "mañana a las 09:00"
        );
        assert_eq!(es.until(at("2026-11-24T14:00:00Z"), now), "mar, 09:00");
        assert_eq!(es.day_line(at("2026-11-22T03:00:00Z"), now), "Hoy");
        assert_eq!(es.span(time::Span::minutes(25)), "25 min");
    }

    #[test]
    fn every_language_and_region_has_its_own_dates() {
        let now = at("2026-11-21T17:05:00Z");
        let said = |code, country| {
            let words = Words::for_reader(code, "America/Sao_Paulo").in_country(country);
            (words.date_time(now), words.until(now, now))
        };
        let (pt, id) = (said("pt-BR", "BR"), said("id", "ID"));
        assert_eq!(pt, ("21 de nov de 2026, 14:05".into(), "14:05".into()));
        assert_eq!(id, ("21 Nov 2026, 14.05".into(), "14.05".into()));
        let (us, gb) = (said("en", "US"), said("en", "GB"));
        assert_eq!(us, ("Nov 21, 2026, 2:05 PM".into(), "2:05 PM".into()));
        assert_eq!(gb, ("21 Nov 2026, 14:05".into(), "14:05".into()));
    }

    #[test]
    fn reminders_are_for_times_to_come() {
        let es = Words::for_reader("es", "America/Bogota");
        let sunday_evening = at("2026-11-22T23:00:00Z");
        let days: Vec<_> = es.next_mornings(sunday_evening);
        assert_eq!(days, [("snooze-tomorrow", 1, 8)]);
        let monday = es.at_hour(sunday_evening, 1, 8).unwrap();
        assert_eq!(monday, at("2026-11-23T13:00:00Z"));
        let saturday_noon = at("2026-11-21T17:00:00Z");
        assert_eq!(es.next_mornings(saturday_noon).len(), 3);
    }

    #[test]
    fn a_typed_time_is_of_the_readers_zone() {
        let es = Words::for_reader("es", "America/Bogota");
        let nine = es.read_input_time("2026-11-24T09:00").unwrap();
        assert_eq!(nine, at("2026-11-24T14:00:00Z"));
        assert_eq!(es.input_time(nine), "2026-11-24T09:00");
        assert_eq!(es.machine(nine), "2026-11-24T14:00:00Z");
        assert_eq!(es.read_input_time("soon"), None);
    }
}
