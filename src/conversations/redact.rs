//! Withdrawing a message: its text and files are gone, a line says so. What was mailed cannot be recalled.

use crate::conversations::find::find_message;
use crate::conversations::steps::append::count_anew;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::message::Message;
use crate::store::Write;

/// # Errors
/// [`Error::Forbidden`] below an admin; [`Error::Conflict`] `pending` while it may still leave;
/// [`Error::NotFound`].
pub fn redact(w: &mut Write<'_>, by: &Viewer, id: MessageId) -> Result<Conversation> {
    by.need(Right::Administer)?;
    let (mut c, message) = find_message(w, by, id)?;
    let delivery = message
        .delivery
        .map(|id| w.delivery(id))
        .transpose()?
        .flatten();
    if delivery.is_some_and(|it| it.state.is_pending()) {
        return Err(Error::conflict("pending"));
    }
    settle(w, &mut c)?;
    if let Some(raw) = message.raw {
        w.remove_raw_input(raw)?;
    }
    let position = message.position;
    w.put_message(&Message {
        subject: String::new(),
        text: String::new(),
        quoted: String::new(),
        html: None,
        long_text: None,
        attachments: Vec::new(),
        raw: None,
        redacted: true,
        ..message
    })?;
    count_anew(w, &mut c)?;
    Voice::of(by).tell_message(w, &mut c, id, EventKind::MessageRedacted { position })?;
    w.put_conversation(&c)?;
    Ok(c)
}
