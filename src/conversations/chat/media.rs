//! Files of a message that lay at its provider: put in their place once they are here.

use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{AttachmentId, BlobHash, MessageId};
use crate::domain::message::{Attachment, MediaRef};
use crate::store::{Look, Write};

/// A file that is here now, its blob staged.
#[derive(Debug, Clone, Default)]
pub struct Arrived {
    pub blob: BlobHash,
    pub size: u64,
    pub name: String,
    pub content_type: String,
}

/// The files of a message that are still to be fetched.
///
/// # Errors
/// The store's.
pub fn missing(look: &Look<'_>, message: MessageId) -> Result<Vec<Attachment>> {
    let files = look.message(message)?.map(|it| it.attachments);
    let mut files = files.unwrap_or_default();
    files.retain(|it| it.media.as_ref().is_some_and(|it| !it.given_up));
    Ok(files)
}

/// Puts a file in its place. One that is there already, or was withdrawn meanwhile, stays as it is.
///
/// # Errors
/// The store's.
pub fn arrived(
    w: &mut Write<'_>,
    message: MessageId,
    file: AttachmentId,
    with: &Arrived,
) -> Result<()> {
    change(w, message, file, |it| {
        (it.blob, it.size, it.media) = (with.blob, with.size, None);
        if !with.content_type.is_empty() {
            it.content_type.clone_from(&with.content_type);
        }
        if !with.name.is_empty() {
            it.name.clone_from(&with.name);
        }
    })
}

/// Notes why a file is not here. A final reason ends the tries.
///
/// # Errors
/// The store's.
pub fn failed(
    w: &mut Write<'_>,
    message: MessageId,
    file: AttachmentId,
    (code, is_final): (&str, bool),
) -> Result<()> {
    change(w, message, file, |it| {
        if let Some(media) = &mut it.media {
            code.clone_into(&mut media.failed);
            media.given_up = is_final;
        }
    })
}

/// Lets the files of a message that were given up be tried once more.
///
/// # Errors
/// The store's.
pub fn try_again(w: &mut Write<'_>, message: MessageId) -> Result<bool> {
    let Some(mut found) = w.message(message)? else {
        return Ok(false);
    };
    let mut waiting: Vec<&mut Box<MediaRef>> = Vec::new();
    waiting.extend(
        found
            .attachments
            .iter_mut()
            .filter_map(|it| it.media.as_mut()),
    );
    if waiting.is_empty() {
        return Ok(false);
    }
    for it in waiting {
        it.given_up = false;
    }
    let channel = w.channel(found.channel)?;
    w.put_message(&found)?;
    if let Some(channel) = channel {
        let connection = channel.connection;
        let kind = crate::domain::job::JobKind::FetchMedia {
            message,
            connection,
        };
        w.job(w.now(), kind)?;
    }
    Ok(true)
}

fn change(
    w: &mut Write<'_>,
    message: MessageId,
    file: AttachmentId,
    how: impl FnOnce(&mut Attachment),
) -> Result<()> {
    let Some(mut found) = w.message(message)?.filter(|it| !it.redacted) else {
        return Ok(());
    };
    let place = found.attachments.iter_mut().find(|it| it.id == file);
    let Some(it) = place.filter(|it| it.media.is_some()) else {
        return Ok(());
    };
    how(it);
    let arrived = it.media.is_none();
    w.put_message(&found)?;
    if !arrived {
        return Ok(());
    }
    let Some(mut c) = w.conversation(found.conversation)? else {
        return Ok(());
    };
    let position = found.position;
    let voice = Voice {
        history: found.history,
        ..Voice::system(SystemPart::Intake)
    };
    voice.tell_message(w, &mut c, message, EventKind::MediaFetched { position })?;
    w.put_conversation(&c)
}
