//! The mail ledger and what was seen before: every UID one outcome, every mail one message.

use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::IDS;
use crate::conversations::steps::answer::arrived_after_all;
use crate::conversations::steps::append::also_over;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, Id, MessageId};
use crate::domain::inbound::Inbound;
use crate::domain::mail::{LedgerRow, MailOutcome, MailPlace};
use crate::domain::message::{Message, MessageKind};
use crate::keys::KeyRing;
use crate::store::Write;

/// What is seen is seen for every mailbox of ours: the same mail sent to two of them is one message.
fn everywhere() -> ConnectionId {
    ConnectionId::default()
}

/// The key a mail is known by: its Message-ID, else its content, together with its content, so that a mail
/// under a borrowed Message-ID is not lost.
#[must_use]
pub fn key(input: &Inbound) -> String {
    let content = input.mail.as_ref().map_or("", |it| &it.content_hash);
    if content.is_empty() || content == input.dedupe {
        return input.dedupe.clone();
    }
    format!("{}\n{content}", input.dedupe)
}

/// The outcome of a mail that was seen before or is ours, if so.
///
/// # Errors
/// The store's.
pub fn known(
    w: &mut Write<'_>,
    keys: &KeyRing,
    letter: &Letter<'_>,
) -> Result<Option<MailOutcome>> {
    match w.seen(everywhere(), &key(letter.input))? {
        Some(id) if id == MessageId::from_uuid(uuid::Uuid::nil()) => {
            return Ok(Some(MailOutcome::Forgotten));
        }
        Some(message) => {
            also_to(w, letter, message)?;
            return Ok(Some(MailOutcome::DuplicateOf { message }));
        }
        None => {}
    }
    if !letter.mail.sent_folder && !letter.is_own(&letter.mail.from.address) {
        return Ok(None);
    }
    let Some(id) = keys.read_mail_id(&letter.mail.message_id) else {
        return Ok(None);
    };
    let Some(message) = w.message(id)? else {
        // A letter of Lobby itself (a reset, an invitation, a test) is for its recipient alone. An answer nobody
        // knows of was written after the backup this store came from: it is taken in.
        let is_letter = letter.mail.automatic.is_some();
        return Ok(is_letter.then_some(MailOutcome::Skipped));
    };
    left_after_all(w, &message)?;
    in_its_threads(w, letter, id)?;
    Ok(Some(MailOutcome::DuplicateOf { message: id }))
}

/// Our own copy in the Sent folder shows that an uncertain message did leave.
fn left_after_all(w: &mut Write<'_>, message: &Message) -> Result<()> {
    let Some(id) = message.delivery else {
        return Ok(());
    };
    let Some(mut delivery) = w.delivery(id)? else {
        return Ok(());
    };
    if delivery.state != DeliveryState::Uncertain {
        return Ok(());
    }
    let from = delivery.state;
    (delivery.state, delivery.at) = (DeliveryState::Sent, w.now());
    let Some(mut c) = w.conversation(delivery.conversation)? else {
        return w.put_delivery(&delivery);
    };
    settle(w, &mut c)?;
    let voice = Voice::system(SystemPart::Intake);
    let moved = EventKind::DeliveryMoved {
        delivery: id,
        from,
        to: delivery.state,
    };
    voice.tell_message(w, &mut c, message.id, moved)?;
    arrived_after_all(w, &mut c, voice, message, &mut delivery)?;
    w.put_delivery(&delivery)?;
    w.put_conversation(&c)
}

/// The same mail in another of our mailboxes: labelled with both.
fn also_to(w: &mut Write<'_>, letter: &Letter<'_>, message: MessageId) -> Result<()> {
    let Some(mut message) = w.message(message)? else {
        return Ok(());
    };
    let channel = letter.found_in;
    if message.kind != MessageKind::Inbound
        || message.channel == channel
        || message.also_to.contains(&channel)
    {
        return Ok(());
    }
    message.also_to.push(channel);
    w.put_message(&message)?;
    let Some(mut c) = w.conversation(message.conversation)? else {
        return Ok(());
    };
    also_over(w, &mut c, channel)?;
    let position = message.position;
    let voice = Voice {
        actor: Actor::System(SystemPart::Intake),
        history: letter.input.history,
    };
    voice.tell_message(w, &mut c, message.id, EventKind::AlsoReceived { position })?;
    w.put_conversation(&c)
}

/// Remembers a mail that became a message: by what it is known again, and by what others point to it.
///
/// # Errors
/// The store's.
pub fn remember(w: &mut Write<'_>, letter: &Letter<'_>, message: MessageId) -> Result<()> {
    w.put_seen(everywhere(), &key(letter.input), message)?;
    w.put_mail_id(&letter.mail.message_id, message)?;
    w.remove_awaited(&letter.mail.message_id)?;
    in_its_threads(w, letter, message)?;
    // What it answers may be read later: history comes newest first, and a mail may be put aside for a while.
    for id in letter.mail.points_to.iter().take(IDS) {
        w.put_awaited(id, message)?;
    }
    Ok(())
}

/// The provider's threads are known by the first message of them.
fn in_its_threads(w: &mut Write<'_>, letter: &Letter<'_>, message: MessageId) -> Result<()> {
    for thread in &letter.mail.provider_threads {
        w.put_mail_id(thread, message)?;
    }
    Ok(())
}

/// Writes the outcome of a UID; one that was quarantined before is settled with it.
///
/// # Errors
/// The store's.
pub fn file(w: &mut Write<'_>, place: &MailPlace, outcome: &MailOutcome) -> Result<()> {
    let before = w.ledger_row(place)?.map(|it| it.outcome);
    file_anew(w, place, (before.as_ref(), outcome))
}

/// As [`file()`], where it is known what stands there.
///
/// # Errors
/// The store's.
pub fn file_anew(
    w: &mut Write<'_>,
    place: &MailPlace,
    (before, outcome): (Option<&MailOutcome>, &MailOutcome),
) -> Result<()> {
    if let Some(MailOutcome::Quarantined { parked }) = before
        && let Some(mut row) = w.parked(*parked)?
        && row.settled_at.is_none()
        && !matches!(outcome, MailOutcome::Quarantined { .. })
    {
        row.settled_at = Some(w.now());
        w.put_parked(&row)?;
        let actor = Actor::System(SystemPart::Intake);
        w.event(
            actor,
            Subject::default(),
            EventKind::ParkedSettled { parked: *parked },
        )?;
    }
    let row = LedgerRow {
        at: w.now(),
        outcome: outcome.clone(),
    };
    w.put_ledger_row(place, &row)
}
