//! A message of a customer's in a talk: filed where it belongs, with what it moves.

use crate::contacts::{clues, consents, people};
use crate::conversations::automatic;
use crate::conversations::chat::landing::{Landing, by_code, landing};
use crate::conversations::chat::talk::{Talk, quoting, remember};
use crate::conversations::chat::window::heard;
use crate::conversations::chat::{closing, doubt};
use crate::conversations::dated;
use crate::conversations::going_on::{self, Carrier};
use crate::conversations::intake::courtesy::is_courtesy;
use crate::conversations::intake::landing::cases_of;
use crate::conversations::intake::suggest;
use crate::conversations::rules::arrival::arrived;
use crate::conversations::steps::append::append;
use crate::conversations::steps::inbound::wrote;
use crate::conversations::steps::open::{Beginning, begin, starts};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::waiting;
use crate::conversations::surveys;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, ConversationId, MessageId};
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::store::Write;

/// Files it; answers the message it became.
///
/// # Errors
/// The store's.
pub fn said(w: &mut Write<'_>, talk: &Talk<'_>) -> Result<Option<MessageId>> {
    let quoted = talk.points_at(w)?;
    let coded = carried(w, talk)?;
    let known = talk.known(w)?;
    let was = known.map_or(Ok(None), |id| w.contact(id))?;
    let contact = talk.person(w)?;
    heard(w, &contact, talk)?;
    let blocked = people::is_blocked(w, contact.id, w.now())?;
    let placed = if blocked {
        aside(w, talk, &contact)?
    } else {
        let found = match coded {
            Some(found) => found,
            None => match heard_answer(w, talk, known, quoted.as_ref())? {
                Some(found) => found,
                None => landing(w, talk, known, quoted.as_ref(), w.now())?,
            },
        };
        place(w, talk, &contact, (found, quoted.as_ref()))?
    };
    remember(w, talk.channel.connection, &placed)?;
    doubt::ask(w, talk, was.as_ref(), &placed)?;
    clues::keep(w, contact.id, &placed, &talk.input.clues)?;
    if talk.input.opt_out && !talk.input.history {
        let place = (placed.conversation, placed.id);
        consents::opted_out(w, contact.id, talk.channel.kind, place)?;
        dated::heard::opted_out(w, contact.id, talk.channel.kind, place)?;
    }
    if talk.input.opt_in && !talk.input.history {
        let place = (placed.conversation, placed.id);
        consents::opted_in(w, contact.id, talk.channel.kind, place)?;
    }
    Ok(Some(placed.id))
}

/// A rating, or a press about something with a date, where what they wrote is that and nothing else.
fn heard_answer(
    w: &mut Write<'_>,
    talk: &Talk<'_>,
    known: Option<ContactId>,
    quoted: Option<&Message>,
) -> Result<Option<Landing>> {
    let Some(contact) = known else {
        return Ok(None);
    };
    if let Some(c) = surveys::heard::heard(w, contact, talk.input, quoted)? {
        return Ok(Some(Landing::Join(Box::new(c), Reason::Rated)));
    }
    let found = dated::heard::heard(w, contact, talk.input, quoted)?;
    Ok(found.map(|it| Landing::Join(Box::new(it), Reason::DatedAnswer)))
}

/// A code we gave somebody to go on here: it says who this is, and in which case it goes on.
fn carried(w: &mut Write<'_>, talk: &Talk<'_>) -> Result<Option<Landing>> {
    if talk.input.history {
        return Ok(None);
    }
    let found = going_on::good(w, &talk.input.move_codes, talk.channel.id, w.now())?;
    let Some((hash, code)) = found else {
        return Ok(None);
    };
    let also = talk.input.also_known_as.iter();
    let carrier = Carrier {
        from: &talk.input.from,
        as_sent: &talk.input.as_sent,
        also: also
            .filter(|it| it.1.is_verified())
            .map(|it| &it.0)
            .collect(),
        known: talk.known(w)?,
    };
    if !going_on::take(w, (hash, &code), &carrier)? {
        return Ok(None);
    }
    by_code(w, talk, &code, w.now())
}

fn place(
    w: &mut Write<'_>,
    talk: &Talk<'_>,
    contact: &Contact,
    (found, quoted): (Landing, Option<&Message>),
) -> Result<Message> {
    match found {
        Landing::Join(c, why) => join(w, talk, contact, (*c, why, quoted)),
        Landing::New {
            previous,
            why,
            perhaps,
        } => {
            let previous = previous.map(|it| it.id);
            let (mut c, message) = first(w, talk, contact, (why, previous, quoted))?;
            suggested(w, &mut c, talk, contact, perhaps)?;
            w.put_conversation(&c)?;
            Ok(message)
        }
    }
}

