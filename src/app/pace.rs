//! How soon the desk answers already: what goals of its own may begin with.

use std::collections::HashMap;

use crate::app::App;
use crate::desk::sla_policies::{Minutes, place_of};
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::domain::time::{Millis, Span};
use crate::reports::{Ask, Calendars, Filter, Hours, Metric, Period};
use crate::store::Look;

/// Before that a desk does not know its own pace yet.
const LEARNT: Span = Span::days(14);
/// The days looked at.
const LATELY: i32 = 28;
/// Fewer answers are no pace.
const ANSWERS: u64 = 20;

/// Minutes within which three of four first answers were given in the last four weeks, while it was open: on the web site,
/// by messages, by mail; nought where there are too few, `None` where there are of no kind, or the desk is younger than
/// two weeks.
///
/// # Errors
/// The store's, and the views'.
pub fn own(app: &App, look: &Look<'_>) -> Result<Option<Minutes>> {
    let now = app.clock.now();
    let business = look.business()?.unwrap_or_default();
    if business.claimed_at.is_some_and(|it| it + LEARNT > now) {
        return Ok(None);
    }
    app.reports.freshen(app.store.last_seq());
    let channels = look.arranged::<Channel>()?;
    let kinds = channels.iter().map(|it| (it.id, it.kind)).collect();
    let calendars = Calendars::read(look)?;
    let period = Period::last_days(LATELY, now, &business.time_zone);
    let mut filter = Filter::of(period);
    filter.hours = Hours::Business;
    let mut out = Minutes::default();
    for (place, minutes) in out.iter_mut().enumerate() {
        filter.kinds = of_place(place);
        *minutes = answered(app, (&filter, now), (&calendars, &kinds))?;
    }
    Ok(Some(out).filter(|it| *it != Minutes::default()))
}

fn of_place(place: usize) -> Vec<ChannelKind> {
    let all = ChannelKind::ALL.into_iter();
    all.filter(|it| place_of(*it) == place).collect()
}

fn answered(
    app: &App,
    (filter, now): (&Filter, Millis),
    (calendars, kinds): (&Calendars, &HashMap<ChannelId, ChannelKind>),
) -> Result<u16> {
    let everything = Viewer::system(SystemPart::Timers);
    let found = app.reports.total(&Ask {
        metric: Metric::FirstResponse,
        filter,
        viewer: &everything,
        calendars,
        kinds,
        now,
    })?;
    Ok(if found.n < ANSWERS {
        0
    } else {
        told(found.p75)
    })
}

/// As people say it: to the next minute, above ten to the next five, above two hours to the next half hour.
fn told(span: Span) -> u16 {
    let minutes = span.0.div_euclid(60_000) + i64::from(span.0.rem_euclid(60_000) > 0);
    let step = match minutes {
        ..=10 => 1,
        11..=120 => 5,
        _ => 30,
    };
    let said = (minutes.max(1) + step - 1) / step * step;
    u16::try_from(said).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_said_as_people_say_it() {
        let cases = [
            (0, 1),
            (61, 2),
            (600, 10),
            (601, 15),
            (7_200, 120),
            (7_201, 150),
        ];
        for (seconds, minutes) in cases {
            assert_eq!(told(Span::seconds(seconds)), minutes, "{seconds} s");
        }
    }
}
