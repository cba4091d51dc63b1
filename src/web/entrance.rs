//! What port 80 answers when Lobby has HTTPS of its own: the proof an authority asks for, and the way to the
//! encrypted pages. Nothing else is said without encryption.

use actix_web::http::header;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use crate::app::App;
use crate::web::asker::{self, Asker};
use crate::words::{Arg, Words};

/// Where authorities look for the proof (RFC 8555, section 8.3).
const PROOFS: &str = "/.well-known/acme-challenge/";

/// Any address on port 80.
pub async fn answer(app: Data<App>, req: HttpRequest) -> HttpResponse {
    if let Some(token) = req.path().strip_prefix(PROOFS) {
        return match app.https.answer(token) {
            Some(answer) => HttpResponse::Ok()
                .content_type("application/octet-stream")
                .body(answer),
            None => HttpResponse::NotFound().finish(),
        };
    }
    let reads = matches!(*req.method(), Method::GET | Method::HEAD);
    if !reads || req.path().starts_with("/api/") || req.path().starts_with("/hooks/") {
        // A program is not sent on: it would go on telling its secrets without encryption.
        return plain(
            StatusCode::FORBIDDEN,
            format!("Use {}\n", app.config.public_url),
        );
    }
    if app.https.standing().facts.is_none() {
        return waiting(&req, &app);
    }
    let place = req.uri().path_and_query().map_or("/", |it| it.as_str());
    HttpResponse::MovedPermanently()
        .insert_header((
            header::LOCATION,
            format!("{}{place}", app.config.public_url),
        ))
        .finish()
}

/// What an administrator is told of the certificate: how bad it is, and a sentence. On every page only once it is
/// pressing, on the settings as soon as a renewal failed.
#[must_use]
pub fn notice(asker: &Asker, only_pressing: bool) -> Option<(&'static str, String)> {
    let standing = asker.app.https.standing();
    let pressing = standing.is_pressing(asker.now);
    let trouble = standing.trouble.filter(|_| pressing || !only_pressing)?;
    let domain = asker.app.config.public_host();
    let words = &asker.words;
    let args = [
        ("domain", Arg::Text(&domain)),
        ("address", Arg::Text(&words.t("certificate-machine"))),
    ];
    let why = words.t_with(trouble.code, &args);
    let ends = standing.facts.map(|it| it.not_after);
    let until = ends.map(|it| words.date(it)).unwrap_or_default();
    let args = [
        ("domain", Arg::Text(&domain)),
        ("date", Arg::Text(&until)),
        ("why", Arg::Text(&why)),
    ];
    let over = ends.is_none_or(|it| it <= asker.now);
    let key = if over {
        "certificate-banner-over"
    } else {
        "certificate-banner"
    };
    Some((
        if pressing { "bad" } else { "warn" },
        words.t_with(key, &args),
    ))
}

/// Until the first certificate is there: a page that looks again by itself.
fn waiting(req: &HttpRequest, app: &App) -> HttpResponse {
    let words = Words::new(asker::language_of(req, ""), jiff::tz::TimeZone::UTC);
    let text = words.t_of("certificate-waiting", "domain", app.config.public_host());
    let mut answer = plain(StatusCode::SERVICE_UNAVAILABLE, text);
    let headers = answer.headers_mut();
    headers.insert(
        header::HeaderName::from_static("refresh"),
        header::HeaderValue::from_static("5"),
    );
    headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    answer
}

fn plain(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}
