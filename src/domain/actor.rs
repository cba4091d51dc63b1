//! Who does and who looks: actors, roles, rights, and what may be seen.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ContactId, RuleId, TeamId, TokenId};

/// Who caused a change. Recorded with every event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Actor {
    Agent(AgentId),
    Contact(ContactId),
    Assistant,
    Rule(RuleId),
    /// A program with an API token; not a human in any metric.
    Integration(TokenId),
    System(SystemPart),
}

impl Actor {
    /// A person of ours, as metrics count them.
    #[must_use]
    pub fn is_human(&self) -> bool {
        matches!(self, Actor::Agent(_))
    }

    /// What it says goes out without anybody pressing send.
    #[must_use]
    pub fn speaks_by_itself(&self) -> bool {
        matches!(self, Actor::Rule(_) | Actor::System(SystemPart::Automatic))
    }

    /// The agent, when it is one.
    #[must_use]
    pub fn agent(&self) -> Option<AgentId> {
        match self {
            Actor::Agent(id) => Some(*id),
            _ => None,
        }
    }
}

/// Which part of Lobby acted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SystemPart {
    Setup,
    CommandLine,
    Intake,
    Delivery,
    Timers,
    Import,
    Upkeep,
    /// Gives conversations to people.
    Routing,
    /// Tells customers when we open, greets them, asks what it is about.
    Automatic,
}

/// Roles, weakest first. Each may do what the ones before it may.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Role {
    #[default]
    Agent,
    Supervisor,
    Admin,
    Owner,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Agent, Role::Supervisor, Role::Admin, Role::Owner];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Supervisor => "supervisor",
            Role::Admin => "admin",
            Role::Owner => "owner",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What a route or deed needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// Read and answer conversations.
    Work,
    /// See reports of others, reassign within the scope.
    Supervise,
    /// Arrange people, teams, channels, settings.
    Administer,
    /// What only the owner may: other owners, leaving the business.
    Own,
}

impl Right {
    #[must_use]
    pub fn least_role(self) -> Role {
        match self {
            Right::Work => Role::Agent,
            Right::Supervise => Role::Supervisor,
            Right::Administer => Role::Admin,
            Right::Own => Role::Owner,
        }
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Right::Work => "work",
            Right::Supervise => "supervise",
            Right::Administer => "administer",
            Right::Own => "own",
        }
    }
}

/// Who asks, with what they may do and see. Made by `auth` per request, by tests, and for Lobby itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Viewer {
    pub actor: Actor,
    pub role: Role,
    /// The teams one belongs to, private ones among them.
    pub teams: BTreeSet<TeamId>,
    /// Sees private teams too (Lobby itself; never a person).
    pub sees_all: bool,
}

impl Viewer {
    #[must_use]
    pub fn system(part: SystemPart) -> Self {
        Viewer {
            actor: Actor::System(part),
            role: Role::Owner,
            teams: BTreeSet::new(),
            sees_all: true,
        }
    }

    #[must_use]
    pub fn agent(id: AgentId, role: Role, teams: BTreeSet<TeamId>) -> Self {
        Viewer {
            actor: Actor::Agent(id),
            role,
            teams,
            sees_all: false,
        }
    }

    /// The agent who looks, if it is a person.
    #[must_use]
    pub fn agent_id(&self) -> Option<AgentId> {
        self.actor.agent()
    }

    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.role >= right.least_role()
    }

    /// # Errors
    /// [`Error::Forbidden`] when the role does not reach.
    pub fn need(&self, right: Right) -> Result<()> {
        if self.may(right) {
            Ok(())
        } else {
            Err(Error::Forbidden { need: right.name() })
        }
    }

    /// Whether the text of a conversation may be read: no private team, or one of its members, the assignee,
    /// or somebody mentioned.
    #[must_use]
    pub fn sees(&self, conversation: &Conversation) -> bool {
        let it = conversation;
        self.sees_of(it.audience, it.assignee, &it.mentioned)
    }

    /// As [`Viewer::sees`], of whom it is told apart from the conversation.
    #[must_use]
    pub fn sees_of(
        &self,
        audience: Option<TeamId>,
        assignee: Option<AgentId>,
        mentioned: &[AgentId],
    ) -> bool {
        let Some(team) = audience else {
            return true;
        };
        let named = |me: AgentId| assignee == Some(me) || mentioned.contains(&me);
        self.sees_team(team) || self.agent_id().is_some_and(named)
    }

    /// Whether conversations of this private team may be read.
    #[must_use]
    pub fn sees_team(&self, private: TeamId) -> bool {
        self.sees_all || self.teams.contains(&private)
    }
}
