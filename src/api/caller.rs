//! Who calls: the bearer token, what it may do, and how often.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::api::problem::{Answer, Problem};
use crate::api::routes;
use crate::api::view::With;
use crate::app::App;
use crate::auth::limits::{BURST, Left};
use crate::auth::token;
use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::id::TokenId;
use crate::words::{Language, Words};

/// A caller whose token has the right its route asks for.
#[derive(Debug, Clone)]
pub struct Caller {
    pub viewer: Viewer,
    pub token: TokenId,
    pub words: Words,
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Answer<Self>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { known(&req).await })
    }
}

async fn known(req: &HttpRequest) -> Answer<Caller> {
    let app = req.app_data::<Data<App>>().cloned();
    let app = app.ok_or_else(|| Error::Internal("no app".to_owned()))?;
    let written = text(req.headers(), &header::AUTHORIZATION).unwrap_or_default();
    let secret = token::from_header(written).ok_or(Error::Unauthenticated)?;
    let hash = secret.hash();
    let (viewer, found) = app.look(move |look| token::viewer(look, &secret)).await?;
    let now = app.clock.now();
    let taken = app.limits.take(found.id, now);
    let left = taken.unwrap_or(Left::NONE);
    req.extensions_mut().insert(Budget(left));
    taken.map_err(|retry_after_s| Error::TooMany { retry_after_s })?;
    viewer.need(routes::right_of(req).ok_or(Error::not_found("path"))?)?;
    let is_stale = found
        .last_used_at
        .is_none_or(|at| now.since(at) > token::TOUCH_AFTER);
    if is_stale {
        let key = [b"token".as_slice(), &hash.0].concat();
        app.store
            .later(key, move |write| token::touch(write, hash, now));
    }
    let language = text(req.headers(), &header::ACCEPT_LANGUAGE).unwrap_or("en");
    Ok(Caller {
        viewer,
        token: found.id,
        words: Words::new(Language::accepted(language), jiff::tz::TimeZone::UTC),
    })
}

impl Caller {
    /// Looks, rendering as this caller may see.
    pub async fn look<T: Send + 'static>(
        &self,
        app: &App,
        look: impl Fn(&With<'_, '_>) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let (me, blobs) = (self.clone(), app.blobs.clone());
        let (config, now) = (app.config.clone(), app.clock.now());
        let found = app.look(move |store| {
            look(&With {
                look: store,
                viewer: &me.viewer,
                words: &me.words,
                blobs: &blobs,
                public_url: &config.public_url,
                now,
            })
        });
        Ok(found.await?)
    }
}

pub fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}

struct Budget(Left);

/// The `RateLimit-*` headers of a request that was counted.
pub fn rate_headers(req: &HttpRequest) -> Vec<(HeaderName, HeaderValue)> {
    let extensions = req.extensions();
    let Some(Budget(left)) = extensions.get::<Budget>() else {
        return Vec::new();
    };
    vec![
        (HeaderName::from_static("ratelimit-limit"), BURST.into()),
        (
            HeaderName::from_static("ratelimit-remaining"),
            left.requests.into(),
        ),
        (
            HeaderName::from_static("ratelimit-reset"),
            left.reset_s.into(),
        ),
    ]
}
