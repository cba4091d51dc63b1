//! What the live monitor asks of a conversation, small enough to be kept of every unresolved one, how that changed, and
//! whose teams somebody looks after.

pub mod alert;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::id::{AgentId, ChannelId, ContactId, ConversationId, Seq, TeamId};
use crate::domain::record::unset;
use crate::domain::team::Team;
use crate::domain::time::Millis;

/// How one unresolved conversation stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stand {
    pub number: u64,
    pub contact: ContactId,
    #[serde(skip_serializing_if = "unset")]
    pub team: Option<TeamId>,
    #[serde(skip_serializing_if = "unset")]
    pub audience: Option<TeamId>,
    /// Who may see it besides; kept where it is private.
    #[serde(skip_serializing_if = "unset")]
    pub mentioned: Vec<AgentId>,
    #[serde(skip_serializing_if = "unset")]
    pub assignee: Option<AgentId>,
    pub channel: ChannelId,
    pub kind: ChannelKind,
    /// It needs us.
    #[serde(skip_serializing_if = "unset")]
    pub open: bool,
    /// Since when the customer has had no answer.
    #[serde(skip_serializing_if = "unset")]
    pub waiting_since: Option<Millis>,
    /// When the first thing falls due that is agreed and not done.
    #[serde(skip_serializing_if = "unset")]
    pub due: Option<Millis>,
}

impl Stand {
    /// How a conversation stands; `None` when nobody has to do anything about it.
    #[must_use]
    pub fn of(it: &Conversation) -> Option<Self> {
        if !it.status.is_unresolved() || it.is_aside() {
            return None;
        }
        let private = it.audience.is_some();
        Some(Stand {
            number: it.number,
            contact: it.contact,
            team: it.team,
            audience: it.audience,
            mentioned: if private {
                it.mentioned.clone()
            } else {
                Vec::new()
            },
            assignee: it.assignee,
            channel: it.channel,
            kind: it.channel_kind,
            open: it.status == Status::Open,
            waiting_since: it.waiting_since,
            due: it.sla.as_ref().and_then(|it| it.next()?.due),
        })
    }

    /// Since when its customer waits for us. What was put off on purpose is nobody's wait now.
    #[must_use]
    pub fn waits(&self) -> Option<Millis> {
        self.waiting_since.filter(|_| self.open)
    }
}

/// That a conversation stood otherwise until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub at: Millis,
    pub conversation: ConversationId,
    /// How it stood before; `None` when nobody had to do anything about it.
    pub before: Option<Box<Stand>>,
}

/// What moved within a few seconds, kept together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Moves {
    /// Everything up to here is in this lot or an earlier one.
    pub until: Seq,
    pub at: Millis,
    pub moved: Vec<Moved>,
}

/// Whose work somebody looks after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Teams(BTreeSet<TeamId>),
}

impl Scope {
    /// Administrators look after all; supervisors after the teams they belong to, or all where they belong to none;
    /// anybody after the teams they lead. `None`: after nothing.
    #[must_use]
    pub fn of(viewer: &Viewer, teams: &[Team]) -> Option<Self> {
        if viewer.may(Right::Administer) {
            return Some(Scope::All);
        }
        let leads = |it: &&Team| it.lead.is_some() && it.lead == viewer.agent_id();
        let live = teams.iter().filter(|it| it.retired_at.is_none());
        let mut own: BTreeSet<TeamId> = live.clone().filter(leads).map(|it| it.id).collect();
        if viewer.may(Right::Supervise) {
            let member = live.filter(|it| viewer.teams.contains(&it.id));
            own.extend(member.map(|it| it.id));
            if own.is_empty() {
                return Some(Scope::All);
            }
        }
        (!own.is_empty()).then_some(Scope::Teams(own))
    }

    #[must_use]
    pub fn has(&self, team: Option<TeamId>) -> bool {
        match self {
            Scope::All => true,
            Scope::Teams(own) => team.is_some_and(|it| own.contains(&it)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Role;
    use crate::domain::id::Id;

    fn id<T: Id>(n: u128) -> T {
        T::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn whose_work_somebody_looks_after() {
        let team = |n: u128, lead: Option<u128>| Team {
            id: id(n),
            lead: lead.map(id),
            ..Team::default()
        };
        let teams = [team(1, Some(7)), team(2, None), team(3, Some(8))];
        let scope = |role, of: &[u128]| {
            let of = of.iter().map(|n| id(*n)).collect();
            Scope::of(&Viewer::agent(id(7), role, of), &teams)
        };
        let some = |all: &[u128]| Some(Scope::Teams(all.iter().map(|n| id(*n)).collect()));
        assert_eq!(scope(Role::Owner, &[]), Some(Scope::All));
        assert_eq!(scope(Role::Admin, &[2]), Some(Scope::All));
        assert_eq!(scope(Role::Supervisor, &[2]), some(&[1, 2]));
        assert_eq!(scope(Role::Agent, &[2]), some(&[1]));
        let other = Viewer::agent(id(9), Role::Supervisor, BTreeSet::new());
        assert_eq!(Scope::of(&other, &teams), Some(Scope::All));
        let nobody = Viewer::agent(id(9), Role::Agent, [id(1)].into());
        assert_eq!(Scope::of(&nobody, &teams), None);
    }
}
