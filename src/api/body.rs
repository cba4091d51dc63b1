//! What a request brings: JSON with no unknown field, or a form with files beside it. Files are never held whole:
//! each part goes to a blob as it comes.

use std::io::Read;

use actix_multipart::{Field, Multipart};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest, dev};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt;
use infer::Infer;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use utoipa::ToSchema;

use crate::api::caller::text;
use crate::api::problem::{Answer, Problem};
use crate::app::{App, off_the_loop};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, Id};
use crate::domain::message::Attachment;
use crate::store::blobs::{Blobs, Lot, Staged};
use crate::text::name;

const JSON_LIMIT: usize = 1 << 20;
/// All parts of one form together, bytes.
pub const FORM_LIMIT: u64 = 50 << 20;
const MOST_FILES: usize = 30;
/// Chunks of a part on their way to the disk: more wait in the connection.
const ON_THE_WAY: usize = 4;
/// Enough of a file to tell what it is, bytes.
const HEAD: usize = 8192;

/// A request's content: the JSON, and what a repeat must have the same.
#[derive(Debug)]
pub struct Body<T> {
    pub it: T,
    pub same: Vec<u8>,
}

/// Attachments ready to be named, pinned until this is dropped.
#[derive(Debug, Default)]
pub struct Files {
    pub attachments: Vec<Attachment>,
    _pins: Vec<Staged>,
}

/// A file inside JSON.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InlineFile {
    name: String,
    /// As the caller says; what is kept is what the bytes look like.
    content_type: String,
    base64: String,
}

/// What files may come inside of.
pub trait WithFiles {
    /// Moves the files out.
    fn take_files(&mut self) -> Vec<InlineFile>;
}

/// Reads a JSON body; an empty one is `{}`.
///
/// # Errors
/// 400 when it is no JSON, 413 when too large, 422 when a field is wrong or unknown.
pub async fn json<T: DeserializeOwned>(payload: dev::Payload) -> Answer<Body<T>> {
    let bytes = whole(payload).await?;
    Ok(Body {
        it: parse(&bytes)?,
        same: bytes.to_vec(),
    })
}

/// Refuses a body that says it is something else than JSON; an empty one, and one that says nothing, may be.
///
/// # Errors
/// 415.
pub fn is_json(req: &HttpRequest, body: &[u8]) -> Answer<()> {
    let kind = text(req.headers(), &header::CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let fine = kind.is_empty() || kind == "application/json" || kind.ends_with("+json");
    if fine || body.is_empty() {
        return Ok(());
    }
    Err(Problem::Body {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        field: String::new(),
        why: format!("{kind} is not read here; send application/json"),
    })
}

/// Reads JSON, or a form whose part `message` is the JSON and whose other parts are files.
///
/// # Errors
/// As [`json`].
pub async fn with_files<T: DeserializeOwned + WithFiles>(
    app: &App,
    req: &HttpRequest,
    mut payload: dev::Payload,
) -> Answer<(Body<T>, Files)> {
    let mut gathered = Gathered::of(&app.blobs);
    let kind = text(req.headers(), &header::CONTENT_TYPE).unwrap_or_default();
    let mut body = if kind.starts_with("multipart/form-data") {
        let form = Multipart::from_request(req, &mut payload).await;
        let form = form.map_err(|err| unreadable(&err.to_string()))?;
        read_form(form, &mut gathered).await?
    } else {
        json::<T>(payload).await?
    };
    for file in body.it.take_files() {
        gathered.inline(&file)?;
    }
    Ok((body, gathered.settle().await?))
}

async fn read_form<T: DeserializeOwned>(
    mut form: Multipart,
    gathered: &mut Gathered,
) -> Answer<Body<T>> {
    let (mut message, mut left, mut same) = (Bytes::new(), FORM_LIMIT, Sha256::new());
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|err| unreadable(&err.to_string()))?;
        if part.name() == Some("message") {
            message = whole(&mut part).await?;
            same.update(Sha256::digest(&message));
            continue;
        }
        let file = gathered.part(part, left).await?;
        left = left.saturating_sub(file.size);
        same.update(file.blob.0);
    }
    Ok(Body {
        it: parse(&message)?,
        same: same.finalize().to_vec(),
    })
}

