//! Fetching files that lie at a provider, after their message was filed.

use crate::app::off_the_loop;
use crate::channels::kit::{Door, room_for};
use crate::channels::{self, Media, MediaError};
use crate::conversations::chat::media::{Arrived, arrived, failed, missing};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, MessageId};
use crate::domain::message::Attachment;
use crate::jobs::Yard;
use crate::store::Write;
use crate::text::name;

/// The largest file fetched, bytes.
const LARGEST: u64 = 100 << 20;
/// What is kept free for one file while it is fetched, when its size is not known.
const USUAL: u64 = 8 << 20;

/// Fetches what is missing of a message. What is not to be had now is tried again by the job.
///
/// # Errors
/// The store's; [`Error::Unavailable`] when a file is to be tried again.
pub async fn fetch(yard: &Yard, message: MessageId, connection: ConnectionId) -> Result<()> {
    let (files, found) = yard
        .app
        .look(move |look| Ok((missing(look, message)?, look.connection(connection)?)))
        .await?;
    let Some(connection) = found.filter(|_| !files.is_empty()) else {
        return Ok(());
    };
    let door = Door::open(connection, &yard.app.keys, &yard.net)?;
    let mut later = None;
    for file in files {
        if let Err(err) = fetch_one(yard, &door, message, &file).await? {
            tracing::info!(code = err.code, detail = %err.detail, "a file was not fetched");
            let (id, code, is_final) = (file.id, err.code, err.is_final);
            let deed = move |w: &mut Write<'_>| failed(w, message, id, (code, is_final));
            yard.app.act(deed).await?;
            later = later.or((!is_final).then_some(err));
        }
    }
    match later {
        None => Ok(()),
        Some(_) => Err(Error::Unavailable {
            code: "media",
            retry_after_s: 60,
        }),
    }
}

async fn fetch_one(
    yard: &Yard,
    door: &Door,
    message: MessageId,
    file: &Attachment,
) -> Result<Result<(), MediaError>> {
    let Some(channel) = channels::of(door.connection.kind) else {
        return Ok(Err(MediaError::gone("no such kind")));
    };
    let Some(media) = &file.media else {
        return Ok(Ok(()));
    };
    let expected = if file.size == 0 { USUAL } else { file.size };
    let room = room_for(expected).await?;
    let fetched = match channel.fetch(door, media, LARGEST).await {
        Ok(it) => it,
        Err(err) => return Ok(Err(err)),
    };
    put(yard, message, file, fetched).await?;
    drop(room);
    Ok(Ok(()))
}

async fn put(yard: &Yard, message: MessageId, file: &Attachment, it: Media) -> Result<()> {
    let blobs = yard.app.blobs.clone();
    let size = it.bytes.len() as u64;
    let bytes = it.bytes;
    let staged = off_the_loop(move || blobs.stage(&mut bytes.as_slice(), LARGEST)).await??;
    let with = Arrived {
        blob: staged.hash,
        size,
        name: if it.name.is_empty() {
            String::new()
        } else {
            name::file_name(&it.name)
        },
        content_type: it.content_type,
    };
    let id = file.id;
    let done = yard.app.act(move |w| arrived(w, message, id, &with)).await;
    drop(staged);
    done
}
