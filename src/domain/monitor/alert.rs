//! Alerts: figures of the monitor that somebody wants to hear of, and where they are told besides to people.

use serde::{Deserialize, Serialize};

use crate::domain::id::{
    AgentId, AlertCallId, ConnectionId, ConversationId, OutletId, TeamId, ThresholdId,
};
use crate::domain::notice::NoticeKind;
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// One place is told at most once in this time: what comes meanwhile is one message, with its number.
pub const APART: Span = Span::minutes(1);
/// A storm begins with many at once: so long is gathered before the first message of it.
pub const GATHERS: Span = Span::seconds(2);

/// When an alert is told at all. What is not told now waits for it, gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Hours {
    #[default]
    Always,
    /// While the business is open.
    Open,
    /// While somebody works.
    Staffed,
}

impl Hours {
    pub const ALL: [Hours; 3] = [Hours::Always, Hours::Open, Hours::Staffed];

    /// The name in forms, the API and `words` (`alert-hours-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Hours::Always => "always",
            Hours::Open => "open",
            Hours::Staffed => "staffed",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Hours::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A place outside Lobby that is told.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Outlet {
    pub id: OutletId,
    pub name: String,
    pub way: Way,
    /// It is told too when a channel does not work.
    #[serde(skip_serializing_if = "unset")]
    pub channels: bool,
    /// When it was told last, and when it took something last.
    #[serde(skip_serializing_if = "unset")]
    pub told_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub reached_at: Option<Millis>,
    /// Why it did not take the last one, as a key of `words`, and what it said.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outlet({})", self.id)
    }
}

/// How it is reached.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Posted, signed by Standard Webhooks; the secret is sealed with the outlet's id as associated data.
    Webhook {
        url: String,
        #[serde(with = "serde_bytes")]
        sealed_secret: Vec<u8>,
    },
    /// Said by a connected bot in a chat, which is known once somebody said the code there.
    Telegram {
        connection: ConnectionId,
        code: String,
        chat: String,
        title: String,
    },
}

impl Default for Way {
    fn default() -> Self {
        Way::Webhook {
            url: String::new(),
            sealed_secret: Vec::new(),
        }
    }
}

impl Outlet {
    /// Whether there is where to send to.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        match &self.way {
            Way::Webhook { url, .. } => !url.is_empty(),
            Way::Telegram { chat, .. } => !chat.is_empty(),
        }
    }
}

/// What is told to an outlet, gathered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Gathered {
    /// How many of each kind.
    pub kinds: Vec<(NoticeKind, u32)>,
    /// The one conversation it is all about; `None` of several, or none.
    #[serde(skip_serializing_if = "unset")]
    pub conversation: Option<ConversationId>,
    /// The newest threshold that was crossed, and the figure then.
    #[serde(skip_serializing_if = "unset")]
    pub threshold: Option<(ThresholdId, u32)>,
    #[serde(skip_serializing_if = "unset")]
    pub test: bool,
    /// When it is told at all: of several the one that is told soonest.
    #[serde(skip_serializing_if = "unset")]
    pub hours: Hours,
    /// When the first of it happened, and when it is told.
    pub since: Millis,
    pub due: Millis,
}

impl Gathered {
    /// One more.
    pub fn add(&mut self, kind: NoticeKind, about: Option<ConversationId>) {
        match self.kinds.iter_mut().find(|it| it.0 == kind) {
            Some(it) => it.1 = it.1.saturating_add(1),
            None => self.kinds.push((kind, 1)),
        }
        self.conversation = if self.total() == 1 {
            about
        } else {
            self.conversation.filter(|it| Some(*it) == about)
        };
    }

    /// All of it together.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.kinds.iter().fold(0, |n, it| n.saturating_add(it.1))
    }
}

/// A message to an outlet, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertCall {
    pub id: AlertCallId,
    pub outlet: OutletId,
    pub at: Millis,
    pub told: Gathered,
    pub tries: u32,
    /// When it was taken.
    #[serde(skip_serializing_if = "unset")]
    pub taken_at: Option<Millis>,
    /// It is tried no more.
    #[serde(skip_serializing_if = "unset")]
    pub given_up: bool,
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Measure {
    /// Persons without an answer.
    #[default]
    People,
    /// Minutes the longest of them has waited.
    Longest,
    /// Conversations that need us and nobody has.
    Unassigned,
    /// Conversations that are late.
    Late,
}

impl Measure {
    pub const ALL: [Measure; 4] = [
        Measure::People,
        Measure::Longest,
        Measure::Unassigned,
        Measure::Late,
    ];

    /// The name in forms, the API and `words` (`threshold-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Measure::People => "people",
            Measure::Longest => "longest",
            Measure::Unassigned => "unassigned",
            Measure::Late => "late",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Measure::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A figure somebody wants to hear of when it is above so much: once, until it has been below again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Threshold {
    pub id: ThresholdId,
    /// Of this team; of all there is, when of none.
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    pub measure: Measure,
    pub above: u32,
    /// The lead of the team is told; without one the supervisors, else the owner.
    #[serde(skip_serializing_if = "unset")]
    pub lead: bool,
    #[serde(skip_serializing_if = "unset")]
    pub people: Vec<AgentId>,
    #[serde(skip_serializing_if = "unset")]
    pub outlets: Vec<OutletId>,
    #[serde(skip_serializing_if = "unset")]
    pub hours: Hours,
    /// Since when it has been above, and was told of.
    #[serde(skip_serializing_if = "unset")]
    pub over_since: Option<Millis>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    #[test]
    fn what_is_gathered_names_the_one_conversation_or_none() {
        let id = |n: u128| ConversationId::from_uuid(uuid::Uuid::from_u128(n));
        let mut it = Gathered::default();
        it.add(NoticeKind::GoalMissed, Some(id(1)));
        assert_eq!((it.total(), it.conversation), (1, Some(id(1))));
        it.add(NoticeKind::GoalNear, Some(id(1)));
        assert_eq!((it.total(), it.conversation), (2, Some(id(1))));
        it.add(NoticeKind::GoalMissed, Some(id(2)));
        assert_eq!((it.total(), it.conversation), (3, None));
        // The first of several comes back: they are several all the same.
        it.add(NoticeKind::GoalMissed, Some(id(1)));
        assert_eq!((it.total(), it.conversation), (4, None));
        assert_eq!(
            it.kinds,
            [(NoticeKind::GoalMissed, 3), (NoticeKind::GoalNear, 1)]
        );
    }
}
