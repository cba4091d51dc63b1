//! What one was told: the list of it, its bell on every page, and that one looks.

pub mod telling;

use actix_web::HttpResponse;
use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::app::noticed::{Said, said};
use crate::conversations::find::find;
use crate::domain::error::{Error, Result};
use crate::domain::id::NoticeId;
use crate::domain::notice::NoticeKind;
use crate::domain::time::{Millis, Span};
use crate::notices::list::{self, Place, Seen};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, page_of, rendered, see_other};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Empty, TimeView};

/// Notices on a page.
const ROWS: usize = 50;
const PLACE: &str = "/notifications";

/// One notice as a row.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: String,
    pub icon: &'static str,
    pub said: Said,
    pub when: TimeView,
    pub unread: bool,
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    unread_only: bool,
    any_unread: bool,
    more: Option<String>,
    empty: Option<Empty>,
}

#[derive(Template)]
#[template(path = "notices/bell.html")]
struct BellPiece {
    counts: String,
    /// What to say on the page, and where it leads.
    pop: Option<(String, String, String)>,
}

/// What the list's address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `unread`, or empty for all.
    show: String,
    /// Where the page before ended.
    after: String,
}

/// The sign of a kind.
#[must_use]
pub fn icon(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::New => "inbox",
        NoticeKind::Given => "user",
        NoticeKind::Mentioned => "note",
        NoticeKind::Answered => "chat",
        NoticeKind::Failed | NoticeKind::ChannelDown | NoticeKind::WebhookOff => "alert",
        NoticeKind::Due | NoticeKind::Closing | NoticeKind::GoalNear | NoticeKind::GoalMissed => {
            "wait"
        }
        NoticeKind::Legal => "shield",
        NoticeKind::Covered => "users",
        NoticeKind::Untaken => "nobody",
        NoticeKind::Rated | NoticeKind::Reviewed | NoticeKind::ToReview => "star",
        NoticeKind::Reminder | NoticeKind::Rule | NoticeKind::Threshold => "bell",
    }
}

/// `GET /notifications`
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let after = read_place(&asked.after)?;
    let view = app
        .look(move |look| view(&asker, look, &asked, after))
        .await?;
    html(&view)
}

fn view(asker: &Asker, look: &Look<'_>, asked: &Asked, after: Option<Place>) -> Result<ListPage> {
    let (words, unread_only) = (&asker.words, asked.show == "unread");
    let directory = Directory::read(look)?;
    let page = shell::page(asker, look, &directory, "notices", None)?;
    let (found, next) = list::page(look, asker.viewer(), (after, unread_only), ROWS)?;
    let rows: Vec<Row> = found
        .iter()
        .map(|it| row(asker, look, it))
        .collect::<Result<_>>()?;
    let empty = rows.is_empty().then(|| Empty {
        icon: "bell",
        title: words.t("notices-none"),
        text: words.t(if unread_only {
            "notices-none-unread"
        } else {
            "notices-none-text"
        }),
        action: None,
    });
    Ok(ListPage {
        any_unread: !page.bell().is_empty(),
        more: next.map(|it| {
            let show = if unread_only { "show=unread&" } else { "" };
            format!("{PLACE}?{show}after={}", write_place(it))
        }),
        page,
        rows,
        unread_only,
        empty,
    })
}

fn row(asker: &Asker, look: &Look<'_>, it: &Seen) -> Result<Row> {
    Ok(Row {
        id: it.notice.id.to_string(),
        icon: icon(it.notice.kind),
        said: said(look, &asker.words, asker.viewer(), it)?,
        when: TimeView::ago(&asker.words, it.notice.at, asker.now),
        unread: it.notice.counts(),
    })
}

fn write_place((at, id): Place) -> String {
    format!("{}.{id}", at.0)
}

