//! The addresses of the wizard. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::setup::{self, business, channel, chat, greeting, people, proof, whatsapp, you};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/setup", get().to(setup::resume))
        .route("/setup/you", get().to(you::again_page))
        .route("/setup/you", post().to(you::save))
        .route("/setup/business", get().to(business::page))
        .route("/setup/business", post().to(business::save))
        .route("/setup/channel", get().to(channel::page))
        .route("/setup/channel/email", get().to(channel::email))
        .route("/setup/channel/email", post().to(channel::connect))
        .route("/setup/channel/tries/{id}", get().to(channel::trying))
        .route("/setup/channel/chat", get().to(chat::page))
        .route("/setup/channel/chat", post().to(chat::connect))
        .route("/setup/channel/whatsapp", get().to(whatsapp::page))
        .route("/setup/channel/whatsapp/{case}", get().to(whatsapp::form))
        .route(
            "/setup/channel/whatsapp/{case}",
            post().to(whatsapp::connect),
        )
        .route("/setup/channel/greeting", get().to(greeting::page))
        .route("/setup/channel/greeting", post().to(greeting::save))
        .route("/setup/channel/proof", get().to(proof::page))
        .route("/setup/channel/proof/{id}/later", post().to(proof::remind))
        .route("/setup/people", get().to(people::page))
        .route("/setup/people", post().to(people::invite))
        .route("/setup/done", get().to(setup::done))
        .route("/setup/done", post().to(setup::end))
        .route("/setup/{token}", get().to(you::page))
        .route("/setup/{token}", post().to(you::claim));
}
