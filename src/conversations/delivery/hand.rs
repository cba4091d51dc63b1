//! What people do about a message that has not left, or did not arrive.

use crate::conversations::find::{find_delivery, find_message};
use crate::conversations::steps::answer::{did_not_arrive, left};
use crate::conversations::steps::inbound::back_to_draft;
use crate::conversations::steps::pending::refresh_failed;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::waiting;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{DeliveryId, MessageId};
use crate::domain::message::{Author, Message};
use crate::domain::reason::Reason;
use crate::store::Write;

/// Takes a reply back within its undo window, before its chosen time, or while it waits for a yes: the text is the writer's draft again and
/// the conversation is as if it never was written.
///
/// # Errors
/// [`Error::Conflict`] `too_late`; [`Error::Forbidden`] for another's, below a supervisor; [`Error::NotFound`].
pub fn undo_reply(w: &mut Write<'_>, by: &Viewer, id: MessageId) -> Result<Conversation> {
    by.need(Right::Work)?;
    let (mut c, message) = find_message(w, by, id)?;
    if message.author != Author::Agent(by.agent_id().unwrap_or_default()) {
        by.need(Right::Supervise)?;
    }
    let delivery = message.delivery.map(|id| w.delivery(id)).transpose()?;
    let mut delivery = delivery
        .flatten()
        .ok_or_else(|| Error::not_found("delivery"))?;
    if !never_left(&delivery) {
        return Err(Error::conflict("too_late"));
    }
    settle(w, &mut c)?;
    withdraw(w, by, &mut c, (&message, &mut delivery), true)?;
    w.put_conversation(&c)?;
    Ok(c)
}

fn never_left(it: &Delivery) -> bool {
    !it.may_have_left
        && it.attempts == 0
        && matches!(
            it.state,
            DeliveryState::Scheduled | DeliveryState::Queued | DeliveryState::Waiting
        )
}

fn withdraw(
    w: &mut Write<'_>,
    by: &Viewer,
    c: &mut Conversation,
    of: (&Message, &mut Delivery),
    draft: bool,
) -> Result<()> {
    take_out(w, by, c, of, draft)?;
    refresh_failed(w, c)
}

/// Cancels a message that has not left, or whose failure is seen to; whether the conversation has other trouble is
/// the caller's to say.
///
/// # Errors
/// The store's.
pub(super) fn take_out(
    w: &mut Write<'_>,
    by: &Viewer,
    c: &mut Conversation,
    (message, delivery): (&Message, &mut Delivery),
    draft: bool,
) -> Result<()> {
    let voice = Voice::of(by);
    let from = delivery.state;
    let to = DeliveryState::Cancelled;
    (delivery.state, delivery.at) = (to, w.now());
    if !from.is_trouble() {
        did_not_arrive(w, c, voice, (message, &mut *delivery), Reason::AnswerUndone)?;
    }
    w.put_delivery(delivery)?;
    waiting::asked_in_vain(w, c, voice, message.id)?;
    let moved = EventKind::DeliveryMoved {
        delivery: delivery.id,
        from,
        to,
    };
    voice.tell_message(w, c, message.id, moved)?;
    // What somebody may have is said for ever; what nobody has and nobody tried is as if never written.
    let never_was = delivery.attempts == 0 || from == DeliveryState::Held || draft;
    if never_was && !delivery.may_have_left {
        w.put_message(&Message {
            undone: true,
            ..message.clone()
        })?;
        let position = message.position;
        let kind = if message.kind.is_aside() {
            EventKind::ForwardUndone { position }
        } else {
            EventKind::ReplyUndone { position }
        };
        voice.tell_message(w, c, message.id, kind)?;
    }
    // A text to third parties never becomes one to the customer.
    if draft && !message.kind.is_aside() {
        back_to_draft(w, c, message)?;
    }
    Ok(())
}

/// Sends once more what failed, is held, bounced or uncertain: to those who have not got it. What waits for its next
/// try is tried now.
///
/// # Errors
/// [`Error::Conflict`] `not_in_trouble`; [`Error::NotFound`].
pub fn retry(w: &mut Write<'_>, by: &Viewer, id: DeliveryId) -> Result<Delivery> {
    by.need(Right::Work)?;
    let (mut c, mut it) = find_delivery(w, by, id)?;
    if it.state == DeliveryState::Queued && it.attempts > 0 {
        return now_rather_than_later(w, it);
    }
    if !it.state.is_trouble() {
        return Err(Error::conflict("not_in_trouble"));
    }
    let message = w.message(it.message)?;
    let message = message.ok_or_else(|| Error::not_found("message"))?;
    settle(w, &mut c)?;
    let (voice, from) = (Voice::of(by), it.state);
    // Whoever it came back from has not got it.
    for one in it.recipients.iter_mut().filter(|it| it.state.is_trouble()) {
        one.state = DeliveryState::Queued;
    }
    (it.state, it.at, it.due) = (DeliveryState::Queued, w.now(), w.now());
    (it.attempts, it.wanted_at, it.told_late) = (0, w.now(), false);
    left(w, &mut c, voice, &message, &mut it)?;
    w.put_delivery(&it)?;
    let moved = EventKind::DeliveryMoved {
        delivery: it.id,
        from,
        to: it.state,
    };
    voice.tell_message(w, &mut c, message.id, moved)?;
    refresh_failed(w, &mut c)?;
    w.put_conversation(&c)?;
    Ok(it)
}

/// It waits for its next try by itself: that is now.
fn now_rather_than_later(w: &mut Write<'_>, mut it: Delivery) -> Result<Delivery> {
    (it.at, it.due) = (w.now(), w.now());
    w.put_delivery(&it)?;
    Ok(it)
}

/// Gives a message up: it is not sent, or its failure is seen to.
///
/// # Errors
/// [`Error::Conflict`] `too_late` when it is out or under way; [`Error::NotFound`].
pub fn cancel(w: &mut Write<'_>, by: &Viewer, id: DeliveryId) -> Result<Delivery> {
    give_up(w, by, id, false)
}

/// As [`cancel`], and the text is its writer's draft again.
///
/// # Errors
/// As [`cancel`].
pub fn to_draft(w: &mut Write<'_>, by: &Viewer, id: DeliveryId) -> Result<Delivery> {
    give_up(w, by, id, true)
}

fn give_up(w: &mut Write<'_>, by: &Viewer, id: DeliveryId, draft: bool) -> Result<Delivery> {
    by.need(Right::Work)?;
    let (mut c, mut it) = find_delivery(w, by, id)?;
    let waits = matches!(
        it.state,
        DeliveryState::Scheduled | DeliveryState::Queued | DeliveryState::Waiting
    );
    if !waits && !it.state.is_trouble() {
        return Err(Error::conflict("too_late"));
    }
    let message = w.message(it.message)?;
    let message = message.ok_or_else(|| Error::not_found("message"))?;
    settle(w, &mut c)?;
    withdraw(w, by, &mut c, (&message, &mut it), draft)?;
    w.put_conversation(&c)?;
    Ok(it)
}
