//! Canned replies: texts written once, to answer with. A program works with those of everybody and of teams.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body::{InlineFile, WithFiles};
use crate::api::call::{Call, Upload};
use crate::api::caller::Caller;
use crate::api::fields::maybe_id;
use crate::api::imports::{Imported, imported};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::desk::{CannedReplyView, VariantView};
use crate::app::App;
use crate::desk::canned_replies::{self as canned, About};
use crate::domain::canned_reply::{Audience, Variant};
use crate::domain::error::Result;
use crate::domain::id::CannedReplyId;
use crate::transfer::canned_replies::{bring as bring_rows, read};

/// `GET /canned_replies`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<CannedReplyView>>> {
    let found = caller.look(&app, |with| canned::list(with.look, with.viewer));
    let found = found.await?;
    Ok(Json(List {
        data: found.iter().map(|it| CannedReplyView::of(&it.0)).collect(),
        next_cursor: None,
    }))
}

/// `GET /canned_replies/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<CannedReplyId>,
) -> Answer<Json<CannedReplyView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: CannedReplyId) -> Answer<CannedReplyView> {
    let found = caller.look(app, move |with| canned::find(with.look, with.viewer, id));
    Ok(CannedReplyView::of(&found.await?.0))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "thanks", "text": "Thank you, {{contact.first_name|}}!", "variants": [{ "language": "es", "text": "¡Gracias!" }] }))]
pub struct NewCannedReply {
    /// What one types to find it.
    name: String,
    /// May hold places that are filled in, such as `{{contact.first_name|there}}`.
    text: String,
    /// The same in other languages.
    variants: Vec<VariantView>,
    /// For a team only; for everybody when absent.
    team_id: Option<String>,
    /// Files that go along, inside the JSON; larger ones as a form beside the part `message`.
    files: Vec<InlineFile>,
}

impl WithFiles for NewCannedReply {
    fn take_files(&mut self) -> Vec<InlineFile> {
        std::mem::take(&mut self.files)
    }
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "text": "Thank you!" }))]
pub struct CannedReplyPatch {
    name: Option<String>,
    text: Option<String>,
    variants: Option<Vec<VariantView>>,
}

fn audience(team: Option<&String>) -> Result<Audience> {
    let team = maybe_id("team_id", team)?;
    Ok(team.map_or(Audience::Everybody, Audience::Team))
}

fn variants(given: Vec<VariantView>) -> Vec<Variant> {
    let variant = |it: VariantView| Variant {
        language: it.language,
        text: it.text,
    };
    given.into_iter().map(variant).collect()
}

/// `POST /canned_replies`.
pub async fn make(app: Data<App>, upload: Upload<NewCannedReply>) -> Answer<HttpResponse> {
    let Upload { call, files } = upload;
    let it = call.it.clone();
    let about = About {
        audience: audience(it.team_id.as_ref())?,
        name: it.name,
        text: it.text,
        variants: variants(it.variants),
    };
    let attachments = files.attachments.clone();
    let made = call
        .act(&app, move |w, by| {
            let id = canned::make(w, by, &about)?.id;
            for file in &attachments {
                canned::attach(w, by, id, file)?;
            }
            Ok(id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /canned_replies/{id}`.
pub async fn change(
    app: Data<App>,
    id: Path<CannedReplyId>,
    call: Call<CannedReplyPatch>,
) -> Answer<HttpResponse> {
    let (patch, id) = (call.it.clone(), *id);
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&canned::find(w, by, id)?.0);
            let patch = patch.clone();
            let about = About {
                name: patch.name.unwrap_or(was.name),
                text: patch.text.unwrap_or(was.text),
                variants: patch.variants.map_or(was.variants, variants),
                audience: was.audience,
            };
            canned::change(w, by, id, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `DELETE /canned_replies/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<CannedReplyId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| canned::retire(w, by, id))
        .await?;
    Ok(made.gone())
}

/// A table to bring in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "csv": "name,text,language\nthanks,Thank you!,\nthanks,¡Gracias!,es\n" }))]
pub struct NewCannedImport {
    /// The text of the table; its first row names the columns `name`, `text` and perhaps `language`. Several rows of a
    /// name are its languages. At most 500 rows.
    csv: String,
    /// For a team only; for everybody when absent.
    team_id: Option<String>,
}

/// `POST /imports/canned_replies`.
pub async fn bring(app: Data<App>, call: Call<NewCannedImport>) -> Answer<HttpResponse> {
    let rows = read(call.it.csv.as_bytes())?;
    let audience = audience(call.it.team_id.as_ref())?;
    let made = call
        .act(&app, move |w, by| bring_rows(w, by, &rows, audience))
        .await?;
    let view: Imported = imported(&call.caller.words, false, &made.it);
    Ok(made.done(view))
}
