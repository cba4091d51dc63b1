//! What was given and not taken goes back: not while it is looked at or written in, not when nobody else could have it,
//! not for ever.

use crate::conversations::find::for_work;
use crate::conversations::routing::floor::{Floor, There};
use crate::conversations::sla::hours;
use crate::conversations::steps::line::{giving, in_hours};
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::pending::our_last;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, ConversationId};
use crate::domain::job::TimerKind;
use crate::domain::queue::MOST_RETURNS;
use crate::domain::queue::serving::Effort;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// Whose draft changed so lately is at work on it.
const WRITING: Span = Span::minutes(3);
/// Who is at work on it is asked again after this.
const ASK_AGAIN: Span = Span::minutes(1);

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken, or is no longer theirs: nothing is to be done.
    Over,
    /// Something speaks against it: asked again later.
    Later,
    /// It stands in line again.
    Back,
    /// It has gone back often enough: it stays, and the lead is told.
    Stays,
}

/// Takes back what was not taken in time. `at_it`: who looks at it now.
///
/// # Errors
/// The store's.
pub fn take_back(
    w: &mut Write<'_>,
    id: ConversationId,
    at_it: &[AgentId],
    there: &[There],
) -> Result<Outcome> {
    let Some(mut c) = w.conversation(id)? else {
        return Ok(Outcome::Over);
    };
    settle(w, &mut c)?;
    let outcome = decide(w, &mut c, at_it, there)?;
    w.put_conversation(&c)?;
    Ok(outcome)
}

fn decide(
    w: &mut Write<'_>,
    c: &mut Conversation,
    at_it: &[AgentId],
    there: &[There],
) -> Result<Outcome> {
    let given = c.line.as_ref().and_then(|it| it.given_at);
    let (Some(given), Some(agent), true) = (given, c.assignee, c.needs_us()) else {
        return Ok(Outcome::Over);
    };
    let Some(team) = giving(w, c.team)? else {
        return Ok(Outcome::Over);
    };
    let minutes = team.queue.take_back.minutes(Effort::of(c.channel_kind));
    let now = w.now();
    if minutes == 0 || is_taken(w, c, given)? {
        return Ok(Outcome::Over);
    }
    if !hours::of(w, c)?.is_open_at(now) {
        // It was due while nobody works: the minutes begin again when they do.
        let due = in_hours(w, c, now, minutes)?;
        w.set_timer(c.id, TimerKind::TakeBack, due)?;
        return Ok(Outcome::Later);
    }
    let floor = Floor::read(w, there, now)?;
    let busy = at_it.contains(&agent) || writes(w, c, agent)?;
    if busy || !floor.somebody_else(w, c, agent)? {
        let wait = if busy {
            ASK_AGAIN
        } else {
            Span::minutes(i64::from(minutes))
        };
        w.set_timer(c.id, TimerKind::TakeBack, Some(now + wait))?;
        return Ok(Outcome::Later);
    }
    let voice = Voice::system(SystemPart::Routing);
    let mut line = c.line.take().unwrap_or_default();
    if line.returns >= MOST_RETURNS {
        line.given_at = None;
        c.line = Some(line);
        let timer = TimerKind::TakeBack.code();
        voice.tell(w, c, EventKind::TimerFired { timer, due: now })?;
        return Ok(Outcome::Stays);
    }
    line.returns = line.returns.saturating_add(1);
    line.refused.push(agent);
    c.line = Some(line);
    let why = Reason::NotTaken { agent, minutes };
    give_to(w, c, voice, None, why)?;
    Ok(Outcome::Back)
}

/// Who was given a conversation keeps it: it goes back no more by itself. Of one that would not, nothing is to be done.
///
/// # Errors
/// Those of every deed.
pub fn keep(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if let Some(line) = c.line.as_mut().filter(|_| c.assignee.is_some()) {
        line.given_at = None;
    }
    w.set_timer(c.id, TimerKind::TakeBack, None)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// When a conversation goes back, unless it is answered or kept.
///
/// # Errors
/// The store's.
pub fn goes_back(look: &Look<'_>, c: &Conversation) -> Result<Option<Millis>> {
    let given = c.line.as_ref().and_then(|it| it.given_at);
    match given {
        Some(given) if c.assignee.is_some() && c.needs_us() && !is_taken(look, c, given)? => {
            look.timer_of(c.id, TimerKind::TakeBack)
        }
        _ => Ok(None),
    }
}

/// Whether one of us has said something since it was given.
fn is_taken(look: &Look<'_>, c: &Conversation, given: Millis) -> Result<bool> {
    Ok(our_last(look, c)?.is_some_and(|it| it.said_at >= given))
}

/// Whether they changed what they write there a moment ago.
fn writes(w: &Write<'_>, c: &Conversation, agent: AgentId) -> Result<bool> {
    for note in [false, true] {
        let draft = w.draft(c.id, agent, note)?.filter(|it| !it.gone);
        if draft.is_some_and(|it| w.now().since(it.saved_at).0 < WRITING.0) {
            return Ok(true);
        }
    }
    Ok(false)
}
