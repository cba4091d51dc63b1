//! Quality: a few conversations of everybody are looked at each week, by the same questions, and talked over with whose
//! they are. Nothing is drawn, and nobody is told of anything, before an administrator wants it.
//!
//! What a week's sample is made of is decided by [`sample::draw`], which is arithmetic over what [`sample::pool`] found and
//! a seed that is kept. Who may see which review is said once, in [`sees`].

pub mod ask;
pub mod calibrate;
pub mod forget;
pub mod guide;
pub mod plan;
pub mod review;
pub mod sample;
pub mod trends;
pub mod week;

use std::collections::BTreeSet;

use crate::domain::actor::{Right, Role, Viewer};
use crate::domain::agent::Agent;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ChannelId, ReviewId, TeamId};
use crate::domain::quality::Plan;
use crate::domain::quality::review::Review;
use crate::domain::quality::scorecard::Scorecard;
use crate::store::Look;

/// Whether somebody may know of a review: of their own work once it is handed in, of what they review, and who looks after
/// others of those of their teams. One of several that are compared is its reviewer's alone until all are handed in.
///
/// # Errors
/// The store's.
pub fn sees(look: &Look<'_>, viewer: &Viewer, it: &Review) -> Result<bool> {
    let me = viewer.agent_id();
    if me == Some(it.reviewer) || viewer.sees_all {
        return Ok(true);
    }
    if let Some(id) = it.calibration {
        return calibrate::is_open_to(look, viewer, id);
    }
    if me == Some(it.agent) {
        return Ok(it.counts());
    }
    looks_after(look, viewer, it.team)
}

/// Whether somebody looks after the work of a team, or of those that have none.
///
/// # Errors
/// The store's.
pub fn looks_after(look: &Look<'_>, viewer: &Viewer, team: Option<TeamId>) -> Result<bool> {
    if viewer.may(Right::Administer) {
        return Ok(true);
    }
    let known = team.map(|id| look.team(id)).transpose()?.flatten();
    let leads = known.is_some_and(|it| it.lead.is_some() && it.lead == viewer.agent_id());
    let own = viewer.teams.is_empty() || team.is_none_or(|it| viewer.teams.contains(&it));
    Ok(leads || (viewer.may(Right::Supervise) && own))
}

/// One that may be seen.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, viewer: &Viewer, id: ReviewId) -> Result<Review> {
    let found = look.review(id)?.ok_or(Error::not_found("review"))?;
    if sees(look, viewer, &found)? {
        Ok(found)
    } else {
        Err(Error::not_found("review"))
    }
}

/// Whether somebody reviews, or looks after who does.
///
/// # Errors
/// The store's.
pub fn takes_part(look: &Look<'_>, viewer: &Viewer) -> Result<bool> {
    if viewer.may(Right::Supervise) {
        return Ok(true);
    }
    let Some(me) = viewer.agent_id() else {
        return Ok(false);
    };
    let teams = look.teams()?;
    let leads = teams
        .iter()
        .any(|it| it.lead == Some(me) && it.retired_at.is_none());
    Ok(leads || look.quality_plan()?.reviewers.contains(&me))
}

/// Who may read a conversation and has no part in it.
fn able_of(look: &Look<'_>, c: &Conversation, spoke: &[AgentId]) -> Result<Vec<AgentId>> {
    let agents = look.arranged::<Agent>()?;
    let can = |it: &&Agent| {
        let teams: BTreeSet<TeamId> = it.teams.iter().copied().collect();
        let part = spoke.contains(&it.id) || c.assignee == Some(it.id);
        it.is_active() && !part && Viewer::agent(it.id, it.role, teams).sees(c)
    };
    Ok(agents.iter().filter(can).map(|it| it.id).collect())
}

/// Who reviews a conversation: of those who can, who was named; where nobody was, the lead of its team, and where they
/// cannot, whoever looks after others.
fn eligible(
    look: &Look<'_>,
    plan: &Plan,
    c: &Conversation,
    spoke: &[AgentId],
) -> Result<Vec<AgentId>> {
    let mut able = able_of(look, c, spoke)?;
    if !plan.reviewers.is_empty() {
        able.retain(|it| plan.reviewers.contains(it));
        return Ok(able);
    }
    let team = c.team.map(|id| look.team(id)).transpose()?.flatten();
    let lead = team.and_then(|it| it.lead).filter(|it| able.contains(it));
    if let Some(lead) = lead {
        return Ok(vec![lead]);
    }
    let agents = look.arranged::<Agent>()?;
    let leads = |id: &AgentId| {
        let known = agents.iter().find(|it| it.id == *id);
        known.is_some_and(|it| it.role >= Role::Supervisor)
    };
    able.retain(leads);
    Ok(able)
}

/// The scorecard for such a conversation: the closest one, of several the oldest.
fn card_for(
    look: &Look<'_>,
    team: Option<TeamId>,
    channel: ChannelId,
) -> Result<Option<Scorecard>> {
    let mut best: Option<(u8, Scorecard)> = None;
    for it in look.scorecards()? {
        if it.retired_at.is_some() {
            continue;
        }
        let fits = it.fits(team, channel);
        let closer = |rank: &u8| best.as_ref().is_none_or(|known| *rank > known.0);
        if let Some(rank) = fits.filter(closer) {
            best = Some((rank, it));
        }
    }
    Ok(best.map(|it| it.1))
}
