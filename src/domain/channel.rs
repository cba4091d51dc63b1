//! Connections and channels: where messages come in and go out, how each feels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

pub use crate::domain::abilities::Abilities;
use crate::domain::access::LetterTrouble;
use crate::domain::automatic::Automatic;
use crate::domain::chat::Template;
use crate::domain::contact::IdentifierKind;
pub use crate::domain::health::{Health, HealthState};
use crate::domain::id::{BrandId, CalendarId, ChannelId, ConnectionId, MessageId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum ChannelKind {
    #[default]
    Email,
    /// Calls, visits and the like, written down by an agent.
    Log,
    WhatsApp,
    Telegram,
    /// The chat on a web site.
    WebChat,
    /// A program of the owner's that hands messages in and takes answers.
    Api,
}

impl ChannelKind {
    pub const ALL: [ChannelKind; 6] = [
        ChannelKind::Email,
        ChannelKind::Log,
        ChannelKind::WhatsApp,
        ChannelKind::Telegram,
        ChannelKind::WebChat,
        ChannelKind::Api,
    ];

    /// The name used by settings, API, webhook addresses and `words`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ChannelKind::Email => "email",
            ChannelKind::Log => "log",
            ChannelKind::WhatsApp => "whatsapp",
            ChannelKind::Telegram => "telegram",
            ChannelKind::WebChat => "webchat",
            ChannelKind::Api => "api",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        ChannelKind::ALL.into_iter().find(|it| it.name() == name)
    }

    /// By what kind of identifier people are known there; `None` where nothing is sent.
    #[must_use]
    pub fn identifier(self) -> Option<IdentifierKind> {
        match self {
            ChannelKind::Email => Some(IdentifierKind::Email),
            ChannelKind::Log => None,
            ChannelKind::WhatsApp => Some(IdentifierKind::WhatsApp),
            ChannelKind::Telegram => Some(IdentifierKind::Telegram),
            ChannelKind::WebChat => Some(IdentifierKind::Visitor),
            ChannelKind::Api => Some(IdentifierKind::External),
        }
    }

    /// Messages follow each other as in a talk, and a case is one by time, not by thread.
    #[must_use]
    pub fn is_chat(self) -> bool {
        !matches!(self, ChannelKind::Email | ChannelKind::Log)
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
    /// Everything reached by a provider's or the owner's own API.
    Provider(Box<ProviderSettings>),
}

/// What was filled in for a channel that is reached by an API, by the names of its form; and what the provider told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderSettings {
    pub values: BTreeMap<String, String>,
    /// Secrets, sealed by the key ring with the connection's id as associated data.
    #[serde(skip_serializing_if = "unset")]
    pub sealed: BTreeMap<String, ByteBuf>,
    /// What was learnt from the provider and may change by itself: a bot's name, a quality rating, how far was polled.
    #[serde(skip_serializing_if = "unset")]
    pub learnt: BTreeMap<String, String>,
}

impl ProviderSettings {
    /// A value filled in, or empty.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Inside what the ids are unique that WhatsApp gives people within a business: its account there, else the channel.
    #[must_use]
    pub fn portfolio(&self) -> &str {
        match self.value("waba_id") {
            "" => self.learnt("channel"),
            account => account,
        }
    }

    /// The approved texts of the account, as they were told last.
    #[must_use]
    pub fn templates(&self) -> Vec<Template> {
        let listed = serde_json::from_str(self.learnt("templates"));
        let mut all: Vec<Template> = listed.unwrap_or_default();
        for it in &mut all {
            let (name, language) = (it.name.clone(), it.language.clone());
            for (what, field) in [
                ("status", &mut it.status),
                ("category", &mut it.category),
                ("quality", &mut it.quality),
                ("body", &mut it.body),
                ("reason", &mut it.reason),
            ] {
                let told = self.learnt(&Template::told(what, &name, &language));
                if !told.is_empty() {
                    told.clone_into(field);
                }
            }
            if it.is_approved() {
                it.reason.clear();
            }
        }
        all
    }

