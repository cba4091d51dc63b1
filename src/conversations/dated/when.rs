//! When a stage is said: by the calendar of the place the event is in, so that "two days before" is the same hour there,
//! whatever the clocks did meanwhile.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Span as Days, Timestamp, Zoned};

use crate::domain::dated::DatedEvent;
use crate::domain::dated::plan::{DatedKind, MORNING, Stage, Unit};
use crate::domain::time::{Millis, Span};

/// A zone by its name; UTC for one nobody knows.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

fn there(it: &DatedEvent) -> Option<Zoned> {
    let at = Timestamp::from_millisecond(it.at.0).ok()?;
    Some(at.to_zoned(zone(&it.zone)))
}

/// When a stage of an event is to be said; `None` where no calendar goes so far.
#[must_use]
pub fn time_of(stage: &Stage, it: &DatedEvent) -> Option<Millis> {
    let n = i64::from(stage.offset);
    let by_clock = |span: Span| Some(it.at + span);
    match stage.unit {
        Unit::Minutes => by_clock(Span::minutes(n)),
        Unit::Hours => by_clock(Span::hours(n)),
        Unit::Days => {
            let there = there(it)?;
            let days = Days::new().try_days(n).ok()?;
            let date = there.date().checked_add(days).ok()?;
            let time = match stage.minute {
                Some(minute) => of_day(minute)?,
                None if it.all_day => of_day(MORNING)?,
                None => there.time(),
            };
            let at = date.to_datetime(time).to_zoned(zone(&it.zone)).ok()?;
            Some(Millis(at.timestamp().as_millisecond()))
        }
    }
}

/// A minute of the day as a time.
fn of_day(minute: u16) -> Option<Time> {
    let hour = i8::try_from(minute / 60).ok()?;
    Time::new(hour, i8::try_from(minute % 60).ok()?, 0, 0).ok()
}

/// When an event is over: a whole day with its end.
#[must_use]
pub fn ends(it: &DatedEvent) -> Millis {
    if !it.all_day {
        return it.at;
    }
    let next = there(it).and_then(|it| it.checked_add(Days::new().days(1)).ok());
    next.map_or(it.at + Span::days(1), |it| {
        Millis(it.timestamp().as_millisecond())
    })
}

/// What of an event is still to be said, with when: soonest first.
#[must_use]
pub fn ahead<'k>(kind: &'k DatedKind, it: &DatedEvent) -> Vec<(Millis, &'k Stage)> {
    if !it.state.is_open() || it.stopped.is_some() {
        return Vec::new();
    }
    let left = kind.stages.iter();
    let left = left.filter(|stage| !it.is_told(stage.id, kind.again_when_moved));
    let mut out: Vec<_> = left
        .filter_map(|stage| Some((time_of(stage, it)?, stage)))
        .filter(|(at, _)| *at >= it.since)
        .collect();
    out.sort_by_key(|(at, stage)| (*at, stage.id));
    out
}

/// When an event is to be looked at next.
#[must_use]
pub fn next_due(kind: Option<&DatedKind>, it: &DatedEvent) -> Option<Millis> {
    if let Some(thank) = it.thank {
        return Some(thank.at);
    }
    let kind = kind.filter(|it| it.retired_at.is_none())?;
    let due = |(at, stage): (Millis, &Stage)| match it.waits {
        Some(waits) if waits.stage == stage.id => at.max(waits.until),
        _ => at,
    };
    ahead(kind, it).into_iter().map(due).min()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::dated::{DatedState, Told};

    fn at(text: &str) -> Millis {
        Millis::parse_rfc3339(text).unwrap()
    }

    fn event(when: &str, zone: &str) -> DatedEvent {
        DatedEvent {
            at: at(when),
            zone: zone.to_owned(),
            ..DatedEvent::default()
        }
    }

    fn days(offset: i32) -> Stage {
        Stage {
            id: 1,
            offset,
            ..Stage::default()
        }
    }

    #[test]
    fn days_are_those_of_the_place() {
        // New York set its clocks forward on 8 March 2026.
        let it = event("2026-03-09T10:00:00-04:00", "America/New_York");
        assert_eq!(
            time_of(&days(-2), &it),
            Some(at("2026-03-07T10:00:00-05:00"))
        );
        let hours = Stage {
            unit: Unit::Hours,
            ..days(-48)
        };
        assert_eq!(time_of(&hours, &it), Some(at("2026-03-07T09:00:00-05:00")));
        // An hour that is skipped that day is the next there is.
        let early = Stage {
            minute: Some(150),
            ..days(-1)
        };
        assert_eq!(time_of(&early, &it), Some(at("2026-03-08T03:30:00-04:00")));
    }

    #[test]
    fn a_whole_day_is_spoken_of_in_the_morning_and_ends_with_it() {
        let it = DatedEvent {
            all_day: true,
            ..event("2026-11-20T00:00:00-05:00", "America/Bogota")
        };
        assert_eq!(
            time_of(&days(3), &it),
            Some(at("2026-11-23T09:00:00-05:00"))
        );
        assert_eq!(ends(&it), at("2026-11-21T00:00:00-05:00"));
        assert_eq!(
            ends(&event("2026-11-20T10:00:00Z", "UTC")).0,
            it.at.0 + 5 * 3_600_000
        );
    }

    #[test]
    fn what_was_said_stays_said_when_the_date_moves() {
        let kind = DatedKind {
            stages: vec![days(-2), Stage { id: 2, ..days(-1) }],
            ..DatedKind::default()
        };
        let mut it = event("2026-11-20T10:00:00Z", "UTC");
        assert_eq!(next_due(Some(&kind), &it), Some(at("2026-11-18T10:00:00Z")));
        it.told.push(Told {
            stage: 1,
            date: it.at,
            at: at("2026-11-18T10:00:00Z"),
            message: Some(crate::domain::id::MessageId::default()),
            left: None,
        });
        it.at = at("2026-11-25T10:00:00Z");
        assert_eq!(next_due(Some(&kind), &it), Some(at("2026-11-24T10:00:00Z")));
        let again = DatedKind {
            again_when_moved: true,
            ..kind.clone()
        };
        assert_eq!(
            next_due(Some(&again), &it),
            Some(at("2026-11-23T10:00:00Z"))
        );
        it.since = at("2026-11-24T11:00:00Z");
        assert_eq!(next_due(Some(&again), &it), None, "it was entered too late");
        it.since = Millis(0);
        it.state = DatedState::Cancelled;
        assert_eq!(next_due(Some(&again), &it), None);
    }
}
