//! Scorecards: by which questions conversations are reviewed.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::oversight::quality::ids;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::{List, time};
use crate::app::App;
use crate::desk::scorecards::{self as desk, About};
use crate::domain::error::{Error, Result};
use crate::domain::id::ScorecardId;
use crate::domain::quality::scorecard::{AnswerKind, Question, Scorecard};

fn usual_kind() -> String {
    AnswerKind::YesNo.name().to_owned()
}

fn usual_weight() -> u8 {
    1
}

/// One question.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ScorecardQuestion)]
pub struct QuestionView {
    /// Its own for ever; absent of a new one.
    #[serde(default)]
    id: u16,
    text: String,
    #[serde(default)]
    help: String,
    #[serde(default = "usual_kind")]
    #[schema(schema_with = one::<choices::AnswerKind>)]
    kind: String,
    /// 1 to 10.
    #[serde(default = "usual_weight")]
    weight: u8,
    /// The worst answer to it fails the whole.
    #[serde(default)]
    critical: bool,
}

impl QuestionView {
    fn of(it: &Question) -> Self {
        QuestionView {
            id: it.id,
            text: it.text.clone(),
            help: it.help.clone(),
            kind: it.kind.name().to_owned(),
            weight: it.weight,
            critical: it.critical,
        }
    }

    fn read(&self) -> Result<Question> {
        let kind = chosen::<choices::AnswerKind>("questions", &self.kind)?;
        let kind = AnswerKind::parse(kind);
        Ok(Question {
            id: self.id,
            text: self.text.clone(),
            help: self.help.clone(),
            kind: kind.ok_or_else(|| Error::invalid("questions", "error-field"))?,
            weight: self.weight,
            critical: self.critical,
        })
    }
}

/// Questions for conversations of some teams or channels, or of all.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Scorecard)]
pub struct ScorecardView {
    pub id: String,
    pub name: String,
    pub guidelines: String,
    pub team_ids: Vec<String>,
    pub channel_ids: Vec<String>,
    pub questions: Vec<QuestionView>,
    pub created_at: String,
}

impl ScorecardView {
    fn of(it: &Scorecard) -> Self {
        ScorecardView {
            id: it.id.to_string(),
            name: it.name.clone(),
            guidelines: it.guidelines.clone(),
            team_ids: it.teams.iter().map(ToString::to_string).collect(),
            channel_ids: it.channels.iter().map(ToString::to_string).collect(),
            questions: it.questions.iter().map(QuestionView::of).collect(),
            created_at: time(it.created_at),
        }
    }
}

/// A scorecard to make, or what of one is to be otherwise: absent means as it is, lists are as a whole.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Chat", "questions": [{ "text": "Did we understand them?" }, { "text": "Was it friendly?", "kind": "scale", "weight": 2 }] }))]
pub struct NewScorecard {
    name: Option<String>,
    guidelines: Option<String>,
    team_ids: Option<Vec<String>>,
    channel_ids: Option<Vec<String>>,
    questions: Option<Vec<QuestionView>>,
}

impl NewScorecard {
    fn over(&self, was: About) -> Result<About> {
        let questions = self.questions.as_ref();
        let questions = questions.map(|all| all.iter().map(QuestionView::read).collect());
        let teams = self.team_ids.as_deref().map(|it| ids("team_ids", it));
        let channels = self.channel_ids.as_deref().map(|it| ids("channel_ids", it));
        Ok(About {
            name: self.name.clone().unwrap_or(was.name),
            guidelines: self.guidelines.clone().unwrap_or(was.guidelines),
            teams: teams.transpose()?.unwrap_or(was.teams),
            channels: channels.transpose()?.unwrap_or(was.channels),
            questions: questions.transpose()?.unwrap_or(was.questions),
        })
    }
}

/// `GET /scorecards`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<ScorecardView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(
        found.iter().map(ScorecardView::of).collect(),
    )))
}

/// `GET /scorecards/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    at: Path<ScorecardId>,
) -> Answer<Json<ScorecardView>> {
    shown(&app, &caller, *at).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, at: ScorecardId) -> Answer<ScorecardView> {
    let found = caller.look(app, move |with| desk::find(with.look, at));
    Ok(ScorecardView::of(&found.await?))
}

/// `POST /scorecards`.
pub async fn make(app: Data<App>, call: Call<NewScorecard>) -> Answer<HttpResponse> {
    let about = call.it.over(About::default())?;
    let made = call
        .act(&app, move |w, by| desk::make(w, by, &about).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /scorecards/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<ScorecardId>,
    call: Call<NewScorecard>,
) -> Answer<HttpResponse> {
    let (at, patch) = (*at, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let about = patch.over(About::of(&desk::find(w, at)?))?;
            desk::change(w, by, at, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /scorecards/{id}`.
pub async fn retire(
    app: Data<App>,
    at: Path<ScorecardId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call.act(&app, move |w, by| desk::retire(w, by, at));
    Ok(made.await?.gone())
}
