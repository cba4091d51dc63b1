//! `GET /reports/{metric}/conversations`: what a figure is made of, sighting by sighting.

use actix_web::web::{Path, Query};
use askama::Template;

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::reports::{Behind, Metric, Order, Pairs, Row};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::page::Page;
use crate::web::reports::bar::FilterBar;
use crate::web::reports::evidence::{self, EvidenceView};
use crate::web::reports::frame::{Frame, metric as named};
use crate::web::reports::measured;
use crate::web::shell;
use crate::web::view::TimeView;

/// On one page.
const ROWS: usize = 50;

/// One sighting.
#[derive(Debug, Clone)]
pub struct Shown {
    pub number: u64,
    pub href: String,
    pub subject: String,
    pub who: String,
    pub at: TimeView,
    pub took: String,
    pub by: String,
    pub channel: String,
    pub state: String,
    /// The rating they gave, with what they said beside it.
    pub said: String,
    /// Of repetitions: what shows it.
    pub evidence: Vec<EvidenceView>,
}

#[derive(Template)]
#[template(path = "reports/rows.html")]
struct RowsPage {
    page: Page,
    bar: FilterBar,
    title: String,
    days: String,
    building: Option<String>,
    /// How many there are, as a sentence.
    all: String,
    none: bool,
    rows: Vec<Shown>,
    /// The heading of the time that puts it into the period.
    when: String,
    back: String,
    table: String,
    workbook: String,
    newest: String,
    longest: String,
    is_longest: bool,
    has_length: bool,
    more: Option<String>,
    less: Option<String>,
}

/// The page.
pub async fn page(asker: Asker, name: Path<String>, pairs: Query<Pairs>) -> Answer {
    let (app, pairs, name) = (asker.app.clone(), pairs.into_inner(), name.into_inner());
    let view = app
        .look(move |look| read(&asker, look, &name, &pairs))
        .await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, name: &str, pairs: &Pairs) -> Result<RowsPage> {
    let frame = Frame::read(asker, look, pairs)?;
    let metric = named(name)?;
    let (words, asked) = (frame.words(), &frame.asked);
    let ask = frame.ask(metric, &asked.filter);
    let reports = &asker.app.reports;
    let found = reports.rows(&ask, (asked.state, asked.order), (asked.from, ROWS))?;
    let place = format!("/reports/{name}/conversations");
    let elsewhere = |change: &dyn Fn(&mut crate::reports::Asked)| {
        let mut asked = asked.clone();
        change(&mut asked);
        frame.href(&place, &asked)
    };
    let mut behind = Behind::default();
    let rows = found
        .rows
        .iter()
        .map(|it| shown(&frame, look, (&mut behind, metric, it)));
    let next = asked.from + ROWS;
    let anchor = format!("{:?}", metric.anchor()).to_lowercase();
    Ok(RowsPage {
        page: shell::page(asker, look, &frame.directory, "reports", None)?,
        bar: FilterBar::of(&frame, &place, Some(metric)),
        title: words.t(&format!("metric-{name}")),
        days: frame.days(),
        building: frame.building(),
        all: words.t_n("report-found", found.all),
        none: found.all == 0,
        rows: rows.collect::<Result<Vec<_>>>()?,
        when: words.t(&format!("report-when-{anchor}")),
        back: frame.href(&format!("/reports/{name}"), asked),
        table: frame.href(&format!("/reports/{name}/table.csv"), asked),
        workbook: frame.href(&format!("/reports/{name}/table.xlsx"), asked),
        newest: elsewhere(&|it| (it.order, it.from) = (Order::Newest, 0)),
        longest: elsewhere(&|it| (it.order, it.from) = (Order::Longest, 0)),
        is_longest: asked.order == Order::Longest,
        has_length: found.rows.iter().any(|it| it.took.is_some()),
        more: (found.all > next).then(|| elsewhere(&|it| it.from = next)),
        less: (asked.from > 0).then(|| elsewhere(&|it| it.from = it.from.saturating_sub(ROWS))),
    })
}

fn shown(
    frame: &Frame,
    look: &Look<'_>,
    (behind, metric, it): (&mut Behind, Metric, &Row),
) -> Result<Shown> {
    let words = frame.words();
    // Counted by who may know of it; its text only for who may read it.
    let found = look.conversation_numbered(it.number)?;
    let found = found.filter(|c| frame.asker.viewer().sees(c));
    let channel = it.channel.and_then(|id| frame.directory.channel(id));
    let channel = channel.map(|it| it.name.clone()).unwrap_or_default();
    let channel = match it.from {
        Some(from) => format!(
            "{} → {channel}",
            words.t(&format!("channel-{}", from.name()))
        ),
        None => channel,
    };
    Ok(Shown {
        number: it.number,
        href: if metric.is_of_effort() {
            format!("/c/{}/effort", it.number)
        } else {
            format!("/c/{}", it.number)
        },
        subject: found.as_ref().map(title).unwrap_or_default(),
        who: customer(look, found.as_ref())?,
        at: TimeView::full(words, it.at),
        took: it.took.map(|it| words.took(it)).unwrap_or_default(),
        by: frame.by(it.by),
        channel,
        state: state(frame, metric, it),
        said: match found {
            Some(c) if metric.is_of_effort() => measured::parts(frame, look, c)?,
            found => rated(frame, look, (found.as_ref(), it))?,
        },
        evidence: evidence::of(frame, look, (behind, metric, it))?,
    })
}

/// What a customer gave, in words; with their own, for who may read them.
fn rated(frame: &Frame, look: &Look<'_>, (c, it): (Option<&Conversation>, &Row)) -> Result<String> {
    let Some(stars) = it.rating else {
        return Ok(String::new());
    };
    let stars = frame.words().t_n("rating-of-five", stars);
    let asked = c.and_then(|it| it.survey.as_deref());
    let asked = asked.filter(|survey| survey.asked_at == it.at);
    let message = asked.and_then(|it| it.message);
    let message = message.map(|id| look.message(id)).transpose()?.flatten();
    let comment = message.and_then(|it| it.rating).map(|it| it.comment);
    Ok(match comment.filter(|it| !it.is_empty()) {
        Some(comment) => format!("{stars} · {comment}"),
        None => stars,
    })
}

/// What it is about, or how it ends so far.
fn title(c: &Conversation) -> String {
    match c.subject.trim() {
        "" => c.excerpt.clone(),
        subject => subject.to_owned(),
    }
}

fn customer(look: &Look<'_>, c: Option<&Conversation>) -> Result<String> {
    let contact = c.map_or(Ok(None), |it| look.person(it.contact))?;
    Ok(contact.map(|it| it.name).unwrap_or_default())
}

/// In a word, where it is not just counted.
fn state(frame: &Frame, metric: Metric, it: &Row) -> String {
    use crate::reports::State;
    match it.state {
        State::Counted => String::new(),
        State::Yes | State::No => {
            let key = format!("state-{}-{}", metric.name(), it.state.name());
            frame.words().t(&key)
        }
        other => frame.words().t(&format!("state-{}", other.name())),
    }
}
