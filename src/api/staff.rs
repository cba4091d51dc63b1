//! What an administrator does with people: role, teams, what they would leave, and that they leave.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::desk::one_agent;
use crate::api::fields::id as id_of;
use crate::api::invitations::{role, teams};
use crate::api::problem::Answer;
use crate::api::view::With;
use crate::api::view::access::{LeavingView, LeftCase};
use crate::api::view::choices::{self, one};
use crate::api::view::desk::ServingView;
use crate::app::App;
use crate::conversations::leaving::{LeftBehind, left_behind, place};
use crate::desk::{agents, setting, weights};
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::queue::serving::Weights;
use crate::domain::team::Team;
use crate::store::Write;

/// Conversations listed of what somebody leaves.
const LISTED: usize = 200;

/// What may be changed of a person by others; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = AgentPatch)]
#[schema(example = json!({ "role": "supervisor" }))]
pub struct Patch {
    /// With a new role they log in again.
    #[schema(schema_with = one::<choices::Role>)]
    role: Option<String>,
    /// All the teams they belong to.
    teams: Option<Vec<String>>,
    /// What they can be given, as a whole.
    serving: Option<ServingView>,
}

/// `PATCH /agents/{id}`.
pub async fn change(app: Data<App>, id: Path<AgentId>, call: Call<Patch>) -> Answer<HttpResponse> {
    let role = role(call.it.role.as_deref())?;
    let teams = call.it.teams.as_deref().map(teams).transpose()?;
    let id = *id;
    let serving = call
        .it
        .serving
        .as_ref()
        .map(ServingView::read)
        .transpose()?;
    let access = call.it.role.is_some() || call.it.teams.is_some();
    let made = call
        .act(&app, move |w, by| {
            agents::find(w, id)?;
            if let Some(serving) = &serving {
                agents::set_serving(w, by, id, serving)?;
            }
            if let Some(teams) = &teams {
                agents::set_teams(w, by, id, teams)?;
            }
            if let Some(role) = role {
                agents::set_role(w, by, id, role)?;
            }
            Ok(())
        })
        .await?;
    if access {
        app.hub.end_agent(id);
    }
    Ok(made.done(one_agent(&app, &call.caller, id).await?))
}

/// `GET /agents/{id}/leaving`.
pub async fn leaving(
    app: Data<App>,
    caller: Caller,
    id: Path<AgentId>,
) -> Answer<Json<LeavingView>> {
    let id = *id;
    caller
        .look(&app, move |with| {
            with.viewer.need(Right::Administer)?;
            agents::find(with.look, id)?;
            let left = left_behind(with.look, id)?;
            let leads = setting::list::<Team>(with.look)?
                .into_iter()
                .filter(|it| it.lead == Some(id))
                .map(|it| it.id.to_string());
            Ok(LeavingView {
                conversations: left.conversations.len(),
                promises: left.promises.len(),
                drafts: left.drafts.len(),
                unsent: left.unsent.len(),
                leads: leads.collect(),
                cases: cases(with, &left)?,
            })
        })
        .await
        .map(Json)
}

fn cases(with: &With<'_, '_>, left: &LeftBehind) -> Result<Vec<LeftCase>> {
    let mut out = Vec::new();
    for id in left.all() {
        if out.len() >= LISTED {
            break;
        }
        let found = with.look.conversation(id)?;
        if let Some(c) = found.filter(|it| with.viewer.sees(it)) {
            out.push(LeftCase {
                number: c.number,
                subject: c.subject,
                assigned: left.conversations.contains(&id),
                promised: left.promises.contains(&id),
                draft: left.drafts.contains(&id),
                unsent: left
                    .unsent
                    .iter()
                    .filter(|it| it.conversation == id)
                    .count(),
            });
        }
    }
    Ok(out)
}

/// How somebody leaves.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Deactivation)]
#[schema(example = json!({ "heirs": ["01900000-0000-7000-8000-000000000000"] }))]
pub struct Deactivate {
    /// Agents among whom what they leave is shared out evenly; with none it is nobody's.
    heirs: Vec<String>,
}

/// `POST /agents/{id}/deactivate`.
pub async fn deactivate(
    app: Data<App>,
    id: Path<AgentId>,
    call: Call<Deactivate>,
) -> Answer<HttpResponse> {
    let heirs: Vec<AgentId> = call
        .it
        .heirs
        .iter()
        .map(|it| id_of("heirs", it))
        .collect::<Result<_>>()?;
    let (id, words) = (*id, call.caller.words.clone());
    let made = call
        .act(&app, move |w, by| {
            let who = agents::find(w, id)?;
            let above = words.t_of("leave-draft-note", "name", who.name);
            // First the door: it may be refused, and then nothing was moved.
            agents::deactivate(w, by, id)?;
            place(w, by, id, &heirs, &above).map(|_| ())
        })
        .await?;
    app.hub.end_agent(id);
    Ok(made.done(one_agent(&app, &call.caller, id).await?))
}

/// What a conversation counts while somebody has it open, by what kind of work it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Weights, example = json!({ "chat": 4 }))]
pub struct WeightsView {
    /// A web chat: 1 to 12 points; absent means as it is.
    chat: Option<u16>,
    /// A conversation by messaging.
    messaging: Option<u16>,
    /// A conversation by e-mail, or one that was written down.
    mail: Option<u16>,
}

async fn weights_shown(app: &App, caller: &Caller) -> Answer<WeightsView> {
    let found = caller.look(app, |with| {
        let it = with.look.weights()?;
        Ok(WeightsView {
            chat: Some(it.chat),
            messaging: Some(it.messaging),
            mail: Some(it.mail),
        })
    });
    found.await
}

/// `GET /weights`.
pub async fn weights_of(app: Data<App>, caller: Caller) -> Answer<Json<WeightsView>> {
    weights_shown(&app, &caller).await.map(Json)
}

/// `PATCH /weights`.
pub async fn set_weights(app: Data<App>, call: Call<WeightsView>) -> Answer<HttpResponse> {
    let patch = call.it.clone();
    let deed = move |w: &mut Write<'_>, by: &Viewer| {
        let was = w.weights()?;
        let new = Weights {
            chat: patch.chat.unwrap_or(was.chat),
            messaging: patch.messaging.unwrap_or(was.messaging),
            mail: patch.mail.unwrap_or(was.mail),
        };
        weights::put(w, by, &new)
    };
    let made = call.act(&app, deed).await?;
    Ok(made.done(weights_shown(&app, &call.caller).await?))
}
