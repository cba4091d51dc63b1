//! Every address of legal due dates. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::legal::{due, kinds};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/c/{number}/legal", get().to(due::page))
        .route("/c/{number}/legal", post().to(due::set))
        .route("/settings/legal", get().to(kinds::page))
        .route("/settings/legal", post().to(kinds::add))
        .route("/settings/legal/preset", post().to(kinds::preset))
        .route("/settings/legal/{id}", get().to(kinds::edit))
        .route("/settings/legal/{id}", post().to(kinds::save))
        .route("/settings/legal/{id}/retire", post().to(kinds::retire));
}
