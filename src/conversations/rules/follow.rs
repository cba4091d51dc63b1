//! Following the log: which rules an event asks.

use std::collections::BTreeMap;

use crate::conversations::rules::act::carry_out;
use crate::conversations::rules::ask::{holds, in_use};
use crate::conversations::rules::time::{is_timed, plan};
use crate::domain::actor::Actor;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{ConversationId, Seq};
use crate::domain::job::JobKind;
use crate::domain::rule::{Rule, Trigger};
use crate::domain::view::State;
use crate::store::{Look, Write};

/// So many rules may stand behind each other: what the last of them did asks none.
const DEEP: u8 = 3;

/// Whether any of these events asks a rule, or moves what one waits for.
///
/// # Errors
/// The store's.
pub fn may_matter(look: &Look<'_>, events: &[Event]) -> Result<bool> {
    let all = look.arranged::<Rule>()?;
    let rules: Vec<&Rule> = all.iter().filter(|it| it.is_on()).collect();
    Ok(events.iter().any(|it| concerns(&rules, it)))
}

fn concerns(rules: &[&Rule], event: &Event) -> bool {
    let waits = || rules.iter().any(|it| is_timed(it));
    let about = event.subject.conversation.is_some();
    let asks_one = || rules.iter().any(|it| asks(it.trigger, event));
    let moves = event.kind.moves_hours() && waits();
    !event.history && (moves || about && (asks_one() || waits()))
}

/// Asks the rules of the events behind a place, at most `limit` of them. How far that is.
///
/// # Errors
/// The store's.
pub fn follow(w: &mut Write<'_>, from: Seq, limit: usize) -> Result<Seq> {
    let rules = in_use(w)?;
    let timed: Vec<Rule> = rules.iter().filter(|it| is_timed(it)).cloned().collect();
    let asked: Vec<&Rule> = rules.iter().collect();
    let mut touched: BTreeMap<ConversationId, Conversation> = BTreeMap::new();
    let mut last = from;
    for event in w.events_after(from, limit)? {
        last = event.seq;
        if !concerns(&asked, &event) {
            continue;
        }
        if event.kind.moves_hours() {
            w.job(w.now(), JobKind::PlanRules { before: None })?;
        }
        let Some(id) = event.subject.conversation else {
            continue;
        };
        let known = match touched.remove(&id) {
            Some(it) => Some(it),
            None => w.conversation(id)?,
        };
        if let Some(mut c) = known {
            ask(w, &mut c, &rules, &event)?;
            touched.insert(id, c);
        }
    }
    for c in touched.values() {
        plan(w, c, &timed)?;
    }
    Ok(last)
}

/// Asks the rules an event concerns, in their order, about its conversation.
fn ask(w: &mut Write<'_>, c: &mut Conversation, rules: &[Rule], event: &Event) -> Result<()> {
    if event.depth >= DEEP || !c.is_case() {
        return Ok(());
    }
    let now = w.now();
    for rule in rules.iter().filter(|it| asks(it.trigger, event)) {
        // Never for what it did itself.
        if event.actor == Actor::Rule(rule.id) || !holds(w, c, &rule.condition, now)? {
            continue;
        }
        carry_out(w, c, rule, (event.at, event.depth))?;
        w.put_conversation(c)?;
        if rule.stops {
            break;
        }
    }
    Ok(())
}

/// Whether an event is what a rule waits for.
#[must_use]
pub fn asks(trigger: Trigger, event: &Event) -> bool {
    match (trigger, event.kind) {
        (Trigger::CustomerWrote, EventKind::MessageReceived { .. })
        | (Trigger::Answered, EventKind::ReplySeen { .. })
        | (Trigger::Assigned, EventKind::Assigned { .. })
        | (Trigger::TeamSet, EventKind::TeamSet { .. })
        | (Trigger::SlaWarned, EventKind::SlaWarned { .. })
        | (Trigger::SlaMissed, EventKind::SlaMissed { .. }) => true,
        // By a person: what rules and programs say is no answer.
        (Trigger::Answered, EventKind::ReplyWritten { .. }) => event.actor.is_human(),
        (Trigger::SendFailed, EventKind::DeliveryMoved { to, .. }) => to.is_trouble(),
        (
            Trigger::StateMoved { from, to },
            EventKind::StatusMoved {
                from: was, to: is, ..
            },
        ) => {
            let (was, is) = (State::of(was), State::of(is));
            was != is && from.is_none_or(|it| it == was) && to.is_none_or(|it| it == is)
        }
        (Trigger::PrioritySet { from, to }, EventKind::PrioritySet { from: was, to: is }) => {
            from.is_none_or(|it| it == was) && to.is_none_or(|it| it == is)
        }
        (Trigger::Tagged { tag }, EventKind::Tagged { tag: set }) => tag.is_none_or(|it| it == set),
        _ => false,
    }
}
