//! Somebody is away for a while: what is theirs is covered or passed on, and theirs again when they return.

use crate::conversations::status::in_the_future;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::passing::{heirs, mark, pass_on};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::absence::{Absence, Cover};
use crate::domain::actor::{Right, SystemPart, Viewer};
use crate::domain::agent::{Agent, Availability};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::queue::serving::Break;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// An absence to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going {
    pub agent: AgentId,
    /// `None`: until they say that they are back.
    pub until: Option<Millis>,
    pub cover: Cover,
}

/// Begins an absence, one's own or, for who supervises, another's. One that had begun gives way to it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `until` in the past, or on `to` when nobody is there.
pub fn go(w: &mut Write<'_>, by: &Viewer, it: &Going) -> Result<Agent> {
    may(by, it.agent)?;
    it.until
        .map_or(Ok(()), |at| in_the_future(w, "until", at))?;
    let heirs = heirs(w, it.agent, it.cover)?;
    let voice = Voice::of(by);
    let mut agent = home(w, voice, it.agent)?;
    let passed = pass_on(w, voice, (it.agent, it.until), &heirs)?;
    let to = Availability::Away {
        until: it.until,
        why: None,
    };
    agent.absence = Some(Absence {
        since: w.now(),
        until: it.until,
        cover: it.cover,
        passed,
    });
    agent.availability = to;
    w.put_agent(&agent)?;
    mark(w, agent.id)?;
    let kind = EventKind::AvailabilitySet { to };
    w.event(by.actor, Subject::agent(agent.id), kind)?;
    if let Some(at) = it.until {
        w.job(at, JobKind::EndAbsence { agent: agent.id })?;
    }
    Ok(agent)
}

/// Takes a break: nothing new is given, and nothing else changes. An absence that had begun is over with it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `until` in the past.
pub fn pause(
    w: &mut Write<'_>,
    by: &Viewer,
    agent: AgentId,
    (why, until): (Break, Option<Millis>),
) -> Result<Agent> {
    may(by, agent)?;
    until.map_or(Ok(()), |at| in_the_future(w, "until", at))?;
    let it = home(w, Voice::of(by), agent)?;
    let why = Some(why);
    let it = set(w, Voice::of(by), it, Availability::Away { until, why })?;
    if let Some(at) = until {
        w.job(at, JobKind::EndAbsence { agent })?;
    }
    Ok(it)
}

/// Ends one's day, or another's: nothing new is given until they say that they are there. An absence goes on.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn leave_for_today(w: &mut Write<'_>, by: &Viewer, agent: AgentId) -> Result<Agent> {
    may(by, agent)?;
    let it = find(w, agent)?;
    if it.availability == Availability::Off {
        return Ok(it);
    }
    set(w, Voice::of(by), it, Availability::Off)
}

/// Ends an absence: what was passed on and still is where it went is theirs again.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn come_back(w: &mut Write<'_>, by: &Viewer, agent: AgentId) -> Result<Agent> {
    may(by, agent)?;
    let it = home(w, Voice::of(by), agent)?;
    if it.availability == Availability::Online {
        return Ok(it);
    }
    set(w, Voice::of(by), it, Availability::Online)
}

/// Ends an absence or a break whose time is over; another that was begun since goes on.
///
/// # Errors
/// The store's.
pub fn end_due(w: &mut Write<'_>, agent: AgentId) -> Result<()> {
    let Some(found) = w.agent(agent)?.filter(Agent::is_active) else {
        return Ok(());
    };
    let (voice, now) = (Voice::system(SystemPart::Timers), w.now());
    let is_over = |until: Option<Millis>| until.is_some_and(|it| it <= now);
    if found.absence.as_ref().is_some_and(|it| is_over(it.until)) {
        home(w, voice, agent)?;
    } else if let Availability::Away {
        until,
        why: Some(_),
    } = found.availability
        && is_over(until)
    {
        set(w, voice, found, Availability::Online)?;
    }
    Ok(())
}

fn may(by: &Viewer, agent: AgentId) -> Result<()> {
    if by.agent_id() == Some(agent) {
        return by.need(Right::Work);
    }
    by.need(Right::Supervise)
}

fn find(look: &Look<'_>, agent: AgentId) -> Result<Agent> {
    let found = look.agent(agent)?;
    found
        .filter(Agent::is_active)
        .ok_or_else(|| Error::not_found("agent"))
}

/// They are there: what was passed on comes back. Who is not away stays as they are.
fn home(w: &mut Write<'_>, voice: Voice, id: AgentId) -> Result<Agent> {
    let mut agent = find(w, id)?;
    let Some(absence) = agent.absence.take() else {
        return Ok(agent);
    };
    let agent = set(w, voice, agent, Availability::Online)?;
    let (now, since) = (w.now(), absence.since);
    w.job(now, JobKind::TellCovered { agent: id, since })?;
    for it in absence.passed {
        let Some(mut c) = w.conversation(it.conversation)? else {
            continue;
        };
        if c.assignee != Some(it.to) || !c.status.is_unresolved() || c.merged {
            continue;
        }
        settle(w, &mut c)?;
        let why = Reason::PersonBack { agent: id };
        give_to(w, &mut c, voice, Some(id), why)?;
        w.put_conversation(&c)?;
    }
    mark(w, id)?;
    Ok(agent)
}

fn set(w: &mut Write<'_>, voice: Voice, mut agent: Agent, to: Availability) -> Result<Agent> {
    let is_news = agent.availability != to;
    agent.availability = to;
    w.put_agent(&agent)?;
    if is_news {
        let kind = EventKind::AvailabilitySet { to };
        w.event(voice.actor, Subject::agent(agent.id), kind)?;
    }
    Ok(agent)
}
