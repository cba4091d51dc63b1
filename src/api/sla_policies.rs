//! SLA policies: how soon we mean to answer whom.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::hours;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, maybe};
use crate::api::view::sla::TargetView;
use crate::api::view::{List, time};
use crate::api::views::Condition;
use crate::app::App;
use crate::desk::sla_policies::{self as desk, About};
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::SlaPolicyId;
use crate::domain::sla::{Pauses, SlaPolicy, Step, Target};

/// In which states nothing counts.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlaPauses)]
pub struct PausesView {
    /// Of the resolution alone.
    waiting_customer: bool,
    waiting_third_party: bool,
    snoozed: bool,
}

impl PausesView {
    fn of(it: Pauses) -> Self {
        PausesView {
            waiting_customer: it.waiting_customer,
            waiting_third_party: it.waiting_third_party,
            snoozed: it.snoozed,
        }
    }

    fn read(self) -> Pauses {
        Pauses {
            waiting_customer: self.waiting_customer,
            waiting_third_party: self.waiting_third_party,
            snoozed: self.snoozed,
        }
    }
}

/// What is done so many minutes after something is due, or before it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SlaStep)]
pub struct StepView {
    /// Below 0: before.
    minutes: i32,
    /// Tell who has the conversation.
    assignee: bool,
    /// Tell the lead of its team.
    lead: bool,
    /// Tell these agents: ids.
    people: Vec<String>,
    /// Tell these places outside Lobby: ids.
    outlets: Vec<String>,
    /// When all of these are told at all.
    #[schema(schema_with = maybe::<choices::AlertHours>)]
    hours: Option<String>,
    /// Raise its priority to this.
    #[schema(schema_with = maybe::<choices::Priority>)]
    priority: Option<String>,
    /// Move it to this team.
    team_id: Option<String>,
}

impl StepView {
    fn of(it: &Step) -> Self {
        StepView {
            minutes: it.minutes,
            assignee: it.assignee,
            lead: it.lead,
            people: it.people.iter().map(ToString::to_string).collect(),
            outlets: it.outlets.iter().map(ToString::to_string).collect(),
            hours: Some(it.hours.name().to_owned()),
            priority: it.priority.map(|it| it.name().to_owned()),
            team_id: it.team.map(|it| it.to_string()),
        }
    }

    fn read(&self) -> Result<Step> {
        let wrong = || Error::invalid("steps", "error-sla-step");
        let people = self.people.iter().map(|it| it.parse());
        let outlets = self.outlets.iter().map(|it| it.parse());
        let priority = self.priority.as_deref();
        let priority = priority.map(|it| Priority::parse(it).ok_or_else(wrong));
        let team = self.team_id.as_deref();
        let team = team.map(|it| it.parse().map_err(|_| wrong()));
        Ok(Step {
            minutes: self.minutes,
            assignee: self.assignee,
            lead: self.lead,
            people: people
                .collect::<std::result::Result<_, _>>()
                .map_err(|_| wrong())?,
            outlets: outlets
                .collect::<std::result::Result<_, _>>()
                .map_err(|_| wrong())?,
            hours: hours(self.hours.as_deref(), "steps")?,
            priority: priority.transpose()?,
            team: team.transpose()?,
        })
    }
}

/// How soon we mean to answer whom. Of several the first whose condition fits counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SlaPolicy)]
pub struct SlaPolicyView {
    pub id: String,
    pub name: String,
    pub condition: Condition,
    pub position: u32,
    pub targets: Vec<TargetView>,
    /// Only the hours count in which the business is open.
    pub business_hours: bool,
    pub pauses: PausesView,
    pub steps: Vec<StepView>,
    pub created_at: String,
}

