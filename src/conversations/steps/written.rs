//! The message of a reply and its delivery, before they have a place.

use crate::conversations::note::author;
use crate::conversations::reply::Reply;
use crate::conversations::steps::mail::headers;
use crate::conversations::steps::waiting::LIFE;
use crate::domain::actor::Viewer;
use crate::domain::automatic::afterwards;
use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::MessageId;
use crate::domain::message::{Attachment, Author, MailAddress, Message, MessageKind};
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::Write;

/// The message of a reply; its place is the caller's.
///
/// # Errors
/// The store's.
pub fn written(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (c, channel): (&Conversation, &Channel),
    (input, recipients): (&Reply, [Vec<MailAddress>; 3]),
) -> Result<Message> {
    let id = w.new_id();
    let (mail, subject) = headers(w, keys, c, (id, channel), recipients)?;
    Ok(Message {
        id,
        kind: MessageKind::Reply,
        author: author(by.actor),
        automatic: by.actor.speaks_by_itself(),
        channel: channel.id,
        at: w.now(),
        said_at: w.now(),
        subject,
        text: input.said.text.clone(),
        language: input.said.language.clone(),
        attachments: input.attachments.clone(),
        mail: Some(Box::new(mail)),
        holding: input.said.holding,
        asks: input.said.asks && !afterwards(&input.says),
        says: input.says.clone(),
        purpose: input.purpose,
        dated: input.dated.clone().map(Box::new),
        closing_question: input.said.closing_question,
        ..Message::default()
    })
}

/// Its delivery: after the undo window, at the chosen time, or when the customer says yes to what asked.
///
/// # Errors
/// The store's.
pub fn delivery(
    w: &mut Write<'_>,
    (c, channel): (&Conversation, &Channel),
    message: &Message,
    (input, asked_by): (&Reply, Option<MessageId>),
) -> Result<Delivery> {
    let connection = w.connection(channel.connection)?;
    let own = connection
        .as_ref()
        .and_then(|it| it.email())
        .map(|it| Span::seconds(it.undo_seconds.into()));
    let undo = input.undo.or(own);
    let undo = undo.unwrap_or(channel.kind.abilities().undo);
    let due = input.send_at.unwrap_or_else(|| w.now() + undo);
    let due = asked_by.map_or(due, |_| w.now() + LIFE);
    Ok(Delivery {
        id: w.new_id(),
        message: message.id,
        conversation: c.id,
        channel: channel.id,
        connection: channel.connection,
        state: match asked_by {
            Some(_) => DeliveryState::Waiting,
            None if due > w.now() => DeliveryState::Scheduled,
            None => DeliveryState::Queued,
        },
        asked_by,
        at: w.now(),
        created_at: w.now(),
        due,
        wanted_at: due,
        by_human: matches!(message.author, Author::Agent(_)),
        cancel_if_customer_writes: input.cancel_if_customer_writes,
        chosen_time: input.send_at.is_some(),
        then: input.then,
        // A new promise in its place is none that was kept.
        keeps_promise: input.keeps_promise && input.promise.is_none(),
        ..Delivery::default()
    })
}

/// Whether files fit into one message of a channel.
///
/// # Errors
/// [`Error::TooLarge`].
pub fn fits(channel: &Channel, files: &[Attachment]) -> Result<()> {
    let limit = channel.kind.abilities().attachments_limit;
    let size: u64 = files.iter().map(|it| it.size).sum();
    if size > limit {
        return Err(Error::TooLarge { limit });
    }
    Ok(())
}
