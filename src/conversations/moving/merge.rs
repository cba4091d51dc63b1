//! Putting two cases together.

use std::cmp::Reverse;

use crate::conversations::legal::stand;
use crate::conversations::moving::journal::{journaled, two};
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::drafts::bring_drafts;
use crate::conversations::steps::moves::{WAITING_CUSTOMER, move_to};
use crate::conversations::steps::pending::earliest;
use crate::conversations::steps::people::add;
use crate::conversations::steps::promise;
use crate::conversations::steps::relocate::bring;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::ChangeId;
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
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
    let (carried, asked) = (from.status, from.waiting_since);
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
    for agent in &from.followers {
        if !into.followers.contains(agent) {
            into.followers.push(*agent);
        }
    }
    one_promise(w, from, into, voice)?;
    stand::join(w, from, into, voice)?;
    if let (None, Some(due)) = (into.remind_at, from.remind_at) {
        promise::remind(w, into, Some(due))?;
    }
    bring_drafts(w, from, into)?;
    into.has_failed |= from.has_failed;
    let at = w.now();
    let why = Reason::Merged { into: into.id };
    move_to(w, from, voice, Status::Resolved { at, quiet: false }, why)?;
    (from.merged, from.successor, from.suggestion) = (true, Some(into.id), None);
    from.has_failed = false;
    if into.suggestion.is_some_and(|it| it.conversation == from.id) {
        into.suggestion = None;
    }
    if presses(carried) > presses(into.status) && into.status != Status::Spam {
        let promised = into.remind_at;
        move_to(w, into, voice, carried, why)?;
        promise::remind(w, into, promised.filter(|_| carried == Status::Open))?;
    }
    count_anew(w, into)?;
    into.waiting_since = match into.status {
        Status::Spam | Status::Resolved { .. } | WAITING_CUSTOMER => None,
        // What nobody answered in its case is not answered by what was said in the other.
        _ => earliest(asked, into.waiting_since),
    };
    Ok(())
}

/// How much a status wants of us: the case put together has the one that wants more, of two with a time the earlier.
fn presses(status: Status) -> (u8, Reverse<Millis>) {
    let never = Millis(i64::MAX);
    match status {
        Status::Spam => (0, Reverse(never)),
        Status::Resolved { .. } => (1, Reverse(never)),
        WAITING_CUSTOMER => (2, Reverse(never)),
        Status::Waiting { follow_up_at, .. } => (3, Reverse(follow_up_at.unwrap_or(never))),
        Status::Snoozed { until } => (3, Reverse(until)),
        Status::Open => (4, Reverse(never)),
    }
}

/// Of two promises the earlier is kept; that the other does not count any more is said.
fn one_promise(
    w: &mut Write<'_>,
    from: &mut Conversation,
    into: &mut Conversation,
    voice: Voice,
) -> Result<()> {
    let Some(promise) = from.promise else {
        return Ok(());
    };
    match into.promise {
        Some(other) if other.due <= promise.due => promise::dropped(w, from, voice),
        other => {
            if other.is_some() {
                promise::dropped(w, into, voice)?;
            }
            from.promise = None;
            w.set_timer(from.id, TimerKind::PromiseDue, None)?;
            promise::make(w, into, voice, promise)
        }
    }
}
