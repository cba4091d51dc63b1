//! For whom something of the desk is: who uses it, and who may write it. Anybody writes for themselves; what is for a
//! team or for everybody is written by who supervises.

use crate::domain::actor::{Right, Viewer};
use crate::domain::canned_reply::Audience;
use crate::domain::error::{Error, Result};
use crate::domain::id::TeamId;
use crate::store::Look;
use crate::text::fold::fold;

/// Something of the desk that is for somebody.
pub trait Shared {
    /// What it is called when it is not found.
    const WHAT: &'static str;

    fn name(&self) -> &str;

    fn audience(&self) -> Audience;

    fn is_retired(&self) -> bool;
}

/// Of all there are those somebody works with, by name.
#[must_use]
pub fn usable<T: Shared>(by: &Viewer, mut all: Vec<T>) -> Vec<T> {
    all.retain(|it| !it.is_retired() && uses(by, it.audience()));
    all.sort_by_cached_key(|it| fold(it.name()));
    all
}

/// Of all there are those somebody may know of, by name, and whether each is theirs to change.
///
/// # Errors
/// The store's.
pub fn list<T: Shared>(look: &Look<'_>, by: &Viewer, all: Vec<T>) -> Result<Vec<(T, bool)>> {
    let mut out = Vec::new();
    for it in all {
        let writes = may_write(look, by, it.audience())?;
        if !it.is_retired() && (writes || uses(by, it.audience())) {
            out.push((it, writes));
        }
    }
    out.sort_by_cached_key(|it| fold(it.0.name()));
    Ok(out)
}

/// One somebody may know of, and whether it is theirs to change.
///
/// # Errors
/// [`Error::NotFound`].
pub fn known<T: Shared>(look: &Look<'_>, by: &Viewer, found: Option<T>) -> Result<(T, bool)> {
    let gone = || Error::not_found(T::WHAT);
    let it = found.filter(|it| !it.is_retired()).ok_or_else(gone)?;
    let writes = may_write(look, by, it.audience())?;
    if writes || uses(by, it.audience()) {
        Ok((it, writes))
    } else {
        Err(gone())
    }
}

/// One that is somebody's to change.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub fn to_change<T: Shared>(look: &Look<'_>, by: &Viewer, found: Option<T>) -> Result<T> {
    match known(look, by, found)? {
        (it, true) => Ok(it),
        _ => Err(Error::Forbidden { need: "supervise" }),
    }
}

/// Whether somebody works with it.
#[must_use]
pub fn uses(by: &Viewer, it: Audience) -> bool {
    match it {
        Audience::Everybody => true,
        Audience::Team(team) => by.sees_team(team),
        Audience::Agent(agent) => by.agent_id() == Some(agent),
    }
}

/// Whether somebody may write what is for these.
///
/// # Errors
/// The store's.
pub fn may_write(look: &Look<'_>, by: &Viewer, it: Audience) -> Result<bool> {
    Ok(match it {
        Audience::Everybody => by.may(Right::Supervise),
        Audience::Team(team) => by.may(Right::Supervise) && knows(look, by, team)?,
        Audience::Agent(agent) => by.agent_id() == Some(agent),
    })
}

fn knows(look: &Look<'_>, by: &Viewer, team: TeamId) -> Result<bool> {
    let found = look.team(team)?.filter(|it| it.retired_at.is_none());
    Ok(found.is_some_and(|it| !it.private || by.sees_team(team)))
}
