//! Moving messages, splitting and merging cases: each journaled, so that it can be undone.

use crate::conversations::find::for_work;
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::pending::unanswered_since;
use crate::conversations::steps::people::add;
use crate::conversations::steps::relocate::bring;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, ContactId, MessageId};
use crate::domain::message::{Author, Message};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// Moves messages to another conversation. Answers it, and the change for an undo.
///
/// # Errors
/// [`Error::Invalid`] on `messages` when one is not there, or on `to`; [`Error::Conflict`] `private_team`,
/// `other_brand`; [`Error::NotFound`].
pub fn move_messages(
    w: &mut Write<'_>,
    by: &Viewer,
    from: u64,
    messages: &[MessageId],
    to: u64,
) -> Result<(Conversation, ChangeId)> {
    let (from, to) = two(w, by, from, to)?;
    let chosen = chosen(w, &from, messages)?;
    let (_, to, change) = journaled(w, by, from, to, |w, from, to, voice| {
        let moved = bring(w, from, to, chosen)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        recount(w, from)?;
        recount(w, to)?;
        if to.waiting_since.is_some() && !matches!(to.status, Status::Spam) {
            let why = Reason::Moved { from: from.id };
            let since = to.waiting_since;
            move_to(w, to, voice, Status::Open, why)?;
            to.waiting_since = since;
        }
        Ok((moved, false, n))
    })?;
    Ok((to, change))
}

/// Makes messages a case of their own. When one other person wrote all of them, it is theirs.
///
/// # Errors
/// As [`move_messages`]; [`Error::Invalid`] on `messages` when nothing would be left.
pub fn split(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    messages: &[MessageId],
) -> Result<(Conversation, ChangeId)> {
    let from = for_work(w, by, number)?;
    let chosen = chosen(w, &from, messages)?;
    let to = apart(w, by, &from, &chosen)?;
    let (_, to, change) = journaled(w, by, from, to, |w, from, to, _| {
        let moved = bring(w, from, to, chosen)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        recount(w, from)?;
        recount(w, to)?;
        Ok((moved, true, n))
    })?;
    Ok((to, change))
}

fn apart(
    w: &mut Write<'_>,
    by: &Viewer,
    from: &Conversation,
    chosen: &[Message],
) -> Result<Conversation> {
    let voice = Voice::of(by);
    let mut to = Conversation {
        id: w.new_id(),
        number: w.next_number()?,
        contact: sole_author(chosen).unwrap_or(from.contact),
        subject: chosen
            .iter()
            .map(|it| it.subject.clone())
            .find(|it| !it.is_empty())
            .unwrap_or_else(|| from.subject.clone()),
        why: Reason::Split { from: from.id },
        created_at: w.now(),
        active_at: w.now(),
        status: Status::Open,
        previous: Some(from.id),
        n_messages: 0,
        channels: Vec::new(),
        participants: Vec::new(),
        successor: None,
        suggestion: None,
        promise: None,
        waiting_since: None,
        has_failed: false,
        has_draft: false,
        reopened_at: Vec::new(),
        ..from.clone()
    };
    let (number, why) = (to.number, to.why);
    voice.tell(w, &mut to, EventKind::ConversationStarted { number, why })?;
    Ok(to)
}

fn sole_author(chosen: &[Message]) -> Option<ContactId> {
    let mut authors = chosen.iter().filter_map(|it| match it.author {
        Author::Contact(id) => Some(id),
        _ => None,
    });
    let first = authors.next()?;
    authors.all(|it| it == first).then_some(first)
}

/// Puts a case together with another, which goes on; the first is its shell. Answers the other.
///
/// # Errors
/// As [`move_messages`].
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

/// The two of a move or merge, which crosses no private team and no brand.
fn two(w: &mut Write<'_>, by: &Viewer, from: u64, to: u64) -> Result<(Conversation, Conversation)> {
    if from == to {
        return Err(Error::invalid("to", "error-same-conversation"));
    }
    let (from, to) = (for_work(w, by, from)?, for_work(w, by, to)?);
    if from.audience != to.audience {
        return Err(Error::conflict("private_team"));
    }
    if from.brand != to.brand {
        return Err(Error::conflict("other_brand"));
    }
    Ok((from, to))
}

fn chosen(look: &Look<'_>, from: &Conversation, ids: &[MessageId]) -> Result<Vec<Message>> {
    let mut here = Vec::new();
    each(look, from.id, |it| here.push(it))?;
    here.retain(|it| it.moved_to.is_none());
    let total = here.len();
    here.retain(|it| ids.contains(&it.id));
    if here.is_empty() || here.len() != ids.len() {
        return Err(Error::invalid("messages", "error-no-such-message"));
    }
    if here.len() == total {
        return Err(Error::invalid("messages", "error-nothing-left"));
    }
    Ok(here)
}

fn recount(look: &Look<'_>, c: &mut Conversation) -> Result<()> {
    count_anew(look, c)?;
    if c.status == Status::Open {
        c.waiting_since = unanswered_since(look, c.id)?;
    } else if c.status.is_unresolved() {
        c.waiting_since = c.waiting_since.and(unanswered_since(look, c.id)?);
    }
    Ok(())
}

type Moved = (Vec<MessageId>, bool, u32);

/// Does a change of two conversations and writes down what they were before.
fn journaled(
    w: &mut Write<'_>,
    by: &Viewer,
    mut from: Conversation,
    mut to: Conversation,
    how: impl FnOnce(&mut Write<'_>, &mut Conversation, &mut Conversation, Voice) -> Result<Moved>,
) -> Result<(Conversation, Conversation, ChangeId)> {
    let voice = Voice::of(by);
    let before = (from.clone(), to.clone());
    let change: ChangeId = w.new_id();
    let (moved, whole, n) = how(w, &mut from, &mut to, voice)?;
    let (told_from, told_to) = match (whole, from.merged) {
        (true, true) => (
            None,
            Some(EventKind::ConversationsMerged {
                change,
                from: from.id,
            }),
        ),
        (true, false) => (
            Some(EventKind::ConversationSplit {
                change,
                into: to.id,
            }),
            None,
        ),
        (false, _) => (
            Some(EventKind::MessagesMoved {
                change,
                to: to.id,
                n,
            }),
            None,
        ),
    };
    if let Some(kind) = told_from {
        voice.tell(w, &mut from, kind)?;
    }
    if let Some(kind) = told_to {
        voice.tell(w, &mut to, kind)?;
    }
    w.put_conversation(&from)?;
    w.put_conversation(&to)?;
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::Messages {
            from: from.id,
            to: to.id,
            moved,
            whole,
            from_status: before.0.status,
            to_status: before.1.status,
            left_at: (from.seq, to.seq),
            before: Some(Box::new(before)),
        },
        undone_at: None,
    })?;
    Ok((from, to, change))
}
