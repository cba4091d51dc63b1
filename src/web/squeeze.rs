//! Pages leave compressed: quickly, since each is made anew. What is served for ever (`web::assets`) is compressed
//! once and well; what no brotli is taken for, or what comes in parts, is left to the next layer.
//!
//! What stands between two seams of a page, as the rows of a list, is the same on many pages: it is compressed once and
//! known again by every byte of it, so that nobody is ever sent anything but what their own page says.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::Error;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use brotli::enc::BrotliEncoderParams;

use crate::web::assets::takes_brotli;

/// Shorter answers gain nothing.
const SHORTEST: u64 = 512;
/// Longer ones take too long to be made on a thread that answers others meanwhile.
const LONGEST: u64 = 512 * 1024;
/// Above 1 pages shrink to a sixth; from 3 on each step costs more time than it saves bytes (2: 190 µs for 66 KB,
/// 4: 390 µs for 6 % less).
const QUALITY: i32 = 2;
/// A window of 64 KB holds a page, and is soon made.
const WINDOW: i32 = 16;

/// Cuts a page: a white space that is nothing to HTML, and whose place does not matter but for speed.
pub const SEAM: char = '\u{c}';
/// A stream with a window of 64 KB begins, with an empty piece up to the end of the byte (RFC 7932, 9.1 and 9.2).
const OPENING: u8 = 0b0000_1100;
/// The last piece, which is empty.
const CLOSING: u8 = 0b0000_0011;
/// Parts remembered, and for how long after they were last of use: ages in them are said anew every minute.
const MOST: usize = 32;
const LIFE: Duration = Duration::from_secs(60);

/// Compresses what the pages and the API answer.
///
/// # Errors
/// What the layers inside answer.
pub async fn squeeze<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let taken = takes_brotli(req.headers().get(header::ACCEPT_ENCODING));
    let answer = next.call(req).await?;
    let fits = matches!(
        answer.response().body().size(),
        BodySize::Sized(SHORTEST..=LONGEST)
    );
    if !taken || !fits || !is_text(answer.headers()) {
        return Ok(answer.map_into_left_body());
    }
    let (request, response) = answer.into_parts();
    let (mut head, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(bytes) => {
            let headers = head.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
            EitherBody::right(BoxBody::new(page(&bytes)))
        }
        Err(body) => EitherBody::left(body),
    };
    Ok(ServiceResponse::new(request, head.set_body(body)))
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let texts = [
        "text/html",
        "text/plain",
        "application/json",
        "application/problem+json",
    ];
    !headers.contains_key(header::CONTENT_ENCODING) && texts.iter().any(|it| kind.starts_with(it))
}

fn page(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains(SEAM) => in_parts(text, &PARTS),
        _ => compressed(bytes, QUALITY, WINDOW),
    }
}

/// One stream of all parts; every second one stands between two seams and may be known.
fn in_parts(text: &str, known: &Parts) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4);
    out.push(OPENING);
    for (at, part) in text.split_inclusive(SEAM).enumerate() {
        if at % 2 == 1 {
            out.extend_from_slice(&known.packed(part));
        } else {
            out.extend_from_slice(&piece(part));
        }
    }
    out.push(CLOSING);
    out
}

/// Compressing into memory cannot fail; should it, nothing is served and the tests say so.
#[must_use]
pub fn compressed(bytes: &[u8], quality: i32, window: i32) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality,
        lgwin: window,
        ..BrotliEncoderParams::default()
    };
    packed(bytes, params)
}

/// A piece of a stream, without its beginning and end: it looks back at nothing before it, and ends with a full byte.
fn piece(part: &str) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        lgwin: WINDOW,
        catable: true,
        bare_stream: true,
        ..BrotliEncoderParams::default()
    };
    packed(part.as_bytes(), params)
}

fn packed(bytes: &[u8], params: BrotliEncoderParams) -> Vec<u8> {
    let params = BrotliEncoderParams {
        size_hint: bytes.len(),
        ..params
    };
    let mut out = Vec::with_capacity(bytes.len() / 4);
    let mut input = bytes;
    match brotli::BrotliCompress(&mut input, &mut out, &params) {
        Ok(_) => out,
        Err(_) => Vec::new(),
    }
}

/// A part of pages, and what it becomes.
struct Part {
    text: Box<str>,
    packed: Arc<[u8]>,
    used: Instant,
}

/// Parts compressed before.
struct Parts(Mutex<Vec<Part>>);

static PARTS: Parts = Parts(Mutex::new(Vec::new()));

impl Parts {
    /// A part compressed, now or before: the very same text, byte for byte.
    fn packed(&self, text: &str) -> Arc<[u8]> {
        let now = Instant::now();
        if let Some(known) = self.find(text, now) {
            return known;
        }
        let packed: Arc<[u8]> = piece(text).into();
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if parts.len() >= MOST {
            let oldest = parts.iter().enumerate().min_by_key(|(_, it)| it.used);
            if let Some((at, _)) = oldest {
                parts.swap_remove(at);
            }
        }
        parts.push(Part {
            text: text.into(),
            packed: packed.clone(),
            used: now,
        });
        packed
    }

