//! A provider's call as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::time;
use crate::domain::raw::{Call, Verdict};
use crate::words::Words;

/// A call of a provider to a channel, and what became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChannelCall)]
pub struct CallView {
    pub id: String,
    pub at: String,
    /// Bytes of its body.
    pub size: u64,
    #[schema(schema_with = one::<choices::Verdict>)]
    pub verdict: &'static str,
    /// Why it was refused or set aside; empty when it was not.
    pub code: String,
    /// The sentence for it.
    pub reason: String,
    pub detail: String,
    /// Tries that failed.
    pub attempts: u32,
    /// Events in it, and those of them that were known before.
    pub events: u32,
    pub known_events: u32,
    /// Its bytes are kept: they can be fetched, and read again.
    pub kept: bool,
}

impl CallView {
    #[must_use]
    pub fn of(it: &Call, words: &Words) -> Self {
        let reason = match it.code.as_str() {
            "" => String::new(),
            code => words.t(code),
        };
        CallView {
            id: it.raw.to_string(),
            at: time(it.at),
            size: it.size,
            verdict: it.verdict.name(),
            code: it.code.replace('-', "_"),
            reason,
            detail: it.detail.clone(),
            attempts: it.attempts,
            events: it.events,
            known_events: it.known,
            kept: it.verdict != Verdict::Refused,
        }
    }
}
