//! Who has a conversation: given, taken, a team's, left behind by a person who leaves.

use crate::conversations::find::for_work;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::open::private;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, ConversationId, DeliveryId, TeamId};
use crate::domain::message::Author;
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// More than a list of trouble ever shows.
const TROUBLE: usize = 5_000;

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
    let sees = c.audience.is_none_or(|it| agent.teams.contains(&it));
    if sees {
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
    let voice = Voice::of(by);
    let (from, why) = (
        c.team,
        Reason::GivenBy {
            agent: by.agent_id(),
        },
    );
    if from != to {
        c.team = to;
        c.audience = private(w, to)?;
        voice.tell(w, &mut c, EventKind::TeamSet { from, to, why })?;
        if let Some(agent) = c.assignee
            && check(w, &c, agent).is_err()
        {
            give_to(w, &mut c, voice, None, why)?;
        }
    }
    w.put_conversation(&c)?;
    Ok(c)
}

/// Places what a person who leaves had: given to another, or back to the queue. Answers what was placed.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `to`.
pub fn replace_assignee(
    w: &mut Write<'_>,
    by: &Viewer,
    leaving: AgentId,
    to: Option<AgentId>,
) -> Result<Vec<ConversationId>> {
    by.need(Right::Administer)?;
    let left = left_behind(w, leaving)?.conversations;
    let mut placed = Vec::new();
    for id in left {
        let Some(mut c) = w.conversation(id)? else {
            continue;
        };
        settle(w, &mut c)?;
        let heir = match to {
            Some(agent) if check(w, &c, agent).is_ok() => Some(agent),
            _ => None,
        };
        let why = Reason::PersonLeft { agent: leaving };
        give_to(w, &mut c, Voice::of(by), heir, why)?;
        w.put_conversation(&c)?;
        placed.push(id);
    }
    Ok(placed)
}

/// What a person would leave behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeftBehind {
    /// Unresolved, assigned to them, oldest first.
    pub conversations: Vec<ConversationId>,
    pub drafts: Vec<ConversationId>,
    /// Of their messages, those that have not left: scheduled, queued, held or failed.
    pub unsent: Vec<DeliveryId>,
}

/// Lists all an agent would leave.
///
/// # Errors
/// The store's.
pub fn left_behind(look: &Look<'_>, agent: AgentId) -> Result<LeftBehind> {
    let mut out = LeftBehind {
        drafts: look.drafts_of(agent)?,
        ..LeftBehind::default()
    };
    look.each_unresolved(|it| {
        if it.assignee == Some(agent) {
            out.conversations.push(it.id);
        }
        Ok(())
    })?;
    let mut waiting = look.deliveries_pending()?;
    waiting.extend(look.deliveries_in_trouble(TROUBLE)?);
    for it in waiting {
        let message = look.message(it.message)?;
        if message.is_some_and(|it| it.author == Author::Agent(agent)) {
            out.unsent.push(it.id);
        }
    }
    Ok(out)
}
