//! Invitations: a link (by mail, copied, or as a QR) with which somebody becomes an agent.

use crate::auth::link;
use crate::auth::secret::Secret;
use crate::domain::access::{Link, LinkPurpose};
use crate::domain::actor::{Actor, Right, Role, Viewer};
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, LinkId, TeamId};
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::address::Address;

/// How long an invitation works.
pub const VALID: Span = Span::days(7);
const LONGEST_NAME: usize = 100;

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub name: String,
    pub email: String,
    pub role: Role,
    pub teams: Vec<TeamId>,
    /// Send it; else the link is only shown.
    pub by_mail: bool,
}

/// What somebody fills in who accepts.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub name: String,
    /// Already checked and hashed.
    pub password: String,
    pub language: String,
    pub time_zone: String,
}

/// A name of a person, team or tag: trimmed, 1–100 characters, none of them control characters.
///
/// # Errors
/// [`Error::Invalid`] `error-name-length` on `name`.
pub fn person_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    if fits && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(Error::invalid("name", "error-name-length"))
    }
}

/// A mail address in its canonical form.
///
/// # Errors
/// [`Error::Invalid`] `error-address` on `email`.
pub fn canonical_email(email: &str) -> Result<String> {
    let address = Address::parse(email);
    address
        .map(|it| it.as_str().to_owned())
        .ok_or(Error::invalid("email", "error-address"))
}

/// Makes an invitation; an earlier one to the same address is void from here on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `email` or `teams`.
pub fn make(
    write: &mut Write<'_>,
    viewer: &Viewer,
    new: &Invitation,
    secret: &Secret,
    keys: &KeyRing,
) -> Result<Link> {
    viewer.need(Right::Administer)?;
    need_role(viewer, new.role)?;
    let email = canonical_email(&new.email)?;
    let name = match new.name.trim() {
        "" => String::new(),
        name => person_name(name)?,
    };
    if write
        .agent_by_email(&email)?
        .is_some_and(|it| it.is_active())
    {
        return Err(Error::invalid("email", "error-email-taken"));
    }
    let known = write.teams()?;
    let is_known = |id: &TeamId| {
        known
            .iter()
            .any(|it| it.id == *id && it.retired_at.is_none())
    };
    if !new.teams.iter().all(is_known) {
        return Err(Error::invalid("teams", "error-team-unknown"));
    }
    for team in &new.teams {
        may_let_in(write, viewer, *team)?;
    }
    link::remove_where(write, |it| {
        matches!(&it.purpose, LinkPurpose::Invite { email: other, .. } if *other == email)
            && it.used_at.is_none()
    })?;
    let purpose = LinkPurpose::Invite {
        email,
        name,
        role: new.role,
        teams: new.teams.clone(),
        by: viewer.agent_id(),
    };
    let made = link::make(write, secret, purpose, VALID, new.by_mail.then_some(keys))?;
    if new.by_mail {
        let now = write.now();
        write.job(now, JobKind::MailInvite { link: made.id })?;
    }
    let kind = EventKind::Invited { link: made.id };
    write.event(viewer.actor, Subject::default(), kind)?;
    Ok(made)
}

/// Into a private team lets who is in it, or owns Lobby; into an empty one whoever administers. Nobody gives sight
/// they do not have.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn may_let_in(look: &Look<'_>, viewer: &Viewer, team: TeamId) -> Result<()> {
    let private = look.team(team)?.is_some_and(|it| it.private);
    if !private || viewer.sees_team(team) || viewer.may(Right::Own) {
        return Ok(());
    }
    let somebody = look
        .agents()?
        .iter()
        .any(|it| it.is_active() && it.teams.contains(&team));
    if somebody {
        return Err(Error::Forbidden {
            need: "a member of the private team",
        });
    }
    Ok(())
}

/// Invitations nobody has accepted yet, newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the right to administer.
pub fn open(look: &Look<'_>, viewer: &Viewer, now: Millis) -> Result<Vec<Link>> {
    viewer.need(Right::Administer)?;
    let all = look.links()?.into_iter().map(|(_, it)| it);
    let mut open: Vec<Link> = all
        .filter(|it| matches!(it.purpose, LinkPurpose::Invite { .. }))
        .filter(|it| it.used_at.is_none() && now < it.expires_at)
        .collect();
    open.sort_by_key(|it| std::cmp::Reverse(it.created_at));
    Ok(open)
}

/// One open invitation.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn one(look: &Look<'_>, viewer: &Viewer, id: LinkId, now: Millis) -> Result<Link> {
    let found = open(look, viewer, now)?.into_iter().find(|it| it.id == id);
    found.ok_or(Error::not_found("invitation"))
}

