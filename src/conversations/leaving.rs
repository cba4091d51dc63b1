//! What a person leaves when they go, and where it goes: conversations, promises and drafts are placed so that nothing
//! points to somebody who is gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::conversations::steps::drafts::pass_on;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::{Conversation, Promise};
use crate::domain::delivery::Delivery;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ConversationId};
use crate::domain::message::Author;
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// More than a list of trouble ever shows.
const TROUBLE: usize = 5_000;

/// What a person would leave behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeftBehind {
    /// Unresolved, assigned to them, oldest first: to answer, waiting, snoozed.
    pub conversations: Vec<ConversationId>,
    /// Where they promised an answer; in another's conversation too.
    pub promises: Vec<ConversationId>,
    pub drafts: Vec<ConversationId>,
    /// Of their messages, those that have not left: scheduled, queued, held or failed.
    pub unsent: Vec<Delivery>,
}

impl LeftBehind {
    /// Every conversation something of theirs hangs on, once.
    #[must_use]
    pub fn all(&self) -> Vec<ConversationId> {
        let unsent = self.unsent.iter().map(|it| it.conversation);
        let named = self.conversations.iter().chain(&self.promises);
        let mut all: Vec<_> = named.chain(&self.drafts).copied().chain(unsent).collect();
        let mut seen = BTreeSet::new();
        all.retain(|it| seen.insert(*it));
        all
    }
}

/// Lists all an agent would leave.
///
/// # Errors
/// The store's.
pub fn left_behind(look: &Look<'_>, agent: AgentId) -> Result<LeftBehind> {
    let mut out = LeftBehind {
        drafts: look.drafts_of(agent)?,
        ..LeftBehind::default()
    };
    look.each_unresolved(|it| {
        if it.assignee == Some(agent) {
            out.conversations.push(it.id);
        }
        if it.promise.is_some_and(|it| it.owner == Some(agent)) {
            out.promises.push(it.id);
        }
        Ok(())
    })?;
    let mut waiting = look.deliveries_pending()?;
    waiting.extend(look.deliveries_in_trouble(TROUBLE)?);
    for it in waiting {
        let message = look.message(it.message)?;
        if message.is_some_and(|it| it.author == Author::Agent(agent)) {
            out.unsent.push(it);
        }
    }
    Ok(out)
}

/// Places all that a person who left had: shared out evenly among the heirs, one of them or many, or back to the
/// queue when there is none. A draft goes with its conversation; where nobody takes it, it becomes a note below
/// `note`. What is scheduled leaves as it was promised. Answers what was placed.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `to` when an heir is unknown or left.
pub fn place(
    w: &mut Write<'_>,
    by: &Viewer,
    leaving: AgentId,
    heirs: &[AgentId],
    note: &str,
) -> Result<Vec<ConversationId>> {
    by.need(Right::Administer)?;
    let mut shares = Shares::of(w, leaving, heirs)?;
    let left = left_behind(w, leaving)?;
    let mut all = left.conversations.clone();
    all.extend(left.promises.iter().chain(&left.drafts));
    let mut seen = BTreeSet::new();
    all.retain(|it| seen.insert(*it));
    let voice = Voice::of(by);
    for id in &all {
        let Some(mut c) = w.conversation(*id)? else {
            continue;
        };
        settle(w, &mut c)?;
        if c.assignee == Some(leaving) {
            let heir = shares.next(&c);
            let why = Reason::PersonLeft { agent: leaving };
            give_to(w, &mut c, voice, heir, why)?;
        }
        if let Some(promise) = c.promise.filter(|it| it.owner == Some(leaving)) {
            let owner = c.assignee;
            c.promise = Some(Promise { owner, ..promise });
        }
        for is_note in [false, true] {
            pass_on(w, voice, &mut c, (leaving, is_note), note)?;
        }
        w.put_conversation(&c)?;
    }
    Ok(all)
}

/// Heirs with what each was given so far, and the private teams they may read.
pub(super) struct Shares {
    given: BTreeMap<AgentId, usize>,
    order: Vec<(AgentId, Vec<crate::domain::id::TeamId>)>,
}

impl Shares {
    pub(super) fn of(look: &Look<'_>, leaving: AgentId, heirs: &[AgentId]) -> Result<Self> {
        let mut order = Vec::new();
        for id in heirs {
            let found = look.agent(*id)?;
            let found = found.filter(|it| it.is_active() && it.id != leaving);
            let found = found.ok_or_else(|| Error::invalid("to", "error-no-such-agent"))?;
            order.push((found.id, found.teams));
        }
        Ok(Shares {
            given: BTreeMap::new(),
            order,
        })
    }

    /// Who may read it and was given least; the first named of several.
    pub(super) fn next(&mut self, c: &Conversation) -> Option<AgentId> {
        let may = |teams: &[_]| c.audience.is_none_or(|it| teams.contains(&it));
        let given = |id: &AgentId| self.given.get(id).copied().unwrap_or_default();
        let fitting = self.order.iter().filter(|(_, teams)| may(teams));
        let (heir, _) = fitting.min_by_key(|(id, _)| given(id))?;
        let heir = *heir;
        *self.given.entry(heir).or_default() += 1;
        Some(heir)
    }
}
