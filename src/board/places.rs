//! Where a conversation stands: which lists, for whom, under which sort keys. Pure.

use std::collections::BTreeSet;

use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::list::List;
use crate::domain::time::Millis;

/// Who sees one part of a list. The parts one viewer sees hold no conversation twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Everyone,
    /// Members of a private team.
    Members(TeamId),
    /// An assignee or somebody mentioned, for as long as no member of that private team.
    Named(AgentId, TeamId),
}

/// What lists are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Keys {
    pub waiting: Millis,
    pub active: Millis,
    pub due: Millis,
    /// By when law wants it answered; as `due` where it does not.
    pub legal: Millis,
}

/// Added to the key of what is not due, so that it comes behind all that is: no time due is so late.
const NOT_DUE: i64 = 1 << 52;

/// Sort keys, and the lists with their parts, in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Places {
    pub keys: Keys,
    pub lists: Vec<(List, Part)>,
}

/// Whether it is among what the board holds as unresolved: the same as the store's index of the unresolved.
fn is_unresolved(it: &Conversation) -> bool {
    it.status.is_unresolved() && !it.is_aside()
}

/// Where a conversation stands; no lists when the board does not hold it.
pub(super) fn places(it: &Conversation) -> Places {
    let lists = lists(it);
    let parts = parts(it);
    Places {
        keys: keys(it),
        lists: lists
            .iter()
            .flat_map(|list| parts.iter().map(|part| (*list, *part)))
            .collect(),
    }
}

/// The keys of a conversation, whether it stands on the board or not.
pub(super) fn keys(it: &Conversation) -> Keys {
    let waiting = waiting_key(it);
    let due = due(it).unwrap_or(Millis(waiting.0.saturating_add(NOT_DUE)));
    Keys {
        waiting,
        active: it.active_at,
        due,
        legal: legal_due(it).unwrap_or(due),
    }
}

/// By when law wants it answered.
fn legal_due(it: &Conversation) -> Option<Millis> {
    let legal = it.legal.as_ref().filter(|it| it.stands());
    legal.map(|it| it.due)
}

/// What falls due first: a promise, a follow-up, the end of snoozing, what was agreed with customers or law wants.
fn due(it: &Conversation) -> Option<Millis> {
    let by_status = match it.status {
        Status::Waiting { follow_up_at, .. } => follow_up_at,
        Status::Snoozed { until } => Some(until),
        _ => None,
    };
    let promise = it.promise.map(|it| it.due);
    let agreed = it.sla.as_ref().and_then(|it| it.next()?.due);
    let all = [promise, by_status, agreed, legal_due(it)];
    all.into_iter().flatten().min()
}

/// What "longest without an answer first" sorts by; for what waits for a time, that time.
fn waiting_key(it: &Conversation) -> Millis {
    match it.status {
        Status::Snoozed { until } => until,
        Status::Waiting {
            follow_up_at: Some(at),
            ..
        } => at,
        // A promise counts from when it is due.
        _ => {
            let due = it.promise.map(|it| it.due);
            let first = [it.waiting_since, due].into_iter().flatten().min();
            first.unwrap_or(it.active_at)
        }
    }
}

fn lists(it: &Conversation) -> Vec<List> {
    let mut out = Vec::new();
    if is_unresolved(it) {
        match it.status {
            Status::Open => {
                out.push(List::ToAnswer);
                out.push(it.assignee.map_or(List::Unassigned, List::Mine));
                // Who has it is away: it is offered to everybody.
                out.extend((it.covered && it.assignee.is_some()).then_some(List::Unassigned));
                let ends = it.channel_kind.abilities().answer_window.is_some();
                out.extend((ends && it.waiting_since.is_some()).then_some(List::Closing));
            }
            Status::Waiting { on, .. } => out.push(match on {
                WaitingOn::Customer => List::WaitingCustomer,
                WaitingOn::ThirdParty => List::WaitingThirdParty,
            }),
            Status::Snoozed { .. } => out.push(List::Snoozed),
            Status::Resolved { .. } | Status::Spam => {}
        }
        out.extend(it.mentioned.iter().copied().map(List::Mentioned));
        out.extend(it.followers.iter().copied().map(List::Followed));
        out.extend(it.has_waiting.then_some(List::AnswerWaits));
        out.extend(legal_due(it).map(|_| List::LegalDue));
        out.extend(it.team.map(List::Team));
        let others = it.also_teams.iter().filter(|team| Some(**team) != it.team);
        out.extend(others.copied().map(List::Team));
        out.extend(it.tags.iter().copied().map(List::Tag));
    }
    if it.has_failed && !it.merged {
        out.push(List::Failed);
    }
    out
}

fn parts(it: &Conversation) -> Vec<Part> {
    let Some(team) = it.audience else {
        return vec![Part::Everyone];
    };
    let named: BTreeSet<AgentId> = it.assignee.iter().chain(&it.mentioned).copied().collect();
    let named = named.into_iter().map(|agent| Part::Named(agent, team));
    std::iter::once(Part::Members(team)).chain(named).collect()
}

/// The parts a viewer sees, given every private team there is a conversation of. As [`Viewer::sees`], for sets.
pub(super) fn parts_seen(viewer: &Viewer, private: &BTreeSet<TeamId>) -> Vec<Part> {
    let mut out = vec![Part::Everyone];
    for team in private {
        if viewer.sees_team(*team) {
            out.push(Part::Members(*team));
        } else if let Some(me) = viewer.agent_id() {
            out.push(Part::Named(me, *team));
        }
    }
    out
}

/// The lists kept as sets of their own which together, without overlap, are this list.
pub(super) fn made_of(list: List) -> Vec<List> {
    match list {
        List::Unresolved => vec![
            List::ToAnswer,
            List::WaitingCustomer,
            List::WaitingThirdParty,
            List::Snoozed,
        ],
        // Found by its conditions.
        List::View(_) => Vec::new(),
        other => vec![other],
    }
}
