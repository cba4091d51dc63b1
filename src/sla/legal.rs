//! Legal due dates by a calendar. Where no hours were set, working days are Monday to Friday without holidays: law counts
//! them whether or not a desk says when it is open.

use jiff::civil::Date;

use crate::domain::legal::REMINDERS;
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;

/// The hours of a working day where none were set, minutes after midnight.
const OFFICE: (u16, u16) = (8 * 60, 18 * 60);

/// A calendar that has working days.
#[must_use]
pub fn working(calendar: Calendar<'static>) -> Calendar<'static> {
    calendar.or_weekdays(OFFICE)
}

/// The end of the nth working day after the day of arrival.
#[must_use]
pub fn due(calendar: &Calendar<'_>, since: Millis, days: u16) -> Millis {
    let found = calendar.working_days_after(since, days);
    found.unwrap_or(since + Span::days(i64::from(days)))
}

/// So many working days more, counted from the day it is due.
#[must_use]
pub fn extended(calendar: &Calendar<'_>, was: Millis, days: u16) -> Millis {
    due(calendar, last_moment(was), days)
}

/// The end of work of a day, working day or not.
#[must_use]
pub fn end_of(calendar: &Calendar<'_>, day: Date) -> Option<Millis> {
    let ends = calendar.ends_on(day);
    ends.or_else(|| calendar.at_hour(day, 18))
}

/// When somebody is told of it, and with how many working days left (none: it was missed), in order of time: when work
/// begins on the day so many working days before, and at the second it is due.
#[must_use]
pub fn told_of(calendar: &Calendar<'_>, due: Millis) -> Vec<(Millis, Option<u16>)> {
    let day = calendar.day_of(last_moment(due));
    let before = |n: u16| Some((calendar.begins_before(day, n)?, Some(n)));
    let mut all: Vec<_> = REMINDERS.into_iter().filter_map(before).collect();
    all.retain(|it| it.0 < due);
    all.push((due, None));
    all
}

/// A day that ends at midnight is not the next one.
fn last_moment(at: Millis) -> Millis {
    Millis(at.0.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::team::OpeningHours;

    fn at(text: &str) -> Millis {
        let found: jiff::Timestamp = text.parse().unwrap();
        Millis(found.as_millisecond())
    }

    fn colombia(day: &[(u16, u16)]) -> Calendar<'static> {
        let mut hours = OpeningHours {
            holidays_of: "CO".to_owned(),
            ..OpeningHours::default()
        };
        for it in hours.week.iter_mut().take(5) {
            *it = day.to_vec();
        }
        working(Calendar::owned(hours, "America/Bogota"))
    }

    #[test]
    fn fifteen_working_days_are_the_same_with_hours_and_without() {
        let arrived = at("2026-04-01T10:00:00-05:00");
        let open = colombia(&[(540, 1020)]);
        assert_eq!(due(&open, arrived, 15), at("2026-04-24T17:00:00-05:00"));
        let no_hours = colombia(&[]);
        let end = at("2026-04-24T18:00:00-05:00");
        assert_eq!(due(&no_hours, arrived, 15), end);
        // Counted on from the day it was due, as law extends it: Friday 1 May is a holiday.
        assert_eq!(extended(&no_hours, end, 8), at("2026-05-07T18:00:00-05:00"));
    }

    #[test]
    fn one_is_told_five_two_and_no_working_days_before_and_when_it_is_missed() {
        let calendar = colombia(&[(540, 1020)]);
        let told = told_of(&calendar, at("2026-05-05T17:00:00-05:00"));
        let expected = [
            // The weekend and the first of May do not count.
            (at("2026-04-27T09:00:00-05:00"), Some(5)),
            (at("2026-04-30T09:00:00-05:00"), Some(2)),
            (at("2026-05-05T09:00:00-05:00"), Some(0)),
            (at("2026-05-05T17:00:00-05:00"), None),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_day_that_ends_at_midnight_is_itself_and_a_sunday_has_an_evening() {
        let calendar = colombia(&[(0, 1440)]);
        let arrived = at("2026-04-01T10:00:00-05:00");
        let end = at("2026-04-25T00:00:00-05:00");
        assert_eq!(due(&calendar, arrived, 15), end);
        let next = at("2026-04-28T00:00:00-05:00");
        assert_eq!(extended(&calendar, end, 1), next);
        let first = told_of(&calendar, end).first().copied();
        assert_eq!(first, Some((at("2026-04-17T00:00:00-05:00"), Some(5))));
        let sunday = "2026-04-26".parse().unwrap();
        let evening = at("2026-04-26T18:00:00-05:00");
        assert_eq!(end_of(&calendar, sunday), Some(evening));
        let left: Vec<_> = told_of(&calendar, evening).iter().map(|it| it.1).collect();
        assert_eq!(left, [Some(5), Some(2), Some(0), None]);
    }
}
