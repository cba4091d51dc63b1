//! Getting in: log-in, second factor, a forgotten password, accepting an invitation.

pub mod code;
pub mod entry;
pub mod forgot;
pub mod invite;

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use tokio::sync::Semaphore;

use crate::app::{App, off_the_loop};
use crate::auth::secret::Secret;
use crate::auth::session::{self, NewSession};
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::store::access::SecretHash;
use crate::web::asker::{Answer, Visitor, html};
use crate::web::error::PageError;
use crate::web::page::Page;
use crate::web::session as cookies;
use crate::web::sheet::Sheet;
use crate::web::source;

/// Hashing takes 19 MiB and a core for some 30 ms: never more than two at a time.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

#[derive(Template)]
#[template(path = "login/sheet.html")]
struct View {
    page: Page,
    sheet: Sheet,
}

/// A page of the plain layout.
fn show(visitor: &Visitor, sheet: Sheet) -> Answer {
    html(&View {
        page: visitor.page(),
        sheet,
    })
}

/// The same page again, saying what was wrong, with the status of it.
fn again(visitor: &Visitor, mut sheet: Sheet, error: Error) -> Answer {
    sheet.fail_at(&visitor.words, &error, visitor.app.clock.now());
    let mut answer = show(visitor, sheet)?;
    let status = actix_web::ResponseError::status_code(&PageError(error));
    *answer.status_mut() = status;
    Ok(answer)
}

/// Hashes or compares a password off the loop, a few at a time.
///
/// # Errors
/// [`Error::Internal`] when the work panicked.
pub async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let permit = HASHING.acquire().await;
    let _held = permit.map_err(|err| Error::internal("the gate of hashing", err))?;
    off_the_loop(work).await
}

/// Opens a session under a fresh secret and puts its cookie on the answer.
///
/// # Errors
/// [`Error::Unauthenticated`] when the agent has left meanwhile; the store's.
pub async fn open_session(
    app: &App,
    req: &HttpRequest,
    agent: AgentId,
    owes_second_factor: bool,
    mut answer: HttpResponse,
) -> Result<HttpResponse> {
    let (new, secret) = fresh(req, agent, owes_second_factor)?;
    let before = cookies::of(req).await?.map(|it| it.key);
    app.act(move |write| session::open(write, &new, before).map(|_| ()))
        .await?;
    set_cookie(app, &mut answer, &secret)?;
    Ok(answer)
}

/// What a new session of this browser is opened with, and the secret for its cookie.
///
/// # Errors
/// When the system has no randomness.
pub fn fresh(
    req: &HttpRequest,
    agent: AgentId,
    owes_second_factor: bool,
) -> Result<(NewSession, Secret)> {
    let secret = Secret::new()?;
    let hash: SecretHash = secret.hash();
    let new = NewSession {
        agent,
        secret: hash,
        csrf: Secret::new()?.expose(),
        device: cookies::device(req),
        address: source::address(req)
            .map(|it| it.to_string())
            .unwrap_or_default(),
        owes_second_factor,
    };
    Ok((new, secret))
}

/// Puts a session's cookie on an answer.
///
/// # Errors
/// When it cannot be written as a header.
pub fn set_cookie(app: &App, answer: &mut HttpResponse, secret: &Secret) -> Result<()> {
    answer
        .add_cookie(&cookies::cookie(&app.config, secret))
        .map_err(|err| Error::internal("writing a cookie", err))
}
