//! What of a conversation conditions ask without reading anything: small, because one is kept for every unresolved
//! conversation there is.

use crate::domain::conversation::{Conversation, Priority};
use crate::domain::id::{AgentId, ChannelId, ContactId, ConversationId, TagId, TeamId};
use crate::domain::time::Millis;
use crate::domain::view::State;

/// What conditions look at first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub id: ConversationId,
    pub contact: ContactId,
    pub state: State,
    pub assignee: Option<AgentId>,
    pub team: Option<TeamId>,
    pub also_teams: Box<[TeamId]>,
    pub channels: Box<[ChannelId]>,
    pub tags: Box<[TagId]>,
    pub mentioned: Box<[AgentId]>,
    pub priority: Priority,
    pub created_at: Millis,
    pub active_at: Millis,
    pub waiting_since: Option<Millis>,
    pub has_failed: bool,
    /// It is of the lists at all: neither merged away nor blocked nor automatic.
    pub listed: bool,
}

impl Facts {
    #[must_use]
    pub fn of(it: &Conversation) -> Self {
        Facts {
            id: it.id,
            contact: it.contact,
            state: State::of(it.status),
            assignee: it.assignee,
            team: it.team,
            also_teams: it.also_teams.clone().into(),
            channels: it.channels.clone().into(),
            tags: it.tags.clone().into(),
            mentioned: it.mentioned.clone().into(),
            priority: it.priority,
            created_at: it.created_at,
            active_at: it.active_at,
            waiting_since: it.waiting_since,
            has_failed: it.has_failed,
            listed: !it.is_aside(),
        }
    }
}
