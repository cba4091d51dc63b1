//! A side conversation with third parties inside a case: its messages, whom it goes to, what it shows them, what its
//! mail says, and what it moves. Nothing of it goes to the customer, and nothing internal goes to them.

use crate::contacts::people::records;
use crate::conversations::steps::answer::FOLLOW_UP;
use crate::conversations::steps::append::each;
use crate::conversations::steps::mail::{read, references, sender};
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::quote::{Quote, head};
use crate::conversations::steps::term::term_from_now;
use crate::conversations::steps::voice::Voice;
use crate::domain::channel::Channel;
use crate::domain::contact::Handle;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::delivery::{Before, Delivery, Then};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::message::{MailAddress, MailFacts, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::keys::KeyRing;
use crate::keys::token::without_tokens;
use crate::store::{Look, Write};
use crate::text::address::Address;

/// Most recipients of one forward, and most messages that go along.
const RECIPIENTS: usize = 20;
const CARRIED: usize = 100;
/// Longest local part of an address (RFC 5321, 4.5.3.1.1).
const LOCAL_PART: usize = 64;

/// The forward that began the side conversation a message belongs to.
///
/// # Errors
/// The store's.
pub fn first(look: &Look<'_>, strand: MessageId) -> Result<Option<Message>> {
    let found = look.message(strand)?;
    Ok(found.filter(|it| it.strand == Some(it.id)))
}

/// What was said in a side conversation as it lies in a case, in order.
///
/// # Errors
/// The store's.
pub fn said_in(
    look: &Look<'_>,
    conversation: ConversationId,
    strand: MessageId,
) -> Result<Vec<Message>> {
    let mut out = Vec::new();
    each(look, conversation, |it| {
        if it.strand == Some(strand) && it.moved_to.is_none() && !it.undone {
            out.push(it);
        }
    })?;
    Ok(out)
}

/// Whom the next message of a side conversation goes to: those it went to last, and whoever answered since, unless it
/// is unclear who that was.
#[must_use]
pub fn usual(said: &[Message]) -> Vec<MailAddress> {
    let last = said.iter().rposition(|it| it.kind == MessageKind::Forward);
    let mut out: Vec<MailAddress> = Vec::new();
    for it in said.get(last.unwrap_or(0)..).unwrap_or_default() {
        let Some(mail) = &it.mail else { continue };
        let whom = match it.kind {
            MessageKind::Forward => mail.to.clone(),
            _ if it.unverified || it.automatic => Vec::new(),
            _ => vec![mail.from.clone()],
        };
        for one in whom {
            if out.iter().all(|known| known.address != one.address) {
                out.push(one);
            }
        }
    }
    out
}

/// Reads whom a forward goes to: neither the customer, whom one answers, nor an address of ours.
///
/// # Errors
/// [`Error::Invalid`] on `to`.
pub fn third_parties(
    look: &Look<'_>,
    c: &Conversation,
    given: &[MailAddress],
) -> Result<Vec<MailAddress>> {
    let to = read("to", given)?;
    if to.is_empty() {
        return Err(Error::invalid("to", "error-no-recipient"));
    }
    if to.len() > RECIPIENTS {
        return Err(Error::invalid("to", "error-too-many-recipients"));
    }
    let customer = records(look, c.contact)?;
    let channels = look.channels()?;
    for it in &to {
        let held = look.holders(&Handle::email(it.address.clone()))?;
        if held
            .iter()
            .any(|it| !it.former && customer.contains(&it.contact))
        {
            return Err(Error::invalid("to", "error-is-the-customer"));
        }
        let base = Address::parse(&it.address).map(|it| it.split_tag().0);
        let is_ours = |own: &str| base.as_ref().is_some_and(|it| it.as_str() == own);
        if channels.iter().any(|it| is_ours(&it.address)) {
            return Err(Error::invalid("to", "error-our-address"));
        }
    }
    Ok(to)
}

/// Whether a message may be shown to third parties: what the customer and we said to each other, and what other third
/// parties answered. Never a note, and never what was withdrawn.
#[must_use]
pub fn may_go_along(it: &Message) -> bool {
    (it.kind.is_public() || it.kind == MessageKind::ThirdParty)
        && !it.undone
        && !it.redacted
        && it.moved_to.is_none()
}

/// The messages of a case that were chosen, in order.
///
/// # Errors
/// [`Error::Invalid`] on `messages` when one is not there or may not go along.
pub fn chosen(look: &Look<'_>, c: &Conversation, ids: &[MessageId]) -> Result<Vec<Message>> {
    let mut out = Vec::new();
    for id in ids.iter().take(CARRIED + 1) {
        let found = look.message(*id)?;
        let found = found.filter(|it| it.conversation == c.id && may_go_along(it));
        out.push(found.ok_or_else(|| Error::invalid("messages", "error-no-such-message"))?);
    }
    if out.len() > CARRIED {
        return Err(Error::invalid("messages", "error-too-many"));
    }
    out.sort_by_key(|it| it.position);
    out.dedup_by_key(|it| it.id);
    Ok(out)
}

/// What goes along below the own text: who said what and when, oldest first, without our reply addresses.
///
/// # Errors
/// The store's.
pub fn along(look: &Look<'_>, message: &Message) -> Result<Vec<Quote>> {
    let mut out = Vec::new();
    for id in &message.carries {
        let found = look.message(*id)?;
        let Some(it) = found.filter(|it| !it.redacted) else {
            continue;
        };
        let mut text = without_tokens(&it.text);
        if it.long_text.is_some() {
            text.push('…');
        }
        let head = head(look, &it)?;
        out.push(Quote { head, text });
    }
    Ok(out)
}

/// The headers of a message to third parties: a thread of its own, which names no mail of the customer's.
///
/// # Errors
/// The store's.
pub fn headers(
    look: &Look<'_>,
    keys: &KeyRing,
    said: &[Message],
    (id, channel): (MessageId, &Channel),
    to: Vec<MailAddress>,
) -> Result<MailFacts> {
    let domain = Address::parse(&channel.address);
    let domain = domain.as_ref().map_or("lobby.invalid", Address::domain);
    let mut facts = MailFacts {
        message_id: keys.mail_id(id, domain),
        from: sender(look, channel)?,
        to,
        ..MailFacts::default()
    };
    let mails = said.iter().filter_map(|it| it.mail.as_ref());
    let answered = mails.rev().find(|it| !it.message_id.is_empty());
    if let Some(answered) = answered {
        facts.in_reply_to = vec![answered.message_id.clone()];
        facts.references = references(answered);
    }
    Ok(facts)
}

/// The address answers of third parties come back to. Names where the side conversation was born, which stays when it
/// is moved; `None` when an address cannot be that long: then their References carry it.
///
/// # Errors
/// The store's.
pub fn reply_address(
    look: &Look<'_>,
    keys: &KeyRing,
    channel: &Channel,
    message: &Message,
) -> Result<Option<MailAddress>> {
    let begun = match message.strand {
        Some(id) => first(look, id)?,
        None => None,
    };
    let (Some(begun), Some(address)) = (begun, Address::parse(&channel.address)) else {
        return Ok(None);
    };
    let Some((number, position)) = birth(look, &begun)? else {
        return Ok(None);
    };
    let address = address.with_tag(&keys.strand_token(number, position));
    let fits = address.local().len() <= LOCAL_PART;
    Ok(fits.then(|| MailAddress {
        name: channel.name.clone(),
        address: address.to_string(),
    }))
}

fn birth(look: &Look<'_>, begun: &Message) -> Result<Option<(u64, u32)>> {
    let born_in = begun.born_in.unwrap_or(begun.conversation);
    let mut position = Some(begun.position).filter(|_| begun.born_in.is_none());
    if position.is_none() {
        each(look, born_in, |it| {
            if it.id == begun.id {
                position = Some(it.position);
            }
        })?;
    }
    let number = look.conversation(born_in)?.map(|it| it.number);
    Ok(number.zip(position))
}

/// The side conversation a token names, wherever it lies now.
///
/// # Errors
/// The store's.
pub fn by_token(look: &Look<'_>, keys: &KeyRing, token: &str) -> Result<Option<Message>> {
    let Some((number, position)) = keys.read_strand_token(token) else {
        return Ok(None);
    };
    let Some(c) = look.conversation_numbered(number)? else {
        return Ok(None);
    };
    match look.message_at(c.id, position)? {
        Some(row) => first(look, row.id),
        None => Ok(None),
    }
}

/// Lets a case wait for third parties, when its forward says so.
///
/// # Errors
/// The store's.
pub fn waits(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, then: Then) -> Result<Before> {
    let Then::ThirdParty { follow_up_at } = then else {
        return Ok(Before::default());
    };
    let at = match follow_up_at.filter(|it| *it > w.now()) {
        Some(at) => at,
        None => term_from_now(w, c, FOLLOW_UP)?,
    };
    let before = Before {
        status: Some(c.status),
        ..Before::default()
    };
    let to = Status::Waiting {
        on: WaitingOn::ThirdParty,
        follow_up_at: Some(at),
    };
    move_to(w, c, voice, to, Reason::Forwarded)?;
    Ok(before)
}

/// A forward that was taken back, or did not arrive: nobody is waited for. The caller puts the delivery.
///
/// # Errors
/// The store's.
pub fn take_back(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    delivery: &mut Delivery,
    why: Reason,
) -> Result<()> {
    let was = delivery.before.take().and_then(|it| it.status);
    let waits = matches!(
        c.status,
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            ..
        }
    );
    let (to, why) = if why == Reason::AnswerUndone {
        (was, Reason::ForwardUndone)
    } else {
        (Some(Status::Open), Reason::ForwardFailed)
    };
    match to.filter(|_| waits) {
        Some(to) => move_to(w, c, voice, to, why),
        None => Ok(()),
    }
}
