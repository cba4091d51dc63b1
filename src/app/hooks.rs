//! Calls of providers, from web hooks and polling alike: kept, read, acted on. Keeping is queued before anything is read,
//! and nothing is answered as taken before it is durable; reading goes on while the group that keeps it gathers. What
//! fails after that is put aside, shown, and tried again.

use std::borrow::Cow;
use std::time::Duration;

use tokio::sync::oneshot;
use uuid::Uuid;

use crate::app::aside::bytes;
use crate::app::visitors::Rate;
use crate::app::{App, off_the_loop};
use crate::auth::secret;
use crate::channels::kit::hook::{Facing, Hook, HookError, Unreadable};
use crate::channels::kit::{Door, wording};
use crate::channels::{self, Channel};
use crate::conversations::chat::calls;
use crate::conversations::chat::hear::{Outcome, hear};
use crate::domain::agent::Agent;
use crate::domain::channel::{ChannelKind, Connection, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Id, RawId};
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::raw::{Raw, RawBody, RawSource};
use crate::domain::time::{Millis, Span};
use crate::setup::country;
use crate::store::blobs::Staged;
use crate::store::mail::{RAW_ROW_LIMIT, pack};
use crate::store::{Lane, Look, Write};

/// Reading a call takes no longer: the provider waits for its answer.
const DEADLINE: Duration = Duration::from_millis(1_500);
/// Refused calls that are shown at once.
const SHOWN: Rate = Rate {
    burst: 3,
    every: Span::seconds(10),
};
/// The largest blob of a call, bytes.
const LARGEST: u64 = 64 << 20;

/// What reading a call must know.
struct Facts {
    connection: Connection,
    country: String,
    our_names: Vec<String>,
}

/// A call as it came, before it is known whose it is.
#[derive(Debug, Clone)]
pub struct Incoming {
    pub kind: ChannelKind,
    /// As in the address.
    pub key: String,
    pub hook: Hook,
}

