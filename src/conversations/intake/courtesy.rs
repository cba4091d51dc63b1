//! Whether a message whose wording is a courtesy is one here: never while we owe or asked something.

use crate::conversations::steps::pending::{our_last, pending};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::inbound::Inbound;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// A question of ours makes the next "ok" an answer for this long.
const ASKED: Span = Span::hours(72);

/// # Errors
/// The store's.
pub fn is_courtesy(
    look: &Look<'_>,
    c: &Conversation,
    input: &Inbound,
    now: Millis,
) -> Result<bool> {
    let wording = input.courtesy_words || input.closing_answer;
    // A picture of the signature is no file somebody sends.
    if !wording || input.attachments.iter().any(|it| !it.inline) {
        return Ok(false);
    }
    if c.status == Status::Open || c.status == Status::Spam || c.promise.is_some() {
        return Ok(false);
    }
    let held = pending(look, c.id)?;
    if held.iter().any(|it| !it.state.is_pending()) {
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
