//! What is done when something agreed comes near, was not met, and still is not: step by step, each once.

use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::minutes::{moves, pace, pauses};
use crate::conversations::steps::moves::bring_to;
use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::SlaPolicyId;
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::domain::sla::{Clock, Step};
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;
use crate::store::{Look, Write};

/// The next step of a clock, and when it is to be taken; none of one that stands still or was met.
///
/// # Errors
/// The store's.
pub fn next_step<'y>(
    look: &Look<'_>,
    yardstick: &'y Yardstick,
    c: &Conversation,
    policy: SlaPolicyId,
    clock: &Clock,
) -> Result<Option<(&'y Step, Millis)>> {
    let (Some(due), None) = (clock.due, clock.met_at) else {
        return Ok(None);
    };
    let Some(policy) = yardstick.policies.iter().find(|it| it.id == policy) else {
        return Ok(None);
    };
    let Some(step) = policy.steps.get(usize::from(clock.steps)) else {
        return Ok(None);
    };
    let calendar = Calendar::of(&yardstick.business);
    let stood = pauses(&moves(look, c, policy)?, clock.kind, policy.pauses);
    let at = pace(policy, &calendar, stood).beside((clock.since, clock.target), due, step.minutes);
    Ok(at.map(|at| (step, at)))
}

/// Sets the timer for the next step of any of its clocks.
///
/// # Errors
/// The store's.
pub fn set_timer(w: &mut Write<'_>, yardstick: &Yardstick, c: &Conversation) -> Result<()> {
    let mut first = None;
    for clock in c.sla.iter().flat_map(|it| &it.clocks) {
        let policy = c.sla.as_ref().map_or_else(Default::default, |it| it.policy);
        if let Some((_, at)) = next_step(w, yardstick, c, policy, clock)? {
            first = Some(first.map_or(at, |it: Millis| it.min(at)));
        }
    }
    w.set_timer(c.id, TimerKind::Sla, first)
}

/// Takes the steps whose time has come. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn fire(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    let yardstick = Yardstick::read(w)?;
    let Some(mut sla) = c.sla.take() else {
        return Ok(());
    };
    let now = w.now();
    for clock in &mut sla.clocks {
        while let Some((step, at)) = next_step(w, &yardstick, c, sla.policy, clock)? {
            if at > now {
                break;
            }
            take(w, c, voice, (sla.policy, clock), step)?;
            clock.steps = clock.steps.saturating_add(1);
        }
    }
    c.sla = Some(sla);
    set_timer(w, &yardstick, c)
}

fn take(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (policy, clock): (SlaPolicyId, &Clock),
    step: &Step,
) -> Result<()> {
    let (kind, at, due) = (clock.kind, clock.steps, clock.due.unwrap_or_default());
    let told = match step.minutes {
        ..0 => EventKind::SlaWarned {
            clock: kind,
            due,
            step: at,
        },
        0 => EventKind::SlaMissed {
            clock: kind,
            due,
            step: at,
        },
        _ => EventKind::SlaEscalated {
            clock: kind,
            due,
            step: at,
        },
    };
    voice.tell(w, c, told)?;
    if let Some(to) = step.priority.filter(|it| *it > c.priority) {
        let from = std::mem::replace(&mut c.priority, to);
        voice.tell(w, c, EventKind::PrioritySet { from, to })?;
    }
    if let Some(team) = step.team
        && w.team(team)?.is_some_and(|it| it.retired_at.is_none())
    {
        bring_to(w, c, voice, Some(team), Reason::SlaMissed { policy })?;
    }
    Ok(())
}
