//! Fields a business names itself, of its contacts and its companies.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::company::FieldView;
use crate::app::App;
use crate::desk::attributes::{self as fields, About};
use crate::desk::setting;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOf};
use crate::domain::id::AttributeId;

/// `GET /attributes`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<FieldView>>> {
    let found = caller.look(&app, |with| setting::list::<Attribute>(with.look));
    Ok(Json(List::whole(
        found.await?.iter().map(FieldView::of).collect(),
    )))
}

/// `GET /attributes/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<AttributeId>,
) -> Answer<Json<FieldView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: AttributeId) -> Answer<FieldView> {
    let found = caller.look(app, move |with| setting::find::<Attribute>(with.look, id));
    Ok(FieldView::of(&found.await?))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Plan", "of": "contacts", "kind": "choice", "choices": ["gold", "silver"] }))]
pub struct NewAttribute {
    name: String,
    #[schema(schema_with = one::<choices::AttributeOf>, required = true)]
    of: String,
    #[schema(schema_with = one::<choices::AttributeKind>, required = true)]
    kind: String,
    /// Of a choice.
    choices: Vec<String>,
    /// Shown beside a conversation too.
    beside: bool,
    /// Marked where it is empty; it stops nothing.
    required: bool,
}

/// What may be changed of a field; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "beside": true }))]
pub struct AttributePatch {
    name: Option<String>,
    choices: Option<Vec<String>>,
    beside: Option<bool>,
    required: Option<bool>,
}

/// `POST /attributes`.
pub async fn make(app: Data<App>, call: Call<NewAttribute>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let of = chosen::<choices::AttributeOf>("of", &it.of)?;
    let kind = chosen::<choices::AttributeKind>("kind", &it.kind)?;
    let of = AttributeOf::parse(of).unwrap_or_default();
    let kind = AttributeKind::parse(kind).unwrap_or_default();
    let about = About {
        name: it.name,
        choices: it.choices,
        beside: it.beside,
        required: it.required,
    };
    let made = call
        .act(&app, move |w, by| {
            fields::make(w, by, (of, kind), &about).map(|it| it.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /attributes/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<AttributeId>,
    call: Call<AttributePatch>,
) -> Answer<HttpResponse> {
    let (patch, id) = (call.it.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            let was: Attribute = setting::find(w, id)?;
            let patch = patch.clone();
            let about = About {
                name: patch.name.unwrap_or(was.name),
                choices: patch.choices.unwrap_or(was.choices),
                beside: patch.beside.unwrap_or(was.beside),
                required: patch.required.unwrap_or(was.required),
            };
            fields::change(w, by, id, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /attributes/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<AttributeId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| setting::retire::<Attribute>(w, by, id))
        .await?;
    Ok(made.gone())
}
