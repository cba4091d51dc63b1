//! What an outage held up, seen to at once: all of it sent, or all of it given back to its writers; one undo for
//! the whole.

use std::collections::BTreeSet;

use crate::conversations::delivery::claim::late_error;
use crate::conversations::delivery::hand::take_out;
use crate::conversations::find::find_delivery;
use crate::conversations::steps::answer::{did_not_arrive, left};
use crate::conversations::steps::drafts::bury;
use crate::conversations::steps::pending::refresh_failed;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::change::{Change, ChangeKind};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, ConversationId, DeliveryId};
use crate::domain::message::{Author, Message};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// Time in which sending all can be taken back.
const UNDO: Span = Span::seconds(10);
/// Seen to in one deed; what is more is asked for again.
const AT_ONCE: usize = 1_000;
/// More than a list of trouble ever shows.
const TROUBLE: usize = 5_000;

/// What was done to all that is late.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub change: ChangeId,
    pub n: usize,
}

/// What waits as late and this viewer may see, held by `until` at the latest.
///
/// # Errors
/// The store's.
pub fn held(look: &Look<'_>, viewer: &Viewer, until: Millis) -> Result<Vec<DeliveryId>> {
    let mut out = Vec::new();
    for it in look.deliveries_in_trouble(TROUBLE)? {
        let is_late = it.state == DeliveryState::Held && it.at <= until;
        if !is_late || out.len() >= AT_ONCE {
            continue;
        }
        let c = look.conversation(it.conversation)?;
        if c.is_some_and(|it| viewer.sees(&it)) {
            out.push(it.id);
        }
    }
    out.reverse();
    Ok(out)
}

/// Sends all that is late; it leaves after ten seconds, until then it can be taken back.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn send_all(w: &mut Write<'_>, by: &Viewer, until: Millis) -> Result<Done> {
    each(w, by, until, true, |w, c, message, mut it| {
        let (voice, due) = (Voice::of(by), w.now() + UNDO);
        (it.state, it.at, it.due) = (DeliveryState::Scheduled, w.now(), due);
        (it.attempts, it.wanted_at, it.told_late) = (0, due, false);
        left(w, c, voice, message, &mut it)?;
        moved(w, c, voice, &it, DeliveryState::Held)?;
        w.put_delivery(&it)
    })
}

/// Gives all that is late up: the texts are their writers' drafts again.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn give_up_all(w: &mut Write<'_>, by: &Viewer, until: Millis) -> Result<Done> {
    each(w, by, until, false, |w, c, message, mut it| {
        take_out(w, by, c, (message, &mut it), true)
    })
}

fn each(
    w: &mut Write<'_>,
    by: &Viewer,
    until: Millis,
    sent: bool,
    how: impl Fn(&mut Write<'_>, &mut Conversation, &Message, Delivery) -> Result<()>,
) -> Result<Done> {
    by.need(Right::Work)?;
    let ids = held(w, by, until)?;
    let mut touched = BTreeSet::new();
    for id in &ids {
        let (mut c, it) = find_delivery(w, by, *id)?;
        let message = w.message(it.message)?;
        let message = message.ok_or_else(|| Error::not_found("message"))?;
        settle(w, &mut c)?;
        how(w, &mut c, &message, it)?;
        w.put_conversation(&c)?;
        touched.insert(c.id);
    }
    recount(w, &touched)?;
    let (change, n) = (w.new_id(), ids.len());
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::Late {
            deliveries: ids,
            sent,
        },
        undone_at: None,
    })?;
    Ok(Done { change, n })
}

/// Says anew which of these have an answer that did not arrive; done once for all of them.
fn recount(w: &mut Write<'_>, touched: &BTreeSet<ConversationId>) -> Result<()> {
    for id in touched {
        let Some(mut c) = w.conversation(*id)? else {
            continue;
        };
        refresh_failed(w, &mut c)?;
        w.put_conversation(&c)?;
    }
    Ok(())
}

/// Takes back what was done to all that was late: what has left by now has left. Answers how many are late again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `undone`, `too_late` when nothing could be taken back.
pub fn undo_all(w: &mut Write<'_>, by: &Viewer, change: ChangeId) -> Result<usize> {
    by.need(Right::Work)?;
    let gone = || Error::not_found("change");
    let mut row = w.change(change)?.ok_or_else(gone)?;
    let ChangeKind::Late { deliveries, sent } = row.kind.clone() else {
        return Err(gone());
    };
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let (mut touched, mut n) = (BTreeSet::new(), 0);
    for id in deliveries {
        let Ok((mut c, it)) = find_delivery(w, by, id) else {
            continue;
        };
        let message = w.message(it.message)?.ok_or_else(gone)?;
        let wanted = if sent {
            it.state == DeliveryState::Scheduled && it.attempts == 0
        } else {
            it.state == DeliveryState::Cancelled && message.undone
        };
        if wanted {
            settle(w, &mut c)?;
            late_again(w, Voice::of(by), &mut c, &message, it)?;
            w.put_conversation(&c)?;
            touched.insert(c.id);
            n += 1;
        }
    }
    if n == 0 {
        return Err(Error::conflict("too_late"));
    }
    recount(w, &touched)?;
    row.undone_at = Some(w.now());
    w.put_change(&row)?;
    Ok(n)
}

fn late_again(
    w: &mut Write<'_>,
    voice: Voice,
    c: &mut Conversation,
    message: &Message,
    mut it: Delivery,
) -> Result<()> {
    let from = it.state;
    (it.state, it.at, it.error) = (DeliveryState::Held, w.now(), Some(late_error()));
    if from == DeliveryState::Scheduled {
        did_not_arrive(w, c, voice, (message, &mut it), Reason::AnswerUndone)?;
    } else {
        w.put_message(&Message {
            undone: false,
            ..message.clone()
        })?;
        take_from_draft(w, c, message)?;
    }
    moved(w, c, voice, &it, from)?;
    w.put_delivery(&it)
}

/// The draft that was made of a text is gone again, unless its writer went on with it.
fn take_from_draft(w: &mut Write<'_>, c: &mut Conversation, message: &Message) -> Result<()> {
    let Author::Agent(agent) = message.author else {
        return Ok(());
    };
    if message.kind.is_aside() {
        return Ok(());
    }
    let draft = w.draft(c.id, agent, false)?;
    if let Some(draft) = draft.filter(|it| !it.gone && it.text == message.text) {
        bury(w, &draft)?;
        c.has_draft = !w.drafts_in(c.id)?.is_empty();
    }
    Ok(())
}

fn moved(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    it: &Delivery,
    from: DeliveryState,
) -> Result<()> {
    let moved = EventKind::DeliveryMoved {
        delivery: it.id,
        from,
        to: it.state,
    };
    voice.tell_message(w, c, it.message, moved)
}
