//! How long a conversation was worked on: what pages tell, the line beside it, and the page that shows every visit.

pub mod routes;
pub mod setting;

use actix_web::HttpResponse;
use actix_web::web::{Form, Path};
use askama::Template;
use serde::Deserialize;

use crate::app::attention::Beat;
use crate::conversations::effort::{is_measured, note, seen};
use crate::conversations::find::find;
use crate::domain::actor::Right;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::effort::Visit;
use crate::domain::error::Result;
use crate::domain::time::{Millis, Span};
use crate::reports::{Effort, efforts, gather};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::words::{Arg, Words};

/// What a page tells of whether one works in what it shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Told {
    /// Which of one's pages it is, by a number it gave itself.
    page: u32,
    /// Milliseconds since anything was done on it.
    idle: i64,
    /// `1`: it is looked at no more.
    left: String,
}

/// `POST /c/{number}/focus`: kept in memory; the visit it makes longer is written down with what is written next.
pub async fn tell(asker: Asker, number: Path<u64>, told: Form<Told>) -> Answer {
    let (app, me) = (asker.app.clone(), asker.agent().id);
    if app.attention.is_too_much(me, asker.now) {
        return Ok(HttpResponse::NoContent().finish());
    }
    let (viewer, number) = (asker.viewer().clone(), number.into_inner());
    let found = asker.app.look(move |look| {
        let c = find(look, &viewer, number)?;
        Ok(is_measured(look, &c)?.then_some(c.id))
    });
    let Some(conversation) = found.await? else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let beat = Beat {
        agent: me,
        page: (asker.signed.session.id, told.page),
        conversation,
        idle: Span(told.idle),
        leaves: !told.left.is_empty(),
    };
    if let Some((of, visit)) = app.attention.beat(&beat, asker.now) {
        let key = format!("focus {me} {of} {}", visit.from.0);
        app.store.later(key, move |w| note(w, me, of, visit));
    }
    Ok(HttpResponse::NoContent().finish())
}

/// What stands beside a conversation.
#[derive(Debug, Clone)]
pub struct EffortLine {
    pub text: String,
    pub href: String,
}

/// The line, where anything was measured or is going to be.
///
/// # Errors
/// The store's.
pub fn line(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Option<EffortLine>> {
    let all = seen(look, asker.viewer(), it)?;
    let span = Span(all.iter().map(|it| it.spent().0).sum());
    let times: u32 = all.iter().map(crate::domain::effort::Focus::times).sum();
    if times == 0 && !is_measured(look, it)? {
        return Ok(None);
    }
    let text = match (times, asker.viewer().may(Right::Supervise)) {
        (0, true) => asker.words.t("effort-none"),
        (0, false) => asker.words.t("effort-told"),
        (_, true) => handled(&asker.words, "effort-handled", (span, times)),
        (_, false) => handled(&asker.words, "effort-own", (span, times)),
    };
    let href = format!("/c/{}/effort", it.number);
    Ok(Some(EffortLine { text, href }))
}

fn handled(words: &Words, key: &str, (span, times): (Span, u32)) -> String {
    let visits = words.t_n("effort-visits", times);
    let all = [
        ("span", Arg::Text(&clock(span))),
        ("visits", Arg::Text(&visits)),
    ];
    words.t_with(key, &all)
}

/// "6:00", "1:04:30".
#[must_use]
pub fn clock(span: Span) -> String {
    let seconds = span.0.max(0) / 1_000;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    match hours {
        0 => format!("{minutes}:{:02}", seconds % 60),
        _ => format!("{hours}:{minutes:02}:{:02}", seconds % 60),
    }
}

/// One stretch of time, or one message.
#[derive(Debug, Clone)]
pub struct Part {
    pub when: String,
    pub took: String,
    /// What must be known of it, such as that not all of it counts.
    pub note: String,
}

/// What one of us spent.
#[derive(Debug, Clone)]
pub struct Share {
    pub name: String,
    pub measured: String,
    /// Empty where nothing is.
    pub estimated: String,
    pub visits: Vec<Part>,
    pub messages: Vec<Part>,
}

#[derive(Template)]
#[template(path = "effort/show.html")]
struct EffortPage {
    page: Page,
    number: u64,
    title: String,
    lead: String,
    /// What all of it comes to, and how.
    sum: Vec<String>,
    shares: Vec<Share>,
}

/// `GET /c/{number}/effort`: every visit and every estimate of a conversation; to who is no supervisor, their own.
pub async fn page(asker: Asker, number: Path<u64>) -> Answer {
    let (app, number) = (asker.app.clone(), number.into_inner());
    let view = app.look(move |look| read(&asker, look, number)).await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, number: u64) -> Result<EffortPage> {
    let c = find(look, asker.viewer(), number)?;
    let (words, directory) = (&asker.words, Directory::read(look)?);
    let sees_all = asker.viewer().may(Right::Supervise);
    let is_over = matches!(c.status, Status::Resolved { .. });
    let mut all = efforts(&gather(look, c)?);
    all.retain(|agent, _| sees_all || *agent == asker.agent().id);
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.1.all()));
    let name = |id| directory.agent(id).map(|it| it.name.clone());
    let shares = all
        .iter()
        .map(|(id, it)| share(words, name(*id).unwrap_or_default(), it));
    let shares = shares.collect();
    let all: Vec<_> = all.into_iter().map(|it| it.1).collect();
    let told = if look.measuring()?.off {
        "effort-lead-off"
    } else {
        "effort-lead"
    };
    Ok(EffortPage {
        page: shell::page(asker, look, &directory, "", None)?,
        number,
        title: words.t_of("effort-title", "number", number),
        lead: words.t(told),
        sum: sum(words, is_over, &all),
        shares,
    })
}

