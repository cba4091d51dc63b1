//! The clocks of a conversation, measured from what is there: whose turn it was since when, and when we answered.

use crate::conversations::sla::choose::{Yardstick, is_measured};
use crate::conversations::sla::fire;
use crate::conversations::sla::minutes::Count;
use crate::conversations::steps::pending::is_answer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::ConversationId;
use crate::domain::message::Message;
use crate::domain::sla::{Clock, ClockKind, Sla, SlaPolicy};
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// Messages looked through for an answer.
const LOOKED_THROUGH: usize = 200;
/// What fell due longer ago than this when it is first measured is noted without telling anybody.
const OLD_NEWS: Span = Span::minutes(15);
/// Conversations measured in one deed.
const LOT: usize = 100;

/// What is kept of clocks that were measured before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anew {
    /// What was agreed for a clock stays agreed.
    Nothing,
    /// It is chosen and agreed anew: what it is about became another.
    Agreement,
}

/// Measures a conversation and sets what is to be done next. Whether anything is another than before.
///
/// # Errors
/// The store's.
pub fn measure(
    w: &mut Write<'_>,
    yardstick: &Yardstick,
    id: ConversationId,
    anew: Anew,
) -> Result<bool> {
    let Some(mut c) = w.conversation(id)? else {
        return Ok(false);
    };
    let now = w.now();
    let mut sla = measured(w, yardstick, &c, (now, anew))?;
    if let Some(it) = &mut sla {
        forget_old(w, yardstick, &c, it, now)?;
    }
    let changed = c.sla.as_deref() != sla.as_ref();
    c.sla = sla.map(Box::new);
    fire::set_timer(w, yardstick, &c)?;
    if changed {
        w.put_conversation(&c)?;
    }
    Ok(changed)
}

/// Measures a lot of conversations, those below a number, by what counts now. Where the next lot begins.
///
/// # Errors
/// The store's.
pub fn measure_lot(w: &mut Write<'_>, before: Option<u64>, anew: Anew) -> Result<Option<u64>> {
    let yardstick = Yardstick::read(w)?;
    let page = w.conversations_before(before, LOT)?;
    let next = page.last().map(|it| it.number);
    let full = page.len() == LOT;
    for it in page.into_iter().filter(|it| it.status.is_unresolved()) {
        measure(w, &yardstick, it.id, anew)?;
    }
    Ok(next.filter(|_| full))
}

/// Where a conversation stands with what is agreed, by its thread as it is now.
///
/// # Errors
/// The store's.
pub fn measured(
    look: &Look<'_>,
    yardstick: &Yardstick,
    c: &Conversation,
    (now, anew): (Millis, Anew),
) -> Result<Option<Sla>> {
    if !is_measured(c) {
        return Ok(None);
    }
    let chosen = yardstick.policy(look, c, (now, anew == Anew::Agreement))?;
    let Some(policy) = chosen else {
        return Ok(None);
    };
    let old = c.sla.as_deref().filter(|it| it.policy == policy.id);
    let at = Measuring {
        look,
        c,
        policy,
        old: old.cloned().unwrap_or_default(),
        keeps: anew == Anew::Nothing,
        count: Count::read(look, c, policy)?,
    };
    let mut clocks = at.responses()?;
    clocks.extend(at.resolution());
    Ok(Some(Sla {
        policy: policy.id,
        clocks,
    }))
}

struct Measuring<'a, 't> {
    look: &'a Look<'t>,
    c: &'a Conversation,
    policy: &'a SlaPolicy,
    old: Sla,
    /// What was agreed stays.
    keeps: bool,
    count: Count<'a>,
}

impl Measuring<'_, '_> {
    /// What we owe an answer to now, and what was answered last.
    fn responses(&self) -> Result<Vec<Clock>> {
        let owed = match self.c.waiting_since {
            Some(since) if self.c.status.is_unresolved() => {
                let kind = if self.was_answered_before(since)? {
                    ClockKind::NextResponse
                } else {
                    ClockKind::FirstResponse
                };
                self.clock(kind, since, None)
            }
            _ => None,
        };
        let mut out = Vec::new();
        for kind in [ClockKind::FirstResponse, ClockKind::NextResponse] {
            if let Some(it) = owed.filter(|it| it.kind == kind) {
                out.push(it);
            } else if let Some(it) = self.old.clock(kind) {
                out.extend(self.answered(it)?);
            }
        }
        Ok(out)
    }

    /// A clock that runs no more: met by the first answer since it began; gone where there is none.
    fn answered(&self, it: &Clock) -> Result<Option<Clock>> {
        let met_at = self.answers()?.into_iter().map(|it| it.said_at);
        let met_at = met_at.filter(|at| *at >= it.since).min();
        Ok(met_at.and_then(|at| self.clock(it.kind, it.since, Some(at))))
    }

    fn was_answered_before(&self, since: Millis) -> Result<bool> {
        let first = self.look.messages_after(self.c.id, None, LOOKED_THROUGH)?;
        for it in first.iter().filter(|it| it.said_at < since) {
            if is_answer(self.look, it)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Our newest answers.
    fn answers(&self) -> Result<Vec<Message>> {
        let newest = self.look.messages_before(self.c.id, None, LOOKED_THROUGH)?;
        let mut out = Vec::new();
        for it in newest {
            if is_answer(self.look, &it)? {
                out.push(it);
            }
        }
        Ok(out)
    }

    fn resolution(&self) -> Option<Clock> {
        let met_at = match self.c.status {
            Status::Resolved { at, .. } => Some(at),
            _ => None,
        };
        self.clock(ClockKind::Resolution, self.c.created_at, met_at)
    }

    /// A clock with what is agreed for it: what was agreed before, where that stays.
    fn clock(&self, kind: ClockKind, since: Millis, met_at: Option<Millis>) -> Option<Clock> {
        let old = self.old.clock(kind).filter(|it| it.since == since);
        let kept = old.filter(|_| self.keeps || met_at.is_some());
        let target = match kept {
            Some(it) => it.target,
            None => self.policy.target(kind, self.c.priority)?,
        };
        Some(Clock {
            kind,
            since,
            target,
            due: self.count.due((kind, since), target, met_at),
            met_at,
            steps: old
                .filter(|it| it.target == target)
                .map_or(0, |it| it.steps),
        })
    }
}

/// Steps whose time is long over when something is first measured are taken as done: nobody is told of old news.
fn forget_old(
    look: &Look<'_>,
    yardstick: &Yardstick,
    c: &Conversation,
    sla: &mut Sla,
    now: Millis,
) -> Result<()> {
    let known = c.sla.as_deref().cloned().unwrap_or_default();
    let Some(count) = yardstick.count(look, c, sla.policy)? else {
        return Ok(());
    };
    for clock in &mut sla.clocks {
        let same = |it: &Clock| it.since == clock.since && it.target == clock.target;
        if known.clock(clock.kind).is_some_and(same) {
            continue;
        }
        while let Some((_, at)) = count.next_step(clock) {
            if at + OLD_NEWS > now {
                break;
            }
            clock.steps = clock.steps.saturating_add(1);
        }
    }
    Ok(())
}
