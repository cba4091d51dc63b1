//! What a channel hands in, in words every channel shares. Finished values and staged blobs only: a deed that
//! takes these parses, cleans and hashes nothing.

use serde::{Deserialize, Serialize};

use crate::domain::chat::ChatFacts;
use crate::domain::clue::ClueKind;
use crate::domain::contact::{Evidence, Handle};
use crate::domain::delivery::{DeliveryError, DeliveryState};
use crate::domain::id::{BlobHash, RawId};
use crate::domain::mail::MailPlace;
use crate::domain::message::{Attachment, Body, MailAddress};
use crate::domain::time::Millis;

/// One thing a channel received.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    Message(Box<Inbound>),
    Report(Box<Report>),
}

/// One thing a provider told, by webhook or when it was asked. It has effect once.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The key under which the same news is known again, within its connection.
    pub dedupe: String,
    /// Which channel of the connection it is about, by its address; empty for the only one.
    pub address: String,
    pub news: News,
    /// Bytes that came within the call: the place of the attachment they are of, and they.
    pub files: Vec<(usize, Vec<u8>)>,
}

/// What a provider told.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// A message of a customer's.
    Said(Box<Inbound>),
    /// A message of ours, written in the provider's own app; `from` of it is the customer.
    Echoed(Box<Inbound>),
    /// The customer changed what they said: the new message, by the provider's id of the old one.
    Edited { of: String, now: Box<Inbound> },
    /// The customer took a message back.
    Withdrawn { of: String, at: Millis },
    /// An emoji on a message, empty when it was taken away. `by` is the customer.
    Reacted {
        to: String,
        by: Box<Inbound>,
        emoji: String,
    },
    /// What became of a message of ours.
    Moved(Box<Moved>),
    /// A person gave us another name of theirs: a new number, a shared phone.
    Renamed(Box<Renamed>),
    /// A person blocked or unblocked us there.
    Reachable { who: Handle, reachable: bool },
    /// A person told the provider that they want our offers, or no more.
    Offers { by: Box<Inbound>, wanted: bool },
    /// How the connection does: `code` a key of `words` (`health-…`), empty when all is well.
    Account {
        code: &'static str,
        detail: String,
        needs_you: bool,
        /// What is to be remembered: name, value.
        learnt: Vec<(String, String)>,
    },
    /// Nothing Lobby has a use for: a key of `words` (`passed-…`).
    Passed(&'static str),
}

/// The fate of a message of ours, as the provider tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Moved {
    /// The provider's id of the message.
    pub of: String,
    pub to: DeliveryState,
    pub at: Millis,
    pub error: Option<DeliveryError>,
    pub price: String,
    /// Our own word for the message, where the provider hands it back: the id of the message. It is known by it when
    /// its provider's id is not, since no answer came to its send.
    pub ours: String,
}

/// Two names of one person, as the provider tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Renamed {
    pub who: Handle,
    pub also: Handle,
    pub as_sent: String,
    /// The first one is theirs no longer.
    pub moved: bool,
    /// The number may have another owner now: nothing is joined.
    pub new_owner: bool,
}

