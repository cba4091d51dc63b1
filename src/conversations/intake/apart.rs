//! Mail that is kept apart from ordinary cases: unclear senders, blocked ones, machines, web forms, forwards.

use crate::contacts::people;
use crate::conversations::intake::landing::cases_of;
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::Pointed;
use crate::conversations::intake::theirs::first;
use crate::conversations::intake::{filed, suggest};
use crate::conversations::steps::append::append;
use crate::conversations::steps::people::{Standing, standing};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Actor;
use crate::domain::contact::{Contact, Evidence, Handle, Identifier};
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ContactId, MessageId};
use crate::domain::inbound::Forwarded;
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::address::Address;
use crate::text::{phone, plain};

/// Senders learnt to be forms, at most.
const FORMS: usize = 200;

/// Several From, a malformed one, or one that fails authentication: its own conversation, marked, with a
/// suggestion where it points. It never gains the history of whom it claims to be.
///
/// # Errors
/// The store's.
pub fn unclear(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    pointed: Option<Pointed>,
) -> Result<MailOutcome> {
    let sender = letter.sender(w)?;
    let (mut c, message) = first(w, letter, &sender, Reason::UnverifiedSender, None)?;
    let suggestion = pointed.map(|it| Suggestion {
        conversation: it.conversation.id,
        reason: Reason::UnverifiedSender,
    });
    suggest::put(w, &mut c, letter.voice(sender.id), suggestion)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::NewConversation {
        conversation: c.id,
        message,
    })
}

/// Whether a block stands on who writes: on the domain, or on the person of anybody who holds the address. Only a proven
/// sender is free of what others who merely claim the address are blocked for. Of a form, its customer counts too.
///
/// # Errors
/// The store's.
pub fn is_blocked(look: &Look<'_>, letter: &Letter<'_>, now: Millis) -> Result<bool> {
    let evidence = letter.input.evidence;
    let is_proven = evidence.is_verified() && !letter.input.unverified;
    if is_blocked_under(look, &letter.input.from, is_proven, now)?
        || (letter.input.unverified && is_blocked_under(look, &letter.handle(), false, now)?)
    {
        return Ok(true);
    }
    match form_customer(letter) {
        Some(customer) => is_blocked_under(look, &customer, false, now),
        None => Ok(false),
    }
}