fn suggested(
    w: &mut Write<'_>,
    c: &mut Conversation,
    talk: &Talk<'_>,
    contact: &Contact,
    perhaps: Option<Suggestion>,
) -> Result<()> {
    let other = perhaps.filter(|it| it.conversation != c.id);
    suggest::put(w, c, talk.voice(contact.id), other)
}

/// The first message of a new case. The caller puts the row.
fn first(
    w: &mut Write<'_>,
    talk: &Talk<'_>,
    contact: &Contact,
    (why, previous, quoted): (Reason, Option<ConversationId>, Option<&Message>),
) -> Result<(Conversation, Message)> {
    let (voice, now) = (talk.voice(contact.id), w.now());
    let at = talk.said_at(now);
    let beginning = Beginning {
        contact: contact.id,
        channel: &talk.channel,
        subject: &talk.input.subject,
        status: starts(talk.input.history, at),
        why,
        at,
        previous,
    };
    let mut c = begin(w, voice, &beginning)?;
    let id = w.new_id();
    let author = Author::Contact(contact.id);
    let mut message = quoting(talk.message(id, now, MessageKind::Inbound, author), quoted);
    message.why = why;
    let message = append(w, &mut c, message, &talk.input.excerpt)?;
    let position = message.position;
    voice.tell_message(w, &mut c, id, EventKind::MessageReceived { position, why })?;
    if !talk.input.history {
        c.waiting_since = Some(talk.clock_from(now));
        c.active_at = now;
        closing::watch(w, &c, at)?;
        automatic::arrived(w, &mut c, &message)?;
        arrived(w, &mut c)?;
    }
    Ok((c, message))
}

fn join(
    w: &mut Write<'_>,
    talk: &Talk<'_>,
    contact: &Contact,
    (mut c, why, quoted): (Conversation, Reason, Option<&Message>),
) -> Result<Message> {
    settle(w, &mut c)?;
    let (voice, now, id) = (talk.voice(contact.id), w.now(), w.new_id());
    let filed = why.is_filed();
    let courtesy = filed || (!talk.input.history && is_courtesy(w, &c, talk.input, now)?);
    let author = Author::Contact(contact.id);
    let mut message = quoting(talk.message(id, now, MessageKind::Inbound, author), quoted);
    message.why = if courtesy && !filed {
        Reason::Courtesy
    } else {
        why
    };
    message.courtesy = courtesy;
    let message = append(w, &mut c, message, &talk.input.excerpt)?;
    let (position, why) = (message.position, message.why);
    if courtesy {
        c.unseen_courtesies = c.unseen_courtesies.saturating_add(1);
        voice.tell_message(w, &mut c, id, EventKind::CourtesyFiled { position })?;
    } else {
        voice.tell_message(w, &mut c, id, EventKind::MessageReceived { position, why })?;
        if !talk.input.history {
            let released = waiting::released(w, &c, talk.input, &message)?;
            wrote(w, &mut c, voice, talk.clock_from(now))?;
            closing::watch(w, &c, talk.said_at(now))?;
            waiting::go(w, &mut c, released)?;
            automatic::arrived(w, &mut c, &message)?;
            arrived(w, &mut c)?;
        }
    }
    w.put_conversation(&c)?;
    Ok(message)
}

/// What somebody blocked says is kept, shown under *Blocked* only, and answers nothing.
fn aside(w: &mut Write<'_>, talk: &Talk<'_>, contact: &Contact) -> Result<Message> {
    let why = Reason::BlockedSender;
    let known = cases_of(w, contact.id)?.into_iter().find(|it| it.blocked);
    if let Some(mut c) = known {
        let (voice, now, id) = (talk.voice(contact.id), w.now(), w.new_id());
        let author = Author::Contact(contact.id);
        let mut message = talk.message(id, now, MessageKind::Inbound, author);
        message.why = why;
        let message = append(w, &mut c, message, &talk.input.excerpt)?;
        let position = message.position;
        voice.tell_message(w, &mut c, id, EventKind::MessageReceived { position, why })?;
        w.put_conversation(&c)?;
        return Ok(message);
    }
    let (mut c, message) = first(w, talk, contact, (why, None, None))?;
    c.blocked = true;
    c.status = Status::Resolved {
        at: talk.said_at(w.now()),
        quiet: false,
    };
    c.waiting_since = None;
    w.put_conversation(&c)?;
    Ok(message)
}
