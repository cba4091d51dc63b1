//! Setting a channel up at its provider: once for its settings and its address, tried again until it is done.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use serde_json::json;

use crate::channels;
use crate::channels::SetUp;
use crate::channels::kit::{CheckLine, Trouble};
use crate::desk::providers;
use crate::domain::channel::{Connection, HealthState};
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::jobs::health::{self, Half};
use crate::jobs::{Yard, renew};
use crate::store::Write;

/// The first wait after a trouble, and the longest.
const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(300);
/// Where a person must act first, trying again is only for what mends itself after all.
const SELDOM: Duration = Duration::from_secs(900);
/// What was set up last, as learnt of the connection.
const MARK: &str = "set_up";
/// The steps and what came of each, as learnt: a list of `{what, code, detail, said}` in JSON.
const STEPS: &str = "steps";

/// Sets it up, unless that was done for these very settings; false when Lobby stops or the connection ends meanwhile.
pub async fn run(yard: &Yard, id: ConnectionId) -> bool {
    let mut failures = 0_u32;
    loop {
        let tried = tokio::select! {
            it = once(yard, id) => it,
            () = yard.stopping() => return false,
        };
        failures = failures.saturating_add(1);
        let mut wait = (FIRST * 2_u32.saturating_pow(failures.min(8) - 1)).min(LONGEST);
        match tried {
            Ok(None) => return true,
            Ok(Some(trouble)) => {
                tracing::info!(connection = %id, code = trouble.code, "a channel is not set up");
                health::tell(&yard.app, id, Half::In, Some(&trouble)).await;
                if trouble.needs_you {
                    wait = SELDOM;
                }
            }
            Err(err) => tracing::warn!(connection = %id, error = %err, "a channel was not set up"),
        }
        if !yard.rest(wait).await {
            return false;
        }
    }
}

/// One try; `None` when it is done.
async fn once(yard: &Yard, id: ConnectionId) -> Result<Option<Trouble>> {
    let door = match renew::door(yard, id).await? {
        Ok(it) => it,
        Err(trouble) => return Ok(Some(trouble)),
    };
    let connection = &door.connection;
    let Some((channel, settings)) = channels::of(connection.kind).zip(connection.provider()) else {
        return Ok(None);
    };
    let url = connection.hook_url(&yard.app.config.public_url);
    let url = url.unwrap_or_default();
    let mark = mark(connection, &url);
    // A health put back to new says: somebody mended it.
    if connection.health.state != HealthState::New && settings.learnt(MARK) == mark {
        return Ok(None);
    }
    let done = channel.set_up(&door, &url).await;
    keep(yard, id, &done, mark).await?;
    Ok(done.trouble)
}

async fn keep(yard: &Yard, id: ConnectionId, done: &SetUp, mark: String) -> Result<()> {
    if done.lines.is_empty() && done.learnt.is_empty() {
        return Ok(());
    }
    let mut learnt = done.learnt.clone();
    learnt.push((STEPS.to_owned(), steps(done)));
    if done.trouble.is_none() {
        learnt.push((MARK.to_owned(), mark));
    }
    let deed = move |w: &mut Write<'_>| providers::learn(w, id, &learnt);
    yard.app.act(deed).await?;
    if done.trouble.is_none() {
        health::tell(&yard.app, id, Half::In, None).await;
    }
    Ok(())
}

fn steps(done: &SetUp) -> String {
    let line = |it: &CheckLine| {
        let (code, said) = it.problem.clone().unwrap_or_default();
        json!({ "what": it.what, "code": code, "said": said, "detail": it.detail })
    };
    json!(done.lines.iter().map(line).collect::<Vec<_>>()).to_string()
}

/// What it is set up for, as a digest: settings, secrets as sealed, and the address that is called.
fn mark(connection: &Connection, url: &str) -> String {
    let settings = connection.provider().cloned().unwrap_or_default();
    let whole = json!([settings.values, settings.sealed, url]).to_string();
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, whole.as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::channel::{ConnectionSettings, ProviderSettings};

    #[test]
    fn what_is_learnt_asks_for_no_new_set_up_and_what_is_filled_in_does() {
        let with = |change: fn(&mut ProviderSettings)| {
            let mut settings = ProviderSettings::default();
            change(&mut settings);
            Connection {
                settings: ConnectionSettings::Provider(Box::new(settings)),
                ..Connection::default()
            }
        };
        let put = |it: &mut ProviderSettings| {
            it.values.insert("mode".to_owned(), "poll".to_owned());
        };
        let learnt = |it: &mut ProviderSettings| {
            it.learnt.insert("name".to_owned(), "x".to_owned());
        };
        let plain = mark(&with(|_| {}), "https://a.example");
        assert_eq!(plain, mark(&with(learnt), "https://a.example"));
        assert_ne!(plain, mark(&with(put), "https://a.example"));
        assert_ne!(plain, mark(&with(|_| {}), "https://b.example"));
    }
}
