//! Questions that must be asked again by law or for safety.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::problem::Answer;
use crate::app::App;
use crate::desk::questions as desk;
use crate::domain::actor::Right;

/// Which they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RequiredQuestions)]
pub struct QuestionsView {
    pub questions: Vec<String>,
}

/// All of them; what is not among them is none any more.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RequiredQuestionsPut)]
#[schema(example = json!({ "questions": ["confirm your date of birth"] }))]
pub struct QuestionsPut {
    /// At most 1,000 of 2 words and 200 letters: as they are asked, or the words of them that are always the same.
    questions: Vec<String>,
}

async fn shown(app: &App, caller: &Caller) -> Answer<QuestionsView> {
    let found = caller.look(app, |with| {
        with.viewer.need(Right::Administer)?;
        let questions = with.look.required_questions()?.questions;
        Ok(QuestionsView { questions })
    });
    found.await
}

/// `GET /quality/questions`.
pub async fn show(app: Data<App>, caller: Caller) -> Answer<Json<QuestionsView>> {
    shown(&app, &caller).await.map(Json)
}

/// `PUT /quality/questions`.
pub async fn change(app: Data<App>, call: Call<QuestionsPut>) -> Answer<HttpResponse> {
    let all = call.it.questions.clone();
    let made = call
        .act(&app, move |w, by| desk::put(w, by, &all).map(|_| ()))
        .await?;
    Ok(made.done(shown(&app, &call.caller).await?))
}
