//! What is done when something agreed comes near, was not met, and still is not: step by step, each once.

use crate::conversations::sla::choose::Yardstick;
use crate::conversations::steps::labels::prioritise;
use crate::conversations::steps::moves::bring_to;
use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::SlaPolicyId;
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::domain::sla::{Clock, Step};
use crate::store::Write;

/// Sets the timer for the next step of any of its clocks.
///
/// # Errors
/// The store's.
pub fn set_timer(w: &mut Write<'_>, yardstick: &Yardstick, c: &Conversation) -> Result<()> {
    let mut first = None;
    if let Some(sla) = &c.sla
        && let Some(count) = yardstick.count(w, c, sla.policy)?
    {
        let all = sla.clocks.iter().filter_map(|it| count.next_step(it));
        first = all.map(|it| it.1).min();
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
    let Some(count) = yardstick.count(w, c, sla.policy)? else {
        c.sla = Some(sla);
        return set_timer(w, &yardstick, c);
    };
    for clock in &mut sla.clocks {
        while let Some((step, at)) = count.next_step(clock) {
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
        prioritise(w, c, voice, to)?;
    }
    if let Some(team) = step.team
        && w.team(team)?.is_some_and(|it| it.retired_at.is_none())
    {
        bring_to(w, c, voice, Some(team), Reason::SlaMissed { policy })?;
    }
    Ok(())
}
