//! Forwarding: chosen messages and files with an own text to third parties by mail, in a side conversation of its own.
//! The customer learns nothing of it; answers come back inside.

use crate::conversations::find::for_work;
use crate::conversations::reply::{Replied, Reply};
use crate::conversations::said::Said;
use crate::conversations::status::in_the_future;
use crate::conversations::steps::append::append;
use crate::conversations::steps::forwarded::written;
use crate::conversations::steps::mail::channel_for;
use crate::conversations::steps::strand;
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::written::{delivery, fits};
use crate::domain::actor::Viewer;
use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{AttachmentId, ChannelId, MessageId};
use crate::domain::message::{Attachment, MailAddress, Message};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// What to send to third parties.
#[derive(Debug, Clone, Default)]
pub struct Forward {
    /// Number of the conversation.
    pub conversation: u64,
    pub said: Said,
    /// Empty in a side conversation that goes on: whom it went to.
    pub to: Vec<MailAddress>,
    /// Empty: made of the conversation's, or of the side conversation's.
    pub subject: String,
    /// Messages of the conversation whose text goes along.
    pub messages: Vec<MessageId>,
    /// Files of its messages that go along.
    pub files: Vec<AttachmentId>,
    /// New files, already staged.
    pub attachments: Vec<Attachment>,
    /// Any message of the side conversation it goes on in; `None` begins one.
    pub strand: Option<MessageId>,
    /// `None`: the conversation's.
    pub channel: Option<ChannelId>,
    /// The conversation waits for them.
    pub waits: bool,
    /// Until then; two working days when nobody says.
    pub follow_up_at: Option<Millis>,
    /// `None`: the connection's, else the channel's kind.
    pub undo: Option<Span>,
}

/// Writes a forward; it leaves after the undo window.
///
/// # Errors
/// [`Error::Invalid`] on `text`, `to`, `messages`, `files`, `strand`, `follow_up_at`; [`Error::Conflict`] `no_channel`,
/// `channel_gone`; [`Error::TooLarge`]; [`Error::NotFound`].
pub fn forward(w: &mut Write<'_>, keys: &KeyRing, by: &Viewer, input: &Forward) -> Result<Replied> {
    let more = input.attachments.len() + input.files.len() + input.messages.len();
    input.said.check(more)?;
    input
        .follow_up_at
        .map_or(Ok(()), |at| in_the_future(w, "follow_up_at", at))?;
    let mut c = for_work(w, by, input.conversation)?;
    let said = said_before(w, &c, input.strand)?;
    let channel = channel(w, &c, input.channel, said.first())?;
    let message = written(w, keys, by, (&c, &channel), (input, &said))?;
    fits(&channel, &message.attachments)?;
    let leaving = Reply {
        undo: input.undo,
        then: Then::ThirdParty {
            follow_up_at: input.follow_up_at,
        },
        ..Reply::default()
    };
    let mut delivery = delivery(w, (&c, &channel), &message, (&leaving, None))?;
    let message = Message {
        delivery: Some(delivery.id),
        ..message
    };
    let message = append(w, &mut c, message, &input.said.excerpt)?;
    if let Some(mail) = &message.mail {
        w.put_mail_id(&mail.message_id, message.id)?;
    }
    let voice = Voice::of(by);
    let told = EventKind::Forwarded {
        position: message.position,
        delivery: delivery.id,
    };
    voice.tell_message(w, &mut c, message.id, told)?;
    if input.waits {
        delivery.before = Some(strand::waits(w, &mut c, voice, delivery.then)?);
    } else {
        delivery.then = Then::KeepOpen;
    }
    w.put_delivery(&delivery)?;
    w.put_conversation(&c)?;
    Ok(Replied {
        conversation: c,
        message,
        delivery,
    })
}

/// What was said in the side conversation a message belongs to.
fn said_before(
    look: &Look<'_>,
    c: &Conversation,
    strand: Option<MessageId>,
) -> Result<Vec<Message>> {
    let Some(id) = strand else {
        return Ok(Vec::new());
    };
    let unknown = || Error::invalid("strand", "error-no-such-message");
    let found = look.message(id)?.filter(|it| it.conversation == c.id);
    let strand = found.and_then(|it| it.strand).ok_or_else(unknown)?;
    let begun = strand::first(look, strand)?.ok_or_else(unknown)?;
    strand::said_in(look, begun.conversation, strand)
}

fn channel(
    look: &Look<'_>,
    c: &Conversation,
    given: Option<ChannelId>,
    begun: Option<&Message>,
) -> Result<Channel> {
    if let Some(id) = given {
        let known = look.channel(id)?;
        return channel_for(
            look,
            c,
            Some(known.ok_or_else(|| Error::not_found("channel"))?),
        );
    }
    let its_own = begun.map_or(Ok(None), |it| look.channel(it.channel))?;
    match its_own.filter(|it| it.retired_at.is_none()) {
        Some(channel) => channel_for(look, c, Some(channel)),
        None => channel_for(look, c, None),
    }
}
