//! Mail set aside because it could not be read: listing it, its bytes, trying again, opening it as it is.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::header;
use actix_web::web::{Data, Json, Path};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::conversations;
use crate::api::cursor;
use crate::api::fields::{PageOf, limit};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::channel::AsideView;
use crate::app::App;
use crate::app::aside::{seen, waiting};
use crate::app::pieces::pieces;
use crate::conversations::park::{Seen, open as open_it, retry as retry_it};
use crate::desk::channels;
use crate::domain::actor::Right;
use crate::domain::error::Error;
use crate::domain::id::{ChannelId, ParkedId};
use crate::domain::raw::RawBody;
use crate::store::Look;

/// `GET /channels/{id}/aside`: what is not settled, newest first.
pub async fn list(
    app: Data<App>,
    id: Path<ChannelId>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<AsideView>>> {
    let Asking { caller, it: query } = asking;
    let list = format!("aside {id}");
    let skip: usize = match &query.cursor {
        Some(written) => cursor::open(&app.keys, &list, written)?,
        None => 0,
    };
    let (id, rows) = (*id, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let (_, connection) = channels::find(with.look, id)?;
            let all = waiting(with.look, connection.id)?;
            let more = all.len() > skip + rows;
            let mut data = Vec::new();
            for it in all.into_iter().skip(skip).take(rows) {
                let aside = seen(with.look, with.blobs, it)?;
                data.push(AsideView::of(&aside, with.words));
            }
            Ok((data, more.then_some(skip + rows)))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

/// `GET /aside/{id}`: one of them.
pub async fn show(app: Data<App>, caller: Caller, id: Path<ParkedId>) -> Answer<Json<AsideView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: ParkedId) -> Answer<AsideView> {
    caller
        .look(app, move |with| {
            let found = found(with.look, id)?;
            let aside = seen(with.look, with.blobs, found)?;
            Ok(AsideView::of(&aside, with.words))
        })
        .await
}

fn found(
    look: &Look<'_>,
    id: ParkedId,
) -> crate::domain::error::Result<crate::domain::raw::Parked> {
    look.parked(id)?
        .ok_or_else(|| Error::not_found("parked input"))
}

/// `GET /aside/{id}/original`: the bytes as they came.
pub async fn original(app: Data<App>, caller: Caller, id: Path<ParkedId>) -> Answer<HttpResponse> {
    let id = *id;
    let (row, blob) = caller
        .look(&app, move |with| {
            with.viewer.need(Right::Administer)?;
            let raw = found(with.look, id)?.raw;
            let kept = with.look.raw_input(raw)?;
            Ok(match kept.ok_or(Error::not_found("original"))?.body {
                RawBody::Row => (with.look.raw_row(raw)?, None),
                RawBody::Blob(hash) => (None, Some(hash)),
            })
        })
        .await?;
    let gone = || Error::not_found("original");
    let body = match blob {
        None => BoxBody::new(row.ok_or_else(gone)?),
        Some(hash) => {
            let file = app.blobs.file(hash)?;
            let size = file.metadata().map_err(|_| gone())?.len();
            BoxBody::new(SizedStream::new(size, Box::pin(pieces(file))))
        }
    };
    let name = format!("attachment; filename=\"{id}.eml\"");
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(body))
}

/// `POST /aside/{id}/retry`: it is read again.
pub async fn retry(
    app: Data<App>,
    id: Path<ParkedId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| retry_it(w, by, id).map(|_| ()))
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// `POST /aside/{id}/open`: a conversation of it as it is.
pub async fn open(app: Data<App>, id: Path<ParkedId>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let id = *id;
    let glance = call
        .caller
        .look(&app, move |with| {
            Ok(seen(with.look, with.blobs, found(with.look, id)?)?.glance)
        })
        .await?;
    let input = Seen {
        name: glance.name,
        address: glance.address,
        subject: glance.subject,
        text: glance.rest,
    };
    let keys = app.keys.clone();
    let made = call
        .act(&app, move |w, by| open_it(w, &keys, by, id, &input))
        .await?;
    let view = conversations::view(&app, &call.caller, made.it).await?;
    Ok(made.done(view))
}
