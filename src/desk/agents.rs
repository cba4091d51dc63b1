//! The people: what each says of themselves, their role and teams, and that somebody leaves or comes back.

use std::collections::BTreeSet;

use crate::auth::secret::Secret;
use crate::auth::{invite, reset, second_factor, session, token};
use crate::desk::business::{check_language, check_time_zone};
use crate::desk::sending::need_mailbox;
use crate::domain::actor::{Right, Role, Viewer};
use crate::domain::agent::{Agent, Availability, Preferences};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::queue::serving::{MOST_CAP, Serving, Spoken};
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Longest signature, in characters.
const LONGEST_SIGNATURE: usize = 4_000;

/// Who works here, by name.
pub fn list(look: &Look<'_>) -> Result<Vec<Agent>> {
    let mut all = look.agents()?;
    all.retain(Agent::is_active);
    all.sort_by_cached_key(|it| fold(&it.name));
    Ok(all)
}

/// Everybody who ever worked here, those who left at the end.
pub fn everybody(look: &Look<'_>) -> Result<Vec<Agent>> {
    let mut all = look.agents()?;
    all.sort_by_cached_key(|it| (!it.is_active(), fold(&it.name)));
    Ok(all)
}

/// One who works here.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: AgentId) -> Result<Agent> {
    let found = look.agent(id)?;
    found
        .filter(Agent::is_active)
        .ok_or(Error::not_found("agent"))
}

/// What a person says of themselves.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub language: String,
    pub time_zone: String,
    pub signature: String,
    pub preferences: Preferences,
}

/// Changes one's own profile.
///
/// # Errors
/// [`Error::Invalid`] on `name`, `language`, `time_zone` or `signature`.
pub fn put_profile(write: &mut Write<'_>, viewer: &Viewer, new: &Profile) -> Result<Agent> {
    let me = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let before = find(write, me)?;
    check_language(&new.language)?;
    check_time_zone(&new.time_zone)?;
    if new.signature.chars().count() > LONGEST_SIGNATURE {
        return Err(Error::invalid("signature", "error-too-long"));
    }
    let after = Agent {
        name: invite::person_name(&new.name)?,
        language: new.language.clone(),
        time_zone: new.time_zone.clone(),
        signature: new.signature.trim_end().to_owned(),
        preferences: new.preferences.clone(),
        ..before.clone()
    };
    if after != before {
        write.put_agent(&after)?;
        write.event(viewer.actor, Subject::agent(me), EventKind::AgentChanged)?;
    }
    Ok(after)
}

/// Sets how pages look to one.
pub fn put_preferences(write: &mut Write<'_>, viewer: &Viewer, new: &Preferences) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let mut agent = find(write, me)?;
    if agent.preferences != *new {
        agent.preferences = new.clone();
        write.put_agent(&agent)?;
    }
    Ok(())
}

/// Whoever changes an owner, or makes one, must be an owner.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn need_over(viewer: &Viewer, agent: &Agent) -> Result<()> {
    viewer.need(Right::Administer)?;
    if agent.role == Role::Owner {
        viewer.need(Right::Own)?;
    }
    Ok(())
}

/// Gives somebody another role. Their sessions end: the new role begins with a new log-in.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `last-owner`.
pub fn set_role(write: &mut Write<'_>, viewer: &Viewer, id: AgentId, to: Role) -> Result<()> {
    let mut agent = find(write, id)?;
    need_over(viewer, &agent)?;
    if to == Role::Owner {
        viewer.need(Right::Own)?;
    }
    let from = agent.role;
    if from == to {
        return Ok(());
    }
    if from == Role::Owner {
        invite::not_last_owner(write, id)?;
    }
    agent.role = to;
    write.put_agent(&agent)?;
    let kind = EventKind::RoleSet { from, to };
    write.event(viewer.actor, Subject::agent(id), kind)?;
    session::end_all(write, viewer.actor, id, None)?;
    if to < Right::Administer.least_role() {
        invite::withdraw_of(write, id)?;
    }
    Ok(())
}

/// Sets the teams somebody belongs to.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] `error-team-unknown` on `teams`.
pub fn set_teams(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: AgentId,
    teams: &[TeamId],
) -> Result<()> {
    let mut agent = find(write, id)?;
    need_over(viewer, &agent)?;
    let before: BTreeSet<TeamId> = agent.teams.iter().copied().collect();
    let after: BTreeSet<TeamId> = teams.iter().copied().collect();
    for team in after.difference(&before) {
        let known = write.team(*team)?.is_some_and(|it| it.retired_at.is_none());
        if !known {
            return Err(Error::invalid("teams", "error-team-unknown"));
        }
        invite::may_let_in(write, viewer, *team)?;
    }
    if before == after {
        return Ok(());
    }
    agent.teams = after.iter().copied().collect();
    write.put_agent(&agent)?;
    for team in after.difference(&before).copied() {
        let kind = EventKind::MemberAdded { team };
        write.event(viewer.actor, Subject::agent(id), kind)?;
    }
    for team in before.difference(&after).copied() {
        let kind = EventKind::MemberRemoved { team };
        write.event(viewer.actor, Subject::agent(id), kind)?;
    }
    Ok(())
}

