//! Kinds of legal due dates.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::app::App;
use crate::desk::legal_kinds::{self as desk, About};
use crate::desk::setting;
use crate::domain::id::LegalKindId;
use crate::domain::legal::LegalKind;

/// What a law gives so many working days for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LegalKind)]
pub struct LegalKindView {
    pub id: String,
    pub name: String,
    /// As one cites it.
    pub law: String,
    /// Working days after the day of arrival.
    pub days: u16,
    /// Working days it may be extended by, once; 0 where that is said each time.
    pub extension_days: u16,
}

impl LegalKindView {
    fn of(it: &LegalKind) -> Self {
        LegalKindView {
            id: it.id.to_string(),
            name: it.name.clone(),
            law: it.law.clone(),
            days: it.days,
            extension_days: it.extension,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Claim", "law": "Ley 1581", "days": 15, "extension_days": 8 }))]
pub struct NewLegalKind {
    name: String,
    law: String,
    /// 1 to 250.
    days: u16,
    extension_days: u16,
}

/// What is to be otherwise; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "days": 10 }))]
pub struct LegalKindPatch {
    name: Option<String>,
    law: Option<String>,
    days: Option<u16>,
    extension_days: Option<u16>,
}

/// `GET /legal_kinds`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<LegalKindView>>> {
    let found = caller.look(&app, |with| setting::list::<LegalKind>(with.look));
    let all = found.await?;
    Ok(Json(List::whole(
        all.iter().map(LegalKindView::of).collect(),
    )))
}

/// `GET /legal_kinds/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<LegalKindId>,
) -> Answer<Json<LegalKindView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: LegalKindId) -> Answer<LegalKindView> {
    let found = caller.look(app, move |with| setting::find::<LegalKind>(with.look, id));
    Ok(LegalKindView::of(&found.await?))
}

/// `POST /legal_kinds`.
pub async fn make(app: Data<App>, call: Call<NewLegalKind>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let about = About {
        name: it.name,
        law: it.law,
        days: it.days,
        extension: it.extension_days,
    };
    let made = call
        .act(&app, move |w, by| desk::make(w, by, &about).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /legal_kinds/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<LegalKindId>,
    call: Call<LegalKindPatch>,
) -> Answer<HttpResponse> {
    let (patch, id) = (call.it.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            let was: LegalKind = setting::find(w, id)?;
            let patch = patch.clone();
            let about = About {
                name: patch.name.unwrap_or(was.name),
                law: patch.law.unwrap_or(was.law),
                days: patch.days.unwrap_or(was.days),
                extension: patch.extension_days.unwrap_or(was.extension),
            };
            desk::change(w, by, id, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /legal_kinds/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<LegalKindId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| setting::retire::<LegalKind>(w, by, id))
        .await?;
    Ok(made.gone())
}
