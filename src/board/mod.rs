//! The unresolved conversations in memory: their lists, in order and counted, as each viewer may see them. Loaded
//! from the store's index at start, then kept by the writer after each commit, before callers are answered.
//!
//! Must not: own any truth (a fresh load gives the same), or decide anything: routing reads rows, not this.

mod fitting;
mod index;
mod monitor;
mod places;
mod rows;
mod unread;

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use crate::board::index::Index;
use crate::board::places::keys;
use crate::board::rows::Rows;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::domain::list::{After, List, Sort};
use crate::domain::monitor::Stand;
use crate::domain::time::Millis;
use crate::store::conversations::Shelf;
use crate::store::{Committed, Look, Order, Store};

pub use self::fitting::{Counted, Wanted};
pub use self::monitor::{
    AGES, Count, Figures, Load, Mishap, Monitor, Named, REACH, SOON, Sight, What,
};
pub use self::rows::{Drawn, Row};
pub use self::unread::is_unread;

/// Rows on a page at most.
const MOST_ROWS: usize = 200;
/// Rows read at a time while loading the shelf of failed answers.
const LOAD_PAGE: usize = 500;

/// A page of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub rows: Vec<Arc<Row>>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<After>,
    /// How many the list has for this viewer; `None` for the shelves, which grow without end.
    pub total: Option<usize>,
}

/// The board. Share it behind an `Arc`.
#[derive(Debug, Default)]
pub struct Board {
    index: RwLock<Index>,
    rows: Mutex<Rows>,
    monitor: Monitor,
    seq: Mutex<Seq>,
    moved: Condvar,
}

impl Board {
    /// Loads the board and lets the store keep it from here on.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn attach(store: &Store) -> Result<Arc<Self>> {
        let board = Arc::new(Board::default());
        // Held while loading: groups that commit meanwhile wait, and are put on top of what was loaded.
        let mut index = board.index.write().unwrap_or_else(PoisonError::into_inner);
        let follower = board.clone();
        store.on_commit(move |told| follower.follow(told));
        let (loaded, stands, seq) = store.look(|look| {
            let (loaded, stands) = load(look)?;
            Ok((loaded, stands, look.last_seq()?))
        })?;
        *index = loaded;
        board.monitor.begin(stands, seq);
        drop(index);
        board.reached(seq);
        Ok(board)
    }

    fn follow(&self, told: &Committed) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for conversation in &told.conversations {
            index.put(conversation);
        }
        self.rows().follow(told);
        self.monitor.follow(told);
        drop(index);
        self.reached(told.seq);
    }

    fn reached(&self, seq: Seq) {
        let mut at = self.seq.lock().unwrap_or_else(PoisonError::into_inner);
        *at = seq.max(*at);
        self.moved.notify_all();
    }

    fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place in the log up to which the board shows everything.
    #[must_use]
    pub fn seq(&self) -> Seq {
        *self.seq.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the board shows everything up to `seq`; false when it did not within `patience`. A caller of
    /// [`Store::act`] never waits: the board is told before it is answered.
    pub fn wait_for(&self, seq: Seq, patience: Duration) -> bool {
        let at = self.seq.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, _) = self
            .moved
            .wait_timeout_while(at, patience, |at| *at < seq)
            .unwrap_or_else(PoisonError::into_inner);
        *at >= seq
    }

    /// Who waits and what went wrong, now and within the last day.
    #[must_use]
    pub fn monitor(&self) -> &Monitor {
        &self.monitor
    }

    /// How many conversations the board holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.index().len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A page of a list as this viewer may see it, beginning after `after`; shelves are sorted newest first
    /// whatever is asked. At most 200 rows.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn page(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        list: List,
        sort: Sort,
        after: Option<After>,
        limit: usize,
    ) -> Result<Page> {
        let limit = limit.clamp(1, MOST_ROWS);
        if let Some(shelf) = shelf(list) {
            return shelf_page(look, viewer, shelf, after, limit);
        }
        if let List::Drafts(agent) = list {
            return self.drafts(look, viewer, agent, sort, after, limit);
        }
        let index = self.index();
        let mut spots = index.page(viewer, list, sort, after, limit + 1);
        let total = index.count(viewer, list);
        drop(index);
        let more = spots.len() > limit;
        spots.truncate(limit);
        let next = spots.last().copied().filter(|_| more);
        let mut rows = Vec::with_capacity(spots.len());
        for spot in spots {
            rows.extend(self.row(look, spot.id)?);
        }
        // Found and authorised again: the row may be of another moment than the list.
        rows.retain(|row| viewer.sees(&row.conversation));
        Ok(Page {
            rows,
            next,
            total: Some(total),
        })
    }

    /// What a list shows of one conversation; `None` when there is none. Whether it may be seen is the caller's.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn row(&self, look: &Look<'_>, id: ConversationId) -> Result<Option<Arc<Row>>> {
        if let Some(kept) = self.rows().get(id) {
            return Ok(Some(kept));
        }
        let Some(conversation) = look.conversation(id)? else {
            return Ok(None);
        };
        let row = Arc::new(rows::read(look, conversation)?);
        self.rows().keep(look, &row);
        Ok(Some(row))
    }

    /// How many conversations each list has for this viewer, exactly; lists with none are left out. Shelves but
    /// the failed are not counted: they grow without end.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self, look: &Look<'_>, viewer: &Viewer) -> Result<HashMap<List, usize>> {
        let mut out = self.index().counts(viewer);
        if let Some(me) = viewer.agent_id() {
            let drafts = look.drafts_of(me)?.len();
            if drafts > 0 {
                out.insert(List::Drafts(me), drafts);
            }
        }
        Ok(out)
    }

    /// How many conversations of one list of the board this viewer sees.
    #[must_use]
    pub fn count(&self, viewer: &Viewer, list: List) -> usize {
        self.index().count(viewer, list)
    }

    /// Conversations that stand elsewhere on a board loaded afresh: none, or a fault of ours.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn differences(&self, look: &Look<'_>) -> Result<Vec<ConversationId>> {
        let (fresh, _) = load(look)?;
        Ok(self.index().differences(&fresh))
    }

    /// An agent's drafts: few, so sorted here.
    fn drafts(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        agent: AgentId,
        sort: Sort,
        after: Option<After>,
        limit: usize,
    ) -> Result<Page> {
        if viewer.agent_id() != Some(agent) {
            return Ok(Page::default());
        }
        let mut rows = Vec::new();
        for id in look.drafts_of(agent)? {
            rows.extend(self.row(look, id)?);
        }
        rows.retain(|row| viewer.sees(&row.conversation));
        let total = Some(rows.len());
        rows.sort_by_key(|row| spot(&row.conversation, sort));
        if sort.is_falling() {
            rows.reverse();
        }
        rows.retain(|row| is_behind(spot(&row.conversation, sort), after, sort));
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().map(|row| spot(&row.conversation, sort));
        let next = last.filter(|_| more).map(|(key, id)| After { key, id });
        Ok(Page { rows, next, total })
    }
}

