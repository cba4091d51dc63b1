//! Moves of status, with the timers that hang on them, and of who has a conversation.

use crate::conversations::legal;
use crate::conversations::steps::line;
use crate::conversations::steps::open::private;
use crate::conversations::steps::passing::is_covered;
use crate::conversations::steps::promise::remind;
use crate::conversations::steps::voice::Voice;
use crate::conversations::surveys;
use crate::domain::agent::Agent;
use crate::domain::conversation::{Conversation, Handover, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, TeamId};
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

pub const WAITING_CUSTOMER: Status = Status::Waiting {
    on: WaitingOn::Customer,
    follow_up_at: None,
};

/// Moves a conversation, says why, and sets the timers its new status needs. What is there already stays.
///
/// # Errors
/// The store's.
pub fn move_to(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    to: Status,
    why: Reason,
) -> Result<()> {
    let from = c.status;
    if from == to {
        return Ok(());
    }
    voice.tell(w, c, EventKind::StatusMoved { from, to, why })?;
    c.status = to;
    if !voice.history {
        c.active_at = c.active_at.max(w.now());
    }
    set_timers(w, c)?;
    legal::stand::follow(w, c, voice)?;
    surveys::watch(w, c, voice)?;
    if to.is_unresolved() && !from.is_unresolved() {
        nobody_gone(w, c, voice)?;
        c.covered = is_covered(w, c)?;
    }
    if !matches!(to, Status::Open) {
        remind(w, c, None)?;
    }
    if !to.is_unresolved() || to == WAITING_CUSTOMER {
        c.waiting_since = None;
    }
    line::keep(w, c)
}

/// Whether somebody is still one of us.
///
/// # Errors
/// The store's.
pub fn works_here(look: &Look<'_>, agent: AgentId) -> Result<bool> {
    Ok(look.agent(agent)?.is_some_and(|it| it.is_active()))
}

/// What comes back to somebody who left comes back to the queue.
fn nobody_gone(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    match c.assignee {
        Some(agent) if !works_here(w, agent)? => {
            give_to(w, c, voice, None, Reason::PersonLeft { agent })
        }
        _ => Ok(()),
    }
}

/// The timers of a status: over, follow up, close quietly.
///
/// # Errors
/// The store's.
pub fn set_timers(w: &mut Write<'_>, c: &Conversation) -> Result<()> {
    let (mut snooze, mut follow_up, mut quiet) = (None, None, None);
    match c.status {
        Status::Snoozed { until } => snooze = Some(until),
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at,
        } => follow_up = follow_up_at,
        Status::Waiting {
            on: WaitingOn::Customer,
            ..
        } => quiet = Some(w.now() + c.channel_kind.abilities().quiet_close_after),
        Status::Open | Status::Resolved { .. } | Status::Spam => {}
    }
    w.set_timer(c.id, TimerKind::SnoozeOver, snooze)?;
    w.set_timer(c.id, TimerKind::FollowUp, follow_up)?;
    w.set_timer(c.id, TimerKind::QuietClose, quiet)
}

/// Whether an agent is among those who may read it.
#[must_use]
pub fn may_have(c: &Conversation, agent: &Agent) -> bool {
    agent.is_active() && c.audience.is_none_or(|it| agent.teams.contains(&it))
}

/// Moves a conversation to a team's queue, or out of any. A private team becomes its audience; an assignee outside it
/// loses it.
///
/// # Errors
/// The store's.
pub fn bring_to(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    to: Option<TeamId>,
    why: Reason,
) -> Result<()> {
    let from = c.team;
    if from == to {
        return Ok(());
    }
    c.team = to;
    c.audience = private(w, to)?;
    voice.tell(w, c, EventKind::TeamSet { from, to, why })?;
    let assignee = c.assignee.map(|id| w.agent(id)).transpose()?.flatten();
    if c.assignee.is_some() && !assignee.is_some_and(|it| may_have(c, &it)) {
        return give_to(w, c, voice, None, why);
    }
    line::keep(w, c)
}

/// Gives a conversation to somebody, or to nobody.
///
/// # Errors
/// The store's.
pub fn give_to(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    to: Option<AgentId>,
    why: Reason,
) -> Result<()> {
    let from = c.assignee;
    if from == to {
        return Ok(());
    }
    c.assignee = to;
    c.covered = is_covered(w, c)?;
    if let (Some(from), Some(to)) = (from, to) {
        let at = w.now();
        c.handover = Some(Handover {
            from,
            to,
            at,
            read_at: None,
        });
    }
    voice.tell(w, c, EventKind::Assigned { from, to, why })?;
    line::keep(w, c)
}
