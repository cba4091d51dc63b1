//! Whether a message whose wording is a courtesy is one here: never while we owe or asked something.

use crate::conversations::steps::pending::pending;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Result;
use crate::domain::inbound::Inbound;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// A question of ours makes the next "ok" an answer for this long.
const ASKED: Span = Span::hours(72);
/// How far back our last public message is looked for.
const LOOK_BACK: usize = 50;

/// # Errors
/// The store's.
pub fn is_courtesy(
    look: &Look<'_>,
    c: &Conversation,
    input: &Inbound,
    now: Millis,
) -> Result<bool> {
    let wording = input.courtesy_words || input.closing_answer;
    if !wording || !input.attachments.is_empty() {
        return Ok(false);
    }
    if c.status == Status::Open || c.status == Status::Spam || c.promise.is_some() {
        return Ok(false);
    }
    let held = pending(look, c.id)?;
    if held.iter().any(|it| it.state == DeliveryState::Held) {
        return Ok(false);
    }
    let Some(last) = our_last(look, c)? else {
        return Ok(input.courtesy_words);
    };
    if last.asks && now.since(last.said_at) < ASKED {
        return Ok(false);
    }
    Ok(input.courtesy_words || last.closing_question)
}

/// Our newest public message somebody pressed send for.
fn our_last(look: &Look<'_>, c: &Conversation) -> Result<Option<Message>> {
    let messages = look.messages_before(c.id, None, LOOK_BACK)?;
    let ours = |it: &Message| it.kind == MessageKind::Reply && !it.undone && !it.automatic;
    Ok(messages.into_iter().rfind(ours))
}
