//! "May belong to #482": what speaks for another case without proving it.

use crate::conversations::intake::landing::cases_of;
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::{ANSWERS, onward};
use crate::conversations::steps::open::private;
use crate::conversations::steps::voice::Voice;
use crate::domain::contact::{Evidence, Handle};
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::ContactId;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};
use crate::text::subject;

/// An equal subject of the same sender raises the suggestion for this long.
const SAME_SUBJECT: Span = Span::days(7);

/// Another case this new one may belong to: never across a private team.
///
/// # Errors
/// The store's.
pub fn suggestion(
    look: &Look<'_>,
    letter: &Letter<'_>,
    c: &Conversation,
    sender: &Handle,
    now: Millis,
) -> Result<Option<Suggestion>> {
    let mut cases = cases_of(look, c.contact)?;
    // Whoever holds the address, with what evidence ever.
    for other in look.holders(sender)?.into_iter().filter(|it| !it.former) {
        for it in cases_of(look, other.contact)? {
            if cases.iter().all(|known| known.id != it.id) {
                cases.push(it);
            }
        }
    }
    cases.retain(|it| {
        it.id != c.id
            && it.audience == c.audience
            && it.brand == c.brand
            && !it.blocked
            && !it.automatic
            && it.status != Status::Spam
    });
    if letter.mail.form_reply_to.is_none()
        && let Some(it) = same_subject(&cases, letter, now)
    {
        return Ok(Some(it));
    }
    let open = cases.iter().find(|it| {
        it.status.is_unresolved() && (it.channel_kind != c.channel_kind || it.contact != c.contact)
    });
    Ok(open.map(|it| Suggestion {
        conversation: it.id,
        reason: Reason::SamePersonElsewhere {
            last: it.last_public_at.unwrap_or(it.created_at),
        },
    }))
}

fn same_subject(cases: &[Conversation], letter: &Letter<'_>, now: Millis) -> Option<Suggestion> {
    let root = letter.mail.subject_root.to_lowercase();
    if root.is_empty() {
        return None;
    }
    let young =
        |it: &&Conversation| now.since(it.last_public_at.unwrap_or(it.created_at)) < SAME_SUBJECT;
    let same = |it: &&Conversation| subject::root(&it.subject).to_lowercase() == root;
    let found = cases.iter().filter(young).find(same)?;
    Some(Suggestion {
        conversation: found.id,
        reason: Reason::SameSubject {
            last: found.last_public_at.unwrap_or(found.created_at),
        },
    })
}

/// The case of somebody else's answer to this mail, read before it. To be asked before the mail is filed.
///
/// # Errors
/// The store's.
pub fn answered_elsewhere(look: &Look<'_>, letter: &Letter<'_>) -> Result<Option<Suggestion>> {
    for message in look.naming(&letter.mail.message_id, ANSWERS)? {
        let Some(found) = look.message(message)? else {
            continue;
        };
        let Some(c) = look.conversation(found.conversation)? else {
            continue;
        };
        let c = onward(look, c, letter.input.history)?;
        let fits = c.brand == letter.channel.brand
            && c.audience == private(look, letter.channel.team)?
            && !c.blocked
            && !c.automatic
            && c.status != Status::Spam;
        if fits {
            return Ok(Some(Suggestion {
                conversation: c.id,
                reason: Reason::AnsweredBy { message },
            }));
        }
    }
    Ok(None)
}

/// Puts a suggestion on a conversation, unless one stands there.
///
/// # Errors
/// The store's.
pub fn put(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    it: Option<Suggestion>,
) -> Result<()> {
    let Some(it) = it.filter(|_| c.suggestion.is_none()) else {
        return Ok(());
    };
    c.suggestion = Some(it);
    let (conversation, why) = (it.conversation, it.reason);
    voice.tell(w, c, EventKind::SuggestionMade { conversation, why })
}

/// Suggests everybody else in To and Cc as a participant: they receive nothing until accepted.
///
/// # Errors
/// The store's.
pub fn copies(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    c: &mut Conversation,
    author: ContactId,
) -> Result<()> {
    for it in letter.copied() {
        let handle = Handle::email(it.address.clone());
        let known = crate::conversations::steps::people::standing(w, c, &handle)?;
        if known != crate::conversations::steps::people::Standing::Stranger {
            continue;
        }
        if crate::conversations::intake::letter::agent_of(w, &it.address)?.is_some() {
            continue;
        }
        let contact = letter.contact(w, &handle, Evidence::Claimed, &it.name)?;
        let voice = letter.voice(author);
        crate::conversations::steps::people::add(w, c, voice, contact.id, false)?;
    }
    Ok(())
}
