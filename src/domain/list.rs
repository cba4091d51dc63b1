//! The lists agents work from: names for what is asked of the board and the store.

use crate::domain::id::{AgentId, ConversationId, TagId, TeamId};
use crate::domain::time::Millis;

/// A list in the sidebar. Its conversations are filtered by what the viewer may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Open, assigned to this agent.
    Mine(AgentId),
    /// Open, assigned to nobody.
    Unassigned,
    /// Open.
    ToAnswer,
    WaitingCustomer,
    WaitingThirdParty,
    Snoozed,
    /// With a draft of this agent.
    Drafts(AgentId),
    /// Unresolved, with a note that names this agent.
    Mentioned(AgentId),
    /// An answer waits until the customer answers what asked for it.
    AnswerWaits,
    /// Open talks that can be answered freely only until before we open again. The board holds all for which that can end:
    /// unanswered ones of channels that take free answers for a while.
    Closing,
    /// Failed, late or uncertain answers.
    Failed,
    Resolved,
    ClosedQuietly,
    Automatic,
    Spam,
    Blocked,
    /// Unresolved of a team.
    Team(TeamId),
    /// Unresolved with a tag.
    Tag(TagId),
    /// Everything unresolved.
    Unresolved,
}

impl List {
    /// The name used in addresses (`/list/{name}`), and by `words` (`list-…`).
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            List::Mine(_) => "mine",
            List::Unassigned => "unassigned",
            List::ToAnswer => "all",
            List::WaitingCustomer => "waiting",
            List::WaitingThirdParty => "third-party",
            List::Snoozed => "snoozed",
            List::Drafts(_) => "drafts",
            List::Mentioned(_) => "mentions",
            List::AnswerWaits => "ready",
            List::Closing => "closing",
            List::Failed => "failed",
            List::Resolved => "resolved",
            List::ClosedQuietly => "closed-quietly",
            List::Automatic => "automatic",
            List::Spam => "spam",
            List::Blocked => "blocked",
            List::Team(_) => "team",
            List::Tag(_) => "tag",
            List::Unresolved => "unresolved",
        }
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// Longest without an answer first.
    #[default]
    Waiting,
    /// Newest activity first.
    Newest,
}

/// Where a page of a list ends: the last row's sort key. The next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub key: Millis,
    pub id: ConversationId,
}
