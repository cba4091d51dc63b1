//! A reply on a messaging channel, before it has a place.

use crate::contacts::consents;
use crate::conversations::chat::away;
use crate::conversations::chat::reach::whom;
use crate::conversations::chat::template;
use crate::conversations::chat::window;
use crate::conversations::note::author;
use crate::conversations::outreach::by_hand;
use crate::conversations::reply::Reply;
use crate::domain::actor::Viewer;
use crate::domain::automatic::afterwards;
use crate::domain::channel::{Channel, ProviderSettings};
use crate::domain::chat::{ChatFacts, Content, Template};
use crate::domain::consent::Purpose;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::MessageId;
use crate::domain::message::{Message, MessageKind};
use crate::store::{Look, Write};

/// The message of a reply; its place is the caller's.
///
/// # Errors
/// [`Error::Invalid`] on `channel` when the customer is not reached there now, on `quotes` for a message that is not
/// here, on `template` for one the account has not, or that sells and they do not want that there.
pub fn written(
    w: &mut Write<'_>,
    by: &Viewer,
    (c, channel): (&Conversation, &Channel),
    (input, waits): (&Reply, bool),
) -> Result<Message> {
    let as_template = input.template.is_some();
    let purpose = purpose(w, c, channel, input)?;
    let peer = whom(w, c.contact, channel, (w.now(), as_template || waits))?;
    window::answered(w, c.contact, channel)?;
    let own_words = template::words(w, channel, input)?;
    let said = own_words.as_ref().unwrap_or(&input.said);
    let quotes = match input.quotes {
        Some(position) => Some(quoted(w, c, position)?),
        None => None,
    };
    let id = w.new_id();
    if !by.actor.speaks_by_itself() {
        away::ask(w, channel, id)?;
    }
    Ok(Message {
        id,
        kind: MessageKind::Reply,
        author: author(by.actor),
        automatic: by.actor.speaks_by_itself(),
        channel: channel.id,
        at: w.now(),
        said_at: w.now(),
        text: said.text.clone(),
        language: said.language.clone(),
        attachments: input.attachments.clone(),
        chat: Some(Box::new(ChatFacts {
            peer: peer.address,
            quotes,
            content: Content::Text,
            buttons: input.buttons.clone(),
            template: input.template.clone(),
            ..ChatFacts::default()
        })),
        holding: said.holding && !as_template,
        asks: (said.asks || as_template || !input.buttons.is_empty()) && !afterwards(&input.says),
        says: input.says.clone(),
        purpose,
        dated: input.dated.clone().map(Box::new),
        closing_question: said.closing_question,
        ..Message::default()
    })
}

/// What it is about, where contact hours count it. A text that sells is not sent to who does not want that there, and where
/// they bind who presses send not outside of them.
fn purpose(
    look: &Write<'_>,
    c: &Conversation,
    channel: &Channel,
    input: &Reply,
) -> Result<Option<Purpose>> {
    let Some(used) = &input.template else {
        return Ok(input.purpose);
    };
    let connection = look.connection(channel.connection)?.unwrap_or_default();
    let listed = connection.provider().map(ProviderSettings::templates);
    let is_it = |it: &Template| it.is(&used.name, &used.language);
    let found = listed.unwrap_or_default().into_iter().find(is_it);
    let sells = found.is_some_and(|it| it.sells());
    if sells && consents::refuses_offers(look, c.contact, channel.kind)? {
        return Err(Error::invalid("template", "error-no-consent"));
    }
    // Who asked the hours already said what it is about.
    if !sells || input.purpose.is_some() {
        return Ok(input.purpose);
    }
    let at = input.send_at.unwrap_or_else(|| look.now());
    let told = by_hand::asked(look, (c.contact, channel), at)?;
    match told.filter(|it| it.binds) {
        Some(it) => Err(Error::invalid("template", it.code())),
        None => Ok(Some(Purpose::Commercial)),
    }
}

fn quoted(look: &Look<'_>, c: &Conversation, position: u32) -> Result<MessageId> {
    let found = look.message_at(c.id, position)?;
    let found = found.filter(|it| it.kind.is_public() && it.moved_to.is_none());
    found
        .map(|it| it.id)
        .ok_or_else(|| Error::invalid("quotes", "error-no-such-message"))
}
