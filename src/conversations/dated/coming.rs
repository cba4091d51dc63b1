//! What would go out in the days to come, and what would not, with why: as of now.

use crate::contacts::people::is_blocked;
use crate::conversations::dated::gate::{Gate, gate};
use crate::conversations::dated::way::{Way, way};
use crate::conversations::dated::{kind_of, when};
use crate::domain::dated::plan::Stage;
use crate::domain::dated::{DatedEvent, DatedState, LeftOut};
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, DatedEventId};
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// How far one looks ahead.
pub const AHEAD: Span = Span::days(7);
/// Events looked at, and rows shown.
const LOOKED_AT: usize = 5_000;
pub const SHOWN: usize = 500;

/// A stage to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Coming {
    pub event: DatedEvent,
    pub stage: Stage,
    pub at: Millis,
    /// By which channel, and whether as an approved text; else why not.
    pub by: std::result::Result<(ChannelId, bool), LeftOut>,
}

/// The stages of the next days, soonest first: at most [`SHOWN`].
///
/// # Errors
/// The store's.
pub fn coming(look: &Look<'_>, now: Millis) -> Result<Vec<Coming>> {
    let until = now + AHEAD;
    let mut out = Vec::new();
    for id in look.dated_due(until, LOOKED_AT)? {
        if let Some(it) = look.dated_event(id)? {
            out.extend(of(look, &it, now, until)?);
        }
    }
    out.sort_by_key(|it| it.at);
    out.truncate(SHOWN);
    Ok(out)
}

/// The stages of one event until then.
///
/// # Errors
/// The store's.
pub fn of(look: &Look<'_>, it: &DatedEvent, now: Millis, until: Millis) -> Result<Vec<Coming>> {
    let Some(kind) = kind_of(look, it)? else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let ahead = when::ahead(&kind, it).into_iter();
    for (at, stage) in ahead.filter(|(at, _)| *at <= until) {
        let waits = it.waits.filter(|waits| waits.stage == stage.id);
        let at = waits.map_or(at, |waits| at.max(waits.until));
        let at = match gate(look, it, kind.purpose.0, at.max(now))? {
            Gate::Wait(until) => until,
            Gate::Open | Gate::Leave(_) => at,
        };
        let confirmed = stage.unless_confirmed && it.state == DatedState::Confirmed;
        let by = if is_blocked(look, it.contact, now)? {
            Err(LeftOut::Blocked)
        } else if confirmed {
            Err(LeftOut::Confirmed)
        } else {
            let found = way(look, it.contact, (&kind, stage), at.max(now))?;
            found.map(|Way { channel, template }| (channel.id, template.is_some()))
        };
        out.push(Coming {
            event: it.clone(),
            stage: stage.clone(),
            at,
            by,
        });
    }
    Ok(out)
}

/// One row of a list that goes on.
pub type Place = (Millis, DatedEventId);
