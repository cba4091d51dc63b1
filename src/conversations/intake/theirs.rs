//! A mail from a customer: joined to a conversation, or the first of a new one.

use crate::contacts::{clues, identity};
use crate::conversations::automatic;
use crate::conversations::intake::courtesy::is_courtesy;
use crate::conversations::intake::landing::{self, Landing};
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::{filed, suggest};
use crate::conversations::rules::arrival::arrived;
use crate::conversations::steps::append::{append, each};
use crate::conversations::steps::inbound::wrote;
use crate::conversations::steps::open::{Beginning, begin, starts};
use crate::conversations::steps::people::{Standing, add};
use crate::conversations::steps::settle::settle;
use crate::domain::contact::{Contact, Evidence};
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, MessageId};
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::Span;
use crate::store::{Look, Write};

/// At first connect, unanswered threads younger than this come in open.
const RECENT: Span = Span::days(3);
/// Notes behind the newest public message that are looked past.
const LOOK_BACK: usize = 20;

/// Does what the landing says.
///
/// # Errors
/// The store's.
pub fn land(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    landing: Landing,
    by_token: bool,
) -> Result<MailOutcome> {
    match landing {
        Landing::Join {
            conversation,
            why,
            standing,
        } => join(w, letter, *conversation, why, (standing, by_token)),
        Landing::New {
            previous,
            succeeds,
            why,
            unsure,
        } => {
            let answered = suggest::answered_elsewhere(w, letter)?;
            let sender = letter.sender(w)?;
            let follows = previous.as_ref().map(|it| it.id);
            let (mut c, message) = first(w, letter, &sender, why, follows)?;
            if let Some(mut old) = previous.filter(|_| succeeds) {
                old.successor = Some(c.id);
                w.put_conversation(&old)?;
            }
            let may_belong = match unsure {
                Some(other) => Some(Suggestion {
                    conversation: other.id,
                    reason: Reason::SuggestedParticipant,
                }),
                None if succeeds || letter.input.history => None,
                None if answered.is_some() => answered,
                None => suggest::suggestion(w, letter, &c, &letter.input.from, w.now())?,
            };
            suggest::put(w, &mut c, letter.voice(sender.id), may_belong)?;
            suggest::copies(w, letter, &mut c, sender.id)?;
            w.put_conversation(&c)?;
            if letter.input.history
                && let Some(mut next) = landing::next_of(w, letter, &c)?
            {
                next.previous = Some(c.id);
                w.put_conversation(&next)?;
            }
            Ok(MailOutcome::NewConversation {
                conversation: c.id,
                message,
            })
        }
    }
}

/// The first message of a new conversation with this contact. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn first(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    contact: &Contact,
    why: Reason,
    previous: Option<crate::domain::id::ConversationId>,
) -> Result<(Conversation, MessageId)> {
    let (voice, now) = (letter.voice(contact.id), w.now());
    let at = letter.said_at(now);
    let beginning = Beginning {
        contact: contact.id,
        channel: &letter.channel,
        subject: &letter.input.subject,
        status: starts(letter.input.history, at),
        why,
        at,
        previous,
    };
    let mut c = begin(w, voice, &beginning)?;
    c.unverified = letter.input.unverified;
    let id = w.new_id();
    let author = Author::Contact(contact.id);
    let mut message = letter.message(id, now, MessageKind::Inbound, author);
    message.why = why;
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    clues::keep(w, contact.id, &message, &letter.input.clues)?;
    let position = message.position;
    voice.tell_message(w, &mut c, id, EventKind::MessageReceived { position, why })?;
    if !letter.input.history {
        c.waiting_since = Some(letter.clock_from(now));
        c.active_at = now;
    }
    filed::remember(w, letter, id)?;
    if letter.input.history {
        recent(w, letter, &mut c)?;
    } else {
        automatic::arrived(w, &mut c, &message)?;
        arrived(w, &mut c)?;
    }
    Ok((c, id))
}

