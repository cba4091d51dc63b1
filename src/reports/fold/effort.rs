//! What a resolved conversation cost each of us in time. Estimated from what they wrote: the time since the customer's
//! last word, their own last message here or its beginning, at most ten minutes a message.

use std::collections::BTreeMap;

use crate::domain::conversation::Status;
use crate::domain::id::AgentId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, ESTIMATED, Sighting, Stream};
use crate::reports::fold::Case;

/// No message is taken to have cost more.
const MOST: Span = Span::minutes(10);

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    let Status::Resolved { at, .. } = case.conversation.status else {
        return;
    };
    out.extend(estimated(case).into_iter().map(|(agent, effort)| Sighting {
        stream: Stream::Effort,
        at,
        wall: Some(effort),
        work: None,
        by: By::Agent(agent),
        channel: Some(case.conversation.channel),
        extra: ESTIMATED,
    }));
}

fn estimated(case: &Case) -> BTreeMap<AgentId, Span> {
    let began = case.conversation.created_at;
    let (mut efforts, mut sent) = (BTreeMap::new(), BTreeMap::<AgentId, Millis>::new());
    let mut heard = began;
    for it in &case.said {
        let By::Agent(agent) = it.by else {
            heard = if it.is_inbound() { it.at } else { heard };
            continue;
        };
        let since = sent
            .insert(agent, it.at)
            .map_or(heard, |own| own.max(heard));
        let took = Span(it.at.since(since).0.clamp(0, MOST.0));
        let sum = efforts.entry(agent).or_insert(Span(0));
        sum.0 += took.0;
    }
    efforts
}
