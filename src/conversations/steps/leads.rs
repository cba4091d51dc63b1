//! Who is told when something is late.

use crate::domain::actor::Role;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, TeamId};
use crate::store::Look;

/// The lead of the team; without one the supervisors, else the owner.
///
/// # Errors
/// The store's.
pub fn leads(look: &Look<'_>, team: Option<TeamId>) -> Result<Vec<AgentId>> {
    let agents = look.agents()?;
    let active = |id: &AgentId| agents.iter().any(|it| it.id == *id && it.is_active());
    let team = team.map(|id| look.team(id)).transpose()?.flatten();
    if let Some(lead) = team.and_then(|it| it.lead).filter(active) {
        return Ok(vec![lead]);
    }
    let of = |role: Role| -> Vec<AgentId> {
        let all = agents.iter().filter(|it| it.is_active() && it.role == role);
        all.map(|it| it.id).collect()
    };
    let supervisors = of(Role::Supervisor);
    Ok(if supervisors.is_empty() {
        of(Role::Owner)
    } else {
        supervisors
    })
}
