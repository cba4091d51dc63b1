//! Calls to webhooks: each event they hear of is one, tried until it is taken. The log is the queue: a call is put down
//! when there is room for it, so a program that is away for days costs a thousand rows and no event.

use std::collections::BTreeSet;

use crate::desk::webhooks::find;
use crate::domain::actor::{Actor, Right, Role, SystemPart, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind, Subject};
use crate::domain::id::{Seq, WebhookId};
use crate::domain::time::{Millis, Span};
use crate::domain::webhook::{CallState, PATIENCE, Webhook, WebhookCall, wait_after};
use crate::store::{Look, Write};

/// Calls that wait at most; what happens behind them waits in the log.
const HELD: usize = 1_000;
/// Events looked at together.
pub const LOT: usize = 256;
/// How long a call that was taken is shown, and one that was given up.
const KEPT: Span = Span::days(7);
const KEPT_GIVEN_UP: Span = Span::days(30);
/// A program that refuses so many in a row refuses all: it is left alone for a while, as if it were away.
const REFUSES_ALL: u32 = 10;

/// Who a webhook sees as: the desk, but of private teams only those it was given.
#[must_use]
pub fn viewer(it: &Webhook) -> Viewer {
    Viewer {
        actor: Actor::System(SystemPart::Delivery),
        role: Role::Admin,
        teams: it.teams.iter().copied().collect::<BTreeSet<_>>(),
        sees_all: false,
    }
}

/// Whether it hears of an event.
///
/// # Errors
/// The store's.
pub fn hears(look: &Look<'_>, it: &Webhook, event: &Event) -> Result<bool> {
    if let EventKind::WebhookTested { webhook } = event.kind {
        return Ok(webhook == it.id);
    }
    // What a rule has posted goes there whatever it hears of otherwise.
    let called = matches!(event.kind, EventKind::RuleCalled { webhook, .. } if webhook == it.id);
    if event.history || !(called || it.hears(event.kind.name())) {
        return Ok(false);
    }
    let Some(id) = event.subject.conversation else {
        return Ok(it.teams.is_empty() && it.channels.is_empty());
    };
    let Some(c) = look.conversation(id)? else {
        return Ok(false);
    };
    if called {
        return Ok(!c.blocked && viewer(it).sees(&c));
    }
    let of_team = it.teams.is_empty() || c.team.is_some_and(|team| it.teams.contains(&team));
    let by_channel = it.channels.is_empty() || it.channels.contains(&c.channel_kind);
    Ok(of_team && by_channel && !c.blocked && viewer(it).sees(&c))
}

