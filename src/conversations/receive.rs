//! Receiving a mail: one deed that dedupes, finds the contact, finds the conversation and says why, files the
//! message, moves what it moves, and writes the outcome of its UID.

use crate::conversations::further;
use crate::conversations::intake::landing::Landing;
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::{Pointed, pointed};
use crate::conversations::intake::{apart, filed, landing, ours, strays, theirs, third_party};
use crate::conversations::plus;
use crate::conversations::steps::people::{Standing, standing};
use crate::domain::channel::SenderRule;
use crate::domain::error::{Error, Result};
use crate::domain::id::ConnectionId;
use crate::domain::inbound::Inbound;
use crate::domain::mail::MailOutcome;
use crate::domain::reason::Reason;
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Receives a mail found in a mailbox. A UID that has an outcome keeps it, unless it was quarantined.
///
/// # Errors
/// [`Error::NotFound`] for an unknown connection; [`Error::Conflict`] `no_channel` when the connection has none.
pub fn receive(
    w: &mut Write<'_>,
    keys: &KeyRing,
    connection: ConnectionId,
    input: &Inbound,
) -> Result<MailOutcome> {
    let mail = input.mail.as_deref();
    let mail = mail.ok_or_else(|| Error::Internal("a mail without its headers".to_owned()))?;
    let before = w.ledger_row(&mail.place)?.map(|it| it.outcome);
    if let Some(outcome) = &before
        && !matches!(outcome, MailOutcome::Quarantined { .. })
    {
        return Ok(outcome.clone());
    }
    let mut letter = Letter::read(w, connection, input, mail)?;
    plus::arrived(w, keys, &mut letter)?;
    further::arrived(w, keys, &letter)?;
    let outcome = match filed::known(w, keys, &letter)? {
        Some(known) => known,
        None => {
            let waiting = strays::waiting(w, &letter)?;
            let outcome = act(w, keys, &letter)?;
            strays::bring_home(w, &waiting, &outcome)?;
            outcome
        }
    };
    if outcome.leaves_no_message()
        && let Some(raw) = input.raw
    {
        w.remove_raw_input(raw)?;
    }
    filed::file_anew(w, &mail.place, (before.as_ref(), &outcome))?;
    Ok(outcome)
}

fn act(w: &mut Write<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<MailOutcome> {
    let points = pointed(w, keys, letter)?;
    if letter.mail.sent_folder {
        return ours::sent(w, letter, points);
    }
    let rule = letter.rule();
    if let Some(points) = &points
        && let Some(strand) = points.strand
    {
        if rule == Some(SenderRule::Blocked) || is_blocked(w, letter)? {
            return apart::blocked(w, letter);
        }
        let automatic = is_automatic(letter, rule);
        return third_party::answered(w, letter, points.conversation.clone(), (strand, automatic));
    }
    if let Some(outcome) = from_our_people(w, letter, points.as_ref())? {
        return Ok(outcome);
    }
    if rule == Some(SenderRule::Blocked) || is_blocked(w, letter)? {
        return apart::blocked(w, letter);
    }
    if let Some(customer) = apart::form_customer(letter) {
        return apart::form(w, letter, &customer);
    }
    if is_automatic(letter, rule) {
        return apart::automatic(w, letter, points);
    }
    if let Some(landing) = landing::with_code(w, letter)? {
        return theirs::land(w, letter, landing, false);
    }
    let by_token = points.as_ref().is_some_and(|it| it.by_token);
    let landing = match points {
        Some(points) if letter.input.unverified && !is_their_own(w, letter, &points)? => {
            return apart::unclear(w, letter, Some(points));
        }
        None if letter.input.unverified => return apart::unclear(w, letter, None),
        Some(points) => landing::answering(w, letter, points)?,
        None => match grouped(w, letter, rule)? {
            Some(landing) => landing,
            None => landing::without_proof(w, letter, w.now())?,
        },
    };
    theirs::land(w, letter, landing, by_token)
}

/// Proven mail of our people is ours: a forward of a customer's, or an answer in a thread.
fn from_our_people(
    w: &mut Write<'_>,
    letter: &Letter<'_>,
    points: Option<&Pointed>,
) -> Result<Option<MailOutcome>> {
    if !letter.is_ours() || letter.mail.form_reply_to.is_some() {
        return Ok(None);
    }
    let inner = letter.mail.forwarded.as_ref();
    if let (Some(agent), Some(inner)) = (letter.agent, inner)
        && !inner.from.address.is_empty()
    {
        return apart::forwarded(w, letter, agent, inner).map(Some);
    }
    let Some(points) = points else {
        return Ok(None);
    };
    if letter.mail.automatic.is_some() {
        return Ok(None);
    }
    // One of us may be the customer of a case: what they write there is theirs.
    let known = standing(w, &points.conversation, &letter.input.from)?;
    if matches!(known, Standing::Customer(_)) {
        return Ok(None);
    }
    let why = Reason::AnsweredOutside {
        agent: letter.agent,
    };
    ours::joined(w, letter, points.conversation.clone(), why).map(Some)
}

/// Our own addresses and what says so itself are machines; an agent's word on the sender comes first.
fn is_automatic(letter: &Letter<'_>, rule: Option<SenderRule>) -> bool {
    match rule {
        Some(SenderRule::Conversation | SenderRule::Grouped) => false,
        Some(SenderRule::Automatic | SenderRule::Blocked) => true,
        None => letter.mail.automatic.is_some() || letter.is_proven_own(&letter.mail.from.address),
    }
}

fn grouped(
    look: &Write<'_>,
    letter: &Letter<'_>,
    rule: Option<SenderRule>,
) -> Result<Option<Landing>> {
    if rule != Some(SenderRule::Grouped) {
        return Ok(None);
    }
    landing::by_subject(look, letter, look.now())
}

fn is_blocked(look: &Look<'_>, letter: &Letter<'_>) -> Result<bool> {
    apart::is_blocked(look, letter, letter.now)
}

/// An unclear sender goes on in the conversation that was kept apart for the same address.
fn is_their_own(look: &Look<'_>, letter: &Letter<'_>, points: &Pointed) -> Result<bool> {
    let c = &points.conversation;
    if !c.unverified {
        return Ok(false);
    }
    let known = standing(look, c, &letter.handle())?;
    Ok(matches!(known, Standing::Customer(_)))
}
