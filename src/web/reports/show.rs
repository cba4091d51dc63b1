//! `GET /reports/{metric}`: one figure with its course, its parts, its definition, and the way to what it is made of.

use actix_web::web::{Path, Query};
use askama::Template;

use crate::app::figure::{Figure, height};
use crate::domain::error::Result;
use crate::reports::{Credit, Kind, Metric, Pairs, Part, Split, State, Summary};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::page::Page;
use crate::web::reports::bar::FilterBar;
use crate::web::reports::chart::Chart;
use crate::web::reports::frame::{Frame, metric as named};
use crate::web::reports::measured;
use crate::web::shell;
use crate::words::Arg;

/// A part of a split, as a row.
#[derive(Debug, Clone)]
pub struct PartRow {
    pub name: String,
    pub href: String,
    pub figure: Figure,
    /// Of the largest, in hundredths.
    pub width: i64,
    pub n: String,
}

/// An hour of the week.
#[derive(Debug, Clone)]
pub struct Hour {
    pub value: String,
    pub name: String,
    pub href: String,
    /// Of the highest, 0 to 5.
    pub heat: i64,
}

/// What else a figure holds, as a link to it.
#[derive(Debug, Clone)]
pub struct Inside {
    pub label: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    page: Page,
    bar: FilterBar,
    title: String,
    about: String,
    /// How it is counted, sentence by sentence.
    terms: Vec<String>,
    days: String,
    building: Option<String>,
    figure: Figure,
    chart: Option<Chart>,
    split: String,
    parts: Vec<PartRow>,
    /// Seven days of 24 hours each; empty when it is not split so.
    week: Vec<(String, Vec<Hour>)>,
    empty: bool,
    inside: Vec<Inside>,
    all: String,
    table: String,
    workbook: String,
}

/// The page.
pub async fn page(asker: Asker, name: Path<String>, pairs: Query<Pairs>) -> Answer {
    let (app, pairs, name) = (asker.app.clone(), pairs.into_inner(), name.into_inner());
    let view = app
        .look(move |look| read(&asker, look, &name, &pairs))
        .await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, name: &str, pairs: &Pairs) -> Result<ShowPage> {
    let frame = Frame::read(asker, look, pairs)?;
    let metric = named(name)?;
    let (words, split) = (frame.words(), frame.split_of(metric));
    let (report, before) = frame.report(metric, Some(split))?;
    let place = format!("/reports/{name}");
    let rows = format!("{place}/conversations");
    let is_week = split == Split::HourOfWeek;
    Ok(ShowPage {
        page: shell::page(asker, look, &frame.directory, "reports", None)?,
        bar: FilterBar::of(&frame, &place, Some(metric)),
        title: words.t(&format!("metric-{name}")),
        about: words.t(&format!("metric-{name}-text")),
        terms: terms(&frame, metric),
        days: frame.days(),
        building: frame.building(),
        figure: Figure::of(words, metric, &report.total, before.as_ref()),
        chart: Chart::of(&frame, metric, &report.course),
        split: words.t(&format!("split-{}", split.name())),
        parts: if is_week {
            Vec::new()
        } else {
            parts(&frame, metric, &report.parts)
        },
        week: if is_week {
            week(&frame, metric, &report.parts)
        } else {
            Vec::new()
        },
        empty: report.total.is_empty(),
        inside: [
            inside(&frame, metric, &report.total, &rows),
            measured::beside(&frame, metric, &report.total)?,
        ]
        .concat(),
        all: frame.href(&rows, &frame.asked),
        table: frame.href(&format!("{place}/table.csv"), &frame.asked),
        workbook: frame.href(&format!("{place}/table.xlsx"), &frame.asked),
    })
}

