//! Sessions: a logged-in browser. Found by the SHA-256 of its secret; ended by deleting the row, which the very next
//! request sees.

use std::collections::BTreeSet;

use crate::auth::secret::Secret;
use crate::domain::access::Session;
use crate::domain::actor::{Actor, Viewer};
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, SessionId};
use crate::domain::time::{Millis, Span};
use crate::store::access::SecretHash;
use crate::store::{Glance, Look, Write};

/// Unused this long, a session is over (OWASP ASVS 7.3.1).
pub const IDLE: Span = Span::hours(12);
/// However much used, it is over then (ASVS 7.3.2).
pub const ABSOLUTE: Span = Span::days(14);
/// How stale "last seen" may get before it is written, lazily.
pub const TOUCH_AFTER: Span = Span::minutes(5);

/// What a session is opened with.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub agent: AgentId,
    pub secret: SecretHash,
    pub csrf: String,
    /// Browser and system in a few words.
    pub device: String,
    pub address: String,
    pub owes_second_factor: bool,
}

/// Whether a session still counts at `now`.
#[must_use]
pub fn is_live(session: &Session, now: Millis) -> bool {
    now.since(session.seen_at).0 < IDLE.0 && now.since(session.created_at).0 < ABSOLUTE.0
}

/// The live session of a secret with its agent; nothing when it is over, ended, or the agent left.
pub fn find(look: &Look<'_>, secret: &Secret, now: Millis) -> Result<Option<(Session, Agent)>> {
    find_by_hash(look, secret.hash(), now)
}

/// As [`find`], without looking: nothing when the store would have to be asked.
#[must_use]
pub fn glance(known: &Glance<'_>, secret: &Secret, now: Millis) -> Option<(Session, Agent)> {
    let session = known.session(secret.hash())?;
    let agent = known.agent(session.agent)?;
    (is_live(&session, now) && agent.is_active()).then_some((session, agent))
}

/// As [`find`], for who holds the hash: an open stream that must end with its session.
pub fn find_by_hash(
    look: &Look<'_>,
    hash: SecretHash,
    now: Millis,
) -> Result<Option<(Session, Agent)>> {
    let Some(session) = look.session(hash)?.filter(|it| is_live(it, now)) else {
        return Ok(None);
    };
    let agent = look.agent(session.agent)?.filter(Agent::is_active);
    Ok(agent.map(|agent| (session, agent)))
}

/// Who looks, when this agent does.
#[must_use]
pub fn viewer(agent: &Agent) -> Viewer {
    let teams: BTreeSet<_> = agent.teams.iter().copied().collect();
    Viewer::agent(agent.id, agent.role, teams)
}

/// Opens a session under a fresh secret; `replacing` is the one it was before (log-in, second factor, new password).
///
/// # Errors
/// [`Error::Unauthenticated`] when the agent is not there any more.
pub fn open(
    write: &mut Write<'_>,
    new: &NewSession,
    replacing: Option<SecretHash>,
) -> Result<Session> {
    let active = write.agent(new.agent)?.is_some_and(|it| it.is_active());
    if !active {
        return Err(Error::Unauthenticated);
    }
    if let Some(old) = replacing {
        write.remove_session(old)?;
    }
    let now = write.now();
    let session = Session {
        id: write.new_id(),
        agent: new.agent,
        created_at: now,
        seen_at: now,
        device: new.device.chars().take(80).collect(),
        address: new.address.clone(),
        csrf: new.csrf.clone(),
        owes_second_factor: new.owes_second_factor,
    };
    write.put_session(new.secret, &session)?;
    Ok(session)
}

/// Notes that a session was used. Written lazily, so it must not bring an ended one back.
pub fn touch(write: &mut Write<'_>, secret: SecretHash, at: Millis) -> Result<()> {
    if let Some(mut session) = write.session(secret)?
        && session.seen_at < at
    {
        session.seen_at = at;
        write.put_session(secret, &session)?;
    }
    Ok(())
}

/// Ends one session by its secret's hash (log-out). Nothing is pushed to its browser any more.
pub fn end(write: &mut Write<'_>, secret: SecretHash) -> Result<()> {
    if let Some(session) = write.session(secret)? {
        forget_devices(write, &session)?;
    }
    write.remove_session(secret).map(|_| ())
}

fn forget_devices(write: &mut Write<'_>, session: &Session) -> Result<()> {
    for it in write.push_devices(session.agent)? {
        if it.session == session.id {
            write.remove_push_device(it.agent, it.id)?;
        }
    }
    Ok(())
}

/// Ends one of an agent's sessions from the list of devices.
///
/// # Errors
/// [`Error::NotFound`] when it is not theirs.
pub fn end_one(write: &mut Write<'_>, agent: AgentId, id: SessionId) -> Result<()> {
    let found = write.session_by_id(id)?;
    let Some((hash, _)) = found.filter(|(_, it)| it.agent == agent) else {
        return Err(Error::not_found("session"));
    };
    end(write, hash)
}

/// Ends all sessions of an agent but one; how many ended.
pub fn end_all(
    write: &mut Write<'_>,
    actor: Actor,
    agent: AgentId,
    but: Option<SecretHash>,
) -> Result<usize> {
    let ended: Vec<_> = write
        .sessions()?
        .into_iter()
        .filter(|(hash, it)| it.agent == agent && Some(*hash) != but)
        .collect();
    for (hash, session) in &ended {
        forget_devices(write, session)?;
        write.remove_session(*hash)?;
    }
    // Out everywhere: those of sessions that are over by their age too.
    let kept = but.map(|hash| write.session(hash)).transpose()?.flatten();
    for it in write.push_devices(agent)? {
        if kept.as_ref().is_none_or(|kept| kept.id != it.session) {
            write.remove_push_device(agent, it.id)?;
        }
    }
    if !ended.is_empty() {
        write.event(actor, Subject::agent(agent), EventKind::SessionsEnded)?;
    }
    Ok(ended.len())
}

/// The live sessions of an agent, last used first.
pub fn list(look: &Look<'_>, agent: AgentId, now: Millis) -> Result<Vec<(SecretHash, Session)>> {
    let mut all = look.sessions()?;
    all.retain(|(_, it)| it.agent == agent && is_live(it, now));
    all.sort_by_key(|(_, it)| std::cmp::Reverse(it.seen_at));
    Ok(all)
}

/// Removes what is over: an upkeep deed.
pub fn sweep(write: &mut Write<'_>) -> Result<usize> {
    let now = write.now();
    let over: Vec<_> = write
        .sessions()?
        .into_iter()
        .filter(|(_, it)| !is_live(it, now))
        .collect();
    for (hash, _) in &over {
        write.remove_session(*hash)?;
    }
    Ok(over.len())
}