/// Whether it hears of any of these.
///
/// # Errors
/// The store's.
pub fn matters(look: &Look<'_>, it: &Webhook, events: &[Event]) -> Result<bool> {
    for event in events {
        if hears(look, it, event)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The event a call is of.
///
/// # Errors
/// The store's.
pub fn event_of(look: &Look<'_>, call: &WebhookCall) -> Result<Option<Event>> {
    let before = Seq(call.seq.0.saturating_sub(1));
    let found = look.events_after(before, 1)?.into_iter().next();
    Ok(found.filter(|it| it.seq == call.seq))
}

/// How many more may wait.
///
/// # Errors
/// The store's.
pub fn room(look: &Look<'_>, id: WebhookId) -> Result<usize> {
    Ok(HELD.saturating_sub(look.webhook_calls_waiting(id, HELD)?))
}

/// Puts down calls of what happened since it was looked last, and forgets old ones.
///
/// # Errors
/// The store's.
pub fn gather(w: &mut Write<'_>, id: WebhookId) -> Result<()> {
    let Some(it) = w.webhook(id)?.filter(Webhook::is_on) else {
        return Ok(());
    };
    let (now, room) = (w.now(), room(w, id)?.min(LOT));
    let from = w.place(&it.follower())?;
    let events = w.events_after(from, room)?;
    let Some(last) = events.last().map(|it| it.seq) else {
        return Ok(());
    };
    for event in &events {
        if hears(w, &it, event)? {
            w.put_webhook_call(&WebhookCall {
                webhook: id,
                seq: event.seq,
                due: now,
                ..WebhookCall::default()
            })?;
        }
    }
    forget(w, id)?;
    w.put_cursor(&it.follower(), last)
}

/// Forgets calls that ended long ago: about as many as come.
fn forget(w: &mut Write<'_>, id: WebhookId) -> Result<()> {
    let now = w.now();
    let is_old = |it: &WebhookCall| {
        let ended = it.last_at.unwrap_or(it.due);
        match it.state {
            CallState::Waiting => false,
            CallState::Taken => now.since(ended) > KEPT,
            CallState::GivenUp => now.since(ended) > KEPT_GIVEN_UP,
        }
    };
    for it in w
        .oldest_webhook_calls(id, 2 * LOT)?
        .iter()
        .filter(|it| is_old(it))
    {
        w.remove_webhook_call(it)?;
    }
    Ok(())
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tried {
    pub seq: Seq,
    /// The HTTP status of the answer; 0 when there was none.
    pub status: u16,
    pub took_ms: u32,
    /// Why it was not taken, as a key of `words`, and what was said; empty when it was.
    pub trouble: String,
    pub detail: String,
    /// Seconds the answer asks to be left alone for.
    pub asks_s: Option<u64>,
    /// What it is about is no more: there is nothing to tell.
    pub void: bool,
}

impl Tried {
    fn is_taken(&self) -> bool {
        self.trouble.is_empty()
    }
}

/// Whether the others would fare alike: nobody is there, or it is busy.
fn is_general(status: u16) -> bool {
    !matches!(status, 300..=407 | 409..=424 | 426..=428 | 430..=499)
}

/// Notes what became of tries that were made together. A webhook that took nothing for three days is stopped, at once one
/// that says it is gone.
///
/// # Errors
/// The store's.
pub fn told(w: &mut Write<'_>, id: WebhookId, tries: &[Tried], luck: f64) -> Result<()> {
    let (now, Some(mut it)) = (w.now(), w.webhook(id)?) else {
        return Ok(());
    };
    let before = it.clone();
    let mut calls = Vec::new();
    for tried in tries {
        let known = w.webhook_call(id, tried.seq)?;
        match known.filter(|it| it.state == CallState::Waiting) {
            Some(call) if tried.void => {
                w.remove_webhook_call(&call)?;
            }
            Some(call) => calls.push((call, tried)),
            None => {}
        }
    }
    let all = calls.iter().map(|it| it.1);
    let failed: Vec<&Tried> = all.filter(|it| !it.is_taken()).collect();
    if failed.len() < calls.len() {
        it.reached_at = Some(now);
        (it.failures, it.failing_since, it.rests_until) = (0, None, None);
        (it.trouble, it.detail) = (String::new(), String::new());
    } else {
        fail(&mut it, &failed, (now, luck));
    }
    for (mut call, tried) in calls {
        note(&mut call, tried, now);
        call.due = now + wait_after(call.tries, luck).max(asked(tried));
        call.state = state_of(&it, &call, tried, now);
        w.put_webhook_call(&call)?;
    }
    if it == before {
        return Ok(());
    }
    let gone = failed.iter().any(|it| it.status == 410);
    let since = it.failing_since.filter(|_| it.is_on());
    if since.is_some_and(|since| gone || now.since(since) >= PATIENCE) {
        it.stopped_at = Some(now);
        let kind = EventKind::WebhookStopped { webhook: id };
        let by = Actor::System(SystemPart::Delivery);
        w.event(by, Subject::default(), kind)?;
    }
    if before.failing_since.is_some() && it.failing_since.is_none() {
        // It is there again: nothing waits for a later try.
        hurry(w, id, false)?;
    }
    w.put_webhook(&it)
}

fn note(call: &mut WebhookCall, tried: &Tried, now: Millis) {
    call.tries = call.tries.saturating_add(1);
    call.first_at = call.first_at.or(Some(now));
    call.last_at = Some(now);
    (call.status, call.took_ms) = (tried.status, tried.took_ms);
    (call.trouble, call.detail) = (tried.trouble.clone(), tried.detail.clone());
}

/// How long it asks to be left alone.
fn asked(tried: &Tried) -> Span {
    let asked = tried.asks_s.and_then(|it| i64::try_from(it).ok());
    asked.map_or(Span(0), |it| Span::seconds(it.min(86_400)))
}

/// Nothing of a lot was taken: one failure more, however many were in it.
fn fail(it: &mut Webhook, failed: &[&Tried], (now, luck): (Millis, f64)) {
    let Some(last) = failed.last() else {
        return;
    };
    it.failures = it.failures.saturating_add(1);
    it.failing_since = it.failing_since.or(Some(now));
    (it.trouble, it.detail) = (last.trouble.clone(), last.detail.clone());
    if it.failures >= REFUSES_ALL || failed.iter().any(|it| is_general(it.status)) {
        let longest = failed.iter().map(|it| asked(it)).max();
        let rest = wait_after(it.failures, luck).max(longest.unwrap_or_default());
        it.rests_until = it.rests_until.max(Some(now + rest));
    }
}

/// Where a call stands after a try. What was not taken for three days while others were is tried no more; while nothing is
/// taken nothing is given up: it may all be the other side's fault.
fn state_of(it: &Webhook, call: &WebhookCall, tried: &Tried, now: Millis) -> CallState {
    let long = call.first_at.is_some_and(|at| now.since(at) >= PATIENCE);
    match (tried.is_taken(), long && it.reached_at > call.first_at) {
        (true, _) => CallState::Taken,
        (false, true) => CallState::GivenUp,
        (false, false) => CallState::Waiting,
    }
}

/// Has what waits because nobody was there tried now; where somebody mended it all there is, its days counted anew.
pub(super) fn hurry(w: &mut Write<'_>, id: WebhookId, anew: bool) -> Result<()> {
    let now = w.now();
    for call in w.webhook_calls_due(id, Millis(i64::MAX - 1), HELD)? {
        if anew || is_general(call.status) {
            let first_at = call.first_at.filter(|_| !anew);
            let due = call.due.min(now);
            w.put_webhook_call(&WebhookCall {
                due,
                first_at,
                ..call
            })?;
        }
    }
    Ok(())
}

/// Sends a call once more, under the id it had.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn replay(w: &mut Write<'_>, by: &Viewer, id: WebhookId, seq: Seq) -> Result<()> {
    by.need(Right::Administer)?;
    find(w, id)?;
    let call = w.webhook_call(id, seq)?;
    let call = call.ok_or(Error::not_found("call"))?;
    again(w, call)
}

/// Sends all that were given up once more. How many those are.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn replay_given_up(w: &mut Write<'_>, by: &Viewer, id: WebhookId) -> Result<usize> {
    by.need(Right::Administer)?;
    find(w, id)?;
    let all = w.webhook_calls(id, None, 50 * HELD)?;
    let given_up = all.into_iter().filter(|it| it.state == CallState::GivenUp);
    let given_up: Vec<WebhookCall> = given_up.take(HELD).collect();
    let n = given_up.len();
    for call in given_up {
        again(w, call)?;
    }
    Ok(n)
}

fn again(w: &mut Write<'_>, call: WebhookCall) -> Result<()> {
    w.put_webhook_call_again(&WebhookCall {
        state: CallState::Waiting,
        due: w.now(),
        tries: 0,
        first_at: None,
        ..call
    })
}
