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
        408 | 425 | 429 | 500..=599 => SendError::Later {
            code,
            detail,
            retry_after_s: answer.retry_after_s,
        },
        _ => SendError::MessageRefused { code, detail },
    }
}

/// A failed send as what ails its connection.
#[must_use]
pub fn trouble(err: &SendError) -> Trouble {
    let (code, needs_you) = match err {
        SendError::LoginRefused { .. } => ("health-provider-login", true),
        SendError::Misconfigured { .. } => ("health-settings", true),
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
