//! Messages: one entry said by somebody, with its files and, when outbound, its delivery.

use serde::{Deserialize, Serialize};

use crate::domain::automatic::Saying;
use crate::domain::automatic::survey::Rating;
use crate::domain::chat::ChatFacts;
use crate::domain::chat::holding::Holding;
use crate::domain::consent::Purpose;
use crate::domain::contact::Evidence;
use crate::domain::dated::Asks;
use crate::domain::id::{
    AgentId, AttachmentId, BlobHash, ChannelId, ContactId, ConversationId, DeliveryId, MessageId,
    RawId, RuleId, TokenId,
};
use crate::domain::reason::Reason;
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Message {
    pub id: MessageId,
    pub conversation: ConversationId,
    /// Place in its conversation, from 0; the only order of messages.
    pub position: u32,
    pub kind: MessageKind,
    pub author: Author,
    pub channel: ChannelId,
    /// Further channels (our mailboxes) the same message came to.
    #[serde(skip_serializing_if = "unset")]
    pub also_to: Vec<ChannelId>,
    /// When Lobby wrote it.
    pub at: Millis,
    /// When the provider says it was said, within bounds; shown and counted.
    pub said_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub subject: String,
    /// Own words without quoted history; plain text. Longer than 32 KiB lives in `body`.
    pub text: String,
    /// Quoted history and signature below the own words, plain text, folded on the page.
    #[serde(skip_serializing_if = "unset")]
    pub quoted: String,
    /// Cleaned HTML, when the message had any.
    #[serde(skip_serializing_if = "unset")]
    pub html: Option<Body>,
    /// The whole text, when it was too long for `text` (which then holds its beginning).
    #[serde(skip_serializing_if = "unset")]
    pub long_text: Option<BlobHash>,
    #[serde(skip_serializing_if = "unset")]
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "unset")]
    pub mail: Option<Box<MailFacts>>,
    /// On a messaging channel.
    #[serde(skip_serializing_if = "unset")]
    pub chat: Option<Box<ChatFacts>>,
    /// Why it landed where it did.
    #[serde(skip_serializing_if = "unset")]
    pub why: Reason,
    #[serde(skip_serializing_if = "unset")]
    pub delivery: Option<DeliveryId>,
    /// The raw input it was read from.
    #[serde(skip_serializing_if = "unset")]
    pub raw: Option<RawId>,
    #[serde(skip_serializing_if = "unset")]
    pub courtesy: bool,
    #[serde(skip_serializing_if = "unset")]
    pub holding: bool,
    /// Ours, and it asks for an answer: what follows is no courtesy for 72 h.
    #[serde(skip_serializing_if = "unset")]
    pub asks: bool,
    /// Ours, and it asks whether there is anything else: "no, gracias" is a courtesy then.
    #[serde(skip_serializing_if = "unset")]
    pub closing_question: bool,
    /// An agent said of this courtesy or automatic mail that it needs an answer.
    #[serde(skip_serializing_if = "unset")]
    pub needs_answer: bool,
    /// One of us said that the customer had to repeat themselves here.
    #[serde(skip_serializing_if = "unset")]
    pub had_to_repeat: bool,
    /// No human pressed send.
    #[serde(skip_serializing_if = "unset")]
    pub automatic: bool,
    /// What it is of what a channel says by itself.
    #[serde(skip_serializing_if = "unset")]
    pub says: Vec<Saying>,
    /// What it is about, where they did not ask for it: contact hours and caps count it.
    #[serde(skip_serializing_if = "unset")]
    pub purpose: Option<Purpose>,
    /// What the customer gave, where it asks for a rating.
    #[serde(skip_serializing_if = "unset")]
    pub rating: Option<Box<Rating>>,
    /// Which dated event it speaks of, and what may be pressed.
    #[serde(skip_serializing_if = "unset")]
    pub dated: Option<Box<Asks>>,
    #[serde(skip_serializing_if = "unset")]
    pub unverified: bool,
    #[serde(skip_serializing_if = "unset")]
    pub history: bool,
    /// Sent and taken back within the undo window.
    #[serde(skip_serializing_if = "unset")]
    pub undone: bool,
    /// Withdrawn by an admin: text and files are gone.
    #[serde(skip_serializing_if = "unset")]
    pub redacted: bool,
    /// Of a side conversation with third parties: the message of ours that began it.
    #[serde(skip_serializing_if = "unset")]
    pub strand: Option<MessageId>,
    /// Of a forward: the messages of this conversation whose text goes along, in order.
    #[serde(skip_serializing_if = "unset")]
    pub carries: Vec<MessageId>,
    /// What was said when it was withdrawn.
    #[serde(skip_serializing_if = "unset")]
    pub withdrawn_because: String,
    /// Was born in this conversation before a move, split or merge brought it here.
    #[serde(skip_serializing_if = "unset")]
    pub born_in: Option<ConversationId>,
    /// Moved away: shown as a line pointing to where it is now.
    #[serde(skip_serializing_if = "unset")]
    pub moved_to: Option<(ConversationId, u32)>,
}

