//! What became of a claimed message. An outcome of another try than the one under way changes nothing.

use crate::contacts::consents;
use crate::conversations::chat::window;
use crate::conversations::delivery::claim::{kind, late_after, late_error};
use crate::conversations::delivery::copies;
use crate::conversations::delivery::retries::{LIFE, wait_before};
use crate::conversations::steps::answer::{did_not_arrive, tell_sender};
use crate::conversations::steps::pending::refresh_failed;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::waiting;
use crate::domain::actor::SystemPart;
use crate::domain::contact::{Handle, Identifier};
use crate::domain::delivery::{Delivery, DeliveryError, DeliveryState, RecipientResult};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::DeliveryId;
use crate::domain::job::JobKind;
use crate::domain::message::{Author, Message};
use crate::domain::outbound::{OFFERS_REFUSED, SendError, Sent};
use crate::domain::reason::Reason;
use crate::domain::time::Span;
use crate::store::Write;

/// Characters kept of what a server said.
const DETAIL: usize = 300;
/// Tries whose answer never came, after which a person decides.
const UNCERTAIN_TRIES: u32 = 4;

/// The provider took it, for all recipients or some: those refused for now are tried again, they alone; once none of
/// them is left, those refused for good make it a failed one. Its sender is told of them at once.
///
/// # Errors
/// The store's.
pub fn succeeded(w: &mut Write<'_>, id: DeliveryId, attempt: u32, sent: &Sent) -> Result<()> {
    let Some((mut it, message)) = under_way(w, id, attempt)? else {
        return Ok(());
    };
    note_recipients(&mut it, &message, sent);
    if message.chat.is_some() {
        parts_left(w, &it, message.clone(), &sent.parts)?;
    } else if !sent.provider_id.is_empty() {
        w.put_mail_id(&sent.provider_id, message.id)?;
    }
    let got = |it: &RecipientResult| it.state == DeliveryState::Sent;
    it.may_have_left |= it.recipients.is_empty() || it.recipients.iter().any(got);
    copies::want(w, &mut it)?;
    for (address, error) in &sent.refused {
        gone(w, address, error)?;
    }
    if let Some((_, error)) = sent.refused.iter().find(|(_, it)| it.is_retryable()) {
        if sent.refused.iter().any(|(_, it)| !it.is_retryable()) {
            refused_for_some(w, &it, &message)?;
        }
        return later(w, it, &message, error);
    }
    let mut refused = it.recipients.iter();
    if let Some(one) = refused.find(|it| it.state == DeliveryState::Failed) {
        let error = one.error.clone();
        let (to, why) = (DeliveryState::Failed, Reason::AnswerFailed);
        return settle_as(w, &mut it, to, error, why);
    }
    it.error = None;
    settle_as(w, &mut it, DeliveryState::Sent, None, Reason::Answered)
}

/// Notes under which ids the parts of a message left: what the provider told of them too early is read again.
fn parts_left(
    w: &mut Write<'_>,
    it: &Delivery,
    mut message: Message,
    ids: &[String],
) -> Result<()> {
    let Some(chat) = message.chat.as_mut().filter(|chat| chat.ids != ids) else {
        return Ok(());
    };
    chat.ids = ids.to_vec();
    w.put_message(&message)?;
    for id in ids {
        for raw in w.put_chat_id(it.connection, id, message.id)? {
            w.job(w.now(), JobKind::ReadCall { raw })?;
        }
    }
    Ok(())
}

/// Some recipients were refused for good while others are still tried: that is shown and told now.
fn refused_for_some(w: &mut Write<'_>, it: &Delivery, message: &Message) -> Result<()> {
    let found = w.conversation(it.conversation)?;
    let Some(mut c) = found.filter(|_| !message.automatic) else {
        return Ok(());
    };
    tell_sender(w, &mut c, message)?;
    w.put_conversation(&c)
}