fn read_place(text: &str) -> Result<Option<Place>> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Error::invalid("after", "error-field");
    let (at, id) = text.split_once('.').ok_or_else(wrong)?;
    let at = at.parse().map_err(|_| wrong())?;
    let id: NoticeId = id.parse().map_err(|_| wrong())?;
    Ok(Some((Millis(at), id)))
}

/// Which notice an open page was told of.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Rung {
    ring: String,
}

/// `GET /notifications/bell`: how many are unread, and what the one that rang says.
pub async fn bell(asker: Asker, asked: Query<Rung>) -> Answer {
    let (id, app) = (asked.ring.parse::<NoticeId>().ok(), asker.app.clone());
    let piece = app
        .look(move |look| {
            let n = list::unread(look, asker.viewer())?;
            let found = id.map(|id| list::find(look, asker.viewer(), id));
            let pop = match found {
                Some(Ok(seen)) if seen.notice.counts() => {
                    let it = said(look, &asker.words, asker.viewer(), &seen)?;
                    Some((it.href, it.title, it.about))
                }
                Some(Err(err)) if !matches!(err, Error::NotFound { .. }) => return Err(err),
                _ => None,
            };
            let counts = serde_json::json!({ "notices": count(n) }).to_string();
            rendered(&BellPiece { counts, pop })
        })
        .await?;
    Ok(page_of(piece))
}

/// The bell's count as text.
#[must_use]
pub fn count(n: usize) -> String {
    match n {
        0 => String::new(),
        n if n < list::COUNTED => n.to_string(),
        _ => format!("{}+", list::COUNTED - 1),
    }
}

/// `POST /notifications/read`: all of them.
pub async fn read_all(asker: Asker) -> Answer {
    loop {
        let viewer = asker.viewer().clone();
        let deed = move |w: &mut Write<'_>| list::mark_all(w, &viewer);
        let (_, more) = asker.app.act(deed).await?;
        if !more {
            break;
        }
    }
    asker.app.hub.read(asker.agent().id);
    Ok(see_other(PLACE))
}

/// What a row's button sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// `unread`, else read.
    to: String,
    show: String,
}

/// `POST /notifications/{id}/read`: one of them, or not read again.
pub async fn mark(asker: Asker, id: Path<String>, form: Form<Mark>) -> Answer {
    let id: NoticeId = id.parse().map_err(|_| Error::not_found("notification"))?;
    let (viewer, read) = (asker.viewer().clone(), form.to != "unread");
    let deed = move |w: &mut Write<'_>| list::mark(w, &viewer, id, read);
    asker.app.act(deed).await?;
    asker.app.hub.read(asker.agent().id);
    if asker.piece {
        return Ok(HttpResponse::NoContent().finish());
    }
    Ok(see_other(if form.show == "unread" {
        "/notifications?show=unread"
    } else {
        PLACE
    }))
}

/// What a page says of whether it is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Here {
    /// `away` when it is looked at no more.
    state: String,
    /// The conversation that is open on it.
    number: Option<u64>,
    /// Seconds since anything was done on it, where the page knows.
    idle: Option<u32>,
}

/// `POST /notifications/here`: a page is looked at, or not any more. Kept in memory only.
pub async fn here(asker: Asker, form: Form<Here>) -> Answer {
    let (me, session) = (asker.agent().id, asker.signed.session.id);
    if form.state == "away" {
        asker.app.eyes.close(me, session);
        return Ok(HttpResponse::NoContent().finish());
    }
    if let Some(idle) = form.idle {
        let ago = Span::seconds(i64::from(idle));
        asker.app.presences.seen(me, asker.now - ago);
    }
    let (viewer, number) = (asker.viewer().clone(), form.number);
    let at = asker
        .app
        .look(move |look| {
            let found = number.map(|it| find(look, &viewer, it));
            Ok(found.and_then(Result::ok).map(|it| it.id))
        })
        .await?;
    asker.app.eyes.look((me, session), at, asker.now);
    Ok(HttpResponse::NoContent().finish())
}
