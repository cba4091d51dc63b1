//! Every address of data cards. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::cards::{act, actions, arrange, show, trial};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/c/{number}/cards/{id}", get().to(show::page))
        .route("/c/{number}/cards/{id}/open", get().to(show::open))
        .route(
            "/c/{number}/cards/{id}/actions/{action}",
            post().to(act::press),
        )
        .route("/c/{number}/runs/{run}/again", post().to(act::again))
        .route("/c/{number}/runs/{run}/draft", post().to(act::into_draft))
        .route("/settings/cards", get().to(arrange::page))
        .route("/settings/cards", post().to(arrange::make))
        .route("/settings/cards/{id}", get().to(arrange::edit))
        .route("/settings/cards/{id}", post().to(arrange::save))
        .route("/settings/cards/{id}/test", get().to(trial::page))
        .route(
            "/settings/cards/{id}/secret",
            post().to(arrange::renew_secret),
        )
        .route("/settings/cards/{id}/retire", post().to(arrange::retire))
        .route("/settings/cards/{id}/actions", get().to(actions::new))
        .route("/settings/cards/{id}/actions", post().to(actions::make))
        .route(
            "/settings/cards/{id}/actions/{action}",
            get().to(actions::edit),
        )
        .route(
            "/settings/cards/{id}/actions/{action}",
            post().to(actions::save),
        )
        .route(
            "/settings/cards/{id}/actions/{action}/retire",
            post().to(actions::retire),
        );
}