/// It could not be sent: tried again where that makes sense, else the answer never was one.
///
/// # Errors
/// The store's.
pub fn failed(w: &mut Write<'_>, id: DeliveryId, attempt: u32, error: &SendError) -> Result<()> {
    if matches!(error, SendError::Uncertain { .. }) {
        return uncertain(w, id, attempt, error);
    }
    let Some((mut it, message)) = under_way(w, id, attempt)? else {
        return Ok(());
    };
    if let SendError::Partly { left, error } = error {
        it.may_have_left = true;
        w.put_delivery(&it)?;
        parts_left(w, &it, message, left)?;
        return failed(w, id, attempt, error);
    }
    if matches!(error, SendError::WindowClosed { .. }) {
        closed(w, &it)?;
    }
    if error.is_retryable() {
        return later(w, it, &message, error);
    }
    if let Some(mail) = message.mail.as_ref().filter(|it| it.to.len() == 1)
        && let Some(to) = mail.to.first()
    {
        gone(w, &to.address, error)?;
    }
    let error = Some(told(error));
    settle_as(
        w,
        &mut it,
        DeliveryState::Failed,
        error,
        Reason::AnswerFailed,
    )
}

/// The provider takes no free answer: no longer window is open.
fn closed(w: &mut Write<'_>, it: &Delivery) -> Result<()> {
    let (c, channel) = (w.conversation(it.conversation)?, w.channel(it.channel)?);
    match c.zip(channel) {
        Some((c, channel)) => window::refused(w, c.contact, &channel),
        None => Ok(()),
    }
}

/// The message left and no answer came. Where the channel drops a second copy it goes again under the same
/// Message-ID; a person decides after a few such tries, and elsewhere at once.
///
/// # Errors
/// The store's.
pub fn uncertain(w: &mut Write<'_>, id: DeliveryId, attempt: u32, error: &SendError) -> Result<()> {
    let Some((mut it, message)) = under_way(w, id, attempt)? else {
        return Ok(());
    };
    it.may_have_left = true;
    if kind(w, &it)?.abilities().dedupes && attempt < UNCERTAIN_TRIES {
        return later(w, it, &message, error);
    }
    let (to, error) = (DeliveryState::Uncertain, Some(told(error)));
    settle_as(w, &mut it, to, error, Reason::AnswerUncertain)
}

fn under_way(w: &Write<'_>, id: DeliveryId, attempt: u32) -> Result<Option<(Delivery, Message)>> {
    let Some(it) = w.delivery(id)? else {
        return Ok(None);
    };
    if it.state != DeliveryState::Sending || it.attempts != attempt {
        return Ok(None);
    }
    Ok(w.message(it.message)?.map(|message| (it, message)))
}

/// Where a person's message goes that is late: it waits for a person, who must know whether it may have left.
pub(super) fn late_state(it: &Delivery) -> (DeliveryState, Reason) {
    if it.may_have_left && it.recipients.is_empty() {
        (DeliveryState::Uncertain, Reason::AnswerUncertain)
    } else {
        (DeliveryState::Held, Reason::AnswerLate)
    }
}

/// Waits for the next try, or gives up: a person's message is held once it is late, any other fails after five days.
fn later(w: &mut Write<'_>, mut it: Delivery, message: &Message, error: &SendError) -> Result<()> {
    let now = w.now();
    let talks = kind(w, &it)?.abilities().talks;
    let mut wait = wait_before(it.id, it.attempts, talks);
    if let SendError::Later {
        retry_after_s: Some(s),
        ..
    } = error
    {
        wait = wait.max(Span::seconds(i64::try_from(*s).unwrap_or(i64::MAX / 1_000)));
    }
    let (next, error) = (now + wait, told(error));
    let waited = next.since(it.wanted_at);
    if it.by_human && waited > late_after(w, &it)? {
        it.error = Some(error);
        let error = it.error.clone().or(Some(late_error()));
        let (to, why) = late_state(&it);
        return settle_as(w, &mut it, to, error, why);
    }
    if waited > LIFE {
        return settle_as(
            w,
            &mut it,
            DeliveryState::Failed,
            Some(error),
            Reason::AnswerFailed,
        );
    }
    (it.state, it.at, it.due) = (DeliveryState::Queued, now, next);
    it.error = Some(error);
    let tell_after = kind(w, &it)?.abilities().tell_late_after;
    if it.by_human && !it.told_late && now.since(it.wanted_at) >= tell_after {
        it.told_late = true;
        if let Author::Agent(agent) = message.author {
            let conversation = it.conversation;
            w.job(
                now,
                JobKind::MailFailedSend {
                    conversation,
                    agent,
                },
            )?;
        }
    }
    w.put_delivery(&it)
}