/// The files of one request, on the disk and not yet durable.
struct Gathered {
    /// Gone while a part is being written.
    lot: Option<Lot>,
    attachments: Vec<Attachment>,
}

impl Gathered {
    fn of(blobs: &Blobs) -> Self {
        Gathered {
            lot: Some(blobs.lot()),
            attachments: Vec::new(),
        }
    }

    fn room(&mut self) -> Result<Lot> {
        if self.attachments.len() == MOST_FILES {
            return Err(Error::invalid("attachments", "error-too-many"));
        }
        let lot = self.lot.take();
        lot.ok_or_else(|| Error::Internal("a part was not finished".to_owned()))
    }

    fn keep(&mut self, lot: Lot, it: Attachment) -> Attachment {
        self.lot = Some(lot);
        self.attachments.push(it.clone());
        it
    }

    /// Writes one part as it comes: what is read waits for the disk, so that no more than a few chunks are held.
    async fn part(&mut self, mut part: Field, left: u64) -> Answer<Attachment> {
        let mut lot = self.room()?;
        let named = part.content_disposition().and_then(|it| it.get_filename());
        let named = name::file_name(named.unwrap_or("file"));
        let said = part.content_type().map(ToString::to_string);
        let said = said.unwrap_or_default();
        let (chunks, coming) = mpsc::channel(ON_THE_WAY);
        let written = off_the_loop(move || {
            let mut from = Coming::of(coming);
            let added = lot.add(&mut from, left);
            (lot, added, from.head)
        });
        let sent = async {
            while let Some(chunk) = part.next().await {
                let chunk = chunk.map_err(|err| unreadable(&err.to_string()))?;
                // The writer is gone: it says why.
                if chunks.send(chunk).await.is_err() {
                    break;
                }
            }
            drop(chunks);
            Answer::Ok(())
        };
        let (written, sent) = futures_util::join!(written, sent);
        sent?;
        let (lot, added, head) = written?;
        let (blob, size) = added.map_err(|err| match err {
            Error::TooLarge { .. } => Error::TooLarge { limit: FORM_LIMIT },
            other => other,
        })?;
        Ok(self.keep(lot, attachment(named, &said, &head, (blob, size))))
    }

    /// A file that came inside the JSON, which bounds it.
    fn inline(&mut self, file: &InlineFile) -> Answer<()> {
        let bytes = STANDARD.decode(&file.base64).map_err(|_| Problem::Body {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            field: "attachments.base64".to_owned(),
            why: "this is no base64".to_owned(),
        })?;
        let mut lot = self.room()?;
        let added = lot.add(&mut bytes.as_slice(), FORM_LIMIT)?;
        let named = name::file_name(&file.name);
        self.keep(lot, attachment(named, &file.content_type, &bytes, added));
        Ok(())
    }

    async fn settle(mut self) -> Answer<Files> {
        let lot = self.lot.take().filter(|_| !self.attachments.is_empty());
        let pins = match lot {
            Some(lot) => off_the_loop(move || lot.settle()).await??,
            None => Vec::new(),
        };
        Ok(Files {
            attachments: self.attachments,
            _pins: pins,
        })
    }
}

fn attachment(
    name: String,
    said: &str,
    head: &[u8],
    (blob, size): (crate::domain::id::BlobHash, u64),
) -> Attachment {
    Attachment {
        id: AttachmentId::from_uuid(uuid::Uuid::now_v7()),
        name,
        content_type: looks_like(head, said),
        size,
        blob,
        ..Attachment::default()
    }
}