/// Makes the link of an invitation anew, good for as long again; the one before is void. `by_mail` sends it.
///
/// # Errors
/// [`Error::Forbidden`], also for who could not make it; [`Error::NotFound`].
pub fn renew(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: LinkId,
    secret: &Secret,
    keys: Option<&KeyRing>,
) -> Result<Link> {
    viewer.need(Right::Administer)?;
    let found = write.link_by_id(id)?.map(|(_, it)| it.purpose);
    let Some(LinkPurpose::Invite { role, teams, .. }) = found else {
        return Err(Error::not_found("invitation"));
    };
    need_role(viewer, role)?;
    for team in teams {
        may_let_in(write, viewer, team)?;
    }
    let made = link::renew(write, id, secret, VALID, keys)?;
    if keys.is_some() {
        let now = write.now();
        write.job(now, JobKind::MailInvite { link: made.id })?;
    }
    let kind = EventKind::Invited { link: made.id };
    write.event(viewer.actor, Subject::default(), kind)?;
    Ok(made)
}

/// Nobody gives a role above their own, and only an owner makes owners.
fn need_role(viewer: &Viewer, role: Role) -> Result<()> {
    if role == Role::Owner || role > viewer.role {
        viewer.need(Right::Own)?;
    }
    Ok(())
}

/// Takes an invitation back.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn withdraw(write: &mut Write<'_>, viewer: &Viewer, id: LinkId) -> Result<()> {
    viewer.need(Right::Administer)?;
    let gone = link::remove_where(write, |it| {
        it.id == id && matches!(it.purpose, LinkPurpose::Invite { .. })
    })?;
    if gone == 0 {
        return Err(Error::not_found("invitation"));
    }
    let kind = EventKind::InvitationWithdrawn { link: id };
    write.event(viewer.actor, Subject::default(), kind)?;
    Ok(())
}

/// Whom a link invites: address and name.
///
/// # Errors
/// [`Error::NotFound`] when it is void.
pub fn find(look: &Look<'_>, secret: &Secret, now: Millis) -> Result<(String, String)> {
    match link::find(look, secret, now)?.purpose {
        LinkPurpose::Invite { email, name, .. } => Ok((email, name)),
        _ => Err(Error::not_found("link")),
    }
}

/// Whether who invited works here still and may give that role.
fn may_still_invite(look: &Look<'_>, inviter: AgentId, role: Role) -> Result<bool> {
    let inviter = look.agent(inviter)?.filter(Agent::is_active);
    Ok(inviter.is_some_and(|it| it.role >= Right::Administer.least_role() && it.role >= role))
}

/// Takes back the open invitations of somebody who may invite no more.
///
/// # Errors
/// The store's.
pub fn withdraw_of(write: &mut Write<'_>, inviter: AgentId) -> Result<()> {
    link::remove_where(write, |it| {
        matches!(it.purpose, LinkPurpose::Invite { by: Some(by), .. } if by == inviter)
            && it.used_at.is_none()
    })
    .map(|_| ())
}

/// Makes the agent, or brings back one who had left, and uses the invitation up.
///
/// # Errors
/// [`Error::NotFound`] when it is void; [`Error::Invalid`] when the address is somebody's by now.
pub fn accept(write: &mut Write<'_>, secret: &Secret, by: &Accepted) -> Result<Agent> {
    let link = link::take(write, secret)?;
    let LinkPurpose::Invite {
        email,
        role,
        teams,
        by: inviter,
        ..
    } = link.purpose
    else {
        return Err(Error::not_found("link"));
    };
    if let Some(inviter) = inviter
        && !may_still_invite(write, inviter, role)?
    {
        return Err(Error::not_found("link"));
    }
    let known = write.agent_by_email(&email)?;
    if known.as_ref().is_some_and(Agent::is_active) {
        return Err(Error::invalid("email", "error-email-taken"));
    }
    let came_back = known.is_some();
    let now = write.now();
    let before = match known {
        Some(it) => it,
        None => Agent {
            id: write.new_id(),
            email,
            created_at: now,
            ..Agent::default()
        },
    };
    let agent = Agent {
        name: person_name(&by.name)?,
        role,
        password: Some(by.password.clone()),
        totp: None,
        teams,
        language: by.language.clone(),
        time_zone: by.time_zone.clone(),
        deactivated_at: None,
        ..before
    };
    write.put_agent(&agent)?;
    let kind = if came_back {
        EventKind::AgentReactivated
    } else {
        EventKind::AgentMade { role }
    };
    let (actor, subject) = (Actor::Agent(agent.id), Subject::agent(agent.id));
    write.event(actor, subject, kind)?;
    for team in &agent.teams {
        write.event(actor, subject, EventKind::MemberAdded { team: *team })?;
    }
    Ok(agent)
}

/// Who of these may be removed without leaving nobody in charge: not the last active owner.
///
/// # Errors
/// [`Error::Conflict`] `last-owner`.
pub fn not_last_owner(look: &Look<'_>, agent: AgentId) -> Result<()> {
    let others = look
        .agents()?
        .into_iter()
        .any(|it| it.id != agent && it.is_active() && it.role == Role::Owner);
    if others {
        Ok(())
    } else {
        Err(Error::conflict("last-owner"))
    }
}
