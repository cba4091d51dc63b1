//! Places outside Lobby that are told: what happens is gathered for each, so that a storm is one message a minute with its
//! number, and waits for the hours in which it is wanted.

use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AlertCallId, OutletId};
use crate::domain::job::JobKind;
use crate::domain::monitor::alert::{APART, AlertCall, GATHERS, Gathered, Hours, Outlet};
use crate::domain::notice::NoticeKind;
use crate::domain::time::{Millis, Span};
use crate::notices::whom::{act_of, step_of};
use crate::sla::calendar::Calendar;
use crate::sla::shift::is_on;
use crate::store::{Look, Write};

/// Where nobody works it is looked again after this.
const LOOKED_AGAIN: Span = Span::minutes(5);

/// What an event is told of, to which outlets, and when at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loud {
    pub kind: NoticeKind,
    pub outlets: Vec<OutletId>,
    pub hours: Hours,
}

/// To which outlets an event is told.
///
/// # Errors
/// The store's.
pub fn loud(look: &Look<'_>, event: &Event) -> Result<Option<Loud>> {
    // Most events are none of these: their conversation is not read.
    let step_of = |step| {
        let about = event.subject.conversation.map(|id| look.conversation(id));
        step_of(look, about.transpose()?.flatten().as_ref(), step)
    };
    let told = match event.kind {
        EventKind::SlaWarned { step, .. } => {
            step_of(step)?.map(|it| (NoticeKind::GoalNear, it.outlets, it.hours))
        }
        EventKind::SlaMissed { step, .. } | EventKind::SlaEscalated { step, .. } => {
            step_of(step)?.map(|it| (NoticeKind::GoalMissed, it.outlets, it.hours))
        }
        EventKind::RuleTold { rule, act } => {
            act_of(look, rule, act)?.map(|it| (NoticeKind::Rule, it.outlets, it.hours))
        }
        EventKind::ThresholdCrossed {
            threshold,
            over: true,
            ..
        } => look
            .threshold(threshold)?
            .map(|it| (NoticeKind::Threshold, it.outlets, it.hours)),
        EventKind::HealthMoved { to, .. } if to.is_down() => {
            Some((NoticeKind::ChannelDown, of_channels(look)?, Hours::Always))
        }
        EventKind::SilenceMoved { silent: true, .. } => {
            Some((NoticeKind::ChannelDown, of_channels(look)?, Hours::Always))
        }
        _ => None,
    };
    Ok(told.map(|(kind, outlets, hours)| Loud {
        kind,
        outlets,
        hours,
    }))
}

fn of_channels(look: &Look<'_>) -> Result<Vec<OutletId>> {
    let all = look.arranged::<Outlet>()?;
    let live = all.iter().filter(|it| it.retired_at.is_none());
    Ok(live.filter(|it| it.channels).map(|it| it.id).collect())
}

/// Gathers an event for its outlets.
///
/// # Errors
/// The store's.
pub fn gather(w: &mut Write<'_>, event: &Event) -> Result<()> {
    let Some(it) = loud(w, event)? else {
        return Ok(());
    };
    for id in it.outlets {
        let live = w.outlet(id)?.filter(|it| it.retired_at.is_none());
        let Some(outlet) = live.filter(Outlet::is_linked) else {
            continue;
        };
        let mut known = waiting(w, &outlet, it.hours)?;
        known.add(it.kind, event.subject.conversation);
        if let EventKind::ThresholdCrossed { threshold, n, .. } = event.kind {
            known.threshold = Some((threshold, n));
        }
        w.put_gathered(id, &known)?;
    }
    Ok(())
}

/// What waits for an outlet already; else nothing yet, and the work to tell it.
fn waiting(w: &mut Write<'_>, outlet: &Outlet, hours: Hours) -> Result<Gathered> {
    let now = w.now();
    if let Some(mut known) = w.gathered(outlet.id)? {
        known.hours = known.hours.min(hours);
        return Ok(known);
    }
    let apart = outlet.told_at.map_or(now, |at| at + APART);
    let due = apart.max(now + GATHERS);
    let outlet = outlet.id;
    w.job(due, JobKind::GatherAlerts { outlet })?;
    Ok(Gathered {
        hours,
        since: now,
        due,
        ..Gathered::default()
    })
}

