//! Connections and channels: where messages come in and go out, what each can carry, how it feels.

use serde::{Deserialize, Serialize};

use crate::domain::id::{BrandId, ChannelId, ConnectionId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span, Term};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum ChannelKind {
    #[default]
    Email,
    /// Calls, visits and the like, written down by an agent.
    Log,
}

impl ChannelKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ChannelKind::Email => "email",
            ChannelKind::Log => "log",
        }
    }
}

/// What a kind of channel can do, as data: splitting, limits, windows and fallbacks are done once from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Characters in one message; `None` is no limit.
    pub text_limit: Option<u32>,
    /// All attachments of one message together, bytes.
    pub attachments_limit: u64,
    pub subject: bool,
    pub copies: bool,
    pub html: bool,
    pub delivery_receipts: bool,
    pub read_receipts: bool,
    /// The channel drops a second send of the same message, so an uncertain one may be sent again.
    pub dedupes: bool,
    /// Default time in which a send can be taken back.
    pub undo: Span,
    /// A human's message that could not leave within this waits as late.
    pub late_after: Span,
    pub continue_window: Option<Span>,
    pub reopen_window: Span,
    /// Silence of the customer after which a waiting conversation closes quietly.
    pub quiet_close_after: Span,
    /// A human's message that has not left after this: its sender is told.
    pub tell_late_after: Span,
    /// "One moment" was said and no time promised: the agent is reminded after this.
    pub holding_reminder: Term,
}

const EMAIL: Abilities = Abilities {
    text_limit: None,
    // 25 MB is what most servers take; base64 adds a third.
    attachments_limit: 18 << 20,
    subject: true,
    copies: true,
    html: true,
    delivery_receipts: false,
    read_receipts: false,
    dedupes: true,
    undo: Span::seconds(10),
    late_after: Span::hours(24),
    continue_window: None,
    reopen_window: Span::days(30),
    quiet_close_after: Span::days(7),
    tell_late_after: Span::hours(4),
    holding_reminder: Term::WorkingDays(1),
};

/// What is written down by hand: nothing leaves by it.
const LOG: Abilities = Abilities {
    attachments_limit: 100 << 20,
    subject: false,
    copies: false,
    html: false,
    undo: Span(0),
    continue_window: Some(Span::days(7)),
    reopen_window: Span::hours(72),
    ..EMAIL
};

impl ChannelKind {
    /// What channels of this kind can do.
    #[must_use]
    pub fn abilities(self) -> &'static Abilities {
        match self {
            ChannelKind::Email => &EMAIL,
            ChannelKind::Log => &LOG,
        }
    }
}

/// Credentials and one receiving address at a provider.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Connection {
    pub id: ConnectionId,
    pub kind: ChannelKind,
    /// Unguessable part of the webhook address.
    #[serde(skip_serializing_if = "unset")]
    pub key: String,
    pub settings: ConnectionSettings,
    pub health: Health,
    /// Why copies of what was sent cannot be put into the Sent folder: a key of `words` (`health-…`), or empty.
    #[serde(skip_serializing_if = "unset")]
    pub copies_trouble: String,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub enum ConnectionSettings {
    #[default]
    Log,
    Email(Box<EmailSettings>),
}

impl Connection {
    /// The mailbox settings, when this is a mailbox.
    #[must_use]
    pub fn email(&self) -> Option<&EmailSettings> {
        match &self.settings {
            ConnectionSettings::Email(it) => Some(it),
            ConnectionSettings::Log => None,
        }
    }
}

/// A mailbox account. Secrets are sealed by the key ring with the connection's id as associated data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailSettings {
    pub address: String,
    /// Others of the same account, told apart by Delivered-To and To.
    #[serde(skip_serializing_if = "unset")]
    pub addresses: Vec<String>,
    /// Display name of From.
    pub name: String,
    pub auth: MailAuth,
    pub imap: Server,
    #[serde(skip_serializing_if = "unset")]
    pub folder: String,
    /// Empty: found by its special use (RFC 6154), else none.
    #[serde(skip_serializing_if = "unset")]
    pub sent_folder: String,
    pub smtp: Server,
    /// What to bring in at first connect; `None` is everything.
    #[serde(skip_serializing_if = "unset")]
    pub import_since: Option<Millis>,
    /// At first connect, unanswered threads younger than three days come in open.
    pub open_recent: bool,
    pub undo_seconds: u16,
    /// The one id whose Authentication-Results are believed (RFC 8601).
    #[serde(skip_serializing_if = "unset")]
    pub authserv_id: String,
    #[serde(skip_serializing_if = "unset")]
    pub oauth: Option<OAuthGrant>,
    /// Whether mail to the address with a tag (`info+tag@…`, RFC 5233) arrives.
    #[serde(skip_serializing_if = "unset")]
    pub plus: Plus,
    /// Who puts a copy of what is sent into the Sent folder.
    #[serde(skip_serializing_if = "unset")]
    pub sent_copies: SentCopies,
    /// Senders learnt to be web forms whose Reply-To is the customer.
    #[serde(skip_serializing_if = "unset")]
    pub form_senders: Vec<String>,
    /// What an agent said of mail from these senders, instead of what Lobby would guess.
    #[serde(skip_serializing_if = "unset")]
    pub sender_rules: Vec<(String, SenderRule)>,
}

