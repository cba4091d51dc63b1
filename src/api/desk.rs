//! People, teams and tags.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::{self, given, given_id, instant, maybe_id};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::desk::{AgentView, QueueView, TagView, TeamView};
use crate::app::App;
use crate::conversations::absence::{self, Going};
use crate::desk::calendars::choose_for_team;
use crate::desk::{agents as people, setting, tags as words, teams as queues};
use crate::domain::absence::Cover;
use crate::domain::agent::Availability;
use crate::domain::error::Error;
use crate::domain::id::{AgentId, TagId, TeamId};
use crate::domain::queue::serving::Break;
use crate::domain::team::{Tag, Team};

fn whole<T>(data: Vec<T>) -> Json<List<T>> {
    Json(List::whole(data))
}

/// `GET /agents`.
pub async fn agents(app: Data<App>, caller: Caller) -> Answer<Json<List<AgentView>>> {
    let found = caller.look(&app, |with| people::everybody(with.look));
    Ok(whole(found.await?.iter().map(AgentView::of).collect()))
}

/// `GET /agents/{id}`.
pub async fn agent(app: Data<App>, caller: Caller, id: Path<AgentId>) -> Answer<Json<AgentView>> {
    one_agent(&app, &caller, *id).await.map(Json)
}

/// One who works here, or did.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn one_agent(app: &App, caller: &Caller, id: AgentId) -> Answer<AgentView> {
    let found = caller
        .look(app, move |with| {
            let found = with.look.agent(id)?;
            found.ok_or_else(|| Error::not_found("agent"))
        })
        .await?;
    Ok(AgentView::of(&found))
}

/// Who is there.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "state": "away", "until": "2026-12-01T08:00:00Z" }))]
pub struct NewAvailability {
    #[schema(schema_with = one::<choices::Availability>, required = true)]
    state: String,
    /// While away.
    until: Option<String>,
    /// Of a break, which changes nothing but that nothing new is given to them. Without one they are away, and others
    /// answer meanwhile.
    #[schema(schema_with = one::<choices::Break>)]
    reason: Option<String>,
    /// While away, who answers: `everybody` (the conversations stay theirs), `share` (shared out among those who are
    /// there), or the id of a colleague who gets what is to be answered. It comes back with them.
    cover: Option<String>,
}

/// `PATCH /agents/{id}/availability`.
pub async fn set_availability(
    app: Data<App>,
    id: Path<AgentId>,
    call: Call<NewAvailability>,
) -> Answer<HttpResponse> {
    let to = match chosen::<choices::Availability>("state", &call.it.state)? {
        "away" => Availability::Away {
            until: instant("until", call.it.until.as_deref())?,
            why: match &call.it.reason {
                Some(why) => Break::parse(chosen::<choices::Break>("reason", why)?),
                None => None,
            },
        },
        "off" => Availability::Off,
        _ => Availability::Online,
    };
    let id = *id;
    let cover = match call.it.cover.as_deref() {
        None | Some("everybody") => Cover::Everybody,
        Some("share") => Cover::Shared,
        Some(one) => Cover::One(fields::id("cover", one)?),
    };
    let made = call
        .act(&app, move |w, by| match to {
            Availability::Away {
                until,
                why: Some(why),
            } => absence::pause(w, by, id, (why, until)).map(|_| ()),
            Availability::Away { until, why: None } => {
                let going = Going {
                    agent: id,
                    until,
                    cover,
                };
                absence::go(w, by, &going).map(|_| ())
            }
            Availability::Online => absence::come_back(w, by, id).map(|_| ()),
            Availability::Off => absence::leave_for_today(w, by, id).map(|_| ()),
        })
        .await?;
    if call.caller.viewer.agent_id() == Some(id) && to == Availability::Online {
        // Who says so is in front of something, be it no page of ours.
        app.presences.seen(id, app.clock.now());
    }
    Ok(made.done(one_agent(&app, &call.caller, id).await?))
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
#[schema(example = json!({ "name": "Sales" }))]
pub struct NewTeam {
    name: String,
    /// Only members read its conversations; said once.
    private: bool,
    /// An agent's id.
    lead: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Sales", "lead": null }))]
pub struct TeamPatch {
    name: Option<String>,
    /// Null takes the lead away.
    #[serde(deserialize_with = "given")]
    lead: Option<Option<String>>,
    /// As a whole.
    queue: Option<QueueView>,
    /// The calendar it works by; null: the desk's hours.
    #[serde(deserialize_with = "given")]
    calendar_id: Option<Option<String>>,
}

/// `POST /teams`.
pub async fn make_team(app: Data<App>, call: Call<NewTeam>) -> Answer<HttpResponse> {
    let new = queues::NewTeam {
        name: call.it.name.clone(),
        private: call.it.private,
        lead: maybe_id("lead", call.it.lead.as_ref())?,
    };
    let made = call
        .act(&app, move |w, by| queues::make(w, by, &new).map(|it| it.id))
        .await?;
    let view = one_team(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /teams/{id}`.
pub async fn change_team(
    app: Data<App>,
    id: Path<TeamId>,
    call: Call<TeamPatch>,
) -> Answer<HttpResponse> {
    let lead = given_id("lead", call.it.lead.as_ref())?;
    let (name, id) = (call.it.name.clone(), *id);
    let queue = call.it.queue.as_ref().map(QueueView::read).transpose()?;
    let calendar = given_id("calendar_id", call.it.calendar_id.as_ref())?;
    let made = call
        .act(&app, move |w, by| {
            let was: Team = setting::find(w, id)?;
            let name = name.as_deref().unwrap_or(&was.name);
            queues::change(w, by, id, name, lead.unwrap_or(was.lead))?;
            queue.map_or(Ok(()), |it| queues::set_queue(w, by, id, it))?;
            calendar.map_or(Ok(()), |it| choose_for_team(w, by, id, it))
        })
        .await?;
    Ok(made.done(one_team(&app, &call.caller, id).await?))
}

/// `DELETE /teams/{id}`.
pub async fn retire_team(
    app: Data<App>,
    id: Path<TeamId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            setting::retire::<Team>(w, by, id).map(|_| ())
        })
        .await?;
    Ok(made.gone())
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
#[schema(example = json!({ "name": "order" }))]
pub struct NewTag {
    name: String,
}

/// `POST /tags`.
pub async fn make_tag(app: Data<App>, call: Call<NewTag>) -> Answer<HttpResponse> {
    let name = call.it.name.clone();
    let made = call
        .act(&app, move |w, by| words::make(w, by, &name).map(|it| it.id))
        .await?;
    let view = one_tag(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /tags/{id}`.
pub async fn change_tag(
    app: Data<App>,
    id: Path<TagId>,
    call: Call<NewTag>,
) -> Answer<HttpResponse> {
    let (name, id) = (call.it.name.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            words::rename(w, by, id, &name).map(|_| ())
        })
        .await?;
    Ok(made.done(one_tag(&app, &call.caller, id).await?))
}

/// `DELETE /tags/{id}`.
pub async fn retire_tag(
    app: Data<App>,
    id: Path<TagId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            setting::retire::<Tag>(w, by, id).map(|_| ())
        })
        .await?;
    Ok(made.gone())
}
