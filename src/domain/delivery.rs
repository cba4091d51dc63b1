//! The fate of one outbound message on one channel.

use serde::{Deserialize, Serialize};

use crate::domain::conversation::{Promise, Status};
use crate::domain::id::{ChannelId, ConnectionId, ConversationId, DeliveryId, MessageId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Delivery {
    pub id: DeliveryId,
    pub message: MessageId,
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub connection: ConnectionId,
    pub state: DeliveryState,
    /// When the state was reached.
    pub at: Millis,
    /// When it was first asked for.
    pub created_at: Millis,
    /// Not before this: the undo window, a chosen time, or the next try.
    pub due: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub attempts: u32,
    /// Per recipient, in the order of To, Cc, Bcc. Empty until the first answer.
    #[serde(skip_serializing_if = "unset")]
    pub recipients: Vec<RecipientResult>,
    #[serde(skip_serializing_if = "unset")]
    pub error: Option<DeliveryError>,
    /// A person wrote it (late and failing ones are told to somebody).
    #[serde(skip_serializing_if = "unset")]
    pub by_human: bool,
    /// Cancelled if the customer writes first.
    #[serde(skip_serializing_if = "unset")]
    pub cancel_if_customer_writes: bool,
    /// Overtook an earlier message that waits for a retry.
    #[serde(skip_serializing_if = "unset")]
    pub overtook: bool,
    /// When it was first meant to leave: lateness counts from here.
    #[serde(skip_serializing_if = "unset")]
    pub wanted_at: Millis,
    /// Its time was chosen by a person; until then the conversation sleeps and nothing else is moved.
    #[serde(skip_serializing_if = "unset")]
    pub chosen_time: bool,
    /// What becomes of the conversation when it leaves.
    #[serde(skip_serializing_if = "unset")]
    pub then: Then,
    /// The sender was told that it is late.
    #[serde(skip_serializing_if = "unset")]
    pub told_late: bool,
    /// Somebody may have it: the answer to a try never came, or it left for some of its recipients.
    #[serde(skip_serializing_if = "unset")]
    pub may_have_left: bool,
    /// It is what was promised: sending it keeps the promise.
    #[serde(skip_serializing_if = "unset")]
    pub keeps_promise: bool,
    /// A copy is still to be put into the mailbox's Sent folder, not before this.
    #[serde(skip_serializing_if = "unset")]
    pub copy_due: Option<Millis>,
    /// It waits until the customer answers this message of ours, which asked whether to go on.
    #[serde(skip_serializing_if = "unset")]
    pub asked_by: Option<MessageId>,
    /// What sending changed, so that a failure can take it back.
    #[serde(skip_serializing_if = "unset")]
    pub before: Option<Before>,
}

/// Where a conversation goes with a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Then {
    /// Waiting for the customer, unless the text only says "one moment" or a promise is open.
    #[default]
    Wait,
    KeepOpen,
    Resolve,
    ThirdParty {
        follow_up_at: Option<Millis>,
    },
    Snooze {
        until: Millis,
    },
}

impl Then {
    /// When a third party is asked after, where that was said.
    #[must_use]
    pub fn follow_up_at(self) -> Option<Millis> {
        match self {
            Then::ThirdParty { follow_up_at } => follow_up_at,
            _ => None,
        }
    }
}

/// What a reply moved: put back when it is undone, fails, bounces or is uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    pub waiting_since: Option<Millis>,
    pub assigned: bool,
    /// The promise it kept.
    #[serde(skip_serializing_if = "unset")]
    pub promise: Option<Promise>,
    /// The status a forward moved away from; `None` when it moved nothing.
    #[serde(skip_serializing_if = "unset")]
    pub status: Option<Status>,
}

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum DeliveryState {
    /// In the undo window or until a chosen time.
    #[default]
    Scheduled,
    Queued,
    Sending,
    Sent,
    Delivered,
    Read,
    /// Waits for a person: late.
    Held,
    Failed,
    /// May have been sent.
    Uncertain,
    /// Taken back before it left.
    Cancelled,
    /// Accepted, then returned.
    Bounced,
    /// Ready: it leaves when the customer answers what asked for it, until `due`.
    Waiting,
}

impl DeliveryState {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DeliveryState::Scheduled => "scheduled",
            DeliveryState::Queued => "queued",
            DeliveryState::Sending => "sending",
            DeliveryState::Sent => "sent",
            DeliveryState::Delivered => "delivered",
            DeliveryState::Read => "read",
            DeliveryState::Held => "held",
            DeliveryState::Failed => "failed",
            DeliveryState::Uncertain => "uncertain",
            DeliveryState::Cancelled => "cancelled",
            DeliveryState::Bounced => "bounced",
            DeliveryState::Waiting => "waiting",
        }
    }

    /// Still to be sent by Lobby.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(
            self,
            DeliveryState::Scheduled | DeliveryState::Queued | DeliveryState::Sending
        )
    }

    /// Neither out nor given up.
    #[must_use]
    pub fn is_unsettled(self) -> bool {
        self.is_pending() || self.is_trouble() || self == DeliveryState::Waiting
    }

    /// Needs a person's eyes: list *Failed and late*.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        matches!(
            self,
            DeliveryState::Held
                | DeliveryState::Failed
                | DeliveryState::Uncertain
                | DeliveryState::Bounced
        )
    }

    /// As far as is known it reached them, or will.
    #[must_use]
    pub fn may_arrive(self) -> bool {
        !self.is_trouble() && self != DeliveryState::Cancelled
    }

    /// Whoever carries it is at it, or has it: neither held back, nor lost, nor taken back.
    #[must_use]
    pub fn is_on_its_way(self) -> bool {
        let waits = matches!(self, DeliveryState::Scheduled | DeliveryState::Waiting);
        self.may_arrive() && !waits
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipientResult {
    pub address: String,
    pub state: DeliveryState,
    #[serde(skip_serializing_if = "unset")]
    pub error: Option<DeliveryError>,
}

/// Why it did not arrive: `code` a key of `words` (`send-…`), which also has the remedy.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryError {
    pub code: String,
    /// SMTP reply code and enhanced status, as far as the server gave them, such as `550 5.1.1`.
    #[serde(skip_serializing_if = "unset")]
    pub provider_code: String,
    /// What the server said, cut to 300 characters.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
}
