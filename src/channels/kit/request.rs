//! Asking a provider's API: what a request that failed, or an answer that is no success, means for a message.

use crate::channels::kit::{Trouble, cut};
use crate::domain::outbound::SendError;
use crate::net::NetError;
use crate::net::api::Answer;

/// What a request that brought no answer means: nothing left, or it may have.
#[must_use]
pub fn failed(err: &NetError) -> SendError {
    let detail = err.to_string();
    match err {
        NetError::Settings(_) | NetError::Blocked => SendError::Misconfigured { detail },
        NetError::TimedOut | NetError::Lost | NetError::TooLarge | NetError::Protocol => {
            SendError::Uncertain { detail }
        }
        NetError::NoSuchHost | NetError::Unreachable | NetError::Tls(_) | NetError::ExtraData => {
            SendError::Unreachable { detail }
        }
    }
}

/// What an answer means that is no success and says nothing more of itself than its status.
#[must_use]
pub fn refused(answer: &Answer, code: &str, detail: &str) -> SendError {
    let (code, detail) = (code.to_owned(), cut(detail));
    match answer.status {
        401 | 403 => SendError::LoginRefused { code, detail },
        // Gone for good: whoever answered there wants nothing more (Standard Webhooks, operational considerations).
        410 => SendError::Misconfigured {
            detail: format!("{code} {detail}").trim().to_owned(),
        },
        408 | 425 | 429 | 500..=599 => SendError::Later {
            code,
            detail,
            retry_after_s: answer.retry_after_s,
        },
        _ => SendError::MessageRefused { code, detail },
    }
}

/// Whether a send that failed says that others would fail too.
#[must_use]
pub fn is_general(err: &SendError) -> bool {
    match err.cause() {
        SendError::Unreachable { .. }
        | SendError::Uncertain { .. }
        | SendError::Later { .. }
        | SendError::LoginRefused { .. }
        | SendError::Misconfigured { .. } => true,
        SendError::RecipientRefused { .. }
        | SendError::MessageRefused { .. }
        | SendError::WindowClosed { .. }
        | SendError::OffersRefused { .. }
        | SendError::Partly { .. } => false,
    }
}

/// A failed send as what ails its connection.
#[must_use]
pub fn trouble(err: &SendError) -> Trouble {
    let (code, needs_you) = match err {
        SendError::LoginRefused { .. } => ("health-provider-login", true),
        SendError::Misconfigured { .. } => ("health-provider-settings", true),
        SendError::Unreachable { .. } | SendError::Uncertain { .. } => {
            ("health-provider-unreachable", false)
        }
        _ => ("health-provider-refuses", false),
    };
    Trouble {
        needs_you,
        ..Trouble::new(code, err.to_string())
    }
}
