//! Raw input, kept before it is read, and what could not be read.

use serde::{Deserialize, Serialize};

use crate::domain::id::{BlobHash, ConnectionId, ParkedId, RawId};
use crate::domain::mail::MailPlace;
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// Something received, byte for byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Raw {
    pub id: RawId,
    pub connection: ConnectionId,
    pub at: Millis,
    pub size: u64,
    pub body: RawBody,
    pub source: RawSource,
}

/// Where the bytes are: a compressed row of the store up to 64 KiB (one commit for a lot of them), else a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RawBody {
    Row,
    Blob(BlobHash),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RawSource {
    Mail {
        place: MailPlace,
        history: bool,
        sent: bool,
        /// Gmail's id of its thread; 0 when there is none.
        #[serde(default, skip_serializing_if = "unset")]
        thread: u64,
    },
    /// A post of a provider's, or an answer of one that was asked.
    Hook,
}

/// One call of a provider, as the channel's page lists it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Call {
    pub raw: RawId,
    pub connection: ConnectionId,
    pub at: Millis,
    pub size: u64,
    pub verdict: Verdict,
    /// Of a refused or parked one: a key of `words` (`hook-…`, `parked-…`).
    #[serde(skip_serializing_if = "unset")]
    pub code: String,
    /// What failed, cut to 300 characters, no text of the call.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    /// Tries that failed.
    #[serde(skip_serializing_if = "unset")]
    pub attempts: u32,
    /// Events in it, and those of them that were known already.
    #[serde(skip_serializing_if = "unset")]
    pub events: u32,
    #[serde(skip_serializing_if = "unset")]
    pub known: u32,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Verdict {
    /// Kept, not yet acted on.
    #[default]
    Kept,
    Done,
    Parked,
    /// Not from the provider, or not for us: nothing of it was kept.
    Refused,
}

impl Verdict {
    /// Name in the API and `words` (`verdict-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Kept => "kept",
            Verdict::Done => "done",
            Verdict::Parked => "parked",
            Verdict::Refused => "refused",
        }
    }
}

/// Raw input that failed to be read or acted on; tried again, and shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Parked {
    pub id: ParkedId,
    pub raw: RawId,
    pub connection: ConnectionId,
    pub at: Millis,
    /// Key of `words` (`parked-…`).
    pub code: String,
    /// For the administrator: what failed, cut to 300 characters, no text of the mail.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    #[serde(skip_serializing_if = "unset")]
    pub attempts: u32,
    #[serde(skip_serializing_if = "unset")]
    pub settled_at: Option<Millis>,
}