    /// Something learnt, or empty.
    #[must_use]
    pub fn learnt(&self, name: &str) -> &str {
        self.learnt.get(name).map_or("", String::as_str)
    }
}

impl Connection {
    /// The mailbox settings, when this is a mailbox.
    #[must_use]
    pub fn email(&self) -> Option<&EmailSettings> {
        match &self.settings {
            ConnectionSettings::Email(it) => Some(it),
            ConnectionSettings::Log | ConnectionSettings::Provider(_) => None,
        }
    }

    /// Where the provider calls it; `None` for what is not called.
    #[must_use]
    pub fn hook_url(&self, public_url: &str) -> Option<String> {
        let by_provider = self.provider().is_some() && self.kind != ChannelKind::WebChat;
        let is_called = by_provider && !self.key.is_empty();
        let (kind, key, base) = (
            self.kind.name(),
            &self.key,
            public_url.trim_end_matches('/'),
        );
        is_called.then(|| format!("{base}/hooks/{kind}/{key}"))
    }

    /// The settings of a channel reached by an API.
    #[must_use]
    pub fn provider(&self) -> Option<&ProviderSettings> {
        match &self.settings {
            ConnectionSettings::Provider(it) => Some(it),
            ConnectionSettings::Log | ConnectionSettings::Email(_) => None,
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

impl Channel {
    /// By what people know it.
    #[must_use]
    pub fn known_as(&self) -> &str {
        match self.kind {
            _ if !self.shown.is_empty() => &self.shown,
            ChannelKind::Email if !self.address.is_empty() => &self.address,
            _ => &self.name,
        }
    }

    /// For how long after it ended a case is opened again: the channel's own, else its kind's.
    #[must_use]
    pub fn reopens_within(&self) -> Span {
        let usual = self.kind.abilities().reopen_window;
        self.reopen_window.unwrap_or(usual)
    }

    /// Inside what identifiers of this channel's kind are unique: the channel itself where it gives them out, else
    /// everywhere.
    #[must_use]
    pub fn scope(&self) -> String {
        match self.kind {
            ChannelKind::WebChat | ChannelKind::Api => self.id.to_string(),
            ChannelKind::Email
            | ChannelKind::Log
            | ChannelKind::WhatsApp
            | ChannelKind::Telegram => String::new(),
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
    /// The address as people read it, when its provider tells: a phone number, `@name`.
    #[serde(skip_serializing_if = "unset")]
    pub shown: String,
    pub brand: BrandId,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    /// What it says while nobody presses send.
    #[serde(skip_serializing_if = "unset")]
    pub automatic: Automatic,
    /// The hours it is answered in; `None`: those of the team, else of the desk.
    #[serde(skip_serializing_if = "unset")]
    pub calendar: Option<CalendarId>,
    #[serde(skip_serializing_if = "unset")]
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub signature: String,
    /// What one should know before answering by it: its tone, what its provider does not like.
    #[serde(skip_serializing_if = "unset")]
    pub guidelines: String,
    /// Overrides of the windows of [`Abilities`].
    #[serde(skip_serializing_if = "unset")]
    pub continue_window: Option<Span>,
    #[serde(skip_serializing_if = "unset")]
    pub reopen_window: Option<Span>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
    /// A further address of a mailbox that rests on somebody's word.
    #[serde(skip_serializing_if = "unset")]
    pub unproven: Option<Unproven>,
}

/// How it is found out whether an address is the mailbox's: by a mail to it that must come in there. Until then mail from
/// it is anybody's; mail to it is taken in, and answers leave from it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Unproven {
    /// The mail that asks.
    #[serde(skip_serializing_if = "unset")]
    pub asked: Option<MessageId>,
    /// Why it did not arrive.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: Option<LetterTrouble>,
}
