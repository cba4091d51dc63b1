//! Quality reviews: whether there are any, scorecards, what is reviewed and what came of it.

pub mod questions;
pub mod reviews;
pub mod scorecards;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::fields::id as read_id;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen};
use crate::api::view::{List, time};
use crate::app::App;
use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::domain::quality::{Plan, Sample};
use crate::domain::time::{Millis, Span};
use crate::quality::plan::{self as desk, About};
use crate::quality::trends::{self, Asked, By, Mean, Of};
use crate::quality::week::{Week, monday_of};

/// Whether conversations are reviewed, how many and by whom.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Quality)]
pub struct QualityView {
    pub on: bool,
    /// Conversations of each agent a week.
    pub per_agent: u8,
    /// Agents who review; when empty the lead of the team, else supervisors and admins.
    pub reviewer_ids: Vec<String>,
    /// When the next sample is drawn.
    pub next_at: Option<String>,
    /// What was drawn last.
    pub sample: Option<SampleView>,
}

/// What was drawn of a week, and from what.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QualitySample)]
pub struct SampleView {
    /// Its Monday.
    pub week: String,
    /// The same conversations and seed make the same draw.
    pub seed: String,
    pub drawn_at: String,
    pub per_agent: u8,
    pub strata: Vec<StratumView>,
    /// Conversations nobody could review without having a part in them.
    pub without_reviewer: u32,
}

/// The conversations of one agent by one channel, and how many of them were drawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QualityStratum)]
pub struct StratumView {
    pub agent_id: String,
    pub channel_id: String,
    pub of: u32,
    pub drawn: u32,
}

impl SampleView {
    fn of(it: &Sample) -> Self {
        let stratum = |it: &crate::domain::quality::Stratum| StratumView {
            agent_id: it.agent.to_string(),
            channel_id: it.channel.to_string(),
            of: it.of,
            drawn: it.drawn,
        };
        SampleView {
            week: it.week.to_string(),
            seed: format!("{:016x}", it.seed),
            drawn_at: time(it.drawn_at),
            per_agent: it.per_agent,
            strata: it.strata.iter().map(stratum).collect(),
            without_reviewer: it.without_reviewer,
        }
    }
}

impl QualityView {
    fn of(it: &Plan, sample: Option<&Sample>) -> Self {
        QualityView {
            on: it.on,
            per_agent: it.per_agent(),
            reviewer_ids: it.reviewers.iter().map(ToString::to_string).collect(),
            next_at: it.due.map(time),
            sample: sample.map(SampleView::of),
        }
    }
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = QualityPatch)]
#[schema(example = json!({ "on": true, "per_agent": 3 }))]
pub struct QualityPatch {
    /// Needs a scorecard. The week that ended last is drawn at once, the next ones each Monday at 6:00.
    on: Option<bool>,
    /// 1 to 20.
    per_agent: Option<u8>,
    reviewer_ids: Option<Vec<String>>,
}

async fn shown(app: &App, caller: &Caller) -> Answer<QualityView> {
    let found = caller.look(app, |with| {
        with.viewer.need(Right::Administer)?;
        let sample = with.look.last_sample()?;
        Ok(QualityView::of(&with.look.quality_plan()?, sample.as_ref()))
    });
    found.await
}

/// `GET /quality`.
pub async fn show(app: Data<App>, caller: Caller) -> Answer<Json<QualityView>> {
    shown(&app, &caller).await.map(Json)
}

/// `PATCH /quality`.
pub async fn change(app: Data<App>, call: Call<QualityPatch>) -> Answer<HttpResponse> {
    let patch = call.it.clone();
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&w.quality_plan()?);
            let given = patch.reviewer_ids.as_ref();
            let reviewers =
                given.map(|all| all.iter().map(|it| read_id("reviewer_ids", it)).collect());
            let about = About {
                on: patch.on.unwrap_or(was.on),
                per_agent: patch.per_agent.unwrap_or(was.per_agent),
                reviewers: reviewers.transpose()?.unwrap_or(was.reviewers),
            };
            desk::put(w, by, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller).await?))
}

/// What reviews came to.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct TrendsAsked {
    /// `agent`, `team`, `channel`, `scorecard` or `question`.
    #[param(value_type = Option<String>)]
    by: Option<String>,
    /// So many weeks, this one among them.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 53, default = 8)]
    weeks: Option<u16>,
}

/// One row of a week; the total of the week where `key` is `all`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = QualityTrend)]
pub struct TrendView {
    /// Its Monday.
    pub week: String,
    /// An id; of a question its scorecard's, a dot and its number; `all`, or `none` of no team.
    pub key: String,
    /// Reviews handed in.
    pub n: u32,
    /// Their mean in percent.
    pub percent: Option<f64>,
    /// How many failed by a critical question.
    pub failed: u32,
    /// Fewer than five: they prove nothing.
    pub few: bool,
}

impl TrendView {
    fn of(of: Of, week: jiff::civil::Date, it: Mean) -> Self {
        TrendView {
            week: week.to_string(),
            key: trends::key(of),
            n: it.n,
            percent: it.value().map(|it| f64::from(it) / 10.0),
            failed: it.failed,
            few: it.is_few(),
        }
    }
}

/// `GET /quality/trends`.
pub async fn trends(app: Data<App>, asking: Asking<TrendsAsked>) -> Answer<Json<List<TrendView>>> {
    let Asking { caller, it: query } = asking;
    let by = match query.by.as_deref() {
        Some(name) => {
            let name = chosen::<choices::QualityBy>("by", name)?;
            By::parse(name).ok_or_else(|| Error::invalid("by", "error-field"))?
        }
        None => By::default(),
    };
    let weeks = i64::from(query.weeks.unwrap_or(8).clamp(1, 53));
    let found: Vec<TrendView> = caller
        .look(&app, move |with| {
            let zone = with.look.business()?.unwrap_or_default().time_zone;
            let asked = Asked {
                from: since(with.now, weeks, &zone),
                to: Millis(i64::MAX),
                by,
                agent: None,
            };
            let found = trends::trends(with.look, with.viewer, &asked)?;
            let rows = found.rows.into_iter();
            let each = rows.flat_map(|(of, _, weeks)| {
                let views = weeks.into_iter();
                views.map(move |(week, it)| TrendView::of(of, week, it))
            });
            Ok(each.collect())
        })
        .await?;
    Ok(Json(List::whole(found)))
}

/// When the first of so many weeks began, this one the last.
fn since(now: Millis, weeks: i64, zone: &str) -> Millis {
    let this = Week::from(monday_of(now, zone), zone);
    // A day into the week, so that a clock put forward does not lead into the one before.
    let inside = this.from - Span::days(7 * (weeks - 1)) + Span::days(1);
    Week::from(monday_of(inside, zone), zone).from
}

/// In percent, to a tenth.
fn percent(thousandths: u16) -> f64 {
    f64::from(thousandths) / 10.0
}

fn ids<T: std::str::FromStr>(field: &'static str, written: &[String]) -> Result<Vec<T>> {
    written.iter().map(|it| read_id(field, it)).collect()
}
