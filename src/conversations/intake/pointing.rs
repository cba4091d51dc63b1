//! What a mail points to, with proof: our reply token, a Message-ID of ours, or a message of somebody who is in
//! that conversation. An equal subject proves nothing.

use crate::conversations::intake::letter::Letter;
use crate::conversations::steps::people::{Standing, standing};
use crate::conversations::steps::strand;
use crate::domain::contact::Handle;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::MessageId;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::keys::KeyRing;
use crate::store::Look;

/// Successors followed; more is a loop.
const ONWARD: usize = 20;
/// Ids of References that are looked up or waited for.
pub const IDS: usize = 50;
/// Answers to one mail that are looked at.
pub const ANSWERS: usize = 10;

/// What a mail points to.
#[derive(Debug, Clone)]
pub struct Pointed {
    /// Where its thread went on.
    pub conversation: Conversation,
    /// The message it answers, when it names one.
    pub message: Option<Message>,
    pub by_token: bool,
    /// How that message is known.
    pub by: By,
    /// It answers a side conversation: the forward that began it. Then the conversation is the one that lies in.
    pub strand: Option<MessageId>,
}

/// What ties a mail to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The mail names it.
    Reference,
    /// It was read before this mail and answers it.
    Answer,
    /// The provider counts both to one thread.
    Provider,
}

impl Pointed {
    #[must_use]
    pub fn why(&self) -> Reason {
        match &self.message {
            Some(it) if !self.by_token => match self.by {
                By::Reference => Reason::References { message: it.id },
                By::Answer => Reason::AnsweredBy { message: it.id },
                By::Provider => Reason::ProviderThread { message: it.id },
            },
            _ => Reason::ReplyToken,
        }
    }
}

