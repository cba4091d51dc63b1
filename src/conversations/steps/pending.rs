//! What of a conversation has not left yet, or failed.

use crate::conversations::steps::append::each;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::id::ConversationId;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::Look;

/// Answers older than so many messages are not pending any more.
const LOOK_BACK: usize = 40;
/// More than a list of trouble ever shows.
const TROUBLE: usize = 5_000;

/// Deliveries of the newest messages of a conversation which are not out: scheduled, queued, sending, or held.
///
/// # Errors
/// The store's.
pub fn pending(look: &Look<'_>, conversation: ConversationId) -> Result<Vec<Delivery>> {
    let mut out = Vec::new();
    for message in look.messages_before(conversation, None, LOOK_BACK)? {
        if let Some(id) = message.delivery
            && let Some(delivery) = look.delivery(id)?
            && (delivery.state.is_pending() || delivery.state == DeliveryState::Held)
            && delivery.conversation == conversation
        {
            out.push(delivery);
        }
    }
    Ok(out)
}

/// Whether we owe something in an unresolved conversation: open, snoozed, waiting for a third party, an open
/// promise, a held or scheduled message.
///
/// # Errors
/// The store's.
pub fn owes(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    if !c.status.is_unresolved() {
        return Ok(false);
    }
    let waits_for_them = c.status == WAITING_CUSTOMER;
    Ok(!waits_for_them || c.promise.is_some() || !pending(look, c.id)?.is_empty())
}

/// Says anew whether any answer of a conversation failed, is late or uncertain.
///
/// # Errors
/// The store's.
pub fn refresh_failed(look: &Look<'_>, c: &mut Conversation) -> Result<()> {
    if c.has_failed {
        let trouble = look.deliveries_in_trouble(TROUBLE)?;
        c.has_failed = trouble.iter().any(|it| it.conversation == c.id);
    }
    Ok(())
}

/// The first inbound nobody has answered, read from the messages that are here.
///
/// # Errors
/// The store's.
pub fn unanswered_since(look: &Look<'_>, conversation: ConversationId) -> Result<Option<Millis>> {
    let mut all = Vec::new();
    each(look, conversation, |m| {
        if m.moved_to.is_none() && !m.undone && !m.automatic && !m.courtesy {
            all.push(m);
        }
    })?;
    all.sort_by_key(|it| (it.said_at, it.position));
    let mut since = None;
    for m in all {
        match m.kind {
            MessageKind::Inbound => since = since.or(Some(m.said_at)),
            MessageKind::Reply if arrived(look, &m)? => since = None,
            MessageKind::Reply | MessageKind::Note => {}
        }
    }
    Ok(since)
}

fn arrived(look: &Look<'_>, m: &Message) -> Result<bool> {
    let delivery = m
        .delivery
        .map(|id| look.delivery(id))
        .transpose()?
        .flatten();
    Ok(delivery.is_none_or(|it| !it.state.is_trouble() && it.state != DeliveryState::Cancelled))
}
