//! Files that come with a request: staged as blobs before the deed that names them.

use infer::Infer;

use crate::api::body::File;
use crate::api::problem::Answer;
use crate::app::{App, off_the_loop};
use crate::domain::error::Result;
use crate::domain::id::{AttachmentId, Id};
use crate::domain::message::Attachment;
use crate::store::blobs::{Blobs, Staged};
use crate::text::name;

/// Attachments ready to be named, pinned until this is dropped.
pub struct Files {
    pub attachments: Vec<Attachment>,
    _pins: Vec<Staged>,
}

/// Stages files off the event loop.
///
/// # Errors
/// When the disk fails.
pub async fn stage(app: &App, files: Vec<File>) -> Answer<Files> {
    if files.is_empty() {
        return Ok(Files {
            attachments: Vec::new(),
            _pins: Vec::new(),
        });
    }
    let blobs = app.blobs.clone();
    Ok(off_the_loop(move || write(&blobs, &files)).await??)
}

fn write(blobs: &Blobs, files: &[File]) -> Result<Files> {
    let mut lot = blobs.lot();
    let mut attachments = Vec::with_capacity(files.len());
    for file in files {
        let (blob, size) = lot.add(&mut file.bytes.as_ref(), u64::MAX)?;
        attachments.push(Attachment {
            id: AttachmentId::from_uuid(uuid::Uuid::now_v7()),
            name: name::file_name(&file.name),
            content_type: looks_like(&file.bytes, &file.content_type),
            size,
            blob,
            ..Attachment::default()
        });
    }
    Ok(Files {
        attachments,
        _pins: lot.settle()?,
    })
}

/// What the bytes look like; where they look like nothing, plain text if they are, else what the caller said of
/// a harmless kind.
fn looks_like(bytes: &[u8], said: &str) -> String {
    if let Some(kind) = Infer::new().get(bytes) {
        return kind.mime_type().to_owned();
    }
    let is_text = std::str::from_utf8(bytes).is_ok_and(|it| !it.contains('\0'));
    if is_text && matches!(said, "text/csv" | "text/calendar" | "text/vcard") {
        return said.to_owned();
    }
    if is_text {
        "text/plain".to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}