/// What it comes to, and in which figure it stands.
fn sum(words: &Words, is_over: bool, all: &[Effort]) -> Vec<String> {
    let total = |of: fn(&Effort) -> i64| Span(all.iter().map(of).sum());
    let measured = total(|it| it.seen.spent().0);
    let estimated = total(|it| it.estimated().0);
    let times: u32 = all.iter().map(|it| it.seen.times()).sum();
    let messages: usize = all.iter().map(|it| it.unseen.len()).sum();
    let mut out = Vec::new();
    if times > 0 {
        out.push(handled(words, "effort-measured", (measured, times)));
    }
    if messages > 0 {
        out.push(words.t_with(
            "effort-estimated",
            &[
                ("span", Arg::Text(&clock(estimated))),
                (
                    "messages",
                    Arg::Text(&words.t_n("effort-messages", messages)),
                ),
            ],
        ));
    }
    out.push(words.t(match (is_over, messages) {
        (false, _) => "effort-counts-later",
        (true, 0) => "effort-counts-measured",
        (true, _) => "effort-counts-estimated",
    }));
    out
}

fn share(words: &Words, name: String, it: &Effort) -> Share {
    let mut visits: Vec<Part> = it.seen.visits.iter().map(|it| visit(words, *it)).collect();
    let (before, span) = it.seen.before;
    if before > 0 {
        visits.insert(
            0,
            Part {
                when: words.t_n("effort-before", before),
                took: clock(span),
                note: String::new(),
            },
        );
    }
    let message = |(at, took): &(Millis, Span)| Part {
        when: words.date_time(*at),
        took: clock(*took),
        note: String::new(),
    };
    Share {
        name,
        measured: clock(it.seen.spent()),
        estimated: if it.unseen.is_empty() {
            String::new()
        } else {
            clock(it.estimated())
        },
        visits,
        messages: it.unseen.iter().map(message).collect(),
    }
}

fn visit(words: &Words, it: Visit) -> Part {
    let is_cut = it.until.since(it.from) > it.counts();
    Part {
        when: words.t_with(
            "effort-visit",
            &[
                ("from", Arg::Text(&words.date_time(it.from))),
                ("until", Arg::Text(&words.clock(it.until))),
            ],
        ),
        took: clock(it.counts()),
        note: if is_cut {
            words.t("effort-cut")
        } else {
            String::new()
        },
    }
}
