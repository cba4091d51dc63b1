//! When somebody wants to hear nothing.

use crate::domain::agent::Agent;
use crate::domain::notice::Quiet;
use crate::domain::team::{Business, OpeningHours};
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// A business that never opens again keeps nobody's mail for longer.
const AT_MOST: Span = Span::days(1);

/// When the quiet somebody is in now ends; `None` when it is not quiet.
#[must_use]
pub fn quiet_until(agent: &Agent, business: &Business, now: Millis) -> Option<Millis> {
    let hours = match agent.telling.quiet {
        Quiet::Never => return None,
        Quiet::WhenClosed => return closed_until(&Calendar::of(business), now),
        Quiet::Nights => but(Quiet::NIGHT.0, Quiet::NIGHT.1),
        Quiet::Between { from, to } => but(from, to),
    };
    let zone = if agent.time_zone.is_empty() {
        &business.time_zone
    } else {
        &agent.time_zone
    };
    closed_until(&Calendar::new(&hours, zone), now)
}

fn closed_until(calendar: &Calendar<'_>, now: Millis) -> Option<Millis> {
    if calendar.is_open_at(now) {
        return None;
    }
    Some(calendar.opens_after(now).unwrap_or(now + AT_MOST))
}

/// Every day but from one minute to another, over midnight where that is the earlier one.
fn but(from: u16, to: u16) -> OpeningHours {
    let day: Vec<(u16, u16)> = if from > to {
        vec![(to, from)]
    } else {
        [(0, from), (to, DAY)]
            .into_iter()
            .filter(|(begin, end)| begin < end)
            .collect()
    };
    OpeningHours {
        week: std::array::from_fn(|_| day.clone()),
        ..OpeningHours::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(text).unwrap()
    }

    fn ana(quiet: Quiet) -> Agent {
        let mut ana = Agent {
            time_zone: "America/Bogota".to_owned(),
            ..Agent::default()
        };
        ana.telling.quiet = quiet;
        ana
    }

    fn until(quiet: Quiet, now: &str) -> Option<Millis> {
        quiet_until(&ana(quiet), &Business::default(), at(now))
    }

    #[test]
    fn nights_are_quiet_where_one_is() {
        let morning = Some(at("2026-11-05T07:00:00-05:00"));
        assert_eq!(until(Quiet::Nights, "2026-11-04T19:59:00-05:00"), None);
        assert_eq!(until(Quiet::Nights, "2026-11-04T20:00:00-05:00"), morning);
        assert_eq!(until(Quiet::Nights, "2026-11-05T06:59:00-05:00"), morning);
        assert_eq!(until(Quiet::Nights, "2026-11-05T07:00:00-05:00"), None);
        assert_eq!(until(Quiet::Never, "2026-11-05T03:00:00-05:00"), None);
    }

    #[test]
    fn own_hours_may_lie_within_a_day_or_over_midnight() {
        let (noon, night) = (
            Quiet::Between { from: 720, to: 840 },
            Quiet::Between {
                from: 1380,
                to: 300,
            },
        );
        let two = Some(at("2026-11-04T14:00:00-05:00"));
        assert_eq!(until(noon, "2026-11-04T13:00:00-05:00"), two);
        assert_eq!(until(noon, "2026-11-04T11:59:00-05:00"), None);
        assert_eq!(until(noon, "2026-11-04T23:30:00-05:00"), None);
        let five = Some(at("2026-11-05T05:00:00-05:00"));
        assert_eq!(until(night, "2026-11-04T23:30:00-05:00"), five);
        assert_eq!(until(night, "2026-11-04T13:00:00-05:00"), None);
    }

    #[test]
    fn a_closed_business_is_quiet_and_one_without_hours_never_is() {
        let mut business = Business {
            time_zone: "America/Bogota".to_owned(),
            ..Business::default()
        };
        let (ana, sunday) = (ana(Quiet::WhenClosed), at("2026-11-08T12:00:00-05:00"));
        assert_eq!(quiet_until(&ana, &business, sunday), None);
        for day in business.hours.week.iter_mut().take(5) {
            day.push((480, 1080));
        }
        let monday = Some(at("2026-11-09T08:00:00-05:00"));
        assert_eq!(quiet_until(&ana, &business, sunday), monday);
    }
}
