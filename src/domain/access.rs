//! Records of how people and programs get in: sessions, tokens, one-time links.

use serde::{Deserialize, Serialize};

use crate::domain::actor::Role;
use crate::domain::id::{AgentId, LinkId, SessionId, TeamId, TokenId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A logged-in browser. Found by the SHA-256 of its 256-bit secret, which is not kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    pub id: SessionId,
    pub agent: AgentId,
    pub created_at: Millis,
    /// Touched lazily.
    pub seen_at: Millis,
    /// Browser and system in a few words, for the list of devices.
    pub device: String,
    pub address: String,
    /// Token that forms carry.
    pub csrf: String,
    /// Password checked, second factor still owed: nothing else is allowed.
    #[serde(skip_serializing_if = "unset")]
    pub owes_second_factor: bool,
}

/// An API token; acts as an integration unless it acts as an agent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub role: Role,
    #[serde(skip_serializing_if = "unset")]
    pub acts_as: Option<AgentId>,
    /// Private teams it may see.
    #[serde(skip_serializing_if = "unset")]
    pub teams: Vec<TeamId>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub created_by: Option<AgentId>,
    /// The token it was made with.
    #[serde(skip_serializing_if = "unset")]
    pub made_with: Option<TokenId>,
    #[serde(skip_serializing_if = "unset")]
    pub last_used_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub revoked_at: Option<Millis>,
}

/// A one-time link: 256 random bits, SHA-256 kept, used up on POST.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub id: LinkId,
    pub purpose: LinkPurpose,
    pub created_at: Millis,
    pub expires_at: Millis,
    pub used_at: Option<Millis>,
    /// The secret itself, sealed, while a mail with it is still to be sent; empty after.
    #[serde(with = "serde_bytes")]
    pub sealed: Vec<u8>,
    /// Why the letter with it did not arrive.
    #[serde(default, skip_serializing_if = "unset")]
    pub trouble: Option<LetterTrouble>,
}

/// Why a letter of Lobby's own did not reach its address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterTrouble {
    pub at: Millis,
    /// Where it was to go.
    pub to: String,
    /// A key of `words` (`send-…`).
    pub code: String,
    /// What the server said, cut to 300 characters.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    /// It is tried again without anybody's doing.
    #[serde(skip_serializing_if = "unset")]
    pub again: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum LinkPurpose {
    /// Claims a fresh Lobby.
    SetUp,
    Invite {
        email: String,
        name: String,
        role: Role,
        teams: Vec<TeamId>,
        by: Option<AgentId>,
    },
    /// Bound to the password it replaces: void after any change of it.
    ResetPassword {
        agent: AgentId,
        password_was: Option<String>,
    },
    /// Proves that an address is somebody's, once they open it. Void after any change of their password.
    ProveAddress {
        agent: AgentId,
        address: String,
        to: AddressUse,
        password_was: Option<String>,
    },
}

/// What an address is to be, once it is proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AddressUse {
    /// What they log in with, in the place of this one.
    LogIn { was: String },
    /// One more they write from.
    Own,
}

impl LinkPurpose {
    /// Where Lobby's own letters about it go.
    #[must_use]
    pub fn addresses(&self) -> Vec<&str> {
        match self {
            LinkPurpose::SetUp | LinkPurpose::ResetPassword { .. } => Vec::new(),
            LinkPurpose::Invite { email, .. } => vec![email],
            LinkPurpose::ProveAddress { address, to, .. } => match to {
                AddressUse::LogIn { was } => vec![address, was],
                AddressUse::Own => vec![address],
            },
        }
    }
}
