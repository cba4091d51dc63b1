//! A reaction of ours on a message of the customer's: on the page at once, at the provider by a job.

use crate::conversations::chat::window::window;
use crate::conversations::find::find_message;
use crate::conversations::note::author;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::chat::Reaction;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ConnectionId, MessageId};
use crate::domain::job::JobKind;
use crate::domain::message::{Author, Message, MessageKind};
use crate::store::{Look, Write};

/// What one may react with; every channel that takes reactions takes these.
pub const REACTIONS: [&str; 6] = ["👍", "❤", "🙏", "👏", "🎉", "😢"];

/// Ours, not the customer's.
fn is_ours(by: Author) -> bool {
    !matches!(by, Author::Contact(_))
}

/// Reacts, or takes the reaction away with an empty one. There is one of ours on a message.
///
/// # Errors
/// [`Error::Invalid`] on `emoji`: `error-field` for one not on the list, `error-no-reactions` where the channel or the
/// message takes none, `window_closed`; [`Error::NotFound`].
pub fn react(w: &mut Write<'_>, by: &Viewer, id: MessageId, emoji: &str) -> Result<Message> {
    by.need(Right::Work)?;
    let (mut c, mut message) = find_message(w, by, id)?;
    let emoji = emoji.trim_end_matches('\u{fe0f}');
    if !emoji.is_empty() && !REACTIONS.contains(&emoji) {
        return Err(Error::invalid("emoji", "error-field"));
    }
    let channel = w.channel(message.channel)?;
    let channel = channel.filter(|it| it.kind.abilities().reactions && it.retired_at.is_none());
    let theirs = message.kind == MessageKind::Inbound && !message.redacted;
    let channel = channel.filter(|_| theirs);
    let channel = channel.ok_or(Error::invalid("emoji", "error-no-reactions"))?;
    if !window(w, c.contact, &channel, w.now())?.is_open() {
        return Err(Error::invalid("emoji", "window_closed"));
    }
    let at = w.now();
    let chat = message.chat.get_or_insert_default();
    if chat.ids.is_empty() {
        return Err(Error::invalid("emoji", "error-no-reactions"));
    }
    chat.reactions.retain(|it| !is_ours(it.by));
    let on = !emoji.is_empty();
    let made = Reaction {
        by: author(by.actor),
        emoji: emoji.to_owned(),
        at,
    };
    chat.reactions.extend(on.then_some(made));
    w.put_message(&message)?;
    let position = message.position;
    Voice::of(by).tell_message(w, &mut c, id, EventKind::Reacted { position, on })?;
    let kind = JobKind::React {
        message: id,
        connection: channel.connection,
    };
    w.job(at, kind)?;
    w.put_conversation(&c)?;
    Ok(message)
}

/// What the provider is to be told of a message: whom it is from there, its id, and our reaction, empty for none.
///
/// # Errors
/// The store's.
pub fn ours(
    look: &Look<'_>,
    message: MessageId,
    connection: ConnectionId,
) -> Result<Option<(String, String, String)>> {
    let found = look.message(message)?.filter(|it| !it.redacted);
    let Some(chat) = found.and_then(|it| it.chat) else {
        return Ok(None);
    };
    let in_use = look
        .connection(connection)?
        .is_some_and(|it| it.retired_at.is_none());
    let Some(id) = chat.ids.first().filter(|_| in_use) else {
        return Ok(None);
    };
    let reaction = chat.reactions.iter().find(|it| is_ours(it.by));
    let emoji = reaction.map(|it| it.emoji.clone()).unwrap_or_default();
    Ok(Some((chat.peer.clone(), id.clone(), emoji)))
}