    fn find(&self, text: &str, now: Instant) -> Option<Arc<[u8]>> {
        let mut parts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        parts.retain(|it| now.duration_since(it.used) < LIFE);
        let found = parts.iter_mut().find(|it| *it.text == *text)?;
        found.used = now;
        Some(found.packed.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::web::{get, to};
    use actix_web::{App, HttpResponse};

    use super::*;

    /// What is answered to a path by something that takes `encodings`: the header, and the body as it came.
    async fn asked(path: &str, encodings: &'static str) -> (Option<String>, Vec<u8>) {
        let page = || async { HttpResponse::Ok().content_type("text/html").body(long()) };
        let picture = || async { HttpResponse::Ok().content_type("image/png").body(long()) };
        let short = || async { HttpResponse::Ok().content_type("text/html").body("short") };
        let ready = || async {
            let mut answer = HttpResponse::Ok();
            answer.content_type("text/html");
            answer.insert_header((header::CONTENT_ENCODING, "zz"));
            answer.body(long())
        };
        let app = App::new()
            .route("/page", get().to(page))
            .route("/picture", get().to(picture))
            .route("/short", get().to(short))
            .route("/ready", get().to(ready))
            .default_service(to(HttpResponse::NotFound))
            .wrap(from_fn(squeeze));
        let app = init_service(app).await;
        let request = TestRequest::get().uri(path);
        let request = request.insert_header((header::ACCEPT_ENCODING, encodings));
        let answer = call_service(&app, request.to_request()).await;
        let encoding = answer.headers().get(header::CONTENT_ENCODING);
        let encoding = encoding.map(|it| it.to_str().unwrap().to_owned());
        (encoding, read_body(answer).await.to_vec())
    }

    fn long() -> String {
        "<p>what a page says again and again</p>\n".repeat(500)
    }

    #[actix_web::test]
    async fn pages_are_squeezed_and_open_again() {
        let (encoding, body) = asked("/page", "gzip, br").await;
        assert_eq!(encoding.as_deref(), Some("br"));
        assert!(body.len() < 1_000, "{}", body.len());
        assert_eq!(opened(&body), long());
    }

    fn opened(body: &[u8]) -> String {
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut &*body, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Parts of all sizes, from nothing to more than a block, of text that repeats and of text that does not.
    fn parts_of_all_sizes() -> Vec<String> {
        let noise = |n: u64| -> String {
            let step = |seed: &mut u64| {
                *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n);
                char::from_u32(0x21 + u32::try_from(*seed >> 58).unwrap()).unwrap()
            };
            let mut seed = n;
            (0..n).map(|_| step(&mut seed)).collect()
        };
        let mut out = vec![String::new(), "a".into(), "ab".into(), "ñandú €".into()];
        out.extend([7, 300, 20_000, 70_000].map(noise));
        out.extend([1, 40, 3_000].map(|n| "<li>what a row says</li>\n".repeat(n)));
        out
    }

    #[test]
    fn a_page_in_parts_is_the_page() {
        let all = parts_of_all_sizes();
        let known = Parts(Mutex::default());
        for first in &all {
            for second in &all {
                let text = format!("{first}{SEAM}{second}{SEAM}{first}{SEAM}{SEAM}{second}");
                // Compressed now, and known from before.
                assert_eq!(opened(&in_parts(&text, &known)), text);
                assert_eq!(opened(&in_parts(&text, &known)), text);
            }
        }
    }

    #[test]
    fn a_part_is_known_by_every_byte_and_forgotten_when_it_was_of_no_use() {
        let known = Parts(Mutex::default());
        let (mine, yours) = ("for me".repeat(500), "for mf".repeat(500));
        let first = known.packed(&mine);
        assert!(Arc::ptr_eq(&first, &known.packed(&mine)));
        assert_ne!(first, known.packed(&yours));
        for (it, text) in [(&mine, &mine), (&yours, &yours)] {
            let whole = [&[OPENING], &known.packed(it)[..], &[CLOSING]].concat();
            assert_eq!(opened(&whole), *text);
        }
        for n in 0..3 * MOST {
            known.packed(&format!("{n}"));
        }
        assert_eq!(known.0.lock().unwrap().len(), MOST);
        assert!(known.find(&mine, Instant::now()).is_none());
        let later = Instant::now() + LIFE;
        assert!(known.find("1", later).is_none());
        assert!(known.0.lock().unwrap().is_empty());
    }

    #[actix_web::test]
    async fn what_is_short_packed_or_not_asked_for_is_left_alone() {
        assert_eq!(asked("/page", "gzip").await, (None, long().into_bytes()));
        assert_eq!(asked("/picture", "br").await, (None, long().into_bytes()));
        assert_eq!(asked("/short", "br").await, (None, b"short".to_vec()));
        let ready = asked("/ready", "br").await;
        assert_eq!(ready, (Some("zz".to_owned()), long().into_bytes()));
    }
}
