//! Calls of providers, from web hooks and polling alike: kept, read, acted on. What was kept is answered as taken; what
//! fails after that is put aside, shown, and tried again.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::app::{App, off_the_loop};
use crate::channels;
use crate::channels::kit::hook::{Facing, Unreadable};
use crate::channels::kit::wording;
use crate::conversations::chat::calls;
use crate::conversations::chat::hear::{Outcome, hear};
use crate::domain::channel::{Connection, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::domain::id::RawId;
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::raw::{Raw, RawBody, RawSource};
use crate::setup::country;
use crate::store::blobs::Staged;
use crate::store::mail::{RAW_ROW_LIMIT, pack};
use crate::store::{Lane, Look, Write};

/// Reading a call takes no longer: the provider waits for its answer.
const DEADLINE: Duration = Duration::from_millis(1_500);
/// Read again without somebody waiting.
const LATER_DEADLINE: Duration = Duration::from_secs(30);
/// The largest blob of a call, bytes.
const LARGEST: u64 = 64 << 20;

/// What reading a call must know of the business.
struct Facts {
    settings: ProviderSettings,
    country: String,
    our_names: Vec<String>,
}

/// Takes a call that is known to be the provider's. It is durable when this answers.
///
/// # Errors
/// [`Error::Unavailable`] when it could not be kept: the provider must call again.
pub async fn take(app: &App, connection: &Connection, body: Vec<u8>) -> Result<()> {
    let body = Arc::new(body);
    let raw = keep(app, connection, body.clone()).await?;
    act_on(app, connection, (raw, body), DEADLINE).await
}

/// Reads a call again that was kept before. What of it had effect has none again.
///
/// # Errors
/// [`Error::NotFound`] when it is gone; the store's.
pub async fn again(app: &App, id: RawId) -> Result<()> {
    let found = app
        .look(move |look| {
            let Some(raw) = look
                .raw_input(id)?
                .filter(|it| it.source == RawSource::Hook)
            else {
                return Ok(None);
            };
            let connection = look.connection(raw.connection)?;
            Ok(connection.map(|it| (raw, it)))
        })
        .await?;
    let (raw, connection) = found.ok_or_else(|| Error::not_found("call"))?;
    let (blobs, kept) = (app.blobs.clone(), raw.clone());
    let body = app
        .look(move |look| crate::app::aside::bytes(look, &blobs, kept.id, u64::MAX))
        .await?;
    act_on(app, &connection, (raw, Arc::new(body)), LATER_DEADLINE).await
}

async fn keep(app: &App, connection: &Connection, bytes: Arc<Vec<u8>>) -> Result<Raw> {
    let blobs = app.blobs.clone();
    let (body, packed, size, _staged) = off_the_loop(move || {
        let size = bytes.len() as u64;
        if bytes.len() <= RAW_ROW_LIMIT {
            return Ok((RawBody::Row, Some(pack(&bytes)), size, None::<Staged>));
        }
        let staged = blobs.stage(&mut bytes.as_slice(), LARGEST)?;
        Ok::<_, Error>((RawBody::Blob(staged.hash), None, size, Some(staged)))
    })
    .await??;
    let id = connection.id;
    app.act(move |w| calls::keep(w, id, (size, body, packed.as_deref())))
        .await
}

/// Reads a kept call and acts on each of its events; what fails is put aside with the reason.
async fn act_on(
    app: &App,
    connection: &Connection,
    (raw, body): (Raw, Arc<Vec<u8>>),
    deadline: Duration,
) -> Result<()> {
    let failure = match read(app, connection, (raw.at, body), deadline).await? {
        Ok(heard) => match act(app, &raw, heard).await {
            Ok(()) => return Ok(()),
            Err(err @ Error::Unavailable { .. }) => return Err(err),
            Err(err) => Unreadable::new("parked-failed", err.to_string()),
        },
        Err(unreadable) => unreadable,
    };
    tracing::warn!(connection = %raw.connection, code = failure.code, "a call was put aside");
    app.act(move |w| calls::aside(w, &raw, (failure.code, &failure.detail)))
        .await
}

/// Reads a call on a thread with a deadline; a panic is one call that cannot be read.
async fn read(
    app: &App,
    connection: &Connection,
    (at, body): (crate::domain::time::Millis, Arc<Vec<u8>>),
    deadline: Duration,
) -> Result<Result<Vec<Heard>, Unreadable>> {
    let Some(channel) = channels::of(connection.kind) else {
        return Ok(Err(Unreadable::new("parked-failed", "no such kind")));
    };
    let settings = connection.provider().cloned().unwrap_or_default();
    let facts = app.look(move |look| facts(look, &settings)).await?;
    let reading = off_the_loop(move || {
        let facing = Facing {
            settings: &facts.settings,
            country: &facts.country,
            at,
        };
        let mut heard = channel.receive(&facing, &body)?;
        let names: Vec<&str> = facts.our_names.iter().map(String::as_str).collect();
        for it in &mut heard {
            wording::read(&mut it.news, &names);
        }
        Ok(heard)
    });
    Ok(match tokio::time::timeout(deadline, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(_)) => Err(Unreadable::new("parked-crashed", "")),
        Err(_) => Err(Unreadable::new("parked-slow", "")),
    })
}

