//! Ids: UUIDv7 newtypes, so that rows made together lie together.
//!
//! Ids come from `Write::new_id` (seeded in tests). Nothing is ordered by an id: the order of events is `Seq`,
//! the order of messages in a conversation is `position`.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every id type has in common.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + std::fmt::Debug {
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(&self) -> Uuid;
    /// The 16 bytes used in keys.
    fn bytes(&self) -> [u8; 16] {
        *self.uuid().as_bytes()
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl Id for $name {
            fn from_uuid(uuid: Uuid) -> Self {
                $name(uuid)
            }
            fn uuid(&self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map($name)
            }
        }
    )+};
}

ids! {
    /// A user of Lobby.
    AgentId,
    /// A team of agents.
    TeamId,
    /// A customer's record; a joined record keeps its id for ever.
    ContactId,
    /// One case. People see its number instead.
    ConversationId,
    /// One entry said by somebody.
    MessageId,
    /// The fate of one outbound message on one channel.
    DeliveryId,
    /// A number, page, address or widget.
    ChannelId,
    /// Credentials and one receiving address at a provider.
    ConnectionId,
    /// A tag on conversations.
    TagId,
    /// A name customers take for one sender.
    BrandId,
    /// An automation.
    RuleId,
    /// An API token.
    TokenId,
    /// A logged-in browser.
    SessionId,
    /// An invitation, password reset, or other one-time link.
    LinkId,
    /// One file of a message.
    AttachmentId,
    /// A join of two contacts, or a journaled change of a conversation, that can be undone.
    ChangeId,
    /// Raw input kept before it was read.
    RawId,
    /// Work to do later.
    JobId,
    /// A row of a connection's history of raw input that could not be read.
    ParkedId,
    /// One thing done to many conversations.
    BulkId,
    /// A field a business named for its people or companies.
    AttributeId,
    /// A text written once, to answer with.
    CannedReplyId,
    /// Several acts under one name.
    MacroId,
    /// Conditions under a name, shown as a list.
    ViewId,
    /// How soon we mean to answer whom.
    SlaPolicyId,
    /// Opening hours under a name.
    CalendarId,
    /// What a law gives a term for.
    LegalKindId,
    /// A place outside Lobby that is told of things.
    OutletId,
    /// A message to such a place.
    AlertCallId,
    /// A figure somebody wants to hear of.
    ThresholdId,
    /// A program that hears of what happens.
    WebhookId,
    /// What a system of the business knows, shown beside conversations.
    CardId,
    /// What can be done there.
    CardActionId,
    /// Such a thing pressed once.
    CardRunId,
    /// Questions that are asked of conversations.
    ScorecardId,
    /// A look at one conversation of one agent.
    ReviewId,
    /// One conversation reviewed by several.
    CalibrationId,
    /// What several people belong to.
    CompanyId,
    /// One yes or no to being written to.
    ConsentId,
    /// An appointment, an invoice, a cart.
    DatedEventId,
    /// A kind of those.
    DatedKindId,
    /// A code with which somebody goes on by another channel.
    MoveCodeId,
    /// Something somebody was told.
    NoticeId,
    /// A browser that is pushed to.
    PushDeviceId,
    /// This store since its last restore; positions of another incarnation mean rebuild.
    IncarnationId,
}

/// SHA-256 of a blob's bytes: its name on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BlobHash(pub [u8; 32]);

impl BlobHash {
    /// Lower-case hexadecimal, 64 characters.
    #[must_use]
    pub fn hex(&self) -> String {
        self.0
            .iter()
            .fold(String::with_capacity(64), |mut out, byte| {
                use std::fmt::Write;
                let _ = write!(out, "{byte:02x}");
                out
            })
    }

    /// Reads what [`BlobHash::hex`] wrote.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let mut out = [0_u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (slot, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
            *slot = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(BlobHash(out))
    }
}

impl std::fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for BlobHash {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for BlobHash {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes: serde_bytes::ByteArray<32> = Deserialize::deserialize(from)?;
        Ok(BlobHash(bytes.into_array()))
    }
}

/// Place of an event in the log: commit order, from 1, gapless. The only order of events.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl std::fmt::Display for Seq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_blob_hash_survives_hex() {
        let hash = BlobHash(std::array::from_fn(|i| u8::try_from(i * 7 % 256).unwrap()));
        assert_eq!(BlobHash::from_hex(&hash.hex()), Some(hash));
        assert_eq!(BlobHash::from_hex("zz"), None);
        assert_eq!(BlobHash::from_hex(&"é".repeat(32)), None);
    }
}
