//! The calls of a channel: the newest on its page, all of them page by page; each with its verdict, its bytes to
//! download, and reading it again.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::app::aside::bytes;
use crate::conversations::chat::calls;
use crate::desk::channels as desk;
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConnectionId, RawId};
use crate::domain::raw::{Call, Verdict};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::channel::{self, place};
use crate::web::settings::{admin, id, show};
use crate::web::sheet::{Form, Pager, Part, Row, Section, Sheet, Tick};
use crate::web::view::Link;
use crate::words::Words;

/// Calls shown on the channel's page, and on a page of all.
const NEWEST: usize = 20;
const ROWS: usize = 100;

/// The newest calls of a connection.
///
/// # Errors
/// The store's.
pub fn newest(look: &Look<'_>, connection: ConnectionId) -> Result<Vec<Call>> {
    look.calls(connection, NEWEST)
}

/// Where a channel is called, what else its provider must be told, and what came.
#[must_use]
pub fn section(
    words: &Words,
    id: ChannelId,
    (url, told, calls): (Option<String>, Vec<Part>, &[Call]),
) -> Section {
    let mut parts = Vec::new();
    if let Some(url) = url {
        parts.push(Part::Copy(words.t("channel-hook"), url));
        parts.extend(told);
    }
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
    if calls.len() == NEWEST {
        let all = format!("{}/calls", place(id));
        parts.push(Part::Form(Form::button(all, words.t("calls-all")).by_get()));
    }
    Section::of(words.t("calls-title"), parts)
        .text(words.t("calls-about"))
        .id("calls")
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

/// Behind which call the page begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct At {
    before: String,
}

/// `GET /settings/channels/{id}/calls`: all that are kept, newest first.
pub async fn page(asker: Asker, channel: Path<String>, at: Query<At>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&channel)?;
    let words = asker.words.clone();
    let before: Option<RawId> = at.before.parse().ok();
    let sheet = asker
        .app
        .look(move |look| sheet(&words, look, (channel, before)))
        .await?;
    show(&asker, sheet).await
}

fn sheet(
    words: &Words,
    look: &Look<'_>,
    (channel, before): (ChannelId, Option<RawId>),
) -> Result<Sheet> {
    let (found, connection) = desk::find(look, channel)?;
    let after = match before {
        Some(raw) => Some(calls::find(look, connection.id, raw)?),
        None => None,
    };
    let after = after.map(|it| (it.at, it.raw));
    let mut all = look.calls_after(connection.id, after, ROWS + 1)?;
    let more = all.len() > ROWS;
    all.truncate(ROWS);
    let here = format!("{}/calls", place(channel));
    let pager = Pager {
        newer: before.map(|_| Link {
            href: here.clone(),
            text: words.t("page-first"),
        }),
        older: all.last().filter(|_| more).map(|it| Link {
            href: format!("{here}?before={}", it.raw),
            text: words.t("page-after"),
        }),
    };
    let list = if all.is_empty() {
        Part::Text(words.t("channel-no-calls"))
    } else {
        Part::Rows(all.iter().map(|it| row(words, channel, it)).collect())
    };
    let section = Section::of(String::new(), vec![list, Part::Pager(pager)]);
    Ok(Sheet::new(words.t("calls-title"), words.t("calls-about"))
        .back(&place(channel), found.name)
        .with(section))
}

/// A call of this channel whose bytes are kept.
fn call(look: &Look<'_>, channel: ChannelId, raw: RawId) -> Result<RawId> {
    let (_, connection) = desk::find(look, channel)?;
    Ok(calls::find_kept(look, connection.id, raw)?.raw)
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
