//! When somebody works, and whether they do now.

use crate::domain::agent::{Agent, Availability};
use crate::domain::team::OpeningHours;
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;

/// Whether they could be given something, were they in front of it: they work now, are on no break and not away.
#[must_use]
pub fn is_on(agent: &Agent, now: Millis) -> bool {
    let on =
        agent.is_active() && agent.availability == Availability::Online && agent.absence.is_none();
    on && in_shift(agent, now)
}

/// Whether it is a time at which they work; always, where no shifts were set.
#[must_use]
pub fn in_shift(agent: &Agent, now: Millis) -> bool {
    let hours = shifts(agent);
    Calendar::new(&hours, &agent.time_zone).is_open_at(now)
}

fn shifts(agent: &Agent) -> OpeningHours {
    OpeningHours {
        week: agent.serving.shifts.clone(),
        ..OpeningHours::default()
    }
}

/// When the next of these people's shifts begins.
#[must_use]
pub fn next_shift<'a>(people: impl Iterator<Item = &'a Agent>, now: Millis) -> Option<Millis> {
    let begins = people.filter(|it| it.is_active() && it.serving.has_shifts());
    let begins = begins.filter_map(|it| {
        let hours = shifts(it);
        Calendar::new(&hours, &it.time_zone).opens_after(now)
    });
    begins.min()
}
