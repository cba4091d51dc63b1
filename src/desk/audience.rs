//! For whom something of the desk is: who uses it, and who may write it. Anybody writes for themselves; what is for a
//! team or for everybody is written by who supervises.

use crate::domain::actor::{Right, Viewer};
use crate::domain::canned_reply::Audience;
use crate::domain::error::Result;
use crate::domain::id::TeamId;
use crate::store::Look;

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