fn spot(it: &Conversation, sort: Sort) -> (Millis, ConversationId) {
    let keys = keys(it);
    let key = match sort {
        Sort::Waiting => keys.waiting,
        Sort::Due => keys.due,
        Sort::Newest | Sort::Oldest => keys.active,
    };
    (key, it.id)
}

/// Whether a place comes behind where a page ended.
fn is_behind(spot: (Millis, ConversationId), after: Option<After>, sort: Sort) -> bool {
    after.is_none_or(|after| {
        let end = (after.key, after.id);
        if sort.is_falling() {
            spot < end
        } else {
            spot > end
        }
    })
}

/// The shelf behind a list that lives in the store.
fn shelf(list: List) -> Option<Shelf> {
    match list {
        List::Resolved => Some(Shelf::Resolved),
        List::ClosedQuietly => Some(Shelf::ClosedQuietly),
        List::Automatic => Some(Shelf::Automatic),
        List::Spam => Some(Shelf::Spam),
        List::Blocked => Some(Shelf::Blocked),
        _ => None,
    }
}

fn shelf_page(
    look: &Look<'_>,
    viewer: &Viewer,
    shelf: Shelf,
    after: Option<After>,
    limit: usize,
) -> Result<Page> {
    let (found, next) = look.shelf((shelf, Order::Forward), after, limit, |it| viewer.sees(it))?;
    let rows: Result<Vec<_>> = found
        .into_iter()
        .map(|it| rows::read(look, it).map(Arc::new))
        .collect();
    Ok(Page {
        rows: rows?,
        next,
        total: None,
    })
}

/// The unresolved, and what failed (a resolved conversation may have a failed answer too).
fn load(look: &Look<'_>) -> Result<(Index, Vec<(ConversationId, Stand)>)> {
    let (mut index, mut stands) = (Index::default(), Vec::new());
    look.each_unresolved(|it| {
        index.put(&it);
        stands.extend(Stand::of(&it).map(|stand| (it.id, stand)));
        Ok(())
    })?;
    let mut after = None;
    loop {
        let (failed, next) =
            look.shelf((Shelf::Failed, Order::Forward), after, LOAD_PAGE, |_| true)?;
        for it in &failed {
            index.put(it);
        }
        if next.is_none() {
            return Ok((index, stands));
        }
        after = next;
    }
}

#[cfg(test)]
mod tests;
