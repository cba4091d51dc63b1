//! What an answer by mail says in its headers: recipients, subject, thread. Fixed when it is written, so that
//! every try sends the same mail under the same Message-ID.

use crate::contacts::identity::{Who, meant_or_create};
use crate::contacts::people::records;
use crate::conversations::chat::reach::peer;
use crate::conversations::steps::people::{Standing, add, standing};
use crate::conversations::steps::voice::Voice;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::contact::{Evidence, Handle, Identifier, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, MessageId};
use crate::domain::message::{Author, MailAddress, MailFacts, Message, MessageKind};
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::address::Address;
use crate::text::{name, subject};

/// Ids kept in References: the first and the last ones (RFC 5322 sets no limit, servers do).
const REFERENCES: usize = 20;
/// Most recipients of one message.
const RECIPIENTS: usize = 100;
/// How far back the message answered is looked for.
const LOOK_BACK: usize = 200;

/// Recipients as the writer gave them; `None` takes the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipients {
    pub to: Option<Vec<MailAddress>>,
    pub cc: Option<Vec<MailAddress>>,
    pub bcc: Vec<MailAddress>,
}

/// The channel an answer leaves by: the one given, else the conversation's, else one by which it can leave.
///
/// # Errors
/// [`Error::Conflict`] `no_channel` or `channel_gone`.
pub fn channel_for(look: &Look<'_>, c: &Conversation, given: Option<Channel>) -> Result<Channel> {
    let usable = |it: &Channel| it.kind != ChannelKind::Log && it.retired_at.is_none();
    if let Some(channel) = given {
        return Some(channel)
            .filter(usable)
            .ok_or_else(|| Error::conflict("channel_gone"));
    }
    for id in std::iter::once(&c.channel).chain(c.channels.iter().rev()) {
        if let Some(found) = look.channel(*id)?.filter(usable)
            && reaches(look, c, &found)?
        {
            return Ok(found);
        }
    }
    let mut others = look.channels()?;
    others.retain(|it| usable(it) && it.brand == c.brand);
    for it in &others {
        if it.kind.is_chat() && reaches(look, c, it)? {
            return Ok(it.clone());
        }
    }
    let mut mail = others
        .into_iter()
        .filter(|it| it.kind == ChannelKind::Email);
    mail.next().ok_or_else(|| Error::conflict("no_channel"))
}

/// Whether the customer is known on a channel: any mailbox reaches any address.
fn reaches(look: &Look<'_>, c: &Conversation, channel: &Channel) -> Result<bool> {
    if !channel.kind.is_chat() {
        return Ok(true);
    }
    Ok(peer(look, c.contact, channel)?.is_some())
}

/// Recipients an answer has when nobody says otherwise: who wrote, with everybody accepted in copy.
///
/// # Errors
/// The store's.
pub fn usual(look: &Look<'_>, c: &Conversation) -> Result<(Vec<MailAddress>, Vec<MailAddress>)> {
    let to = match newest_of_customer(look, c)? {
        // Where an answer goes is not for somebody to say who is not shown to be who they say.
        Some((facts, true)) if !facts.reply_to.is_empty() => facts.reply_to,
        Some((facts, _)) => vec![facts.from],
        None => address_of(look, c.contact)?.into_iter().collect(),
    };
    let mut cc = Vec::new();
    for participant in c.participants.iter().filter(|it| it.accepted) {
        cc.extend(address_of(look, participant.contact)?);
    }
    cc.retain(|it| to.iter().all(|other| other.address != it.address));
    Ok((to, cc))
}

/// Who wrote the newest mail of the customer, when an answer to these addresses does not go there.
///
/// # Errors
/// The store's.
pub fn goes_elsewhere(
    look: &Look<'_>,
    c: &Conversation,
    to: &[MailAddress],
) -> Result<Option<MailAddress>> {
    let newest = newest_of_customer(look, c)?.map(|(facts, _)| facts.from);
    Ok(newest.filter(|from| !to.is_empty() && to.iter().all(|it| it.address != from.address)))
}

