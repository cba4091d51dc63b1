//! Channels: connecting, changing, their health and ledger.

use actix_web::web::{Data, Json, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::body;
use crate::api::caller::Caller;
use crate::api::conversations::{given, id, instant, limit};
use crate::api::cursor;
use crate::api::once::{Made, Once};
use crate::api::problem::{Answer, Problem};
use crate::api::view::List;
use crate::api::view::channel::{ChannelView, LedgerView};
use crate::app::App;
use crate::channels as doors;
use crate::channels::kit::{CheckLine, Door};
use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::mailbox::MailboxForm;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::mail::FolderRole;
use crate::domain::time::Span;

/// `GET /channels`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<ChannelView>>> {
    let data = caller
        .look(&app, |with| {
            let all = channels::list(with.look)?;
            all.iter()
                .map(|(channel, connection)| with.channel(channel, connection))
                .collect::<Result<Vec<_>>>()
        })
        .await?;
    Ok(Json(List {
        data,
        next_cursor: None,
    }))
}

/// `GET /channels/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
) -> Answer<Json<ChannelView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: ChannelId) -> Answer<ChannelView> {
    caller
        .look(app, move |with| {
            let (channel, connection) = channels::find(with.look, id)?;
            with.channel(&channel, &connection)
        })
        .await
}

/// A channel to connect.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewChannel {
    /// `email`.
    kind: String,
    name: Option<String>,
    team: Option<String>,
    language: Option<String>,
    signature: Option<String>,
    /// Days in which a customer's next message continues the conversation.
    continue_window: Option<i64>,
    /// Days in which it reopens a resolved one.
    reopen_window: Option<i64>,
    /// As the kind has them; secrets are write-only.
    #[schema(value_type = Object)]
    settings: Value,
}

/// What may be changed of a channel; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ChannelPatch)]
pub struct Patch {
    name: Option<String>,
    /// Null takes the team away.
    #[serde(deserialize_with = "given")]
    team: Option<Option<String>>,
    language: Option<String>,
    signature: Option<String>,
    continue_window: Option<i64>,
    reopen_window: Option<i64>,
    #[schema(value_type = Object)]
    settings: Value,
}

/// What an administrator says of a channel in JSON, beside its settings.
fn about(it: &Patch) -> Result<ChannelForm> {
    let team = match &it.team {
        Some(Some(written)) => Some(Some(id("team", written)?)),
        Some(None) => Some(None),
        None => None,
    };
    Ok(ChannelForm {
        name: it.name.clone(),
        team,
        language: it.language.clone(),
        signature: it.signature.clone(),
        continue_window: it.continue_window.map(Span::days),
        reopen_window: it.reopen_window.map(Span::days),
    })
}

fn mailbox(settings: Value) -> Answer<MailboxForm> {
    if settings.is_null() {
        return Ok(MailboxForm::default());
    }
    serde_json::from_value(settings).map_err(|err| Problem::field("settings", &err.to_string()))
}

