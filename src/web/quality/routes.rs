//! Every address of quality reviews. Tests read this file, so they are declared nowhere else.

use actix_web::web::{ServiceConfig, get, post};

use crate::web::quality::{calibration, guide, mine, queue, review, trends};
use crate::web::settings::quality::{self, card, questions};

/// Declares the routes; before those of reports, whose names are any.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/reports/quality", get().to(queue::page))
        .route("/reports/quality/ask", post().to(queue::ask))
        .route("/reports/quality/mine", get().to(mine::page))
        .route("/reports/quality/trends", get().to(trends::page))
        .route("/reports/quality/trends/reviews", get().to(trends::reviews))
        .route("/reports/quality/trends.csv", get().to(trends::table))
        .route("/reports/quality/comparisons", get().to(calibration::page))
        .route(
            "/reports/quality/comparisons/{id}",
            get().to(calibration::one),
        )
        .route("/reports/quality/reviews/{id}", get().to(review::page))
        .route("/reports/quality/reviews/{id}", post().to(review::save))
        .route(
            "/reports/quality/reviews/{id}/reply",
            post().to(review::reply),
        )
        .route("/reports/week", get().to(guide::page))
        .route("/reports/week/dismiss", post().to(guide::dismiss))
        .route("/reports/week/steps/{step}", post().to(guide::tick))
        .route("/settings/quality", get().to(quality::page))
        .route("/settings/quality", post().to(quality::save))
        .route("/settings/quality/begin", post().to(quality::begin))
        .route("/settings/quality/cards", get().to(card::new))
        .route("/settings/quality/cards", post().to(card::make))
        .route("/settings/quality/cards/{id}", get().to(card::page))
        .route("/settings/quality/cards/{id}", post().to(card::save))
        .route(
            "/settings/quality/cards/{id}/retire",
            post().to(card::retire),
        )
        .route("/settings/quality/questions", get().to(questions::page))
        .route("/settings/quality/questions", post().to(questions::save));
}
