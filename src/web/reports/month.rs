//! `GET /reports/month`: one page for the owner, to print or to keep as PDF: every figure of a month beside the month
//! before.

use actix_web::web::Query;
use askama::Template;

use crate::app::figure::Figure;
use crate::domain::actor::Right;
use crate::domain::error::Result;
use crate::reports::{Asked, Metric, Pairs, Period, Split};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::page::Page;
use crate::web::reports::frame::Frame;
use crate::web::shell;

/// A line of the page.
#[derive(Debug, Clone)]
pub struct Line {
    pub title: String,
    pub about: String,
    pub figure: Figure,
    pub before: String,
}

/// A channel's or person's month.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: String,
    pub values: Vec<String>,
}

/// Parts of the month side by side.
#[derive(Debug, Clone)]
pub struct Side {
    pub title: String,
    pub heads: Vec<String>,
    pub parts: Vec<Part>,
}

#[derive(Template)]
#[template(path = "reports/month.html")]
struct MonthPage {
    page: Page,
    title: String,
    lines: Vec<Line>,
    sides: Vec<Side>,
    before: String,
    earlier: String,
    later: Option<String>,
    back: String,
    foot: String,
}

/// What stands side by side.
const SIDE_BY_SIDE: [Metric; 5] = [
    Metric::Conversations,
    Metric::FirstResponse,
    Metric::Resolution,
    Metric::ResolutionRate,
    Metric::HandleTime,
];

/// The page.
pub async fn page(asker: Asker, pairs: Query<Pairs>) -> Answer {
    let (app, pairs) = (asker.app.clone(), pairs.into_inner());
    let view = app.look(move |look| read(&asker, look, &pairs)).await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<MonthPage> {
    asker.viewer().need(Right::Supervise)?;
    let mut frame = Frame::read(asker, look, pairs)?;
    let zone = frame.asked.filter.period.zone().to_owned();
    let month = Period::month_of(frame.asked.filter.period.last, &zone);
    frame.asked.filter.period = month.clone();
    frame.asked.period.clear();
    frame.asked.compare = true;
    let words = frame.words();
    let other = |day: jiff::civil::Date| {
        let mut asked: Asked = frame.asked.clone();
        asked.filter.period = Period::month_of(day, &zone);
        frame.href("/reports/month", &asked)
    };
    let next = month.last.tomorrow().ok();
    let today = Period::today(asker.now, &zone);
    let lines = frame.metrics().map(|it| line(&frame, it));
    Ok(MonthPage {
        page: shell::page(asker, look, &frame.directory, "reports", None)?,
        title: words.month(month.first),
        lines: lines.collect::<Result<Vec<_>>>()?,
        sides: vec![side(&frame, Split::Kind)?, side(&frame, Split::By)?],
        before: words.month(month.before().first),
        earlier: other(month.before().last),
        later: next.filter(|it| *it <= today).map(other),
        back: frame.href("/reports", &frame.asked),
        foot: words.t_of("report-zone", "zone", &zone),
    })
}

fn line(frame: &Frame, metric: Metric) -> Result<Line> {
    let (report, before) = frame.report(metric, None)?;
    let (words, name) = (frame.words(), metric.name());
    let was = before.map(|it| crate::app::figure::value(words, metric, &it));
    Ok(Line {
        title: words.t(&format!("metric-{name}")),
        about: words.t(&format!("metric-{name}-text")),
        figure: Figure::of(words, metric, &report.total, before.as_ref()),
        before: was.unwrap_or_default(),
    })
}

fn side(frame: &Frame, split: Split) -> Result<Side> {
    let (words, reports) = (frame.words(), &frame.asker.app.reports);
    let mut parts: Vec<(crate::reports::Part, Vec<String>)> = Vec::new();
    for (at, metric) in SIDE_BY_SIDE.into_iter().enumerate() {
        let report = reports.report(&frame.ask(metric, &frame.asked.filter), Some(split))?;
        for (part, it) in report.parts {
            let place = parts.iter().position(|known| known.0 == part);
            let place = place.unwrap_or_else(|| {
                parts.push((part, vec!["–".to_owned(); SIDE_BY_SIDE.len()]));
                parts.len() - 1
            });
            let cell = parts.get_mut(place).and_then(|it| it.1.get_mut(at));
            let value = crate::app::figure::value(words, metric, &it);
            cell.into_iter().for_each(|cell| cell.clone_from(&value));
        }
    }
    parts.sort_by_key(|it| it.0);
    let heads = SIDE_BY_SIDE.map(|it| words.t(&format!("metric-{}", it.name())));
    let parts = parts.into_iter();
    let parts = parts.map(|(part, values)| Part {
        name: frame.part(part),
        values,
    });
    Ok(Side {
        title: words.t(&format!("split-{}", split.name())),
        heads: heads.into(),
        parts: parts.collect(),
    })
}
