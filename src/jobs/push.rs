//! Pushes what is unread to people's devices: sealed for each, tried again when its service is busy, forgotten when that
//! does not know it any more.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::app::App;
use crate::app::noticed::{Said, said};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, Id, NoticeId, PushDeviceId};
use crate::domain::notice::PushDevice;
use crate::domain::time::Span;
use crate::jobs::Yard;
use crate::net::NetError;
use crate::net::push::{LONGEST, Push, origin};
use crate::notices::devices::{Outcome, told};
use crate::notices::push::{device, fan_out, wanted};
use crate::notices::viewer;
use crate::store::Write;
use crate::words::Words;

/// A device that is off for longer is told by the list.
const KEPT_S: u32 = 12 * 3_600;
/// A proof of who we are lasts so long (a day at most: RFC 8292, 2).
const PROOF: Span = Span::hours(12);
/// Characters of a text in a message.
const TEXT: usize = 300;

/// Something is to be pushed: to which devices, or not yet.
///
/// # Errors
/// The store's.
pub async fn push(yard: &Yard, agent: AgentId, notice: NoticeId) -> Result<()> {
    let now = yard.app.clock.now();
    let (eyes, looks) = (yard.app.eyes.all(now), yard.app.eyes.are_open(agent, now));
    let deed = move |w: &mut Write<'_>| fan_out(w, (agent, notice), &eyes, looks);
    yard.app.act(deed).await
}

/// Pushes one notice to one device.
///
/// # Errors
/// When its service is busy or not to be reached: it is tried again.
pub async fn push_to(
    yard: &Yard,
    agent: AgentId,
    notice: NoticeId,
    to: PushDeviceId,
) -> Result<()> {
    let now = yard.app.clock.now();
    let eyes = yard.app.eyes.all(now);
    let found = yard
        .app
        .look(move |look| {
            let Some(device) = device(look, agent, to)? else {
                return Ok(None);
            };
            let Some((agent, seen)) = wanted(look, (agent, notice), &eyes, now)? else {
                return Ok(None);
            };
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            let it = said(look, &words, &viewer(&agent), &seen)?;
            Ok(Some((device, message(&it, notice, agent.telling.no_texts))))
        })
        .await?;
    match found {
        Some((device, text)) => send(&yard.app, &device, &topic(notice), &text).await,
        None => Ok(()),
    }
}

/// A message to see that a device is reached.
///
/// # Errors
/// As [`push_to`].
pub async fn test(yard: &Yard, agent: AgentId, to: PushDeviceId) -> Result<()> {
    let found = yard
        .app
        .look(move |look| {
            let agent = look
                .agent(agent)?
                .ok_or_else(|| Error::not_found("agent"))?;
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            let it = Said {
                title: words.t("push-test-title"),
                text: words.t("push-test-text"),
                href: "/notifications".to_owned(),
                ..Said::default()
            };
            let device = device(look, agent.id, to)?;
            Ok(device.map(|device| (device, message(&it, NoticeId::default(), false))))
        })
        .await?;
    match found {
        Some((device, text)) => send(&yard.app, &device, "test", &text).await,
        None => Ok(()),
    }
}

/// What the worker of the pages shows.
fn message(it: &Said, notice: NoticeId, no_texts: bool) -> String {
    let number = it.number.map(|it| format!("#{it}")).unwrap_or_default();
    let text: String = it.text.chars().take(TEXT).collect();
    let lines = if no_texts {
        vec![number]
    } else {
        vec![it.about.chars().take(TEXT).collect(), text]
    };
    let body: Vec<String> = lines.into_iter().filter(|it| !it.is_empty()).collect();
    let whole = json!({
        "title": it.title,
        "body": body.join("\n"),
        "href": it.href,
        "tag": notice.to_string(),
    });
    whole.to_string()
}

/// What takes the place of an earlier message of the same: 22 characters of base64 for addresses.
fn topic(notice: NoticeId) -> String {
    URL_SAFE_NO_PAD.encode(notice.bytes())
}

async fn send(app: &App, device: &PushDevice, topic: &str, text: &str) -> Result<()> {
    let outcome = match handed(app, device, topic, text).await? {
        Ok(outcome) => outcome,
        Err(busy) => {
            note(app, device, Outcome::Refused(busy.clone())).await?;
            return Err(Error::Internal(format!("a push service: {busy}")));
        }
    };
    note(app, device, outcome).await
}

async fn note(app: &App, device: &PushDevice, outcome: Outcome) -> Result<()> {
    let of = (device.agent, device.id);
    app.act(move |w| told(w, of, &outcome)).await
}

/// What became of it; an error is why it is worth another try.
async fn handed(
    app: &App,
    device: &PushDevice,
    topic: &str,
    text: &str,
) -> Result<Result<Outcome, String>> {
    let refused = |code: &str| Ok(Ok(Outcome::Refused(code.to_owned())));
    let Some(audience) = origin(&device.endpoint) else {
        return refused("push-refused");
    };
    let expires = (app.clock.now() + PROOF).0 / 1_000;
    let vapid = app.keys.vapid()?;
    let authorization = vapid.authorization(&audience, expires, &contact(app))?;
    debug_assert!(text.len() <= LONGEST);
    let push = Push {
        endpoint: &device.endpoint,
        key: &device.key,
        secret: &device.secret,
        authorization: &authorization,
        keep_s: KEPT_S,
        topic,
        text: text.as_bytes(),
    };
    Ok(match app.net.push(push).await {
        Ok(answer) => match answer.status {
            200..=299 => Ok(Outcome::Taken),
            404 | 410 => Ok(Outcome::Gone),
            429 | 500..=599 => Err("push-busy".to_owned()),
            _ => return refused("push-refused"),
        },
        // Addresses inside are not called, however they came here.
        Err(NetError::Blocked | NetError::Protocol) => return refused("push-refused"),
        Err(_) => Err("push-unreachable".to_owned()),
    })
}

/// Where we are found, as a push service may want to know.
fn contact(app: &App) -> String {
    let url = &app.config.public_url;
    if url.starts_with("https://") {
        return url.clone();
    }
    let host = origin(url).unwrap_or_default();
    let host = host.split("://").nth(1).unwrap_or("localhost");
    format!(
        "mailto:lobby@{}",
        host.split(':').next().unwrap_or("localhost")
    )
}
