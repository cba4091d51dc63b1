//! What makes an app of Lobby on a phone or desktop: the manifest, the worker that runs beside the pages, and the page
//! it shows when there is no connection.

use std::sync::OnceLock;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::json;

use crate::web::asker::{Answer, Visitor, html};
use crate::web::assets;
use crate::web::page::Page;

/// Of the bar above the page and the screen while it opens, as `tokens.css` and the mark have them.
const MARK: &str = "#3f51b5";
const PAPER: &str = "#ffffff";

/// `GET /manifest.webmanifest`: what an installed Lobby is called and looks like (W3C Web Application Manifest).
pub async fn manifest(visitor: Visitor) -> HttpResponse {
    let words = &visitor.words;
    let icon = |name: &str, size: &str, kind: &str, purpose: &str| json!({ "src": assets::path(name), "sizes": size, "type": kind, "purpose": purpose });
    let shortcut = |key: &str, place: &str| json!({ "name": words.t(key), "url": place });
    let name = match visitor.business.as_str() {
        "Lobby" => "Lobby".to_owned(),
        business => format!("{business} · Lobby"),
    };
    let told = json!({
        "id": "/",
        "name": name,
        "short_name": "Lobby",
        "lang": words.language().code(),
        "dir": words.language().dir(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": MARK,
        "icons": [
            icon("favicon.svg", "any", "image/svg+xml", "any"),
            // iOS takes it from here when no page names another (since 15.4).
            icon("icon-180.png", "180x180", "image/png", "any"),
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "maskable"),
        ],
        "shortcuts": [
            shortcut("new-conversation", "/new"),
            shortcut("nav-search", "/search"),
            shortcut("nav-contacts", "/contacts"),
        ],
    });
    HttpResponse::Ok()
        .content_type("application/manifest+json; charset=utf-8")
        .insert_header((CACHE_CONTROL, "private, max-age=3600"))
        // A name may hold anything, and nothing of it may look like a page's.
        .body(told.to_string().replace('<', "\\u003c"))
}

/// `GET /worker.js`: at the root, since a worker may only look after what lies beside or below it.
pub async fn worker(_: HttpRequest) -> HttpResponse {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    let script = SCRIPT.get_or_init(|| {
        let version = assets::path("app.css").split('/').nth(2);
        let kept = format!("lobby-{}", version.unwrap_or_default());
        let rest = String::from_utf8_lossy(&assets::worker()).into_owned();
        format!("const KEPT = '{kept}' + location.search;\n{rest}")
    });
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(script.as_str())
}

#[derive(Template)]
#[template(path = "install/offline.html")]
struct Offline {
    page: Page,
}

/// `GET /offline`: says that there is no connection, and nothing of anybody.
pub async fn offline(visitor: Visitor) -> Answer {
    html(&Offline {
        page: visitor.page(),
    })
}
