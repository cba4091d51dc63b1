//! Earlier messages quoted below an answer: what every recipient wrote or got himself, and no more.

use crate::conversations::steps::people::{Standing, standing};
use crate::domain::contact::Handle;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::message::{Author, MailFacts, Message, MessageKind};
use crate::store::Look;

/// Earlier messages quoted below, and the bytes of each.
const QUOTED: usize = 3;
const QUOTED_BYTES: usize = 8 * 1024;

/// An earlier message below an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Who said it and when.
    pub head: String,
    pub text: String,
}

/// The newest public messages before this one that every recipient wrote or got. Nothing to unclear senders, and
/// nothing said by somebody who is only suggested or not proven.
///
/// # Errors
/// The store's.
pub fn quoted(
    look: &Look<'_>,
    c: &Conversation,
    message: &Message,
    facts: &MailFacts,
) -> Result<Vec<Quote>> {
    let Some((from, readers)) = readers(look, c, facts)? else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let earlier = look.messages_before(c.id, Some(message.position), 30)?;
    for it in earlier.into_iter().rev() {
        if out.len() >= QUOTED || it.position < from {
            break;
        }
        if !quotable(c, &it) || !readers.iter().all(|reader| reader.had(&it)) {
            continue;
        }
        let mut text = it.text.clone();
        while text.len() > QUOTED_BYTES && text.pop().is_some() {}
        out.push(Quote {
            head: head(look, &it)?,
            text,
        });
    }
    Ok(out)
}

fn quotable(c: &Conversation, it: &Message) -> bool {
    let sound = it.kind.is_public()
        && !it.undone
        && !it.redacted
        && !it.unverified
        && !it.automatic
        && it.moved_to.is_none();
    let theirs =
        |id| id == c.contact || c.participants.iter().any(|p| p.contact == id && p.accepted);
    sound
        && (it.kind == MessageKind::Reply || matches!(it.author, Author::Contact(id) if theirs(id)))
}

/// Somebody the answer goes to.
struct Reader<'a> {
    contact: ContactId,
    address: &'a str,
}

impl Reader<'_> {
    /// Whether a message is by this reader, or was openly sent to the address.
    fn had(&self, it: &Message) -> bool {
        let wrote = matches!(it.author, Author::Contact(id) if id == self.contact);
        wrote
            || it.mail.as_ref().is_some_and(|mail| {
                let mut all = mail.to.iter().chain(&mail.cc);
                all.any(|to| to.address == self.address)
            })
    }
}

/// The recipients, and the first position all of them may see; `None` when one of them may see nothing.
fn readers<'a>(
    look: &Look<'_>,
    c: &Conversation,
    facts: &'a MailFacts,
) -> Result<Option<(u32, Vec<Reader<'a>>)>> {
    if c.unverified {
        return Ok(None);
    }
    let (mut from, mut out) = (0, Vec::new());
    for to in facts.to.iter().chain(&facts.cc).chain(&facts.bcc) {
        let contact = match standing(look, c, &Handle::email(to.address.clone()))? {
            Standing::Customer(id) => id,
            Standing::Accepted(id) => {
                let since = c.participants.iter().find(|it| it.contact == id);
                from = from.max(since.map_or(u32::MAX, |it| it.since));
                id
            }
            Standing::Suggested(_) | Standing::Stranger => return Ok(None),
        };
        let address = to.address.as_str();
        out.push(Reader { contact, address });
    }
    Ok(Some((from, out)))
}

/// Who said a message, and when.
///
/// # Errors
/// The store's.
pub fn head(look: &Look<'_>, it: &Message) -> Result<String> {
    let name = match it.author {
        Author::Contact(id) => look.contact(id)?.map(|it| it.name),
        _ => it.mail.as_ref().map(|it| it.from.name.clone()),
    };
    let address = it.mail.as_ref().map(|it| it.from.address.clone());
    let day: String = it.said_at.rfc3339().chars().take(16).collect();
    let day = day.replace('T', " ");
    let who = match (name.unwrap_or_default(), address.unwrap_or_default()) {
        (name, address) if name.is_empty() => address,
        (name, address) if address.is_empty() => name,
        (name, address) => format!("{name} <{address}>"),
    };
    Ok(format!("{who} · {day} UTC:"))
}