/// # Errors
/// The store's.
pub fn pointed(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Pointed>> {
    let token = by_token(look, keys, letter)?;
    let (message, by) = match by_reference(look, keys, letter)? {
        Some(it) => (Some(it), By::Reference),
        None => match read_before(look, letter)? {
            Some(it) => (Some(it), By::Answer),
            None => (by_provider(look, letter)?, By::Provider),
        },
    };
    let named = message.as_ref().filter(|_| by != By::Provider);
    if let Some(begun) = aside(look, letter, token.as_ref(), named)? {
        return in_strand(look, begun, message, by);
    }
    let token = match token {
        Some(Named::Conversation(c)) => Some(*c),
        _ => None,
    };
    let message = message.filter(|it| !it.kind.is_aside());
    let named = match &message {
        Some(it) => look.conversation(it.conversation)?,
        None => None,
    };
    let found = match (token, named) {
        // A message that was moved on is where its thread is now.
        (Some(c), Some(named)) if moved_from(message.as_ref(), &c) => Some((named, true)),
        (Some(c), _) => Some((c, true)),
        (None, Some(named)) => Some((named, false)),
        (None, None) => None,
    };
    let Some((conversation, by_token)) = found else {
        return Ok(None);
    };
    Ok(Some(Pointed {
        conversation: onward(look, conversation, letter.input.history)?,
        message,
        by_token,
        by,
        strand: None,
    }))
}

/// What a token of ours names.
enum Named {
    Conversation(Box<Conversation>),
    /// The forward a side conversation began with.
    Strand(Box<Message>),
}

/// The side conversation a mail answers, if it does. A message of one that it names counts more than a token of the
/// customer's thread, which a third party may have come by; unless the customer writes, who may have come by that.
fn aside(
    look: &Look<'_>,
    letter: &Letter<'_>,
    token: Option<&Named>,
    named: Option<&Message>,
) -> Result<Option<Message>> {
    if let Some(Named::Strand(begun)) = token {
        return Ok(Some((**begun).clone()));
    }
    let Some(strand) = named.and_then(|it| it.strand) else {
        return Ok(None);
    };
    if let Some(Named::Conversation(c)) = token
        && standing(look, c, &letter.input.from)?.is_participant()
    {
        return Ok(None);
    }
    strand::first(look, strand)
}

fn in_strand(
    look: &Look<'_>,
    begun: Message,
    message: Option<Message>,
    by: By,
) -> Result<Option<Pointed>> {
    let found = look.conversation(begun.conversation)?;
    Ok(found.map(|conversation| Pointed {
        conversation,
        by_token: message.is_none(),
        message,
        by,
        strand: Some(begun.id),
    }))
}

fn moved_from(message: Option<&Message>, c: &Conversation) -> bool {
    message.is_some_and(|it| it.born_in == Some(c.id))
}

fn by_token(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Named>> {
    for token in letter.mail.reply_tokens.iter().take(IDS) {
        if let Some(begun) = strand::by_token(look, keys, token)? {
            return Ok(Some(Named::Strand(Box::new(begun))));
        }
        if let Some(number) = keys.read_reply_token(token)
            && let Some(found) = look.conversation_numbered(number)?
        {
            return Ok(Some(Named::Conversation(Box::new(found))));
        }
    }
    Ok(None)
}

fn by_reference(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Message>> {
    for id in letter.mail.points_to.iter().take(IDS) {
        let ours = keys.read_mail_id(id);
        let named = match ours {
            Some(id) => Some(id),
            None => look.mail_id(id)?,
        };
        if let Some(found) = message(look, named)?
            && (ours.is_some() || counts(look, letter, &found)?)
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A message that was read before this mail and answers it: history is found newest first, and a mail that was put
/// aside or lay in the Sent folder is read after what was answered to it.
fn read_before(look: &Look<'_>, letter: &Letter<'_>) -> Result<Option<Message>> {
    for id in look.naming(&letter.mail.message_id, ANSWERS)? {
        if let Some(found) = look.message(id)?
            && !is_apart(look, letter, &found)?
        {
            let belongs = if letter.input.history {
                counts(look, letter, &found)?
            } else {
                is_between_them(look, letter, &found)?
            };
            if belongs {
                return Ok(Some(found));
            }
        }
    }
    if !letter.input.history {
        return Ok(None);
    }
    // Two branches of a thread whose stem is found later still.
    for stem in letter.mail.points_to.iter().take(IDS) {
        for id in look.naming(stem, ANSWERS)? {
            if let Some(found) = look.message(id)?
                && is_between_them(look, letter, &found)?
            {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// Whether a message lies in a case that only programs wrote, which what a person writes does not go on.
fn is_apart(look: &Look<'_>, letter: &Letter<'_>, found: &Message) -> Result<bool> {
    let c = look.conversation(found.conversation)?;
    Ok(letter.mail.automatic.is_none() && c.is_some_and(|it| it.automatic))
}

/// The first message of the thread the provider puts it in, when it is of those who are in that conversation: what
/// strangers are put together with is no proof.
fn by_provider(look: &Look<'_>, letter: &Letter<'_>) -> Result<Option<Message>> {
    for thread in &letter.mail.provider_threads {
        if let Some(found) = message(look, look.mail_id(thread)?)?
            && is_between_them(look, letter, &found)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Whether this mail went between us and those who are in the conversation of a message: from one of them, or from us
/// to one of them.
fn is_between_them(look: &Look<'_>, letter: &Letter<'_>, found: &Message) -> Result<bool> {
    if found.kind.is_aside() {
        return Ok(is_in(letter, found));
    }
    let Some(c) = look.conversation(found.conversation)? else {
        return Ok(false);
    };
    let others: Vec<Handle> = if letter.is_ours() {
        let to = letter.outside().into_iter();
        to.map(|it| Handle::email(it.address)).collect()
    } else if letter.input.unverified {
        Vec::new()
    } else {
        vec![letter.input.from.clone()]
    };
    for it in &others {
        if standing(look, &c, it)?.is_participant() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn message(look: &Look<'_>, id: Option<MessageId>) -> Result<Option<Message>> {
    id.map_or(Ok(None), |id| look.message(id))
}

/// A Message-ID that is not ours counts when somebody of that conversation wrote it, or the same sender did.
fn counts(look: &Look<'_>, letter: &Letter<'_>, found: &Message) -> Result<bool> {
    if found.kind.is_aside() {
        return Ok(is_in(letter, found));
    }
    let Author::Contact(author) = found.author else {
        return Ok(found.kind == MessageKind::Reply);
    };
    let Some(c) = look.conversation(found.conversation)? else {
        return Ok(false);
    };
    if c.contact == author
        || c.participants
            .iter()
            .any(|it| it.contact == author && it.accepted)
    {
        return Ok(true);
    }
    let sender: Handle = letter.handle();
    Ok(match standing(look, &c, &sender)? {
        Standing::Customer(id) | Standing::Accepted(id) | Standing::Suggested(id) => id == author,
        Standing::Stranger => false,
    })
}

/// Whether a sender wrote a message of a side conversation or got it; our own Sent folder belongs to all.
fn is_in(letter: &Letter<'_>, found: &Message) -> bool {
    let from = &letter.mail.from.address;
    found.mail.as_ref().is_some_and(|mail| {
        let mut all = std::iter::once(&mail.from)
            .chain(&mail.to)
            .chain(&mail.cc)
            .map(|it| &it.address);
        letter.mail.sent_folder || (!from.is_empty() && all.any(|it| it == from))
    })
}

/// Where a case went on: merged ones always, ended ones when they have a successor, to which no older mail belongs.
///
/// # Errors
/// The store's.
pub fn onward(look: &Look<'_>, mut c: Conversation, history: bool) -> Result<Conversation> {
    for _ in 0..ONWARD {
        let ended = c.merged || (!history && matches!(c.status, Status::Resolved { .. }));
        let Some(next) = c.successor.filter(|_| ended) else {
            break;
        };
        match look.conversation(next)? {
            Some(found) => c = found,
            None => break,
        }
    }
    Ok(c)
}
