//! Sends webhooks what they hear of. One task each, so that a program that is slow or away holds up no other; what it is
//! told is read when it leaves.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::Value;
use tokio::task::{Id, JoinSet};

use crate::app::App;
use crate::channels::api::post_signed;
use crate::channels::kit::request;
use crate::desk::webhooks::calls::{LOT, Tried, event_of, gather, hears, matters, room, told};
use crate::desk::webhooks::{list, secrets};
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::{Seq, WebhookId};
use crate::domain::outbound::SendError;
use crate::domain::time::Millis;
use crate::domain::webhook::Webhook;
use crate::jobs::Yard;
use crate::jobs::timers::nap;
use crate::store::Look;

/// Calls under way at once to one that takes them; to one that does not, one.
const AT_ONCE: usize = 8;
/// Between two looks: what a storm brings is done in few writes.
const BETWEEN: Duration = Duration::from_millis(20);
/// Before trying again after the store failed.
const PAUSE: Duration = Duration::from_secs(5);
const LONGEST_DETAIL: usize = 300;

/// What a webhook is told of an event; `None` when there is nothing to tell any more, or nothing it may see.
pub type Tell = fn(&App, &Look<'_>, &Webhook, &Event) -> Result<Option<Value>>;

/// Keeps one task for each webhook, until Lobby stops.
pub async fn run(yard: Yard, tell: Tell) {
    let mut news = yard.app.news.subscribe();
    let mut running: BTreeMap<WebhookId, Id> = BTreeMap::new();
    let mut tasks: JoinSet<()> = JoinSet::new();
    loop {
        news.mark_unchanged();
        match yard.app.look(list).await {
            Ok(all) => {
                for it in all {
                    let begin = || tasks.spawn(serve(yard.clone(), it.id, tell)).id();
                    running.entry(it.id).or_insert_with(begin);
                }
            }
            Err(err) => tracing::warn!(error = %err, "the webhooks could not be read"),
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { break },
            Some(ended) = tasks.join_next_with_id() => {
                // One that panics is begun again, but not at once.
                if ended.is_err() && !yard.rest(PAUSE).await {
                    break;
                }
                let task = ended.map_or_else(|err| err.id(), |it| it.0);
                running.retain(|_, it| *it != task);
            }
            () = yard.stopping() => break,
        }
        if !yard.rest(BETWEEN).await {
            break;
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// Sends to one until it is taken out of use.
async fn serve(yard: Yard, id: WebhookId, tell: Tell) {
    let (mut news, mut rung) = (yard.app.news.subscribe(), yard.app.bell.subscribe());
    loop {
        news.mark_unchanged();
        rung.mark_unchanged();
        let wait = tokio::select! {
            it = round(&yard, id, tell) => it,
            () = yard.stopping() => return,
        };
        let wait = match wait {
            Ok(Next::Gone) => return,
            Ok(Next::Now) => Duration::ZERO,
            Ok(Next::At(due)) => nap(due, yard.app.clock.now()),
            Err(err) => {
                tracing::warn!(webhook = %id, error = %err, "a webhook could not be served");
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = news.changed() => if changed.is_err() { return },
            changed = rung.changed() => if changed.is_err() { return },
            () = yard.stopping() => return,
        }
        if !yard.rest(BETWEEN).await {
            return;
        }
    }
}

/// When it is looked at again.
enum Next {
    Gone,
    Now,
    /// When something is due; `None` when something happens.
    At(Option<Millis>),
}

/// A webhook and the calls that leave now, by their events.
struct Load {
    it: Webhook,
    calls: Vec<(Seq, Option<Said>)>,
}

/// What a call says. Its id is the same over all tries and for all webhooks, another one after a restore.
struct Said {
    id: String,
    body: Vec<u8>,
}

/// Puts down what happened, and sends what is due.
async fn round(yard: &Yard, id: WebhookId, tell: Tell) -> Result<Next> {
    let app = &yard.app;
    let behind = app.look(move |look| behind(look, id)).await?;
    match behind {
        Behind::Gone => return Ok(Next::Gone),
        Behind::Stopped => return Ok(Next::At(None)),
        Behind::Nothing => {}
        Behind::Passed(name, to) => {
            // A place that is lost by a crash is only read again.
            let key = format!("passed by {name}");
            app.store.later(key, move |w| w.pass(&name, to));
        }
        Behind::Something => app.act(move |w| gather(w, id)).await?,
    }
    let (for_look, now) = (app.clone(), app.clock.now());
    let load = app.look(move |look| load(&for_look, look, id, (now, tell)));
    let load = load.await?;
    if load.calls.is_empty() {
        return app.look(move |look| next(look, id, now)).await;
    }
    let tries = send(yard, load).await?;
    let luck = luck();
    app.act(move |w| told(w, id, &tries, luck)).await?;
    Ok(Next::Now)
}

/// What happened that a webhook has not heard of.
enum Behind {
    Gone,
    Stopped,
    Nothing,
    /// None of it concerns it: under this name it has passed that place.
    Passed(String, Seq),
    Something,
}

fn behind(look: &Look<'_>, id: WebhookId) -> Result<Behind> {
    let Some(it) = look.webhook(id)?.filter(|it| it.retired_at.is_none()) else {
        return Ok(Behind::Gone);
    };
    if !it.is_on() {
        return Ok(Behind::Stopped);
    }
    let name = it.follower();
    let from = look.cursor(&name)?.unwrap_or_default();
    // A log that is shorter than what was read of it was restored: the deed finds its place.
    if look.last_seq()? < from {
        return Ok(Behind::Something);
    }
    let events = look.events_after(from, LOT)?;
    let Some(last) = events.last().map(|it| it.seq) else {
        return Ok(Behind::Nothing);
    };
    if !matters(look, &it, &events)? {
        return Ok(Behind::Passed(name, last));
    }
    let full = room(look, id)? == 0;
    Ok(if full {
        Behind::Nothing
    } else {
        Behind::Something
    })
}

fn load(app: &App, look: &Look<'_>, id: WebhookId, (now, tell): (Millis, Tell)) -> Result<Load> {
    let it = look.webhook(id)?.unwrap_or_default();
    let rests = it.rests_until.is_some_and(|until| now < until);
    if rests || !it.is_on() {
        let calls = Vec::new();
        return Ok(Load { it, calls });
    }
    let n = if it.failing_since.is_some() {
        1
    } else {
        AT_ONCE
    };
    let mut calls = Vec::new();
    for call in look.webhook_calls_due(id, now, n)? {
        // Who may hear of it may be others by now.
        let event = match event_of(look, &call)? {
            Some(event) if hears(look, &it, &event)? => Some(event),
            _ => None,
        };
        let said = event.map(|event| said(app, look, (&it, tell), &event));
        let said = said.transpose()?.flatten();
        calls.push((call.seq, said));
    }
    Ok(Load { it, calls })
}

fn said(
    app: &App,
    look: &Look<'_>,
    (it, tell): (&Webhook, Tell),
    event: &Event,
) -> Result<Option<Said>> {
    let body = tell(app, look, it, event)?;
    Ok(body.map(|it| Said {
        id: format!("evt_{}_{}", event.seq, event.at.0),
        body: it.to_string().into_bytes(),
    }))
}

fn next(look: &Look<'_>, id: WebhookId, now: Millis) -> Result<Next> {
    let Some(it) = look.webhook(id)? else {
        return Ok(Next::Gone);
    };
    let due = look.next_webhook_due(id)?;
    let due = due.map(|due| it.rests_until.map_or(due, |rest| due.max(rest)));
    let name = it.follower();
    let more = look.cursor(&name)?.unwrap_or_default() < look.last_seq()? && room(look, id)? > 0;
    Ok(if more && it.is_on() && due.is_none_or(|due| due <= now) {
        Next::Now
    } else {
        Next::At(due)
    })
}

async fn send(yard: &Yard, load: Load) -> Result<Vec<Tried>> {
    let now = yard.app.clock.now();
    let signed = secrets(&yard.app.keys, &load.it, now)?;
    let signed: Vec<&str> = signed.iter().map(String::as_str).collect();
    let sends = load.calls.into_iter().map(|(seq, said)| {
        let (url, signed) = (load.it.url.as_str(), signed.as_slice());
        async move {
            let tried = Tried {
                seq,
                ..Tried::default()
            };
            match said {
                Some(said) => post(yard, (url, signed), said, tried).await,
                None => Tried {
                    void: true,
                    ..tried
                },
            }
        }
    });
    Ok(join_all(sends).await)
}

async fn post(yard: &Yard, (url, secrets): (&str, &[&str]), said: Said, tried: Tried) -> Tried {
    let (began, at) = (Instant::now(), yard.app.clock.now().0 / 1_000);
    let answer = post_signed(&yard.net, url, secrets, (&said.id, at), said.body).await;
    let took_ms = u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX);
    let tried = Tried { took_ms, ..tried };
    let (status, asks_s, err) = match answer {
        Ok(answer) if answer.is_success() => {
            let status = answer.status;
            return Tried { status, ..tried };
        }
        Ok(answer) => {
            let text = String::from_utf8_lossy(&answer.body);
            let err = request::refused(&answer, &answer.status.to_string(), &text);
            (answer.status, answer.retry_after_s, err)
        }
        Err(err) => (0, None, err),
    };
    Tried {
        status,
        asks_s,
        trouble: word(&err).to_owned(),
        detail: err.said().chars().take(LONGEST_DETAIL).collect(),
        ..tried
    }
}

fn word(err: &SendError) -> &'static str {
    match err {
        SendError::Misconfigured { .. } => "webhook-trouble-address",
        SendError::Uncertain { .. } => "webhook-trouble-silent",
        SendError::Unreachable { .. } => "webhook-trouble-unreachable",
        _ => "webhook-trouble-refused",
    }
}

/// A number between 0 and 1 that nobody can tell.
fn luck() -> f64 {
    let random = uuid::Uuid::new_v4();
    let byte = random.as_bytes().first().copied().unwrap_or_default();
    f64::from(byte) / 255.0
}
