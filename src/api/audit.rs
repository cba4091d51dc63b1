//! Who changed what.

use actix_web::web::{Data, Json};

use crate::api::call::Asking;
use crate::api::cursor;
use crate::api::fields::{PageOf, limit};
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::event::EventView;
use crate::app::App;
use crate::desk::audit;
use crate::domain::id::Seq;

/// `GET /audit`.
pub async fn list(app: Data<App>, asking: Asking<PageOf>) -> Answer<Json<List<EventView>>> {
    let Asking { caller, it: query } = asking;
    let older: Option<Seq> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, "audit", written)?),
        None => None,
    };
    let rows = limit(query.limit);
    let (data, next) = caller
        .look(&app, move |with| {
            let trail = audit::trail(with.look, with.viewer, older, rows)?;
            let mut data = Vec::new();
            for event in &trail.events {
                data.extend(with.event(event)?);
            }
            Ok((data, trail.older_than))
        })
        .await?;
    Ok(Json(List::page(&app.keys, "audit", (data, next))))
}