fn is_blocked_under(
    look: &Look<'_>,
    handle: &Handle,
    is_proven: bool,
    now: Millis,
) -> Result<bool> {
    if let Some(address) = Address::parse(&handle.value)
        && let Some(block) = look.blocked_domain(address.domain())?
        && block.until.is_none_or(|it| now < it)
    {
        return Ok(true);
    }
    for holder in look.holders(handle)? {
        if holder.former || (is_proven && !holder.evidence.is_verified()) {
            continue;
        }
        if people::is_blocked(look, holder.contact, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who filled in the form a mail comes from, unless an agent said what its sender is.
#[must_use]
pub fn form_customer(letter: &Letter<'_>) -> Option<Handle> {
    let reply_to = letter.mail.form_reply_to.as_ref()?;
    let is_form = letter.rule().is_none() && !letter.is_own(&reply_to.address);
    is_form.then(|| Handle::email(reply_to.address.clone()))
}

/// Kept, shown under *Blocked* only; answers nothing and counts nowhere.
///
/// # Errors
/// The store's.
pub fn blocked(w: &mut Write<'_>, letter: &Letter<'_>) -> Result<MailOutcome> {
    let sender = match (form_customer(letter), &letter.mail.form_reply_to) {
        (Some(customer), Some(it)) => letter.contact(w, &customer, Evidence::Claimed, &it.name)?,
        _ => letter.sender(w)?,
    };
    let known = cases_of(w, sender.id)?.into_iter().find(|it| it.blocked);
    let (c, message) = match known {
        Some(c) => quietly(w, letter, c, sender.id, Reason::BlockedSender)?,
        None => {
            let (mut c, message) = first(w, letter, &sender, Reason::BlockedSender, None)?;
            c.blocked = true;
            resolved(w, &mut c, letter);
            (c, message)
        }
    };
    w.put_conversation(&c)?;
    Ok(MailOutcome::Blocked {
        conversation: c.id,
        message,
    })
}

/// Automatic mail: filed in the conversation it points to without moving it, else in one of its own under
/// *Automatic*. No clock, no notice, no answer.
///
/// # Errors
/// The store's.
pub fn automatic(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    pointed: Option<Pointed>,
) -> Result<MailOutcome> {
    if let Some(pointed) = pointed
        && !letter.input.unverified
    {
        let mut c = pointed.conversation;
        settle(w, &mut c)?;
        let author = match standing(w, &c, &letter.input.from)? {
            Standing::Customer(id) | Standing::Accepted(id) | Standing::Suggested(id) => id,
            Standing::Stranger => letter.sender(w)?.id,
        };
        let (c, message) = quietly(w, letter, c, author, Reason::AutomaticMail)?;
        w.put_conversation(&c)?;
        return Ok(MailOutcome::Automatic {
            conversation: c.id,
            message,
        });
    }
    let sender = letter.sender(w)?;
    let (mut c, id) = first(w, letter, &sender, Reason::AutomaticMail, None)?;
    c.automatic = true;
    resolved(w, &mut c, letter);
    mark_automatic(w, id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::Automatic {
        conversation: c.id,
        message: id,
    })
}

fn mark_automatic(w: &mut Write<'_>, id: MessageId) -> Result<()> {
    if let Some(message) = w.message(id)? {
        w.put_message(&Message {
            automatic: true,
            ..message
        })?;
    }
    Ok(())
}

/// A conversation that never was open.
fn resolved(w: &Write<'_>, c: &mut Conversation, letter: &Letter<'_>) {
    let at = letter.said_at(w.now());
    c.status = Status::Resolved { at, quiet: false };
    c.waiting_since = None;
}

/// Appends without moving anything.
fn quietly(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    author: ContactId,
    why: Reason,
) -> Result<(Conversation, MessageId)> {
    let id = w.new_id();
    let now = w.now();
    let mut message = letter.message(id, now, MessageKind::Inbound, Author::Contact(author));
    message.automatic = why == Reason::AutomaticMail;
    message.why = why;
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    let position = message.position;
    let kind = if message.automatic {
        EventKind::AutomaticFiled { position }
    } else {
        EventKind::MessageReceived { position, why }
    };
    letter.voice(author).tell_message(w, &mut c, id, kind)?;
    filed::remember(w, letter, id)?;
    Ok((c, id))
}

/// A web form's mail: the customer is Reply-To, as claimed; every one is its own case.
///
/// # Errors
/// The store's.
pub fn form(w: &mut Write<'_>, letter: &Letter<'_>, customer: &Handle) -> Result<MailOutcome> {
    let reply_to = letter.mail.form_reply_to.clone().unwrap_or_default();
    learn(w, letter)?;
    let contact = letter.contact(w, customer, Evidence::Claimed, &reply_to.name)?;
    claim_fields(w, letter, &contact)?;
    let (mut c, message) = first(w, letter, &contact, Reason::Form, None)?;
    let it = suggest::suggestion(w, letter, &c, customer, w.now())?;
    suggest::put(w, &mut c, letter.voice(contact.id), it)?;
    suggest::copies(w, letter, &mut c, contact.id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::NewConversation {
        conversation: c.id,
        message,
    })
}

/// Notes the sender as a form, for the channel's page.
fn learn(w: &mut Write<'_>, letter: &Letter<'_>) -> Result<()> {
    use crate::domain::channel::ConnectionSettings;
    let from = &letter.mail.from.address;
    let mut connection = letter.connection.clone();
    let ConnectionSettings::Email(settings) = &mut connection.settings else {
        return Ok(());
    };
    if settings.form_senders.contains(from) || settings.form_senders.len() >= FORMS {
        return Ok(());
    }
    settings.form_senders.push(from.clone());
    w.put_connection(&connection)
}

/// Phones and addresses typed into a form are claimed, no more.
fn claim_fields(w: &mut Write<'_>, letter: &Letter<'_>, contact: &Contact) -> Result<()> {
    for (_, value) in letter.mail.form_fields.iter().take(10) {
        let handle = match (Address::parse(value), phone::canon(value, "")) {
            (Some(it), _) => Handle::email(it.as_str()),
            (None, Some(it)) => Handle::phone(it),
            (None, None) => continue,
        };
        let held = w.holders(&handle)?;
        if held.iter().any(|it| it.contact == contact.id) {
            continue;
        }
        w.put_identifier(&Identifier {
            contact: contact.id,
            handle,
            since: w.now(),
            ..Identifier::default()
        })?;
        let actor = letter.voice(contact.id).actor;
        w.event(
            actor,
            Subject::contact(contact.id),
            EventKind::IdentifierAdded,
        )?;
    }
    Ok(())
}

/// One of our people passed a customer's mail on: the customer is the original sender, as claimed; what stands
/// above is that person's note.
///
/// # Errors
/// The store's.
pub fn forwarded(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    agent: AgentId,
    inner: &Forwarded,
) -> Result<MailOutcome> {
    let handle = Handle::email(inner.from.address.clone());
    let contact = letter.contact(w, &handle, Evidence::Claimed, &inner.from.name)?;
    let mut input = letter.input.clone();
    (input.text, input.subject) = (inner.text.clone(), inner.subject.clone());
    (input.html, input.quoted) = (None, String::new());
    input.excerpt = plain::excerpt(&inner.text, crate::conversations::steps::append::EXCERPT);
    let mut mail = letter.mail.clone();
    mail.from = inner.from.clone();
    mail.reply_to.clear();
    let passed = Letter {
        input: &input,
        mail: &mail,
        ..letter.clone()
    };
    let why = Reason::ForwardedBy { agent };
    let (mut c, message) = first(w, &passed, &contact, why, None)?;
    if !inner.above.trim().is_empty() {
        note(w, &mut c, &passed, agent, &inner.above)?;
    }
    w.put_conversation(&c)?;
    Ok(MailOutcome::NewConversation {
        conversation: c.id,
        message,
    })
}

fn note(
    w: &mut Write<'_>,
    c: &mut Conversation,
    letter: &Letter<'_>,
    agent: AgentId,
    text: &str,
) -> Result<()> {
    let id = w.new_id();
    let message = Message {
        id,
        kind: MessageKind::Note,
        author: Author::Agent(agent),
        channel: letter.channel.id,
        at: w.now(),
        said_at: letter.said_at(w.now()),
        text: text.to_owned(),
        why: Reason::ForwardedBy { agent },
        history: letter.input.history,
        ..Message::default()
    };
    let line = plain::excerpt(text, crate::conversations::steps::append::EXCERPT);
    let message = append(w, c, message, &line)?;
    let voice = Voice {
        actor: Actor::Agent(agent),
        history: letter.input.history,
    };
    let position = message.position;
    voice.tell_message(w, c, id, EventKind::NoteWritten { position })
}
