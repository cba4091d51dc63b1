//! Bytes that came from outside, served so that they can do no harm: files, the original mail, the formatted body.

use actix_web::body::{BoxBody, SizedStream};
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use url::form_urlencoded;

use crate::app::pieces::pieces;
use crate::app::{App, off_the_loop};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, BlobHash};
use crate::domain::message::{Attachment, Body};
use crate::domain::raw::RawBody;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::text::html::{self, ImageSource};
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::item::{PDF, PICTURES, played};
use crate::web::conversations::message::{Place, at};

/// A file may do nothing, wherever it is opened.
const FILE_POLICY: &str = "sandbox; default-src 'none'";
/// A document is shown in a frame of ours by the viewer of the browser, which is no script of the page's: the document
/// itself stands in a sandbox too, is nobody's page, and loads nothing.
const DOCUMENT_POLICY: &str =
    "sandbox allow-scripts allow-downloads; default-src 'none'; frame-ancestors 'self'";
/// What such a document begins with (ISO 32000, 7.5.2).
const DOCUMENT_MARK: &[u8] = b"%PDF-";
/// How long a picture inside a mail may be fetched after its frame was.
const PASS: Span = Span::minutes(10);
/// Kept by the browser: the bytes behind an id never change.
const KEPT: &str = "private, max-age=86400, immutable";

/// `Content-Disposition` with the name in both forms (RFC 6266).
fn disposition(kind: &str, name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " .-_()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let coded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!(
        "{kind}; filename=\"{plain}\"; filename*=UTF-8''{}",
        coded.replace('+', "%20")
    )
}

/// A file with harmless headers: shown only when it is a picture of a known kind, played only when it is sound or film of
/// one, else downloaded.
async fn harmless(app: &Data<App>, file: &Attachment, range: Option<&str>) -> Answer {
    if file.media.is_some() {
        return Err(Error::not_found("file").into());
    }
    let (blobs, hash) = (app.blobs.clone(), file.blob);
    let mut bytes = off_the_loop(move || blobs.read(hash)).await??;
    let picture = PICTURES.into_iter().find(|it| *it == file.content_type);
    let (kind, shown) = match picture.or_else(|| played(file)) {
        Some(kind) => (kind, "inline"),
        None => ("application/octet-stream", "attachment"),
    };
    let mut response = HttpResponse::Ok();
    // Players ask for pieces: without them some play nothing, and none can jump (RFC 9110, 14).
    if let Some((from, to)) = range.and_then(|it| piece(it, bytes.len())) {
        let said = format!("bytes {from}-{to}/{}", bytes.len());
        response = HttpResponse::PartialContent();
        response.insert_header((header::CONTENT_RANGE, said));
        bytes = bytes.get(from..=to).unwrap_or_default().to_vec();
    }
    Ok(response
        .content_type(kind)
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_DISPOSITION, disposition(shown, &file.name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, FILE_POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, KEPT))
        .body(bytes))
}

/// A document to look at: only one that is what it says, shown as nothing but that, in no page but ours.
async fn document_of(app: &Data<App>, file: &Attachment) -> Answer {
    let (blobs, hash) = (app.blobs.clone(), file.blob);
    if file.content_type != PDF || file.media.is_some() {
        return harmless(app, file, None).await;
    }
    let bytes = off_the_loop(move || blobs.read(hash)).await??;
    if !bytes.starts_with(DOCUMENT_MARK) {
        return harmless(app, file, None).await;
    }
    Ok(HttpResponse::Ok()
        .content_type(PDF)
        .insert_header((
            header::CONTENT_DISPOSITION,
            disposition("inline", &file.name),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, DOCUMENT_POLICY))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, KEPT))
        .body(bytes))
}

/// The first and last byte of the one piece a `Range` asks for; `None` for what is none, and then all is sent.
fn piece(range: &str, size: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = size.checked_sub(1)?;
    let (from, to) = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => (from, to.min(last)),
        (Ok(from), Err(_)) if to.is_empty() => (from, last),
        (Err(_), Ok(n)) if from.is_empty() && n > 0 => (size.saturating_sub(n), last),
        _ => return None,
    };
    (from <= to).then_some((from, to))
}

/// How a file is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `1`: a document to look at, else to download.
    show: u8,
}

