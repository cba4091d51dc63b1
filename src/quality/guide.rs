//! The weekly look back: for the owner, for ninety days after the set-up, unless they want it no more.

use jiff::civil::Date;

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::quality::guide::{Guide, Step};
use crate::domain::time::{Millis, Span};
use crate::quality::week::Week;
use crate::store::{Look, Write};

/// How long after the set-up.
const FOR: Span = Span::days(90);

/// What there is to look back on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub week: Week,
    pub done: Vec<Step>,
    /// When it ends by itself.
    pub until: Millis,
}

/// The week that ended last, for who is to look back on it; nothing for others, before the first week with a day of work in
/// it was over, after ninety days, and once it is wanted no more.
///
/// # Errors
/// The store's.
pub fn back(look: &Look<'_>, viewer: &Viewer, now: Millis) -> Result<Option<Back>> {
    if !viewer.may(Right::Own) {
        return Ok(None);
    }
    let business = look.business()?.unwrap_or_default();
    let guide = look.guide()?;
    let Some(begun) = business.set_up_at.filter(|_| guide.dismissed_at.is_none()) else {
        return Ok(None);
    };
    let (week, until) = (Week::before(now, &business.time_zone), begun + FOR);
    if now >= until || week.to <= begun {
        return Ok(None);
    }
    let of_week = guide.ticked.iter().filter(|it| it.0 == week.monday);
    Ok(Some(Back {
        week,
        done: of_week.map(|it| it.1).collect(),
        until,
    }))
}

/// Notes that a step of a week was done, or not after all. Of earlier weeks nothing need be known any more.
///
/// # Errors
/// [`Error::Forbidden`] for another than the owner; [`Error::NotFound`] when that is no week to look back on.
pub fn tick(
    w: &mut Write<'_>,
    by: &Viewer,
    monday: Date,
    (step, done): (Step, bool),
) -> Result<()> {
    by.need(Right::Own)?;
    let it = back(w, by, w.now())?.filter(|it| it.week.monday == monday);
    it.ok_or(Error::not_found("week"))?;
    let mut guide = w.guide()?;
    guide
        .ticked
        .retain(|it| *it != (monday, step) && it.0 == monday);
    if done {
        guide.ticked.push((monday, step));
    }
    w.put_guide(&guide)
}

/// It is wanted no more.
///
/// # Errors
/// [`Error::Forbidden`] for another than the owner.
pub fn dismiss(w: &mut Write<'_>, by: &Viewer) -> Result<()> {
    by.need(Right::Own)?;
    let dismissed_at = Some(w.now());
    w.put_guide(&Guide {
        dismissed_at,
        ..Guide::default()
    })
}