/// Addresses of people of a conversation that are left out, because mail to them came back for good.
///
/// # Errors
/// The store's.
pub fn left_out(look: &Look<'_>, c: &Conversation) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for participant in c.participants.iter().filter(|it| it.accepted) {
        if address_of(look, participant.contact)?.is_some() {
            continue;
        }
        let held = look.identifiers_of(participant.contact)?;
        let given_up = held.into_iter().filter(|it| it.invalid && !it.former);
        out.extend(given_up.map(|it| it.handle.value));
    }
    Ok(out)
}

/// The headers of the newest mail of the customer, under any of their records; and whether it is shown to be theirs.
fn newest_of_customer(look: &Look<'_>, c: &Conversation) -> Result<Option<(MailFacts, bool)>> {
    let records = records(look, c.contact)?;
    let found = look.newest_message(c.id, LOOK_BACK, |m| {
        let facts = m.mail.as_ref().filter(|it| !it.from.address.is_empty());
        facts.is_some()
            && m.kind == MessageKind::Inbound
            && m.moved_to.is_none()
            && matches!(m.author, Author::Contact(id) if records.contains(&id))
    })?;
    Ok(found.and_then(|m| m.mail.map(|facts| (*facts, !m.unverified))))
}

/// The mail address a contact is best written to: verified before claimed, none that is gone.
///
/// # Errors
/// The store's.
pub fn address_of(look: &Look<'_>, contact: ContactId) -> Result<Option<MailAddress>> {
    let Some(best) = mailed_at(look, contact)? else {
        return Ok(None);
    };
    let name = look.contact(contact)?.map(|it| it.name).unwrap_or_default();
    Ok(Some(MailAddress {
        name,
        address: best.handle.value,
    }))
}

/// By which address a person is mailed: confirmed before claimed, then this record's own before those joined to it.
///
/// # Errors
/// The store's.
pub fn mailed_at(look: &Look<'_>, contact: ContactId) -> Result<Option<Identifier>> {
    let mut held = Vec::new();
    for record in records(look, contact)? {
        held.extend(look.identifiers_of(record)?);
    }
    held.retain(|it| it.handle.kind == IdentifierKind::Email && !it.former && !it.invalid);
    held.sort_by_key(|it| {
        let is_own = it.contact == contact;
        std::cmp::Reverse((it.evidence.is_verified(), is_own, it.evidence))
    });
    Ok(held.into_iter().next())
}

/// Reads addresses as the one parser does, names cleaned, each mailbox once.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn read(field: &'static str, given: &[MailAddress]) -> Result<Vec<MailAddress>> {
    let mut out: Vec<MailAddress> = Vec::new();
    for it in given {
        let address = Address::parse(&it.address)
            .ok_or_else(|| Error::invalid(field, "error-bad-address"))?
            .as_str()
            .to_owned();
        if out.iter().all(|known| known.address != address) {
            let name = name::person(&it.name);
            out.push(MailAddress { name, address });
        }
    }
    Ok(out)
}

/// Checks recipients and answers To, Cc, Bcc.
///
/// # Errors
/// [`Error::Invalid`] on `to`, `cc` or `bcc`.
pub fn recipients(
    look: &Look<'_>,
    c: &Conversation,
    given: &Recipients,
) -> Result<[Vec<MailAddress>; 3]> {
    let (usual_to, usual_cc) = usual(look, c)?;
    let to = match &given.to {
        Some(to) => read("to", to)?,
        None => usual_to,
    };
    let mut cc = match &given.cc {
        Some(cc) => read("cc", cc)?,
        None => usual_cc,
    };
    let mut bcc = read("bcc", &given.bcc)?;
    cc.retain(|it| !to.iter().any(|other| other.address == it.address));
    bcc.retain(|it| !to.iter().chain(&cc).any(|o| o.address == it.address));
    if to.is_empty() {
        return Err(Error::invalid("to", "error-no-recipient"));
    }
    if to.len() + cc.len() + bcc.len() > RECIPIENTS {
        return Err(Error::invalid("to", "error-too-many-recipients"));
    }
    Ok([to, cc, bcc])
}

