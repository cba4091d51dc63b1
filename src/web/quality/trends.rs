//! `/reports/quality/trends`: what reviews come to, week by week, and the reviews each figure is made of.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Query;
use serde::Deserialize;

use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::quality::trends::{self as counted, Asked, By, FEW, Mean, Of, Trends, key};
use crate::quality::week::{Week, monday_of};
use crate::store::Look;
use crate::transfer::csv;
use crate::web::asker::{Answer, Asker};
use crate::web::names::Directory;
use crate::web::quality::{PLACE, on, row};
use crate::web::settings::show_at;
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Row, Section, Sheet, Table, paged};
use crate::web::view::Choice;
use crate::words::Words;

/// Weeks that are shown where nobody asks for others, and at most.
const WEEKS: u16 = 8;
const MOST: u16 = 53;

/// What is asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Pairs {
    by: String,
    weeks: Option<u16>,
    /// Of a drill-down: the Monday of a week or nothing for all, and which row.
    week: String,
    of: String,
    page: usize,
}

struct Frame {
    asked: Asked,
    weeks: u16,
}

impl Frame {
    fn read(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<Self> {
        on(look)?;
        let zone = look.business()?.unwrap_or_default().time_zone;
        let weeks = pairs.weeks.unwrap_or(WEEKS).clamp(1, MOST);
        let this = Week::from(monday_of(asker.now, &zone), &zone);
        let first = this.from - Span::days(7 * i64::from(weeks - 1));
        let mut asked = Asked {
            from: Week::from(monday_of(first + Span::days(1), &zone), &zone).from,
            to: Millis(i64::MAX),
            by: By::parse(&pairs.by).unwrap_or_default(),
            agent: None,
        };
        if !pairs.week.is_empty() {
            let wrong = |_| Error::invalid("week", "error-field");
            let monday = pairs.week.parse().map_err(wrong)?;
            let week = Week::from(monday, &zone);
            (asked.from, asked.to) = (week.from, week.to);
        }
        Ok(Frame { asked, weeks })
    }

    fn query(&self) -> String {
        format!("by={}&weeks={}", self.asked.by.name(), self.weeks)
    }
}

/// `GET /reports/quality/trends`
pub async fn page(asker: Asker, pairs: Query<Pairs>) -> Answer {
    let (app, for_look, pairs) = (asker.app.clone(), asker.clone(), pairs.into_inner());
    let sheet = app.look(move |look| drawn(&for_look, look, &pairs)).await?;
    show_at(&asker, sheet, "reports").await
}

fn drawn(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<Sheet> {
    let frame = Frame::read(asker, look, pairs)?;
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let found = counted::trends(look, asker.viewer(), &frame.asked)?;
    let by = |it: By| {
        let label = words.t(&format!("quality-by-{}", it.name()));
        Choice::new(it.name(), label, it == frame.asked.by)
    };
    let fields = vec![
        Field::choose(
            Kind::Select,
            "by",
            words.t("quality-by"),
            By::ALL.map(by).into(),
        ),
        Field::input(
            "number",
            "weeks",
            words.t("quality-weeks"),
            frame.weeks.to_string(),
        ),
    ];
    let form = Form::new(format!("{PLACE}/trends"), words.t("report-show"), fields);
    let mut parts = vec![Part::Form(form.by_get().inline())];
    if found.rows.is_empty() {
        parts.push(Part::Text(words.t("quality-none-done")));
    } else {
        parts.push(Part::Table(table_of(
            asker,
            look,
            (&frame, &directory),
            &found,
        )?));
        parts.push(Part::Text(words.t_n("quality-few", FEW)));
        let take = Row {
            href: format!("{PLACE}/trends.csv?{}", frame.query()),
            title: words.t("report-table"),
            ..Row::default()
        };
        parts.push(Part::Rows(vec![take]));
    }
    let lead = words.t("quality-trends-about");
    Ok(Sheet::new(words.t("quality-trends"), lead)
        .back(PLACE, words.t("quality-title"))
        .with(Section::of(String::new(), parts)))
}

fn table_of(
    asker: &Asker,
    look: &Look<'_>,
    (frame, directory): (&Frame, &Directory),
    found: &Trends,
) -> Result<Table> {
    let words = &asker.words;
    let mut heads = vec![words.t(&format!("quality-by-{}", frame.asked.by.name()))];
    heads.push(words.t("quality-all-weeks"));
    heads.extend(found.weeks.iter().map(|it| words.day(*it)));
    let mut rows = Vec::new();
    for (of, all, weeks) in &found.rows {
        let href = format!("{PLACE}/trends/reviews?{}&of={}", frame.query(), key(*of));
        let mut row = vec![Cell::from(name(look, words, directory, *of)?)];
        row.push(Cell::link(mean(words, *all), href.clone()));
        for week in &found.weeks {
            row.push(match weeks.get(week) {
                Some(it) => Cell::link(mean(words, *it), format!("{href}&week={week}")),
                None => Cell::from("–"),
            });
        }
        rows.push(row);
    }
    Ok(Table {
        label: words.t("quality-trends"),
        heads,
        rows,
    })
}

/// "85 % (12)"; of few only how many.
fn mean(words: &Words, it: Mean) -> String {
    match it.value().filter(|_| !it.is_few()) {
        Some(value) => format!("{} ({})", words.share(u64::from(value)), it.n),
        None => format!("… ({})", it.n),
    }
}

fn name(look: &Look<'_>, words: &Words, directory: &Directory, of: Of) -> Result<String> {
    let found = match of {
        Of::All => Some(words.t("quality-everything")),
        Of::Agent(id) => directory.agent(id).map(|it| it.name.clone()),
        Of::Team(None) => Some(words.t("report-no-team")),
        Of::Team(Some(id)) => directory.team(id).map(|it| it.name.clone()),
        Of::Channel(id) => directory.channel(id).map(|it| it.name.clone()),
        Of::Card(id) => look.scorecard(id)?.map(|it| it.name),
        Of::Question(id, question) => look.scorecard(id)?.and_then(|card| {
            let found = card.questions.into_iter().find(|it| it.id == question);
            found.map(|it| it.text)
        }),
    };
    Ok(found.unwrap_or_else(|| words.t("report-none")))
}

/// `GET /reports/quality/trends/reviews`: what a figure is made of.
pub async fn reviews(asker: Asker, pairs: Query<Pairs>) -> Answer {
    let (app, for_look, pairs) = (asker.app.clone(), asker.clone(), pairs.into_inner());
    let sheet = app
        .look(move |look| made_of(&for_look, look, &pairs))
        .await?;
    show_at(&asker, sheet, "reports").await
}

fn made_of(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<Sheet> {
    let frame = Frame::read(asker, look, pairs)?;
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let mut found = Vec::new();
    counted::each(look, asker.viewer(), &frame.asked, |it| {
        let rows = counted::parts(it, frame.asked.by);
        if rows.iter().any(|row| key(row.0) == pairs.of) {
            found.push(it.clone());
        }
    })?;
    let n = found.len();
    let query = format!("{}&of={}&week={}", frame.query(), pairs.of, pairs.week);
    let place = format!("{PLACE}/trends/reviews?{query}");
    let (shown, pager) = paged(found, pairs.page, &place, words);
    let rows: Result<Vec<Row>> = shown
        .iter()
        .map(|it| row(asker, look, (&directory, true), it))
        .collect();
    let rows = rows?;
    let parts = if rows.is_empty() {
        vec![Part::Text(words.t("quality-none-done"))]
    } else {
        vec![Part::Rows(rows), pager]
    };
    Ok(
        Sheet::new(words.t("quality-done"), words.t_n("quality-found", n))
            .back(
                &format!("{PLACE}/trends?{}", frame.query()),
                words.t("quality-trends"),
            )
            .with(Section::of(String::new(), parts)),
    )
}

/// `GET /reports/quality/trends.csv`
pub async fn table(asker: Asker, pairs: Query<Pairs>) -> Answer {
    let (app, pairs) = (asker.app.clone(), pairs.into_inner());
    let text = app.look(move |look| written(&asker, look, &pairs)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"quality.csv\"",
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}

fn written(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<String> {
    let frame = Frame::read(asker, look, pairs)?;
    let directory = Directory::read(look)?;
    let found = counted::trends(look, asker.viewer(), &frame.asked)?;
    let heads = [
        frame.asked.by.name(),
        "week",
        "reviews",
        "percent",
        "failed",
    ];
    let mut out = csv::line(heads);
    for (of, _, weeks) in &found.rows {
        let name = name(look, &asker.words, &directory, *of)?;
        for (week, it) in weeks {
            let value = it.value().unwrap_or_default();
            out += &csv::line([
                name.as_str(),
                &week.to_string(),
                &it.n.to_string(),
                &format!("{}.{}", value / 10, value % 10),
                &it.failed.to_string(),
            ]);
        }
    }
    Ok(out)
}
