//! From one of us to another: transfers, whether what must be known was read, and promises.

use crate::domain::event::{Event, EventKind};
use crate::domain::id::AgentId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{BEFORE_ANSWER, BETWEEN_TEAMS, By, KEPT, Sighting, Stream};
use crate::reports::fold::Case;

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    for (at, event) in case.events.iter().enumerate() {
        let rest = case.events.get(at + 1..).unwrap_or_default();
        match event.kind {
            EventKind::Assigned {
                from: Some(from),
                to: Some(to),
                ..
            } => {
                out.push(plain(case, Stream::Transfer, event.at, By::Agent(to)));
                out.push(packet(case, event.at, (from, to), rest));
            }
            EventKind::TeamSet {
                from: Some(_),
                to: Some(_),
                ..
            } => out.push(Sighting {
                extra: BETWEEN_TEAMS,
                ..plain(case, Stream::Transfer, event.at, By::Nobody)
            }),
            EventKind::PromiseKept { due } => {
                let of = By::from(event.actor);
                let kept = plain(case, Stream::Promise, due, of);
                out.push(Sighting {
                    extra: KEPT,
                    ..kept
                });
            }
            EventKind::PromiseBroken { due, .. } => {
                let of = case.conversation.assignee.map_or(By::Nobody, By::Agent);
                out.push(plain(case, Stream::Promise, due, of));
            }
            _ => {}
        }
    }
}

fn plain(case: &Case, stream: Stream, at: Millis, by: By) -> Sighting {
    let before = case.said.iter().rfind(|it| it.at <= at);
    Sighting {
        stream,
        at,
        wall: None,
        work: None,
        by,
        channel: Some(before.map_or(case.conversation.channel, |it| it.channel)),
        extra: 0,
    }
}

/// Whether who got it read what must be known before they answered: looked for until it goes to another.
fn packet(case: &Case, at: Millis, (from, to): (AgentId, AgentId), rest: &[Event]) -> Sighting {
    let goes_on = |it: &&Event| !matches!(it.kind, EventKind::Assigned { .. });
    let is_read =
        |it: &&Event| it.kind == EventKind::HandoverRead { from } && it.actor.agent() == Some(to);
    let read = rest.iter().take_while(goes_on).find(is_read);
    let read = read.map(|it| it.at);
    let answered = case
        .said
        .iter()
        .find(|it| it.answers && it.by == By::Agent(to) && it.at >= at);
    let first = read.is_some_and(|read| answered.is_none_or(|it| read <= it.at));
    Sighting {
        wall: read.map(|it| Span(it.since(at).0.max(0))),
        extra: if first { BEFORE_ANSWER } else { 0 },
        ..plain(case, Stream::Packet, at, By::Agent(to))
    }
}
