//! What a resolved conversation cost each of us in time: measured by what they had in front of them; where a message
//! of theirs was written unseen, estimated. A conversation with anything estimated in it is no measured one.

use std::collections::BTreeMap;

use crate::domain::conversation::Status;
use crate::domain::effort::{Focus, Visit};
use crate::domain::id::AgentId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, ESTIMATED, Sighting, Stream};
use crate::reports::fold::Case;

/// No message is taken to have cost more.
const MOST: Span = Span::minutes(10);
/// A message was seen being written when a visit of its writer is this near.
const NEAR: Span = Span::seconds(30);
/// What somebody looks up in a case so long after it was resolved is no work on it any more.
const WRAP_UP: Span = Span::hours(24);

/// What one of us spent on a case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Effort {
    /// What was seen.
    pub seen: Focus,
    /// Messages written unseen: when, and what each is taken to have cost.
    pub unseen: Vec<(Millis, Span)>,
}

impl Effort {
    /// The estimated part.
    #[must_use]
    pub fn estimated(&self) -> Span {
        Span(self.unseen.iter().map(|it| it.1.0).sum())
    }

    /// Both parts.
    #[must_use]
    pub fn all(&self) -> Span {
        Span(self.seen.spent().0.saturating_add(self.estimated().0))
    }
}

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    let Status::Resolved { at, .. } = case.conversation.status else {
        return;
    };
    let efforts = efforts(case);
    let estimated = efforts.values().any(|it| !it.unseen.is_empty());
    out.extend(efforts.into_iter().map(|(agent, it)| Sighting {
        stream: Stream::Effort,
        at,
        wall: Some(it.all()),
        work: None,
        by: By::Agent(agent),
        channel: Some(case.conversation.channel),
        extra: if estimated { ESTIMATED } else { 0 },
    }));
}

/// What each of us spent on a case until now.
#[must_use]
pub fn efforts(case: &Case) -> BTreeMap<AgentId, Effort> {
    let until = match case.conversation.status {
        Status::Resolved { at, .. } => at + WRAP_UP,
        _ => Millis(i64::MAX),
    };
    let mut out = BTreeMap::new();
    for it in &case.worked {
        let mut seen = it.clone();
        seen.visits.retain(|it| it.from <= until);
        if seen.times() > 0 {
            let unseen = Vec::new();
            out.insert(it.agent, Effort { seen, unseen });
        }
    }
    for (agent, at, took) in unseen(case) {
        let effort: &mut Effort = out.entry(agent).or_default();
        effort.unseen.push((at, took));
    }
    out
}

/// The messages written unseen, each with the time since the customer's last word, the writer's own last message here or
/// the beginning.
fn unseen(case: &Case) -> Vec<(AgentId, Millis, Span)> {
    let (mut out, mut sent) = (Vec::new(), BTreeMap::<AgentId, Millis>::new());
    let mut heard = case.conversation.created_at;
    for it in &case.said {
        let By::Agent(agent) = it.by else {
            heard = if it.is_inbound() { it.at } else { heard };
            continue;
        };
        let since = sent
            .insert(agent, it.at)
            .map_or(heard, |own| own.max(heard));
        if !was_seen(case, agent, it.written) {
            let took = Span(it.at.since(since).0.clamp(0, MOST.0));
            out.push((agent, it.written, took));
        }
    }
    out
}

fn was_seen(case: &Case, agent: AgentId, at: Millis) -> bool {
    let near = |it: &Visit| it.from <= at + NEAR && it.until + NEAR >= at;
    let mut own = case.worked.iter().filter(|it| it.agent == agent);
    own.any(|it| {
        // Of what is kept as a sum nothing more is known than that it was before.
        let first = it.visits.first().map(|it| it.from);
        let is_old = it.before.0 > 0 && first.is_some_and(|first| at < first);
        is_old || it.visits.iter().any(near)
    })
}
