//! The lists agents work from: names for what is asked of the board and the store.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ConversationId, TagId, TeamId, ViewId};
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
    /// Unresolved, and this agent wants to hear of it.
    Followed(AgentId),
    /// An answer waits until the customer answers what asked for it.
    AnswerWaits,
    /// Open talks that can be answered freely only until before we open again. The board holds all for which that can end:
    /// unanswered ones of channels that take free answers for a while.
    Closing,
    /// Unresolved, and law wants an answer by a date.
    LegalDue,
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
    /// What fits a saved view; found by its conditions, not kept as a list.
    View(ViewId),
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
            List::Followed(_) => "followed",
            List::AnswerWaits => "ready",
            List::Closing => "closing",
            List::LegalDue => "legal",
            List::Failed => "failed",
            List::Resolved => "resolved",
            List::ClosedQuietly => "closed-quietly",
            List::Automatic => "automatic",
            List::Spam => "spam",
            List::Blocked => "blocked",
            List::Team(_) => "team",
            List::Tag(_) => "tag",
            List::Unresolved => "unresolved",
            List::View(_) => "view",
        }
    }
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Sort {
    /// Longest without an answer first.
    #[default]
    Waiting,
    /// Newest activity first.
    Newest,
    /// What falls due first (a promise, a follow-up, the end of snoozing), then longest without an answer.
    Due,
    /// Oldest activity first.
    Oldest,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Due, Sort::Waiting, Sort::Newest, Sort::Oldest];

    /// The name used in addresses, by the API and by `words` (`sort-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sort::Due => "due",
            Sort::Waiting => "waiting",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Sort::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether the greatest key comes first.
    #[must_use]
    pub fn is_falling(self) -> bool {
        self == Sort::Newest
    }
}

/// Where a page of a list ends: the last row's sort key. The next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub key: Millis,
    pub id: ConversationId,
}
