//! Making messages a case of their own.

use crate::conversations::find::for_work;
use crate::conversations::moving::journal::{chosen, journaled, recount};
use crate::conversations::steps::moves::{WAITING_CUSTOMER, move_to};
use crate::conversations::steps::promise;
use crate::conversations::steps::relocate::bring;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, ContactId, MessageId};
use crate::domain::job::TimerKind;
use crate::domain::message::{Author, Message};
use crate::domain::reason::Reason;
use crate::store::Write;

/// Makes messages a case of their own. When one other person wrote all of them, it is theirs.
///
/// # Errors
/// As `move_messages`; [`crate::domain::error::Error::Invalid`] on `messages` when nothing would be left.
pub fn split(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    messages: &[MessageId],
) -> Result<(Conversation, ChangeId)> {
    let from = for_work(w, by, number)?;
    let chosen = chosen(w, &from, messages)?;
    let whose = sole_author(&chosen).unwrap_or(from.contact);
    let to = apart(w, by, &from, (&chosen, whose))?;
    let (_, to, change) = journaled(w, by, from, to, |w, from, to, _| {
        let moved = bring(w, from, to, chosen)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        recount(w, from)?;
        recount(w, to)?;
        Ok((moved, true, n))
    })?;
    Ok((to, change))
}

/// Makes what was said with another person a case of theirs: open where they wait for an answer, else as far as the one
/// it was in. `promise` goes along when it was made to them.
///
/// # Errors
/// As [`split`].
pub fn split_off(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    messages: &[MessageId],
    (whose, promise): (ContactId, bool),
) -> Result<(Conversation, ChangeId)> {
    let from = for_work(w, by, number)?;
    let chosen = chosen(w, &from, messages)?;
    let to = apart(w, by, &from, (&chosen, whose))?;
    let (_, to, change) = journaled(w, by, from, to, |w, from, to, voice| {
        let moved = bring(w, from, to, chosen)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        recount(w, from)?;
        recount(w, to)?;
        let then = match from.status {
            Status::Open => WAITING_CUSTOMER,
            other => other,
        };
        if to.waiting_since.is_none() {
            let why = Reason::Split { from: from.id };
            move_to(w, to, voice, then, why)?;
        }
        if let Some(it) = from.promise.take_if(|_| promise) {
            w.set_timer(from.id, TimerKind::PromiseDue, None)?;
            promise::make(w, to, voice, it)?;
        }
        Ok((moved, true, n))
    })?;
    Ok((to, change))
}

fn apart(
    w: &mut Write<'_>,
    by: &Viewer,
    from: &Conversation,
    (chosen, whose): (&[Message], ContactId),
) -> Result<Conversation> {
    let voice = Voice::of(by);
    let mut to = Conversation {
        id: w.new_id(),
        number: w.next_number()?,
        contact: whose,
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
        legal: None,
        waiting_since: None,
        has_failed: false,
        has_draft: false,
        reopened_at: Vec::new(),
        survey: None,
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
