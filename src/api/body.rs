//! What a request brings: JSON with no unknown field, or a form with files beside it.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut, Payload};
use actix_web::{FromRequest, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::api::caller::text;
use crate::api::problem::{Answer, Problem};
use crate::domain::error::Error;

const JSON_LIMIT: usize = 1 << 20;
/// All parts of one form together.
const FORM_LIMIT: usize = 50 << 20;
const MOST_FILES: usize = 30;

/// A file that came with a request.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    /// As the caller said; what is kept is what the bytes look like.
    pub content_type: String,
    pub bytes: Bytes,
}

/// A request's content: the JSON, its files, and what a repeat must have the same.
#[derive(Debug)]
pub struct Body<T> {
    pub it: T,
    pub files: Vec<File>,
    pub same: Vec<u8>,
}

/// Reads a JSON body; an empty one is `{}`.
///
/// # Errors
/// 400 when it is no JSON, 413 when too large, 422 when a field is wrong or unknown.
pub async fn json<T: DeserializeOwned>(payload: Payload) -> Answer<Body<T>> {
    let bytes = whole(payload, JSON_LIMIT).await?;
    Ok(Body {
        it: parse(&bytes)?,
        files: Vec::new(),
        same: bytes.to_vec(),
    })
}

/// Reads JSON, or a form whose part `message` is the JSON and whose other parts are files.
///
/// # Errors
/// As [`json`].
pub async fn with_files<T: DeserializeOwned>(
    req: &HttpRequest,
    payload: Payload,
) -> Answer<Body<T>> {
    let kind = text(req.headers(), &header::CONTENT_TYPE).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return json(payload).await;
    }
    let mut inner = payload.into_inner();
    let form = Multipart::from_request(req, &mut inner).await;
    let form = form.map_err(|err| unreadable(&err.to_string()))?;
    read_form(form).await
}

async fn read_form<T: DeserializeOwned>(mut form: Multipart) -> Answer<Body<T>> {
    let (mut message, mut files) = (Bytes::new(), Vec::new());
    let (mut left, mut same) = (FORM_LIMIT, Sha256::new());
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|err| unreadable(&err.to_string()))?;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|err| unreadable(&err.to_string()))?;
            left = left.checked_sub(chunk.len()).ok_or(Error::TooLarge {
                limit: FORM_LIMIT as u64,
            })?;
            bytes.extend_from_slice(&chunk);
        }
        let bytes = bytes.freeze();
        same.update(Sha256::digest(&bytes));
        if part.name() == Some("message") {
            message = bytes;
            continue;
        }
        if files.len() == MOST_FILES {
            return Err(Error::invalid("attachments", "error-too-many").into());
        }
        let name = part.content_disposition().and_then(|it| it.get_filename());
        files.push(File {
            name: name.unwrap_or("file").to_owned(),
            content_type: part
                .content_type()
                .map(ToString::to_string)
                .unwrap_or_default(),
            bytes,
        });
    }
    Ok(Body {
        it: parse(&message)?,
        files,
        same: same.finalize().to_vec(),
    })
}

/// A file inside JSON.
///
/// # Errors
/// 422 when it is no base64.
pub fn inline(name: &str, content_type: &str, base64: &str) -> Answer<File> {
    let bytes = STANDARD.decode(base64).map_err(|_| Problem::Body {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        field: "attachments.base64".to_owned(),
        why: "this is no base64".to_owned(),
    })?;
    Ok(File {
        name: name.to_owned(),
        content_type: content_type.to_owned(),
        bytes: bytes.into(),
    })
}

async fn whole(mut payload: Payload, limit: usize) -> Answer<Bytes> {
    let mut out = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|err| unreadable(&err.to_string()))?;
        if out.len() + chunk.len() > limit {
            return Err(Error::TooLarge {
                limit: limit as u64,
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
        // serde names the field in the sentence: "unknown field `x`, …", "missing field `x`".
        let field = why.split('`').nth(1).unwrap_or_default().to_owned();
        Problem::Body { status, field, why }
    })
}
