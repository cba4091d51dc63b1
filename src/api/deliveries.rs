//! Deliveries: what is being sent, failed, or waits; trying again and calling off.

use actix_web::web::{Data, Json, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use crate::api::caller::Caller;
use crate::api::conversations::limit;
use crate::api::cursor;
use crate::api::once::{Made, Once};
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::delivery::DeliveryView;
use crate::app::App;
use crate::conversations::{delivery, find};
use crate::domain::delivery::DeliveryState;
use crate::domain::error::{Error, Result};
use crate::domain::id::DeliveryId;

const STATES: [DeliveryState; 11] = [
    DeliveryState::Scheduled,
    DeliveryState::Queued,
    DeliveryState::Sending,
    DeliveryState::Sent,
    DeliveryState::Delivered,
    DeliveryState::Read,
    DeliveryState::Held,
    DeliveryState::Failed,
    DeliveryState::Uncertain,
    DeliveryState::Cancelled,
    DeliveryState::Bounced,
];
/// Deliveries looked at for one page.
const LOOKED_AT: usize = 1_000;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    state: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /deliveries`.
pub async fn list(
    app: Data<App>,
    caller: Caller,
    query: Query<Filter>,
) -> Answer<Json<List<DeliveryView>>> {
    let state = match query.state.as_deref() {
        Some(name) => {
            let found = STATES.into_iter().find(|it| it.name() == name);
            Some(found.ok_or(Error::invalid("state", "error-field"))?)
        }
        None => None,
    };
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
                    let fits = state.is_none_or(|wanted| wanted == it.state);
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
    Ok(Json(List {
        data,
        next_cursor: next.and_then(|before| cursor::seal(&app.keys, "deliveries", &before)),
    }))
}

/// `POST /deliveries/{id}/retry`.
pub async fn retry(
    app: Data<App>,
    caller: Caller,
    id: Path<DeliveryId>,
    req: HttpRequest,
) -> Answer<HttpResponse> {
    let (by, id) = (caller.viewer.clone(), *id);
    let once = Once::of(&req, &caller, &[])?;
    let made = once.act(&app, move |w| delivery::retry(w, &by, id).map(|it| it.id));
    shown(&app, &caller, made.await?).await
}

/// `POST /deliveries/{id}/cancel`.
pub async fn cancel(
    app: Data<App>,
    caller: Caller,
    id: Path<DeliveryId>,
    req: HttpRequest,
) -> Answer<HttpResponse> {
    let (by, id) = (caller.viewer.clone(), *id);
    let once = Once::of(&req, &caller, &[])?;
    let made = once.act(&app, move |w| delivery::cancel(w, &by, id).map(|it| it.id));
    shown(&app, &caller, made.await?).await
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
