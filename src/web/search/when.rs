//! `GET /search/when`: the time somebody means by what they typed, as it was understood.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::web::asker::{Answer, Asker, html};

/// Characters that are read.
const LONGEST: usize = 80;

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    text: String,
}

#[derive(Template)]
#[template(path = "search/_when.html")]
struct WhenPiece {
    /// As a form takes it, and in words.
    at: Option<(String, String)>,
}

/// The time, as a piece; an empty one where it is not understood or over.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let typed: String = asked.text.chars().take(LONGEST).collect();
    let words = &asker.words;
    let at = words.understand(&typed, asker.now);
    html(&WhenPiece {
        at: at.map(|it| (words.input_time(it), words.day_and_clock(it))),
    })
}
