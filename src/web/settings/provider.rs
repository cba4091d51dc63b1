//! `/settings/channels/{id}` of a channel that is reached by an API: whether it works, where it is called, the last calls
//! with what became of them, how it is reached, and taking it out of use.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;
use serde::Deserialize;

use crate::app::aside::bytes;
use crate::channels;
use crate::conversations::chat::calls;
use crate::desk::channels::{self as desk, ChannelForm};
use crate::desk::providers;
use crate::domain::channel::{Channel, Connection, ProviderSettings};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ConnectionId, RawId};
use crate::domain::raw::{Call, RawSource, Verdict};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::names::glyph;
use crate::web::settings::channel::{self, place};
use crate::web::settings::channels::{health, reason};
use crate::web::settings::trial::sentence;
use crate::web::settings::{admin, id, install, kinds, show};
use crate::web::sheet::{Form, Part, Row, Section, Sheet, Tick};
use crate::words::Words;

/// Calls shown on the page.
const CALLS: usize = 20;

/// A step of setting it up, as it was learnt.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    what: String,
    code: String,
    said: String,
    detail: String,
}

/// What the page shows of a connection beside its settings.
struct Seen {
    calls: Vec<Call>,
    silent: Option<Millis>,
}

fn seen(look: &Look<'_>, connection: ConnectionId, now: Millis) -> Result<Seen> {
    Ok(Seen {
        calls: look.calls(connection, CALLS)?,
        silent: calls::silent(look, connection, now)?,
    })
}

/// Whether a channel is one of these.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_one(asker: &Asker, id: ChannelId) -> Result<bool> {
    let found = asker.app.look(move |look| desk::find(look, id)).await?;
    Ok(found.1.provider().is_some())
}

/// The page; `about` is its section on name and team.
///
/// # Errors
/// The store's.
pub async fn sheet(
    asker: &Asker,
    (channel, connection): (&Channel, &Connection),
    about: Section,
) -> Result<Sheet> {
    let (id, now) = (connection.id, asker.now);
    let seen = asker.app.look(move |look| seen(look, id, now)).await?;
    let words = &asker.words;
    let settings = connection.provider().cloned().unwrap_or_default();
    let kind = channels::of(channel.kind).ok_or_else(|| Error::not_found("page"))?;
    let mut sheet = Sheet::new(channel.name.clone(), words.t(glyph(channel.kind).1))
        .back("/settings/channels", words.t("set-channels"));
    if let Some(since) = seen.silent {
        let said = words.t_of("channel-silent", "time", words.date_time(since));
        let text = format!("{said} {}", words.t("channel-silent-text"));
        sheet.banner("warn", text);
    }
    sheet = sheet.with(state(words, channel, connection, &settings));
    let how = install::section(asker, channel, connection).unwrap_or_else(|| {
        let polled = kind.is_polled(&settings);
        let url = connection.hook_url(&asker.app.config.public_url);
        calling(words, channel.id, (url.filter(|_| !polled), &seen.calls))
    });
    sheet = sheet.with(how);
    sheet = sheet.with(about);
    sheet = sheet.with(reached(words, channel, &settings));
    let steps = kinds::steps(words, channel.kind);
    if !steps.is_empty() {
        let how = Section::of(words.t("kind-steps"), vec![Part::Numbered(steps)]);
        sheet = sheet.with(how.folded(false));
    }
    Ok(sheet.with(retiring(words, channel.id)))
}

/// Does it work, since when, why not; when something last came and went; trying it now.
fn state(
    words: &Words,
    channel: &Channel,
    connection: &Connection,
    settings: &ProviderSettings,
) -> Section {
    let now = &connection.health;
    let since = words.t_of("health-since", "time", words.date_time(now.since));
    let said = [reason(words, connection), now.detail.clone(), since];
    let said: Vec<String> = said.into_iter().filter(|it| !it.is_empty()).collect();
    let mut rows = vec![Row {
        title: words.t("health-title"),
        text: said.join(" · "),
        health: Some(health(words, connection)),
        ..Row::default()
    }];
    let row = |title: String, text: String| Row {
        title,
        text,
        ..Row::default()
    };
    let last =
        |at: Option<Millis>| at.map_or_else(|| words.t("health-never"), |it| words.date_time(it));
    rows.push(row(words.t("health-last-call"), last(now.last_in)));
    rows.push(row(words.t("health-last-answer"), last(now.last_out)));
    for (name, value) in &settings.learnt {
        let key = format!("learnt-{}-{}", channel.kind.name(), name.replace('_', "-"));
        let label = words.maybe(&key);
        if !label.is_empty() && !value.is_empty() {
            rows.push(row(label, value.clone()));
        }
    }
    let action = format!("{}/test", place(channel.id));
    let test = Form::button(action, words.t("check-now"));
    let mut parts = vec![Part::Rows(rows)];
    let steps = set_up(words, settings);
    if !steps.is_empty() {
        parts.push(Part::Ticks(steps));
    }
    parts.push(Part::Form(test));
    Section::of(String::new(), parts).id("health")
}