/// `POST /channels`.
pub async fn create(
    app: Data<App>,
    caller: Caller,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<NewChannel>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let new = came.it;
    if new.kind != "email" {
        return Err(Error::invalid("kind", "error-field").into());
    }
    let form = mailbox(new.settings)?;
    let about = about(&Patch {
        name: new.name,
        team: new.team.map(Some),
        language: new.language,
        signature: new.signature,
        continue_window: new.continue_window,
        reopen_window: new.reopen_window,
        settings: Value::Null,
    })?;
    let (by, inner) = (caller.viewer.clone(), app.clone());
    let made = once
        .act(&app, move |w| {
            let with = With {
                keys: &inner.keys,
                allow_loopback: inner.config.allow_loopback,
            };
            Ok(channels::connect_mailbox(w, &by, &with, &form, &about)?.id)
        })
        .await?;
    let view = shown(&app, &caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /channels/{id}`.
pub async fn change(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
    payload: Payload,
) -> Answer<Json<ChannelView>> {
    let patch = body::json::<Patch>(payload).await?.it;
    let about = about(&patch)?;
    let form = mailbox(patch.settings)?;
    let (by, inner, id) = (caller.viewer.clone(), app.clone(), *id);
    app.act(move |w| {
        let with = With {
            keys: &inner.keys,
            allow_loopback: inner.config.allow_loopback,
        };
        channels::change(w, &by, &with, id, &form, &about)
    })
    .await?;
    shown(&app, &caller, id).await.map(Json)
}

/// `DELETE /channels/{id}`.
pub async fn retire(app: Data<App>, caller: Caller, id: Path<ChannelId>) -> Answer<HttpResponse> {
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| channels::retire(w, &by, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One line of a test.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TestLine)]
pub struct TestLine {
    /// What was tried.
    what: String,
    text: String,
    ok: bool,
    /// Code of what is wrong; empty when nothing is.
    code: String,
    /// The sentence for it, and what the server said.
    problem: String,
    detail: String,
}

/// What a test tried.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tested {
    ok: bool,
    lines: Vec<TestLine>,
}

/// `POST /channels/{id}/test`: tries to log in and to send, changing nothing.
pub async fn test(app: Data<App>, caller: Caller, id: Path<ChannelId>) -> Answer<Json<Tested>> {
    let id = *id;
    let connection = caller
        .look(&app, move |with| Ok(channels::find(with.look, id)?.1))
        .await?;
    let kind = doors::of(connection.kind).ok_or_else(|| Error::not_found("test"))?;
    let door = Door::open(connection, &app.keys, &app.net)?;
    let lines = kind.check(&door).await;
    let line = |it: &CheckLine| {
        let (code, said) = it.problem.clone().unwrap_or_default();
        let sentence = if code.is_empty() {
            String::new()
        } else {
            caller.words.t(&code)
        };
        TestLine {
            what: it.what.replace('-', "_"),
            text: caller.words.t(it.what),
            ok: it.problem.is_none(),
            code: code.replace('-', "_"),
            problem: [sentence, said].join(" ").trim().to_owned(),
            detail: it.detail.clone(),
        }
    };
    Ok(Json(Tested {
        ok: lines.iter().all(|it| it.problem.is_none()),
        lines: lines.iter().map(line).collect(),
    }))
}

/// What to bring in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Backfill {
    /// RFC 3339; all of it when absent.
    since: Option<String>,
}

/// `POST /channels/{id}/backfill`.
pub async fn backfill(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Backfill>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let since = instant("since", came.it.since.as_deref())?;
    let (by, id) = (caller.viewer.clone(), *id);
    let made: Made<ChannelId> = once
        .act(&app, move |w| {
            channels::backfill(w, &by, id, since)?;
            Ok(id)
        })
        .await?;
    let view = shown(&app, &caller, id).await?;
    Ok(made.done(view))
}

/// A page of the ledger.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageOf {
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /channels/{id}/ledger`: the inbox first, then the Sent folder, highest UID first.
pub async fn ledger(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
    query: Query<PageOf>,
) -> Answer<Json<List<LedgerView>>> {
    let list = format!("ledger {id}");
    let (skip, below): (usize, Option<u32>) = match &query.cursor {
        Some(written) => cursor::open(&app.keys, &list, written)?,
        None => (0, None),
    };
    let (id, rows) = (*id, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let (_, connection) = channels::find(with.look, id)?;
            let mut folders = with.look.folders_of(connection.id)?;
            folders.sort_by_key(|it| it.role == FolderRole::Sent);
            let (mut out, mut below) = (Vec::new(), below);
            for (at, folder) in folders.iter().enumerate().skip(skip) {
                let left = rows - out.len();
                let found = with.look.ledger(folder, below, left + 1)?;
                for (uid, row) in found.iter().take(left) {
                    out.push(with.ledger_row(folder, *uid, row)?);
                    below = Some(*uid);
                }
                if found.len() > left {
                    return Ok((out, Some((at, below))));
                }
                below = None;
            }
            Ok((out, None))
        })
        .await?;
    Ok(Json(List {
        data,
        next_cursor: next.and_then(|place| cursor::seal(&app.keys, &list, &place)),
    }))
}
