//! What a person may ask: everything that is kept of them, and that none of it is kept any more.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::app::App;
use crate::app::outgoing::written;
use crate::domain::error::Error;
use crate::domain::id::ContactId;
use crate::privacy::archive::Source;
use crate::privacy::{erase as erasing, export as exporting};

/// That it is meant.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "confirm": true }))]
pub struct Erase {
    /// Must be true.
    confirm: bool,
}

/// `POST /contacts/{id}/erase`.
pub async fn erase(app: Data<App>, id: Path<ContactId>, call: Call<Erase>) -> Answer<HttpResponse> {
    if !call.it.confirm {
        return Err(Error::invalid("confirm", "error-missing").into());
    }
    gone(&app, *id, &call).await
}

/// `DELETE /contacts/{id}`: the same, the method says that it is meant.
pub async fn delete(
    app: Data<App>,
    id: Path<ContactId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    gone(&app, *id, &call).await
}

async fn gone<T>(app: &App, id: ContactId, call: &Call<T>) -> Answer<HttpResponse> {
    let made = call
        .act(app, move |w, by| erasing::begin(w, by, id).map(|_| ()))
        .await?;
    Ok(made.gone())
}

/// `GET /contacts/{id}/export`: a zip archive, written while it is read.
pub async fn export(app: Data<App>, caller: Caller, id: Path<ContactId>) -> Answer<HttpResponse> {
    let id = *id;
    // Whether there is anything is known before the first byte.
    caller
        .look(&app, move |with| {
            exporting::of(with.look, with.viewer, id).map(|_| ())
        })
        .await?;
    let (app, viewer) = (app.as_ref().clone(), caller.viewer.clone());
    let body = written(move |into| {
        let source = Source {
            store: &app.store,
            blobs: &app.blobs,
            viewer: &viewer,
        };
        source.write(id, into)
    });
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"contact-{id}.zip\""),
        ))
        .streaming(body))
}
