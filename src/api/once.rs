//! `Idempotency-Key`: the key's row is written in the deed's own transaction and names what was made; a repeat does
//! nothing and renders the answer from those names again.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::api::caller::{Caller, text};
use crate::api::problem::Answer;
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::id::BlobHash;
use crate::domain::time::Span;
use crate::store::Write;
use crate::store::drafts::Idempotent;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// How long a key is remembered.
const REMEMBERED: Span = Span::hours(24);
const LONGEST_KEY: usize = 255;

/// The key of a request, when it has one.
#[derive(Debug, Clone)]
pub struct Once {
    given: Option<Given>,
}

#[derive(Debug, Clone)]
struct Given {
    scope: String,
    key: String,
    body: BlobHash,
}

/// What a deed made: names from which the answer is rendered, and whether it was made before.
#[derive(Debug)]
pub struct Made<T> {
    pub it: T,
    pub replayed: bool,
}

impl<T> Made<T> {
    /// 201 with what was made.
    pub fn respond(&self, view: impl Serialize) -> HttpResponse {
        self.with_status(StatusCode::CREATED, view)
    }

    /// 200 with what was changed.
    pub fn done(&self, view: impl Serialize) -> HttpResponse {
        self.with_status(StatusCode::OK, view)
    }

    /// 202 with what has begun.
    pub fn begun(&self, view: impl Serialize) -> HttpResponse {
        self.with_status(StatusCode::ACCEPTED, view)
    }

    /// 204: it is gone.
    pub fn gone(&self) -> HttpResponse {
        self.builder(StatusCode::NO_CONTENT).finish()
    }

    fn with_status(&self, status: StatusCode, view: impl Serialize) -> HttpResponse {
        self.builder(status).json(view)
    }

    fn builder(&self, status: StatusCode) -> HttpResponseBuilder {
        let mut response = HttpResponse::build(status);
        if self.replayed {
            response.insert_header(("Idempotency-Replayed", "true"));
        }
        response
    }
}

impl Once {
    /// Reads the key. `body` is what must be the same in a repeat.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the key is empty or too long.
    pub fn of(req: &HttpRequest, caller: &Caller, body: &[u8]) -> Result<Self> {
        let Some(key) = text(req.headers(), &KEY) else {
            return Ok(Once { given: None });
        };
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(Error::invalid("Idempotency-Key", "error-too-long"));
        }
        Ok(Once {
            given: Some(Given {
                scope: format!("{} {} {}", caller.token, req.method(), req.path()),
                key: key.to_owned(),
                body: BlobHash(Sha256::digest(body).into()),
            }),
        })
    }

    /// Does a deed under this key. What it answers is kept with the key and must be names only.
    ///
    /// # Errors
    /// The deed's; [`Error::KeyReused`] for another body under the same key.
    pub async fn act<T: Serialize + DeserializeOwned + Send + 'static>(
        self,
        app: &App,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Answer<Made<T>> {
        let done = app.act(move |write| self.run(write, &deed)).await?;
        Ok(done)
    }

    fn run<T: Serialize + DeserializeOwned>(
        &self,
        write: &mut Write<'_>,
        deed: impl Fn(&mut Write<'_>) -> Result<T>,
    ) -> Result<Made<T>> {
        let Some(given) = &self.given else {
            let it = deed(write)?;
            return Ok(Made {
                it,
                replayed: false,
            });
        };
        let now = write.now();
        if let Some(known) = write.idempotent(&given.scope, &given.key, now)? {
            if known.body != given.body {
                return Err(Error::KeyReused);
            }
            let it = serde_json::from_str(&known.made)
                .map_err(|err| Error::internal("an idempotency row", err))?;
            return Ok(Made { it, replayed: true });
        }
        let it = deed(write)?;
        let made =
            serde_json::to_string(&it).map_err(|err| Error::internal("an idempotency row", err))?;
        let row = Idempotent {
            body: given.body,
            made,
            until: now + REMEMBERED,
        };
        write.put_idempotent(&given.scope, &given.key, &row)?;
        Ok(Made {
            it,
            replayed: false,
        })
    }
}
