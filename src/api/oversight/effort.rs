//! What people spent on a conversation, visit by visit, and whether that is measured.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::problem::Answer;
use crate::api::view::time;
use crate::app::App;
use crate::conversations::effort::set_measuring;
use crate::conversations::find::find;
use crate::domain::actor::Right;
use crate::domain::effort::Visit;
use crate::reports::{Effort, efforts, gather};

/// Somebody had the conversation in front of them and worked in it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EffortVisit)]
pub struct VisitView {
    from: String,
    until: String,
    /// What of it counts: half an hour at most.
    counted_ms: i64,
}

/// A message nobody was seen writing.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EffortMessage)]
pub struct MessageView {
    at: String,
    /// The time since the customer's last word, the writer's own last message or the beginning; ten minutes at most.
    estimated_ms: i64,
}

/// What one person spent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EffortShare)]
pub struct ShareView {
    agent_id: String,
    measured_ms: i64,
    estimated_ms: i64,
    visit_count: u32,
    /// The newest 200; what was before them stands in the sums.
    visits: Vec<VisitView>,
    messages: Vec<MessageView>,
}

/// What people spent on a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Effort)]
pub struct EffortView {
    measured_ms: i64,
    estimated_ms: i64,
    /// All of it was seen: it counts to `handle_time`, else to `handle_time_estimated`.
    measured: bool,
    agents: Vec<ShareView>,
}

fn visit(it: &Visit) -> VisitView {
    VisitView {
        from: time(it.from),
        until: time(it.until),
        counted_ms: it.counts().0,
    }
}

fn share(agent_id: String, it: &Effort) -> ShareView {
    let message = |(at, took): &(_, crate::domain::time::Span)| MessageView {
        at: time(*at),
        estimated_ms: took.0,
    };
    ShareView {
        agent_id,
        measured_ms: it.seen.spent().0,
        estimated_ms: it.estimated().0,
        visit_count: it.seen.times(),
        visits: it.seen.visits.iter().map(visit).collect(),
        messages: it.unseen.iter().map(message).collect(),
    }
}

/// `GET /conversations/{number}/effort`.
pub async fn show(app: Data<App>, caller: Caller, number: Path<u64>) -> Answer<Json<EffortView>> {
    let number = *number;
    let found = caller.look(&app, move |with| {
        with.viewer.need(Right::Supervise)?;
        let c = find(with.look, with.viewer, number)?;
        let all = efforts(&gather(with.look, c)?);
        let agents: Vec<_> = all
            .iter()
            .map(|(id, it)| share(id.to_string(), it))
            .collect();
        Ok(EffortView {
            measured_ms: agents.iter().map(|it| it.measured_ms).sum(),
            estimated_ms: agents.iter().map(|it| it.estimated_ms).sum(),
            measured: agents.iter().all(|it| it.messages.is_empty()),
            agents,
        })
    });
    Ok(Json(found.await?))
}

/// Whether the time people spend on conversations is measured.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Measuring, example = json!({ "on": true }))]
pub struct MeasuringView {
    on: bool,
}

async fn shown(app: &App, caller: &Caller) -> Answer<MeasuringView> {
    let found = caller.look(app, |with| {
        let on = !with.look.measuring()?.off;
        Ok(MeasuringView { on })
    });
    found.await
}

/// `GET /measuring`.
pub async fn measuring(app: Data<App>, caller: Caller) -> Answer<Json<MeasuringView>> {
    shown(&app, &caller).await.map(Json)
}

/// `PATCH /measuring`.
pub async fn set(app: Data<App>, call: Call<MeasuringView>) -> Answer<HttpResponse> {
    let on = call.it.on;
    let made = call
        .act(&app, move |w, by| set_measuring(w, by, on))
        .await?;
    Ok(made.done(shown(&app, &call.caller).await?))
}
