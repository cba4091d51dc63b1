//! Contacts and the identifiers by which channels name them.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ChangeId, ChannelId, CompanyId, ContactId, ConversationId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// One record of a person. A *person* is the set of records joined to one root.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub id: ContactId,
    pub name: String,
    /// An agent's name wins over a channel's.
    #[serde(skip_serializing_if = "unset")]
    pub named_by: NamedBy,
    /// Other names seen; searchable.
    #[serde(skip_serializing_if = "unset")]
    pub other_names: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub company: String,
    /// The company they belong to; `company` is its name then.
    #[serde(skip_serializing_if = "unset")]
    pub company_of: Option<CompanyId>,
    #[serde(skip_serializing_if = "unset")]
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub notes: String,
    /// Custom attributes: name, value.
    #[serde(skip_serializing_if = "unset")]
    pub attributes: Vec<(String, String)>,
    #[serde(skip_serializing_if = "unset")]
    pub tier: Tier,
    #[serde(skip_serializing_if = "unset")]
    pub owner: Option<AgentId>,
    /// The root this record was joined to, and the join that did it.
    #[serde(skip_serializing_if = "unset")]
    pub joined_to: Option<(ContactId, ChangeId)>,
    /// Contacts somebody said are other people: never suggested again.
    #[serde(skip_serializing_if = "unset")]
    pub apart_from: Vec<ContactId>,
    #[serde(skip_serializing_if = "unset")]
    pub blocked: Option<Block>,
    /// Whether what names them still names the same person is to be asked.
    #[serde(skip_serializing_if = "unset")]
    pub doubt: Option<Doubt>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub last_seen_at: Millis,
    /// When they were asked for a rating last, and where.
    #[serde(skip_serializing_if = "unset")]
    pub surveyed: Option<(Millis, ConversationId)>,
    /// Erased by a privacy request: only the id is left.
    #[serde(skip_serializing_if = "unset")]
    pub erased_at: Option<Millis>,
}

/// A number that may have another owner now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Doubt {
    /// Whose it was: another record when the provider told them apart, else this one.
    pub before: ContactId,
    pub handle: Handle,
    /// The name it has now, where only the name speaks for another owner.
    #[serde(skip_serializing_if = "unset")]
    pub name_now: String,
    /// When the one before was last heard.
    pub last: Millis,
    /// When it was first heard anew, and in which case.
    pub since: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub conversation: ConversationId,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NamedBy {
    #[default]
    Channel,
    Agent,
}

/// Orders a list of people can be had in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContactSort {
    #[default]
    Name,
    NameBackward,
    /// Last heard first.
    Heard,
    /// First seen last.
    Newest,
}

impl ContactSort {
    pub const ALL: [ContactSort; 4] = [
        ContactSort::Name,
        ContactSort::NameBackward,
        ContactSort::Heard,
        ContactSort::Newest,
    ];

    /// The name used by addresses and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ContactSort::Name => "name",
            ContactSort::NameBackward => "name-backward",
            ContactSort::Heard => "heard",
            ContactSort::Newest => "newest",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        ContactSort::ALL.into_iter().find(|it| it.name() == name)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Tier {
    #[default]
    Normal,
    Vip,
}

impl Tier {
    /// Name in the API, in tables and archives.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tier::Normal => "normal",
            Tier::Vip => "vip",
        }
    }

    /// The tier of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Tier::Normal, Tier::Vip]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Block {
    pub at: Millis,
    pub by: Option<AgentId>,
    pub until: Option<Millis>,
    pub reason: String,
}

impl Contact {
    #[must_use]
    pub fn is_blocked(&self, now: Millis) -> bool {
        self.blocked
            .as_ref()
            .is_some_and(|it| it.until.is_none_or(|until| now < until))
    }
}

/// Kinds of identifier.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum IdentifierKind {
    #[default]
    Email,
    Phone,
    External,
    WhatsApp,
    Telegram,
    Visitor,
}

impl IdentifierKind {
    /// Permanent number used in keys.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            IdentifierKind::Email => 1,
            IdentifierKind::Phone => 2,
            IdentifierKind::External => 3,
            IdentifierKind::WhatsApp => 4,
            IdentifierKind::Telegram => 5,
            IdentifierKind::Visitor => 6,
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            IdentifierKind::Email => "email",
            IdentifierKind::Phone => "phone",
            IdentifierKind::External => "external",
            IdentifierKind::WhatsApp => "whatsapp",
            IdentifierKind::Telegram => "telegram",
            IdentifierKind::Visitor => "visitor",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Email,
            Self::Phone,
            Self::External,
            Self::WhatsApp,
            Self::Telegram,
            Self::Visitor,
        ]
        .into_iter()
        .find(|it| it.name() == name)
    }
}

/// Why an identifier is believed to belong to a contact.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Evidence {
    /// Typed by the person, or unauthenticated mail. Never verified.
    #[default]
    Claimed,
    /// A human said so.
    Agent,
    /// A one-time code or link.
    Code,
    /// Mail passed DMARC aligned with its one From.
    Dmarc,
    /// HMAC or JWT from the host site.
    Signed,
    /// The platform authenticated it.
    Provider,
}

impl Evidence {
    #[must_use]
    pub fn is_verified(self) -> bool {
        self != Evidence::Claimed
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Evidence::Claimed => "claimed",
            Evidence::Agent => "agent",
            Evidence::Code => "code",
            Evidence::Dmarc => "dmarc",
            Evidence::Signed => "signed",
            Evidence::Provider => "provider",
        }
    }
}

/// What names somebody on a channel: kind, scope (empty for global kinds) and canonical value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Handle {
    pub kind: IdentifierKind,
    #[serde(skip_serializing_if = "unset")]
    pub scope: String,
    pub value: String,
}

impl Handle {
    #[must_use]
    pub fn email(address: impl Into<String>) -> Self {
        Handle {
            kind: IdentifierKind::Email,
            scope: String::new(),
            value: address.into(),
        }
    }
    #[must_use]
    pub fn phone(e164: impl Into<String>) -> Self {
        Handle {
            kind: IdentifierKind::Phone,
            scope: String::new(),
            value: e164.into(),
        }
    }
}

/// A handle held by a contact. At most one contact holds a handle as verified; any number as claimed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identifier {
    pub contact: ContactId,
    pub handle: Handle,
    pub evidence: Evidence,
    /// As the provider or mail wrote it; used for sending.
    #[serde(skip_serializing_if = "unset")]
    pub as_sent: String,
    pub since: Millis,
    /// No longer the person's: kept for the history, never written to.
    #[serde(skip_serializing_if = "unset")]
    pub former: bool,
    /// Nothing gets there: mail to it bounced for good, or its holder blocked us.
    #[serde(skip_serializing_if = "unset")]
    pub invalid: bool,
    /// When it was last heard on which of our channels, where answers are free only for a while after.
    #[serde(skip_serializing_if = "unset")]
    pub heard: Vec<(ChannelId, Millis)>,
    /// When it last came in by an advertisement or a page's button, where answers are free for longer then.
    #[serde(skip_serializing_if = "unset")]
    pub entered: Vec<Entry>,
}

/// Somebody came in by an advertisement or a page's button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    pub channel: ChannelId,
    pub at: Millis,
    /// We answered in time: the longer window runs.
    pub answered: bool,
}
