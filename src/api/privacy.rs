//! What a person may ask: everything that is kept of them, and that none of it is kept any more.

use std::io::{self, Write};

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::With;
use crate::api::zip::Zip;
use crate::app::{App, off_the_loop};
use crate::domain::error::{Error, Result};
use crate::domain::id::{BlobHash, ContactId, ConversationId};
use crate::privacy::{erase as erasing, export as exporting};

/// Pieces of an archive on their way to who asked: the rest waits for them.
const ON_THE_WAY: usize = 8;
const PIECE: usize = 64 * 1024;
/// Messages read at once.
const LOT: usize = 200;

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
    let (pieces, coming) = mpsc::channel::<io::Result<Bytes>>(ON_THE_WAY);
    let work = Export {
        app: app.as_ref().clone(),
        caller,
    };
    actix_web::rt::spawn(off_the_loop(move || {
        let into = Pieces {
            out: pieces.clone(),
            held: Vec::with_capacity(PIECE),
        };
        if let Err(err) = work.write(id, into) {
            tracing::warn!(error = %err, "an export broke off");
            let _ = pieces.blocking_send(Err(err));
        }
    }));
    let body = stream::unfold(coming, |mut coming| async move {
        let piece = coming.recv().await?;
        Some((piece, coming))
    });
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"contact-{id}.zip\""),
        ))
        .streaming(body))
}

/// What an archive is written with, off the loop.
struct Export {
    app: App,
    caller: Caller,
}

fn broken(err: &Error) -> io::Error {
    io::Error::other(err.to_string())
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(|err| Error::internal("an export", err))
}

/// A file of a message: its name in the archive, and its bytes.
type FileOf = (String, BlobHash);

impl Export {
    fn look<T>(&self, look: impl Fn(&With<'_, '_>) -> Result<T>) -> io::Result<T> {
        let found = self.app.store.look(|store| {
            look(&With {
                look: store,
                viewer: &self.caller.viewer,
                words: &self.caller.words,
                blobs: &self.app.blobs,
            })
        });
        found.map_err(|err| broken(&err))
    }

    fn write(&self, id: ContactId, into: Pieces) -> io::Result<()> {
        let mut zip = Zip::new(into);
        let (contact, all) = self.look(|with| {
            let (contact, all) = exporting::of(with.look, with.viewer, id)?;
            Ok((json(&with.contact(&contact)?)?, all))
        })?;
        zip.bytes("contact.json", &contact)?;
        for id in all {
            self.conversation(&mut zip, id)?;
        }
        zip.finish().map(|_| ())
    }

    fn conversation(&self, zip: &mut Zip<Pieces>, id: ConversationId) -> io::Result<()> {
        let found = self.look(|with| {
            let found = with.look.conversation(id)?;
            let found = found.filter(|it| with.viewer.sees(it));
            found
                .map(|it| Ok((it.number, json(&with.conversation(&it)?)?)))
                .transpose()
        })?;
        // It may have been erased, or become another's, since it was listed.
        let Some((number, about)) = found else {
            return Ok(());
        };
        let place = format!("conversations/{number}");
        zip.bytes(&format!("{place}/conversation.json"), &about)?;
        let mut after = None;
        for part in 1.. {
            let (page, files, last) = self.look(|with| {
                let page = with.look.messages_after(id, after, LOT)?;
                let (mut views, mut files) = (Vec::new(), Vec::<FileOf>::new());
                for it in &page {
                    views.push(with.message(number, it)?);
                    for (n, file) in it.attachments.iter().enumerate() {
                        let name = format!("{place}/files/{}-{n}-{}", it.position, file.name);
                        files.push((name, file.blob));
                    }
                }
                let last = page.last().map(|it| it.position);
                Ok((json(&views)?, files, last.filter(|_| page.len() == LOT)))
            })?;
            zip.bytes(&format!("{place}/messages-{part}.json"), &page)?;
            for (name, blob) in files {
                let open = || self.app.blobs.file(blob).map_err(|err| broken(&err));
                zip.copy(&name, open)?;
            }
            after = last;
            if after.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Bytes on their way, in pieces; when nobody reads any more, writing ends.
struct Pieces {
    out: mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = Bytes::from(std::mem::take(&mut self.held));
        let sent = self.out.blocking_send(Ok(piece));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
