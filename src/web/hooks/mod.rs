//! Where providers call: `/hooks/{kind}/{key}`. The key names the connection, the signature proves the provider; what is
//! kept is answered 200 at once.

use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use url::form_urlencoded;

use crate::app::App;
use crate::app::hooks::{self, Incoming, Refused, Thanks};
use crate::channels;
use crate::channels::kit::hook::{Hook, HookError};
use crate::domain::channel::ChannelKind;

/// Why a call is not answered with success.
enum Not {
    TooLarge,
    Broken,
    Refused(Refused),
}

impl From<Refused> for Not {
    fn from(refused: Refused) -> Self {
        Not::Refused(refused)
    }
}

impl From<Not> for HttpResponse {
    fn from(not: Not) -> Self {
        match not {
            Not::TooLarge => HttpResponse::PayloadTooLarge().finish(),
            Not::Broken => HttpResponse::BadRequest().finish(),
            Not::Refused(Refused::NotFound | Refused::Hook(HookError::NotCalled)) => {
                HttpResponse::NotFound().finish()
            }
            Not::Refused(Refused::Hook(_)) => HttpResponse::Unauthorized().finish(),
            Not::Refused(Refused::Failed(err)) => {
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
        Err(not) => not.into(),
    }
}

async fn answered(
    app: &App,
    req: &HttpRequest,
    (kind, key): &(String, String),
) -> Result<String, Not> {
    let hook = hook(app, req, Vec::new());
    let kind = ChannelKind::parse(kind).ok_or(Refused::NotFound)?;
    let it = Incoming {
        kind,
        key: key.clone(),
        hook,
    };
    Ok(hooks::asked(app, it).await?)
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
        Err(not) => not.into(),
    }
}

async fn taken(
    app: &App,
    req: &HttpRequest,
    (kind, key): &(String, String),
    body: Payload,
) -> Result<Thanks, Not> {
    let kind = ChannelKind::parse(kind).ok_or(Refused::NotFound)?;
    let channel = channels::of(kind).ok_or(Refused::NotFound)?;
    let body = read(body, channel.largest_call()).await?;
    let it = Incoming {
        kind,
        key: key.clone(),
        hook: hook(app, req, body),
    };
    Ok(hooks::called(app, it).await?)
}

async fn read(mut body: Payload, most: usize) -> Result<Vec<u8>, Not> {
    let mut out = Vec::new();
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Not::Broken)?;
        if out.len() + chunk.len() > most {
            return Err(Not::TooLarge);
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out)
}

fn hook(app: &App, req: &HttpRequest, body: Vec<u8>) -> Hook {
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
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
