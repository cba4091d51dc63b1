//! The one error. A deed, a page and the API speak of the same failures; `words` turns them into sentences.

/// Why something asked for was not done.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// Not there, or not to be seen by who asks: the two are never told apart.
    #[error("no such {noun}")]
    NotFound { noun: &'static str },
    /// The asker may never do this.
    #[error("not allowed: {need}")]
    Forbidden { need: &'static str },
    /// Nobody is logged in, or the token is unknown.
    #[error("log in first")]
    Unauthenticated,
    /// The input breaks a rule; each field with a code from `words` (`error-…`).
    #[error("invalid input: {}", fields(.0))]
    Invalid(Vec<FieldError>),
    /// The state of things does not allow it now; the code says which and `words` says what to do.
    #[error("conflict: {code}")]
    Conflict { code: &'static str },
    /// The composer showed an older state: messages after this position are new.
    #[error("newer messages exist")]
    Stale { seen_up_to: u32 },
    /// A limit was reached; try again after this many seconds.
    #[error("too many tries")]
    TooMany { retry_after_s: u64 },
    /// An idempotency key was used before with another body.
    #[error("idempotency key used before with another body")]
    KeyReused,
    /// The input is larger than allowed, in bytes.
    #[error("larger than {limit} bytes")]
    TooLarge { limit: u64 },
    /// The store cannot take writes now. What was asked may or may not have been done.
    #[error("the store is not available: {code}")]
    Unavailable {
        code: &'static str,
        retry_after_s: u64,
    },
    /// A fault of ours. The text is for the log, never for the asker.
    #[error("internal: {0}")]
    Internal(String),
}

/// One wrong field: `field` as in the form or JSON, `code` a key of `words`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    pub field: &'static str,
    pub code: &'static str,
}

fn fields(errors: &[FieldError]) -> String {
    let named: Vec<_> = errors
        .iter()
        .map(|it| format!("{} ({})", it.field, it.code))
        .collect();
    named.join(", ")
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    #[must_use]
    pub fn not_found(noun: &'static str) -> Self {
        Error::NotFound { noun }
    }
    #[must_use]
    pub fn conflict(code: &'static str) -> Self {
        Error::Conflict { code }
    }
    #[must_use]
    pub fn invalid(field: &'static str, code: &'static str) -> Self {
        Error::Invalid(vec![FieldError { field, code }])
    }
    pub fn internal(doing: &str, err: impl std::fmt::Display) -> Self {
        Error::Internal(format!("{doing}: {err}"))
    }
}
