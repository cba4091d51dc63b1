//! Withdrawing a message: its text and files are gone, a line says so. What was mailed cannot be recalled.

use crate::contacts::clues;
use crate::conversations::find::find_message;
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{BlobHash, MessageId};
use crate::domain::message::{Author, Message, MessageKind};
use crate::store::Write;

/// Characters kept of why.
const BECAUSE: usize = 300;

/// Withdraws a message; `because` is shown in its place.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; [`Error::Conflict`] `pending` while it may still leave;
/// [`Error::NotFound`].
pub fn redact(
    w: &mut Write<'_>,
    by: &Viewer,
    id: MessageId,
    because: &str,
) -> Result<Conversation> {
    by.need(Right::Administer)?;
    let (mut c, message) = find_message(w, by, id)?;
    let delivery = message
        .delivery
        .map(|id| w.delivery(id))
        .transpose()?
        .flatten();
    if delivery.is_some_and(|it| it.state.is_pending() || it.state == DeliveryState::Waiting) {
        return Err(Error::conflict("pending"));
    }
    settle(w, &mut c)?;
    if let Some(raw) = message.raw {
        w.remove_raw_input(raw)?;
    }
    let position = message.position;
    if let Author::Contact(author) = message.author {
        clues::forget(w, author, id)?;
    }
    let files: Vec<BlobHash> = message.attachments.iter().map(|it| it.blob).collect();
    w.put_message(&Message {
        subject: String::new(),
        text: String::new(),
        quoted: String::new(),
        html: None,
        long_text: None,
        attachments: Vec::new(),
        raw: None,
        rating: None,
        redacted: true,
        withdrawn_because: because.trim().chars().take(BECAUSE).collect(),
        ..message
    })?;
    if !files.is_empty() {
        out_of_forwards(w, &c, id, &files)?;
    }
    count_anew(w, &mut c)?;
    Voice::of(by).tell_message(w, &mut c, id, EventKind::MessageRedacted { position })?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Its files go out of the forwards they went along with, too.
fn out_of_forwards(
    w: &mut Write<'_>,
    c: &Conversation,
    withdrawn: MessageId,
    files: &[BlobHash],
) -> Result<()> {
    let mut forwards = Vec::new();
    each(w, c.id, |it| {
        let holds = it.attachments.iter().any(|file| files.contains(&file.blob));
        if it.kind == MessageKind::Forward && it.id != withdrawn && holds {
            forwards.push(it);
        }
    })?;
    for mut it in forwards {
        it.attachments.retain(|file| !files.contains(&file.blob));
        w.put_message(&it)?;
    }
    Ok(())
}
