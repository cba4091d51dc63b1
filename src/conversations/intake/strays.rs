//! A mail that was read before the one it answers has no thread to join, and begins a case of its own. When the other
//! comes and lands elsewhere, the two are one thread: the stray case is put together with it, which an agent can take
//! back; where one of us has worked in it already, that is left to them and only suggested.

use crate::contacts::people::records;
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::ANSWERS;
use crate::conversations::intake::suggest;
use crate::conversations::moving::merge;
use crate::conversations::steps::append::each;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Message, MessageKind};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// The messages that were read before this mail and name it. To be asked before the mail is filed.
///
/// # Errors
/// The store's.
pub fn waiting(look: &Look<'_>, letter: &Letter<'_>) -> Result<Vec<MessageId>> {
    look.naming(&letter.mail.message_id, ANSWERS)
}

/// Brings the cases those messages began to where the mail has landed.
///
/// # Errors
/// The store's.
pub fn bring_home(w: &mut Write<'_>, waiting: &[MessageId], outcome: &MailOutcome) -> Result<()> {
    let Some((home, message)) = landed_in(outcome) else {
        return Ok(());
    };
    for id in waiting {
        let (Some(stray), Some(home)) = (begun_with(w, *id)?, w.conversation(home)?) else {
            continue;
        };
        if stray.id == home.id || !belongs(w, &stray, &home)? {
            continue;
        }
        if is_untouched(w, &stray)? {
            let by = Viewer::system(SystemPart::Intake);
            merge(w, &by, stray.number, home.number)?;
        } else {
            suggest_to(w, stray, &home, message)?;
        }
    }
    Ok(())
}

fn landed_in(outcome: &MailOutcome) -> Option<(ConversationId, MessageId)> {
    match *outcome {
        MailOutcome::NewConversation {
            conversation,
            message,
        }
        | MailOutcome::Joined {
            conversation,
            message,
            ..
        }
        | MailOutcome::Automatic {
            conversation,
            message,
        }
        | MailOutcome::OurMessage {
            conversation,
            message,
        } => Some((conversation, message)),
        _ => None,
    }
}

/// The case that began with this message and still holds it.
fn begun_with(look: &Look<'_>, id: MessageId) -> Result<Option<Conversation>> {
    let Some(first) = look.message(id)? else {
        return Ok(None);
    };
    let begins =
        first.position == 0 && first.kind == MessageKind::Inbound && first.born_in.is_none();
    if !begins {
        return Ok(None);
    }
    look.conversation(first.conversation)
}

/// Whether both are with the same people and for the same ones of us, and neither was put away as unwanted or unclear.
fn belongs(look: &Look<'_>, stray: &Conversation, home: &Conversation) -> Result<bool> {
    let wanted = |it: &Conversation| {
        !it.merged && !it.blocked && !it.unverified && it.status != Status::Spam
    };
    if stray.audience != home.audience || stray.brand != home.brand {
        return Ok(false);
    }
    let accepted = home.participants.iter().filter(|it| it.accepted);
    let is_in = records(look, home.contact)?.contains(&stray.contact)
        || accepted.into_iter().any(|it| it.contact == stray.contact);
    Ok(is_in && wanted(stray) && wanted(home))
}

/// Whether all that is in it came from outside.
fn is_untouched(look: &Look<'_>, stray: &Conversation) -> Result<bool> {
    let mut ours = stray.has_draft;
    each(look, stray.id, |it: Message| {
        ours |= it.kind != MessageKind::Inbound;
    })?;
    Ok(!ours)
}

fn suggest_to(
    w: &mut Write<'_>,
    mut stray: Conversation,
    home: &Conversation,
    message: MessageId,
) -> Result<()> {
    let it = Suggestion {
        conversation: home.id,
        reason: Reason::References { message },
    };
    let voice = Voice::system(SystemPart::Intake);
    suggest::put(w, &mut stray, voice, Some(it))?;
    w.put_conversation(&stray)
}