fn join(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    why: Reason,
    (standing, by_token): (Standing, bool),
) -> Result<MailOutcome> {
    settle(w, &mut c)?;
    let now = w.now();
    let filed = why.is_filed();
    let may_be = standing.is_participant() && !letter.input.history;
    let courtesy = filed || (may_be && is_courtesy(w, &c, letter.input, now)?);
    let by_token = by_token && nobody_else_got_it(w, &c, &letter.mail.from.address)?;
    let (author, marked) = author(w, letter, standing, by_token)?;
    identity::heard_from(w, author, &letter.input.from)?;
    let voice = letter.voice(author);
    let id = w.new_id();
    let mut message = letter.message(id, now, MessageKind::Inbound, Author::Contact(author));
    message.why = if courtesy && !filed {
        Reason::Courtesy
    } else {
        why
    };
    (message.courtesy, message.unverified) = (courtesy, message.unverified || marked);
    if standing == Standing::Stranger {
        add(w, &mut c, voice, author, false)?;
    }
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    clues::keep(w, author, &message, &letter.input.clues)?;
    received(w, letter, &mut c, &message)?;
    suggest::copies(w, letter, &mut c, author)?;
    filed::remember(w, letter, id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::Joined {
        conversation: c.id,
        message: id,
        why: message.why,
    })
}

fn received(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    c: &mut Conversation,
    message: &Message,
) -> Result<()> {
    let Author::Contact(author) = message.author else {
        return Ok(());
    };
    let voice = letter.voice(author);
    let (position, why) = (message.position, message.why);
    if message.courtesy {
        c.unseen_courtesies = c.unseen_courtesies.saturating_add(1);
        return voice.tell_message(w, c, message.id, EventKind::CourtesyFiled { position });
    }
    voice.tell_message(
        w,
        c,
        message.id,
        EventKind::MessageReceived { position, why },
    )?;
    if letter.input.history {
        return recent(w, letter, c);
    }
    wrote(w, c, voice, letter.clock_from(w.now()))?;
    automatic::arrived(w, c, message)?;
    arrived(w, c)
}

/// Whether our token of a conversation went to this address and to no other so far: then it proves the address.
fn nobody_else_got_it(look: &Look<'_>, c: &Conversation, address: &str) -> Result<bool> {
    let (mut got, mut others) = (false, false);
    each(look, c.id, |it| {
        if let (MessageKind::Reply, Some(mail), false) = (it.kind, &it.mail, it.undone) {
            let all = || mail.to.iter().chain(&mail.cc).chain(&mail.bcc);
            got = got || all().any(|to| to.address == address);
            others = others || all().any(|to| to.address != address);
        }
    })?;
    Ok(got && !others)
}

/// Whose record says it, and whether it is shown as not proven: the record holds the address as verified, but
/// nothing in this mail shows that its holder sent it. Our token, sent to that address only, proves it.
fn author(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    standing: Standing,
    by_token: bool,
) -> Result<(ContactId, bool)> {
    let id = match standing {
        Standing::Customer(id) | Standing::Accepted(id) | Standing::Suggested(id) => id,
        Standing::Stranger => return Ok((letter.sender(w)?.id, false)),
    };
    if letter.input.evidence.is_verified() {
        return Ok((id, false));
    }
    let handle = &letter.input.from;
    let proves = by_token && standing.is_participant() && !letter.input.unverified;
    let actor = letter.voice(id).actor;
    if proves {
        identity::prove(w, actor, id, handle, Evidence::Code)?;
        return Ok((id, false));
    }
    let held = w.holders(handle)?;
    let verified = held
        .iter()
        .any(|it| it.contact == id && it.evidence.is_verified());
    Ok((id, verified))
}

/// Of history, a thread whose newest mail is theirs, unanswered and young comes in open, its clock from now;
/// one that was answered since does not.
///
/// # Errors
/// The store's.
pub fn recent(w: &mut Write<'_>, letter: &Letter<'_>, c: &mut Conversation) -> Result<()> {
    let newest = w.messages_before(c.id, None, LOOK_BACK)?;
    let Some(last) = newest.into_iter().rfind(|it| it.kind.is_public()) else {
        return Ok(());
    };
    if !last.history || !c.history {
        return Ok(());
    }
    let wanted = letter.connection.email().is_some_and(|it| it.open_recent);
    let open = wanted
        && last.kind == MessageKind::Inbound
        && !last.automatic
        && !c.automatic
        && !c.unverified
        && w.now().since(last.said_at) < RECENT;
    let to = if open {
        Status::Open
    } else {
        Status::Resolved {
            at: last.said_at,
            quiet: false,
        }
    };
    let voice = crate::conversations::steps::voice::Voice {
        actor: crate::domain::actor::Actor::System(crate::domain::actor::SystemPart::Import),
        history: true,
    };
    let changes = std::mem::discriminant(&to) != std::mem::discriminant(&c.status);
    if changes {
        crate::conversations::steps::moves::move_to(w, c, voice, to, Reason::History)?;
    } else {
        c.status = to;
    }
    c.waiting_since = open.then(|| c.waiting_since.unwrap_or(w.now()));
    Ok(())
}
