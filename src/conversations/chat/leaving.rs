//! A message of a talk as what leaves: its text and files, and what its channel needs to send it.

use crate::conversations::steps::files::files;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Delivery;
use crate::domain::error::Result;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::outbound::{Outbound, OutboundChat};
use crate::store::Look;
use crate::text::markdown;

/// Newest messages looked through for the one that is answered.
const NEWEST: usize = 20;

/// Composes it.
///
/// # Errors
/// The store's.
pub fn outbound(
    look: &Look<'_>,
    delivery: &Delivery,
    c: &Conversation,
    (kind, message): (ChannelKind, &Message),
) -> Result<Outbound> {
    let (files, text) = files(message, kind.abilities());
    Ok(Outbound {
        delivery: delivery.id,
        message: message.id,
        text: markdown::to_text(&text),
        html: None,
        attachments: files,
        mail: None,
        chat: chat(look, c, message)?,
    })
}

fn chat(look: &Look<'_>, c: &Conversation, message: &Message) -> Result<Option<OutboundChat>> {
    let Some(chat) = &message.chat else {
        return Ok(None);
    };
    let quoted = match chat.quotes {
        Some(id) => look.message(id)?,
        None => None,
    };
    // The provider knows only what was said on this very channel.
    let here = quoted.filter(|it| it.channel == message.channel);
    let quotes = here.and_then(|it| it.chat?.ids.first().cloned());
    let author = match message.author {
        Author::Agent(id) => look.agent(id)?.map(|it| it.name),
        _ => None,
    };
    Ok(Some(OutboundChat {
        to: chat.peer.clone(),
        quotes: quotes.unwrap_or_default(),
        answers: answers(look, c, message)?,
        buttons: chat.buttons.clone(),
        template: chat.template.clone(),
        left: chat.ids.clone(),
        conversation: c.number,
        position: message.position,
        author: author.unwrap_or_default(),
    }))
}

/// The provider's id of the newest message of the customer's before this one, on the same channel.
fn answers(look: &Look<'_>, c: &Conversation, message: &Message) -> Result<String> {
    let before = look.messages_before(c.id, Some(message.position), NEWEST)?;
    let theirs = before
        .into_iter()
        .rev()
        .find(|it| it.kind == MessageKind::Inbound && it.channel == message.channel && !it.history);
    let chat = theirs.and_then(|it| it.chat);
    Ok(chat
        .and_then(|it| it.ids.first().cloned())
        .unwrap_or_default())
}
