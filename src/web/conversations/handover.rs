//! The summary for who takes a conversation over: above the thread until it was read, and as a page of its own.

use actix_web::web::Path;
use askama::Template;

use crate::conversations::find::find;
use crate::conversations::handover::{Packet, Told, packet, read, unread};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::message::Author;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::conversations::change::back;
use crate::web::names::{Directory, Known};
use crate::web::page::Page;
use crate::web::shell;
use crate::words::{Arg, Names, Words};

/// A line of the summary: what it is, what it says, where that stands.
#[derive(Debug, Clone)]
pub struct LineView {
    pub label: String,
    pub text: String,
    pub href: Option<String>,
}

/// The summary, ready to show.
#[derive(Debug, Clone)]
pub struct HandoverView {
    pub number: u64,
    pub title: String,
    pub lines: Vec<LineView>,
    /// It is the reader's to say that they have read it.
    pub unread: bool,
}

/// The summary somebody has yet to read who took a conversation over.
///
/// # Errors
/// The store's.
pub fn due(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    c: &Conversation,
) -> Result<Option<HandoverView>> {
    if unread(c, asker.viewer()).is_none() {
        return Ok(None);
    }
    view(asker, look, directory, c.number).map(Some)
}

/// The summary of a conversation.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    number: u64,
) -> Result<HandoverView> {
    let words = &asker.words;
    let (c, it) = packet(look, asker.viewer(), number)?;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let from = c.handover.and_then(|it| names.agent(it.from));
    Ok(HandoverView {
        number,
        title: from.map_or_else(
            || words.t("handover-title"),
            |name| words.t_of("handover-from", "name", name),
        ),
        lines: lines(asker, &c, &it, &names),
        unread: unread(&c, asker.viewer()).is_some(),
    })
}

fn lines(asker: &Asker, c: &Conversation, it: &Packet, names: &dyn Names) -> Vec<LineView> {
    let (words, now) = (&asker.words, asker.now);
    let place = |at: u32| Some(format!("/c/{}?at={at}#m-{at}", c.number));
    let line = |key: &str, text: String, href| LineView {
        label: words.t(key),
        text,
        href,
    };
    let said = |key: &str, one: &Told| line(key, one.text.clone(), place(one.position));
    let ours = |key: &str, one: &Told| {
        let who = by(words, one, names);
        let ago = words.ago(one.said_at, now);
        let text = format!("{who}, {ago}: {}", one.text);
        line(key, text, place(one.position))
    };
    let mut out = Vec::new();
    if !c.about.is_empty() {
        out.push(line("side-about", c.about.clone(), None));
    }
    out.extend(it.wanted.iter().map(|one| said("handover-wanted", one)));
    if let Some(chosen) = &it.menu {
        let place = place(chosen.position);
        out.push(line("handover-menu", chosen.label.clone(), place));
        let answer = chosen.answer.iter();
        out.extend(answer.map(|one| LineView {
            label: chosen.question.clone(),
            ..said("handover-menu", one)
        }));
    }
    out.extend(it.last.iter().map(|one| said("handover-last", one)));
    out.extend(it.tried.iter().map(|one| ours("handover-tried", one)));
    out.extend(it.notes.iter().map(|one| ours("act-note", one)));
    let files = it.files.iter();
    out.extend(files.map(|(at, name)| line("handover-file", name.clone(), place(*at))));
    if let Some(made) = it.promise {
        let owner = made.owner.and_then(|id| names.agent(id));
        let name = owner.unwrap_or_else(|| words.t("nobody"));
        let time = words.until(made.due, now);
        let args = [("time", Arg::Text(&time)), ("name", Arg::Text(&name))];
        out.push(line(
            "handover-promised",
            words.t_with("promise-open", &args),
            None,
        ));
    }
    if let Some(at) = it.leaves_at {
        let text = words.t_of("delivery-scheduled-at", "time", words.until(at, now));
        out.push(line("handover-leaves", text, None));
    }
    out.push(line("handover-next", next(words, c, it, now), None));
    out
}

/// What is to be done now.
fn next(words: &Words, c: &Conversation, it: &Packet, now: crate::domain::time::Millis) -> String {
    match (c.status, it.waiting_since) {
        (Status::Open, Some(since)) => {
            words.t_of("handover-next-answer", "span", words.span(now.since(since)))
        }
        (Status::Open, None) => words.t("handover-next-go-on"),
        (status, _) => words.status(status, now),
    }
}

fn by(words: &Words, one: &Told, names: &dyn Names) -> String {
    match one.author {
        Author::Agent(id) => names.agent(id).unwrap_or_else(|| words.t("somebody")),
        Author::Assistant => words.t("assistant"),
        _ => words.t("colleague"),
    }
}

#[derive(Template)]
#[template(path = "conversations/handover.html")]
struct HandoverPage {
    page: Page,
    it: HandoverView,
}

/// `GET /c/{number}/handover`.
pub async fn page(asker: Asker, number: Path<u64>) -> Answer {
    let (number, app) = (number.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let directory = Directory::read(look)?;
            Ok(HandoverPage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                it: view(&asker, look, &directory, c.number)?,
            })
        })
        .await?;
    html(&view)
}

/// `POST /c/{number}/handover`: the summary was read.
pub async fn mark_read(asker: Asker, number: Path<u64>) -> Answer {
    let (number, viewer) = (number.into_inner(), asker.viewer().clone());
    asker
        .app
        .act(move |w| read(w, &viewer, number).map(|_| ()))
        .await?;
    Ok(back(number, "", "read"))
}
