//! Back from an absence: what others did meanwhile of what is theirs, told as one.

use std::collections::BTreeSet;

use crate::domain::actor::Actor;
use crate::domain::conversation::Status;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::notices::tell::{Ring, tell};
use crate::store::{Look, Write};

/// Events read in one look.
pub const LOT: usize = 500;
/// Looks at most: a longer absence is told of from its end.
pub const LOTS: usize = 200;
/// Notices looked through for whether it was told before.
const KNOWN: usize = 50;

/// What is known of an absence so far, reading its events backwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meanwhile {
    /// Passed on when it began.
    passed: BTreeSet<ConversationId>,
    /// Answered or resolved by others.
    done: BTreeSet<ConversationId>,
}

/// Reads one lot of events before a place; where to go on, or `None` when the absence had not begun yet.
///
/// # Errors
/// The store's.
pub fn read(
    look: &Look<'_>,
    (agent, since): (AgentId, Millis),
    before: Option<Seq>,
    known: &mut Meanwhile,
) -> Result<Option<Seq>> {
    let lot = look.events_before(before, LOT)?;
    // What was passed on was so in the very moment it began.
    for it in lot.iter().filter(|it| it.at >= since && !it.history) {
        note(it, agent, known);
    }
    let oldest = lot.last().filter(|it| it.at >= since);
    Ok(oldest.map(|it| it.seq))
}

fn note(event: &Event, agent: AgentId, known: &mut Meanwhile) {
    let Some(id) = event.subject.conversation else {
        return;
    };
    let by_other = matches!(event.actor, Actor::Agent(it) if it != agent);
    match event.kind {
        EventKind::Assigned {
            why: Reason::PersonAway { agent: away },
            ..
        } if away == agent => {
            known.passed.insert(id);
        }
        EventKind::ReplyWritten { .. }
        | EventKind::StatusMoved {
            to: Status::Resolved { .. },
            ..
        } if by_other => {
            known.done.insert(id);
        }
        _ => {}
    }
}

/// How many conversations of theirs others saw to, of those they may see.
///
/// # Errors
/// The store's.
pub fn count(look: &Look<'_>, agent: AgentId, known: &Meanwhile) -> Result<u32> {
    let Some(found) = look.agent(agent)? else {
        return Ok(0);
    };
    let viewer = crate::notices::viewer(&found);
    let mut n = 0;
    for id in &known.done {
        let Some(c) = look.conversation(*id)?.filter(|it| viewer.sees(it)) else {
            continue;
        };
        let theirs = c.assignee == Some(agent) || known.passed.contains(id);
        n += u32::from(theirs && !c.merged && c.status != Status::Spam);
    }
    Ok(n)
}

/// Tells somebody who was away since then; once, however often it is asked for.
///
/// # Errors
/// The store's.
pub fn covered(w: &mut Write<'_>, id: AgentId, since: Millis, n: u32) -> Result<Option<Ring>> {
    let Some(agent) = w.agent(id)?.filter(|it| it.is_active() && n > 0) else {
        return Ok(None);
    };
    let told = w.notices(id, None, KNOWN)?;
    let same = |it: &Notice| it.kind == NoticeKind::Covered && it.when == Some(since);
    if told.iter().any(same) {
        return Ok(None);
    }
    let news = Notice {
        agent: id,
        kind: NoticeKind::Covered,
        n,
        when: Some(since),
        at: w.now(),
        ..Notice::default()
    };
    tell(w, &agent, news, false)
}