/// `GET /c/{number}/m/{position}/files/{id}/{name}`.
pub async fn of_message(
    asker: Asker,
    place: Path<(u64, u32, String, String)>,
    wanted: Query<Wanted>,
    request: HttpRequest,
) -> Answer {
    let (number, position, id, _) = place.into_inner();
    let viewer = asker.viewer().clone();
    let file = asker
        .app
        .look(move |look| {
            let (_, message) = at(look, &viewer, number, position)?;
            let mut files = message.attachments.into_iter();
            let found = files.find(|it| it.id.to_string() == id && !message.redacted);
            found.ok_or_else(|| Error::not_found("file"))
        })
        .await?;
    if wanted.show == 1 {
        return document_of(&asker.app, &file).await;
    }
    let range = request.headers().get(header::RANGE);
    harmless(&asker.app, &file, range.and_then(|it| it.to_str().ok())).await
}

/// `GET /c/{number}/m/{position}/original`: the mail as it came, to download.
pub async fn original(asker: Asker, place: Place) -> Answer {
    let (number, position) = place.into_inner();
    let viewer = asker.viewer().clone();
    let (row, blob) = asker
        .app
        .look(move |look| {
            let (_, message) = at(look, &viewer, number, position)?;
            let gone = || Error::not_found("original");
            let id = message.raw.filter(|_| !message.redacted).ok_or_else(gone)?;
            let raw = look.raw_input(id)?.ok_or_else(gone)?;
            Ok(match raw.body {
                RawBody::Row => (look.raw_row(id)?, None),
                RawBody::Blob(hash) => (None, Some(hash)),
            })
        })
        .await?;
    let body = streamed(&asker.app, row, blob).await?;
    let name = format!("{number}-{}.eml", position + 1);
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((
            header::CONTENT_DISPOSITION,
            disposition("attachment", &name),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, FILE_POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}

/// The bytes of an original: of a file as they are read, for it may be larger than memory.
///
/// # Errors
/// [`Error::NotFound`] when they are gone.
pub async fn streamed(app: &App, row: Option<Vec<u8>>, blob: Option<BlobHash>) -> Result<BoxBody> {
    let gone = || Error::not_found("original");
    let Some(hash) = blob else {
        return Ok(BoxBody::new(row.ok_or_else(gone)?));
    };
    let blobs = app.blobs.clone();
    let file = off_the_loop(move || blobs.file(hash)).await??;
    let size = file.metadata().map_err(|_| gone())?.len();
    Ok(BoxBody::new(SizedStream::new(size, Box::pin(pieces(file)))))
}

async fn read(asker: &Asker, hash: BlobHash) -> Result<Vec<u8>> {
    let blobs = asker.app.blobs.clone();
    off_the_loop(move || blobs.read(hash)).await?
}

/// What the frame may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    images: u8,
}

/// `GET /c/{number}/m/{position}/body`: the cleaned HTML alone, for a sandboxed frame. Cleaned again on the way out,
/// so that an older cleaner's work is never shown; pictures of the mail are put inside, others only when asked for.
pub async fn body(asker: Asker, place: Place, asked: Query<Asked>) -> Answer {
    let (number, position) = place.into_inner();
    let viewer = asker.viewer().clone();
    let message = asker
        .app
        .look(move |look| at(look, &viewer, number, position).map(|it| it.1))
        .await?;
    let html = message.html.clone().filter(|_| !message.redacted);
    let html = match html.ok_or_else(|| Error::not_found("body"))? {
        Body::Inline { html, .. } => html,
        Body::Blob { hash, .. } => String::from_utf8_lossy(&read(&asker, hash).await?).into_owned(),
    };
    let images = asked.images == 1;
    let until = (asker.now + PASS).0;
    let shown = {
        let keys = asker.app.keys.clone();
        off_the_loop(move || {
            let inline = |cid: &str| {
                let file = message.attachments.iter().find(|it| it.cid == cid)?;
                let known = PICTURES.contains(&file.content_type.as_str());
                known.then(|| pass(&keys, (number, position, file.id), until))
            };
            with_images(&html, images, &inline)
        })
        .await??
    };
    let remote = if images { " https:" } else { "" };
    let policy = format!(
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
         img-src 'self' {} data:{remote}; style-src 'unsafe-inline'; form-action 'none'; \
         base-uri 'none'; frame-ancestors 'self'",
        asker.app.config.public_url
    );
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(document(asker.words.language().code(), &shown)))
}