/// A message from outside, or one of ours seen outside (Sent folder), read and prepared.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inbound {
    /// The key under which the same message is known again: Message-ID, else a content hash.
    pub dedupe: String,
    pub from: Handle,
    /// Name as the channel gave it, cleaned.
    pub from_name: String,
    pub as_sent: String,
    pub evidence: Evidence,
    /// Several, missing, or malformed From; or failing authentication where its domain asks for it.
    pub unverified: bool,
    pub said_at: Millis,
    pub subject: String,
    pub text: String,
    pub quoted: String,
    pub html: Option<Body>,
    pub long_text: Option<BlobHash>,
    /// At most 120 characters of own words, one line.
    pub excerpt: String,
    pub language: String,
    pub attachments: Vec<Attachment>,
    /// Wording of a courtesy (domain rules on state are asked by the deed).
    pub courtesy_words: bool,
    /// A plain yes to what was asked.
    pub agrees: bool,
    /// Our closing question answered by "no", "no, gracias": a courtesy only after such a question.
    pub closing_answer: bool,
    /// Mail of ours (Sent folder, personal address): it asks for an answer.
    pub asks: bool,
    /// Mail of ours: it asks whether there is anything else.
    pub closing_question: bool,
    pub holding_words: bool,
    /// Asks for no more messages.
    pub opt_out: bool,
    /// Asks for messages again.
    pub opt_in: bool,
    /// SHA-256 of words in it that look like codes to go on by another channel.
    pub move_codes: Vec<BlobHash>,
    /// Numbers, addresses and orders it names, and the device it was written on.
    pub clues: Vec<(ClueKind, String)>,
    pub mail: Option<Box<InboundMail>>,
    /// On a messaging channel; `quotes` is filled in by the deed.
    pub chat: Option<Box<ChatFacts>>,
    /// The provider's id of the message it quotes.
    pub points_at: String,
    /// What else names the sender, with what speaks for it: a number beside a user id.
    pub also_known_as: Vec<(Handle, Evidence)>,
    pub raw: Option<RawId>,
    pub history: bool,
}

/// What threading needs to know of a mail.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InboundMail {
    pub place: MailPlace,
    /// Found in the Sent folder: said by one of us.
    pub sent_folder: bool,
    /// Without brackets; empty when the mail had none.
    pub message_id: String,
    /// Last to first: In-Reply-To, then References from the end.
    pub points_to: Vec<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// The threads the sender's or our provider puts it in: the provider's word, a blank, its id.
    pub provider_threads: Vec<String>,
    /// Reply tokens found in recipients, then in the text.
    pub reply_tokens: Vec<String>,
    pub from: MailAddress,
    pub reply_to: Vec<MailAddress>,
    pub to: Vec<MailAddress>,
    pub cc: Vec<MailAddress>,
    /// Delivered-To, X-Original-To, Envelope-To, X-Forwarded-To.
    pub delivered_to: Vec<String>,
    pub subject_root: String,
    pub automatic: Option<AutomaticKind>,
    pub forwarded: Option<Forwarded>,
    /// From is a no-reply address or one of ours, and Reply-To names one other.
    pub form_reply_to: Option<MailAddress>,
    /// Phones and addresses found in a form's fields: name, value.
    pub form_fields: Vec<(String, String)>,
    pub size: u64,
    /// When the server that keeps it got it (its topmost Received field); 0 when it does not say.
    pub received_at: Millis,
    /// SHA-256 over sender, date, subject and body: the same mail in two mailboxes.
    pub content_hash: String,
}

/// Why a mail counts as automatic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AutomaticKind {
    /// Out of office and the like: Auto-Submitted: auto-replied and its older forms.
    Reply,
    /// Notifications: Auto-Submitted: auto-generated, daemon senders.
    Generated,
    /// List-*, Precedence: bulk or list.
    List,
}

/// The original inside a forward.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forwarded {
    pub from: MailAddress,
    pub subject: String,
    pub text: String,
    /// What the forwarding person wrote above.
    pub above: String,
}

/// News of a message of ours: bounce, receipt, complaint.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    pub dedupe: String,
    pub kind: ReportKind,
    /// Message-IDs found in the returned part, most certain first.
    pub about: Vec<String>,
    /// Reply tokens found (VERP or returned headers).
    pub tokens: Vec<String>,
    pub recipients: Vec<ReportedRecipient>,
    pub said_at: Millis,
    pub place: MailPlace,
    pub raw: Option<RawId>,
    /// The mail itself, when only its habits speak for a report: what it is if no message of ours was returned.
    pub mail: Option<Box<Inbound>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReportKind {
    #[default]
    Bounce,
    Delayed,
    Delivered,
    Read,
    Complaint,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportedRecipient {
    pub address: String,
    pub state: DeliveryState,
    /// Enhanced status (RFC 3463), such as `5.1.1`; empty when none was given.
    pub status: String,
    pub diagnostic: String,
    /// The address itself does not exist.
    pub address_gone: bool,
}
