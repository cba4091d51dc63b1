//! A message one of us wrote in the provider's own app: ours, and it answers.

use crate::contacts::identity::{Who, meant_or_create};
use crate::conversations::chat::landing::{Landing, landing};
use crate::conversations::chat::talk::{Talk, quoting, remember};
use crate::conversations::steps::answer::answered;
use crate::conversations::steps::append::append;
use crate::conversations::steps::open::{Beginning, begin, starts};
use crate::conversations::steps::outside::{is_newest, then};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::contact::Contact;
use crate::domain::conversation::Status;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::message::{Author, MessageKind};
use crate::domain::reason::Reason;
use crate::store::Write;

/// Files it; answers the message it became.
///
/// # Errors
/// The store's.
pub fn echoed(w: &mut Write<'_>, talk: &Talk<'_>) -> Result<Option<MessageId>> {
    let quoted = talk.points_at(w)?;
    let customer = customer(w, talk)?;
    let voice = Voice {
        actor: Actor::System(SystemPart::Intake),
        history: talk.input.history,
    };
    let found = landing(w, talk, Some(customer.id), quoted.as_ref(), w.now())?;
    let mut c = match found {
        Landing::Join(mut c, _) => {
            settle(w, &mut c)?;
            *c
        }
        Landing::New { previous, .. } => {
            let at = talk.said_at(w.now());
            let beginning = Beginning {
                contact: customer.id,
                channel: &talk.channel,
                subject: "",
                status: starts(talk.input.history, at),
                why: Reason::SentInApp,
                at,
                previous: previous.map(|it| it.id),
            };
            begin(w, voice, &beginning)?
        }
    };
    let (id, now) = (w.new_id(), w.now());
    let message = talk.message(id, now, MessageKind::Reply, Author::Colleague);
    let mut message = quoting(message, quoted.as_ref());
    message.why = Reason::SentInApp;
    let message = append(w, &mut c, message, &talk.input.excerpt)?;
    let (position, why) = (message.position, message.why);
    voice.tell_message(w, &mut c, id, EventKind::ReplySeen { position, why })?;
    if !talk.input.history && is_newest(w, &c, message.said_at)? && c.status != Status::Spam {
        let goes = then(&c);
        answered(w, &mut c, voice, &message, goes)?;
    }
    w.put_conversation(&c)?;
    remember(w, talk.channel.connection, &message)?;
    Ok(Some(id))
}

fn customer(w: &mut Write<'_>, talk: &Talk<'_>) -> Result<Contact> {
    let who = Who {
        handle: &talk.input.from,
        evidence: talk.input.evidence,
        name: &talk.input.from_name,
        as_sent: &talk.input.as_sent,
        language: "",
        seen_at: talk.said_at(w.now()),
        history: talk.input.history,
    };
    meant_or_create(w, Actor::System(SystemPart::Intake), &who)
}
