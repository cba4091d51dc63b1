//! Who has a conversation: given, taken, a team's.

use crate::conversations::find::for_work;
use crate::conversations::steps::moves::{bring_to, give_to, may_have};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// Gives a conversation to an agent, or to nobody.
///
/// # Errors
/// [`Error::Invalid`] on `assignee` when the agent is unknown, left, or not of a private team;
/// [`Error::NotFound`].
pub fn assign(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    to: Option<AgentId>,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if let Some(agent) = to {
        check(w, &c, agent)?;
    }
    let why = if to.is_some() && to == by.agent_id() {
        Reason::Took
    } else {
        Reason::GivenBy {
            agent: by.agent_id(),
        }
    };
    give_to(w, &mut c, Voice::of(by), to, why)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Takes an unassigned conversation for oneself.
///
/// # Errors
/// [`Error::Conflict`] `taken` when another was faster; [`Error::Forbidden`] for who is no agent.
pub fn take(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let me = by.agent_id().ok_or(Error::Forbidden { need: "an agent" })?;
    let mut c = for_work(w, by, number)?;
    if c.assignee.is_some_and(|it| it != me) {
        return Err(Error::conflict("taken"));
    }
    give_to(w, &mut c, Voice::of(by), Some(me), Reason::Took)?;
    w.put_conversation(&c)?;
    Ok(c)
}

fn check(look: &Look<'_>, c: &Conversation, agent: AgentId) -> Result<()> {
    let wrong = || Error::invalid("assignee", "error-no-such-agent");
    let agent = look.agent(agent)?.filter(|it| it.is_active());
    let agent = agent.ok_or_else(wrong)?;
    if may_have(c, &agent) {
        Ok(())
    } else {
        Err(Error::invalid("assignee", "error-outside-private-team"))
    }
}

/// Moves a conversation to a team's queue, or out of any. A private team becomes its audience; an assignee
/// outside it loses it.
///
/// # Errors
/// [`Error::Invalid`] on `team`; [`Error::NotFound`].
pub fn set_team(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    to: Option<TeamId>,
) -> Result<Conversation> {
    if let Some(team) = to {
        let known = w.team(team)?.is_some_and(|it| it.retired_at.is_none());
        if !known {
            return Err(Error::invalid("team", "error-no-such-team"));
        }
    }
    let mut c = for_work(w, by, number)?;
    let why = Reason::GivenBy {
        agent: by.agent_id(),
    };
    bring_to(w, &mut c, Voice::of(by), to, why)?;
    w.put_conversation(&c)?;
    Ok(c)
}
