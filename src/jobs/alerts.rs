//! Tells places outside Lobby what happened: posted to an address, signed, or said by a bot; tried again for a while. And
//! looks whether figures of the monitor are above what somebody wants to hear of.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::App;
use crate::app::alerts::{Text, text};
use crate::board::{Count, Sight};
use crate::channels::kit::{Door, request};
use crate::channels::{api, telegram};
use crate::desk::alerts::thresholds::{self, Reading};
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AlertCallId, Id, OutletId, TeamId};
use crate::domain::monitor::Scope;
use crate::domain::monitor::alert::{AlertCall, Measure, Threshold, Way};
use crate::domain::outbound::SendError;
use crate::domain::time::Millis;
use crate::jobs::Yard;
use crate::notices::outlets::{Outcome, leave, told};
use crate::store::Look;

/// Figures are looked at this often at most, and at least.
const STEADY: Duration = Duration::from_millis(1_000);
const SELDOM: Duration = Duration::from_secs(15);

/// What was gathered for an outlet leaves.
///
/// # Errors
/// The store's.
pub async fn gathered(app: &App, outlet: OutletId) -> Result<()> {
    app.act(move |w| leave(w, outlet)).await
}

/// Sends a message to an outlet.
///
/// # Errors
/// While it is worth another try.
pub async fn send(yard: &Yard, (outlet, at, id): (OutletId, Millis, AlertCallId)) -> Result<()> {
    let url = yard.app.config.public_url.clone();
    let found = yard.app.look(move |look| {
        let call = look.alert_call(outlet, at, id)?;
        let call = call.filter(|it| it.taken_at.is_none() && !it.given_up);
        let known = look.outlet(outlet)?.filter(|it| it.retired_at.is_none());
        let Some((call, known)) = call.zip(known) else {
            return Ok(None);
        };
        let said = text(look, &call.told, &url)?;
        let connection = match &known.way {
            Way::Telegram { connection, .. } => look.connection(*connection)?,
            Way::Webhook { .. } => None,
        };
        Ok(Some((call, known, said, connection)))
    });
    let Some((call, known, said, connection)) = found.await? else {
        return Ok(());
    };
    let sent = match &known.way {
        Way::Webhook { url, sealed_secret } => {
            let secret = yard.app.keys.unseal(&known.id.bytes(), sealed_secret)?;
            post(yard, url, &String::from_utf8_lossy(&secret), &call, &said).await
        }
        Way::Telegram { chat, .. } => match connection.filter(|it| it.retired_at.is_none()) {
            Some(connection) => {
                let door = Door::open(connection, &yard.app.keys, &yard.net)?;
                telegram::say(&door, chat, &format!("{}\n{}", said.text, said.url)).await
            }
            None => Err(SendError::Misconfigured {
                detail: String::new(),
            }),
        },
    };
    let outcome = match &sent {
        Ok(()) => Outcome::Taken,
        Err(err) => {
            let detail: String = err.said().chars().take(200).collect();
            // A call whose answer never came is made again: its id is the same.
            let again = err.is_retryable() || matches!(err, SendError::Uncertain { .. });
            Outcome::Refused(err.word().to_owned(), detail, again)
        }
    };
    let again = matches!(outcome, Outcome::Refused(_, _, true));
    yard.app
        .act(move |w| told(w, (outlet, at, id), &outcome))
        .await?;
    if again {
        return Err(Error::Internal(
            "an outlet did not take an alert".to_owned(),
        ));
    }
    Ok(())
}

fn body(call: &AlertCall, said: &Text) -> Value {
    let kinds = call.told.kinds.iter();
    let kinds = kinds.map(|(kind, n)| json!({ "kind": kind.name(), "count": n }));
    json!({
        "type": if call.told.test { "alert.tested" } else { "alert" },
        "timestamp": call.at.rfc3339(),
        "data": {
            "id": call.id.to_string(),
            "count": call.told.total(),
            "kinds": kinds.collect::<Vec<_>>(),
            "conversation": said.number,
            "since": call.told.since.rfc3339(),
            "text": said.text,
            "url": said.url,
        },
    })
}

async fn post(
    yard: &Yard,
    url: &str,
    secret: &str,
    call: &AlertCall,
    said: &Text,
) -> std::result::Result<(), SendError> {
    let body = body(call, said).to_string().into_bytes();
    let (id, now) = (call.id.to_string(), yard.app.clock.now().0 / 1_000);
    let answer = api::post_signed(&yard.net, url, &[secret], (&id, now), body).await?;
    if answer.is_success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    Err(request::refused(&answer, &answer.status.to_string(), &text))
}

/// Looks at the figures somebody wants to hear of, until Lobby stops.
pub async fn watch(yard: Yard) {
    let mut news = yard.app.news.subscribe();
    loop {
        news.mark_unchanged();
        if let Err(err) = look_at(&yard.app).await {
            tracing::warn!(error = %err, "thresholds could not be looked at");
        }
        if !yard.rest(STEADY).await {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(SELDOM) => {}
            changed = news.changed() => if changed.is_err() { return },
            () = yard.stopping() => return,
        }
    }
}

/// Has told of what went above, and forgets what fell again.
///
/// # Errors
/// The store's.
pub async fn look_at(app: &App) -> Result<()> {
    let (for_look, now) = (app.clone(), app.clock.now());
    let crossed = app.look(move |look| crossed(&for_look, look, now)).await?;
    if crossed.is_empty() {
        return Ok(());
    }
    app.act(move |w| thresholds::crossed(w, &crossed)).await
}

fn crossed(app: &App, look: &Look<'_>, now: Millis) -> Result<Vec<Reading>> {
    let all = look.arranged::<Threshold>()?;
    let mut out = Vec::new();
    // Of a team all is counted once, however many want to hear of it.
    let mut counted: BTreeMap<Option<TeamId>, Count> = BTreeMap::new();
    for it in all.iter().filter(|it| it.retired_at.is_none()) {
        let count = match counted.entry(it.team) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(count_of(app, look, it.team, now)?),
        };
        let n = measured(it.measure, count, now);
        if (n > it.above) != it.over_since.is_some() {
            out.push(Reading { id: it.id, n });
        }
    }
    Ok(out)
}

/// What the conversations of a team add up to; of all, when of none.
fn count_of(app: &App, look: &Look<'_>, team: Option<TeamId>, now: Millis) -> Result<Count> {
    let viewer = Viewer::system(SystemPart::Timers);
    let scope = team.map_or(Scope::All, |it| Scope::Teams([it].into()));
    let sight = Sight {
        viewer: &viewer,
        scope: &scope,
    };
    let figures = app.board.monitor().figures(look, sight, (None, now))?;
    Ok(figures.whole)
}

fn measured(measure: Measure, it: &Count, now: Millis) -> u32 {
    let n = match measure {
        Measure::People => it.people,
        Measure::Unassigned => it.unassigned,
        Measure::Late => it.late,
        Measure::Longest => {
            let minutes = it.longest.map_or(0, |it| now.since(it.0).0 / 60_000);
            usize::try_from(minutes).unwrap_or_default()
        }
    };
    u32::try_from(n).unwrap_or(u32::MAX)
}
