//! What needs us: in its team's line where nobody has it, and on the shoulders of who has it.

use std::ops::ControlFlow;

use crate::domain::conversation::{Conversation, Priority};
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, TeamId};
use crate::domain::queue::serving::Effort;
use crate::domain::time::Millis;
use crate::store::index::Row;
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;

/// A place in a line; earlier ones are less. What is more urgent comes first, then what has needed us for longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct InLine {
    /// How many priorities are above its own.
    pub rank: u8,
    pub since: Millis,
    pub conversation: ConversationId,
}

impl InLine {
    /// Where a conversation stands.
    #[must_use]
    pub fn of(c: &Conversation) -> Self {
        let above = Priority::ALL.iter().filter(|it| **it > c.priority).count();
        InLine {
            rank: u8::try_from(above).unwrap_or(u8::MAX),
            since: c.needs_us_since(),
            conversation: c.id,
        }
    }

    fn key(self, team: Option<TeamId>) -> Key {
        Key::of(team.unwrap_or_default())
            .u8(self.rank)
            .time(self.since)
            .id(self.conversation)
    }

    fn read(key: &[u8]) -> Option<Self> {
        let mut parts = Parts(key);
        let _: TeamId = parts.id()?;
        Some(InLine {
            rank: parts.u8()?,
            since: parts.time()?,
            conversation: parts.id()?,
        })
    }
}

/// The row of a conversation that needs us.
pub(super) fn row(c: &Conversation) -> Option<Row> {
    if !c.needs_us() {
        return None;
    }
    Some(match c.assignee {
        None => {
            let key = InLine::of(c).key(c.team);
            (Table::ConversationsInLine, key, Vec::new())
        }
        Some(agent) => {
            let effort = Effort::of(c.channel_kind).code();
            let key = Key::of(agent).id(c.id);
            (Table::ConversationsCarried, key, vec![effort])
        }
    })
}

impl Look<'_> {
    /// The line of a team, or of no team, from behind a place on, first first, at most `limit`.
    pub fn line(
        &self,
        team: Option<TeamId>,
        after: Option<InLine>,
        limit: usize,
    ) -> Result<Vec<InLine>> {
        let prefix = Key::of(team.unwrap_or_default());
        let after = after.map(|it| it.key(team));
        let (table, after) = (Table::ConversationsInLine, after.as_ref().map(Key::bytes));
        let mut out = Vec::new();
        self.scan(table, &prefix, Order::Forward, after, |key, _| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.extend(InLine::read(key));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// What an agent carries: the open conversations they have, by kind of effort.
    pub fn carried(&self, agent: AgentId) -> Result<Vec<Effort>> {
        let (table, prefix) = (Table::ConversationsCarried, Key::of(agent));
        let mut out = Vec::new();
        self.scan(table, &prefix, Order::Forward, None, |_, value| {
            out.extend(value.first().copied().and_then(Effort::from_code));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }
}
