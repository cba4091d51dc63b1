//! Which minutes of a clock count, and when it falls due: from the calendar and the times it stood still, never from
//! minutes that were kept.

use crate::domain::time::{Millis, Span, Term};
use crate::sla::calendar::Calendar;

/// Walked through at one time, and how often, before something never falls due.
const STRIDE: Span = Span::days(14);
const STRIDES: usize = 60;
/// Later than any time there is.
const NEVER: Millis = Millis(i64::MAX / 2);

/// A time in which nothing counted; without an end it goes on.
pub type Pause = (Millis, Option<Millis>);

/// What counts.
#[derive(Debug, Clone)]
pub struct Pace<'c> {
    /// `None`: at all hours.
    pub calendar: Option<&'c Calendar<'c>>,
    /// In order of time.
    pub pauses: Vec<Pause>,
}

impl<'c> Pace<'c> {
    /// One that never stands still.
    #[must_use]
    pub fn steady(calendar: &'c Calendar<'c>, open_hours: bool) -> Self {
        Pace {
            calendar: open_hours.then_some(calendar),
            pauses: Vec::new(),
        }
    }

    /// The parts of a stretch of time that count, in order.
    #[must_use]
    pub fn counted(&self, from: Millis, to: Millis) -> Vec<(Millis, Millis)> {
        let mut parts = self.open(from, to);
        for (begin, end) in &self.pauses {
            let end = end.unwrap_or(NEVER);
            parts = parts
                .into_iter()
                .flat_map(|(a, b)| [(a, b.min(*begin)), (a.max(end), b)])
                .filter(|(a, b)| a < b)
                .collect();
        }
        parts
    }

    fn open(&self, from: Millis, to: Millis) -> Vec<(Millis, Millis)> {
        match self.calendar {
            Some(calendar) => calendar.open_between(from, to),
            None => (from < to).then_some((from, to)).into_iter().collect(),
        }
    }

    /// When a term that began at `since` is over; `None` while it stands still, and when it never is. Working days end
    /// with the business's, whatever counts otherwise, and later by what stood still.
    #[must_use]
    pub fn due(&self, since: Millis, term: Term, calendar: &Calendar<'_>) -> Option<Millis> {
        match term {
            Term::Span(span) => self.walk(since, span),
            Term::WorkingDays(_) => {
                let end = calendar.after(since, term);
                let stood = Span(
                    length(&calendar.open_between(since, end)).0
                        - length(
                            &Pace {
                                calendar: Some(calendar),
                                pauses: self.pauses.clone(),
                            }
                            .counted(since, end),
                        )
                        .0,
                );
                if stood.0 <= 0 {
                    return Some(end);
                }
                self.walk(end, stood)
            }
        }
    }

    /// So many minutes that count after `due`, or before it.
    #[must_use]
    pub fn beside(
        &self,
        (since, term): (Millis, Term),
        due: Millis,
        minutes: i32,
    ) -> Option<Millis> {
        let by = Span::minutes(i64::from(minutes));
        match term {
            _ if minutes >= 0 => self.walk(due, by),
            Term::Span(span) => self.walk(since, Span((span.0 + by.0).max(0))),
            Term::WorkingDays(_) => Some(due + by),
        }
    }

    /// When so much has counted since an instant; `None` when it stands still before.
    fn walk(&self, from: Millis, span: Span) -> Option<Millis> {
        let (mut at, mut left) = (from, span.0);
        if left <= 0 {
            return Some(from);
        }
        let stops = self.pauses.iter().find(|it| it.1.is_none());
        for _ in 0..STRIDES {
            if stops.is_some_and(|it| it.0 <= at) {
                return None;
            }
            let end = at + STRIDE;
            for (a, b) in self.counted(at, end) {
                let has = b.since(a).0;
                if has >= left {
                    return Some(a + Span(left));
                }
                left -= has;
            }
            at = end;
        }
        None
    }
}

