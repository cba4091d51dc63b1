//! Writing down what was said elsewhere: a call, a visit. It answers, or waits for an answer, like any message.

use crate::conversations::fields::checked_subject;
use crate::conversations::find::for_work;
use crate::conversations::note::author;
use crate::conversations::said::Said;
use crate::conversations::steps::answer::answered;
use crate::conversations::steps::append::append;
use crate::conversations::steps::inbound::wrote;
use crate::conversations::steps::open::{Beginning, begin};
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::whom::{To, contact};
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChannelId, ConnectionId};
use crate::domain::message::{Attachment, Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::Write;

/// A call or visit.
#[derive(Debug, Clone)]
pub struct WrittenDown {
    pub place: Place,
    /// Who called whom: a customer's word waits for an answer, ours is one.
    pub by_customer: bool,
    pub said: Said,
    pub attachments: Vec<Attachment>,
    /// When it was; not in the future.
    pub said_at: Option<Millis>,
}

/// Where it belongs.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// Number of a conversation.
    In(u64),
    New {
        with: To,
        subject: String,
    },
}

/// Writes it down, on the channel of what is kept by hand (made at first use).
///
/// # Errors
/// [`Error::Invalid`] on `text`, `subject`, `said_at`; [`Error::NotFound`].
pub fn write_down(
    w: &mut Write<'_>,
    by: &Viewer,
    input: &WrittenDown,
) -> Result<(Conversation, Message)> {
    by.need(Right::Work)?;
    input.said.check(input.attachments.len())?;
    let said_at = input.said_at.unwrap_or(w.now());
    if said_at > w.now() {
        return Err(Error::invalid("said_at", "error-in-the-future"));
    }
    let voice = Voice::of(by);
    let (mut c, channel) = place(w, by, &input.place)?;
    let (kind, writer) = if input.by_customer {
        (MessageKind::Inbound, Author::Contact(c.contact))
    } else {
        (MessageKind::Reply, author(by.actor))
    };
    let message = Message {
        id: w.new_id(),
        kind,
        author: writer,
        channel,
        at: w.now(),
        said_at,
        text: input.said.text.clone(),
        language: input.said.language.clone(),
        attachments: input.attachments.clone(),
        asks: !input.by_customer && input.said.asks,
        closing_question: !input.by_customer && input.said.closing_question,
        why: Reason::WrittenDown,
        ..Message::default()
    };
    let message = append(w, &mut c, message, &input.said.excerpt)?;
    let (position, why) = (message.position, message.why);
    if input.by_customer {
        voice.tell_message(
            w,
            &mut c,
            message.id,
            EventKind::MessageReceived { position, why },
        )?;
        wrote(w, &mut c, voice, said_at)?;
    } else {
        voice.tell_message(
            w,
            &mut c,
            message.id,
            EventKind::ReplySeen { position, why },
        )?;
        answered(w, &mut c, voice, &message, Then::Wait)?;
    }
    w.put_conversation(&c)?;
    Ok((c, message))
}

fn place(w: &mut Write<'_>, by: &Viewer, place: &Place) -> Result<(Conversation, ChannelId)> {
    match place {
        Place::In(number) => {
            let c = for_work(w, by, *number)?;
            let channel = by_hand(w)?;
            Ok((c, channel.id))
        }
        Place::New { with, subject } => {
            let subject = checked_subject(subject)?;
            let contact = contact(w, by, with)?.id;
            let (channel, at) = (by_hand(w)?, w.now());
            let beginning = Beginning {
                contact,
                channel: &channel,
                subject: &subject,
                status: Status::Open,
                why: Reason::WrittenDown,
                at,
                previous: None,
            };
            let c = begin(w, Voice::of(by), &beginning)?;
            Ok((c, channel.id))
        }
    }
}

/// The channel of what is written down by hand.
fn by_hand(w: &mut Write<'_>) -> Result<Channel> {
    let known = w.channels()?;
    if let Some(found) = known.into_iter().find(|it| it.kind == ChannelKind::Log) {
        return Ok(found);
    }
    let channel = Channel {
        id: w.new_id(),
        connection: ConnectionId::default(),
        kind: ChannelKind::Log,
        brand: w.business()?.map(|it| it.brand).unwrap_or_default(),
        created_at: w.now(),
        ..Channel::default()
    };
    w.put_channel(&channel)?;
    Ok(channel)
}
