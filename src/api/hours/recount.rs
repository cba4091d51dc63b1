//! By which hours figures of the past go, and counting them anew.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::time;
use crate::app::App;
use crate::desk::calendars;

/// Business times go by the hours that held when each began.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = HoursRecount)]
pub struct RecountView {
    /// What began before this goes by the hours that held then. Null: figures of the past were never counted anew.
    recounted_at: Option<String>,
    /// Conversations are being counted anew now.
    running: bool,
    /// While it runs: conversations done, of how many.
    done: Option<u64>,
    of: Option<u64>,
}

async fn shown(app: &App, caller: &Caller) -> Answer<RecountView> {
    let at = caller.look(app, |with| with.look.recounted()).await?;
    let running = app.reports.building();
    Ok(RecountView {
        recounted_at: at.map(|it| time(it.at)),
        running: running.is_some(),
        done: running.map(|it| it.0),
        of: running.map(|it| it.1),
    })
}

/// `GET /hours/recount`.
pub async fn show(app: Data<App>, caller: Caller) -> Answer<Json<RecountView>> {
    shown(&app, &caller).await.map(Json)
}

/// `POST /hours/recount`.
pub async fn begin(app: Data<App>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let made = call
        .act(&app, |w, by| calendars::recount(w, by).map(|_| ()))
        .await?;
    Ok(made.begun(shown(&app, &call.caller).await?))
}
