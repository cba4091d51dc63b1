//! A forgotten password: a link by mail, good for 30 minutes and one use, void after any change of the password it
//! replaces. The second factor stays.

use crate::auth::link;
use crate::auth::password;
use crate::auth::secret::Secret;
use crate::auth::session;
use crate::domain::access::{Link, LinkPurpose};
use crate::domain::actor::Actor;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::access::SecretHash;
use crate::store::{Look, Write};

/// How long a link works.
pub const VALID: Span = Span::minutes(30);

/// Puts the mail of a reset on its way, when this address is an agent's. Answers the same when it is not.
pub fn ask(write: &mut Write<'_>, email: &str, secret: &Secret, keys: &KeyRing) -> Result<()> {
    let agent = write.agent_by_email(email)?.filter(Agent::is_active);
    // Who was invited and never came has no password to forget: the invitation is their way in.
    let Some(agent) = agent.filter(|it| it.password.is_some()) else {
        return Ok(());
    };
    let made = make(write, &agent, secret, Some(keys))?;
    let now = write.now();
    write.job(now, JobKind::MailReset { link: made.id })?;
    Ok(())
}

/// Makes a reset link to hand over by other means: the command line, for the locked-out owner.
pub fn make(
    write: &mut Write<'_>,
    agent: &Agent,
    secret: &Secret,
    keys: Option<&KeyRing>,
) -> Result<Link> {
    let id = agent.id;
    link::remove_where(
        write,
        |it| matches!(it.purpose, LinkPurpose::ResetPassword { agent, .. } if agent == id),
    )?;
    let purpose = LinkPurpose::ResetPassword {
        agent: id,
        password_was: agent.password.clone(),
    };
    link::make(write, secret, purpose, VALID, keys)
}

/// Whose password a link resets.
///
/// # Errors
/// [`Error::NotFound`] when it is void.
pub fn find(look: &Look<'_>, secret: &Secret, now: Millis) -> Result<Agent> {
    let link = link::find(look, secret, now)?;
    owner(look, &link)
}

fn owner(look: &Look<'_>, link: &Link) -> Result<Agent> {
    let LinkPurpose::ResetPassword {
        agent,
        password_was,
    } = &link.purpose
    else {
        return Err(Error::not_found("link"));
    };
    let agent = look.agent(*agent)?;
    agent
        .filter(|it| it.is_active() && it.password == *password_was)
        .ok_or(Error::not_found("link"))
}

/// Sets the new password (already hashed), uses the link up and ends every session.
///
/// # Errors
/// [`Error::NotFound`] when the link is void.
pub fn carry_out(write: &mut Write<'_>, secret: &Secret, hashed: &str) -> Result<AgentId> {
    let link = link::take(write, secret)?;
    let agent = owner(write, &link)?;
    let id = agent.id;
    set_password(write, Actor::Agent(id), agent, hashed, None)?;
    Ok(id)
}

/// Changes one's own password, knowing the old one: `was` is the hash it was checked against.
///
/// # Errors
/// [`Error::Conflict`] `password-changed` when it is another one by now.
pub fn change(
    write: &mut Write<'_>,
    agent: AgentId,
    was: Option<&str>,
    hashed: &str,
    keep: Option<SecretHash>,
) -> Result<()> {
    let found = write.agent(agent)?.filter(Agent::is_active);
    let agent = found.ok_or(Error::not_found("agent"))?;
    if agent.password.as_deref() != was {
        return Err(Error::conflict("password-changed"));
    }
    let actor = Actor::Agent(agent.id);
    set_password(write, actor, agent, hashed, keep)
}

/// Writes a new password and ends every session but `keep`.
pub fn set_password(
    write: &mut Write<'_>,
    actor: Actor,
    mut agent: Agent,
    hashed: &str,
    keep: Option<SecretHash>,
) -> Result<()> {
    let id = agent.id;
    agent.password = Some(hashed.to_owned());
    write.put_agent(&agent)?;
    write.event(actor, Subject::agent(id), EventKind::PasswordSet)?;
    session::end_all(write, actor, id, keep)?;
    Ok(())
}

/// Checks a new password against the person's own words and hashes it. Blocks.
///
/// # Errors
/// [`Error::Invalid`] as [`password::check`].
pub fn hash_new(new: &str, agent: &Agent, business: &str) -> Result<String> {
    password::check(new, &[&agent.name, &agent.email, business])?;
    password::hash(new)
}
