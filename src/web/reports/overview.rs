//! `GET /reports`: the figures a business lives by, each a card that opens its report.

use actix_web::web::Query;
use askama::Template;

use crate::app::figure::Figure;
use crate::domain::error::Result;
use crate::quality::guide::back;
use crate::reports::{Credit, Metric, Pairs};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::page::Page;
use crate::web::reports::bar::FilterBar;
use crate::web::reports::chart::Chart;
use crate::web::reports::frame::Frame;
use crate::web::shell;

/// Those with a card of their own.
const CARDS: [Metric; 8] = [
    Metric::Conversations,
    Metric::FirstResponse,
    Metric::Response,
    Metric::Resolution,
    Metric::FirstContact,
    Metric::ServiceLevel,
    Metric::HandleTime,
    Metric::Backlog,
];

/// A metric on the overview.
#[derive(Debug, Clone)]
pub struct Card {
    pub title: String,
    pub about: String,
    pub href: String,
    pub figure: Figure,
    pub chart: Option<Chart>,
}

/// A metric that is only named.
#[derive(Debug, Clone)]
pub struct Named {
    pub title: String,
    pub about: String,
    pub href: String,
}

#[derive(Template)]
#[template(path = "reports/overview.html")]
struct OverviewPage {
    page: Page,
    bar: FilterBar,
    days: String,
    building: Option<String>,
    /// Nothing was ever counted.
    empty: bool,
    cards: Vec<Card>,
    others: Vec<Named>,
    title: String,
    month: Option<String>,
    /// Conversations are reviewed.
    reviews: bool,
    /// There is a week to look back on.
    week: bool,
}

/// The page.
pub async fn page(asker: Asker, pairs: Query<Pairs>) -> Answer {
    let (app, pairs) = (asker.app.clone(), pairs.into_inner());
    let view = app.look(move |look| read(&asker, look, &pairs)).await?;
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<OverviewPage> {
    let frame = Frame::read(asker, look, pairs)?;
    let words = frame.words();
    // Of one person there is nothing of what is nobody's doing.
    let fits = |it: &Metric| !frame.own || it.credit() != Credit::Nobody;
    // Where customers are asked, what they say comes before what we can only estimate.
    let front = CARDS.into_iter().map(|it| match it {
        Metric::HandleTime if frame.asks() => Metric::Satisfaction,
        other => other,
    });
    let front: Vec<Metric> = front.filter(fits).collect();
    let others = frame.metrics().filter(|it| !front.contains(it));
    let others = others.filter(fits);
    let cards = front.iter().map(|it| card(&frame, *it));
    let cards = cards.collect::<Result<Vec<_>>>()?;
    Ok(OverviewPage {
        page: shell::page(asker, look, &frame.directory, "reports", None)?,
        bar: FilterBar::of(&frame, "/reports", None),
        days: frame.days(),
        building: frame.building(),
        empty: look.conversations_before(None, 1)?.is_empty(),
        cards,
        others: others.map(|it| named(&frame, it)).collect(),
        title: words.t(if frame.own {
            "reports-own"
        } else {
            "reports-title"
        }),
        week: back(look, asker.viewer(), asker.now)?.is_some(),
        reviews: look.quality_plan()?.on,
        month: (!frame.own).then(|| frame.href("/reports/month", &frame.asked)),
    })
}

fn card(frame: &Frame, metric: Metric) -> Result<Card> {
    let (report, before) = frame.report(metric, None)?;
    // Where nothing was measured, what is estimated is better than nothing, and says that it is.
    if metric == Metric::HandleTime && report.total.is_empty() {
        return card(frame, Metric::HandleTimeEstimated);
    }
    let named = named(frame, metric);
    Ok(Card {
        title: named.title,
        about: named.about,
        href: named.href,
        figure: Figure::of(frame.words(), metric, &report.total, before.as_ref()),
        chart: Chart::of(frame, metric, &report.course),
    })
}

fn named(frame: &Frame, metric: Metric) -> Named {
    let name = metric.name();
    Named {
        title: frame.words().t(&format!("metric-{name}")),
        about: frame.words().t(&format!("metric-{name}-text")),
        href: frame.href(&format!("/reports/{name}"), &frame.asked),
    }
}
