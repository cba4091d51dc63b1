//! What a channel is handed to send, and the closed list of ways a send can fail.

use crate::domain::chat::holding::Holding;
use crate::domain::chat::{Button, TemplateUse};
use crate::domain::id::{BlobHash, DeliveryId, MessageId};
use crate::domain::message::MailAddress;
use crate::domain::time::Millis;

/// A message ready to leave. Names staged blobs, never bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Outbound {
    pub delivery: DeliveryId,
    pub message: MessageId,
    pub text: String,
    pub html: Option<String>,
    pub attachments: Vec<OutboundFile>,
    pub mail: Option<OutboundMail>,
    pub chat: Option<OutboundChat>,
}

/// What a messaging channel needs beside text and files.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutboundChat {
    /// Whom it goes to, as the provider names them.
    pub to: String,
    /// The provider's id of the message it quotes.
    pub quotes: String,
    /// The provider's id of the customer's newest message: it was read when this leaves.
    pub answers: String,
    pub buttons: Vec<Button>,
    pub template: Option<TemplateUse>,
    /// Ids of the parts that left in earlier tries: they are not sent again.
    pub left: Vec<String>,
    /// Number of the conversation and place of the message: what programs of the owner's show.
    pub conversation: u64,
    pub position: u32,
    /// Who wrote it, as customers see them.
    pub author: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OutboundFile {
    pub name: String,
    pub content_type: String,
    pub blob: BlobHash,
    pub size: u64,
    /// Content-ID without brackets, for inline images.
    pub cid: String,
    /// It is a point on the map, or a person passed on; only where the channel takes such things as what they are.
    pub holds: Option<Box<Holding>>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct OutboundMail {
    /// Without brackets.
    pub message_id: String,
    pub from: MailAddress,
    pub reply_to: Option<MailAddress>,
    pub to: Vec<MailAddress>,
    pub cc: Vec<MailAddress>,
    pub bcc: Vec<MailAddress>,
    pub subject: String,
    /// When it was sent; `None` is now.
    pub date: Option<Millis>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// Carries Auto-Submitted and X-Auto-Response-Suppress (RFC 3834).
    pub automatic: bool,
    /// Names the list of Lobby's own notices it belongs to (RFC 2919); empty for every other mail.
    pub list_id: String,
    /// Only these addresses are still to be served (others were accepted before).
    pub only: Option<Vec<String>>,
}

/// What the provider answered to a send.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sent {
    /// The provider's id of the message; for mail its Message-ID.
    pub provider_id: String,
    /// On a messaging channel: the ids of all its parts, those of earlier tries among them.
    pub parts: Vec<String>,
    /// Recipients that were refused while others were accepted.
    pub refused: Vec<(String, SendError)>,
}

/// The word of [`SendError::OffersRefused`], by which it is known again when a provider tells it later.
pub const OFFERS_REFUSED: &str = "send-offers-refused";

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Nothing left the house: no route, refused connection, TLS failed before the message.
    #[error("the server could not be reached: {detail}")]
    Unreachable { detail: String },
    /// The request left and no answer came: it may have been sent.
    #[error("no answer came after the message left: {detail}")]
    Uncertain { detail: String },
    /// Temporary refusal; try again. A code is what the server's protocol has: for SMTP the reply code and, behind
    /// a blank, the enhanced status.
    #[error("not now ({code}): {detail}")]
    Later {
        code: String,
        detail: String,
        retry_after_s: Option<u64>,
    },
    /// The log-in was refused; a person must act.
    #[error("log-in refused ({code}): {detail}")]
    LoginRefused { code: String, detail: String },
    /// This recipient does not exist or refuses us.
    #[error("recipient refused ({code}): {detail}")]
    RecipientRefused {
        code: String,
        detail: String,
        gone: bool,
    },
    /// The message itself was refused: too large, policy, content.
    #[error("message refused ({code}): {detail}")]
    MessageRefused { code: String, detail: String },
    #[error("the channel's settings are wrong: {detail}")]
    Misconfigured { detail: String },
    /// The channel takes no free text for this person now.
    #[error("the window for free answers is closed ({code}): {detail}")]
    WindowClosed { code: String, detail: String },
    /// It sells something, and they told the channel's provider that they want none of that.
    #[error("they want no offers there ({code}): {detail}")]
    OffersRefused { code: String, detail: String },
    /// Some parts left, then it failed: the next try goes on behind them.
    #[error("only a part left: {error}")]
    Partly {
        left: Vec<String>,
        error: Box<SendError>,
    },
}

impl SendError {
    /// Whether trying again by itself makes sense.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            SendError::Unreachable { .. }
            | SendError::Later { .. }
            | SendError::LoginRefused { .. } => true,
            SendError::Partly { error, .. } => error.is_retryable(),
            _ => false,
        }
    }

    /// What the other side said, or what is known instead.
    #[must_use]
    pub fn said(&self) -> &str {
        match self {
            SendError::Unreachable { detail }
            | SendError::Uncertain { detail }
            | SendError::Later { detail, .. }
            | SendError::LoginRefused { detail, .. }
            | SendError::RecipientRefused { detail, .. }
            | SendError::MessageRefused { detail, .. }
            | SendError::WindowClosed { detail, .. }
            | SendError::OffersRefused { detail, .. }
            | SendError::Misconfigured { detail } => detail,
            SendError::Partly { error, .. } => error.said(),
        }
    }

    /// What failed, whether before all of the message or before a part of it.
    #[must_use]
    pub fn cause(&self) -> &SendError {
        match self {
            SendError::Partly { error, .. } => error.cause(),
            err => err,
        }
    }

    /// Whether the server ends the line with it: reply code 421 (RFC 5321, 3.8), or the status *system not accepting
    /// network messages* (RFC 3463, X.3.2). It speaks of the server, not of the message.
    #[must_use]
    pub fn is_goodbye(&self) -> bool {
        matches!(self, SendError::Later { code, .. } if code.split(' ').any(|it| it == "421" || it == "4.3.2"))
    }

    /// Key of `words`: `send-…` has the sentence, `send-…-remedy` what to do.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            SendError::Unreachable { .. } => "send-unreachable",
            SendError::Uncertain { .. } => "send-uncertain",
            SendError::Later { .. } => "send-later",
            SendError::LoginRefused { .. } => "send-login-refused",
            SendError::RecipientRefused { gone: true, .. } => "send-recipient-gone",
            SendError::RecipientRefused { .. } => "send-recipient-refused",
            SendError::MessageRefused { .. } => "send-message-refused",
            SendError::Misconfigured { .. } => "send-misconfigured",
            SendError::WindowClosed { .. } => "send-window-closed",
            SendError::OffersRefused { .. } => OFFERS_REFUSED,
            SendError::Partly { error, .. } => error.word(),
        }
    }
}
