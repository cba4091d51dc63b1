//! Reports: the same question, scan and figures as on the pages.

use std::collections::HashMap;

use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::Asking;
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::limit;
use crate::api::oversight::evidence::{self, EvidenceView};
use crate::api::problem::Answer;
use crate::api::view::choices::{self, one};
use crate::api::view::{List, With, time};
use crate::app::App;
use crate::domain::error::{Error, Result};
use crate::domain::team::Business;
use crate::domain::time::Span;
use crate::reports::{
    Ask, Asked, Behind, By, Calendars, Filter, Kind, Metric, OTHERS, Part, Row, Summary, splits,
    who_name,
};

/// What is asked for. Lists are joined by commas; all that is given must be met.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct AskedView {
    /// A period that moves with the day, `28d` when nothing else is given; or `from` and `to`.
    #[param(schema_with = one::<choices::Period>)]
    period: Option<String>,
    /// The first day (`2026-03-01`), in the business's time zone.
    from: Option<String>,
    /// The last day, itself counted.
    to: Option<String>,
    /// Kinds of channels.
    channel: Option<String>,
    /// Ids of channels.
    address: Option<String>,
    /// Ids of teams, or `none`.
    team: Option<String>,
    /// Ids of agents, or `nobody`, `customer`, `colleague`, `assistant`, `rule`, `integration`, `system`: whom the
    /// metric is credited to.
    agent: Option<String>,
    /// Ids of tags, or `none`.
    tag: Option<String>,
    /// `normal` or `vip`.
    tier: Option<String>,
    /// `business`: only what was within business hours.
    hours: Option<String>,
    /// `1`: what came in as history too.
    history: Option<String>,
    /// An hour of the week, 0 to 167; Monday 0:00 is 0.
    hour: Option<String>,
    /// From one kind of channel to another: `whatsapp-email`.
    way: Option<String>,
    /// Of the service level: minutes within which an answer is in time.
    target: Option<String>,
    /// Days within which coming back counts against a resolution, 1 to 30.
    window: Option<String>,
    #[param(schema_with = one::<choices::Split>)]
    by: Option<String>,
    /// Of rows: only those that say this.
    #[param(schema_with = one::<choices::Seen>)]
    state: Option<String>,
    /// Of rows: where to go on.
    cursor: Option<String>,
    /// Of rows: more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
}

impl AskedView {
    fn read(&self, with: &With<'_, '_>, business: &Business) -> Result<Asked> {
        let given = [
            ("period", &self.period),
            ("from", &self.from),
            ("to", &self.to),
            ("channel", &self.channel),
            ("address", &self.address),
            ("team", &self.team),
            ("agent", &self.agent),
            ("tag", &self.tag),
            ("tier", &self.tier),
            ("hours", &self.hours),
            ("history", &self.history),
            ("hour", &self.hour),
            ("way", &self.way),
            ("target", &self.target),
            ("window", &self.window),
            ("by", &self.by),
            ("state", &self.state),
        ];
        let pairs = given.into_iter();
        let pairs: Vec<_> = pairs
            .filter_map(|(name, it)| Some((name.to_owned(), it.clone()?)))
            .collect();
        Asked::read(&pairs, with.now, &business.time_zone)
    }
}

/// Something that is measured.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Metric)]
pub struct MetricView {
    #[schema(schema_with = one::<choices::Metric>)]
    name: &'static str,
    title: String,
    definition: String,
    #[schema(schema_with = one::<choices::MetricKind>)]
    kind: &'static str,
    /// Whether its time can be counted within business hours only.
    has_business_hours: bool,
    splits: Vec<&'static str>,
}

/// Many sightings in a few numbers.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportSummary)]
pub struct SummaryView {
    /// How many are counted.
    n: u64,
    /// Of a share: how many of them were so.
    yes: u64,
    /// Of a time, in milliseconds; null where there is none. Percentiles are times that were seen (nearest rank).
    median_ms: Option<i64>,
    p90_ms: Option<i64>,
    mean_ms: Option<i64>,
    sum_ms: i64,
    /// Not counted: who waits now, what was closed without an answer, what is not known yet.
    waiting: u64,
    aside: u64,
    not_yet: u64,
}

