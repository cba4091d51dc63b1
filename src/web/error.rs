//! How failures look to a person with a browser, and the headers every page leaves with.

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use crate::app::App;
use crate::domain::error::Error;
use crate::web::asker;
use crate::web::page::Page;
use crate::web::view::Link;
use crate::words::Words;

/// Everything a page may load comes from here; nothing runs or is styled inline. Forms go here too, and on to where
/// Google and Microsoft ask for leave: browsers hold the redirect of a form to `form-action` as well.
macro_rules! policy {
    ($framed_by:literal) => {
        concat!(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; ",
            "connect-src 'self'; frame-src 'self'; manifest-src 'self'; ",
            "form-action 'self' https://accounts.google.com https://login.microsoftonline.com; ",
            "base-uri 'none'; frame-ancestors ",
            $framed_by
        )
    };
}

const POLICY: &str = policy!("'none'");
/// In the demo the desk stands beside a customer's telephone.
const POLICY_OF_DEMO: &str = policy!("'self'");

/// An error on its way to a page.
#[derive(Debug)]
pub struct PageError(pub Error);

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match &self.0 {
            Error::NotFound { .. } => StatusCode::NOT_FOUND,
            Error::Forbidden { .. } => StatusCode::FORBIDDEN,
            Error::Unauthenticated => StatusCode::UNAUTHORIZED,
            Error::Invalid(_) | Error::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Conflict { .. } | Error::Stale { .. } => StatusCode::CONFLICT,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Error::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Without a body: [`dress`] gives it one in the reader's language.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match &self.0 {
            Error::TooMany { retry_after_s } | Error::Unavailable { retry_after_s, .. } => {
                response.insert_header((header::RETRY_AFTER, retry_after_s.to_string()));
            }
            Error::Internal(what) => tracing::error!(%what, "a page failed"),
            _ => {}
        }
        response.finish()
    }
}

#[derive(Template)]
#[template(path = "errors/page.html")]
struct ErrorPage {
    page: Page,
    title: String,
    text: String,
    home: Link,
}

/// Why a page was not shown: what the core says, or what the doors do.
enum Failure {
    Of(Error),
    /// Asked for under a name that is not ours.
    WrongName,
    TooSlow,
}

impl Failure {
    fn said(&self, words: &Words, app: &App) -> (String, String) {
        let url = &app.config.public_url;
        match self {
            Failure::Of(error) => words.error_at(error, app.clock.now()),
            Failure::WrongName => (
                words.t("error-name-title"),
                words.t_of("error-name-text", "url", url),
            ),
            Failure::TooSlow => (words.t("error-slow-title"), words.t("error-slow-text")),
        }
    }
}

/// The outermost layer of the pages: headers for all, and a page in the reader's words for every failure.
///
/// # Errors
/// What the layers inside answer.
pub async fn dress<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let answer = next.call(req).await?;
    let mut answer = match failure(&answer) {
        Some(failure) if is_for_programs(answer.request()) => with_problem(answer, &failure),
        Some(failure) => with_page(answer, &failure).await,
        None => answer.map_into_left_body(),
    };
    let language = asker::language_asked(answer.request().query_string());
    let app = answer.request().app_data::<Data<App>>();
    let (secure, demo) = app.map_or((false, false), |it| (it.config.is_https(), it.config.demo));
    let response = answer.response_mut();
    // What says itself who may frame it is not spoken against by the older header.
    let framed = response.headers().get(header::CONTENT_SECURITY_POLICY);
    let framed = framed.and_then(|it| it.to_str().ok());
    let says_frames = framed.is_some_and(|it| it.contains("frame-ancestors"));
    if let Some(language) = language {
        let cookie = Cookie::build(asker::LANGUAGE, language.code())
            .path("/")
            .same_site(SameSite::Lax)
            .secure(secure)
            .permanent()
            .finish();
        let _ = response.add_cookie(&cookie);
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    let policy = if demo { POLICY_OF_DEMO } else { POLICY };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not `no-referrer`: browsers would send `Origin: null` with our own forms.
    set(header::REFERRER_POLICY, "same-origin");
    if !says_frames {
        let framed_by = if demo { "SAMEORIGIN" } else { "DENY" };
        set(header::X_FRAME_OPTIONS, framed_by);
    }
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(self), geolocation=()",
    );
    if secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    Ok(answer)
}

