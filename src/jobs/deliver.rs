//! Sending what is due, a queue a connection: bounded in flight and in pace, in order for each conversation, and with a
//! breaker that leaves a server alone when it is down.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::channels;
use crate::channels::Sender;
use crate::channels::kit::{OpenBlob, Trouble, request};
use crate::conversations::delivery;
use crate::conversations::outbound::outbound;
use crate::domain::channel::ChannelKind;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, DeliveryId};
use crate::domain::outbound::{SendError, Sent};
use crate::domain::time::Millis;
use crate::jobs::breaker::{Breaker, Effect, Pace};
use crate::jobs::health::{self, Half};
use crate::jobs::timers::nap;
use crate::jobs::{Yard, renew};
use crate::store::{Lane, Write};

/// Messages of one connection under way at one time.
const IN_FLIGHT: usize = 4;
/// Claimed at once.
const LOT: usize = 64;
/// A sender unused for longer says goodbye.
const IDLE: Duration = Duration::from_secs(30);
/// At start every claim is void: what was being sent goes again under the same Message-ID.
///
/// # Errors
/// The store's.
pub async fn void_claims(yard: &Yard) -> Result<()> {
    let deed = |w: &mut Write<'_>| delivery::void_claims_at_start(w);
    let (n, _) = yard.app.act_in(Lane::Hand, deed).await?;
    if n > 0 {
        tracing::info!(n, "messages that were being sent go again");
    }
    Ok(())
}

/// A queue at work.
struct Queue {
    yard: Yard,
    id: ConnectionId,
    claimed: VecDeque<Delivery>,
    in_flight: JoinSet<Ended>,
    idle: Vec<(Opened, Instant)>,
    kind: ChannelKind,
    breaker: Breaker,
    pace: Pace,
}

/// A sender, and the token it logs in with, still sealed: empty for a password.
struct Opened {
    sender: Box<dyn Sender>,
    token: Vec<u8>,
}

/// Why a message did not leave, and what ails its connection where the error itself does not say it.
struct Failure {
    error: SendError,
    trouble: Option<Trouble>,
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        Failure {
            error,
            trouble: None,
        }
    }
}

/// A send that ended, with its sender to be used again.
struct Ended {
    opened: Option<Opened>,
    failure: Option<Failure>,
}

/// Sends until Lobby stops.
pub async fn run(yard: Yard, id: ConnectionId, kind: ChannelKind) {
    let mut rung = yard.app.bell.subscribe();
    let mut queue = Queue {
        yard: yard.clone(),
        id,
        claimed: VecDeque::new(),
        in_flight: JoinSet::new(),
        idle: Vec::new(),
        kind,
        breaker: Breaker::default(),
        pace: Pace::of(kind.abilities().sends_a_second),
    };
    // It begins when Lobby starts and when the settings were changed.
    let deed = move |w: &mut Write<'_>| delivery::settings_mended(w, id);
    if let Err(err) = yard.app.act_in(Lane::Hand, deed).await {
        tracing::warn!(connection = %id, error = %err, "what waits was not looked through");
    }
    loop {
        rung.mark_unchanged();
        let wait = queue.step().await.unwrap_or_else(|err| {
            tracing::warn!(connection = %id, error = %err, "the queue could not be read");
            Duration::from_secs(5)
        });
        tokio::select! {
            Some(ended) = queue.in_flight.join_next() => {
                if let Ok(ended) = ended {
                    queue.ended(ended).await;
                }
            }
            () = tokio::time::sleep(wait) => {}
            changed = rung.changed() => if changed.is_err() { break },
            () = yard.stopping() => break,
        }
    }
    queue.finish().await;
}

impl Queue {
    /// Claims and begins what may be; how long there is nothing more to do.
    async fn step(&mut self) -> Result<Duration> {
        self.idle.retain(|(_, used)| used.elapsed() < IDLE);
        if let Some(open) = self.breaker.open_for(Instant::now()) {
            let pressed = Self::is_pressed(&self.yard, self.id).await?;
            let rest = self.breaker.rests_for(Instant::now());
            match (pressed, rest) {
                (false, _) => return Ok(open.min(nap(None, Millis(0)))),
                (true, Some(rest)) => return Ok(rest),
                (true, None) => {}
            }
        }
        let at_once = if self.breaker.is_shaken() {
            1
        } else {
            IN_FLIGHT
        };
        let mut next = None;
        if self.claimed.is_empty() && self.in_flight.len() < at_once {
            next = self.claim().await?;
        }
        while self.in_flight.len() < at_once && !self.claimed.is_empty() {
            if let Some(wait) = self.pace.begin(Instant::now()) {
                return Ok(wait);
            }
            let Some(delivery) = self.claimed.pop_front() else {
                break;
            };
            let opened = self.idle.pop().map(|(it, _)| it);
            let (yard, id) = (self.yard.clone(), self.id);
            self.in_flight.spawn(send(yard, id, delivery, opened));
        }
        Ok(nap(next, self.yard.app.clock.now()))
    }