/// What a provider is answered: content type and body, or an empty 200.
pub type Thanks = Option<(&'static str, String)>;

/// Why a call was not taken.
#[derive(Debug)]
pub enum Refused {
    /// Nobody has this key.
    NotFound,
    /// It is not the provider's.
    Hook(HookError),
    /// It could not be kept: the provider must call again.
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(err: Error) -> Self {
        Refused::Failed(err)
    }
}

/// A call on its way: its keeping is queued before it is read, and waited for before it is answered.
struct Keeping {
    raw: Raw,
    kept: oneshot::Receiver<Result<()>>,
}

type Heards = Result<Vec<Heard>, Unreadable>;

/// Takes a call from the web: durable when this answers.
///
/// # Errors
/// [`Refused`].
pub async fn called(app: &App, it: Incoming) -> Result<Thanks, Refused> {
    let (told, keeping) = oneshot::channel();
    let inner = app.clone();
    let reading = off_the_loop(move || {
        let facts = inner
            .store
            .look(|look| facts_of(look, it.kind, &it.key))?
            .ok_or(Refused::NotFound)?;
        let channel = channels::of(it.kind).ok_or(Refused::NotFound)?;
        let door = Door::open(facts.connection.clone(), &inner.keys, &inner.net)?;
        if let Err(err) = channel.verify(&door, &it.hook) {
            note_refused(&inner, &facts.connection, &it.hook, err);
            return Err(Refused::Hook(err));
        }
        let thanks = channel.thanks(&it.hook.body);
        let _ = told.send((keep(&inner, &facts, &it.hook.body)?, thanks));
        Ok(heard(channel, &facts, (it.hook.at, &it.hook.body)))
    });
    let read = tokio::time::timeout(DEADLINE, reading).await;
    let Ok((keeping, thanks)) = keeping.await else {
        // It did not come so far as to be kept.
        return Err(match read {
            Ok(Ok(Err(refused))) => refused,
            Ok(Err(err)) => Refused::Failed(err),
            Ok(Ok(Ok(_))) | Err(_) => Refused::Failed(stopping()),
        });
    };
    let heards = match read {
        Ok(Ok(Ok(heards))) => heards,
        Ok(Ok(Err(refused))) => return Err(refused),
        Ok(Err(_)) => Err(Unreadable::new("parked-crashed", "")),
        Err(_) => Err(Unreadable::new("parked-slow", "")),
    };
    finish(app, keeping, heards).await?;
    Ok(thanks)
}

/// What a provider is answered that asks before it calls.
///
/// # Errors
/// [`Refused`].
pub async fn asked(app: &App, it: Incoming) -> Result<String, Refused> {
    let inner = app.clone();
    let answering = off_the_loop(move || {
        let found = inner.store.look(|look| facts_of(look, it.kind, &it.key))?;
        let facts = found.ok_or(Refused::NotFound)?;
        let channel = channels::of(it.kind).ok_or(Refused::NotFound)?;
        let door = Door::open(facts.connection, &inner.keys, &inner.net)?;
        channel.answer(&door, &it.hook).ok_or(Refused::NotFound)
    });
    answering.await?
}

/// Takes what a provider answered when it was asked. It is durable when this answers.
///
/// # Errors
/// [`Error::Unavailable`] when it could not be kept: it must be asked for again.
pub async fn take(app: &App, connection: &Connection, body: Vec<u8>) -> Result<()> {
    let (inner, connection, at) = (app.clone(), connection.clone(), app.clock.now());
    let (told, keeping) = oneshot::channel();
    let reading = off_the_loop(move || {
        let facts = inner.store.look(|look| facts(look, &connection))?;
        let channel = channels::of(connection.kind);
        let channel = channel.ok_or_else(|| Error::not_found("kind of channel"))?;
        let _ = told.send(keep(&inner, &facts, &body)?);
        Ok::<_, Error>(heard(channel, &facts, (at, &body)))
    });
    let read = reading.await;
    let Ok(keeping) = keeping.await else {
        return Err(read.and_then(|it| it).err().unwrap_or_else(stopping));
    };
    let crashed = || Unreadable::new("parked-crashed", "");
    let heards = match read {
        Ok(heards) => heards?,
        Err(_) => Err(crashed()),
    };
    finish(app, keeping, heards).await
}

/// Reads a call again that was kept before. What of it had effect has none again.
///
/// # Errors
/// [`Error::NotFound`] when it is gone; the store's.
pub async fn again(app: &App, id: RawId) -> Result<()> {
    let (inner, blobs) = (app.clone(), app.blobs.clone());
    let reading = off_the_loop(move || {
        let (raw, facts, body) = inner.store.look(|look| {
            let gone = || Error::not_found("call");
            let raw = look
                .raw_input(id)?
                .filter(|it| it.source == RawSource::Hook);
            let raw = raw.ok_or_else(gone)?;
            let connection = look.connection(raw.connection)?.ok_or_else(gone)?;
            let body = bytes(look, &blobs, id, u64::MAX)?;
            Ok((raw, facts(look, &connection)?, body))
        })?;
        let channel = channels::of(facts.connection.kind);
        let channel = channel.ok_or_else(|| Error::not_found("kind of channel"))?;
        let heards = heard(channel, &facts, (raw.at, &body));
        Ok::<_, Error>((raw, heards))
    });
    let (raw, heards) = reading.await??;
    act_on(app, raw, heards).await
}

/// Takes what was said on pages of Lobby's own: nothing is raw about it. It is durable when this answers.
///
/// # Errors
/// The deed's own; [`Error::Unavailable`] when it could not be kept.
pub async fn said(app: &App, connection: &Connection, mut heard: Heard) -> Result<Outcome> {
    let (inner, connection) = (app.clone(), connection.clone());
    let queued = off_the_loop(move || {
        let facts = inner.store.look(|look| facts(look, &connection))?;
        let names: Vec<&str> = facts.our_names.iter().map(String::as_str).collect();
        wording::read(&mut heard.news, &names, &facts.country);
        let deed = move |w: &mut Write<'_>| {
            let outcome = hear(w, connection.id, RawId::default(), &heard)?;
            calls::heard(w, connection.id, w.now())?;
            Ok(outcome)
        };
        Ok::<_, Error>(begin(&inner, deed))
    });
    queued.await??.await.unwrap_or(Err(stopping()))
}

/// Queues the keeping of a call; what it is answered comes with the receiver.
fn keep(app: &App, facts: &Facts, bytes: &[u8]) -> Result<Keeping> {
    let (body, packed, staged) = if bytes.len() <= RAW_ROW_LIMIT {
        (RawBody::Row, Some(pack(bytes)), None)
    } else {
        let staged = app.blobs.stage(&mut &*bytes, LARGEST)?;
        (RawBody::Blob(staged.hash), None, Some(staged))
    };
    let raw = Raw {
        id: RawId::from_uuid(Uuid::now_v7()),
        connection: facts.connection.id,
        at: app.clock.now(),
        size: bytes.len() as u64,
        body,
        source: RawSource::Hook,
    };
    let (told, kept) = oneshot::channel();
    let row = raw.clone();
    let deed = move |w: &mut Write<'_>| calls::keep(w, &row, packed.as_deref());
    app.store.act_with(Lane::Hand, deed, move |it| {
        drop(staged);
        let _ = told.send(it.map(|_| ()));
    });
    Ok(Keeping { raw, kept })
}

/// Reads a call. Pure, but for the time it takes.
fn heard(channel: &dyn Channel, facts: &Facts, (at, body): (Millis, &[u8])) -> Heards {
    let none = ProviderSettings::default();
    let facing = Facing {
        settings: facts.connection.provider().unwrap_or(&none),
        country: &facts.country,
        at,
    };
    let mut heard = channel.receive(&facing, body)?;
    let names: Vec<&str> = facts.our_names.iter().map(String::as_str).collect();
    for it in &mut heard {
        wording::read(&mut it.news, &names, &facts.country);
    }
    Ok(heard)
}