/// Where it is called, and what came; while nothing came yet, the page looks again by itself.
fn calling(words: &Words, id: ChannelId, (url, calls): (Option<String>, &[Call])) -> Section {
    let mut parts = Vec::new();
    parts.extend(url.map(|it| Part::Copy(words.t("channel-hook"), it)));
    let came = calls.iter().any(|it| it.verdict != Verdict::Refused);
    let (state, key, detail) = if came {
        ("ok", "channel-first-came", "")
    } else {
        ("wait", "channel-waiting", "channel-waiting-text")
    };
    parts.push(Part::Ticks(vec![Tick {
        state,
        text: words.t(key),
        detail: if detail.is_empty() {
            String::new()
        } else {
            words.t(detail)
        },
        href: String::new(),
    }]));
    if calls.is_empty() {
        parts.push(Part::Text(words.t("channel-no-calls")));
    } else {
        let rows = calls.iter().map(|it| row(words, id, it)).collect();
        parts.push(Part::Rows(rows));
    }
    let mut section = Section::of(words.t("calls-title"), parts)
        .text(words.t("calls-about"))
        .id("calls");
    section.live = !came;
    section
}

/// One call: its verdict and why, when, how large; its bytes, and reading it again.
fn row(words: &Words, channel: ChannelId, it: &Call) -> Row {
    let colour = match it.verdict {
        Verdict::Done => "ok",
        Verdict::Kept => "wait",
        Verdict::Parked => "warn",
        Verdict::Refused => "bad",
    };
    let mut said = Vec::new();
    if !it.code.is_empty() {
        said.push(words.t(&it.code));
    }
    if !it.detail.is_empty() {
        said.push(it.detail.clone());
    }
    for (key, n) in [
        ("calls-events", it.events),
        ("calls-known", it.known),
        ("calls-tries", it.attempts),
    ] {
        if n > 0 {
            said.push(words.t_n(key, n));
        }
    }
    said.push(words.bytes(it.size));
    let here = format!("{}/calls/{}", place(channel), it.raw);
    let acts = if it.verdict == Verdict::Refused {
        Vec::new()
    } else {
        vec![
            Form::button(format!("{here}/original"), words.t("calls-raw")).by_get(),
            Form::button(format!("{here}/replay"), words.t("calls-replay")),
        ]
    };
    Row {
        title: words.date_time(it.at),
        text: said.join(" · "),
        health: Some((colour, words.t(&format!("verdict-{}", it.verdict.name())))),
        acts,
        ..Row::default()
    }
}

fn reached(words: &Words, channel: &Channel, settings: &ProviderSettings) -> Section {
    let form = Form::new(
        format!("{}/servers", place(channel.id)),
        words.t("act-save"),
        kinds::kept(words, channel.kind, settings),
    );
    Section::of(words.t("channel-settings"), vec![Part::Form(form)])
        .folded(false)
        .id("servers")
}

fn retiring(words: &Words, id: ChannelId) -> Section {
    let action = format!("{}/retire", place(id));
    let form = Form::button(action, words.t("channel-retire")).danger();
    Section::of(words.t("channel-retire"), vec![Part::Form(form)])
        .text(words.t("channel-retire-call-text"))
        .folded(false)
}

/// Changes name, team or how it is reached; the provider is told by the job that sets channels up.
///
/// # Errors
/// As [`providers::change`].
pub async fn change(
    asker: &Asker,
    id: ChannelId,
    given: Vec<(String, String)>,
    about: ChannelForm,
) -> Result<()> {
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    asker
        .app
        .act(move |w| providers::change(w, &viewer, &keys, id, (&given, &about)).map(|_| ()))
        .await
}

/// What setting it up did, a tick for each step.
fn set_up(words: &Words, settings: &ProviderSettings) -> Vec<Tick> {
    let steps: Vec<Step> = serde_json::from_str(settings.learnt("steps")).unwrap_or_default();
    let tick = |it: Step| {
        let mut said = vec![it.detail];
        if !it.code.is_empty() {
            said.insert(0, sentence(words, &it.code, &it.said));
        }
        said.retain(|it| !it.is_empty());
        Tick {
            state: if it.code.is_empty() { "ok" } else { "bad" },
            text: words.t(&it.what),
            detail: said.join(" · "),
            href: String::new(),
        }
    };
    steps.into_iter().map(tick).collect()
}

/// A call of this channel whose bytes are kept.
fn call(look: &Look<'_>, channel: ChannelId, raw: RawId) -> Result<RawId> {
    let (_, connection) = desk::find(look, channel)?;
    let found = look.raw_input(raw)?;
    let own = |it: &crate::domain::raw::Raw| {
        it.connection == connection.id && it.source == RawSource::Hook
    };
    found
        .filter(own)
        .map(|it| it.id)
        .ok_or_else(|| Error::not_found("call"))
}

/// `POST /settings/channels/{id}/calls/{raw}/replay`
pub async fn replay(asker: Asker, at: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let (channel, raw): (ChannelId, RawId) = (id(&at.0)?, id(&at.1)?);
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| {
            call(w, channel, raw)?;
            calls::replay(w, &viewer, raw)
        })
        .await?;
    let mut sheet = channel::sheet(&asker, channel).await?;
    sheet.banner("ok", asker.words.t("calls-replayed"));
    show(&asker, sheet).await
}

/// `GET /settings/channels/{id}/calls/{raw}/original`: the bytes as they came, to download.
pub async fn original(asker: Asker, at: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let (channel, raw): (ChannelId, RawId) = (id(&at.0)?, id(&at.1)?);
    let blobs = asker.app.blobs.clone();
    let bytes = asker
        .app
        .look(move |look| bytes(look, &blobs, call(look, channel, raw)?, u64::MAX))
        .await?;
    let name = format!("attachment; filename=\"{raw}.txt\"");
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes))
}