/// Moves a delivery to where it stays until somebody acts, and its conversation with it: an answer that did not
/// arrive never was one.
///
/// # Errors
/// The store's.
pub(in crate::conversations) fn settle_as(
    w: &mut Write<'_>,
    it: &mut Delivery,
    to: DeliveryState,
    error: Option<DeliveryError>,
    why: Reason,
) -> Result<()> {
    let from = it.state;
    (it.state, it.at, it.error) = (to, w.now(), error);
    let voice = Voice::system(SystemPart::Delivery);
    let (Some(message), Some(mut c)) = (w.message(it.message)?, w.conversation(it.conversation)?)
    else {
        return w.put_delivery(it);
    };
    settle(w, &mut c)?;
    if it
        .error
        .as_ref()
        .is_some_and(|it| it.code == OFFERS_REFUSED)
    {
        let kind = w.channel(message.channel)?.unwrap_or_default().kind;
        consents::told(w, c.contact, kind, (false, w.now()))?;
    }
    let moved = EventKind::DeliveryMoved {
        delivery: it.id,
        from,
        to,
    };
    voice.tell_message(w, &mut c, message.id, moved)?;
    if to.is_trouble() && !message.automatic {
        did_not_arrive(w, &mut c, voice, (&message, it), why)?;
        w.put_delivery(it)?;
        // What is uncertain or late may still be answered.
        if matches!(to, DeliveryState::Failed | DeliveryState::Bounced) {
            waiting::asked_in_vain(w, &mut c, voice, message.id)?;
        }
        tell_sender(w, &mut c, &message)?;
    } else {
        w.put_delivery(it)?;
        refresh_failed(w, &mut c)?;
    }
    w.put_conversation(&c)
}

/// What is kept of an error.
fn told(error: &SendError) -> DeliveryError {
    let code = match error.cause() {
        SendError::Later { code, .. }
        | SendError::LoginRefused { code, .. }
        | SendError::RecipientRefused { code, .. }
        | SendError::WindowClosed { code, .. }
        | SendError::OffersRefused { code, .. }
        | SendError::MessageRefused { code, .. } => code.as_str(),
        _ => "",
    };
    DeliveryError {
        code: error.word().to_owned(),
        provider_code: code.to_owned(),
        detail: error.said().chars().take(DETAIL).collect(),
    }
}

fn note_recipients(it: &mut Delivery, message: &Message, sent: &Sent) {
    let Some(mail) = &message.mail else { return };
    let before = std::mem::take(&mut it.recipients);
    let all = mail.to.iter().chain(&mail.cc).chain(&mail.bcc);
    it.recipients = all
        .map(|to| {
            // Who was not asked in this try is where the tries before left them.
            let known = before.iter().find(|it| it.address == to.address);
            if let Some(known) = known.filter(|it| it.state != DeliveryState::Queued) {
                return known.clone();
            }
            let mut refused = sent.refused.iter();
            let error = refused.find(|(address, _)| *address == to.address);
            RecipientResult {
                address: to.address.clone(),
                state: match error {
                    None => DeliveryState::Sent,
                    Some((_, error)) if error.is_retryable() => DeliveryState::Queued,
                    Some(_) => DeliveryState::Failed,
                },
                error: error.map(|(_, error)| told(error)),
            }
        })
        .collect();
}

/// An address that does not exist is not proposed again.
fn gone(w: &mut Write<'_>, address: &str, error: &SendError) -> Result<()> {
    if !matches!(error, SendError::RecipientRefused { gone: true, .. }) {
        return Ok(());
    }
    for held in w.holders(&Handle::email(address))? {
        w.put_identifier(&Identifier {
            invalid: true,
            ..held
        })?;
    }
    Ok(())
}
