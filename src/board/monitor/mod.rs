//! The live monitor: how many people wait, who has what, what went wrong; now, and at any minute of the last day. All
//! of it is in memory and follows the writer, so that looking costs no reading.

mod feed;
mod figures;
mod past;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub use self::feed::{Mishap, What};
pub use self::figures::{AGES, Count, Figures, Load, Named, SOON};
pub use self::past::REACH;

use crate::board::monitor::feed::Feed;
use crate::board::monitor::figures::add_up;
use crate::board::monitor::past::{Past, Stands};
use crate::domain::actor::Viewer;
use crate::domain::agent::Availability;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, ContactId, ConversationId, Seq};
use crate::domain::monitor::{Moved, Moves, Scope, Stand};
use crate::domain::queue::serving::Weights;
use crate::domain::time::Millis;
use crate::store::{Committed, Look};

/// Events read of the log at a time, and at most, to know what went wrong before Lobby was started.
const PAGE: usize = 1_000;
const PAGES: usize = 50;

/// Who looks, and whose work they look after.
#[derive(Debug, Clone, Copy)]
pub struct Sight<'a> {
    pub viewer: &'a Viewer,
    pub scope: &'a Scope,
}

impl Sight<'_> {
    /// Whether a conversation that stands so is counted for them.
    #[must_use]
    pub fn has(&self, it: &Stand) -> bool {
        let seen = self.viewer.sees_of(it.audience, it.assignee, &it.mentioned);
        seen && self.scope.has(it.team)
    }
}

#[derive(Debug, Default)]
struct Inner {
    stands: Stands,
    past: Past,
    feed: Feed,
    /// Which record is of which person, of those that were joined.
    persons: HashMap<ContactId, ContactId>,
    /// Joins have changed since.
    persons_stale: bool,
    /// What was before the start has been read.
    remembers: bool,
    /// Where the log stood at the start, and where it was followed to.
    began: Seq,
    seq: Seq,
}

/// What the monitor is made of.
#[derive(Debug, Default)]
pub struct Monitor(RwLock<Inner>);

impl Monitor {
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins with how everything stands at a place of the log.
    pub(super) fn begin(&self, all: Vec<(ConversationId, Stand)>, seq: Seq) {
        let mut inner = self.write();
        let all = all.into_iter().map(|(id, it)| (id, Arc::new(it)));
        inner.stands = all.collect();
        (inner.began, inner.seq) = (seq, seq);
        inner.persons_stale = true;
    }

    pub(super) fn follow(&self, told: &Committed) {
        let mut inner = self.write();
        for conversation in &told.conversations {
            inner.put(conversation, told.at);
        }
        for event in &told.events {
            inner.feed.note(event);
            inner.persons_stale |= matches!(
                event.kind,
                EventKind::ContactsJoined { .. }
                    | EventKind::ContactsUnjoined { .. }
                    | EventKind::Erased
            );
        }
        inner.seq = inner.seq.max(told.seq);
    }

    /// What those conversations add up to that are in sight: now, or as they stood at a time.
    ///
    /// # Errors
    /// The store's, which is read the first time and after people were joined.
    pub fn figures(
        &self,
        look: &Look<'_>,
        sight: Sight<'_>,
        (at, now): (Option<Millis>, Millis),
    ) -> Result<Figures> {
        self.know_persons(look)?;
        let weights = look.weights()?;
        let Some(at) = at else {
            let inner = self.read();
            return Ok(inner.add_up(&inner.stands, sight, (weights, now)));
        };
        self.remember(look, now)?;
        let inner = self.read();
        let then = inner.past.at(&inner.stands, at);
        Ok(inner.add_up(&then, sight, (weights, at)))
    }

    /// Since when it is known how everything stood.
    ///
    /// # Errors
    /// As [`Monitor::figures`].
    pub fn since(&self, look: &Look<'_>, now: Millis) -> Result<Millis> {
        self.remember(look, now)?;
        Ok(self.read().past.since.max(now - REACH))
    }