    /// Whether something is due that a person just asked for: never tried, or wanted at once; what waits for its next
    /// try by itself is due later than it began to wait.
    async fn is_pressed(yard: &Yard, id: ConnectionId) -> Result<bool> {
        let now = yard.app.clock.now();
        let due = yard
            .app
            .look(move |look| look.deliveries_due(id, now, 1_000))
            .await?;
        Ok(due
            .iter()
            .filter(|it| it.state != DeliveryState::Sending)
            .any(|it| it.attempts == 0 || it.due == it.at))
    }

    /// Claims what is due; else when something is.
    async fn claim(&mut self) -> Result<Option<Millis>> {
        let id = self.id;
        let far = Millis(i64::MAX - 1);
        let waiting = self
            .yard
            .app
            .look(move |look| look.deliveries_due(id, far, 1_000))
            .await?;
        let now = self.yard.app.clock.now();
        let waits = waiting
            .iter()
            .filter(|it| it.state != DeliveryState::Sending);
        let (due, later): (Vec<_>, Vec<_>) = waits.map(|it| it.due).partition(|it| *it <= now);
        if !due.is_empty() {
            let most = if self.breaker.is_shaken() { 1 } else { LOT };
            let deed = move |w: &mut Write<'_>| delivery::claim_some(w, id, most);
            let (claimed, _) = self.yard.app.act_in(Lane::Hand, deed).await?;
            self.claimed = claimed.into();
        }
        // What is due but waits for its turn in its conversation comes with the end of the one before, or with its next
        // try.
        Ok(later.into_iter().min())
    }

    async fn ended(&mut self, ended: Ended) {
        if let Some(opened) = ended.opened {
            self.idle.push((opened, Instant::now()));
        }
        match ended.failure {
            None => {
                self.breaker = Breaker::default();
                health::tell(&self.yard.app, self.id, Half::Out, None).await;
                health::seen(&self.yard.app, self.id, Half::Out);
            }
            Some(Failure { error, trouble }) if self.is_general(&error) => {
                let effect = self.breaker.failed(&error, Instant::now());
                if effect == Effect::Opens {
                    let trouble = trouble.unwrap_or_else(|| self.trouble(&error));
                    health::tell(&self.yard.app, self.id, Half::Out, Some(&trouble)).await;
                }
                if effect != Effect::Nothing {
                    self.give_back(&error).await;
                }
            }
            // The server works; the message was at fault.
            Some(_) => self.breaker = Breaker::default(),
        }
    }

    /// Whether a failure speaks of the server and not of the message.
    fn is_general(&self, err: &SendError) -> bool {
        channels::of(self.kind).is_none_or(|it| it.is_general(err))
    }

    /// What a failed send says of the connection, in the words of its kind.
    fn trouble(&self, err: &SendError) -> Trouble {
        match channels::of(self.kind) {
            Some(channel) => channel.trouble(err),
            None => request::trouble(err),
        }
    }

    /// What is claimed and cannot leave now waits for its next try. Of these nothing left.
    async fn give_back(&mut self, err: &SendError) {
        let err = not_begun(err);
        for it in std::mem::take(&mut self.claimed) {
            record(&self.yard, &it, Err(err.clone())).await;
        }
    }

    /// Lets what is under way end.
    async fn finish(mut self) {
        let ids: Vec<DeliveryId> = self.claimed.iter().map(|it| it.id).collect();
        if !ids.is_empty() {
            let deed = move |w: &mut Write<'_>| delivery::release(w, &ids);
            if let Err(err) = self.yard.app.act_in(Lane::Hand, deed).await {
                tracing::warn!(error = %err, "claims are void at the next start");
            }
        }
        while let Some(ended) = self.in_flight.join_next().await {
            if let Ok(Ended {
                opened: Some(it), ..
            }) = ended
            {
                self.idle.push((it, Instant::now()));
            }
        }
        for (mut it, _) in self.idle {
            it.sender.close().await;
        }
    }
}

/// The failure of one message as that of another that was not begun.
fn not_begun(err: &SendError) -> SendError {
    match err.cause() {
        SendError::Uncertain { detail } => SendError::Unreachable {
            detail: detail.clone(),
        },
        err => err.clone(),
    }
}

async fn send(yard: Yard, id: ConnectionId, delivery: Delivery, opened: Option<Opened>) -> Ended {
    let (opened, done) = attempt(&yard, id, &delivery, opened).await;
    let (done, failure) = match done {
        Ok(sent) => (Ok(sent), None),
        Err(failure) => (Err(failure.error.clone()), Some(failure)),
    };
    record(&yard, &delivery, done).await;
    Ended { opened, failure }
}

