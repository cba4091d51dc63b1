//! Who is there, what they carry and what they know, and what a conversation asks of them: the facts
//! [`crate::routing`] chooses by.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::conversations::steps::line::in_hours;
use crate::domain::agent::Agent;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::{AgentId, TagId, TeamId};
use crate::domain::message::{Message, MessageKind};
use crate::domain::queue::Mode;
use crate::domain::queue::serving::{Effort, Spoken, Weights};
use crate::domain::team::Team;
use crate::domain::time::{Millis, Span};
use crate::routing::{Case, Nobody, Person, choose};
use crate::sla::shift::is_on;
use crate::store::Look;

/// Who solved a case so long ago is no longer the one who knows it.
const KNOWN_FOR: Span = Span::days(7);
/// Messages looked through for the customer's language.
const LOOKED_THROUGH: usize = 10;

/// Somebody whose pages show that they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct There {
    pub agent: AgentId,
    /// When Lobby gave them something last, as far as it remembers.
    pub given_at: Millis,
}

/// What an agent carries, in points.
///
/// # Errors
/// The store's.
pub fn load(look: &Look<'_>, agent: AgentId) -> Result<u16> {
    carried(look, &look.weights()?, agent)
}

fn carried(look: &Look<'_>, weights: &Weights, agent: AgentId) -> Result<u16> {
    let all = look.carried(agent)?;
    let points = all.iter().map(|it| weights.of(*it));
    Ok(points.fold(0, u16::saturating_add))
}

/// A team Lobby gives out for, and its people.
#[derive(Debug, Clone)]
pub struct Crew {
    pub team: Team,
    /// All who belong to it and work here, whether they are there or not.
    members: Vec<Person>,
    there: BTreeSet<AgentId>,
}

/// Everybody who is there.
#[derive(Debug, Clone, Default)]
pub struct Floor {
    pub crews: BTreeMap<TeamId, Crew>,
    people: BTreeMap<AgentId, Person>,
    /// Kept free for somebody who has waited longer.
    pub(super) kept_free: BTreeSet<AgentId>,
    weights: Weights,
    now: Millis,
}

