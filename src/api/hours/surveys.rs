//! How a channel asks its customers how it was.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::conversations::view;
use crate::api::fields::id as read_id;
use crate::api::hours::automatic::{AutomaticText, texts, variants};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::app::App;
use crate::conversations::surveys::skip;
use crate::desk::automatic::find;
use crate::desk::surveys as desk;
use crate::domain::actor::Right;
use crate::domain::automatic::survey::Surveys;
use crate::domain::channel::ChannelKind;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;

/// How a channel asks for ratings. In languages without an own text the usual one is said.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChannelSurveys)]
pub struct SurveysView {
    on: bool,
    texts: Vec<AutomaticText>,
    /// Minutes after one of us resolved the conversation.
    after_minutes: i64,
    /// Nobody is asked twice within so many days.
    every_days: u16,
    /// By mail: once more after three days where nothing came.
    reminder: bool,
    /// Agents who hear of bad ratings beside the lead of the team.
    tell: Vec<String>,
}

/// What may be changed; absent means as it is, lists are as a whole.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ChannelSurveysPatch)]
#[schema(example = json!({ "on": true, "after_minutes": 10, "every_days": 30 }))]
pub struct SurveysPatch {
    on: Option<bool>,
    texts: Option<Vec<AutomaticText>>,
    /// 0 to 1440.
    after_minutes: Option<u16>,
    /// 1 to 365.
    every_days: Option<u16>,
    reminder: Option<bool>,
    tell: Option<Vec<String>>,
}

impl SurveysView {
    fn of(it: &Surveys, kind: ChannelKind) -> Self {
        SurveysView {
            on: it.on,
            texts: texts(&it.texts),
            after_minutes: it.after(kind).0 / 60_000,
            every_days: match it.every_days {
                0 => Surveys::EVERY_DAYS,
                days => days,
            },
            reminder: it.reminds,
            tell: it.tell.iter().map(ToString::to_string).collect(),
        }
    }
}

impl SurveysPatch {
    fn over(&self, was: Surveys) -> Result<Surveys> {
        let tell = self.tell.as_ref();
        let tell = tell.map(|all| all.iter().map(|it| read_id("tell", it)).collect());
        Ok(Surveys {
            on: self.on.unwrap_or(was.on),
            texts: self.texts.as_deref().map_or(was.texts, variants),
            after_minutes: self.after_minutes.or(was.after_minutes),
            every_days: self.every_days.unwrap_or(was.every_days),
            reminds: self.reminder.unwrap_or(was.reminds),
            tell: tell.transpose()?.unwrap_or(was.tell),
        })
    }
}

async fn shown(app: &App, caller: &Caller, id: ChannelId) -> Answer<SurveysView> {
    let found = caller.look(app, move |with| {
        with.viewer.need(Right::Administer)?;
        find(with.look, id)
    });
    let channel = found.await?;
    Ok(SurveysView::of(&channel.automatic.surveys, channel.kind))
}

/// `GET /channels/{id}/surveys`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<ChannelId>,
) -> Answer<Json<SurveysView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// `PATCH /channels/{id}/surveys`.
pub async fn change(
    app: Data<App>,
    id: Path<ChannelId>,
    call: Call<SurveysPatch>,
) -> Answer<HttpResponse> {
    let (id, patch) = (*id, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            by.need(Right::Administer)?;
            let was = find(w, id)?.automatic.surveys;
            desk::put(w, by, id, &patch.over(was)?)
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /conversations/{number}/survey`.
pub async fn do_not_ask(
    app: Data<App>,
    number: Path<u64>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let number = *number;
    let made = call
        .act(&app, move |w, by| Ok(skip(w, by, number)?.number))
        .await?;
    let view = view(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}