/// Programs are answered in JSON, by the handlers themselves once they are reached.
fn is_for_programs(req: &HttpRequest) -> bool {
    req.path().starts_with("/api/") || req.path().starts_with("/hooks/")
}

/// The failure an answer stands for, when nobody has said anything about it yet.
fn failure<B: MessageBody>(answer: &ServiceResponse<B>) -> Option<Failure> {
    let said = answer.response().error();
    if let Some(known) = said.and_then(|it| it.as_error::<PageError>()) {
        return Some(Failure::Of(known.0.clone()));
    }
    let empty = matches!(
        answer.response().body().size(),
        BodySize::None | BodySize::Sized(0)
    );
    if !(empty || said.is_some()) {
        return None;
    }
    match answer.status() {
        StatusCode::MISDIRECTED_REQUEST => return Some(Failure::WrongName),
        StatusCode::REQUEST_TIMEOUT => return Some(Failure::TooSlow),
        _ if is_for_programs(answer.request()) => return None,
        _ => {}
    }
    let error = match answer.status() {
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Error::Invalid(Vec::new()),
        StatusCode::UNAUTHORIZED => Error::Unauthenticated,
        StatusCode::FORBIDDEN => Error::Forbidden { need: "origin" },
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Error::not_found("page"),
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { limit: 50 << 20 },
        StatusCode::SERVICE_UNAVAILABLE => Error::Unavailable {
            code: "busy",
            retry_after_s: 2,
        },
        it if it.is_server_error() => Error::Internal(String::new()),
        _ => return None,
    };
    Some(Failure::Of(error))
}

/// The failure as a problem document (RFC 9457), in English as all of the API.
fn with_problem<B: MessageBody + 'static>(
    answer: ServiceResponse<B>,
    failure: &Failure,
) -> ServiceResponse<EitherBody<B>> {
    let Some(app) = answer.request().app_data::<Data<App>>().cloned() else {
        return answer.map_into_left_body();
    };
    let (title, detail) = failure.said(&Words::for_reader("en", "UTC"), &app);
    let problem = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": answer.status().as_u16(),
        "detail": detail,
    });
    with_body(answer, problem.to_string(), "application/problem+json")
}

async fn with_page<B: MessageBody + 'static>(
    answer: ServiceResponse<B>,
    failure: &Failure,
) -> ServiceResponse<EitherBody<B>> {
    let Some(visitor) = asker::visitor(answer.request()).await else {
        return answer.map_into_left_body();
    };
    let (title, text) = failure.said(&visitor.words, &visitor.app);
    let home = match failure {
        Failure::WrongName => Link {
            href: visitor.app.config.public_url.clone(),
            text: visitor.app.config.public_url.clone(),
        },
        Failure::Of(Error::NotFound { noun: "link" }) => Link {
            href: "/login".to_owned(),
            text: visitor.words.t("error-link-log-in"),
        },
        _ => Link {
            href: "/".to_owned(),
            text: visitor.words.t("error-home"),
        },
    };
    let view = ErrorPage {
        page: visitor.page(),
        title,
        text,
        home,
    };
    match view.render() {
        Ok(body) => with_body(answer, body, "text/html; charset=utf-8"),
        Err(_) => answer.map_into_left_body(),
    }
}

fn with_body<B: MessageBody + 'static>(
    answer: ServiceResponse<B>,
    body: String,
    kind: &'static str,
) -> ServiceResponse<EitherBody<B>> {
    let (req, old) = answer.into_parts();
    let mut new = old.map_body(|_, _| BoxBody::new(body));
    let headers = new.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    ServiceResponse::new(req, new).map_into_right_body()
}
