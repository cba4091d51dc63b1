//! Teams: queues that agents share; a private one hides its conversations from everybody else.

use crate::desk::setting::{self, noun};
use crate::domain::actor::{Right, Viewer};
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::job::JobKind;
use crate::domain::queue::Queue;
use crate::domain::team::Team;
use crate::store::{Look, Write};

noun! { Team, TeamId, "team", team, teams, put_team, team: TeamMade TeamChanged TeamRetired }

/// What a team is made with.
#[derive(Debug, Clone, Default)]
pub struct NewTeam {
    pub name: String,
    pub private: bool,
    pub lead: Option<AgentId>,
}

/// Makes a team.
///
/// # Errors
/// As [`setting::put`]; [`Error::Invalid`] `error-agent-unknown` on `lead`.
pub fn make(write: &mut Write<'_>, viewer: &Viewer, new: &NewTeam) -> Result<Team> {
    check_lead(write, new.lead)?;
    let team = Team {
        id: write.new_id(),
        name: new.name.clone(),
        private: new.private,
        lead: new.lead,
        queue: Queue::default(),
        calendar: None,
        created_at: write.now(),
        retired_at: None,
    };
    setting::put(write, viewer, team)
}

/// Renames a team, or gives it another lead.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: TeamId,
    name: &str,
    lead: Option<AgentId>,
) -> Result<Team> {
    let mut team: Team = setting::find(write, id)?;
    check_lead(write, lead)?;
    team.name = name.to_owned();
    team.lead = lead;
    setting::put(write, viewer, team)
}

/// Longest wait, in minutes: a week.
const LONGEST: u16 = 7 * 24 * 60;

/// Sets how a team's queue is emptied. What stands in line follows as work that begins at once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] `error-queue-minutes` on the minutes,
/// `error-overflow-team` on `overflow`.
pub fn set_queue(write: &mut Write<'_>, viewer: &Viewer, id: TeamId, queue: Queue) -> Result<()> {
    viewer.need(Right::Administer)?;
    let team: Team = setting::find(write, id)?;
    check_queue(write, id, &queue)?;
    if team.queue == queue {
        return Ok(());
    }
    setting::put(write, viewer, Team { queue, ..team })?;
    write.job(write.now(), JobKind::Relined { team: id })?;
    Ok(())
}

fn check_queue(look: &Look<'_>, id: TeamId, queue: &Queue) -> Result<()> {
    let back = queue.take_back;
    let all = [
        ("fit_minutes", queue.fit_minutes),
        ("chat", back.chat),
        ("messaging", back.messaging),
        ("mail", back.mail),
    ];
    if let Some((field, _)) = all.into_iter().find(|it| it.1 > LONGEST) {
        return Err(Error::invalid(field, "error-queue-minutes"));
    }
    if let Some(it) = queue.overflow {
        let known = look.team(it.to)?.is_some_and(|it| it.retired_at.is_none());
        if !known || it.to == id || !(1..=LONGEST).contains(&it.minutes) {
            return Err(Error::invalid("overflow", "error-overflow-team"));
        }
    }
    Ok(())
}

/// Makes a team private, or opens it. Its conversations carry who reads them: they follow by
/// `conversations::audience`, in the same deed.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn set_private(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: TeamId,
    private: bool,
) -> Result<Team> {
    viewer.need(Right::Administer)?;
    let before: Team = setting::find(write, id)?;
    if before.private == private {
        return Ok(before);
    }
    let team = Team { private, ..before };
    write.put_team(&team)?;
    let kind = EventKind::TeamPrivacySet { team: id, private };
    write.event(viewer.actor, Subject::default(), kind)?;
    Ok(team)
}

fn check_lead(look: &Look<'_>, lead: Option<AgentId>) -> Result<()> {
    let Some(lead) = lead else {
        return Ok(());
    };
    if look.agent(lead)?.is_some_and(|it| it.is_active()) {
        Ok(())
    } else {
        Err(Error::invalid("lead", "error-agent-unknown"))
    }
}

/// Who belongs to a team and still works here, by name.
pub fn members(look: &Look<'_>, team: TeamId) -> Result<Vec<Agent>> {
    let mut all = look.agents()?;
    all.retain(|it| it.is_active() && it.teams.contains(&team));
    all.sort_by_cached_key(|it| crate::text::fold::fold(&it.name));
    Ok(all)
}

/// Whether something may be narrowed to these teams: each is in use, and one that is private and was not kept before is
/// known to who does it.
///
/// # Errors
/// [`Error::Invalid`] on `teams`.
pub fn narrowed_to(
    look: &Look<'_>,
    by: &Viewer,
    (given, kept): (&[TeamId], &[TeamId]),
) -> Result<()> {
    for id in given {
        let team = look.team(*id)?.filter(|it| it.retired_at.is_none());
        let kept = kept.contains(id);
        if team.is_none_or(|team| team.private && !kept && !by.sees_team(team.id)) {
            return Err(Error::invalid("teams", "error-missing"));
        }
    }
    Ok(())
}
