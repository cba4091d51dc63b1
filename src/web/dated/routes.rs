//! Every address of things with a date. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::dated::{events, kinds, stages};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/dated", get().to(events::list))
        .route("/dated/new", get().to(events::fresh))
        .route("/dated/new", post().to(events::make))
        .route("/dated/{id}", get().to(events::page))
        .route("/dated/{id}", post().to(events::save))
        .route("/dated/{id}/stop", post().to(events::stop))
        .route("/settings/dated", get().to(kinds::page))
        .route("/settings/dated", post().to(kinds::make))
        .route("/settings/dated/coming", get().to(kinds::preview))
        .route("/settings/dated/{id}", get().to(kinds::edit))
        .route("/settings/dated/{id}", post().to(kinds::save))
        .route("/settings/dated/{id}/retire", post().to(kinds::retire))
        .route("/settings/dated/{id}/stages", get().to(stages::fresh))
        .route("/settings/dated/{id}/stages", post().to(stages::add))
        .route(
            "/settings/dated/{id}/stages/{stage}",
            get().to(stages::edit),
        )
        .route(
            "/settings/dated/{id}/stages/{stage}",
            post().to(stages::save),
        )
        .route(
            "/settings/dated/{id}/stages/{stage}/remove",
            post().to(stages::remove),
        );
}