/// A day, week or month, named by its first day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportStep)]
pub struct StepView {
    day: String,
    summary: SummaryView,
}

/// A part of a split.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportPart)]
pub struct PartView {
    /// The value by which the question is narrowed to it.
    key: String,
    summary: SummaryView,
}

/// A figure.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportView {
    #[schema(schema_with = one::<choices::Metric>)]
    metric: &'static str,
    from: String,
    to: String,
    time_zone: String,
    total: SummaryView,
    /// Of a stock: as it stood at the end of each.
    course: Vec<StepView>,
    /// Empty when it was not split.
    parts: Vec<PartView>,
    /// Facts are being made anew: the figure is not complete yet.
    building: bool,
    /// Business hours are those that held when each began; of what began before this, those that held then. Null: figures
    /// of the past were never counted anew.
    hours_recounted_at: Option<String>,
}

/// One sighting.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportRow)]
pub struct RowView {
    conversation_number: u64,
    at: String,
    /// Null where it goes on, or has no length.
    took_ms: Option<i64>,
    #[schema(schema_with = one::<choices::Seen>)]
    state: &'static str,
    /// An agent's id, or who else.
    by: String,
    channel_id: Option<String>,
    /// Of `journeys`: the kind of channel they came from.
    from_channel: Option<&'static str>,
    /// Of `satisfaction` and `surveys_answered`: what the customer gave, 1 to 5.
    rating: Option<u8>,
    /// Of `had_to_repeat`: what shows it, where you may read it.
    evidence: Vec<EvidenceView>,
}

impl SummaryView {
    fn of(it: &Summary, kind: Kind) -> Self {
        let timed = it.n > 0 && matches!(kind, Kind::Time | Kind::Stock);
        let span = |span: Span| timed.then_some(span.0);
        SummaryView {
            n: it.n,
            yes: it.yes,
            median_ms: span(it.median),
            p90_ms: span(it.p90),
            mean_ms: span(it.mean()),
            sum_ms: it.sum.0,
            waiting: it.waiting,
            aside: it.aside,
            not_yet: it.not_yet,
        }
    }
}

impl RowView {
    fn of(it: &Row, evidence: Vec<EvidenceView>) -> Self {
        RowView {
            evidence,
            conversation_number: it.number,
            at: time(it.at),
            took_ms: it.took.map(|it| it.0),
            state: it.state.name(),
            by: who_name(it.by),
            channel_id: it.channel.map(|it| it.to_string()),
            from_channel: it.from.map(|it| it.name()),
            rating: it.rating,
        }
    }
}

fn key(part: Part) -> String {
    let none = || "none".to_owned();
    match part {
        Part::Kind(kind) => kind.name().to_owned(),
        Part::Channel(id) => id.map_or_else(none, |it| it.to_string()),
        Part::Team(id) => id.map_or_else(none, |it| it.to_string()),
        Part::By(By::Agent(id)) => id.to_string(),
        Part::By(other) => {
            let found = OTHERS.iter().find(|it| it.0 == other);
            found.map_or_else(none, |it| it.1.to_owned())
        }
        Part::Tag(id) => id.map_or_else(none, |it| it.to_string()),
        Part::Tier(tier) => tier.name().to_owned(),
        Part::Hour(hour) => hour.to_string(),
        Part::Way(from, to) => format!("{}-{}", from.name(), to.name()),
    }
}

fn kind(metric: Metric) -> &'static str {
    match metric.kind() {
        Kind::Count => "count",
        Kind::Time => "time",
        Kind::Share => "share",
        Kind::Stock => "stock",
    }
}

fn named(name: &str) -> Result<Metric> {
    Metric::parse(name).ok_or_else(|| Error::not_found("report"))
}