/// Servers that put a copy of what is sent through them into the account's Sent folder by themselves: the help pages of
/// Gmail ("don't save a copy in your mail program") and of Exchange Online (client submission) say so.
const FILE_THEMSELVES: [&str; 4] = [
    "smtp.gmail.com",
    "smtp.googlemail.com",
    "smtp.office365.com",
    "smtp-mail.outlook.com",
];

impl EmailSettings {
    /// Whether Lobby puts a copy of what it sends into the Sent folder.
    #[must_use]
    pub fn files_copies(&self) -> bool {
        match self.sent_copies {
            SentCopies::ByProvider => !FILE_THEMSELVES.contains(&self.smtp.host.as_str()),
            SentCopies::Lobby => true,
            SentCopies::Nobody => false,
        }
    }
}

/// Who puts a copy of what is sent into the Sent folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SentCopies {
    /// The provider where it is known to, else Lobby.
    #[default]
    ByProvider,
    Lobby,
    /// Not Lobby.
    Nobody,
}

impl SentCopies {
    pub const ALL: [SentCopies; 3] = [
        SentCopies::ByProvider,
        SentCopies::Lobby,
        SentCopies::Nobody,
    ];

    /// The name used by settings, API and `words` (`copies-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SentCopies::ByProvider => "auto",
            SentCopies::Lobby => "yes",
            SentCopies::Nobody => "no",
        }
    }
}

/// Whether a server takes mail to an address with a tag; where it is not known, answers name the plain address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Plus {
    #[default]
    Unknown,
    Yes,
    No,
}

impl Plus {
    pub const ALL: [Plus; 3] = [Plus::Unknown, Plus::Yes, Plus::No];

    /// The name used by settings, API and `words` (`plus-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Plus::Unknown => "unknown",
            Plus::Yes => "yes",
            Plus::No => "no",
        }
    }
}

/// *Always treat mails from this sender as …*
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SenderRule {
    Conversation,
    Automatic,
    Blocked,
    /// Mails with the same subject are one conversation: for marketplaces, whose mails name no other.
    Grouped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MailAuth {
    #[default]
    Password,
    Google,
    Microsoft,
}

/// How a server is reached and logged in to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Server {
    pub host: String,
    pub port: u16,
    pub security: Security,
    #[serde(skip_serializing_if = "unset")]
    pub username: String,
    /// Sealed; empty when there is none.
    #[serde(skip_serializing_if = "unset", with = "serde_bytes")]
    pub sealed_password: Vec<u8>,
    /// Further root certificates, PEM.
    #[serde(skip_serializing_if = "unset")]
    pub ca_pem: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Security {
    #[default]
    Tls,
    /// Required, never opportunistic.
    StartTls,
    /// Loopback only, with `--allow-loopback`.
    None,
}

/// What Google or Microsoft granted. Tokens are sealed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OAuthGrant {
    pub client_id: String,
    #[serde(with = "serde_bytes")]
    pub sealed_client_secret: Vec<u8>,
    /// Microsoft tenant; empty for `common`.
    #[serde(skip_serializing_if = "unset")]
    pub tenant: String,
    #[serde(with = "serde_bytes")]
    pub sealed_refresh_token: Vec<u8>,
    #[serde(with = "serde_bytes")]
    pub sealed_access_token: Vec<u8>,
    pub access_expires_at: Millis,
    /// Overrides of the provider's addresses, for gateways and tests; empty for the provider's own.
    #[serde(skip_serializing_if = "unset")]
    pub authorize_url: String,
    #[serde(skip_serializing_if = "unset")]
    pub token_url: String,
}

/// Whether a connection works, since when, and why not: `code` is a key of `words` (`health-…`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    pub state: HealthState,
    pub since: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub code: String,
    /// What the server said, cut to 300 characters; shown to administrators only.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    #[serde(skip_serializing_if = "unset")]
    pub last_in: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub last_out: Option<Millis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum HealthState {
    #[default]
    New,
    Working,
    /// Retrying by itself.
    Troubled,
    /// Waits for a person: password refused, grant withdrawn.
    NeedsYou,
    Paused,
}

impl HealthState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HealthState::New => "new",
            HealthState::Working => "working",
            HealthState::Troubled => "troubled",
            HealthState::NeedsYou => "needs_you",
            HealthState::Paused => "paused",
        }
    }
}

/// One number, page, address or widget on a connection.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Channel {
    pub id: ChannelId,
    pub connection: ConnectionId,
    pub kind: ChannelKind,
    pub name: String,
    /// What customers write to: the canonical mail address.
    #[serde(skip_serializing_if = "unset")]
    pub address: String,
    pub brand: BrandId,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    #[serde(skip_serializing_if = "unset")]
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub signature: String,
    /// Overrides of the windows of [`Abilities`].
    #[serde(skip_serializing_if = "unset")]
    pub continue_window: Option<Span>,
    #[serde(skip_serializing_if = "unset")]
    pub reopen_window: Option<Span>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}
