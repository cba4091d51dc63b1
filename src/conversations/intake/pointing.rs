//! What a mail points to, with proof: our reply token, a Message-ID of ours, or a message of somebody who is in
//! that conversation. An equal subject proves nothing.

use crate::conversations::intake::letter::Letter;
use crate::conversations::steps::people::{Standing, standing};
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
/// Ids of References that are looked up.
const IDS: usize = 50;

/// What a mail points to.
#[derive(Debug, Clone)]
pub struct Pointed {
    /// Where its thread went on.
    pub conversation: Conversation,
    /// The message it answers, when it names one.
    pub message: Option<Message>,
    pub by_token: bool,
}

impl Pointed {
    #[must_use]
    pub fn why(&self) -> Reason {
        match &self.message {
            Some(message) if !self.by_token => Reason::References {
                message: message.id,
            },
            _ => Reason::ReplyToken,
        }
    }
}

/// # Errors
/// The store's.
pub fn pointed(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Pointed>> {
    let token = by_token(look, keys, letter)?;
    let message = by_reference(look, keys, letter)?;
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
        conversation: onward(look, conversation)?,
        message,
        by_token,
    }))
}

fn moved_from(message: Option<&Message>, c: &Conversation) -> bool {
    message.is_some_and(|it| it.born_in == Some(c.id))
}

fn by_token(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Conversation>> {
    for token in letter.mail.reply_tokens.iter().take(IDS) {
        if let Some(number) = keys.read_reply_token(token)
            && let Some(found) = look.conversation_numbered(number)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn by_reference(look: &Look<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<Option<Message>> {
    let own = std::iter::once(&letter.mail.message_id);
    // In history an older mail is found after the newer one that names it.
    let own = own.filter(|_| letter.input.history);
    for id in letter.mail.points_to.iter().take(IDS).chain(own) {
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

fn message(look: &Look<'_>, id: Option<MessageId>) -> Result<Option<Message>> {
    id.map_or(Ok(None), |id| look.message(id))
}

/// A Message-ID that is not ours counts when somebody of that conversation wrote it, or the same sender did.
fn counts(look: &Look<'_>, letter: &Letter<'_>, found: &Message) -> Result<bool> {
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

/// Where a case went on: merged ones always, ended ones when they have a successor.
///
/// # Errors
/// The store's.
pub fn onward(look: &Look<'_>, mut c: Conversation) -> Result<Conversation> {
    for _ in 0..ONWARD {
        let ended = c.merged || matches!(c.status, Status::Resolved { .. });
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
