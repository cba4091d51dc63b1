//! Figures of the monitor somebody wants to hear of when they are above so much: arranged by who looks after all, and by
//! leads for their own teams.

use crate::desk::alerts::outlets;
use crate::domain::actor::{Actor, Right, SystemPart, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, OutletId, TeamId, ThresholdId};
use crate::domain::monitor::Scope;
use crate::domain::monitor::alert::{Hours, Measure, Threshold};
use crate::domain::team::Team;
use crate::store::{Look, Write};

/// Thresholds at most, people and outlets of one, and the highest figure.
const MOST: usize = 50;
const NAMED: usize = 20;
const HIGHEST: u32 = 100_000;

/// What may be said of one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    pub team: Option<TeamId>,
    pub measure: Measure,
    pub above: u32,
    pub lead: bool,
    pub people: Vec<AgentId>,
    pub outlets: Vec<OutletId>,
    pub hours: Hours,
}

/// Whose thresholds somebody arranges: those of all, or of the teams they look after.
///
/// # Errors
/// [`Error::Forbidden`] when none.
pub fn scope(look: &Look<'_>, by: &Viewer) -> Result<Scope> {
    let teams = look.arranged::<Team>()?;
    Scope::of(by, &teams).ok_or(Error::Forbidden {
        need: Right::Supervise.name(),
    })
}

/// Those in use that somebody arranges, oldest first.
///
/// # Errors
/// As [`scope`].
pub fn list(look: &Look<'_>, by: &Viewer) -> Result<Vec<Threshold>> {
    let scope = scope(look, by)?;
    let all = look.arranged::<Threshold>()?;
    let live = all.iter().filter(|it| it.retired_at.is_none());
    Ok(live.filter(|it| scope.has(it.team)).cloned().collect())
}

/// Makes one.
///
/// # Errors
/// As [`scope`]; [`Error::Invalid`] on `team`, `above`, `tell`; [`Error::Conflict`] `too_many`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<Threshold> {
    let scope = scope(w, by)?;
    let known = match about.team {
        Some(team) => w.team(team)?.is_some_and(|it| it.retired_at.is_none()),
        None => true,
    };
    if !known || !scope.has(about.team) {
        return Err(Error::invalid("team", "error-no-such-team"));
    }
    if about.above > HIGHEST {
        return Err(Error::invalid("above", "error-threshold"));
    }
    let tells = about.lead || !about.people.is_empty() || !about.outlets.is_empty();
    let few = about.people.len() <= NAMED && about.outlets.len() <= NAMED;
    let mut real = outlets::are_known(w, &about.outlets)?;
    for id in &about.people {
        real &= w.agent(*id)?.is_some_and(|it| it.is_active());
    }
    if !tells || !few || !real {
        return Err(Error::invalid("tell", "error-threshold-tell"));
    }
    let all = w.arranged::<Threshold>()?;
    if all.iter().filter(|it| it.retired_at.is_none()).count() >= MOST {
        return Err(Error::conflict("too_many"));
    }
    let it = Threshold {
        id: w.new_id(),
        team: about.team,
        measure: about.measure,
        above: about.above,
        lead: about.lead,
        people: about.people.clone(),
        outlets: about.outlets.clone(),
        hours: about.hours,
        created_at: w.now(),
        ..Threshold::default()
    };
    w.put_threshold(&it)?;
    let threshold = it.id;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::ThresholdMade { threshold },
    )?;
    Ok(it)
}

/// Takes one out of use. Doing it twice is no error.
///
/// # Errors
/// As [`scope`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, threshold: ThresholdId) -> Result<()> {
    let scope = scope(w, by)?;
    let found = w.threshold(threshold)?.filter(|it| scope.has(it.team));
    let mut it = found.ok_or(Error::not_found("threshold"))?;
    if it.retired_at.is_some() {
        return Ok(());
    }
    it.retired_at = Some(w.now());
    w.put_threshold(&it)?;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::ThresholdRetired { threshold },
    )
    .map(|_| ())
}

/// What a threshold measures now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub id: ThresholdId,
    pub n: u32,
}

/// Notes which figures went above their thresholds, and which fell again: each is told of once, until it fell.
///
/// # Errors
/// The store's.
pub fn crossed(w: &mut Write<'_>, readings: &[Reading]) -> Result<()> {
    let now = w.now();
    for Reading { id, n } in readings {
        let Some(mut it) = w.threshold(*id)?.filter(|it| it.retired_at.is_none()) else {
            continue;
        };
        let over = *n > it.above;
        if over == it.over_since.is_some() {
            continue;
        }
        it.over_since = over.then_some(now);
        w.put_threshold(&it)?;
        let kind = EventKind::ThresholdCrossed {
            threshold: *id,
            n: *n,
            over,
        };
        w.event(Actor::System(SystemPart::Timers), Subject::default(), kind)?;
    }
    Ok(())
}