    /// What went wrong within the day before a time, newest first, until `take` has enough.
    ///
    /// # Errors
    /// As [`Monitor::figures`], and those of `take`.
    pub fn mishaps(
        &self,
        look: &Look<'_>,
        (at, now): (Millis, Millis),
        mut take: impl FnMut(&Mishap) -> Result<bool>,
    ) -> Result<()> {
        self.remember(look, now)?;
        let found: Vec<Mishap> = {
            let inner = self.read();
            let lately = inner.feed.until(at).take_while(|it| it.at >= at - REACH);
            lately.copied().collect()
        };
        for it in &found {
            if !take(it)? {
                break;
            }
        }
        Ok(())
    }

    /// How somebody was there at a time, and since when, as far as it is remembered.
    #[must_use]
    pub fn was(&self, agent: AgentId, at: Millis) -> Option<(Millis, Availability)> {
        self.read().feed.was(agent, at)
    }

    /// What is not kept on disk yet; the caller keeps it.
    #[must_use]
    pub fn keep(&self) -> Option<Moves> {
        let mut inner = self.write();
        let until = inner.seq;
        inner.past.keep(until)
    }

    fn know_persons(&self, look: &Look<'_>) -> Result<()> {
        if !self.read().persons_stale {
            return Ok(());
        }
        let joined = look.joined_records()?;
        let mut inner = self.write();
        inner.persons = joined.into_iter().collect();
        inner.persons_stale = false;
        Ok(())
    }

    /// Reads what was before the start, once: what moved from where it was kept, what went wrong from the log.
    fn remember(&self, look: &Look<'_>, now: Millis) -> Result<()> {
        let began = {
            let inner = self.read();
            if inner.remembers {
                return Ok(());
            }
            inner.began
        };
        let horizon = now - REACH;
        let mut kept = look.moves_since(horizon)?;
        // What this very run kept it still remembers.
        kept.retain(|it| it.until <= began);
        let until = kept.last().map(|it| it.until);
        let mut events = Vec::new();
        let mut before = Some(Seq(began.0.saturating_add(1)));
        for _ in 0..PAGES {
            let page = look.events_before(before, PAGE)?;
            let reaches = page.last().is_some_and(|it| it.at >= horizon);
            before = page.last().map(|it| it.seq);
            events.extend(page);
            if !reaches {
                break;
            }
        }
        let mut inner = self.write();
        if inner.remembers {
            return Ok(());
        }
        inner.feed.recall(&events);
        // What began after the last lot was kept, and before the start, was not there before.
        let lost = events
            .iter()
            .rev()
            .filter(|it| until.is_some_and(|until| it.seq > until))
            .filter(|it| matches!(it.kind, EventKind::ConversationStarted { .. }));
        let lost = lost.filter_map(|it| {
            Some(Moved {
                at: it.at,
                conversation: it.subject.conversation?,
                before: None,
            })
        });
        let lost = Moves {
            moved: lost.collect(),
            ..Moves::default()
        };
        kept.push(lost);
        inner.past.recall(kept, look.moves_begin()?, horizon);
        inner.remembers = true;
        Ok(())
    }
}

impl Inner {
    fn put(&mut self, it: &Conversation, at: Millis) {
        let after = Stand::of(it);
        if self.stands.get(&it.id).map(|it| &**it) == after.as_ref() {
            return;
        }
        let before = match after {
            Some(after) => self.stands.insert(it.id, Arc::new(after)),
            None => self.stands.remove(&it.id),
        };
        self.past.note(at, it.id, before);
    }

    fn add_up(
        &self,
        stands: &Stands,
        sight: Sight<'_>,
        (weights, at): (Weights, Millis),
    ) -> Figures {
        let seen = stands.iter().map(|(id, it)| (*id, &**it));
        let seen = seen.filter(|(_, it)| sight.has(it));
        let person = |id: ContactId| self.persons.get(&id).copied().unwrap_or(id);
        add_up(seen, person, weights, at)
    }
}