/// Whom one of us writes to openly belongs to the conversation from here on, or is suggested for it. Who is not known
/// yet is made known with this evidence: only an address a person of ours chose is more than claimed.
///
/// # Errors
/// The store's.
pub fn belong(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    addresses: &[MailAddress],
    (accepted, evidence): (bool, Evidence),
) -> Result<()> {
    for it in addresses {
        let handle = Handle::email(it.address.clone());
        let contact = match standing(w, c, &handle)? {
            Standing::Customer(_) | Standing::Accepted(_) => continue,
            Standing::Suggested(contact) => contact,
            Standing::Stranger => {
                let who = Who {
                    handle: &handle,
                    evidence,
                    name: &it.name,
                    as_sent: &it.address,
                    language: "",
                    seen_at: w.now(),
                    history: voice.history,
                };
                meant_or_create(w, voice.actor, &who)?.id
            }
        };
        add(w, c, voice, contact, accepted)?;
    }
    Ok(())
}

/// Whom it goes to openly belongs to the conversation. Whom the sender only left standing is no better known for it.
///
/// # Errors
/// The store's.
pub fn include(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    openly: [&[MailAddress]; 2],
) -> Result<()> {
    let (to, cc) = usual(w, c)?;
    let stood = |it: &MailAddress| {
        to.iter()
            .chain(&cc)
            .any(|other| other.address == it.address)
    };
    let (left, chosen): (Vec<_>, Vec<_>) = openly.concat().into_iter().partition(stood);
    belong(w, c, voice, &left, (true, Evidence::Claimed))?;
    belong(w, c, voice, &chosen, (true, Evidence::Agent))
}

/// The headers of an answer to the newest public message of a conversation.
///
/// # Errors
/// The store's.
pub fn headers(
    look: &Look<'_>,
    keys: &KeyRing,
    c: &Conversation,
    (id, channel): (MessageId, &Channel),
    [to, cc, bcc]: [Vec<MailAddress>; 3],
) -> Result<(MailFacts, String)> {
    let domain = Address::parse(&channel.address);
    let domain = domain.as_ref().map_or("lobby.invalid", Address::domain);
    let mut facts = MailFacts {
        message_id: keys.mail_id(id, domain),
        from: sender(look, channel)?,
        to,
        cc,
        bcc,
        ..MailFacts::default()
    };
    let Some(answered) = answered(look, c)? else {
        return Ok((facts, c.subject.clone()));
    };
    if let Some(mail) = &answered.mail
        && !mail.message_id.is_empty()
    {
        facts.in_reply_to = vec![mail.message_id.clone()];
        facts.references = references(mail);
    }
    let was = if answered.subject.is_empty() {
        &c.subject
    } else {
        &answered.subject
    };
    Ok((facts, subject::of_answer(was)))
}

/// The newest public message with a Message-ID: theirs before ours.
fn answered(look: &Look<'_>, c: &Conversation) -> Result<Option<Message>> {
    let mut messages = look.messages_before(c.id, None, LOOK_BACK)?;
    messages.retain(|it| {
        it.kind.is_public() && !it.undone && it.moved_to.is_none() && it.mail.is_some()
    });
    let inbound = messages
        .iter()
        .rposition(|it| it.kind == MessageKind::Inbound && !it.automatic);
    Ok(match inbound {
        Some(at) => messages.into_iter().nth(at),
        None => messages.pop(),
    })
}

/// What the answered mail referred to, and itself; the first and the last ones when there are many.
#[must_use]
pub fn references(mail: &MailFacts) -> Vec<String> {
    let mut all = if mail.references.is_empty() {
        mail.in_reply_to.clone()
    } else {
        mail.references.clone()
    };
    all.retain(|it| *it != mail.message_id);
    all.push(mail.message_id.clone());
    if all.len() > REFERENCES {
        all.drain(1..=all.len() - REFERENCES);
    }
    all
}

/// From of a channel.
///
/// # Errors
/// The store's.
pub fn sender(look: &Look<'_>, channel: &Channel) -> Result<MailAddress> {
    let connection = look.connection(channel.connection)?;
    let settings = connection.as_ref().and_then(|it| it.email());
    let name = settings
        .map(|it| it.name.clone())
        .filter(|it| !it.is_empty());
    Ok(MailAddress {
        name: name.unwrap_or_else(|| channel.name.clone()),
        address: channel.address.clone(),
    })
}
