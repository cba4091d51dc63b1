//! Undoing a move, split or merge: a compensating deed. What nothing has touched since is byte for byte what it
//! was; what arrived since stays where it arrived.

use crate::conversations::find::find_by_id;
use crate::conversations::legal::stand;
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::moves::set_timers;
use crate::conversations::steps::pending::{refresh_failed, refresh_waiting, unanswered_since};
use crate::conversations::steps::relocate::take_back;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::change::{Change, ChangeKind};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, MessageId, Seq};
use crate::domain::job::TimerKind;
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// What arrived in the other conversation since a change, and will stay there when it is undone.
///
/// # Errors
/// [`Error::NotFound`].
pub fn preview(look: &Look<'_>, viewer: &Viewer, change: ChangeId) -> Result<Vec<Message>> {
    let (_, (from, to, moved)) = of_messages(look, change)?;
    find_by_id(look, viewer, from)?;
    find_by_id(look, viewer, to)?;
    let mut since = Vec::new();
    let mut brought = false;
    each(look, to, |it| {
        if moved.contains(&it.id) {
            brought = true;
            since.clear();
        } else if brought && it.moved_to.is_none() {
            since.push(it);
        }
    })?;
    Ok(since)
}

type Parts = (
    crate::domain::id::ConversationId,
    crate::domain::id::ConversationId,
    Vec<MessageId>,
);

fn of_messages(look: &Look<'_>, change: ChangeId) -> Result<(Change, Parts)> {
    let row = look.change(change)?;
    let row = row.ok_or_else(|| Error::not_found("change"))?;
    let ChangeKind::Messages {
        from, to, moved, ..
    } = &row.kind
    else {
        return Err(Error::not_found("change"));
    };
    let parts = (*from, *to, moved.clone());
    Ok((row, parts))
}

/// Undoes a move, split or merge. Answers the conversation the messages came from.
///
/// # Errors
/// [`Error::Conflict`] `undone`; [`Error::NotFound`].
pub fn undo(w: &mut Write<'_>, by: &Viewer, change: ChangeId) -> Result<Conversation> {
    by.need(Right::Work)?;
    let (mut row, (from, to, moved)) = of_messages(w, change)?;
    let (mut from, mut to) = (find_by_id(w, by, from)?, find_by_id(w, by, to)?);
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let ChangeKind::Messages {
        before, left_at, ..
    } = &mut row.kind
    else {
        return Err(Error::not_found("change"));
    };
    let (before, left_at) = (before.take(), *left_at);
    settle(w, &mut from)?;
    settle(w, &mut to)?;
    take_back(w, &from, &mut to, &moved)?;
    let (was_from, was_to) = match before {
        Some(it) => (Some(it.0), Some(it.1)),
        None => (None, None),
    };
    restore(w, &mut from, was_from, left_at.0)?;
    let split = to.why == Reason::Split { from: from.id };
    restore(w, &mut to, was_to, left_at.1)?;
    refresh_waiting(w, &mut from)?;
    refresh_waiting(w, &mut to)?;
    if split && to.n_messages == 0 {
        let at = w.now();
        to.status = Status::Resolved { at, quiet: false };
        (to.merged, to.successor) = (true, Some(from.id));
        set_timers(w, &to)?;
    }
    let voice = Voice::of(by);
    for c in [&mut from, &mut to] {
        voice.tell(w, c, EventKind::ChangeUndone { change })?;
        w.put_conversation(c)?;
    }
    row.undone_at = Some(w.now());
    w.put_change(&row)?;
    Ok(from)
}

/// The row as it was, when nothing has touched it since; else what the change did to it is taken back and the rest
/// counted anew.
fn restore(
    w: &mut Write<'_>,
    c: &mut Conversation,
    was: Option<Conversation>,
    left_at: Seq,
) -> Result<()> {
    let Some(was) = was else {
        return count_anew(w, c);
    };
    if c.seq == left_at && was.n_messages == c.n_messages {
        *c = was;
    } else {
        if c.merged {
            (c.merged, c.status) = (was.merged, was.status);
        }
        (c.successor, c.promise) = (was.successor, c.promise.or(was.promise));
        stand::part(c, was.legal);
        count_anew(w, c)?;
        c.waiting_since = match c.status {
            Status::Open => unanswered_since(w, c.id)?,
            _ => None,
        };
        refresh_failed(w, c)?;
    }
    // What was being written stayed where the cases were put together.
    c.has_draft = !w.drafts_in(c.id)?.is_empty();
    set_timers(w, c)?;
    stand::replan(w, c)?;
    w.set_timer(c.id, TimerKind::PromiseDue, c.promise.map(|it| it.due))
}
