//! Who is told of what happened, and by which media: what an event means for whom, the list each person has of it, when
//! somebody wants to hear nothing. It decides and remembers; ringing, pushing and mailing are done by jobs.

pub mod covered;
pub mod devices;
pub mod figures;
pub mod list;
pub mod mail;
pub mod outlets;
pub mod push;
pub mod quiet;
pub mod react;
pub mod tell;
pub mod telling;
pub mod whom;

use std::collections::BTreeSet;

use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;

/// The one who is told, as who looks.
#[must_use]
pub fn viewer(agent: &Agent) -> Viewer {
    let teams: BTreeSet<_> = agent.teams.iter().copied().collect();
    Viewer::agent(agent.id, agent.role, teams)
}
