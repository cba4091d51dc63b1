//! Calls of providers to a channel: what came, what became of it, its bytes, and reading it again.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, limit};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::call::CallView;
use crate::app::App;
use crate::app::aside::bytes;
use crate::conversations::chat::calls;
use crate::desk::channels;
use crate::domain::actor::Right;
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, RawId};
use crate::domain::raw::Call as Called;
use crate::domain::time::Millis;
use crate::store::Look;

/// `GET /channels/{id}/calls`: newest first.
pub async fn list(
    app: Data<App>,
    id: Path<ChannelId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<CallView>>> {
    let Asking { caller, it: query } = asking;
    let list = format!("calls {id}");
    let after: Option<(Millis, RawId)> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let (id, rows) = (*id, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let (_, connection) = channels::find(with.look, id)?;
            let mut found = with.look.calls_after(connection.id, after, rows + 1)?;
            let more = found.len() > rows;
            found.truncate(rows);
            let next = found.last().map(|it| (it.at, it.raw)).filter(|_| more);
            let data = found.iter().map(|it| CallView::of(it, with.words));
            Ok((data.collect(), next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

/// `GET /channels/{id}/calls/{call}`: one of them.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    at: Path<(ChannelId, RawId)>,
) -> Answer<Json<CallView>> {
    shown(&app, &caller, *at).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, at: (ChannelId, RawId)) -> Answer<CallView> {
    caller
        .look(app, move |with| {
            let (_, connection) = channels::find(with.look, at.0)?;
            let found = calls::find(with.look, connection.id, at.1)?;
            Ok(CallView::of(&found, with.words))
        })
        .await
}

fn kept(look: &Look<'_>, (channel, raw): (ChannelId, RawId)) -> Result<Called> {
    let (_, connection) = channels::find(look, channel)?;
    calls::find_kept(look, connection.id, raw)
}

/// `GET /channels/{id}/calls/{call}/original`: its bytes as they came.
pub async fn original(
    app: Data<App>,
    caller: Caller,
    at: Path<(ChannelId, RawId)>,
) -> Answer<HttpResponse> {
    let at = *at;
    let body = caller
        .look(&app, move |with| {
            with.viewer.need(Right::Administer)?;
            bytes(with.look, with.blobs, kept(with.look, at)?.raw, u64::MAX)
        })
        .await?;
    let name = format!("attachment; filename=\"{}.txt\"", at.1);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body))
}

/// `POST /channels/{id}/calls/{call}/replay`: it is read again. What of it had effect has none a second time.
pub async fn replay(
    app: Data<App>,
    at: Path<(ChannelId, RawId)>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let at = *at;
    let made = call
        .act(&app, move |w, by| {
            by.need(Right::Administer)?;
            calls::replay(w, by, kept(w, at)?.raw)
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}