impl SlaPolicyView {
    #[must_use]
    pub fn of(it: &SlaPolicy) -> Self {
        SlaPolicyView {
            id: it.id.to_string(),
            name: it.name.clone(),
            condition: Condition::of(&it.condition),
            position: it.position,
            targets: it.targets.iter().map(TargetView::of).collect(),
            business_hours: it.business_hours,
            pauses: PausesView::of(it.pauses),
            steps: it.steps.iter().map(StepView::of).collect(),
            created_at: time(it.created_at),
        }
    }
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Chat", "targets": [{ "clock": "first_response", "minutes": 3 }, { "clock": "next_response", "minutes": 3 }], "steps": [{ "minutes": -1, "assignee": true }, { "minutes": 0, "assignee": true, "lead": true }] }))]
pub struct NewSlaPolicy {
    name: String,
    /// All conversations when absent.
    #[serde(default)]
    condition: Option<Condition>,
    targets: Vec<TargetView>,
    #[serde(default = "yes")]
    business_hours: bool,
    #[serde(default)]
    pauses: Option<PausesView>,
    #[serde(default)]
    steps: Vec<StepView>,
    /// Conversations that are open are measured by it too.
    #[serde(default = "yes")]
    apply_now: bool,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "business_hours": false }))]
pub struct SlaPolicyPatch {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    condition: Option<Condition>,
    #[serde(default)]
    targets: Option<Vec<TargetView>>,
    #[serde(default)]
    business_hours: Option<bool>,
    #[serde(default)]
    pauses: Option<PausesView>,
    #[serde(default)]
    steps: Option<Vec<StepView>>,
    /// What is agreed for clocks that run is agreed anew; else it stays.
    #[serde(default = "yes")]
    apply_now: bool,
}

fn targets(given: &[TargetView]) -> Result<Vec<Target>> {
    let read: Result<Vec<Vec<Target>>> = given.iter().map(TargetView::read).collect();
    Ok(read?.concat())
}

fn steps(given: &[StepView]) -> Result<Vec<Step>> {
    given.iter().map(StepView::read).collect()
}

/// `GET /sla_policies`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<SlaPolicyView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(
        found.iter().map(SlaPolicyView::of).collect(),
    )))
}

/// `GET /sla_policies/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<SlaPolicyId>,
) -> Answer<Json<SlaPolicyView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: SlaPolicyId) -> Answer<SlaPolicyView> {
    let found = caller.look(app, move |with| desk::find(with.look, id));
    Ok(SlaPolicyView::of(&found.await?))
}

/// `POST /sla_policies`.
pub async fn make(app: Data<App>, call: Call<NewSlaPolicy>) -> Answer<HttpResponse> {
    let it = &call.it;
    let condition = it.condition.as_ref().map(Condition::read).transpose()?;
    let about = About {
        name: it.name.clone(),
        condition: condition.unwrap_or_default(),
        targets: targets(&it.targets)?,
        business_hours: it.business_hours,
        pauses: it.pauses.map(PausesView::read).unwrap_or_default(),
        steps: steps(&it.steps)?,
    };
    let now = it.apply_now;
    let made = call
        .act(&app, move |w, by| {
            desk::make(w, by, &about, now).map(|it| it.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /sla_policies/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<SlaPolicyId>,
    call: Call<SlaPolicyPatch>,
) -> Answer<HttpResponse> {
    let (patch, at) = (call.it.clone(), *at);
    let condition = patch.condition.as_ref().map(Condition::read).transpose()?;
    let wanted = patch.targets.as_deref().map(targets).transpose()?;
    let does = patch.steps.as_deref().map(steps).transpose()?;
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, at)?);
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                condition: condition.clone().unwrap_or(was.condition),
                targets: wanted.clone().unwrap_or(was.targets),
                business_hours: patch.business_hours.unwrap_or(was.business_hours),
                pauses: patch.pauses.map_or(was.pauses, PausesView::read),
                steps: does.clone().unwrap_or(was.steps),
            };
            desk::change(w, by, at, &about, patch.apply_now).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /sla_policies/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<SlaPolicyId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}
