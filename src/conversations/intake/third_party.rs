//! Mail of a side conversation: what third parties answer, and what one of us wrote to them outside Lobby. It stays
//! inside, whoever sent it, and touches no contact.

use crate::conversations::intake::filed;
use crate::conversations::intake::letter::Letter;
use crate::conversations::steps::append::append;
use crate::conversations::steps::inbound::third_party_wrote;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::strand::said_in;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::contact::Evidence;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, MessageId};
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Author, MessageKind};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// An answer to a forward: the case needs us again, unless a machine wrote it, or it only says thank you.
///
/// # Errors
/// The store's.
pub fn answered(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    (strand, automatic): (MessageId, bool),
) -> Result<MailOutcome> {
    settle(w, &mut c)?;
    let (id, now, why) = (w.new_id(), w.now(), Reason::AnswersForward);
    let proven = letter.input.evidence == Evidence::Dmarc && !letter.input.unverified;
    let ours = letter.agent.filter(|_| proven);
    let author = ours.map_or(Author::ThirdParty, Author::Agent);
    let mut message = letter.message(id, now, MessageKind::ThirdParty, author);
    (message.strand, message.automatic, message.why) = (Some(strand), automatic, why);
    let moves = !automatic && !letter.input.history && !is_thanks(w, letter, &c, strand)?;
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    let voice = voice(letter, ours);
    let position = message.position;
    let kind = if automatic {
        EventKind::AutomaticFiled { position }
    } else {
        EventKind::ThirdPartyAnswered { position }
    };
    voice.tell_message(w, &mut c, id, kind)?;
    if moves {
        third_party_wrote(w, &mut c, voice)?;
    }
    filed::remember(w, letter, id)?;
    w.put_conversation(&c)?;
    Ok(if automatic {
        MailOutcome::Automatic {
            conversation: c.id,
            message: id,
        }
    } else {
        MailOutcome::Joined {
            conversation: c.id,
            message: id,
            why,
        }
    })
}

/// "Thank you", while nothing was asked of them and nobody waits for them.
fn is_thanks(
    look: &Look<'_>,
    letter: &Letter<'_>,
    c: &Conversation,
    strand: MessageId,
) -> Result<bool> {
    let waits = matches!(
        c.status,
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            ..
        }
    );
    if waits || !letter.input.courtesy_words || !letter.input.attachments.is_empty() {
        return Ok(false);
    }
    let said = said_in(look, c.id, strand)?;
    let last = said.iter().rfind(|it| it.kind == MessageKind::Forward);
    Ok(last.is_none_or(|it| !it.asks))
}

/// A mail one of us sent to third parties from another program: found in the Sent folder.
///
/// # Errors
/// The store's.
pub fn sent_outside(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    mut c: Conversation,
    strand: MessageId,
) -> Result<MailOutcome> {
    settle(w, &mut c)?;
    let (id, now) = (w.new_id(), w.now());
    let author = letter.agent.map_or(Author::Colleague, Author::Agent);
    let mut message = letter.message(id, now, MessageKind::Forward, author);
    (message.strand, message.asks) = (Some(strand), letter.input.asks);
    message.why = Reason::SentFolder {
        agent: letter.agent,
    };
    message.unverified = false;
    let message = append(w, &mut c, message, &letter.input.excerpt)?;
    let position = message.position;
    voice(letter, letter.agent).tell_message(w, &mut c, id, EventKind::ForwardSeen { position })?;
    filed::remember(w, letter, id)?;
    w.put_conversation(&c)?;
    Ok(MailOutcome::OurMessage {
        conversation: c.id,
        message: id,
    })
}

fn voice(letter: &Letter<'_>, agent: Option<AgentId>) -> Voice {
    Voice {
        actor: agent.map_or(Actor::System(SystemPart::Intake), Actor::Agent),
        history: letter.input.history,
    }
}