fn facts_of(look: &Look<'_>, kind: ChannelKind, key: &str) -> Result<Option<Facts>> {
    let all = look.arranged::<Connection>()?;
    let found = all.iter().find(|it| {
        it.kind == kind
            && it.retired_at.is_none()
            && !it.key.is_empty()
            && secret::same(&it.key, key)
    });
    found.map(|it| facts(look, it)).transpose()
}

fn facts(look: &Look<'_>, connection: &Connection) -> Result<Facts> {
    let business = look.business()?.unwrap_or_default();
    let mut our_names = vec![business.name.clone()];
    let agents = look.arranged::<Agent>()?;
    our_names.extend(agents.iter().map(|it| it.name.clone()));
    our_names.retain(|it| !it.is_empty());
    let country = country::find(&business.country).map_or("", |it| it.phone);
    Ok(Facts {
        connection: connection.clone(),
        country: country.to_owned(),
        our_names,
    })
}

/// Shown on the channel's page: a few at once, since somebody may be trying it; of more, one row stands for all of a
/// while, so that a flood of them writes little.
fn note_refused(app: &App, connection: &Connection, hook: &Hook, err: HookError) {
    tracing::info!(connection = %connection.id, code = err.word(), "a call was refused");
    let (id, size) = (connection.id, hook.body.len() as u64);
    let note = move |w: &mut Write<'_>| calls::refused(w, id, (size, err.word()));
    if app
        .visitors
        .count("refused", id, SHOWN, app.clock.now())
        .is_err()
    {
        return app.store.later(format!("refused {id}"), note);
    }
    let hub = app.hub.clone();
    app.store
        .act_with(Lane::Hand, note, move |_| hub.called(id));
}

/// Acts on a call and waits until it is kept.
async fn finish(app: &App, keeping: Keeping, heards: Heards) -> Result<()> {
    let acted = act_on(app, keeping.raw, heards).await;
    keeping.kept.await.unwrap_or(Err(stopping()))?;
    acted
}

/// Acts on each event of a call; what fails is put aside with the reason.
async fn act_on(app: &App, raw: Raw, heards: Heards) -> Result<()> {
    let failure = match heards {
        Ok(heard) => match act(app, &raw, heard).await {
            Ok(()) => return Ok(()),
            Err(err @ Error::Unavailable { .. }) => return Err(err),
            Err(err) => Unreadable::new("parked-failed", err.to_string()),
        },
        Err(unreadable) => unreadable,
    };
    let connection = raw.connection;
    tracing::warn!(%connection, code = failure.code, "a call was put aside");
    app.act(move |w| calls::aside(w, &raw, (failure.code, &failure.detail)))
        .await?;
    app.hub.called(connection);
    Ok(())
}

/// One deed an event. A call with one event, as nearly all are, is closed by that very deed.
async fn act(app: &App, raw: &Raw, heard: Vec<Heard>) -> Result<()> {
    let (mut heard, _staged) = with_files(app, heard).await?;
    if heard.len() > 1 {
        return act_on_each(app, raw, heard).await;
    }
    let (raw, connection, only) = (raw.clone(), raw.connection, heard.pop());
    let answer = begin(app, move |w| {
        let Some(it) = &only else {
            return calls::done(w, &raw, (0, 0));
        };
        let it = with_ids(w, it);
        let outcome = hear(w, connection, raw.id, &it)?;
        calls::done(w, &raw, (1, u32::from(outcome == Outcome::Known)))
    });
    answer.await.unwrap_or(Err(stopping()))?;
    app.hub.called(connection);
    Ok(())
}

/// All queued at once, so that the writer makes one group of them, and the call closed behind them.
async fn act_on_each(app: &App, raw: &Raw, heard: Vec<Heard>) -> Result<()> {
    let events = u32::try_from(heard.len()).unwrap_or(u32::MAX);
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
    let (hub, connection) = (app.hub.clone(), raw.connection);
    // It shows on the channel's page only: nobody waits for it, and a call read twice has effect once.
    let deed = move |w: &mut Write<'_>| calls::done(w, &raw, (events, known));
    app.store
        .act_with(Lane::Hand, deed, move |_| hub.called(connection));
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
fn with_ids<'h>(w: &mut Write<'_>, heard: &'h Heard) -> Cow<'h, Heard> {
    let (News::Said(said) | News::Echoed(said) | News::Edited { now: said, .. }) = &heard.news
    else {
        return Cow::Borrowed(heard);
    };
    if said.attachments.is_empty() {
        return Cow::Borrowed(heard);
    }
    let mut heard = heard.clone();
    let files = input(&mut heard).map(|it| &mut it.attachments);
    for file in files.into_iter().flatten() {
        file.id = w.new_id();
    }
    Cow::Owned(heard)
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
