//! A note: internal, with mentions. Moves nothing and meets no clock.

use crate::conversations::find::for_work;
use crate::conversations::said::Said;
use crate::conversations::steps::append::append;
use crate::conversations::steps::drafts::used;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::AgentId;
use crate::domain::message::{Attachment, Author, Message, MessageKind};
use crate::store::Write;

/// A note to write.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Number of the conversation.
    pub conversation: u64,
    pub said: Said,
    pub mentions: Vec<AgentId>,
    pub attachments: Vec<Attachment>,
}

/// Who says what an actor writes.
#[must_use]
pub fn author(actor: Actor) -> Author {
    match actor {
        Actor::Agent(id) => Author::Agent(id),
        Actor::Contact(id) => Author::Contact(id),
        Actor::Assistant => Author::Assistant,
        Actor::Rule(id) => Author::Rule(id),
        Actor::Integration(id) => Author::Integration(id),
        Actor::System(_) => Author::System,
    }
}

/// Writes a note.
///
/// # Errors
/// [`Error::Invalid`] on `text` or `mentions`; [`Error::NotFound`].
pub fn note(w: &mut Write<'_>, by: &Viewer, input: &Note) -> Result<Message> {
    input.said.check(input.attachments.len())?;
    for mentioned in &input.mentions {
        let known = w.agent(*mentioned)?.is_some_and(|it| it.is_active());
        if !known {
            return Err(Error::invalid("mentions", "error-no-such-agent"));
        }
    }
    let mut c = for_work(w, by, input.conversation)?;
    let voice = Voice::of(by);
    let message = Message {
        id: w.new_id(),
        kind: MessageKind::Note,
        author: author(by.actor),
        channel: c.channel,
        at: w.now(),
        said_at: w.now(),
        text: input.said.text.clone(),
        language: input.said.language.clone(),
        attachments: input.attachments.clone(),
        ..Message::default()
    };
    let message = append(w, &mut c, message, &input.said.excerpt)?;
    let position = message.position;
    voice.tell_message(w, &mut c, message.id, EventKind::NoteWritten { position })?;
    for agent in &input.mentions {
        if !c.mentioned.contains(agent) {
            c.mentioned.push(*agent);
        }
        let kind = EventKind::Mentioned { agent: *agent };
        voice.tell_message(w, &mut c, message.id, kind)?;
    }
    used(w, &mut c, by, true)?;
    w.put_conversation(&c)?;
    Ok(message)
}
