//! Pages leave compressed: quickly, since each is made anew. What is served for ever (`web::assets`) is compressed
//! once and well; what no brotli is taken for, or what comes in parts, is left to the next layer.

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
            EitherBody::right(BoxBody::new(compressed(&bytes, QUALITY, WINDOW)))
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

/// Compressing into memory cannot fail; should it, nothing is served and the tests say so.
#[must_use]
pub fn compressed(bytes: &[u8], quality: i32, window: i32) -> Vec<u8> {
    let params = BrotliEncoderParams {
        quality,
        lgwin: window,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::with_capacity(bytes.len() / 4);
    let mut input = bytes;
    match brotli::BrotliCompress(&mut input, &mut out, &params) {
        Ok(_) => out,
        Err(_) => Vec::new(),
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
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut body.as_slice(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), long());
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
