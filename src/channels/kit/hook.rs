//! A call of a provider, as it came, and how it is found to be the provider's.

use tokio::sync::oneshot;

use crate::domain::channel::ProviderSettings;
use crate::domain::time::Millis;

/// A call as it came.
#[derive(Debug, Clone, Default)]
pub struct Hook {
    /// Of the address, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// When it came.
    pub at: Millis,
}

impl Hook {
    /// The first header of a name given in lower case, or empty.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        first(&self.headers, name)
    }

    /// The first parameter of a name, or empty.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        first(&self.query, name)
    }
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    let found = pairs.iter().find(|(it, _)| it == name);
    found.map_or("", |(_, value)| value.as_str())
}

/// Why a call is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HookError {
    /// Channels of this kind, or set up like this, are not called.
    #[error("this channel takes no calls")]
    NotCalled,
    #[error("the signature is missing")]
    Unsigned,
    #[error("the signature is wrong")]
    WrongSignature,
    /// Signed too long ago, or in the future.
    #[error("the call is too old")]
    Stale,
    /// The secret it would be checked with is not set.
    #[error("the secret is not set")]
    NoSecret,
}

impl HookError {
    /// A key of `words` (`hook-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            HookError::NotCalled => "hook-not-called",
            HookError::Unsigned => "hook-unsigned",
            HookError::WrongSignature => "hook-wrong-signature",
            HookError::Stale => "hook-stale",
            HookError::NoSecret => "hook-no-secret",
        }
    }
}

/// What reading a call may know.
#[derive(Debug, Clone, Copy)]
pub struct Facing<'a> {
    pub settings: &'a ProviderSettings,
    /// Calling code of the business's country, such as `57`; empty when it is not known.
    pub country: &'a str,
    /// When the call came.
    pub at: Millis,
}

/// A call that could not be read: a key of `words` (`parked-…`), and what failed without text of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub code: &'static str,
    pub detail: String,
}

impl Unreadable {
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Unreadable {
            code,
            detail: detail.into(),
        }
    }
}

/// What a provider answered when it was asked for news: to be taken in like a call. `done` is told once it is kept. An
/// empty body says that there was nothing, and that asking works.
#[derive(Debug)]
pub struct Post {
    pub body: Vec<u8>,
    pub done: oneshot::Sender<()>,
}