/// Reads the question and has it answered.
fn answered<T>(
    with: &With<'_, '_>,
    query: &AskedView,
    (metric, answer): (Metric, impl Fn(&Ask<'_>, &Asked) -> Result<T>),
) -> Result<T> {
    let business = with.look.business()?.unwrap_or_default();
    let asked = query.read(with, &business)?;
    let channels = with.look.arranged::<crate::domain::channel::Channel>()?;
    let kinds: HashMap<_, _> = channels.iter().map(|it| (it.id, it.kind)).collect();
    let filter: &Filter = &asked.filter;
    let ask = Ask {
        metric,
        filter,
        viewer: with.viewer,
        calendars: &Calendars::read(with.look)?,
        kinds: &kinds,
        now: with.now,
    };
    answer(&ask, &asked)
}

/// `GET /reports`
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<MetricView>>> {
    let all = caller.look(&app, |with| {
        let all = Metric::ALL.into_iter().map(|it| MetricView {
            name: it.name(),
            title: with.words.t(&format!("metric-{}", it.name())),
            definition: with.words.t(&format!("metric-{}-text", it.name())),
            kind: kind(it),
            has_business_hours: it.has_hours(),
            splits: splits(it).into_iter().map(|it| it.name()).collect(),
        });
        Ok(all.collect())
    });
    Ok(Json(List::whole(all.await?)))
}

/// `GET /reports/{metric}`
pub async fn show(
    app: Data<App>,
    at: Path<String>,
    asking: Asking<AskedView>,
) -> Answer<Json<ReportView>> {
    let Asking { caller, it: query } = asking;
    let (metric, reports) = (named(&at)?, app.reports.clone());
    let seq = app.store.last_seq();
    let found = caller.look(&app, move |with| {
        let answer = |ask: &Ask<'_>, asked: &Asked| {
            reports.freshen(seq);
            let split = asked.split.filter(|it| splits(metric).contains(it));
            let report = reports.report(ask, split)?;
            let kind = metric.kind();
            let period = &asked.filter.period;
            Ok(ReportView {
                metric: metric.name(),
                from: period.first.to_string(),
                to: period.last.to_string(),
                time_zone: period.zone().to_owned(),
                total: SummaryView::of(&report.total, kind),
                course: report
                    .course
                    .iter()
                    .map(|(day, it)| StepView {
                        day: day.to_string(),
                        summary: SummaryView::of(it, kind),
                    })
                    .collect(),
                parts: report
                    .parts
                    .iter()
                    .map(|(part, it)| PartView {
                        key: key(*part),
                        summary: SummaryView::of(it, kind),
                    })
                    .collect(),
                building: reports.building().is_some(),
                hours_recounted_at: ask.calendars.recounted().map(time),
            })
        };
        answered(with, &query, (metric, answer))
    });
    Ok(Json(found.await?))
}

/// `GET /reports/{metric}/rows`
pub async fn rows(
    app: Data<App>,
    at: Path<String>,
    asking: Asking<AskedView>,
) -> Answer<Json<List<RowView>>> {
    let Asking { caller, it: query } = asking;
    let (metric, reports) = (named(&at)?, app.reports.clone());
    let list = format!("report {}", metric.name());
    let from: usize = match &query.cursor {
        Some(it) => cursor::open(&app.keys, &list, it)?,
        None => 0,
    };
    let limit = limit(query.limit);
    let seq = app.store.last_seq();
    let (rows, more) = caller
        .look(&app, move |with| {
            let answer = |ask: &Ask<'_>, asked: &Asked| {
                reports.freshen(seq);
                let found = reports.rows(ask, (asked.state, asked.order), (from, limit))?;
                let end = from + found.rows.len();
                let mut behind = Behind::default();
                let mut rows = Vec::with_capacity(found.rows.len());
                for it in &found.rows {
                    let evidence = evidence::of(with, &mut behind, (metric, it))?;
                    rows.push(RowView::of(it, evidence));
                }
                Ok((rows, (end < found.all).then_some(end)))
            };
            answered(with, &query, (metric, answer))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (rows, more))))
}
