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