/// Whether something is told now; else when it is looked again.
///
/// # Errors
/// The store's.
pub fn later(look: &Look<'_>, hours: Hours, now: Millis) -> Result<Option<Millis>> {
    match hours {
        Hours::Always => Ok(None),
        Hours::Open => {
            let business = look.business()?.unwrap_or_default();
            let calendar = Calendar::of(&business);
            let opens = calendar.opens_after(now).unwrap_or(now + Span::days(1));
            Ok((!calendar.is_open_at(now)).then_some(opens))
        }
        Hours::Staffed => {
            let agents = look.arranged::<Agent>()?;
            let staffed = agents.iter().any(|it| is_on(it, now));
            Ok((!staffed).then_some(now + LOOKED_AGAIN))
        }
    }
}

/// What was gathered for an outlet leaves, where it is time.
///
/// # Errors
/// The store's.
pub fn leave(w: &mut Write<'_>, outlet: OutletId) -> Result<()> {
    let now = w.now();
    let Some(mut told) = w.gathered(outlet)?.filter(|it| it.due <= now) else {
        return Ok(());
    };
    let Some(known) = w.outlet(outlet)?.filter(|it| it.retired_at.is_none()) else {
        return w.remove_gathered(outlet).map(|_| ());
    };
    if let Some(at) = later(w, told.hours, now)? {
        told.due = at;
        w.put_gathered(outlet, &told)?;
        return w.job(at, JobKind::GatherAlerts { outlet }).map(|_| ());
    }
    w.remove_gathered(outlet)?;
    send(w, known, told)
}

/// Has a test told at once, at any hour.
///
/// # Errors
/// [`Error::Conflict`] `not_linked` where there is nowhere to send to.
pub fn test(w: &mut Write<'_>, outlet: Outlet) -> Result<()> {
    if !outlet.is_linked() {
        return Err(Error::conflict("not_linked"));
    }
    let now = w.now();
    let told = Gathered {
        test: true,
        since: now,
        due: now,
        ..Gathered::default()
    };
    send(w, outlet, told)
}

fn send(w: &mut Write<'_>, outlet: Outlet, told: Gathered) -> Result<()> {
    let now = w.now();
    let call = AlertCall {
        id: w.new_id(),
        outlet: outlet.id,
        at: now,
        told,
        ..AlertCall::default()
    };
    w.put_alert_call(&call)?;
    w.put_outlet(&Outlet {
        told_at: Some(now),
        ..outlet
    })?;
    let kind = JobKind::SendAlert {
        outlet: call.outlet,
        call: call.id,
        at: now,
    };
    w.job(now, kind).map(|_| ())
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    /// Why not, as a key of `words`, and what was said; whether it is tried again.
    Refused(String, String, bool),
}

/// Notes what became of a message.
///
/// # Errors
/// The store's.
pub fn told(
    w: &mut Write<'_>,
    (outlet, at, id): (OutletId, Millis, AlertCallId),
    outcome: &Outcome,
) -> Result<()> {
    let now = w.now();
    let Some(mut call) = w.alert_call(outlet, at, id)? else {
        return Ok(());
    };
    let Some(mut known) = w.outlet(outlet)? else {
        return Ok(());
    };
    call.tries = call.tries.saturating_add(1);
    match outcome {
        Outcome::Taken => {
            call.taken_at = Some(now);
            known.reached_at = Some(now);
            (call.trouble, call.detail) = (String::new(), String::new());
        }
        Outcome::Refused(trouble, detail, again) => {
            call.given_up = !again;
            (call.trouble, call.detail) = (trouble.clone(), detail.clone());
        }
    }
    (known.trouble, known.detail) = (call.trouble.clone(), call.detail.clone());
    w.put_alert_call(&call)?;
    w.put_outlet(&known)
}
