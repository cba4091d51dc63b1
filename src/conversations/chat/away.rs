//! The chat goes on by mail: an answer the visitor has not read after a while, because they are gone, is mailed to them,
//! and what they answer to that is in the same conversation.

use crate::contacts::people::records;
use crate::conversations::steps::append::{EXCERPT, append};
use crate::conversations::steps::mail::{address_of, headers};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::channel::{Channel, ChannelKind, HealthState, ProviderSettings};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::job::JobKind;
use crate::domain::message::{Attachment, MailAddress, Message, MessageKind};
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::plain;

/// An answer waits so long to be read, when nothing else was said.
const USUAL: Span = Span::minutes(10);
/// Messages behind the answer that are looked at.
const LOOKED_AT: usize = 200;

/// After which time an unread answer goes by mail; `None` for never.
#[must_use]
pub fn after(settings: &ProviderSettings) -> Option<Span> {
    let given = settings.value("away_to_email_after");
    let span = given.parse().map_or(USUAL, Span::minutes);
    (span.0 > 0).then_some(span)
}

/// Asks for a look, later, whether an answer was read.
///
/// # Errors
/// The store's.
pub fn ask(w: &mut Write<'_>, channel: &Channel, message: MessageId) -> Result<()> {
    if channel.kind != ChannelKind::WebChat {
        return Ok(());
    }
    let connection = w.connection(channel.connection)?;
    let wait = connection
        .as_ref()
        .and_then(|it| it.provider())
        .and_then(after);
    if let Some(wait) = wait {
        w.job(w.now() + wait, JobKind::MailUnread { message })?;
    }
    Ok(())
}

/// Mails an answer that was not read, with those behind it, if there is somebody to mail and a mailbox to do it.
///
/// # Errors
/// The store's.
pub fn mail(w: &mut Write<'_>, keys: &KeyRing, id: MessageId) -> Result<()> {
    let Some(message) = w.message(id)?.filter(|it| it.moved_to.is_none()) else {
        return Ok(());
    };
    let (Some(channel), Some(mut c)) = (
        w.channel(message.channel)?,
        w.conversation(message.conversation)?,
    ) else {
        return Ok(());
    };
    let Some(state) = state(w, &message)? else {
        return Ok(());
    };
    if state.is_pending() {
        return ask(w, &channel, id);
    }
    let Some(unread) = unread(w, &c, &message)? else {
        return Ok(());
    };
    let (Some(to), Some(mailbox)) = (address(w, &c)?, mailbox(w, &c)?) else {
        return Ok(());
    };
    write(w, keys, (&mut c, &mailbox), (to, &unread))
}

fn state(look: &Look<'_>, message: &Message) -> Result<Option<DeliveryState>> {
    let delivery = match message.delivery {
        Some(id) if !message.undone && !message.redacted => look.delivery(id)?,
        _ => None,
    };
    Ok(delivery.map(|it| it.state))
}

/// The answer and those behind it that are unread; `None` when the visitor came back or was mailed meanwhile.
fn unread(look: &Look<'_>, c: &Conversation, first: &Message) -> Result<Option<Vec<Message>>> {
    let waits = |look: &Look<'_>, it: &Message| -> Result<bool> {
        let state = state(look, it)?;
        Ok(matches!(
            state,
            Some(DeliveryState::Sent | DeliveryState::Delivered)
        ))
    };
    if !waits(look, first)? {
        return Ok(None);
    }
    let mut out = vec![first.clone()];
    for it in look.messages_after(c.id, Some(first.position), LOOKED_AT)? {
        if !it.kind.is_public() || it.moved_to.is_some() {
            continue;
        }
        let by_mail = it.mail.is_some() && !it.undone;
        if it.kind == MessageKind::Inbound || by_mail {
            return Ok(None);
        }
        if it.channel == first.channel && waits(look, &it)? {
            out.push(it);
        }
    }
    Ok(Some(out))
}

fn address(look: &Look<'_>, c: &Conversation) -> Result<Option<MailAddress>> {
    for record in records(look, c.contact)? {
        if let Some(found) = address_of(look, record)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The mailbox of the conversation's brand that works, that of its team first.
fn mailbox(look: &Look<'_>, c: &Conversation) -> Result<Option<Channel>> {
    let mut fits = Vec::new();
    for it in look.channels()? {
        let of_brand = it.kind == ChannelKind::Email && it.brand == c.brand;
        if !of_brand || it.retired_at.is_some() {
            continue;
        }
        let health = look.connection(it.connection)?.map(|it| it.health.state);
        if health.is_some_and(|it| it != HealthState::NeedsYou) {
            fits.push(it);
        }
    }
    fits.sort_by_key(|it| it.team != c.team);
    Ok(fits.into_iter().next())
}

fn write(
    w: &mut Write<'_>,
    keys: &KeyRing,
    (c, mailbox): (&mut Conversation, &Channel),
    (to, unread): (MailAddress, &[Message]),
) -> Result<()> {
    let (id, now) = (w.new_id(), w.now());
    let (facts, subject) = headers(w, keys, c, (id, mailbox), [vec![to], vec![], vec![]])?;
    let texts: Vec<&str> = unread.iter().map(|it| it.text.as_str()).collect();
    let text = texts.join("\n\n").trim().to_owned();
    let files: Vec<Attachment> = unread
        .iter()
        .flat_map(|it| it.attachments.clone())
        .collect();
    let last = unread.last();
    let delivery = Delivery {
        id: w.new_id(),
        message: id,
        conversation: c.id,
        channel: mailbox.id,
        connection: mailbox.connection,
        state: DeliveryState::Queued,
        at: now,
        created_at: now,
        due: now,
        wanted_at: now,
        by_human: true,
        ..Delivery::default()
    };
    let subject = if subject.is_empty() {
        w.business()?.unwrap_or_default().name
    } else {
        subject
    };
    let message = Message {
        id,
        kind: MessageKind::Reply,
        author: last.map(|it| it.author).unwrap_or_default(),
        channel: mailbox.id,
        at: now,
        said_at: now,
        subject,
        language: last.map(|it| it.language.clone()).unwrap_or_default(),
        attachments: files,
        mail: Some(Box::new(facts)),
        delivery: Some(delivery.id),
        asks: unread.iter().any(|it| it.asks),
        ..Message::default()
    };
    let excerpt = plain::excerpt(&text, EXCERPT);
    let message = append(w, c, Message { text, ..message }, &excerpt)?;
    if let Some(mail) = &message.mail {
        w.put_mail_id(&mail.message_id, id)?;
    }
    let voice = Voice::system(SystemPart::Delivery);
    let told = EventKind::ReplyWritten {
        position: message.position,
        delivery: delivery.id,
    };
    voice.tell_message(w, c, id, told)?;
    w.put_delivery(&delivery)?;
    w.put_conversation(c)
}
