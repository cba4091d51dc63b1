//! *Had to repeat*: one of us says that a customer had to say again what they had said, or takes that back.

use crate::conversations::find::{find_message, for_work};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::message::Message;
use crate::store::Write;

/// Whether it may be said of a message: the customer's own words, and no courtesy.
#[must_use]
pub fn may(it: &Message) -> bool {
    it.asks_us() && !it.redacted && it.moved_to.is_none()
}

/// Says it, or takes it back; as it is already, nothing is done.
///
/// # Errors
/// [`Error::Conflict`] `no_words_of_theirs`; [`Error::NotFound`].
pub fn mark(w: &mut Write<'_>, by: &Viewer, id: MessageId, on: bool) -> Result<Conversation> {
    let (c, message) = find_message(w, by, id)?;
    if !may(&message) {
        return Err(Error::conflict("no_words_of_theirs"));
    }
    let mut c = for_work(w, by, c.number)?;
    if message.had_to_repeat == on {
        return Ok(c);
    }
    let position = message.position;
    w.put_message(&Message {
        had_to_repeat: on,
        ..message
    })?;
    let kind = EventKind::RepeatMarked { position, on };
    Voice::of(by).tell_message(w, &mut c, id, kind)?;
    w.put_conversation(&c)?;
    Ok(c)
}