/// How long some parts are together.
#[must_use]
pub fn length(parts: &[(Millis, Millis)]) -> Span {
    Span(parts.iter().map(|(a, b)| b.since(*a).0).sum())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::team::OpeningHours;

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(text).unwrap()
    }

    fn hours(day: &[(u16, u16)], days: usize) -> OpeningHours {
        let mut hours = OpeningHours::default();
        for it in hours.week.iter_mut().take(days) {
            *it = day.to_vec();
        }
        hours
    }

    fn due(
        (day, days): (&[(u16, u16)], usize),
        zone: &str,
        since: &str,
        term: Term,
        pauses: Vec<Pause>,
    ) -> Option<Millis> {
        let hours = hours(day, days);
        let calendar = Calendar::new(&hours, zone);
        let pace = Pace {
            calendar: Some(&calendar),
            pauses,
        };
        pace.due(at(since), term, &calendar)
    }

    const NINE_TO_FIVE: (&[(u16, u16)], usize) = (&[(9 * 60, 17 * 60)], 5);
    const HOUR: Term = Term::Span(Span::hours(1));

    #[test]
    fn an_hour_on_friday_afternoon_is_due_on_monday() {
        let since = "2026-11-20T16:30:00Z";
        let found = due(NINE_TO_FIVE, "UTC", since, HOUR, Vec::new());
        assert_eq!(found, Some(at("2026-11-23T09:30:00Z")));
    }

    #[test]
    fn lunch_does_not_count() {
        let split: &[(u16, u16)] = &[(8 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)];
        let half = Term::Span(Span::minutes(30));
        let found = due((split, 5), "UTC", "2026-11-18T11:50:00Z", half, Vec::new());
        assert_eq!(found, Some(at("2026-11-18T13:50:00Z")));
    }

    #[test]
    fn the_hour_that_summer_takes_does_not_count() {
        let all: &[(u16, u16)] = &[(0, 1440)];
        let three = Term::Span(Span::hours(3));
        let zone = "America/New_York";
        let found = due((all, 7), zone, "2026-03-08T05:00:00Z", three, Vec::new());
        assert_eq!(found, Some(at("2026-03-08T08:00:00Z")), "04:00 there");
        let hours = hours(all, 7);
        let calendar = Calendar::new(&hours, zone);
        let day = calendar.open_between(at("2026-03-08T05:00:00Z"), at("2026-03-09T04:00:00Z"));
        assert_eq!(length(&day), Span::minutes(1_380));
    }

    #[test]
    fn what_stood_still_is_added_and_what_stands_still_is_not_due() {
        let pause = (at("2026-11-18T10:00:00Z"), Some(at("2026-11-18T12:00:00Z")));
        let since = "2026-11-18T09:30:00Z";
        let found = due(NINE_TO_FIVE, "UTC", since, HOUR, vec![pause]);
        assert_eq!(found, Some(at("2026-11-18T12:30:00Z")));
        let still = (at("2026-11-18T10:00:00Z"), None);
        assert_eq!(due(NINE_TO_FIVE, "UTC", since, HOUR, vec![still]), None);
        let later = (at("2026-11-18T11:00:00Z"), None);
        let found = due(NINE_TO_FIVE, "UTC", since, HOUR, vec![later]);
        assert_eq!(found, Some(at("2026-11-18T10:30:00Z")), "it was due before");
    }

    #[test]
    fn working_days_end_with_the_day_and_grow_by_what_stood_still() {
        let two = Term::WorkingDays(2);
        let since = "2026-11-18T10:00:00Z";
        let found = due(NINE_TO_FIVE, "UTC", since, two, Vec::new());
        assert_eq!(found, Some(at("2026-11-20T17:00:00Z")));
        let pause = (at("2026-11-19T09:00:00Z"), Some(at("2026-11-19T12:00:00Z")));
        let found = due(NINE_TO_FIVE, "UTC", since, two, vec![pause]);
        assert_eq!(found, Some(at("2026-11-23T12:00:00Z")));
    }

    #[test]
    fn steps_are_counted_as_the_target_is() {
        let hours = hours(&[(9 * 60, 17 * 60)], 5);
        let calendar = Calendar::new(&hours, "UTC");
        let pace = Pace {
            calendar: Some(&calendar),
            pauses: Vec::new(),
        };
        let since = at("2026-11-20T16:30:00Z");
        let due = pace.due(since, HOUR, &calendar).unwrap();
        let step = |minutes| pace.beside((since, HOUR), due, minutes);
        assert_eq!(step(-15), Some(at("2026-11-23T09:15:00Z")));
        assert_eq!(step(-45), Some(at("2026-11-20T16:45:00Z")));
        assert_eq!(step(0), Some(due));
        assert_eq!(step(8 * 60), Some(at("2026-11-24T09:30:00Z")));
        let always = Pace {
            calendar: None,
            pauses: Vec::new(),
        };
        let next = always.due(since, HOUR, &calendar);
        assert_eq!(next, Some(at("2026-11-20T17:30:00Z")));
    }
}
