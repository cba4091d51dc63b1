//! What facets mean: names looked up among what the viewer may know, and what narrows the index by them.

use crate::domain::actor::Viewer;
use crate::domain::channel::Channel;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ChannelId, Id, TagId, TeamId};
use crate::domain::time::Millis;
use crate::search::ask::Ask;
use crate::search::facets::{Facet, Token};
use crate::search::find::{Finder, failed};
use crate::search::hits::Newest;
use crate::search::query::{self, IdBytes, Narrow};
use crate::search::schema::NOBODY;
use crate::search::words::words;
use crate::text::fold::fold;

/// People a `from:` may mean at most.
const PEOPLE: usize = 200;

/// States one can ask for with `is:`, by the names of [`crate::domain::view::State`] and of lists.
pub const STATES: [&str; 12] = [
    "open",
    "waiting",
    "third_party",
    "snoozed",
    "resolved",
    "unresolved",
    "unassigned",
    "mine",
    "followed",
    "automatic",
    "blocked",
    "spam",
];

/// What a facet means. Ids are those whose name it is, or else those whose name begins so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// Nobody and nothing the viewer knows of.
    Nothing,
    /// Customers and people of ours.
    People(Vec<[u8; 16]>),
    Channels(Vec<ChannelId>),
    Tags(Vec<TagId>),
    /// `None`: of no team.
    Teams(Vec<Option<TeamId>>),
    /// `None`: nobody's.
    Assignees(Vec<Option<AgentId>>),
    /// One of [`STATES`].
    State(&'static str),
    /// The first instant of the day, month or year.
    Day(Millis),
}

impl Finder<'_, '_> {
    /// What each facet means, in their order.
    pub(super) fn meant(&self) -> Result<Vec<Meant>> {
        let tokens = self.ask.tokens().iter().zip(&self.ask.times.starts);
        tokens.map(|(it, day)| self.meaning(it, *day)).collect()
    }

    fn meaning(&self, token: &Token, day: Option<Millis>) -> Result<Meant> {
        let value = token.value.as_str();
        Ok(match token.facet {
            Facet::From => some(self.people(value)?, Meant::People),
            Facet::Channel => some(self.channels(value)?, Meant::Channels),
            Facet::Tag => {
                let all = self.look.tags()?;
                let all: Vec<_> = all.iter().map(|it| (it.id, it.name.as_str())).collect();
                some(named(&all, value), Meant::Tags)
            }
            Facet::Team => some(self.teams(value)?, Meant::Teams),
            Facet::Assigned => some(self.assignees(value)?, Meant::Assignees),
            Facet::Is => {
                let state = STATES.into_iter().find(|it| *it == fold(value));
                state.map_or(Meant::Nothing, Meant::State)
            }
            _ => day.map_or(Meant::Nothing, Meant::Day),
        })
    }

    /// Contacts and agents a name may mean; `me` is who asks.
    fn people(&self, name: &str) -> Result<Vec<IdBytes>> {
        if name == "me" {
            return Ok(self.viewer.agent_id().iter().map(Id::bytes).collect());
        }
        let mut out: Vec<_> = self.agents(name)?.iter().map(Id::bytes).collect();
        let ask = Ask::of_name(name);
        let clauses = query::words(self.fields.name, &ask);
        if !clauses.is_empty() {
            let hits = Newest::find(self.searcher, clauses, &Narrow::default()).map_err(failed)?;
            out.extend(hits.take(PEOPLE).map(|it| *it.id.as_bytes()));
        }
        Ok(out)
    }

    /// Those of a kind, or else of a name or address.
    fn channels(&self, name: &str) -> Result<Vec<ChannelId>> {
        let (all, kind) = (self.look.channels()?, fold(name));
        let of_kind = all.iter().filter(|it| it.kind.name() == kind);
        let of_kind: Vec<_> = of_kind.map(|it| it.id).collect();
        if !of_kind.is_empty() {
            return Ok(of_kind);
        }
        let called = |it: &Channel| [it.name.clone(), it.address.clone(), it.kind.name().into()];
        let names: Vec<(ChannelId, [String; 3])> =
            all.iter().map(|it| (it.id, called(it))).collect();
        let names = names.iter();
        let names: Vec<_> = names
            .flat_map(|(id, names)| names.iter().map(|it| (*id, it.as_str())))
            .collect();
        Ok(named(&names, name))
    }

