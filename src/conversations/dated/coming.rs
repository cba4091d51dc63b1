//! What would go out in the days to come, and what would not, with why: as of now.

use crate::contacts::people::is_blocked;
use crate::conversations::dated::way::way;
use crate::conversations::dated::{kind_of, when};
use crate::conversations::outreach::Gate;
use crate::domain::dated::plan::{DatedKind, Stage};
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
    pub by: By,
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
        let (opens, found) = by(look, it, (&kind, stage), at.max(now))?;
        let (at, found) = match opens {
            Some(until) => (until, by(look, it, (&kind, stage), until)?.1),
            None => (at, found),
        };
        let confirmed = stage.unless_confirmed && it.state == DatedState::Confirmed;
        let by = if is_blocked(look, it.contact, now)? {
            Err(LeftOut::Blocked)
        } else if confirmed {
            Err(LeftOut::Confirmed)
        } else {
            found
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

/// By which channel, and whether as an approved text; else why not.
type By = std::result::Result<(ChannelId, bool), LeftOut>;

/// By what a stage would be said at an instant; before it, until when it would wait.
fn by(
    look: &Look<'_>,
    it: &DatedEvent,
    of: (&DatedKind, &Stage),
    at: Millis,
) -> Result<(Option<Millis>, By)> {
    Ok(match way(look, it, of, at)? {
        Ok((_, Gate::Leave(why))) => (None, Err(why.into())),
        Ok((way, gate)) => {
            let until = match gate {
                Gate::Wait(until) => Some(until),
                _ => None,
            };
            (until, Ok((way.channel.id, way.template.is_some())))
        }
        Err(why) => (None, Err(why)),
    })
}

/// One row of a list that goes on.
pub type Place = (Millis, DatedEventId);
