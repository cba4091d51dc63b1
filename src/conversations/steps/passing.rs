//! What is somebody's while they are away: passed on to others, or covered where it is.

use crate::conversations::leaving::Shares;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::absence::{Cover, Passed};
use crate::domain::agent::Agent;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ConversationId};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Who gets what is to be answered; nobody when it stays.
///
/// # Errors
/// [`Error::Invalid`] on `cover` when nobody is there.
pub fn heirs(look: &Look<'_>, agent: AgentId, cover: Cover) -> Result<Vec<AgentId>> {
    let there = |one: &Agent| one.is_active() && one.absence.is_none() && one.id != agent;
    let all: Vec<Agent> = match cover {
        Cover::Everybody => return Ok(Vec::new()),
        Cover::One(id) => look.agent(id)?.into_iter().collect(),
        Cover::Shared => look.agents()?,
    };
    let all: Vec<AgentId> = all.iter().filter(|it| there(it)).map(|it| it.id).collect();
    if all.is_empty() {
        return Err(Error::invalid("cover", "error-heirs"));
    }
    Ok(all)
}

/// Passes on what is to be answered before they return.
///
/// # Errors
/// The store's.
pub fn pass_on(
    w: &mut Write<'_>,
    voice: Voice,
    (agent, until): (AgentId, Option<Millis>),
    heirs: &[AgentId],
) -> Result<Vec<Passed>> {
    if heirs.is_empty() {
        return Ok(Vec::new());
    }
    let mut shares = Shares::of(w, agent, heirs)?;
    let mut passed = Vec::new();
    for id in theirs(w, agent)? {
        let Some(mut c) = w.conversation(id)? else {
            continue;
        };
        settle(w, &mut c)?;
        let wanted = match c.status {
            Status::Open => true,
            Status::Snoozed { until: wakes } => until.is_none_or(|back| wakes < back),
            _ => false,
        };
        if let Some(to) = shares.next(&c).filter(|_| wanted) {
            let why = Reason::PersonAway { agent };
            give_to(w, &mut c, voice, Some(to), why)?;
            passed.push(Passed {
                conversation: id,
                to,
            });
        }
        w.put_conversation(&c)?;
    }
    Ok(passed)
}

/// Unresolved conversations of an agent, oldest first.
fn theirs(look: &Look<'_>, agent: AgentId) -> Result<Vec<ConversationId>> {
    let mut all = Vec::new();
    look.each_unresolved(|it| {
        if it.assignee == Some(agent) {
            all.push(it.id);
        }
        Ok(())
    })?;
    Ok(all)
}

/// Notes on everything they have whether it is covered.
///
/// # Errors
/// The store's.
pub fn mark(w: &mut Write<'_>, agent: AgentId) -> Result<()> {
    for id in theirs(w, agent)? {
        let Some(mut c) = w.conversation(id)? else {
            continue;
        };
        let covered = is_covered(w, &c)?;
        if c.covered != covered {
            c.covered = covered;
            w.put_conversation(&c)?;
        }
    }
    Ok(())
}

/// Whether who has it is away, so that anybody may answer.
///
/// # Errors
/// The store's.
pub fn is_covered(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    let found = c.assignee.map_or(Ok(None), |id| look.agent(id))?;
    Ok(found.is_some_and(|it| it.absence.is_some()))
}
