//! Whether this Lobby lives and can work: for monitors; and the answer for addresses that do not exist.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::app::App;

/// `GET /healthz`: the process answers.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// `GET /readyz`: the store answers too.
pub async fn ready(app: Data<App>) -> HttpResponse {
    match app.look(|look| look.last_seq()).await {
        Ok(_) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ready\n"),
        Err(err) => {
            tracing::warn!(error = %err, "not ready");
            HttpResponse::ServiceUnavailable()
                .content_type("text/plain; charset=utf-8")
                .body("not ready\n")
        }
    }
}

/// Any address no page has.
pub async fn nothing_here() -> HttpResponse {
    HttpResponse::NotFound().finish()
}
