//! Rules that are asked because something went on for long: when the next one is, and asking it.

use crate::conversations::rules::act::{carry_out, is_marked, mark};
use crate::conversations::rules::ask::{holds, in_use};
use crate::conversations::sla::hours;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::job::TimerKind;
use crate::domain::rule::{Rule, Trigger, Wait};
use crate::domain::time::{Millis, Term};
use crate::sla::calendar::Calendar;
use crate::sla::clock::Pace;
use crate::store::{Look, Write};

/// Conversations planned in one deed.
const LOT: usize = 100;
/// Newest events looked through for when it lost its owner.
const EVENTS: usize = 200;

/// Rules asked by time, in their order.
///
/// # Errors
/// The store's.
pub fn timed(look: &Look<'_>) -> Result<Vec<Rule>> {
    let mut all = in_use(look)?;
    all.retain(is_timed);
    Ok(all)
}

/// Whether a rule is asked by time.
#[must_use]
pub fn is_timed(rule: &Rule) -> bool {
    matches!(rule.trigger, Trigger::Waited { .. })
}

/// Sets when a conversation is looked at next for rules asked by time.
///
/// # Errors
/// The store's.
pub fn plan(w: &mut Write<'_>, c: &Conversation, rules: &[Rule]) -> Result<()> {
    let mut first: Option<Millis> = None;
    if c.is_case() && !rules.is_empty() {
        let calendar = hours::of(w, c)?;
        for rule in rules {
            if let Some((_, due)) = due(w, c, rule, &calendar)? {
                first = Some(first.map_or(due, |it| it.min(due)));
            }
        }
    }
    w.set_timer(c.id, TimerKind::Rule, first)
}

/// Plans a lot of conversations, those below a number. Where the next lot begins.
///
/// # Errors
/// The store's.
pub fn plan_lot(w: &mut Write<'_>, before: Option<u64>) -> Result<Option<u64>> {
    let rules = timed(w)?;
    let page = w.conversations_before(before, LOT)?;
    let next = page.last().map(|it| it.number);
    let full = page.len() == LOT;
    for c in page.iter().filter(|it| it.status.is_unresolved()) {
        plan(w, c, &rules)?;
    }
    Ok(next.filter(|_| full))
}

/// Asks the rules whose time has come, and plans the next. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn fire(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let (rules, now) = (timed(w)?, w.now());
    let calendar = hours::of(w, c)?;
    for rule in &rules {
        let Some((of, due)) = due(w, c, rule, &calendar)? else {
            continue;
        };
        if due > now {
            continue;
        }
        if holds(w, c, &rule.condition, now)? {
            carry_out(w, c, rule, (of, 0))?;
            if rule.stops {
                break;
            }
        } else {
            mark(c, rule.id, (of, now));
        }
    }
    plan(w, c, &rules)
}

/// Since when that goes on which a rule waits for, and when that is long enough; `None` when it does not go on, or the
/// rule was asked for it, or it was long enough before the rule was as it is.
fn due(
    look: &Look<'_>,
    c: &Conversation,
    rule: &Rule,
    calendar: &Calendar<'_>,
) -> Result<Option<(Millis, Millis)>> {
    let found = long_enough(look, c, rule.trigger, calendar)?;
    Ok(found.filter(|(since, due)| *due >= rule.since && !is_marked(c, rule.id, *since)))
}

/// Since when that goes on which a trigger waits for, and when that is long enough; `None` when it does not go on.
///
/// # Errors
/// The store's.
pub fn long_enough(
    look: &Look<'_>,
    c: &Conversation,
    trigger: Trigger,
    calendar: &Calendar<'_>,
) -> Result<Option<(Millis, Millis)>> {
    let Trigger::Waited {
        on,
        span,
        open_hours,
    } = trigger
    else {
        return Ok(None);
    };
    let Some(since) = since(look, c, on)? else {
        return Ok(None);
    };
    let pace = Pace::steady(calendar, open_hours);
    let due = pace.due(since, Term::Span(span), calendar);
    Ok(due.map(|due| (since, due)))
}

/// Since when something goes on; `None` when it does not.
fn since(look: &Look<'_>, c: &Conversation, what: Wait) -> Result<Option<Millis>> {
    if !c.status.is_unresolved() {
        return Ok(None);
    }
    Ok(match what {
        Wait::Us => c.waiting_since,
        Wait::Customer if c.status == WAITING_CUSTOMER => c.last_public_at.or(Some(c.created_at)),
        Wait::Customer => None,
        Wait::Unresolved => {
            let again = c.reopened_at.last().copied();
            Some(again.unwrap_or(c.created_at))
        }
        Wait::Unassigned if c.assignee.is_none() => Some(unassigned_since(look, c)?),
        Wait::Unassigned => None,
    })
}

fn unassigned_since(look: &Look<'_>, c: &Conversation) -> Result<Millis> {
    let newest = look.events_of_before(c.id, None, EVENTS)?;
    let lost = |it: &EventKind| matches!(it, EventKind::Assigned { to: None, .. });
    let found = newest.iter().find(|it| lost(&it.kind));
    Ok(found.map_or(c.created_at, |it| it.at))
}
