//! Agents (the users of Lobby) and how they prove who they are.

use serde::{Deserialize, Serialize};

use crate::domain::absence::Absence;
use crate::domain::access::LetterTrouble;
use crate::domain::actor::Role;
use crate::domain::id::{AgentId, BlobHash, TeamId};
use crate::domain::notice::{Mailed, Telling};
use crate::domain::queue::serving::{Break, Serving};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A user of Lobby.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    pub id: AgentId,
    pub name: String,
    /// Canonical address; unique among agents.
    pub email: String,
    pub role: Role,
    /// Argon2id, PHC string. `None` until an invitation is accepted.
    #[serde(skip_serializing_if = "unset")]
    pub password: Option<String>,
    #[serde(skip_serializing_if = "unset")]
    pub totp: Option<Totp>,
    #[serde(skip_serializing_if = "unset")]
    pub teams: Vec<TeamId>,
    /// BCP 47, such as `es` or `pt-BR`.
    pub language: String,
    /// IANA zone.
    pub time_zone: String,
    #[serde(skip_serializing_if = "unset")]
    pub signature: String,
    #[serde(skip_serializing_if = "unset")]
    pub availability: Availability,
    /// They are away now.
    #[serde(skip_serializing_if = "unset")]
    pub absence: Option<Absence>,
    /// What they can be given.
    #[serde(skip_serializing_if = "unset")]
    pub serving: Serving,
    /// Other addresses the person proved to be theirs; mail from them is theirs.
    #[serde(skip_serializing_if = "unset")]
    pub own_addresses: Vec<String>,
    pub created_at: Millis,
    /// Set when the person left: no log-in, the name stays in the history.
    #[serde(skip_serializing_if = "unset")]
    pub deactivated_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub avatar: Option<BlobHash>,
    #[serde(skip_serializing_if = "unset")]
    pub preferences: Preferences,
    /// How they want to be told of things.
    #[serde(skip_serializing_if = "unset")]
    pub telling: Telling,
    #[serde(skip_serializing_if = "unset")]
    pub figures: Mailed,
    /// Why the last letter of Lobby's own to them did not arrive.
    #[serde(skip_serializing_if = "unset")]
    pub letter_trouble: Option<LetterTrouble>,
}

impl Agent {
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.deactivated_at.is_none()
    }
}

/// Second factor: a sealed secret, the last step used (against replay), hashes of recovery codes left.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Totp {
    /// Sealed by the key ring with the agent's id as associated data.
    #[serde(with = "serde_bytes")]
    pub sealed_secret: Vec<u8>,
    pub last_step: u64,
    /// SHA-256 of each unused recovery code.
    pub recovery: Vec<BlobHash>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Availability {
    #[default]
    Online,
    Away {
        until: Option<Millis>,
        /// A break: nothing new is given, nothing else changes. Without one they are away, and others answer meanwhile.
        #[serde(default, skip_serializing_if = "unset")]
        why: Option<Break>,
    },
    /// Their day is over.
    Off,
}

impl Availability {
    /// The name used by pages and programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Availability::Online => "online",
            Availability::Away { .. } => "away",
            Availability::Off => "off",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Single-key shortcuts switched off.
    pub keys_off: bool,
    /// `light`, `dark` or empty for the system's.
    pub theme: String,
    pub compact: bool,
    /// Keys chosen otherwise than usual: what is asked for, and by which; an empty one is none.
    #[serde(skip_serializing_if = "unset")]
    pub keys: Vec<(String, String)>,
    /// Where one goes on after a conversation is done with: `list`, `stay` or empty for the next one.
    #[serde(skip_serializing_if = "unset")]
    pub after: String,
    /// Columns of the list of contacts; none are the usual ones.
    #[serde(skip_serializing_if = "unset")]
    pub contact_columns: Vec<String>,
}
