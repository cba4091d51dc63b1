//! Where providers call: `/hooks/{kind}/{key}`. The key names the connection, the signature proves the provider; what is
//! kept is answered 200 at once.

use actix_web::http::header::RETRY_AFTER;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use url::form_urlencoded;

use crate::app::{App, hooks};
use crate::auth::secret;
use crate::channels::kit::Door;
use crate::channels::kit::hook::{Hook, HookError};
use crate::channels::{self, Channel};
use crate::conversations::chat::calls;
use crate::domain::channel::{ChannelKind, Connection};
use crate::domain::error::Error;

/// Why a call was not taken.
enum Refused {
    NotFound,
    TooLarge,
    Broken,
    /// It is not the provider's.
    Hook(HookError),
    Failed(Error),
}

impl From<Error> for Refused {
    fn from(err: Error) -> Self {
        Refused::Failed(err)
    }
}

impl From<Refused> for HttpResponse {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => HttpResponse::NotFound().finish(),
            Refused::TooLarge => HttpResponse::PayloadTooLarge().finish(),
            Refused::Broken => HttpResponse::BadRequest().finish(),
            Refused::Hook(HookError::NotCalled) => HttpResponse::NotFound().finish(),
            Refused::Hook(_) => HttpResponse::Unauthorized().finish(),
            Refused::Failed(err) => {
                tracing::warn!(error = %err, "a call was not kept");
                HttpResponse::ServiceUnavailable()
                    .insert_header((RETRY_AFTER, "5"))
                    .finish()
            }
        }
    }
}

/// `GET /hooks/{kind}/{key}`: what a provider asks before it calls.
pub async fn ask(app: Data<App>, req: HttpRequest, at: Path<(String, String)>) -> HttpResponse {
    match answered(&app, &req, &at).await {
        Ok(text) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body(text),
        Err(refused) => refused.into(),
    }
}

async fn answered(
    app: &App,
    req: &HttpRequest,
    (kind, key): &(String, String),
) -> Result<String, Refused> {
    let (channel, connection) = find(app, kind, key).await?;
    let door = Door::open(connection, &app.keys, &app.net)?;
    let hook = hook(app, req, Vec::new());
    channel.answer(&door, &hook).ok_or(Refused::NotFound)
}

/// `POST /hooks/{kind}/{key}`: something happened there.
pub async fn call(
    app: Data<App>,
    req: HttpRequest,
    at: Path<(String, String)>,
    body: Payload,
) -> HttpResponse {
    match taken(&app, &req, &at, body).await {
        Ok(Some((content_type, text))) => HttpResponse::Ok().content_type(content_type).body(text),
        Ok(None) => HttpResponse::Ok().finish(),
        Err(refused) => refused.into(),
    }
}

async fn taken(
    app: &App,
    req: &HttpRequest,
    (kind, key): &(String, String),
    body: Payload,
) -> Result<Option<(&'static str, String)>, Refused> {
    let (channel, connection) = find(app, kind, key).await?;
    let body = read(body, channel.largest_call()).await?;
    let hook = hook(app, req, body);
    let door = Door::open(connection, &app.keys, &app.net)?;
    if let Err(err) = channel.verify(&door, &hook) {
        note_refused(app, &door.connection, &hook, err);
        return Err(Refused::Hook(err));
    }
    let thanks = channel.thanks(&hook.body);
    hooks::take(app, &door.connection, hook.body).await?;
    Ok(thanks)
}

/// The door and connection an address names; unknown keys and wrong kinds are not told apart.
async fn find(
    app: &App,
    kind: &str,
    key: &str,
) -> Result<(&'static dyn Channel, Connection), Refused> {
    let kind = ChannelKind::parse(kind).ok_or(Refused::NotFound)?;
    let channel = channels::of(kind).ok_or(Refused::NotFound)?;
    let all = app.look(|look| look.connections()).await?;
    let found = all.into_iter().find(|it| {
        it.kind == kind
            && it.retired_at.is_none()
            && !it.key.is_empty()
            && secret::same(&it.key, key)
    });
    Ok((channel, found.ok_or(Refused::NotFound)?))
}

async fn read(mut body: Payload, most: usize) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Refused::Broken)?;
        if out.len() + chunk.len() > most {
            return Err(Refused::TooLarge);
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out)
}

fn hook(app: &App, req: &HttpRequest, body: Vec<u8>) -> Hook {
    let header = |(name, value): (
        &actix_web::http::header::HeaderName,
        &actix_web::http::header::HeaderValue,
    )| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    };
    let query = form_urlencoded::parse(req.query_string().as_bytes());
    Hook {
        query: query.into_owned().collect(),
        headers: req.headers().iter().filter_map(header).collect(),
        body,
        at: app.clock.now(),
    }
}

/// Shown on the channel's page. One row stands for all of a while, so that a flood of them writes little.
fn note_refused(app: &App, connection: &Connection, hook: &Hook, err: HookError) {
    tracing::info!(connection = %connection.id, code = err.word(), "a call was refused");
    let (id, size) = (connection.id, hook.body.len() as u64);
    let key = format!("refused {id}");
    app.store
        .later(key, move |w| calls::refused(w, id, (size, err.word())));
}
