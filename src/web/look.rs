//! `POST /look`: light or dark, roomy or compact, kept in this browser.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::web::{Data, Form};
use serde::Deserialize;

use crate::app::App;
use crate::web::asker::{DENSITY, THEME, see_other};
use crate::web::session::safe_next;

/// What the menu sends.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    theme: Option<String>,
    density: Option<String>,
}

/// Keeps the choice and goes back to where it was made.
pub async fn change(app: Data<App>, wanted: Form<Wanted>, request: HttpRequest) -> HttpResponse {
    let mut answer = see_other(&back(&request));
    let known = |value: &Option<String>, all: &[&'static str]| {
        let value = value.as_deref().unwrap_or_default();
        all.iter().copied().find(|it| *it == value)
    };
    let chosen = [
        (THEME, known(&wanted.theme, &["light", "dark", "system"])),
        (DENSITY, known(&wanted.density, &["compact", "roomy"])),
    ];
    for (name, value) in chosen {
        let Some(value) = value else { continue };
        let cookie = Cookie::build(name, value)
            .path("/")
            .same_site(SameSite::Lax)
            .secure(app.config.is_https())
            .http_only(true)
            .permanent()
            .finish();
        // Fails only for a name or value no header may hold; ours are words.
        let _ = answer.add_cookie(&cookie);
    }
    answer
}

/// The page the form stood on, as far as it is one of ours.
fn back(request: &HttpRequest) -> String {
    let from = request.headers().get(header::REFERER);
    let from = from.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let Ok(from) = url::Url::parse(from) else {
        return "/".to_owned();
    };
    let place = match from.query() {
        Some(query) => format!("{}?{query}", from.path()),
        None => from.path().to_owned(),
    };
    safe_next(&place).to_owned()
}