async fn attempt(
    yard: &Yard,
    id: ConnectionId,
    delivery: &Delivery,
    opened: Option<Opened>,
) -> (Option<Opened>, Result<Sent, Failure>) {
    let opened = match opened {
        Some(it) => Ok(it),
        None => new_sender(yard, id).await,
    };
    let mut opened = match opened {
        Ok(it) => it,
        Err(failure) => return (None, Err(failure)),
    };
    let (keys, wanted) = (yard.app.keys.clone(), delivery.clone());
    let composed = yard
        .app
        .look(move |look| outbound(look, &keys, &wanted))
        .await;
    let out = match composed {
        Ok(out) => out,
        Err(Error::Unavailable { code, .. }) => {
            let later = SendError::Later {
                code: String::new(),
                detail: code.to_owned(),
                retry_after_s: None,
            };
            return (Some(opened), Err(later.into()));
        }
        Err(err) => {
            let refused = SendError::MessageRefused {
                code: String::new(),
                detail: err.to_string(),
            };
            return (Some(opened), Err(refused.into()));
        }
    };
    let mut done = opened.sender.send(&out).await;
    if matches!(done, Err(SendError::LoginRefused { .. })) && !opened.token.is_empty() {
        // It may be the token's age and nobody's fault. Nothing was said of the mail yet: once more with a new one.
        opened = match new_token(yard, id, &opened.token).await {
            Ok(it) => it,
            Err(failure) => return (None, Err(failure)),
        };
        done = opened.sender.send(&out).await;
    }
    (Some(opened), done.map_err(Failure::from))
}

/// A sender with another token than the one that was refused.
async fn new_token(yard: &Yard, id: ConnectionId, refused: &[u8]) -> Result<Opened, Failure> {
    if let Err(err) = renew::distrust(yard, id, refused).await {
        let error = SendError::Unreachable {
            detail: err.to_string(),
        };
        return Err(error.into());
    }
    new_sender(yard, id).await
}

async fn new_sender(yard: &Yard, id: ConnectionId) -> Result<Opened, Failure> {
    let misconfigured = |detail: String| Failure::from(SendError::Misconfigured { detail });
    let door = renew::door(yard, id)
        .await
        .map_err(|err| misconfigured(err.to_string()))?
        .map_err(without_token)?;
    let channel = channels::of(door.connection.kind);
    let channel = channel.ok_or_else(|| misconfigured("no such kind".to_owned()))?;
    Ok(Opened {
        token: renew::token(&door.connection).to_vec(),
        sender: channel.sender(&door, open_blob(yard)),
    })
}

/// No token is to be had: the message waits, and the connection says why.
fn without_token(trouble: Trouble) -> Failure {
    Failure {
        error: no_token(&trouble),
        trouble: Some(trouble),
    }
}

/// What no token means for what is to be sent.
#[must_use]
pub fn no_token(trouble: &Trouble) -> SendError {
    let detail = trouble.detail.clone();
    if trouble.needs_you {
        SendError::LoginRefused {
            code: String::new(),
            detail,
        }
    } else {
        SendError::Unreachable { detail }
    }
}

/// How a door opens the files of a message.
#[must_use]
pub fn open_blob(yard: &Yard) -> OpenBlob {
    let blobs = yard.app.blobs.clone();
    Arc::new(move |hash| {
        blobs
            .file(hash)
            .map_err(|err| std::io::Error::other(err.to_string()))
    })
}

/// Records what became of a send; the store may be away for a while, the outcome is not forgotten meanwhile.
async fn record(yard: &Yard, delivery: &Delivery, done: Result<Sent, SendError>) {
    let (id, attempt) = (delivery.id, delivery.attempts);
    loop {
        let done = done.clone();
        let deed = move |w: &mut Write<'_>| match &done {
            Ok(sent) => delivery::succeeded(w, id, attempt, sent),
            Err(err @ SendError::Uncertain { .. }) => delivery::uncertain(w, id, attempt, err),
            Err(err) => delivery::failed(w, id, attempt, err),
        };
        match yard.app.act_in(Lane::Hand, deed).await {
            Ok(_) => return,
            Err(err) => tracing::error!(error = %err, "the outcome of a send is not kept yet"),
        }
        if !yard.rest(Duration::from_secs(1)).await {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_begun_never_may_have_left() {
        let lost = SendError::Uncertain {
            detail: "x".to_owned(),
        };
        let partly = SendError::Partly {
            left: vec!["1".to_owned()],
            error: Box::new(lost.clone()),
        };
        for it in [lost, partly] {
            assert!(matches!(not_begun(&it), SendError::Unreachable { .. }));
        }
    }
}
