//! Claiming what is due: one in flight per conversation and channel, in order, and nobody waits for long behind
//! a message that waits for its next try.

use std::collections::BTreeMap;

use crate::conversations::delivery::outcome;
use crate::conversations::sla::hours;
use crate::conversations::steps::answer::left;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::channel::ChannelKind;
use crate::domain::delivery::{Delivery, DeliveryError, DeliveryState};
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConnectionId, ConversationId, DeliveryId};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// A message waiting for a retry holds later ones of its conversation and channel for this long; then they overtake.
const HELD_UP: Span = Span::minutes(10);
/// Automatic messages older than this are dropped.
const AUTOMATIC_LIFE: Span = Span::minutes(10);
/// A message that waited longer than this was delayed by an outage.
const OUTAGE: Span = Span::minutes(10);
/// Claimed at once.
const LOT: usize = 64;
/// More than ever waits on one connection.
const ALL: usize = 100_000;

/// Claims all that of a connection is due, a lot at a time, as [`claim_some`] does.
///
/// # Errors
/// The store's.
pub fn claim_due(w: &mut Write<'_>, connection: ConnectionId) -> Result<Vec<Delivery>> {
    claim_some(w, connection, LOT)
}

/// Claims what of a connection is due, at most so many: each is `sending`, its try counted. What is late by now is held
/// instead.
///
/// # Errors
/// The store's.
pub fn claim_some(
    w: &mut Write<'_>,
    connection: ConnectionId,
    most: usize,
) -> Result<Vec<Delivery>> {
    let now = w.now();
    let mut claimed = Vec::new();
    for (mut next, overtakes) in candidates(w, connection, now)? {
        if claimed.len() >= most {
            break;
        }
        if outdated(w, &mut next)? {
            continue;
        }
        if next.chosen_time && next.before.is_none() {
            leaves_at_chosen_time(w, &mut next)?;
        }
        next.overtook = overtakes;
        next.attempts = next.attempts.saturating_add(1);
        (next.state, next.at) = (DeliveryState::Sending, now);
        w.put_delivery(&next)?;
        claimed.push(next);
    }
    Ok(claimed)
}

/// The one of each conversation and channel that may go now, and whether it overtakes another.
fn candidates(
    look: &Look<'_>,
    connection: ConnectionId,
    now: Millis,
) -> Result<Vec<(Delivery, bool)>> {
    let due = look.deliveries_due(connection, now, ALL)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let mut lanes: BTreeMap<(ConversationId, ChannelId), Vec<Delivery>> = BTreeMap::new();
    for it in look.deliveries_due(connection, Millis(i64::MAX - 1), ALL)? {
        lanes
            .entry((it.conversation, it.channel))
            .or_default()
            .push(it);
    }
    let mut out = Vec::new();
    for (_, lane) in lanes {
        if lane.iter().all(|it| it.state != DeliveryState::Sending) {
            out.extend(next_of(look, lane, now)?);
        }
    }
    out.sort_by_key(|(it, _)| (it.due, it.id));
    Ok(out)
}

fn next_of(look: &Look<'_>, lane: Vec<Delivery>, now: Millis) -> Result<Option<(Delivery, bool)>> {
    let mut placed = Vec::with_capacity(lane.len());
    for it in lane {
        let position = look.message_place(it.message)?.map_or(0, |(_, at)| at);
        placed.push((position, it));
    }
    placed.sort_by_key(|(position, it)| (*position, it.id));
    let mut held_up = false;
    for (_, it) in placed {
        if it.due <= now {
            if !held_up || now.since(it.wanted_at) >= HELD_UP {
                return Ok(Some((it, held_up)));
            }
        } else if !it.chosen_time {
            held_up = true;
        }
    }
    Ok(None)
}

/// A message that would leave too late does not leave by itself: a person's waits for a person, an automatic one
/// is dropped.
fn outdated(w: &mut Write<'_>, it: &mut Delivery) -> Result<bool> {
    let (now, late) = (w.now(), late_after(w, it)?);
    let waited = now.since(it.wanted_at);
    if it.by_human && (waited > late || now_outside_hours(w, it, waited)?) {
        let (to, why) = outcome::late_state(it);
        outcome::settle_as(w, it, to, Some(late_error()), why)?;
        return Ok(true);
    }
    let automatic = w.message(it.message)?.is_some_and(|it| it.automatic);
    if automatic && waited > AUTOMATIC_LIFE {
        outcome::settle_as(
            w,
            it,
            DeliveryState::Cancelled,
            Some(late_error()),
            Reason::AnswerLate,
        )?;
        return Ok(true);
    }
    Ok(false)
}

/// Looks through what waits on a connection nothing leaves by, such as one that is paused: what is late there is held
/// and told like anywhere. Answers how many there were.
///
/// # Errors
/// The store's.
pub fn hold_late(w: &mut Write<'_>, connection: ConnectionId) -> Result<usize> {
    let mut n = 0;
    for mut it in w.deliveries_due(connection, w.now(), ALL)? {
        if it.state != DeliveryState::Sending && outdated(w, &mut it)? {
            n += 1;
        }
    }
    Ok(n)
}

