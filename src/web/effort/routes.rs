//! Every address of measured work. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::effort::{self, setting};

/// Below `/c` and `/settings`.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/c/{number}/focus", post().to(effort::tell))
        .route("/c/{number}/effort", get().to(effort::page))
        .route("/settings/measuring", get().to(setting::page))
        .route("/settings/measuring", post().to(setting::save));
}
