//! You as the customer, on a telephone beside the desk; how fast the others are; and the end of it all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Form, Query};
use askama::Template;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Notify;

use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::pace::Pace;
use crate::cli::demo::places::Places;
use crate::cli::demo::story::Via;
use crate::cli::demo::you::{Line, You};
use crate::domain::error::Error;
use crate::web::asker::{Answer, Asker, html, rendered, see_other};
use crate::web::page::Page;
use crate::words::Words;

/// An open telephone that nobody writes to asks again after so long.
const PATIENCE: Duration = Duration::from_secs(8);
/// The last page gets this long to reach its reader.
const FAREWELL: Duration = Duration::from_millis(700);

/// What the pages show and move.
pub struct Stage {
    pub places: Places,
    pub you: You,
    pub pace: Pace,
    pub business: String,
    /// The data folder, as it is shown to who deletes it.
    pub folder: String,
    /// Stops Lobby.
    pub end: Arc<Notify>,
    /// It was ended from a page: nothing of it is to be left.
    pub over: AtomicBool,
}

/// A channel to write by.
struct Way {
    name: &'static str,
    label: String,
}

/// A line as it is shown.
struct Bubble {
    yours: bool,
    who: String,
    text: String,
    file: String,
    clock: String,
    machine: String,
}

#[derive(Template)]
#[template(path = "cli/demo/page.html")]
struct PhoneView {
    page: Page,
    ways: Vec<Way>,
    via: &'static str,
    seen: usize,
    /// The address of the chat's page, when that is what is shown.
    chat: String,
    you: String,
    lines: Vec<Bubble>,
    /// A mail is begun, which wants a subject.
    subject: bool,
    speed: u8,
    folder: String,
}

#[derive(Template)]
#[template(path = "cli/demo/talk.html")]
struct TalkView {
    lines: Vec<Bubble>,
}

#[derive(Template)]
#[template(path = "cli/demo/over.html")]
struct OverView {
    page: Page,
    folder: String,
    /// What begins Lobby for real.
    command: &'static str,
}

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    via: String,
    seen: usize,
}

/// What is written on the telephone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    via: String,
    subject: String,
    text: String,
    with: String,
}

/// How fast the others are to be.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    speed: f64,
}

fn via(name: &str) -> Via {
    let mut all = Via::ALL.into_iter();
    all.find(|it| it.name() == name).unwrap_or(Via::WhatsApp)
}

fn frame(asker: &Asker, stage: &Stage) -> Page {
    Page::plain(
        asker.words.clone(),
        asker.look.clone(),
        asker.signed.session.csrf.clone(),
        stage.business.clone(),
    )
}

fn bubbles(words: &Words, lines: Vec<Line>) -> Vec<Bubble> {
    let lines = lines.into_iter().map(|it| Bubble {
        yours: it.yours,
        who: words.t(if it.yours {
            "demo-who-you"
        } else {
            "demo-who-desk"
        }),
        text: it.text,
        file: match it.with {
            Enclosed::Nothing => String::new(),
            Enclosed::Photo => words.t("demo-photo"),
            Enclosed::Voice => words.t("demo-voice"),
        },
        clock: words.clock(it.at),
        machine: words.machine(it.at),
    });
    lines.collect()
}

fn label(words: &Words, it: Via) -> String {
    match it {
        Via::WhatsApp => "WhatsApp".to_owned(),
        Via::Telegram => "Telegram".to_owned(),
        Via::Chat => words.t("demo-way-chat"),
        Via::Mail => words.t("demo-way-mail"),
    }
}

/// A speed as the control shows it: whole, from 1.
fn whole(speed: f64) -> u8 {
    (1..=60)
        .find(|it| f64::from(*it) >= speed.round())
        .unwrap_or(60)
}

/// `GET /demo`
pub async fn page(asker: Asker, stage: Data<Stage>, asked: Query<Asked>) -> Answer {
    let via = via(&asked.via);
    let (lines, seen) = stage.you.lines(via);
    let ways = Via::ALL.into_iter().map(|it| Way {
        name: it.name(),
        label: label(&asker.words, it),
    });
    html(&PhoneView {
        page: frame(&asker, &stage),
        ways: ways.collect(),
        via: via.name(),
        seen,
        chat: match via {
            Via::Chat => format!("/chat/{}", stage.places.company.chat.1.key),
            _ => String::new(),
        },
        you: stage.you.name.clone(),
        lines: bubbles(&asker.words, lines),
        subject: via == Via::Mail && !stage.you.has_subject(),
        speed: whole(stage.pace.speed()),
        folder: stage.folder.clone(),
    })
}

/// `GET /demo/talk`: what stands on the telephone, once it is more than was `seen`.
pub async fn talk(asker: Asker, stage: Data<Stage>, asked: Query<Asked>) -> Answer {
    stage.you.changed(asked.seen, PATIENCE).await;
    let (lines, count) = stage.you.lines(via(&asked.via));
    let html = rendered(&TalkView {
        lines: bubbles(&asker.words, lines),
    })?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(json!({ "count": count, "html": html })))
}

/// `POST /demo/say`: you write to the company. In the chat you do so on its own page.
pub async fn say(_: Asker, stage: Data<Stage>, said: Form<Said>) -> Answer {
    let via = via(&said.via);
    let with = match said.with.as_str() {
        "photo" => Enclosed::Photo,
        "voice" => Enclosed::Voice,
        _ => Enclosed::Nothing,
    };
    let text = said.text.trim();
    if via != Via::Chat && (!text.is_empty() || with != Enclosed::Nothing) {
        let subject = said.subject.trim();
        stage
            .you
            .say(&stage.places, via, subject, (text, with))
            .await;
    }
    Ok(see_other(&format!("/demo?via={}", via.name())))
}

/// `POST /demo/speed`
pub async fn speed(_: Asker, stage: Data<Stage>, wanted: Form<Wanted>) -> Answer {
    if !wanted.speed.is_finite() {
        return Err(Error::invalid("speed", "error-field").into());
    }
    stage.pace.set(wanted.speed);
    Ok(see_other("/demo"))
}

/// `POST /demo/end`: says good-bye, stops Lobby, and nothing of the demo is left.
pub async fn end(asker: Asker, stage: Data<Stage>) -> Answer {
    stage.over.store(true, Ordering::SeqCst);
    stage.you.wake();
    let end = stage.end.clone();
    tokio::spawn(async move {
        tokio::time::sleep(FAREWELL).await;
        end.notify_one();
    });
    html(&OverView {
        page: frame(&asker, &stage),
        folder: stage.folder.clone(),
        command: "lobby",
    })
}

/// `GET /demo/phone.css`
pub async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .body(include_str!("../../../static/demo/phone.css"))
}

/// `GET /demo/phone.js`
pub async fn script() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .body(include_str!("../../../static/demo/phone.js"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_nobody_knows_is_the_first_and_speeds_are_whole() {
        assert_eq!(via("mail"), Via::Mail);
        assert_eq!(via("pigeon"), Via::WhatsApp);
        assert_eq!((whole(0.1), whole(2.4), whole(60.0)), (1, 2, 60));
    }
}