impl Floor {
    /// The teams Lobby gives out for, and of their people those who are there now. Empty where there is no such team.
    ///
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>, there: &[There], now: Millis) -> Result<Self> {
        let mut floor = Floor {
            now,
            weights: look.weights()?,
            ..Floor::default()
        };
        let teams = look.arranged::<Team>()?;
        let gives = |it: &&Team| it.retired_at.is_none() && it.queue.mode == Mode::Push;
        if !teams.iter().any(|it| gives(&it)) {
            return Ok(floor);
        }
        let agents = look.arranged::<Agent>()?;
        for team in teams.iter().filter(gives) {
            let mut crew = Crew {
                team: team.clone(),
                members: Vec::new(),
                there: BTreeSet::new(),
            };
            let member = |it: &&Agent| it.is_active() && it.teams.contains(&team.id);
            for agent in agents.iter().filter(member) {
                let seen = there.iter().find(|it| it.agent == agent.id);
                let given_at = seen.map_or(Millis(0), |it| it.given_at);
                crew.members.push(person(agent, 0, given_at));
                if seen.is_some() && is_on(agent, now) {
                    crew.there.insert(agent.id);
                    if let Entry::Vacant(free) = floor.people.entry(agent.id) {
                        free.insert(person(
                            agent,
                            carried(look, &floor.weights, agent.id)?,
                            given_at,
                        ));
                    }
                }
            }
            floor.crews.insert(team.id, crew);
        }
        Ok(floor)
    }

    /// Whether anybody of a team who is there could have the lightest conversation.
    #[must_use]
    pub fn has_room(&self, team: TeamId) -> bool {
        let lightest = self.weights.lightest();
        self.free(team).any(|it| it.has_room(lightest))
    }

    fn free(&self, team: TeamId) -> impl Iterator<Item = &Person> {
        let there = self.crews.get(&team).map(|it| &it.there);
        let there = there.into_iter().flatten();
        there
            .filter(|id| !self.kept_free.contains(id))
            .filter_map(|id| self.people.get(id))
    }

    /// Who gets a conversation of a team in line, and why.
    ///
    /// # Errors
    /// The store's.
    pub fn who(&self, look: &Look<'_>, c: &Conversation) -> Result<Chosen> {
        let crew = c.team.and_then(|it| self.crews.get(&it));
        let Some(crew) = crew else {
            return Ok(Err(Nobody::There));
        };
        let case = self.case(look, crew, c)?;
        let chosen = choose(&case, self.free(crew.team.id));
        // Those kept free for others are there all the same.
        let busy = chosen == Err(Nobody::There) && !crew.there.is_empty();
        Ok(if busy { Err(Nobody::HasRoom) } else { chosen })
    }

    /// Who of the others would get it, were it nobody's.
    ///
    /// # Errors
    /// The store's.
    pub fn somebody_else(&self, look: &Look<'_>, c: &Conversation, than: AgentId) -> Result<bool> {
        let Some(crew) = c.team.and_then(|it| self.crews.get(&it)) else {
            return Ok(false);
        };
        let mut case = self.case(look, crew, c)?;
        case.refused.push(than);
        let others = self.free(crew.team.id);
        let others = others.filter(|it| !case.refused.contains(&it.id));
        Ok(choose(&case, others).is_ok())
    }

    fn case(&self, look: &Look<'_>, crew: &Crew, c: &Conversation) -> Result<Case> {
        let known = |tag: &&TagId| crew.members.iter().any(|it| it.skills.contains(tag));
        let needs: Vec<TagId> = c.tags.iter().filter(known).copied().collect();
        let person = look.person(c.contact)?.unwrap_or_default();
        let polyglot = crew.members.iter().any(|it| !it.speaks.is_empty());
        let language = match polyglot {
            true => language(look, c, &person.language)?,
            false => None,
        };
        let fitting = crew.members.iter().any(|it| it.fits(&needs, language));
        let since = c.line.as_ref().map_or(c.created_at, |it| it.since);
        let until = match crew.team.queue.fit_minutes {
            minutes if minutes > 0 && fitting => in_hours(look, c, since, minutes)?,
            _ => None,
        };
        Ok(Case {
            weight: self.weights.of(Effort::of(c.channel_kind)),
            needs,
            language,
            owner: person.owner,
            earlier: earlier(look, c, self.now)?,
            refused: c
                .line
                .as_ref()
                .map_or_else(Vec::new, |it| it.refused.clone()),
            only_fitting: until.is_some_and(|at| self.now < at),
        })
    }

    /// Somebody was given one.
    pub fn gave(&mut self, agent: AgentId, c: &Conversation) {
        let weight = self.weights.of(Effort::of(c.channel_kind));
        if let Some(it) = self.people.get_mut(&agent) {
            it.load = it.load.saturating_add(weight);
            it.given_at = self.now;
        }
    }

    /// Nobody has room for a conversation, and those behind it in line may be lighter: whoever will have room for it
    /// first is given nothing else meanwhile, or it would wait for ever. While somebody who fits is waited for, that is
    /// one of those who do.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_free(&mut self, look: &Look<'_>, c: &Conversation) -> Result<()> {
        let Some(crew) = c.team.and_then(|it| self.crews.get(&it)) else {
            return Ok(());
        };
        let case = self.case(look, crew, c)?;
        let could = self.free(crew.team.id).filter(|it| {
            it.cap >= case.weight && (!case.only_fitting || it.fits(&case.needs, case.language))
        });
        let next = could.max_by_key(|it| (it.cap.saturating_sub(it.load), it.id));
        if let Some(id) = next.map(|it| it.id) {
            self.kept_free.insert(id);
        }
        Ok(())
    }
}

/// Who gets it and why, or why nobody does.
pub type Chosen = std::result::Result<(AgentId, crate::domain::reason::Reason), Nobody>;

fn person(agent: &Agent, load: u16, given_at: Millis) -> Person {
    Person {
        id: agent.id,
        load,
        cap: agent.serving.cap(),
        skills: agent.serving.skills.clone(),
        speaks: agent.serving.speaks.clone(),
        given_at,
    }
}

/// What they wrote in last, else what is known of them.
fn language(look: &Look<'_>, c: &Conversation, of_contact: &str) -> Result<Option<Spoken>> {
    // Mostly the newest is theirs, as it needs us: then the others need not be read.
    for many in [1, LOOKED_THROUGH] {
        let newest = look.messages_before(c.id, None, many)?;
        let theirs = |it: &&Message| it.kind == MessageKind::Inbound;
        let mut said = newest.iter().rev().filter(theirs);
        let said = said.find_map(|it| Spoken::of(&it.language));
        if said.is_some() {
            return Ok(said);
        }
    }
    Ok(Spoken::of(of_contact))
}

/// Who had the case before this one, when that ended lately.
fn earlier(look: &Look<'_>, c: &Conversation, now: Millis) -> Result<Option<AgentId>> {
    let before = c.previous.map(|id| look.conversation(id)).transpose()?;
    let Some(before) = before.flatten() else {
        return Ok(None);
    };
    Ok(match before.status {
        Status::Resolved { at, .. } if now.since(at).0 <= KNOWN_FOR.0 => before.assignee,
        _ => None,
    })
}
