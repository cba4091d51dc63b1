//! The mail ledger: every UID of a watched folder gets exactly one outcome, and the cursor is derived from them.

use serde::{Deserialize, Serialize};

use crate::domain::id::{ConnectionId, ConversationId, MessageId, ParkedId};
use crate::domain::reason::Reason;
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A watched folder of a mailbox as it was last seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Folder {
    pub connection: ConnectionId,
    pub name: String,
    pub role: FolderRole,
    pub uid_validity: u32,
    /// UIDNEXT at connect: from here on mail is live, below it is backfill.
    pub live_from: u32,
    /// Every UID in `live_from..live_next` has an outcome; derived, kept to save the walk.
    pub live_next: u32,
    /// Every UID in `backfill_next..live_from` has an outcome; goes down, newest first.
    pub backfill_next: u32,
    /// Nothing below this is wanted (the history policy); 1 means everything.
    pub backfill_until: u32,
    #[serde(skip_serializing_if = "unset")]
    pub backfill_done: bool,
    /// How often older mail was asked for: what was under way before a wish does not undo it.
    #[serde(skip_serializing_if = "unset")]
    pub widened: u32,
    /// The UIDVALIDITY changed: what is found is matched by Message-ID and hash, not imported again.
    #[serde(skip_serializing_if = "unset")]
    pub resync: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum FolderRole {
    #[default]
    Inbox,
    Sent,
}

/// Where a mail was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MailPlace {
    pub connection: ConnectionId,
    /// Folder name as the server writes it.
    pub folder: String,
    pub uid_validity: u32,
    pub uid: u32,
}

/// What became of one UID.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailOutcome {
    NewConversation {
        conversation: ConversationId,
        message: MessageId,
    },
    Joined {
        conversation: ConversationId,
        message: MessageId,
        why: Reason,
    },
    /// Said by one of us outside Lobby.
    OurMessage {
        conversation: ConversationId,
        message: MessageId,
    },
    DuplicateOf {
        message: MessageId,
    },
    /// A bounce, receipt or complaint about a message of ours.
    Report {
        message: Option<MessageId>,
    },
    Automatic {
        conversation: ConversationId,
        message: MessageId,
    },
    Blocked {
        conversation: ConversationId,
        message: MessageId,
    },
    /// Could not be read; the raw source is kept.
    Quarantined {
        parked: ParkedId,
    },
    /// Deleted before: a tombstone.
    Forgotten,
    /// Gone from the folder before it could be fetched, or not wanted by the history policy.
    Skipped,
}

impl MailOutcome {
    /// Whether nothing was made of the mail: its raw source is not needed either, and what is withdrawn elsewhere
    /// must not live on in it.
    #[must_use]
    pub fn leaves_no_message(&self) -> bool {
        matches!(
            self,
            MailOutcome::DuplicateOf { .. } | MailOutcome::Forgotten | MailOutcome::Skipped
        )
    }

    /// Name used by API and `words` (`ledger-…`).
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            MailOutcome::NewConversation { .. } => "new_conversation",
            MailOutcome::Joined { .. } => "joined",
            MailOutcome::OurMessage { .. } => "our_message",
            MailOutcome::DuplicateOf { .. } => "duplicate",
            MailOutcome::Report { .. } => "report",
            MailOutcome::Automatic { .. } => "automatic",
            MailOutcome::Blocked { .. } => "blocked",
            MailOutcome::Quarantined { .. } => "quarantined",
            MailOutcome::Forgotten => "forgotten",
            MailOutcome::Skipped => "skipped",
        }
    }
}

/// A row of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerRow {
    pub at: Millis,
    pub outcome: MailOutcome,
}