/// What must be known to read it right.
fn terms(frame: &Frame, metric: Metric) -> Vec<String> {
    let words = frame.words();
    let anchor = format!("{:?}", metric.anchor()).to_lowercase();
    let mut out = vec![words.t(&format!("report-anchor-{anchor}"))];
    if metric.credit() != Credit::Nobody {
        let credit = format!("{:?}", metric.credit()).to_lowercase();
        out.push(words.t(&format!("report-credit-{credit}")));
    }
    match metric.kind() {
        Kind::Time if metric == Metric::HandleTime => out.push(words.t("report-measured")),
        Kind::Time if metric.is_of_effort() => out.push(words.t("report-estimated")),
        Kind::Time => out.push(words.t("report-ranks")),
        _ => {}
    }
    if matches!(metric, Metric::ResolutionRate | Metric::FirstContact) {
        out.push(words.t_n("report-window", i64::from(frame.asked.filter.window_days)));
    }
    if metric == Metric::ServiceLevel {
        let target = words.took(frame.asked.filter.target);
        out.push(words.t_with("report-target", &[("span", Arg::Text(&target))]));
    }
    if metric.has_hours() {
        out.push(frame.hours());
    }
    out.push(words.t("report-left-out"));
    out.push(words.t_of("report-zone", "zone", frame.asked.filter.period.zone()));
    out
}

fn parts(frame: &Frame, metric: Metric, parts: &[(Part, Summary)]) -> Vec<PartRow> {
    let words = frame.words();
    let most = parts
        .iter()
        .map(|it| height(metric, &it.1))
        .max()
        .unwrap_or_default();
    let mut rows: Vec<_> = parts.iter().collect();
    rows.sort_by_key(|it| std::cmp::Reverse((it.1.n, it.1.waiting)));
    let rows = rows.into_iter().map(|(part, it)| PartRow {
        name: frame.part(*part),
        href: frame.href(
            &format!("/reports/{}", metric.name()),
            &frame.narrowed(*part),
        ),
        figure: Figure::of(words, metric, it, None),
        width: height(metric, it).saturating_mul(100) / most.max(1),
        n: words.count(it.n),
    });
    rows.collect()
}

fn week(frame: &Frame, metric: Metric, parts: &[(Part, Summary)]) -> Vec<(String, Vec<Hour>)> {
    let most = parts
        .iter()
        .map(|it| height(metric, &it.1))
        .max()
        .unwrap_or_default();
    let rows = format!("/reports/{}/conversations", metric.name());
    let hour = |at: usize| {
        let part = Part::Hour(at);
        let found = parts.iter().find(|it| it.0 == part).map(|it| it.1);
        let it = found.unwrap_or_default();
        let high = height(metric, &it);
        Hour {
            value: if it.is_empty() {
                String::new()
            } else {
                crate::app::figure::value(frame.words(), metric, &it)
            },
            name: frame.part(part),
            href: frame.href(&rows, &frame.narrowed(part)),
            heat: if high > 0 {
                (high.saturating_mul(5) / most.max(1)).max(1)
            } else {
                0
            },
        }
    };
    let days = (0..7).map(|day| {
        let at = jiff::civil::Weekday::from_monday_zero_offset(day);
        let name = at
            .map(|it| frame.words().weekday_name(it))
            .unwrap_or_default();
        let first = usize::try_from(day).unwrap_or_default() * 24;
        (name, (first..first + 24).map(hour).collect())
    });
    days.collect()
}

/// The states there are some of, each a link to its conversations.
fn inside(frame: &Frame, metric: Metric, total: &Summary, rows: &str) -> Vec<Inside> {
    let words = frame.words();
    let is_share = metric.kind() == Kind::Share;
    let states = [
        (State::Yes, if is_share { total.yes } else { 0 }),
        (State::No, if is_share { total.n - total.yes } else { 0 }),
        (State::Waiting, total.waiting),
        (State::Aside, total.aside),
        (State::NotYet, total.not_yet),
    ];
    let states = states.into_iter().filter(|it| it.1 > 0);
    let states = states.map(|(state, n)| {
        let mut asked = frame.asked.clone();
        asked.state = Some(state);
        let key = match state {
            State::Yes | State::No => format!("report-{}-{}", metric.name(), state.name()),
            _ => format!("report-state-{}", state.name()),
        };
        Inside {
            label: words.t_n(&key, n),
            href: frame.href(rows, &asked),
        }
    });
    states.collect()
}