fn with_images(
    html: &str,
    remote: bool,
    inline: &dyn Fn(&str) -> Option<String>,
) -> Result<String> {
    let safe = html::clean(html).map_err(|_| Error::conflict("too_large_to_show"))?;
    let shown = safe.with_images(&|source| match source {
        ImageSource::Inline(cid) => inline(cid),
        ImageSource::Remote(address) => remote.then(|| address.replacen("http://", "https://", 1)),
    });
    Ok(shown.as_str().to_owned())
}

/// The address of a picture inside a mail. The frame it stands in has no cookies, so the address itself is the pass:
/// signed, and over after a few minutes.
#[must_use]
pub fn pass(
    keys: &KeyRing,
    (number, position, id): (u64, u32, AttachmentId),
    until: i64,
) -> String {
    let signed = format!("{number}.{position}.{id}.{until}");
    let mac: String = keys
        .mac("file", signed.as_bytes())
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    format!("/attachments/{signed}.{mac}/picture")
}

fn passed(keys: &KeyRing, token: &str, now: Millis) -> Option<(u64, u32, String)> {
    let (signed, mac) = token.rsplit_once('.')?;
    let mac: Option<Vec<u8>> = (0..mac.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(mac.get(at..at + 2)?, 16).ok())
        .collect();
    if !keys.verifies("file", signed.as_bytes(), &mac?) {
        return None;
    }
    let mut parts = signed.split('.');
    let found = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.to_owned(),
    );
    let until: i64 = parts.next()?.parse().ok()?;
    (now.0 < until).then_some(found)
}

/// `GET /attachments/{token}/{name}`: a picture inside a mail, by its pass.
pub async fn by_pass(app: Data<App>, place: Path<(String, String)>) -> Answer {
    let gone = || Error::not_found("file");
    let now = app.clock.now();
    let (number, position, id) = passed(&app.keys, &place.0, now).ok_or_else(gone)?;
    let file = app
        .look(move |look| {
            let c = look.conversation_numbered(number)?.ok_or_else(gone)?;
            let message = look.message_at(c.id, position)?.ok_or_else(gone)?;
            let mut files = message.attachments.into_iter();
            let found = files.find(|it| it.id.to_string() == id && !message.redacted);
            found.ok_or_else(gone)
        })
        .await?;
    harmless(&app, &file, None).await
}

fn document(language: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>-</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><base target=\"_blank\">\
         <style>body{{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}}\
         img{{max-width:100%;height:auto}}table{{max-width:100%}}</style></head><body>{body}</body></html>"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_pass_opens_one_file_for_a_while() {
        let keys = KeyRing::for_tests();
        let place = (482, 3, AttachmentId::default());
        let address = pass(&keys, place, 1_000);
        let token = address.split('/').nth(2).unwrap();
        let found = passed(&keys, token, Millis(999)).unwrap();
        assert_eq!((found.0, found.1), (482, 3));
        assert_eq!(passed(&keys, token, Millis(1_000)), None);
        assert_eq!(
            passed(&keys, &token.replacen("482", "483", 1), Millis(0)),
            None
        );
        assert_eq!(passed(&keys, "é.é", Millis(0)), None);
    }

    #[test]
    fn a_piece_of_a_file_lies_within_it() {
        assert_eq!(piece("bytes=0-", 10), Some((0, 9)));
        assert_eq!(piece("bytes=2-400", 10), Some((2, 9)));
        assert_eq!(piece("bytes=-3", 10), Some((7, 9)));
        for wrong in [
            "bytes=10-",
            "bytes=5-4",
            "bytes=-0",
            "items=0-1",
            "bytes=a-b",
            "bytes=0-1,3-4",
        ] {
            assert_eq!(piece(wrong, 10), None, "{wrong}");
        }
        assert_eq!(piece("bytes=0-", 0), None);
    }

    #[test]
    fn a_hostile_name_stays_in_its_quotes() {
        let it = disposition("attachment", "a\"; x=y\r\nB: c.html");
        assert!(!it.contains("\r") && !it.contains("\"; x"), "{it}");
    }
}
