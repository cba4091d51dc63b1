//! Deliveries: what is being sent, failed, or waits; trying again and calling off.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{self, limit};
use crate::api::messages;
use crate::api::once::Made;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::delivery::DeliveryView;
use crate::app::App;
use crate::conversations::{delivery, find};
use crate::domain::error::Result;
use crate::domain::id::DeliveryId;

/// Deliveries looked at for one page.
const LOOKED_AT: usize = 1_000;

/// Which deliveries.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    #[param(schema_with = one::<choices::DeliveryState>)]
    state: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// `GET /deliveries`.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<DeliveryView>>> {
    let Asking { caller, it: query } = asking;
    let state = query.state.as_deref();
    let state = state.map(|it| chosen::<choices::DeliveryState>("state", it));
    let state = state.transpose()?;
    let before: Option<DeliveryId> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, "deliveries", written)?),
        None => None,
    };
    let rows = limit(query.limit);
    let (data, next) = caller
        .look(&app, move |with| {
            let (mut out, mut before, mut looked) = (Vec::new(), before, 0);
            loop {
                let lot = with.look.deliveries_before(before, None, rows)?;
                let is_last = lot.len() < rows;
                looked += lot.len();
                for it in lot {
                    if out.len() == rows {
                        return Ok((out, before));
                    }
                    before = Some(it.id);
                    let fits = state.is_none_or(|wanted| wanted == it.state.name());
                    if fits && find::find_delivery(with.look, with.viewer, it.id).is_ok() {
                        out.push(with.delivery(&it)?);
                    }
                }
                if is_last {
                    return Ok((out, None));
                }
                if looked >= LOOKED_AT {
                    return Ok((out, before));
                }
            }
        })
        .await?;
    Ok(Json(List::page(&app.keys, "deliveries", (data, next))))
}

/// `POST /deliveries/{id}/retry`.
pub async fn retry(
    app: Data<App>,
    id: Path<DeliveryId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            delivery::retry(w, by, id).map(|it| it.id)
        })
        .await?;
    shown(&app, &call.caller, made).await
}

/// Another way for what did not arrive.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "channel_id": "01900000-0000-7000-8000-000000000000" }))]
pub struct Switch {
    #[schema(required = true)]
    channel_id: String,
}

/// `POST /deliveries/{id}/switch`: the new message.
pub async fn switch(
    app: Data<App>,
    id: Path<DeliveryId>,
    call: Call<Switch>,
) -> Answer<HttpResponse> {
    let (id, keys) = (*id, app.keys.clone());
    let channel = fields::id("channel_id", &call.it.channel_id)?;
    let made = call
        .act(&app, move |w, by| {
            delivery::switch(w, &keys, by, id, channel).map(|it| it.message.id)
        })
        .await?;
    let view = messages::shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// When a reply that waits for its chosen time shall leave.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "send_at": "2026-12-01T08:00:00Z" }))]
pub struct Reschedule {
    /// Now when absent.
    send_at: Option<String>,
}

/// `POST /deliveries/{id}/reschedule`.
pub async fn reschedule(
    app: Data<App>,
    id: Path<DeliveryId>,
    call: Call<Reschedule>,
) -> Answer<HttpResponse> {
    let id = *id;
    let at = fields::instant("send_at", call.it.send_at.as_deref())?;
    let made = call
        .act(&app, move |w, by| {
            delivery::reschedule::reschedule(w, by, id, at).map(|it| it.id)
        })
        .await?;
    shown(&app, &call.caller, made).await
}

/// `POST /deliveries/{id}/cancel`.
pub async fn cancel(
    app: Data<App>,
    id: Path<DeliveryId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            delivery::cancel(w, by, id).map(|it| it.id)
        })
        .await?;
    shown(&app, &call.caller, made).await
}

async fn shown(app: &App, caller: &Caller, made: Made<DeliveryId>) -> Answer<HttpResponse> {
    let id = made.it;
    let view: DeliveryView = caller
        .look(app, move |with| -> Result<_> {
            let (_, it) = find::find_delivery(with.look, with.viewer, id)?;
            with.delivery(&it)
        })
        .await?;
    Ok(made.done(view))
}