fn facts(look: &Look<'_>, settings: &ProviderSettings) -> Result<Facts> {
    let business = look.business()?.unwrap_or_default();
    let mut our_names = vec![business.name.clone()];
    our_names.extend(look.agents()?.into_iter().map(|it| it.name));
    our_names.retain(|it| !it.is_empty());
    let country = country::find(&business.country).map_or("", |it| it.phone);
    Ok(Facts {
        settings: settings.clone(),
        country: country.to_owned(),
        our_names,
    })
}

/// One deed an event, all queued at once so that the writer makes one group of them, and the call closed behind them.
async fn act(app: &App, raw: &Raw, heard: Vec<Heard>) -> Result<()> {
    let events = u32::try_from(heard.len()).unwrap_or(u32::MAX);
    let (heard, _staged) = with_files(app, heard).await?;
    let mut answers = Vec::with_capacity(heard.len());
    for it in heard {
        let (connection, id) = (raw.connection, raw.id);
        answers.push(begin(app, move |w| {
            let it = with_ids(w, &it);
            hear(w, connection, id, &it)
        }));
    }
    let mut known = 0;
    let mut failed = None;
    for answer in answers {
        match answer.await.unwrap_or(Err(stopping())) {
            Ok(Outcome::Known) => known += 1,
            Ok(_) => {}
            Err(err @ Error::Unavailable { .. }) => return Err(err),
            Err(err) => failed = Some(err),
        }
    }
    if let Some(err) = failed {
        return Err(err);
    }
    let raw = raw.clone();
    // It shows on the channel's page only: nobody waits for it, and a call read twice has effect once.
    let key = format!("call {}", raw.id);
    app.store
        .later(key, move |w| calls::done(w, &raw, (events, known)));
    Ok(())
}

/// Stages what came within the call.
async fn with_files(app: &App, mut heard: Vec<Heard>) -> Result<(Vec<Heard>, Vec<Staged>)> {
    if heard.iter().all(|it| it.files.is_empty()) {
        return Ok((heard, Vec::new()));
    }
    let blobs = app.blobs.clone();
    off_the_loop(move || {
        let mut lot = blobs.lot();
        for it in &mut heard {
            let files = std::mem::take(&mut it.files);
            let mut attachments = input(it).map(|it| &mut it.attachments);
            for (place, bytes) in files {
                let (hash, size) = lot.add(&mut bytes.as_slice(), LARGEST)?;
                let file = attachments.as_mut().and_then(|it| it.get_mut(place));
                if let Some(file) = file {
                    (file.blob, file.size, file.media) = (hash, size, None);
                }
            }
        }
        Ok((heard, lot.settle()?))
    })
    .await?
}

/// The message in a piece of news.
fn input(heard: &mut Heard) -> Option<&mut Inbound> {
    match &mut heard.news {
        News::Said(it) | News::Echoed(it) => Some(it),
        News::Edited { now, .. } => Some(now),
        _ => None,
    }
}

/// Files get their ids within the deed.
fn with_ids(w: &mut Write<'_>, heard: &Heard) -> Heard {
    let mut heard = heard.clone();
    for file in input(&mut heard)
        .into_iter()
        .flat_map(|it| &mut it.attachments)
    {
        file.id = w.new_id();
    }
    heard
}

fn begin<T: Send + 'static>(
    app: &App,
    deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
) -> oneshot::Receiver<Result<T>> {
    let (reply, answer) = oneshot::channel();
    app.store.act_with(Lane::Hand, deed, move |it| {
        let _ = reply.send(it.map(|(value, _)| value));
    });
    answer
}

fn stopping() -> Error {
    Error::Unavailable {
        code: "stopping",
        retry_after_s: 5,
    }
}
