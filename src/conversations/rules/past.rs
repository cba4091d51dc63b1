//! What a rule would have done in the days behind us: each conversation taken back to how it stood at the moments at
//! which the rule would have been asked, from its log.

use crate::conversations::rules::ask::{holds, in_use};
use crate::conversations::rules::follow::asks;
use crate::conversations::rules::time::long_enough;
use crate::conversations::sla::hours;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{RuleId, Seq};
use crate::domain::rule::{Rule, Trigger};
use crate::domain::time::Millis;
use crate::store::Look;

/// Conversations looked at, newest first.
const LOOKED_AT: usize = 2_000;
const PAGE: usize = 200;
/// Events of one that are gone through.
const EVENTS: usize = 2_000;
/// Conversations shown.
const SHOWN: usize = 5;

/// What a rule would have done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Conversations in which it would have been asked.
    pub asked: usize,
    /// Those in which it fitted.
    pub fitted: usize,
    /// The newest of them: number, and when it fitted first.
    pub examples: Vec<(u64, Millis)>,
    /// Other rules of the same trigger that fit in some of them too, and in how many.
    pub also: Vec<(RuleId, usize)>,
    /// Not all were looked at.
    pub or_more: bool,
}

/// Goes back over what happened since a time.
///
/// # Errors
/// The store's.
pub fn past(look: &Look<'_>, rule: &Rule, (from, now): (Millis, Millis)) -> Result<Past> {
    let mut others = in_use(look)?;
    others.retain(|it| it.trigger == rule.trigger && it.id != rule.id);
    let (mut out, mut before) = (Past::default(), None);
    for _ in 0..LOOKED_AT / PAGE {
        let page = look.conversations_before(before, PAGE)?;
        before = page.last().map(|it| it.number);
        out.or_more = page.len() == PAGE;
        for c in page
            .iter()
            .filter(|it| it.active_at >= from && it.is_case())
        {
            one(look, rule, &others, (c, from, now), &mut out)?;
        }
        if !out.or_more {
            break;
        }
    }
    Ok(out)
}

fn one(
    look: &Look<'_>,
    rule: &Rule,
    others: &[Rule],
    (c, from, now): (&Conversation, Millis, Millis),
    out: &mut Past,
) -> Result<()> {
    let all = moments(look, c, rule.trigger, now)?;
    let all: Vec<_> = all.into_iter().filter(|it| it.1 >= from).collect();
    if all.is_empty() {
        return Ok(());
    }
    out.asked += 1;
    for (then, at) in all {
        if !holds(look, &then, &rule.condition, at)? {
            continue;
        }
        out.fitted += 1;
        if out.examples.len() < SHOWN {
            out.examples.push((c.number, at));
        }
        for other in others {
            if holds(look, &then, &other.condition, at)? {
                count(&mut out.also, other.id);
            }
        }
        break;
    }
    Ok(())
}

fn count(all: &mut Vec<(RuleId, usize)>, id: RuleId) {
    match all.iter_mut().find(|it| it.0 == id) {
        Some(it) => it.1 += 1,
        None => all.push((id, 1)),
    }
}

/// The moments at which a trigger would have asked about a conversation, each with how it stood then.
fn moments(
    look: &Look<'_>,
    c: &Conversation,
    trigger: Trigger,
    now: Millis,
) -> Result<Vec<(Conversation, Millis)>> {
    let events = look.events_of(c.id, Seq::default(), EVENTS)?;
    let mut then = beginning(c, &events);
    let mut out = Vec::new();
    for (at, event) in events.iter().enumerate() {
        step(&mut then, event);
        if event.history {
            continue;
        }
        match trigger {
            Trigger::Arrival => {
                let arrives = matches!(event.kind, EventKind::MessageReceived { .. });
                if is_answer(event) {
                    break;
                }
                if arrives {
                    out.push((then.clone(), event.at));
                }
            }
            Trigger::Waited { .. } => {
                let until = events.get(at + 1).map_or(now, |it| it.at);
                let calendar = hours::of(look, &then)?;
                let found = long_enough(look, &then, trigger, &calendar)?;
                let due = found.map(|it| it.1);
                let due = due.filter(|it| *it > event.at && *it <= until);
                out.extend(due.map(|due| (then.clone(), due)));
            }
            _ if asks(trigger, event) => out.push((then.clone(), event.at)),
            _ => {}
        }
    }
    Ok(out)
}

/// How a conversation stood when it began: what was changed later is what it was changed from.
fn beginning(c: &Conversation, events: &[Event]) -> Conversation {
    let mut then = Conversation {
        status: Status::Open,
        tags: Vec::new(),
        sla: None,
        ruled: Vec::new(),
        waiting_since: None,
        last_public_at: None,
        reopened_at: Vec::new(),
        ..c.clone()
    };
    for event in events.iter().rev() {
        match event.kind {
            EventKind::TeamSet { from, .. } => then.team = from,
            EventKind::Assigned { from, .. } => then.assignee = from,
            EventKind::PrioritySet { from, .. } => then.priority = from,
            EventKind::StatusMoved { from, .. } => then.status = from,
            _ => {}
        }
    }
    then
}

fn is_answer(event: &Event) -> bool {
    match event.kind {
        EventKind::ReplySeen { .. } => true,
        EventKind::ReplyWritten { .. } => event.actor.is_human(),
        _ => false,
    }
}

/// What an event made of it.
fn step(then: &mut Conversation, event: &Event) {
    match event.kind {
        EventKind::MessageReceived { .. } | EventKind::NeedsAnswer { .. } => {
            then.waiting_since = then.waiting_since.or(Some(event.at));
            then.last_public_at = Some(event.at);
        }
        EventKind::ReplyWritten { .. } | EventKind::ReplySeen { .. } => {
            then.last_public_at = Some(event.at);
            if is_answer(event) {
                then.waiting_since = None;
            }
        }
        EventKind::StatusMoved { from, to, .. } => {
            if matches!(to, Status::Open) && !matches!(from, Status::Open) {
                then.reopened_at.push(event.at);
            }
            if !to.is_unresolved() || to == WAITING_CUSTOMER {
                then.waiting_since = None;
            }
            then.status = to;
        }
        EventKind::Assigned { to, .. } => then.assignee = to,
        EventKind::TeamSet { to, .. } => then.team = to,
        EventKind::PrioritySet { to, .. } => then.priority = to,
        EventKind::Tagged { tag } if !then.tags.contains(&tag) => then.tags.push(tag),
        EventKind::Untagged { tag } => then.tags.retain(|it| *it != tag),
        _ => {}
    }
}
