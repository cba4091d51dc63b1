//! Following the log: what an event means for the clocks of its conversation.

use std::collections::BTreeMap;

use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::measure::{Anew, measure};
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{ConversationId, Seq};
use crate::domain::job::JobKind;
use crate::domain::sla::SlaPolicy;
use crate::store::{Look, Write};

/// Whether any of these events can move a clock: none does where nothing was ever agreed.
///
/// # Errors
/// The store's.
pub fn may_matter(look: &Look<'_>, events: &[Event]) -> Result<bool> {
    Ok(events.iter().any(moves_clocks) && !look.arranged::<SlaPolicy>()?.is_empty())
}

fn moves_clocks(event: &Event) -> bool {
    !event.history && (means(event).is_some() || event.kind.moves_hours())
}

fn means(event: &Event) -> Option<Anew> {
    let by_timer = event.actor == Actor::System(SystemPart::Timers);
    Some(match event.kind {
        // What a missed target itself changed does not make it another.
        EventKind::PrioritySet { .. } | EventKind::TeamSet { .. } if by_timer => Anew::Nothing,
        EventKind::PrioritySet { .. }
        | EventKind::TeamSet { .. }
        | EventKind::Tagged { .. }
        | EventKind::Untagged { .. }
        | EventKind::RuleAgreed { .. }
        | EventKind::CustomerChanged { .. } => Anew::Agreement,
        EventKind::ConversationStarted { .. }
        | EventKind::MessageReceived { .. }
        | EventKind::NeedsAnswer { .. }
        | EventKind::ReplyWritten { .. }
        | EventKind::ReplySeen { .. }
        | EventKind::ReplyUndone { .. }
        | EventKind::DeliveryMoved { .. }
        | EventKind::StatusMoved { .. }
        | EventKind::MessagesMoved { .. }
        | EventKind::ConversationsMerged { .. }
        | EventKind::ConversationSplit { .. }
        | EventKind::ChangeUndone { .. } => Anew::Nothing,
        _ => return None,
    })
}

/// Measures what the events behind a place are about, at most `limit` of them. How far that is.
///
/// # Errors
/// The store's.
pub fn follow(w: &mut Write<'_>, from: Seq, limit: usize) -> Result<Seq> {
    let mut touched: BTreeMap<ConversationId, Anew> = BTreeMap::new();
    let mut last = from;
    for event in w.events_after(from, limit)? {
        last = event.seq;
        if !moves_clocks(&event) {
            continue;
        }
        if event.kind.moves_hours() {
            let (before, anew) = (None, false);
            w.job(w.now(), JobKind::Measure { before, anew })?;
        }
        if let (Some(id), Some(anew)) = (event.subject.conversation, means(&event)) {
            let known = touched.entry(id).or_insert(anew);
            if anew == Anew::Agreement {
                *known = anew;
            }
        }
    }
    let yardstick = Yardstick::read(w)?;
    for (id, anew) in touched {
        measure(w, &yardstick, id, anew)?;
    }
    Ok(last)
}
