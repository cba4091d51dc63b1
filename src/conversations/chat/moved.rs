//! What became of a message of ours, as the provider tells it: the ladder only goes up, and a message that failed after it
//! had left is an answer that never was one.

use crate::conversations::chat::hear::Outcome;
use crate::conversations::chat::talk::remember;
use crate::conversations::delivery::outcome;
use crate::conversations::steps::answer::arrived_after_all;
use crate::conversations::steps::pending::refresh_failed;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::channel::Channel;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::inbound::Moved;
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::store::Write;

/// Moves the delivery, if the news is news.
///
/// # Errors
/// The store's.
pub fn moved(
    w: &mut Write<'_>,
    channel: &Channel,
    news: &Moved,
) -> Result<(Outcome, Option<MessageId>)> {
    let Some(id) = whose(w, channel, news)? else {
        return Ok((Outcome::Early, None));
    };
    let Some(mut message) = w.message(id)? else {
        return Ok((Outcome::Done, None));
    };
    priced(w, &mut message, news)?;
    let delivery = match message.delivery {
        Some(it) => w.delivery(it)?,
        None => None,
    };
    let Some(delivery) = delivery else {
        return Ok((Outcome::Done, Some(id)));
    };
    apply(w, &message, delivery, news)?;
    Ok((Outcome::Done, Some(id)))
}

/// The message it is about: by the provider's id, else by our own word for it, when its send was never answered. The id
/// is remembered then.
fn whose(w: &mut Write<'_>, channel: &Channel, news: &Moved) -> Result<Option<MessageId>> {
    if let Some(id) = w.chat_id(channel.connection, &news.of)? {
        return Ok(Some(id));
    }
    let Ok(id) = news.ours.parse::<MessageId>() else {
        return Ok(None);
    };
    let Some(mut message) = w.message(id)?.filter(|it| it.channel == channel.id) else {
        return Ok(None);
    };
    let delivery = match message.delivery {
        Some(it) => w.delivery(it)?,
        None => None,
    };
    // While the send is under way its own answer brings the id.
    if delivery.is_none_or(|it| it.state == DeliveryState::Sending) {
        return Ok(None);
    }
    let chat = message.chat.get_or_insert_default();
    if !chat.ids.is_empty() {
        return Ok(None);
    }
    chat.ids.push(news.of.clone());
    w.put_message(&message)?;
    remember(w, channel.connection, &message)?;
    Ok(Some(id))
}

fn priced(w: &mut Write<'_>, message: &mut Message, news: &Moved) -> Result<()> {
    let Some(chat) = message.chat.as_mut().filter(|_| !news.price.is_empty()) else {
        return Ok(());
    };
    if chat.price == news.price {
        return Ok(());
    }
    chat.price.clone_from(&news.price);
    w.put_message(message)
}

/// Of a message that left in parts the last one speaks for all of it, and any that failed.
fn apply(w: &mut Write<'_>, message: &Message, mut it: Delivery, news: &Moved) -> Result<()> {
    let ids = message.chat.as_ref().map(|it| it.ids.as_slice());
    let is_last = ids
        .and_then(<[String]>::last)
        .is_none_or(|it| *it == news.of);
    let (from, to) = (it.state, news.to);
    if to == DeliveryState::Failed {
        if reached(from) || from == DeliveryState::Failed || message.undone {
            return Ok(());
        }
        let error = news.error.clone();
        return outcome::settle_as(w, &mut it, to, error, Reason::AnswerFailed);
    }
    if !is_last || rank(to) <= bar(from) {
        return Ok(());
    }
    let Some(mut c) = w.conversation(it.conversation)? else {
        return Ok(());
    };
    settle(w, &mut c)?;
    let voice = Voice::system(SystemPart::Delivery);
    (it.state, it.at, it.may_have_left) = (to, news.at.min(w.now()), true);
    let moved = EventKind::DeliveryMoved {
        delivery: it.id,
        from,
        to,
    };
    voice.tell_message(w, &mut c, message.id, moved)?;
    if from.is_trouble() {
        arrived_after_all(w, &mut c, voice, message, &mut it)?;
    } else {
        it.error = None;
    }
    w.put_delivery(&it)?;
    refresh_failed(w, &mut c)?;
    w.put_conversation(&c)
}

fn reached(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Delivered | DeliveryState::Read)
}

/// What news must be above to count. That it was handed on does not undo that it failed: such news comes late.
fn bar(from: DeliveryState) -> u8 {
    match from {
        DeliveryState::Failed | DeliveryState::Bounced => rank(DeliveryState::Sent),
        from => rank(from),
    }
}

/// How far up the ladder; what is not on it stands below.
fn rank(state: DeliveryState) -> u8 {
    match state {
        DeliveryState::Sent => 1,
        DeliveryState::Delivered => 2,
        DeliveryState::Read => 3,
        _ => 0,
    }
}