/// Sets what somebody can be given.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] `error-cap` on `cap`, `error-no-such-tag` on `skills`,
/// `error-language` on `speaks`, `error-shift` on `shifts`.
pub fn set_serving(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: AgentId,
    new: &Serving,
) -> Result<Agent> {
    viewer.need(Right::Supervise)?;
    let mut agent = find(write, id)?;
    check_serving(write, new)?;
    if agent.serving != *new {
        agent.serving = new.clone();
        write.put_agent(&agent)?;
        write.event(viewer.actor, Subject::agent(id), EventKind::AgentChanged)?;
    }
    Ok(agent)
}

fn check_serving(look: &Look<'_>, it: &Serving) -> Result<()> {
    if it.cap.is_some_and(|it| it > MOST_CAP) {
        return Err(Error::invalid("cap", "error-cap"));
    }
    for tag in &it.skills {
        if look.tag(*tag)?.is_none_or(|it| it.retired_at.is_some()) {
            return Err(Error::invalid("skills", "error-no-such-tag"));
        }
    }
    let spoken = |it: &String| Spoken::of(it).is_some_and(|known| known.code() == it);
    if !it.speaks.iter().all(spoken) {
        return Err(Error::invalid("speaks", "error-language"));
    }
    let in_order = |day: &Vec<(u16, u16)>| {
        let mut at = 0;
        day.iter().all(|(from, to)| {
            let fits = at <= *from && from < to && *to <= 24 * 60;
            at = *to;
            fits
        })
    };
    if it.shifts.iter().all(in_order) {
        Ok(())
    } else {
        Err(Error::invalid("shifts", "error-shift"))
    }
}

/// Takes the second factor of somebody away who lost it, and logs them out.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn forgive_second_factor(write: &mut Write<'_>, viewer: &Viewer, id: AgentId) -> Result<()> {
    need_over(viewer, &find(write, id)?)?;
    second_factor::disable(write, viewer.actor, id)?;
    end_sessions(write, viewer, id)
}

/// Logs somebody out everywhere.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn end_sessions(write: &mut Write<'_>, viewer: &Viewer, id: AgentId) -> Result<()> {
    need_over(viewer, &find(write, id)?)?;
    session::end_all(write, viewer.actor, id, None).map(|_| ())
}

/// Mails somebody a link with which they choose a new password.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `no-mailbox`.
pub fn mail_reset(
    write: &mut Write<'_>,
    viewer: &Viewer,
    keys: &KeyRing,
    secret: &Secret,
    id: AgentId,
) -> Result<()> {
    let agent = find(write, id)?;
    need_over(viewer, &agent)?;
    need_mailbox(write)?;
    reset::ask(write, &agent.email, secret, keys)
}

/// Closes the door behind somebody: no log-in, no sessions, no tokens. What they leave is placed before, by
/// [`crate::conversations`]; their name stays in the history.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `last-owner`, `own-account`.
pub fn deactivate(write: &mut Write<'_>, viewer: &Viewer, id: AgentId) -> Result<()> {
    let mut agent = find(write, id)?;
    need_over(viewer, &agent)?;
    if viewer.agent_id() == Some(id) {
        return Err(Error::conflict("own-account"));
    }
    if agent.role == Role::Owner {
        invite::not_last_owner(write, id)?;
    }
    agent.deactivated_at = Some(write.now());
    agent.availability = Availability::Off;
    agent.totp = None;
    agent.password = None;
    write.put_agent(&agent)?;
    write.event(
        viewer.actor,
        Subject::agent(id),
        EventKind::AgentDeactivated,
    )?;
    session::end_all(write, viewer.actor, id, None)?;
    token::revoke_of_agent(write, viewer.actor, id)?;
    invite::withdraw_of(write, id)?;
    for mut team in write.teams()? {
        if team.lead == Some(id) {
            team.lead = None;
            write.put_team(&team)?;
            let kind = EventKind::TeamChanged { team: team.id };
            write.event(viewer.actor, Subject::default(), kind)?;
        }
    }
    Ok(())
}
