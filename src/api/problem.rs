//! Errors as RFC 9457 problems.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::error::Error;
use crate::words::{Language, Words};

/// What went wrong, as a program is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Said {
    /// Stable; ends with the code.
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    /// The stable code alone.
    code: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldSaid>,
    /// With `stale`: the messages that came since.
    #[serde(skip_serializing_if = "Option::is_none")]
    messages: Option<Value>,
}

/// One wrong field.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProblemField)]
pub struct FieldSaid {
    field: String,
    message: String,
}

/// A failure on its way to the caller.
#[derive(Debug)]
pub enum Problem {
    /// What a deed or a look answered.
    Ours(Error),
    /// The body could not be read: which field if known, and why.
    Body {
        status: StatusCode,
        field: String,
        why: String,
    },
    /// The composer was stale; the messages since, rendered.
    Stale(Value),
    /// A cursor or place of before a restore.
    Gone,
}

pub type Answer<T> = Result<T, Problem>;

impl From<Error> for Problem {
    fn from(err: Error) -> Self {
        Problem::Ours(err)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Problem::Ours(err) => err.fmt(f),
            Problem::Body { why, .. } => f.write_str(why),
            Problem::Stale(_) => f.write_str("newer messages exist"),
            Problem::Gone => f.write_str("of another time"),
        }
    }
}

fn status_and_code(err: &Error) -> (StatusCode, &'static str) {
    match err {
        Error::NotFound { .. } => (StatusCode::NOT_FOUND, "not_found"),
        Error::Forbidden { .. } => (StatusCode::FORBIDDEN, "forbidden"),
        Error::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated"),
        // A program acts on it: an approved text would have gone.
        Error::Invalid(fields) if fields.iter().any(|it| it.code == "window_closed") => {
            (StatusCode::UNPROCESSABLE_ENTITY, "window_closed")
        }
        Error::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        Error::Conflict { code } => (StatusCode::CONFLICT, code),
        Error::Stale { .. } => (StatusCode::CONFLICT, "stale"),
        Error::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
        Error::KeyReused => (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused"),
        Error::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        Error::Unavailable { code, .. } => (StatusCode::SERVICE_UNAVAILABLE, code),
        Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// A closed window is a case of its own: a program then sends an approved text, or by another channel.
fn code_of(err: &Error) -> &'static str {
    match err {
        Error::Invalid(fields) if fields.iter().any(|it| it.code == "window_closed") => {
            "window_closed"
        }
        _ => status_and_code(err).1,
    }
}

/// Codes are written with underscores, wherever they come from.
fn coded(code: &str) -> String {
    code.replace('-', "_")
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Problem::Ours(err) => status_and_code(err).0,
            Problem::Body { status, .. } => *status,
            Problem::Stale(_) => StatusCode::CONFLICT,
            Problem::Gone => StatusCode::GONE,
        }
    }

    /// A query that cannot be read.
    #[must_use]
    pub fn query(why: &str) -> Self {
        Self::field(why.split('`').nth(1).unwrap_or_default(), why)
    }

    /// A field that is wrong or unknown.
    #[must_use]
    pub fn field(field: &str, why: &str) -> Self {
        Problem::Body {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            field: field.to_owned(),
            why: why.to_owned(),
        }
    }

    fn said(&self) -> Said {
        let words = Words::new(Language::English, jiff::tz::TimeZone::UTC);
        let status = self.status();
        let (code, title, detail) = match self {
            Problem::Ours(err) => {
                let (title, detail) = words.error(err);
                (coded(code_of(err)), title, detail)
            }
            Problem::Body { why, .. } => (
                "body".to_owned(),
                "The request cannot be read".to_owned(),
                why.clone(),
            ),
            Problem::Stale(_) => {
                let (title, detail) = words.error(&Error::Stale { seen_up_to: 0 });
                ("stale".to_owned(), title, detail)
            }
            Problem::Gone => (
                "gone".to_owned(),
                "This place is of another time".to_owned(),
                "Lobby was restored since. Begin again from the start.".to_owned(),
            ),
        };
        Said {
            kind: format!("/api/docs#{code}"),
            title,
            status: status.as_u16(),
            detail,
            code,
            errors: self.fields(&words),
            messages: match self {
                Problem::Stale(messages) => Some(messages.clone()),
                _ => None,
            },
        }
    }

    fn fields(&self, words: &Words) -> Vec<FieldSaid> {
        match self {
            Problem::Ours(Error::Invalid(fields)) => fields
                .iter()
                .map(|it| FieldSaid {
                    field: it.field.to_owned(),
                    message: words.field_error(it.code),
                })
                .collect(),
            Problem::Body { field, why, .. } if !field.is_empty() => vec![FieldSaid {
                field: field.clone(),
                message: why.clone(),
            }],
            _ => Vec::new(),
        }
    }

    fn retry_after_s(&self) -> Option<u64> {
        match self {
            Problem::Ours(
                Error::TooMany { retry_after_s } | Error::Unavailable { retry_after_s, .. },
            ) => Some(*retry_after_s),
            _ => None,
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        if let Problem::Ours(Error::Internal(why)) = self {
            tracing::error!(%why, "a request failed");
        }
        let mut response = HttpResponse::build(self.status());
        if let Some(seconds) = self.retry_after_s() {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        let mut response = response.json(self.said());
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }
}
