//! The few nouns every page names by id, read once for a page: people, teams, tags, channels.

use std::sync::Arc;

use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::Result;
use crate::domain::id::{
    AgentId, CardRunId, ChannelId, ContactId, ConversationId, RuleId, TagId, TeamId, TokenId,
};
use crate::domain::legal::LegalKind;
use crate::domain::monitor::alert::Outlet;
use crate::domain::queue::Mode;
use crate::domain::team::{Business, Tag, Team};
use crate::domain::webhook::Webhook;
use crate::store::Look;
use crate::text::fold::fold;
use crate::words::Names;

/// What an administrator arranged, as of one look.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    pub agents: Arc<Vec<Agent>>,
    pub teams: Arc<Vec<Team>>,
    pub tags: Arc<Vec<Tag>>,
    pub channels: Arc<Vec<Channel>>,
    pub outlets: Arc<Vec<Outlet>>,
    pub webhooks: Arc<Vec<Webhook>>,
    pub legal_kinds: Arc<Vec<LegalKind>>,
    pub business: Business,
}

impl Directory {
    /// Reads it all.
    ///
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>) -> Result<Self> {
        Ok(Self {
            agents: look.arranged()?,
            teams: look.arranged()?,
            tags: look.arranged()?,
            channels: look.arranged()?,
            outlets: look.arranged()?,
            webhooks: look.arranged()?,
            legal_kinds: look.arranged()?,
            business: look.business()?.unwrap_or_default(),
        })
    }

    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<&Agent> {
        self.agents.iter().find(|it| it.id == id)
    }

    /// Those who can be given work, as people look for them: by name.
    #[must_use]
    pub fn people(&self) -> Vec<&Agent> {
        by_name(self.active_agents(), |it| &it.name)
    }

    /// Those who can be given work, in no order.
    pub fn active_agents(&self) -> impl Iterator<Item = &Agent> {
        self.agents.iter().filter(|it| it.is_active())
    }

    /// Teams in use that the viewer may know of, by name.
    pub fn teams_for(&self, viewer: &Viewer) -> impl Iterator<Item = &Team> {
        let seen = |it: &&Team| !it.private || viewer.sees_team(it.id);
        let live = self.teams.iter().filter(|it| it.retired_at.is_none());
        by_name(live.filter(seen), |it| &it.name).into_iter()
    }

    /// Whether Lobby gives the conversations of any team to people.
    #[must_use]
    pub fn gives_out(&self) -> bool {
        let mut live = self.teams.iter().filter(|it| it.retired_at.is_none());
        live.any(|it| it.queue.mode == Mode::Push)
    }

    /// Whether there is more than everybody answering everything: a team, or more than a few people.
    #[must_use]
    pub fn has_queues(&self) -> bool {
        let teams = self.teams.iter().any(|it| it.retired_at.is_none());
        teams || !self.business.people.is_small()
    }

    /// Tags in use, by name.
    pub fn live_tags(&self) -> impl Iterator<Item = &Tag> {
        let live = self.tags.iter().filter(|it| it.retired_at.is_none());
        by_name(live, |it| &it.name).into_iter()
    }

    /// Places outside Lobby that can be told, by name.
    pub fn live_outlets(&self) -> impl Iterator<Item = &Outlet> {
        let live = self.outlets.iter().filter(|it| it.retired_at.is_none());
        by_name(live, |it| &it.name).into_iter()
    }

    /// Programs that hear of what happens, by name.
    pub fn live_webhooks(&self) -> impl Iterator<Item = &Webhook> {
        let live = self.webhooks.iter().filter(|it| it.retired_at.is_none());
        by_name(live, |it| &it.name).into_iter()
    }

    /// Kinds of legal due dates, by name.
    pub fn live_legal_kinds(&self) -> impl Iterator<Item = &LegalKind> {
        let live = self.legal_kinds.iter().filter(|it| it.retired_at.is_none());
        by_name(live, |it| &it.name).into_iter()
    }

    #[must_use]
    pub fn tag(&self, id: TagId) -> Option<&Tag> {
        self.tags.iter().find(|it| it.id == id)
    }

    #[must_use]
    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.iter().find(|it| it.id == id)
    }

    #[must_use]
    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.iter().find(|it| it.id == id)
    }

    /// Somebody can write to this business: a channel that is no mere notebook.
    #[must_use]
    pub fn has_channel(&self) -> bool {
        self.channels
            .iter()
            .any(|it| it.retired_at.is_none() && it.kind != ChannelKind::Log)
    }
}

/// Sorted as people look for them: "Élan" stands with "Elan", and not behind "Zoe".
pub fn by_name<T>(all: impl Iterator<Item = T>, name: impl Fn(&T) -> &str) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_by_cached_key(|it| (fold(name(it)), name(it).to_owned()));
    all
}

/// Names as one viewer may know them.
pub struct Known<'a, 't> {
    pub look: &'a Look<'t>,
    pub directory: &'a Directory,
    pub viewer: &'a Viewer,
}

impl Names for Known<'_, '_> {
    fn agent(&self, id: AgentId) -> Option<String> {
        self.directory.agent(id).map(|it| it.name.clone())
    }

    fn contact(&self, id: ContactId) -> Option<String> {
        let found = self.look.person(id).ok().flatten()?;
        (!found.name.is_empty()).then_some(found.name)
    }

    fn team(&self, id: TeamId) -> Option<String> {
        let team = self.directory.team(id)?;
        (!team.private || self.viewer.sees_team(id)).then(|| team.name.clone())
    }

    fn tag(&self, id: TagId) -> Option<String> {
        self.directory.tag(id).map(|it| it.name.clone())
    }

    fn program(&self, id: TokenId) -> Option<String> {
        let found = self.look.token_by_id(id).ok().flatten()?;
        Some(found.1.name)
    }

    fn rule(&self, id: RuleId) -> Option<String> {
        self.look.rule(id).ok().flatten().map(|it| it.name)
    }

    fn number(&self, id: ConversationId) -> Option<u64> {
        let found = self.look.conversation(id).ok().flatten()?;
        self.viewer.sees(&found).then_some(found.number)
    }

    fn action(&self, of: ConversationId, id: CardRunId) -> Option<String> {
        let run = self.look.card_run(of, id).ok().flatten()?;
        Some(run.name)
    }
}

/// The glyph of a kind of channel; its word is a key of `words`.
#[must_use]
pub fn glyph(kind: ChannelKind) -> (&'static str, &'static str) {
    match kind {
        ChannelKind::Email => ("mail", "channel-email"),
        ChannelKind::Log => ("phone", "channel-log"),
        ChannelKind::WhatsApp => ("whatsapp", "channel-whatsapp"),
        ChannelKind::Telegram => ("telegram", "channel-telegram"),
        ChannelKind::WebChat => ("chat", "channel-webchat"),
        ChannelKind::Api => ("api", "channel-api"),
    }
}
