//! Every page and form there is. Tests read this file, so routes are declared nowhere else in this room.

use actix_web::web::{ServiceConfig, get, post, to};

use crate::web::{assets, conversations, health, inbox, live, login, look};

/// Declares the routes.
pub fn configure(cfg: &mut ServiceConfig) {
    shared(cfg);
    work(cfg);
    doors(cfg);
}

/// What stands under every page.
fn shared(cfg: &mut ServiceConfig) {
    cfg.route("/healthz", get().to(health::alive))
        .route("/readyz", get().to(health::ready))
        .route("/assets/{hash}/{name}", get().to(assets::serve))
        .route("/events", get().to(live::events))
        .route("/look", post().to(look::change))
        .default_service(to(health::nothing_here));
}

/// The inbox and one conversation.
fn work(cfg: &mut ServiceConfig) {
    use conversations as c;
    cfg.route("/", get().to(inbox::list::home))
        .route("/list/{name}", get().to(inbox::list::named))
        .route("/list/{kind}/{id}", get().to(inbox::list::of))
        .route("/c/{number}", get().to(c::show::page))
        .route("/c/{number}/reply", post().to(c::write::answer))
        .route("/c/{number}/note", post().to(c::write::note_down))
        .route("/c/{number}/draft", post().to(c::write::keep))
        .route("/c/{number}/files", post().to(c::write::upload_one))
        .route("/c/{number}/status", post().to(c::change::set_status))
        .route("/c/{number}/assignee", post().to(c::change::set_assignee))
        .route("/c/{number}/team", post().to(c::change::set_team_of));
}

/// Getting in and out.
fn doors(cfg: &mut ServiceConfig) {
    use login::{code, entry, forgot, invite};
    cfg.route("/login", get().to(entry::page))
        .route("/login", post().to(entry::enter))
        .route("/logout", post().to(entry::leave))
        .route("/login/code", get().to(code::page))
        .route("/login/code", post().to(code::prove))
        .route("/forgot", get().to(forgot::page))
        .route("/forgot", post().to(forgot::ask))
        .route("/reset/{token}", get().to(forgot::choose))
        .route("/reset/{token}", post().to(forgot::carry_out))
        .route("/invite/{token}", get().to(invite::page))
        .route("/invite/{token}", post().to(invite::accept));
}
