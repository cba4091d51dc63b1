//! Data cards: what a system of the business knows of a contact, asked for and shown beside a conversation, and what can
//! be done there from it. What is shown is never kept: the system it comes from is its home.

pub mod action;
pub mod fill;
pub mod read;

use serde::{Deserialize, Serialize};

use crate::domain::card::action::CardAction;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Conversation;
use crate::domain::id::{CardId, TagId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// The secret before the newest signs too for so long, so that a system can take the new one over.
pub const OVERLAP: Span = Span::days(1);
/// How long an answer counts as new when nothing is said, and at most, minutes.
pub const KEEPS: u32 = 5;
pub const KEEPS_MOST: u32 = 1_440;
/// How long an answer is waited for when nothing is said, and at most, seconds.
pub const WAITS: u32 = 5;
pub const WAITS_MOST: u32 = 20;

/// What an administrator arranged to be shown beside conversations.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DataCard {
    pub id: CardId,
    pub name: String,
    /// What is asked, with places such as `{{contact.email}}`; empty for a card that only links and acts.
    #[serde(skip_serializing_if = "unset")]
    pub url: String,
    /// JSON that is posted there, its texts with places; empty when it is asked by GET.
    #[serde(skip_serializing_if = "unset")]
    pub body: String,
    #[serde(skip_serializing_if = "unset")]
    pub headers: Vec<SecretHeader>,
    #[serde(skip_serializing_if = "unset")]
    pub fields: Vec<CardField>,
    /// Minutes an answer counts as new.
    pub keeps: u32,
    /// Seconds an answer is waited for.
    pub waits: u32,
    /// Beside conversations that came by these kinds of channels; by any when empty.
    #[serde(skip_serializing_if = "unset")]
    pub channels: Vec<ChannelKind>,
    /// Beside conversations with one of these tags; with or without when empty.
    #[serde(skip_serializing_if = "unset")]
    pub tags: Vec<TagId>,
    /// Who sees it; everybody when empty.
    #[serde(skip_serializing_if = "unset")]
    pub teams: Vec<TeamId>,
    /// An address or number that the contact only claims to have is not asked with.
    #[serde(skip_serializing_if = "unset")]
    pub confirmed_only: bool,
    /// Where it opens in the system, signed; with places. Empty for nowhere.
    #[serde(skip_serializing_if = "unset")]
    pub link: String,
    #[serde(skip_serializing_if = "unset")]
    pub actions: Vec<CardAction>,
    /// What signs actions and links, sealed with the card's id as associated data.
    #[serde(with = "serde_bytes")]
    pub sealed_secret: Vec<u8>,
    /// The one before, sealed alike, and until when it signs actions too.
    #[serde(with = "serde_bytes", skip_serializing_if = "unset")]
    pub older_secret: Vec<u8>,
    #[serde(skip_serializing_if = "unset")]
    pub older_until: Option<Millis>,
    pub created_at: Millis,
    /// Answers to what was asked before this are not shown.
    pub changed_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl std::fmt::Debug for DataCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataCard({})", self.id)
    }
}

impl DataCard {
    /// Whether it stands beside a conversation.
    #[must_use]
    pub fn is_beside(&self, c: &Conversation) -> bool {
        let channel = self.channels.is_empty() || self.channels.contains(&c.channel_kind);
        let tag = self.tags.is_empty() || self.tags.iter().any(|it| c.tags.contains(it));
        self.retired_at.is_none() && channel && tag
    }
}

/// A header that goes along with what is asked, such as a key: its value sealed as the secret is.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SecretHeader {
    pub name: String,
    #[serde(with = "serde_bytes")]
    pub sealed: Vec<u8>,
}

/// One thing shown of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardField {
    pub label: String,
    /// Where it stands in the answer: `customer.orders[0].total`, `orders[].number` for one of each.
    pub path: String,
    #[serde(skip_serializing_if = "unset")]
    pub kind: FieldKind,
    /// Of money: its currency, or where that stands in the answer.
    #[serde(skip_serializing_if = "unset")]
    pub currency: String,
}

/// How it is read and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FieldKind {
    #[default]
    Text,
    Number,
    Date,
    Money,
    Link,
    List,
}

impl FieldKind {
    pub const ALL: [FieldKind; 6] = [
        FieldKind::Text,
        FieldKind::Number,
        FieldKind::Date,
        FieldKind::Money,
        FieldKind::Link,
        FieldKind::List,
    ];

    /// As programs, forms and `words` (`card-kind-…`) say it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Date => "date",
            FieldKind::Money => "money",
            FieldKind::Link => "link",
            FieldKind::List => "list",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}
