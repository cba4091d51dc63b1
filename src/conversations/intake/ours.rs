//! Mail our own people sent outside Lobby: the Sent folder, a personal address in a thread to the customer.

use crate::contacts::identity::{Who, meant_or_create};
use crate::conversations::intake::landing::MAILING;
use crate::conversations::intake::letter::{Letter, agent_of};
use crate::conversations::intake::pointing::Pointed;
use crate::conversations::intake::theirs::recent;
use crate::conversations::intake::{filed, third_party};
use crate::conversations::steps::answer::answered;
use crate::conversations::steps::append::append;
use crate::conversations::steps::mail::belong;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::conversations::steps::open::{Beginning, begin, starts};
use crate::conversations::steps::outside::{is_newest, then};
use crate::conversations::steps::people::standing;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::contact::{Evidence, Handle};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Author, MailAddress, MessageKind};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// A mail from the Sent folder: joins the thread it answers, else begins one with its first recipient.
///
/// # Errors
/// The store's.
pub fn sent(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    pointed: Option<Pointed>,
) -> Result<MailOutcome> {
    let why = Reason::SentFolder {
        agent: letter.agent,
    };
    if let Some(pointed) = pointed {
        if let Some(strand) = pointed.strand {
            return third_party::sent_outside(w, letter, pointed.conversation, strand);
        }
        return joined(w, letter, pointed.conversation, why);
    }
    let recipients = letter.outside();
    let Some(customer) = recipients.first() else {
        return Ok(MailOutcome::Skipped);
    };
    if letter.mail.automatic.is_some() && for_our_people(w, &recipients)? {
        return Ok(MailOutcome::Skipped);
    }
    let c = begun(w, letter, customer, why)?;
    said(w, letter, c, why, true)
}

/// One of our people wrote in a thread outside Lobby: a message of ours when it went to the customer or somebody
/// accepted there. What went to others only (the accountant, ourselves) answers nobody and is kept as a note.
///
/// # Errors
/// The store's.
pub fn joined(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    why: Reason,
) -> Result<MailOutcome> {
    settle(w, &mut c)?;
    let mut answers = false;
    for it in letter.outside() {
        let known = standing(w, &c, &Handle::email(it.address))?;
        answers = answers || known.is_participant();
    }
    if answers {
        said(w, letter, c, why, false)
    } else {
        noted(w, letter, c, why)
    }
}

/// Kept where only our people read it: moves nothing, answers nobody, makes nobody a participant.
fn noted(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    why: Reason,
) -> Result<MailOutcome> {
    let (voice, now) = (voice(letter), w.now());
    let id = w.new_id();
    let mut message = letter.message(id, now, MessageKind::Note, author(letter));
    (message.why, message.unverified) = (why, false);
    message.automatic = letter.mail.automatic.is_some();
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    let position = message.position;
    voice.tell_message(w, &mut c, id, EventKind::NoteWritten { position })?;
    filed::remember(w, letter, id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::OurMessage {
        conversation: c.id,
        message: id,
    })
}

fn author(letter: &Letter<'_>) -> Author {
    letter.agent.map_or(Author::Colleague, Author::Agent)
}

/// Whether a program wrote to our own people alone, such as Lobby does with its letters; servers may have given
/// those other Message-IDs.
fn for_our_people(look: &Look<'_>, recipients: &[MailAddress]) -> Result<bool> {
    let written_to: Vec<String> = look
        .links()?
        .into_iter()
        .flat_map(|(_, it)| {
            let all = it.purpose.addresses();
            all.into_iter().map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    for it in recipients {
        if !written_to.contains(&it.address) && agent_of(look, &it.address)?.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn voice(letter: &Letter<'_>) -> Voice {
    Voice {
        actor: letter
            .agent
            .map_or(Actor::System(SystemPart::Intake), Actor::Agent),
        history: letter.input.history,
    }
}

fn begun(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    customer: &MailAddress,
    why: Reason,
) -> Result<Conversation> {
    let voice = voice(letter);
    let handle = Handle::email(customer.address.clone());
    let who = Who {
        handle: &handle,
        evidence: Evidence::Agent,
        name: &customer.name,
        as_sent: &customer.address,
        language: "",
        seen_at: letter.said_at(w.now()),
        history: letter.input.history,
    };
    let contact = meant_or_create(w, Actor::System(SystemPart::Intake), &who)?;
    let at = letter.said_at(w.now());
    let beginning = Beginning {
        contact: contact.id,
        channel: &letter.channel,
        subject: &letter.input.subject,
        status: starts(letter.input.history, at),
        why,
        at,
        previous: None,
    };
    begin(w, voice, &beginning)
}

fn said(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    why: Reason,
    first: bool,
) -> Result<MailOutcome> {
    let (voice, now) = (voice(letter), w.now());
    let id = w.new_id();
    let mut message = letter.message(id, now, MessageKind::Reply, author(letter));
    message.why = why;
    message.automatic = letter.mail.automatic.is_some();
    message.holding = letter.input.holding_words;
    message.asks = letter.input.asks;
    message.closing_question = letter.input.closing_question;
    message.unverified = false;
    let recipients = letter.outside();
    if recipients.len() > MAILING {
        // A mailing: its answers are cases of their own.
    } else if first {
        belong(w, &mut c, voice, &recipients, (true, Evidence::Agent))?;
    } else {
        // Whom a later mail only copies is for somebody to accept.
        copied(w, &mut c, voice, recipients)?;
    }
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    let position = message.position;
    voice.tell_message(w, &mut c, id, EventKind::ReplySeen { position, why })?;
    if letter.input.history {
        recent(w, letter, &mut c)?;
    } else if !message.automatic && is_newest(w, &c, message.said_at)? && c.status != Status::Spam {
        let goes = then(&c);
        answered(w, &mut c, voice, &message, goes)?;
        if first && c.status == WAITING_CUSTOMER {
            c.active_at = now;
        }
    }
    filed::remember(w, letter, id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::OurMessage {
        conversation: c.id,
        message: id,
    })
}

fn copied(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    recipients: Vec<MailAddress>,
) -> Result<()> {
    let mut others = Vec::new();
    for it in recipients {
        if agent_of(w, &it.address)?.is_none() {
            others.push(it);
        }
    }
    belong(w, c, voice, &others, (false, Evidence::Claimed))
}
