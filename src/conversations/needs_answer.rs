//! *Needs an answer*: a courtesy or an automatic mail becomes an ordinary inbound, from its own time.

use crate::conversations::find::{find_message, for_work};
use crate::conversations::steps::inbound::wrote;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::message::{Message, MessageKind};
use crate::store::Write;

/// # Errors
/// [`Error::Conflict`] `not_filed` when the message is neither; [`Error::NotFound`].
pub fn needs_answer(w: &mut Write<'_>, by: &Viewer, id: MessageId) -> Result<Conversation> {
    let (c, message) = find_message(w, by, id)?;
    let filed = message.kind == MessageKind::Inbound
        && !message.needs_answer
        && (message.courtesy || message.automatic || c.automatic || c.blocked);
    if !filed {
        return Err(Error::conflict("not_filed"));
    }
    let mut c = for_work(w, by, c.number)?;
    let voice = Voice::of(by);
    if message.courtesy {
        c.unseen_courtesies = c.unseen_courtesies.saturating_sub(1);
    }
    let (position, since) = (message.position, message.said_at);
    w.put_message(&Message {
        courtesy: false,
        needs_answer: true,
        ..message
    })?;
    voice.tell_message(w, &mut c, id, EventKind::NeedsAnswer { position })?;
    wrote(w, &mut c, voice, since)?;
    w.put_conversation(&c)?;
    Ok(c)
}