/// What the bytes look like; where they look like nothing, plain text if they are, else what the caller said of
/// a harmless kind.
fn looks_like(head: &[u8], said: &str) -> String {
    if let Some(kind) = Infer::new().get(head) {
        return kind.mime_type().to_owned();
    }
    // A character may be cut at the end of the head.
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(err) => err.error_len().is_none(),
    };
    let is_text = is_text && !head.contains(&0);
    if is_text && matches!(said, "text/csv" | "text/calendar" | "text/vcard") {
        return said.to_owned();
    }
    if is_text {
        "text/plain".to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

/// The chunks of a part, read by who writes them; their beginning is kept.
struct Coming {
    chunks: mpsc::Receiver<Bytes>,
    rest: Bytes,
    head: Vec<u8>,
}

impl Coming {
    fn of(chunks: mpsc::Receiver<Bytes>) -> Self {
        Coming {
            chunks,
            rest: Bytes::new(),
            head: Vec::new(),
        }
    }
}

impl Read for Coming {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            match self.chunks.blocking_recv() {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        let n = self.rest.len().min(into.len());
        let taken = self.rest.split_to(n);
        let wanted = HEAD.saturating_sub(self.head.len()).min(n);
        self.head.extend(taken.iter().take(wanted));
        (&*taken).read(into)
    }
}

async fn whole<E: std::fmt::Display>(
    mut payload: impl futures_util::Stream<Item = Result<Bytes, E>> + Unpin,
) -> Answer<Bytes> {
    let mut out = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|err| unreadable(&err.to_string()))?;
        if out.len() + chunk.len() > JSON_LIMIT {
            return Err(Error::TooLarge {
                limit: JSON_LIMIT as u64,
            }
            .into());
        }
        out.extend_from_slice(&chunk);
    }
    Ok(out.freeze())
}

fn unreadable(why: &str) -> Problem {
    Problem::Body {
        status: StatusCode::BAD_REQUEST,
        field: String::new(),
        why: why.to_owned(),
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|err| {
        let why = err.to_string();
        let status = if err.is_data() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::BAD_REQUEST
        };
        // serde names the field in the sentence, "unknown field `x`, …", or says where it stopped.
        let named = ["unknown field", "missing field", "duplicate field"];
        let field = if named.iter().any(|it| why.starts_with(it)) {
            why.split('`').nth(1).unwrap_or_default().to_owned()
        } else {
            field_at(bytes, err.line(), err.column())
        };
        Problem::Body { status, field, why }
    })
}

/// The last name before a place in JSON.
fn field_at(bytes: &[u8], line: usize, column: usize) -> String {
    let before: usize = bytes
        .split_inclusive(|it| *it == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let end = before.saturating_add(column).min(bytes.len());
    let text = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default());
    let Some((head, _)) = text.rsplit_once("\":") else {
        return String::new();
    };
    head.rsplit('"').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_wrong_type_names_its_field() {
        #[derive(Debug, serde::Deserialize)]
        struct Wanted {
            #[expect(dead_code, reason = "only read")]
            text: String,
        }
        let field = |json: &str| match parse::<Wanted>(json.as_bytes()) {
            Err(Problem::Body { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field("{\n \"text\": 0}"), "text");
        assert_eq!(field("{}"), "text");
        assert_eq!(field("[1"), "");
    }

    #[test]
    fn what_comes_in_chunks_is_read_whole_and_its_beginning_kept() {
        let (chunks, coming) = mpsc::channel(8);
        for chunk in [&b"ab"[..], b"", b"cdefg"] {
            chunks.blocking_send(Bytes::from_static(chunk)).unwrap();
        }
        drop(chunks);
        let mut from = Coming::of(coming);
        let mut all = Vec::new();
        from.read_to_end(&mut all).unwrap();
        assert_eq!(
            (all.as_slice(), from.head.as_slice()),
            (&b"abcdefg"[..], &b"abcdefg"[..])
        );
    }

    #[test]
    fn a_file_is_what_its_bytes_look_like() {
        assert_eq!(
            looks_like(b"\x89PNG\r\n\x1a\n0000", "text/html"),
            "image/png"
        );
        assert_eq!(looks_like(b"a <script>", "text/html"), "text/plain");
        assert_eq!(looks_like(b"a,b", "text/csv"), "text/csv");
        assert_eq!(
            looks_like("ñ".as_bytes().split_last().unwrap().1, ""),
            "text/plain"
        );
        assert_eq!(
            looks_like(b"\xff\x00", "text/csv"),
            "application/octet-stream"
        );
    }
}
