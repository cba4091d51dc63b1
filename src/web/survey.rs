//! `/survey/{token}`: where a customer says how a conversation was. One press gives the rating; opening the page, as mail
//! scanners do, gives none.

use actix_web::HttpRequest;
use actix_web::web::{Form as Body, Path};
use askama::Template;
use serde::Deserialize;

use crate::app::App;
use crate::app::automatic::rating_label;
use crate::auth::throttle::Try;
use crate::conversations::surveys::rate::{Given, asked, rate as take};
use crate::domain::automatic::survey::{BEST, COMMENT, Rating};
use crate::domain::error::{Error, Result};
use crate::domain::id::ConversationId;
use crate::web::asker::{Answer, Visitor, html, see_other};
use crate::web::page::Page;
use crate::web::source;
use crate::words::Words;

/// A face for each rating, from the worst on.
const FACES: [&str; BEST as usize] = ["😞", "😟", "😐", "😊", "😀"];

#[derive(Debug, Deserialize)]
pub struct Pressed {
    rating: u8,
    comment: Option<String>,
}

/// One rating to choose.
struct Choice {
    stars: u8,
    face: &'static str,
    label: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "survey/page.html")]
struct View {
    page: Page,
    token: String,
    choices: Vec<Choice>,
    /// What they gave.
    given: Option<Rating>,
    longest: usize,
    error: String,
}

/// The conversation a token names.
fn named(app: &App, token: &str) -> Result<ConversationId> {
    app.keys
        .read_survey_token(token)
        .ok_or(Error::not_found("link"))
}

/// What they were asked is over, or never was: the same as a link nobody made.
fn gone(err: Error) -> Error {
    match err {
        Error::NotFound { .. } => Error::not_found("link"),
        other => other,
    }
}

async fn show(mut visitor: Visitor, req: &HttpRequest, token: &str, error: String) -> Answer {
    let (id, now) = (named(&visitor.app, token)?, visitor.app.clock.now());
    let found = visitor.app.look(move |look| asked(look, id, now)).await;
    let message = found.map_err(gone)?.message;
    // In the words it was asked in, unless they chose others here.
    let chosen = req.query_string().contains("language=");
    if !chosen && !message.language.is_empty() {
        visitor.words = Words::for_reader(&message.language, "UTC");
    }
    let given = message.rating.map(|it| *it);
    let stars = given.as_ref().map(|it| it.stars);
    let choice = |stars_of: u8| Choice {
        stars: stars_of,
        face: FACES
            .get(usize::from(stars_of - 1))
            .copied()
            .unwrap_or_default(),
        label: rating_label(&visitor.words, stars_of),
        chosen: stars == Some(stars_of),
    };
    html(&View {
        choices: (1..=BEST).rev().map(choice).collect(),
        page: visitor.page(),
        token: token.to_owned(),
        given,
        longest: COMMENT,
        error,
    })
}

/// `GET /survey/{token}`
pub async fn page(visitor: Visitor, req: HttpRequest, token: Path<String>) -> Answer {
    show(visitor, &req, &token, String::new()).await
}

/// `POST /survey/{token}`: takes a rating, and what is said beside it.
pub async fn rate(
    visitor: Visitor,
    req: HttpRequest,
    token: Path<String>,
    pressed: Body<Pressed>,
) -> Answer {
    let app = &visitor.app;
    let now = app.clock.now();
    app.throttle
        .count(Try::Link, &token, source::address(&req), now)?;
    let id = named(app, &token)?;
    let given = Given {
        stars: pressed.rating,
        comment: pressed.comment.as_ref().map(|it| it.replace("\r\n", "\n")),
    };
    let taken = app.act(move |w| take(w, id, &given).map(|_| ())).await;
    match taken {
        Ok(()) => Ok(see_other(&format!("/survey/{}", *token))),
        Err(Error::Invalid(fields)) => {
            let text = fields.first().map_or("error-field", |it| it.code);
            let text = visitor.words.t(text);
            let mut answer = show(visitor, &req, &token, text).await?;
            *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(err) => Err(gone(err).into()),
    }
}
