//! People, teams and tags.

use actix_web::web::{Data, Json, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body;
use crate::api::caller::Caller;
use crate::api::conversations::{given, id, instant};
use crate::api::once::Once;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::desk::{AgentView, TagView, TeamView};
use crate::app::App;
use crate::desk::{agents as people, setting, tags as words, teams as queues};
use crate::domain::agent::Availability;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TagId, TeamId};
use crate::domain::team::{Tag, Team};

fn whole<T>(data: Vec<T>) -> Json<List<T>> {
    Json(List {
        data,
        next_cursor: None,
    })
}

/// `GET /agents`.
pub async fn agents(app: Data<App>, caller: Caller) -> Answer<Json<List<AgentView>>> {
    let found = caller.look(&app, |with| people::everybody(with.look));
    Ok(whole(found.await?.iter().map(AgentView::of).collect()))
}

/// `GET /agents/{id}`.
pub async fn agent(app: Data<App>, caller: Caller, id: Path<AgentId>) -> Answer<Json<AgentView>> {
    one_agent(&app, &caller, *id).await
}

async fn one_agent(app: &App, caller: &Caller, id: AgentId) -> Answer<Json<AgentView>> {
    let found = caller
        .look(app, move |with| {
            let found = with.look.agent(id)?;
            found.ok_or_else(|| Error::not_found("agent"))
        })
        .await?;
    Ok(Json(AgentView::of(&found)))
}

/// Who is there.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewAvailability {
    /// `online`, `away` or `off`.
    state: String,
    /// While away.
    until: Option<String>,
}

/// `PATCH /agents/{id}/availability`.
pub async fn set_availability(
    app: Data<App>,
    caller: Caller,
    id: Path<AgentId>,
    payload: Payload,
) -> Answer<Json<AgentView>> {
    let new = body::json::<NewAvailability>(payload).await?.it;
    let to = match new.state.as_str() {
        "online" => Availability::Online,
        "away" => Availability::Away {
            until: instant("until", new.until.as_deref())?,
        },
        "off" => Availability::Off,
        _ => return Err(Error::invalid("state", "error-field").into()),
    };
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| people::set_availability(w, &by, id, to))
        .await?;
    one_agent(&app, &caller, id).await
}

/// `GET /teams`.
pub async fn teams(app: Data<App>, caller: Caller) -> Answer<Json<List<TeamView>>> {
    let found = caller
        .look(&app, |with| {
            let mut all = setting::list::<Team>(with.look)?;
            all.retain(|it| may_know(with.viewer, it));
            Ok(all)
        })
        .await?;
    Ok(whole(found.iter().map(TeamView::of).collect()))
}

/// A private team is known to its members and to those who arrange teams.
fn may_know(viewer: &crate::domain::actor::Viewer, it: &Team) -> bool {
    !it.private || viewer.sees_team(it.id) || viewer.may(crate::domain::actor::Right::Administer)
}

/// `GET /teams/{id}`.
pub async fn team(app: Data<App>, caller: Caller, id: Path<TeamId>) -> Answer<Json<TeamView>> {
    one_team(&app, &caller, *id).await.map(Json)
}

async fn one_team(app: &App, caller: &Caller, id: TeamId) -> Answer<TeamView> {
    let found = caller
        .look(app, move |with| {
            let it = setting::find::<Team>(with.look, id)?;
            if may_know(with.viewer, &it) {
                Ok(it)
            } else {
                Err(Error::not_found("team"))
            }
        })
        .await?;
    Ok(TeamView::of(&found))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewTeam {
    name: String,
    /// Only members read its conversations; said once.
    private: bool,
    /// An agent's id.
    lead: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TeamPatch {
    name: Option<String>,
    /// Null takes the lead away.
    #[serde(deserialize_with = "given")]
    lead: Option<Option<String>>,
}

/// `POST /teams`.
pub async fn make_team(
    app: Data<App>,
    caller: Caller,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<NewTeam>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let new = queues::NewTeam {
        name: came.it.name,
        private: came.it.private,
        lead: came
            .it
            .lead
            .as_deref()
            .map(|it| id("lead", it))
            .transpose()?,
    };
    let by = caller.viewer.clone();
    let made = once
        .act(&app, move |w| queues::make(w, &by, &new).map(|it| it.id))
        .await?;
    let view = one_team(&app, &caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /teams/{id}`.
pub async fn change_team(
    app: Data<App>,
    caller: Caller,
    id: Path<TeamId>,
    payload: Payload,
) -> Answer<Json<TeamView>> {
    let patch = body::json::<TeamPatch>(payload).await?.it;
    let lead = match &patch.lead {
        Some(Some(written)) => Some(Some(crate::api::conversations::id("lead", written)?)),
        Some(None) => Some(None),
        None => None,
    };
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| {
        let was: Team = setting::find(w, id)?;
        let name = patch.name.as_deref().unwrap_or(&was.name);
        queues::change(w, &by, id, name, lead.unwrap_or(was.lead))
    })
    .await?;
    one_team(&app, &caller, id).await.map(Json)
}

/// `DELETE /teams/{id}`.
pub async fn retire_team(app: Data<App>, caller: Caller, id: Path<TeamId>) -> Answer<HttpResponse> {
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| setting::retire::<Team>(w, &by, id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `GET /tags`.
pub async fn tags(app: Data<App>, caller: Caller) -> Answer<Json<List<TagView>>> {
    let found = caller.look(&app, |with| setting::list::<Tag>(with.look));
    Ok(whole(found.await?.iter().map(TagView::of).collect()))
}

/// `GET /tags/{id}`.
pub async fn tag(app: Data<App>, caller: Caller, id: Path<TagId>) -> Answer<Json<TagView>> {
    one_tag(&app, &caller, *id).await.map(Json)
}

async fn one_tag(app: &App, caller: &Caller, id: TagId) -> Answer<TagView> {
    let found = caller.look(app, move |with| setting::find::<Tag>(with.look, id));
    Ok(TagView::of(&found.await?))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewTag {
    name: String,
}

/// `POST /tags`.
pub async fn make_tag(
    app: Data<App>,
    caller: Caller,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<NewTag>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let by = caller.viewer.clone();
    let deed = move |w: &mut crate::store::Write<'_>| -> Result<TagId> {
        words::make(w, &by, &came.it.name).map(|it| it.id)
    };
    let made = once.act(&app, deed).await?;
    let view = one_tag(&app, &caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /tags/{id}`.
pub async fn change_tag(
    app: Data<App>,
    caller: Caller,
    id: Path<TagId>,
    payload: Payload,
) -> Answer<Json<TagView>> {
    let new = body::json::<NewTag>(payload).await?.it;
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| words::rename(w, &by, id, &new.name))
        .await?;
    one_tag(&app, &caller, id).await.map(Json)
}

/// `DELETE /tags/{id}`.
pub async fn retire_tag(app: Data<App>, caller: Caller, id: Path<TagId>) -> Answer<HttpResponse> {
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| setting::retire::<Tag>(w, &by, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}