    fn agents(&self, name: &str) -> Result<Vec<AgentId>> {
        let all = self.look.agents()?;
        let names: Vec<_> = all.iter().map(|it| (it.id, it.name.as_str())).collect();
        let found = named(&names, name);
        if !found.is_empty() {
            return Ok(found);
        }
        let by_mail = all.iter().filter(|it| begin_with(&it.email, name));
        Ok(by_mail.map(|it| it.id).collect())
    }

    fn assignees(&self, name: &str) -> Result<Vec<Option<AgentId>>> {
        Ok(match name {
            "me" => self.viewer.agent_id().map(Some).into_iter().collect(),
            "nobody" => vec![None],
            _ => self.agents(name)?.into_iter().map(Some).collect(),
        })
    }

    /// Teams of that name that the viewer may know of.
    fn teams(&self, name: &str) -> Result<Vec<Option<TeamId>>> {
        if name == "none" {
            return Ok(vec![None]);
        }
        let all = self.look.teams()?;
        let known = all
            .iter()
            .filter(|it| !it.private || self.viewer.sees_team(it.id));
        let known: Vec<_> = known.map(|it| (it.id, it.name.as_str())).collect();
        Ok(named(&known, name).into_iter().map(Some).collect())
    }
}

fn some<T>(found: Vec<T>, of: impl FnOnce(Vec<T>) -> Meant) -> Meant {
    if found.is_empty() {
        Meant::Nothing
    } else {
        of(found)
    }
}

/// Those with this name; else those whose name begins so.
fn named<T: Copy>(all: &[(T, &str)], name: &str) -> Vec<T> {
    let (whole, ids) = (fold(name), |it: &(T, &str)| it.0);
    let exact: Vec<T> = all
        .iter()
        .filter(|it| fold(it.1) == whole)
        .map(ids)
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let begun = all.iter().filter(|it| begin_with(it.1, name));
    begun.map(ids).collect()
}

/// What narrows the index; `None` when a facet means nothing, so that nothing is found rather than everything.
pub(super) fn narrow(ask: &Ask, meant: &[Meant]) -> Option<Narrow> {
    let mut out = Narrow {
        before: ask.times.before,
        after: ask.times.after,
        ..Narrow::default()
    };
    for it in meant {
        match it {
            Meant::Nothing => return None,
            Meant::People(ids) => out.authors.get_or_insert_default().extend(ids),
            Meant::Channels(ids) => {
                let ids = ids.iter().map(Id::bytes);
                out.channels.get_or_insert_default().extend(ids);
            }
            Meant::Tags(ids) => out.tags.push(ids.iter().map(Id::bytes).collect()),
            Meant::Teams(ids) => {
                let ids = ids.iter().map(|it| it.map_or(NOBODY, |it| it.bytes()));
                out.teams.get_or_insert_default().extend(ids);
            }
            Meant::Assignees(ids) => {
                let ids = ids.iter().map(|it| it.map_or(NOBODY, |it| it.bytes()));
                out.assignees.get_or_insert_default().extend(ids);
            }
            Meant::State(_) | Meant::Day(_) => {}
        }
    }
    Some(out)
}

/// Whether each word of `query` begins a word of `text`, without case and accents.
#[must_use]
pub fn begin_with(text: &str, query: &str) -> bool {
    let (text, query) = (words(text), words(query));
    !query.is_empty()
        && query
            .iter()
            .all(|it| text.iter().any(|word| word.starts_with(it)))
}

/// Whether a conversation is in a state of [`STATES`].
pub(super) fn is(it: &Conversation, state: &str, viewer: &Viewer) -> bool {
    let me = viewer.agent_id();
    match fold(state).as_str() {
        "open" => it.status == Status::Open,
        "waiting" => waits(it, WaitingOn::Customer),
        "third_party" => waits(it, WaitingOn::ThirdParty),
        "snoozed" | "resolved" | "spam" => it.status.name() == fold(state),
        "unresolved" => it.status.is_unresolved(),
        "unassigned" => it.assignee.is_none() && it.status.is_unresolved(),
        "mine" => me.is_some() && it.assignee == me,
        "followed" => me.is_some_and(|me| it.followers.contains(&me)),
        "automatic" => it.automatic,
        "blocked" => it.blocked,
        _ => false,
    }
}

fn waits(it: &Conversation, whom: WaitingOn) -> bool {
    matches!(it.status, Status::Waiting { on, .. } if on == whom)
}
