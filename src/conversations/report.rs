//! News of a message of ours: it bounced, is delayed, arrived, was read, was called spam.

use crate::contacts::identity;
use crate::conversations::delivery::recipients;
use crate::conversations::intake::filed::file;
use crate::conversations::intake::outside::sent_outside;
use crate::conversations::intake::reported::{about, is_recipient};
use crate::conversations::plus;
use crate::conversations::receive::receive;
use crate::conversations::steps::answer::{arrived_after_all, did_not_arrive, tell_sender};
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::contact::Handle;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::ConnectionId;
use crate::domain::inbound::{Report, ReportKind, ReportedRecipient};
use crate::domain::mail::{LedgerRow, MailOutcome};
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::keys::KeyRing;
use crate::store::Write;

/// Takes a report. One that names no message we sent changes nothing: bounces are forged too. What only looks like
/// one by its habits is then a mail like any other: none is passed over.
///
/// # Errors
/// The store's.
pub fn report(
    w: &mut Write<'_>,
    keys: &KeyRing,
    connection: ConnectionId,
    input: &Report,
) -> Result<MailOutcome> {
    if let Some(LedgerRow { outcome, .. }) = w.ledger_row(&input.place)?
        && !matches!(outcome, MailOutcome::Quarantined { .. })
    {
        return Ok(outcome);
    }
    plus::returned(w, keys, input)?;
    let again = w.seen(ConnectionId::default(), &input.dedupe)?;
    let about = match again {
        Some(_) => None,
        None => match about(w, keys, input)? {
            Some(found) => Some(found),
            None => sent_outside(w, connection, input)?,
        },
    };
    let mut message = again;
    if let Some((found, delivery)) = about
        && (delivery.connection == connection || keys.read_mail_id(&mail_id(&found)).is_some())
    {
        message = Some(found.id);
        apply(w, input, &found, delivery)?;
        w.put_seen(ConnectionId::default(), &input.dedupe, found.id)?;
    }
    if let (None, Some(mail)) = (message, &input.mail) {
        return receive(w, keys, connection, mail);
    }
    // A report copies what it returns: that must not live on when the message is withdrawn.
    if let Some(raw) = input.raw {
        w.remove_raw_input(raw)?;
    }
    let outcome = MailOutcome::Report { message };
    file(w, &input.place, &outcome)?;
    Ok(outcome)
}

fn mail_id(message: &Message) -> String {
    message
        .mail
        .as_ref()
        .map(|it| it.message_id.clone())
        .unwrap_or_default()
}

fn apply(
    w: &mut Write<'_>,
    input: &Report,
    message: &Message,
    mut delivery: Delivery,
) -> Result<()> {
    let Some(mut c) = w.conversation(message.conversation)? else {
        return Ok(());
    };
    settle(w, &mut c)?;
    let voice = Voice::system(SystemPart::Delivery);
    let from = delivery.state;
    recipients::note(&mut delivery, message, input);
    let to = match input.kind {
        ReportKind::Bounce => DeliveryState::Bounced,
        ReportKind::Delivered => DeliveryState::Delivered,
        ReportKind::Read => DeliveryState::Read,
        ReportKind::Delayed | ReportKind::Complaint => from,
    };
    // A late "delivered" never overwrites "read", and nothing overwrites a bounce.
    let further = to > from || to == DeliveryState::Bounced || from == DeliveryState::Uncertain;
    if to != from && further && from != DeliveryState::Bounced {
        (delivery.state, delivery.at) = (to, w.now());
        let moved = EventKind::DeliveryMoved {
            delivery: delivery.id,
            from,
            to,
        };
        voice.tell_message(w, &mut c, message.id, moved)?;
        if to == DeliveryState::Bounced {
            bounced(w, &mut c, voice, (message, &mut delivery), input)?;
        } else if from == DeliveryState::Uncertain {
            arrived_after_all(w, &mut c, voice, message, &mut delivery)?;
        }
    }
    w.put_delivery(&delivery)?;
    w.put_conversation(&c)
}

fn bounced(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (message, delivery): (&Message, &mut Delivery),
    input: &Report,
) -> Result<()> {
    delivery.error = delivery
        .recipients
        .iter()
        .find_map(|it| it.error.clone())
        .or_else(|| Some(recipients::error("", "")));
    let theirs = |it: &&ReportedRecipient| it.address_gone && is_recipient(message, &it.address);
    for it in input.recipients.iter().filter(theirs) {
        identity::gone(w, &Handle::email(&it.address))?;
    }
    if message.automatic {
        return Ok(());
    }
    did_not_arrive(w, c, voice, (message, delivery), Reason::AnswerBounced)?;
    tell_sender(w, c, message)
}