/// A mail seen later than this after our server got it came late.
const LATE: Span = Span::minutes(5);

impl Message {
    /// How long it lay on our server before Lobby saw it, where that is long: Lobby was not there, or could not get in.
    #[must_use]
    pub fn came_late(&self) -> Option<Span> {
        let received = self.mail.as_ref().map(|it| it.received_at);
        let received = received.filter(|it| it.0 > 0 && !self.history)?;
        let late = self.at.since(received);
        (self.kind == MessageKind::Inbound && late > LATE).then_some(late)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum MessageKind {
    #[default]
    Inbound,
    Reply,
    /// Internal.
    Note,
    /// Ours to third parties, in a thread of its own: the customer never sees it.
    Forward,
    /// What a third party answered to a forward: as internal as a note.
    ThirdParty,
}

impl MessageKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MessageKind::Inbound => "inbound",
            MessageKind::Reply => "reply",
            MessageKind::Note => "note",
            MessageKind::Forward => "forward",
            MessageKind::ThirdParty => "third_party",
        }
    }

    /// Said between the customer and us; all else stays inside.
    #[must_use]
    pub fn is_public(self) -> bool {
        matches!(self, MessageKind::Inbound | MessageKind::Reply)
    }

    /// Belongs to a side conversation with third parties.
    #[must_use]
    pub fn is_aside(self) -> bool {
        matches!(self, MessageKind::Forward | MessageKind::ThirdParty)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Author {
    Contact(ContactId),
    Agent(AgentId),
    /// One of us, outside Lobby, whose address names no agent.
    Colleague,
    /// Somebody a message was forwarded to; named by the mail, no contact of ours for that.
    ThirdParty,
    Assistant,
    Rule(RuleId),
    Integration(TokenId),
    #[default]
    System,
}

impl Author {
    /// The one of us who wrote it in Lobby.
    #[must_use]
    pub fn agent(self) -> Option<AgentId> {
        match self {
            Author::Agent(id) => Some(id),
            _ => None,
        }
    }
}

/// Cleaned HTML: inline up to 32 KiB, else a blob; and which cleaner made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    Inline { html: String, cleaner: u16 },
    Blob { hash: BlobHash, cleaner: u16 },
}

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    pub id: AttachmentId,
    /// A label only, cleaned; never a path.
    pub name: String,
    /// What its bytes look like; served from an allow-list only.
    pub content_type: String,
    pub size: u64,
    pub blob: BlobHash,
    /// Content-ID without brackets, for images shown inside the HTML.
    #[serde(skip_serializing_if = "unset")]
    pub cid: String,
    #[serde(skip_serializing_if = "unset")]
    pub inline: bool,
    /// Where its bytes are still to be fetched from; `None` once they are here.
    #[serde(skip_serializing_if = "unset")]
    pub media: Option<Box<MediaRef>>,
    /// It is a point on the map, or a person passed on.
    #[serde(skip_serializing_if = "unset")]
    pub holds: Option<Box<Holding>>,
}