/// A channel is taken out of use: what waits to leave by it never will. Answers how many there were.
///
/// # Errors
/// The store's.
pub fn channel_gone(w: &mut Write<'_>, connection: ConnectionId) -> Result<usize> {
    let waiting = w.deliveries_due(connection, Millis(i64::MAX - 1), ALL)?;
    let mut n = 0;
    for mut it in waiting {
        if it.state == DeliveryState::Sending {
            continue;
        }
        let error = DeliveryError {
            code: "send-channel-gone".to_owned(),
            ..DeliveryError::default()
        };
        let (to, why) = (DeliveryState::Failed, Reason::AnswerFailed);
        outcome::settle_as(w, &mut it, to, Some(error), why)?;
        n += 1;
    }
    Ok(n)
}

/// Nothing leaves at three in the morning because a line came back; what somebody sends late on purpose does.
fn now_outside_hours(look: &Look<'_>, it: &Delivery, waited: Span) -> Result<bool> {
    if waited < OUTAGE {
        return Ok(false);
    }
    let c = look.conversation(it.conversation)?;
    let calendar = hours::at(look, it.channel, c.and_then(|it| it.team))?;
    Ok(calendar.is_open_at(it.wanted_at) && !calendar.is_open_at(it.wanted_at + waited))
}

pub(super) fn late_error() -> DeliveryError {
    DeliveryError {
        code: "send-late".to_owned(),
        ..DeliveryError::default()
    }
}

pub(super) fn late_after(look: &Look<'_>, it: &Delivery) -> Result<Span> {
    Ok(kind(look, it)?.abilities().late_after)
}

pub(super) fn kind(look: &Look<'_>, it: &Delivery) -> Result<ChannelKind> {
    Ok(look
        .channel(it.channel)?
        .map_or(ChannelKind::Email, |it| it.kind))
}

/// What was scheduled for a time moves its conversation when it leaves, not before.
fn leaves_at_chosen_time(w: &mut Write<'_>, it: &mut Delivery) -> Result<()> {
    let (Some(mut c), Some(message)) = (w.conversation(it.conversation)?, w.message(it.message)?)
    else {
        return Ok(());
    };
    settle(w, &mut c)?;
    let voice = Voice::system(SystemPart::Delivery);
    left(w, &mut c, voice, &message, it)?;
    w.put_conversation(&c)
}

/// Gives back what was claimed and not begun: it is due as before, the try not counted.
///
/// # Errors
/// The store's.
pub fn release(w: &mut Write<'_>, ids: &[DeliveryId]) -> Result<()> {
    for id in ids {
        let Some(it) = w.delivery(*id)? else { continue };
        if it.state == DeliveryState::Sending {
            w.put_delivery(&Delivery {
                state: DeliveryState::Queued,
                at: w.now(),
                attempts: it.attempts.saturating_sub(1),
                ..it
            })?;
        }
    }
    Ok(())
}

/// The settings of a connection were changed: what waits because of them goes now. Answers how many.
///
/// # Errors
/// The store's.
pub fn settings_mended(w: &mut Write<'_>, connection: ConnectionId) -> Result<usize> {
    let waiting = w.deliveries_due(connection, Millis(i64::MAX - 1), ALL)?;
    let of_settings = |it: &Delivery| {
        let code = it.error.as_ref().map_or("", |it| it.code.as_str());
        it.state == DeliveryState::Queued
            && matches!(code, "send-login-refused" | "send-misconfigured")
    };
    let mut n = 0;
    for it in waiting.into_iter().filter(of_settings) {
        let now = w.now();
        w.put_delivery(&Delivery {
            at: now,
            due: now,
            ..it
        })?;
        n += 1;
    }
    Ok(n)
}

/// At start every claim is void: one process owns the data. What was being sent goes again where the channel drops
/// a second copy, else a person decides. Answers how many there were.
///
/// # Errors
/// The store's.
pub fn void_claims_at_start(w: &mut Write<'_>) -> Result<usize> {
    let mut n = 0;
    for mut it in w.deliveries_pending()? {
        if it.state != DeliveryState::Sending {
            continue;
        }
        n += 1;
        let error = DeliveryError {
            code: "send-uncertain".to_owned(),
            ..DeliveryError::default()
        };
        it.may_have_left = true;
        if kind(w, &it)?.abilities().dedupes {
            (it.state, it.at, it.due) = (DeliveryState::Queued, w.now(), w.now());
            it.error = Some(error);
            w.put_delivery(&it)?;
        } else {
            let to = DeliveryState::Uncertain;
            outcome::settle_as(w, &mut it, to, Some(error), Reason::AnswerUncertain)?;
        }
    }
    Ok(n)
}
