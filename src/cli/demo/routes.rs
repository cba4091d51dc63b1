//! The pages there are in the demo and nowhere else.

use actix_web::web::{Data, ServiceConfig, get, post};

use crate::cli::demo::pages::{self, Stage};

/// Declares them.
pub fn configure(cfg: &mut ServiceConfig, stage: &Data<Stage>) {
    cfg.app_data(stage.clone())
        .route("/demo", get().to(pages::page))
        .route("/demo/talk", get().to(pages::talk))
        .route("/demo/say", post().to(pages::say))
        .route("/demo/speed", post().to(pages::speed))
        .route("/demo/end", post().to(pages::end))
        .route("/demo/phone.css", get().to(pages::style))
        .route("/demo/phone.js", get().to(pages::script));
}
