//! Channels: connecting, changing, their health and ledger.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, given, given_id, instant, limit};
use crate::api::openapi::Nothing;
use crate::api::problem::{Answer, Problem};
use crate::api::view::List;
use crate::api::view::channel::{ChannelView, LedgerView};
use crate::api::view::choices::{self, chosen, one};
use crate::app::App;
use crate::channels as doors;
use crate::channels::kit::{CheckLine, Door};
use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::mailbox::MailboxForm;
use crate::desk::providers;
use crate::domain::channel::ChannelKind;
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
    Ok(Json(List::whole(data)))
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
#[schema(example = json!({ "kind": "email", "name": "Support", "settings": { "address": "help@shop.example", "password": "…" } }))]
pub struct NewChannel {
    #[schema(schema_with = one::<choices::NewChannelKind>, required = true)]
    kind: String,
    name: Option<String>,
    team: Option<String>,
    language: Option<String>,
    signature: Option<String>,
    /// Shown to whoever answers by it; at most 1,000 characters.
    guidelines: Option<String>,
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
#[schema(example = json!({ "name": "Support", "settings": { "undo_seconds": 10 } }))]
pub struct Patch {
    name: Option<String>,
    /// Null takes the team away.
    #[serde(deserialize_with = "given")]
    team: Option<Option<String>>,
    /// The hours it is answered in; null: those of its team, else of the desk.
    #[serde(deserialize_with = "given")]
    calendar_id: Option<Option<String>>,
    language: Option<String>,
    signature: Option<String>,
    /// Shown to whoever answers by it; at most 1,000 characters.
    guidelines: Option<String>,
    continue_window: Option<i64>,
    reopen_window: Option<i64>,
    #[schema(value_type = Object)]
    settings: Value,
}

/// What an administrator says of a channel in JSON, beside its settings.
fn about(it: &Patch) -> Result<ChannelForm> {
    Ok(ChannelForm {
        name: it.name.clone(),
        team: given_id("team", it.team.as_ref())?,
        calendar: given_id("calendar_id", it.calendar_id.as_ref())?,
        language: it.language.clone(),
        signature: it.signature.clone(),
        guidelines: it.guidelines.clone(),
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
pub async fn create(app: Data<App>, call: Call<NewChannel>) -> Answer<HttpResponse> {
    let new = call.it.clone();
    chosen::<choices::NewChannelKind>("kind", &new.kind)?;
    let kind = ChannelKind::parse(&new.kind).unwrap_or_default();
    let given = new.settings.clone();
    let form = match kind {
        ChannelKind::Email => mailbox(new.settings)?,
        _ => MailboxForm::default(),
    };
    let about = about(&Patch {
        name: new.name,
        team: new.team.map(Some),
        calendar_id: None,
        language: new.language,
        signature: new.signature,
        guidelines: new.guidelines,
        continue_window: new.continue_window,
        reopen_window: new.reopen_window,
        settings: Value::Null,
    })?;
    if kind != ChannelKind::Email {
        return connect(&app, &call, (kind, &given), about).await;
    }
    let inner = app.clone();
    let made = call
        .act(&app, move |w, by| {
            Ok(channels::connect_mailbox(w, by, &with(&inner), &form, &about)?.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// Connects a channel reached by an API. Secrets Lobby made for it are in this answer and in no later one.
async fn connect(
    app: &Data<App>,
    call: &Call<NewChannel>,
    (kind, given): (ChannelKind, &Value),
    about: ChannelForm,
) -> Answer<HttpResponse> {
    let prepared = providers::prepare(kind, &pairs(given)?)?;
    let (inner, with) = (app.clone(), prepared.clone());
    let made = call
        .act(app, move |w, by| {
            Ok(providers::connect(w, by, &inner.keys, &with, &about)?.id)
        })
        .await?;
    let mut view = shown(app, &call.caller, made.it).await?;
    let again = made.replayed;
    if let Some(Value::Object(settings)) = view.settings.as_mut().filter(|_| !again) {
        for (name, secret) in &prepared.made {
            settings.insert((*name).to_owned(), secret.as_str().into());
        }
    }
    Ok(made.respond(view))
}

/// Settings in JSON as the form has them: numbers, switches and lists are texts there.
fn pairs(given: &Value) -> Answer<Vec<(String, String)>> {
    let Value::Object(fields) = given else {
        return Ok(Vec::new());
    };
    let text = |it: &Value| match it {
        Value::Null => Some(String::new()),
        Value::String(it) => Some(it.clone()),
        Value::Number(it) => Some(it.to_string()),
        Value::Bool(it) => Some(it.to_string()),
        Value::Array(all) => {
            let texts: Option<Vec<_>> = all.iter().map(|it| it.as_str()).collect();
            texts.map(|it| it.join("\n"))
        }
        Value::Object(_) => None,
    };
    fields
        .iter()
        .map(|(name, it)| {
            let wrong = || Problem::field("settings", &format!("{name}: no such form"));
            Ok((name.clone(), text(it).ok_or_else(wrong)?))
        })
        .collect()
}

fn with(app: &App) -> With<'_> {
    With {
        keys: &app.keys,
        allow_loopback: app.config.allow_loopback,
    }
}

/// `PATCH /channels/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<Patch>,
) -> Answer<HttpResponse> {
    let about = about(&call.it)?;
    let (inner, id) = (app.clone(), *id);
    let (_, connection) = call
        .caller
        .look(&app, move |with| channels::find(with.look, id))
        .await?;
    let is_mail = connection.provider().is_none();
    let settings = call.it.settings.clone();
    let form = if is_mail {
        mailbox(settings.clone())?
    } else {
        MailboxForm::default()
    };
    let given = if is_mail {
        Vec::new()
    } else {
        pairs(&settings)?
    };
    let made = call
        .act(&app, move |w, by| {
            if is_mail {
                channels::change(w, by, &with(&inner), id, &form, &about).map(|_| ())
            } else {
                providers::change(w, by, &inner.keys, id, (&given, &about)).map(|_| ())
            }
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /channels/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| channels::retire(w, by, id).map(|_| ()))
        .await?;
    Ok(made.gone())
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
#[schema(example = json!({ "since": "2026-01-01T00:00:00Z" }))]
pub struct Backfill {
    /// RFC 3339; all of it when absent.
    since: Option<String>,
}

/// `POST /channels/{id}/backfill`.
pub async fn backfill(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<Backfill>,
) -> Answer<HttpResponse> {
    let since = instant("since", call.it.since.as_deref())?;
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            channels::backfill(w, by, id, since).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `GET /channels/{id}/ledger`: the inbox first, then the Sent folder, highest UID first.
pub async fn ledger(
    app: Data<App>,
    id: Path<ChannelId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<LedgerView>>> {
    let Asking { caller, it: query } = asking;
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
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}