/// What a file is to somebody who looks through many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Picture,
    Document,
    Voice,
    Video,
}

impl FileKind {
    pub const ALL: [FileKind; 4] = [
        FileKind::Picture,
        FileKind::Document,
        FileKind::Voice,
        FileKind::Video,
    ];

    /// Permanent name in addresses, the API and `words` (`files-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Picture => "pictures",
            FileKind::Document => "documents",
            FileKind::Voice => "voice",
            FileKind::Video => "videos",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        FileKind::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Its bit in the index of files. Permanent.
    #[must_use]
    pub fn bit(self) -> u8 {
        match self {
            FileKind::Picture => 1,
            FileKind::Document => 2,
            FileKind::Voice => 4,
            FileKind::Video => 8,
        }
    }
}

impl Attachment {
    #[must_use]
    pub fn kind(&self) -> FileKind {
        match self.content_type.split('/').next().unwrap_or_default() {
            "image" => FileKind::Picture,
            "audio" => FileKind::Voice,
            "video" => FileKind::Video,
            _ => FileKind::Document,
        }
    }
}

/// A clock counts from what the mail says, but from no longer before it came than this: Date is anybody's.
pub const OLDEST_CLOCK: Span = Span::days(7);

impl Message {
    /// Whether it is one somebody waits for an answer to: theirs, and neither automatic nor a courtesy, unless an agent
    /// said so.
    #[must_use]
    pub fn asks_us(&self) -> bool {
        let machine = self.automatic && !self.needs_answer;
        self.kind == MessageKind::Inbound && !self.courtesy && !machine
    }

    /// From when its clock counts.
    #[must_use]
    pub fn clock_from(&self) -> Millis {
        self.said_at.max(self.at - OLDEST_CLOCK)
    }

    /// Whether somebody pressed send for it, and it stands: neither taken back nor moved away.
    #[must_use]
    pub fn is_said_by_us(&self) -> bool {
        let away = self.undone || self.moved_to.is_some();
        self.kind == MessageKind::Reply && !self.automatic && !away
    }

    /// The files it is shown with: none that stand inside its HTML, none of a withdrawn one.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        let all = self.attachments.iter();
        all.filter(|it| !it.inline && !self.redacted)
    }
}

/// A file that lies at a provider: fetched after its message was filed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MediaRef {
    /// The provider's id of it, or an address without secrets.
    pub id: String,
    /// SHA-256 in hex, when the provider gave one.
    #[serde(skip_serializing_if = "unset")]
    pub sha256: String,
    /// Why the last try failed: a key of `words` (`media-…`); empty before the first.
    #[serde(skip_serializing_if = "unset")]
    pub failed: String,
    /// It is not tried again by itself.
    #[serde(skip_serializing_if = "unset")]
    pub given_up: bool,
}

/// What a mail says about itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailFacts {
    /// Without brackets. Ours carry an HMAC.
    pub message_id: String,
    #[serde(skip_serializing_if = "unset")]
    pub in_reply_to: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub references: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub from: MailAddress,
    #[serde(skip_serializing_if = "unset")]
    pub reply_to: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub to: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub cc: Vec<MailAddress>,
    #[serde(skip_serializing_if = "unset")]
    pub bcc: Vec<MailAddress>,
    /// What is believed of From.
    #[serde(skip_serializing_if = "unset")]
    pub evidence: Evidence,
    /// Size of the raw mail, bytes.
    #[serde(skip_serializing_if = "unset")]
    pub size: u64,
    /// When our server got it; 0 when it did not say.
    #[serde(skip_serializing_if = "unset")]
    pub received_at: Millis,
}

/// A mail larger than this, bytes, is read by its beginning: its files stay in the original, which is kept whole.
pub const READ_WHOLE: u64 = 35 << 20;

impl MailFacts {
    /// Whether only the beginning was read.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.size > READ_WHOLE
    }
}

/// A display name and a canonical address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailAddress {
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    pub address: String,
}
