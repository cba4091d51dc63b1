//! What a person allows us to write to them about, and took back: a row each time, none of them ever changed.

use serde::{Deserialize, Serialize};

use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::id::{ConsentId, ContactId, MessageId, Seq};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A person said yes or no.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    pub id: ConsentId,
    /// The record it was said of.
    pub contact: ContactId,
    /// Where; `None` means everywhere.
    #[serde(default, skip_serializing_if = "unset")]
    pub channel: Option<ChannelKind>,
    pub purpose: Purpose,
    pub granted: bool,
    pub source: ConsentSource,
    pub at: Millis,
    /// Its event: what is newer has a higher one.
    #[serde(default)]
    pub seq: Seq,
    pub by: Actor,
    /// What they said it in.
    #[serde(default, skip_serializing_if = "unset")]
    pub message: Option<MessageId>,
    /// What there is to know of it: which form, which campaign.
    #[serde(default, skip_serializing_if = "unset")]
    pub note: String,
}

/// What is written about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Purpose {
    /// Their own affairs.
    Service,
    /// What they owe.
    Collection,
    /// What could be sold to them.
    Commercial,
}

impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Service, Purpose::Collection, Purpose::Commercial];

    /// As programs and forms say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Service => "service",
            Purpose::Collection => "collection",
            Purpose::Commercial => "commercial",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsentSource {
    /// They wrote it themselves.
    Message,
    /// One of us was told.
    Agent,
    /// A form they filled in.
    Form,
    /// It came with a table or from another system.
    Import,
    /// They said it to the provider of the channel, who told us.
    Provider,
}

impl ConsentSource {
    pub const ALL: [ConsentSource; 5] = [
        ConsentSource::Message,
        ConsentSource::Agent,
        ConsentSource::Form,
        ConsentSource::Import,
        ConsentSource::Provider,
    ];

    /// Whether they said it themselves: nobody else's word takes it back.
    #[must_use]
    pub fn is_their_own(self) -> bool {
        matches!(self, ConsentSource::Message | ConsentSource::Provider)
    }

    /// As programs and forms say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ConsentSource::Message => "message",
            ConsentSource::Agent => "agent",
            ConsentSource::Form => "form",
            ConsentSource::Import => "import",
            ConsentSource::Provider => "provider",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Consent {
    /// Whether it speaks of a channel.
    #[must_use]
    pub fn is_about(&self, channel: Option<ChannelKind>) -> bool {
        self.channel.is_none() || self.channel == channel
    }
}
