//! What of a conversation has not left yet, or failed.

use crate::conversations::legal::stand::standing;
use crate::conversations::steps::append::each;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::id::ConversationId;
use crate::domain::job::TimerKind;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// What waits for a person, or for the customer.
const HELD: [DeliveryState; 2] = [DeliveryState::Held, DeliveryState::Waiting];
/// How far back our last public message is looked for.
const LOOK_BACK: usize = 50;

/// Deliveries of a conversation which are not out: scheduled, queued, sending, held, or waiting for a yes.
///
/// # Errors
/// The store's.
pub fn pending(look: &Look<'_>, conversation: ConversationId) -> Result<Vec<Delivery>> {
    let mut all = look.deliveries_unsettled(conversation)?;
    all.retain(|it| it.state.is_pending() || HELD.contains(&it.state));
    Ok(all)
}

/// Whether we owe something in an unresolved conversation: open, snoozed, waiting for a third party, an open
/// promise, a legal due date, a held or scheduled message.
///
/// # Errors
/// The store's.
pub fn owes(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    if !c.status.is_unresolved() {
        return Ok(false);
    }
    let waits_for_them = c.status == WAITING_CUSTOMER;
    let owed = c.promise.is_some() || standing(c).is_some();
    Ok(!waits_for_them || owed || !pending(look, c.id)?.is_empty())
}

/// Says anew whether any answer of a conversation failed, is late or uncertain, be it for one recipient, and whether any
/// waits for the customer's yes; when none is, nobody is to be told.
///
/// # Errors
/// The store's.
pub fn refresh_failed(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let unsettled = w.deliveries_unsettled(c.id)?;
    c.has_failed = unsettled.iter().any(in_trouble);
    note_waiting(w, c, &unsettled)?;
    if !c.has_failed {
        w.set_timer(c.id, TimerKind::FailedUnseen, None)?;
    }
    Ok(())
}

/// Says anew whether an answer of a conversation waits for the customer's yes, and until when.
///
/// # Errors
/// The store's.
pub fn refresh_waiting(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let unsettled = w.deliveries_unsettled(c.id)?;
    note_waiting(w, c, &unsettled)
}

fn note_waiting(w: &mut Write<'_>, c: &mut Conversation, unsettled: &[Delivery]) -> Result<()> {
    let waits = unsettled
        .iter()
        .filter(|it| it.state == DeliveryState::Waiting);
    let until = waits.map(|it| it.due).min();
    c.has_waiting = until.is_some();
    w.set_timer(c.id, TimerKind::Unanswered, until)
}

/// A recipient refused for good is trouble while the others are still tried.
fn in_trouble(it: &Delivery) -> bool {
    it.state.is_trouble() || it.recipients.iter().any(|one| one.state.is_trouble())
}

/// Our newest public message somebody pressed send for.
///
/// # Errors
/// The store's.
pub fn our_last(look: &Look<'_>, c: &Conversation) -> Result<Option<Message>> {
    let messages = look.messages_before(c.id, None, LOOK_BACK)?;
    Ok(messages.into_iter().rfind(Message::is_said_by_us))
}

/// The first inbound nobody has answered, read from the messages that are here.
///
/// # Errors
/// The store's.
pub fn unanswered_since(look: &Look<'_>, conversation: ConversationId) -> Result<Option<Millis>> {
    let mut all = Vec::new();
    each(look, conversation, |m| {
        if m.moved_to.is_none() && !m.undone && (!m.automatic || m.needs_answer) {
            all.push(m);
        }
    })?;
    all.sort_by_key(|it| (it.said_at, it.position));
    let mut since = None;
    for m in all {
        match m.kind {
            MessageKind::Inbound if m.asks_us() => since = since.or(Some(m.clock_from())),
            MessageKind::Reply if arrived(look, &m)? => since = None,
            MessageKind::Inbound
            | MessageKind::Reply
            | MessageKind::Note
            | MessageKind::Forward
            | MessageKind::ThirdParty => {}
        }
    }
    Ok(since)
}

/// The earlier of two, or the one there is.
#[must_use]
pub fn earliest<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Whether it is an answer somebody gave the customer, as far as is known: neither taken back nor lost.
///
/// # Errors
/// The store's.
pub fn is_answer(look: &Look<'_>, m: &Message) -> Result<bool> {
    Ok(m.is_said_by_us() && arrived(look, m)?)
}

fn arrived(look: &Look<'_>, m: &Message) -> Result<bool> {
    let delivery = m
        .delivery
        .map(|id| look.delivery(id))
        .transpose()?
        .flatten();
    Ok(delivery.is_none_or(|it| it.state.may_arrive()))
}
