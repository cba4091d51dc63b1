//! Things of customers' with a date, and what is said of them by itself before and after: planned when they are put down,
//! moved, or their plan changes; planned anew before anything is said ([`plan`], [`say`]); stopped by an answer, and
//! changed by a press ([`heard`]).

pub mod coming;
pub mod heard;
pub mod plan;
pub mod put;
pub mod say;
pub mod way;
pub mod when;

use crate::contacts::people::records;
use crate::domain::actor::{Actor, Right, SystemPart, Viewer};
use crate::domain::dated::plan::DatedKind;
use crate::domain::dated::{DatedEvent, LeftOut, Stopped, Told, Waits};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ContactId, DatedEventId, DatedKindId};
use crate::domain::job::JobKind;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Whose doing it is that nobody pressed send for.
pub const ITSELF: Actor = Actor::System(SystemPart::Automatic);
/// Of one person so many are looked at.
pub const OF_ONE: usize = 100;
/// Of a kind so many are planned anew at once.
const LOT: usize = 200;

/// One, for somebody who may work with it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub fn find(look: &Look<'_>, by: &Viewer, id: DatedEventId) -> Result<DatedEvent> {
    by.need(Right::Work)?;
    look.dated_event(id)?
        .ok_or_else(|| Error::not_found("dated event"))
}

/// All of a person, whatever record they hang on, by date.
///
/// # Errors
/// The store's.
pub fn of_person(look: &Look<'_>, contact: ContactId) -> Result<Vec<DatedEvent>> {
    let mut out = Vec::new();
    for record in records(look, contact)? {
        out.extend(look.dated_events_of(record, OF_ONE)?);
    }
    out.sort_by_key(|it| (it.at, it.id));
    Ok(out)
}

/// Its kind, while that is in use.
///
/// # Errors
/// The store's.
pub fn kind_of(look: &Look<'_>, it: &DatedEvent) -> Result<Option<DatedKind>> {
    let kind = look.dated_kind(it.kind)?;
    Ok(kind.filter(|it| it.retired_at.is_none()))
}

/// Sets when it is looked at next, and puts it.
///
/// # Errors
/// The store's.
pub fn keep(w: &mut Write<'_>, it: &mut DatedEvent) -> Result<()> {
    let kind = kind_of(w, it)?;
    let due = when::next_due(kind.as_ref(), it);
    if due != it.due {
        it.due = due;
        if let Some(due) = due {
            w.job(due, JobKind::Dated { event: it.id, due })?;
        }
    }
    w.put_dated_event(it)
}

/// Notes that a stage is left out. The caller puts it.
pub(crate) fn leave(
    w: &mut Write<'_>,
    it: &mut DatedEvent,
    (stage, why): (u32, LeftOut),
) -> Result<()> {
    it.told.push(Told {
        stage,
        date: it.at,
        at: w.now(),
        message: None,
        left: Some(why),
    });
    it.waits = it.waits.filter(|waits| waits.stage != stage);
    let event = it.id;
    let told = EventKind::DatedStageLeft { event, stage, why };
    w.event(ITSELF, Subject::contact(it.contact), told)?;
    Ok(())
}

/// Lets a stage wait. The caller puts it.
pub(crate) fn wait(it: &mut DatedEvent, stage: u32, until: Millis, why: LeftOut) {
    it.waits = Some(Waits { stage, until, why });
}

/// Nothing is said of it any more. The caller puts it.
pub(crate) fn stop(
    w: &mut Write<'_>,
    it: &mut DatedEvent,
    (by, subject): (Actor, Subject),
    why: Stopped,
) -> Result<()> {
    it.stopped = Some(why);
    it.waits = None;
    let event = it.id;
    w.event(by, subject, EventKind::DatedEventStopped { event, why })?;
    Ok(())
}

/// What is said of a kind is another: those with a date to come, or not long over, are planned anew, lot by lot.
///
/// # Errors
/// The store's.
pub fn plan_anew(
    w: &mut Write<'_>,
    kind: DatedKindId,
    after: Option<(Millis, DatedEventId)>,
) -> Result<()> {
    let long_over = w.now()
        - crate::domain::time::Span::days(i64::from(crate::domain::dated::plan::FARTHEST_DAYS));
    let lot = w.dated_events_from(Some(long_over), after, LOT)?;
    let last = lot.last().map(|it| (it.at, it.id));
    let is_last = lot.len() < LOT;
    let now = w.now();
    for mut it in lot.into_iter().filter(|it| it.kind == kind) {
        // What would have been said before the plan said so is not said now.
        if it.waits.is_none() && it.due.is_none_or(|due| due > now) {
            it.since = it.since.max(now);
        }
        // What waits for an hour may wait for another.
        if let Some(waits) = it.waits.as_mut().filter(|it| it.why == LeftOut::Hours) {
            waits.until = waits.until.min(now);
        }
        keep(w, &mut it)?;
    }
    if !is_last {
        w.job(now, JobKind::PlanDated { kind, after: last })?;
    }
    Ok(())
}
