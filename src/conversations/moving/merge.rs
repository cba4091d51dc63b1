//! Putting two cases together.

use crate::conversations::moving::journal::{journaled, recount, two};
use crate::conversations::steps::append::each;
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::people::add;
use crate::conversations::steps::relocate::bring;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::ChangeId;
use crate::domain::reason::Reason;
use crate::store::Write;

/// Puts a case together with another, which goes on; the first is its shell. Answers the other.
///
/// # Errors
/// As `move_messages`.
pub fn merge(
    w: &mut Write<'_>,
    by: &Viewer,
    from: u64,
    into: u64,
) -> Result<(Conversation, ChangeId)> {
    let (from, into) = two(w, by, from, into)?;
    let mut all = Vec::new();
    each(w, from.id, |it| all.push(it))?;
    all.retain(|it| it.moved_to.is_none());
    let (_, into, change) = journaled(w, by, from, into, |w, from, into, voice| {
        let moved = bring(w, from, into, all)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        put_together(w, from, into, voice)?;
        Ok((moved, true, n))
    })?;
    Ok((into, change))
}

fn put_together(
    w: &mut Write<'_>,
    from: &mut Conversation,
    into: &mut Conversation,
    voice: Voice,
) -> Result<()> {
    let needs_us = from.status == Status::Open;
    let same = crate::contacts::people::records(w, into.contact)?.contains(&from.contact);
    if !same {
        add(w, into, voice, from.contact, true)?;
    }
    for it in from.participants.clone() {
        add(w, into, voice, it.contact, it.accepted)?;
    }
    for tag in &from.tags {
        if !into.tags.contains(tag) {
            into.tags.push(*tag);
        }
    }
    for agent in &from.mentioned {
        if !into.mentioned.contains(agent) {
            into.mentioned.push(*agent);
        }
    }
    if let (None, Some(promise)) = (into.promise, from.promise.take()) {
        w.set_timer(from.id, crate::domain::job::TimerKind::PromiseDue, None)?;
        crate::conversations::steps::promise::make(w, into, voice, promise)?;
    }
    into.has_failed |= from.has_failed;
    let at = w.now();
    let why = Reason::Merged { into: into.id };
    move_to(w, from, voice, Status::Resolved { at, quiet: false }, why)?;
    (from.merged, from.successor, from.suggestion) = (true, Some(into.id), None);
    from.has_failed = false;
    if into.suggestion.is_some_and(|it| it.conversation == from.id) {
        into.suggestion = None;
    }
    recount(w, into)?;
    if needs_us && into.status != Status::Spam {
        let since = into.waiting_since;
        move_to(w, into, voice, Status::Open, why)?;
        into.waiting_since = since;
    }
    Ok(())
}
