//! A reply: a public message of ours, its delivery, and where it leaves the conversation.

use crate::conversations::chat::{self, asking, template};
use crate::conversations::find::for_work;
use crate::conversations::said::Said;
use crate::conversations::status::in_the_future;
use crate::conversations::steps::answer::left;
use crate::conversations::steps::append::append;
use crate::conversations::steps::drafts::used;
use crate::conversations::steps::mail::{Recipients, channel_for, include, recipients};
use crate::conversations::steps::moves::{give_to, move_to};
use crate::conversations::steps::promise;
use crate::conversations::steps::unseen::unseen;
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::waiting;
use crate::conversations::steps::written::{delivery, fits, written};
use crate::domain::actor::Viewer;
use crate::domain::automatic::Saying;
use crate::domain::channel::Channel;
use crate::domain::chat::{Button, TemplateUse};
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Conversation, Promise, Status};
use crate::domain::dated::Asks;
use crate::domain::delivery::{Delivery, Then};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChannelId, MessageId};
use crate::domain::message::{Attachment, Author, Message};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// A reply to send.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Number of the conversation.
    pub conversation: u64,
    pub said: Said,
    pub recipients: Recipients,
    /// Files already staged.
    pub attachments: Vec<Attachment>,
    /// `None`: the conversation's.
    pub channel: Option<ChannelId>,
    /// Position of the last message the composer showed.
    pub seen_up_to: Option<u32>,
    pub then: Then,
    /// A chosen time; the conversation sleeps until then.
    pub send_at: Option<Millis>,
    pub cancel_if_customer_writes: bool,
    /// `None`: the connection's, else the channel's kind.
    pub undo: Option<Span>,
    /// "I will get back to you by then".
    pub promise: Option<Millis>,
    /// This is what was promised.
    pub keeps_promise: bool,
    /// On a messaging channel: position of the message it quotes.
    pub quotes: Option<u32>,
    /// Choices the customer may press.
    pub buttons: Vec<Button>,
    /// What it is of what a channel says by itself.
    pub says: Vec<Saying>,
    /// What it is about, where contact hours and caps were asked for it.
    pub purpose: Option<Purpose>,
    /// Which dated event it speaks of.
    pub dated: Option<Asks>,
    /// Sent as an approved text of the provider's; its own words are the text where none is given.
    pub template: Option<TemplateUse>,
    /// Only approved texts are taken now: this one asks, and the answer waits for the customer's yes.
    pub ask: Option<TemplateUse>,
}

/// A reply written.
#[derive(Debug, Clone, PartialEq)]
pub struct Replied {
    pub conversation: Conversation,
    pub message: Message,
    /// It can be taken back until its `due`.
    pub delivery: Delivery,
}

/// Writes a reply; it leaves after the undo window or at its chosen time.
///
/// # Errors
/// [`Error::Stale`] when somebody spoke since `seen_up_to`; [`Error::Invalid`] on `text`, `to`, `cc`, `bcc`,
/// `attachments`, `send_at`, `promise`, `template`, `ask`; [`Error::Conflict`] `no_channel`, `channel_gone`; [`Error::NotFound`].
pub fn reply(w: &mut Write<'_>, keys: &KeyRing, by: &Viewer, input: &Reply) -> Result<Replied> {
    match &input.ask {
        Some(ask) => asking::ask_and_wait(w, keys, by, (input, ask)),
        None => write(w, keys, by, (input, None)),
    }
}

/// The channel that was chosen, if any.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn given(look: &Look<'_>, input: &Reply) -> Result<Option<Channel>> {
    let found = |id| look.channel(id)?.ok_or_else(|| Error::not_found("channel"));
    input.channel.map(found).transpose()
}

/// Writes a reply as [`reply`] does; with the message it was asked by it waits.
///
/// # Errors
/// As [`reply`].
pub(super) fn write(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (input, asked_by): (&Reply, Option<MessageId>),
) -> Result<Replied> {
    input
        .said
        .check(input.attachments.len() + usize::from(input.template.is_some()))?;
    for (field, at) in [
        ("send_at", input.send_at),
        ("promise", input.promise),
        ("follow_up_at", input.then.follow_up_at()),
    ] {
        at.map_or(Ok(()), |at| in_the_future(w, field, at))?;
    }
    let mut c = for_work(w, by, input.conversation)?;
    let channel = channel_for(w, &c, given(w, input)?)?;
    unseen(w, by, (&c, &channel), input.seen_up_to)?;
    fits(&channel, &input.attachments)?;
    let voice = Voice::of(by);
    let message = if channel.kind.is_chat() {
        chat::written::written(w, by, (&c, &channel), (input, asked_by.is_some()))?
    } else {
        let all = recipients(w, &c, &input.recipients)?;
        include(w, &mut c, voice, [&all[0], &all[1]])?;
        written(w, keys, by, (&c, &channel), (input, all))?
    };
    let excerpt = template::excerpt(input, &message);
    let mut delivery = delivery(w, (&c, &channel), &message, (input, asked_by))?;
    let message = Message {
        delivery: Some(delivery.id),
        ..message
    };
    let message = append(w, &mut c, message, &excerpt)?;
    if let Some(mail) = &message.mail {
        w.put_mail_id(&mail.message_id, message.id)?;
    }
    let told = EventKind::ReplyWritten {
        position: message.position,
        delivery: delivery.id,
    };
    voice.tell_message(w, &mut c, message.id, told)?;
    if asked_by.is_some() {
        w.put_delivery(&delivery)?;
        waiting::begun(w, &mut c, voice, (&message, &delivery))?;
    } else {
        moved(w, &mut c, voice, (&message, &mut delivery), input)?;
        w.put_delivery(&delivery)?;
    }
    if input.template.is_none() {
        used(w, &mut c, by, false)?;
    }
    w.put_conversation(&c)?;
    Ok(Replied {
        conversation: c,
        message,
        delivery,
    })
}

fn moved(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (message, delivery): (&Message, &mut Delivery),
    input: &Reply,
) -> Result<()> {
    if let Some(due) = input.promise {
        if input.keeps_promise {
            promise::kept(w, c, voice)?;
        }
        let owner = c.assignee.or(voice.actor.agent());
        promise::make(w, c, voice, Promise { due, owner })?;
    }
    let Some(until) = input.send_at else {
        return left(w, c, voice, message, delivery);
    };
    if let (None, Author::Agent(agent)) = (c.assignee, message.author) {
        give_to(w, c, voice, Some(agent), Reason::RepliedFirst)?;
    }
    move_to(w, c, voice, Status::Snoozed { until }, Reason::Scheduled)
}
