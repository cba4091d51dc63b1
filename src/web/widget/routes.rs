//! Every address that customers open: the chat, and how it was. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::survey;
use crate::web::widget::{known, live, loader, panel, say, thread};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/w/{name}", get().to(loader::script))
        .route("/chat", get().to(panel::home))
        .route("/chat/{key}", get().to(panel::page))
        .route("/widget/{key}/panel", get().to(panel::frame))
        .route("/widget/{key}/thread", get().to(thread::talk))
        .route("/widget/{key}/messages", post().to(say::say))
        .route("/widget/{key}/events", get().to(live::events))
        .route("/widget/{key}/seen", post().to(live::seen))
        .route("/widget/{key}/typing", post().to(live::typing))
        .route("/widget/{key}/identify", post().to(known::identify))
        .route("/widget/{key}/reach", post().to(known::reach))
        .route("/survey/{token}", get().to(survey::page))
        .route("/survey/{token}", post().to(survey::rate));
}
