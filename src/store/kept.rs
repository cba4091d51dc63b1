//! Small tables that seldom change, kept decoded between looks: what an administrator arranged, the people, and the
//! sessions. Every page asks for all of them, and decoding them anew cost a page more than its conversation did.
//!
//! A look finds here exactly what it would have read itself. What a group writes is taken away before its commit, and
//! until the group is counted the table is left alone by every look; after it only looks that began later use the table.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::domain::access::Session;
use crate::domain::agent::Agent;
use crate::domain::id::AgentId;
use crate::domain::team::Business;
use crate::store::access::SecretHash;
use crate::store::key::Key;
use crate::store::memo::Record;
use crate::store::tables::Table;

/// Records of a table kept by their key at most; then it begins anew.
const MOST: usize = 1_024;

/// A row that was written: its table and key.
pub(super) type Place = (Table, Vec<u8>);
pub(super) type Shared = Arc<dyn Any + Send + Sync>;

/// Whether a table's records are kept between looks.
pub(super) fn is_kept(table: Table) -> bool {
    matches!(
        table,
        Table::Agents
            | Table::Teams
            | Table::Tags
            | Table::Attributes
            | Table::CannedReplies
            | Table::Macros
            | Table::Connections
            | Table::Channels
            | Table::Calendars
            | Table::HoursVersions
            | Table::Outlets
            | Table::Webhooks
            | Table::DatedKinds
            | Table::Cards
            | Table::Sessions
            | Table::Meta
            | Table::Parked
    )
}

/// What is kept of all these tables.
#[derive(Default)]
pub(super) struct Kept(RwLock<BTreeMap<Table, Shelf>>);

#[derive(Default)]
struct Shelf {
    all: Option<Shared>,
    ones: HashMap<Vec<u8>, Shared>,
    /// Number of the last group that wrote the table: looks that may not have seen it neither use nor keep anything.
    since: u64,
    /// Such a group is being committed.
    in_commit: bool,
}

impl Shelf {
    fn is_for(&self, group: u64) -> bool {
        !self.in_commit && group >= self.since
    }
}

impl Kept {
    fn shelves(&self) -> RwLockReadGuard<'_, BTreeMap<Table, Shelf>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn shelves_mut(&self) -> RwLockWriteGuard<'_, BTreeMap<Table, Shelf>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// All records of a table, for a look of this group.
    pub(super) fn all<T: Record>(&self, table: Table, group: u64) -> Option<Arc<Vec<T>>> {
        let shelves = self.shelves();
        let shelf = shelves.get(&table).filter(|it| it.is_for(group))?;
        shelf.all.clone()?.downcast().ok()
    }

    /// One record, for a look of this group.
    pub(super) fn one<T: Record>(&self, table: Table, key: &[u8], group: u64) -> Option<T> {
        let shelves = self.shelves();
        let shelf = shelves.get(&table).filter(|it| it.is_for(group))?;
        shelf.ones.get(key)?.downcast_ref::<T>().cloned()
    }

    pub(super) fn keep_all(&self, table: Table, group: u64, all: Shared) {
        let mut shelves = self.shelves_mut();
        let shelf = shelves.entry(table).or_default();
        if shelf.is_for(group) {
            shelf.all = Some(all);
        }
    }

    pub(super) fn keep_one(&self, table: Table, key: &[u8], group: u64, one: Shared) {
        let mut shelves = self.shelves_mut();
        let shelf = shelves.entry(table).or_default();
        if shelf.is_for(group) {
            if shelf.ones.len() >= MOST {
                shelf.ones.clear();
            }
            shelf.ones.insert(key.to_vec(), one);
        }
    }

    /// A group that wrote these rows is about to be committed.
    pub(super) fn before_commit(&self, written: &[Place]) {
        if written.is_empty() {
            return;
        }
        let mut shelves = self.shelves_mut();
        for (table, key) in written {
            let shelf = shelves.entry(*table).or_default();
            shelf.in_commit = true;
            shelf.all = None;
            shelf.ones.remove(key);
        }
    }

    /// That group was committed and counted as `group`.
    pub(super) fn after_commit(&self, written: &[Place], group: u64) {
        if written.is_empty() {
            return;
        }
        let mut shelves = self.shelves_mut();
        for (table, _) in written {
            let shelf = shelves.entry(*table).or_default();
            shelf.in_commit = false;
            shelf.since = group;
        }
    }

    /// The file was opened again: nothing that was known counts, nor what looks before `group` still read.
    pub(super) fn forget_all(&self, group: u64) {
        for table in Table::ALL.iter().filter(|it| is_kept(**it)) {
            let fresh = Shelf {
                since: group,
                ..Shelf::default()
            };
            self.shelves_mut().insert(*table, fresh);
        }
    }
}

/// What can be known without opening the store: it costs no thread of its own. What is not found here may be there.
pub struct Glance<'s> {
    kept: &'s Kept,
    group: u64,
}

impl<'s> Glance<'s> {
    pub(super) fn new(kept: &'s Kept, group: u64) -> Self {
        Glance { kept, group }
    }

    #[must_use]
    pub fn session(&self, hash: SecretHash) -> Option<Session> {
        self.kept.one(Table::Sessions, &hash.0, self.group)
    }

    #[must_use]
    pub fn agent(&self, id: AgentId) -> Option<Agent> {
        self.kept
            .one(Table::Agents, Key::of(id).bytes(), self.group)
    }

    #[must_use]
    pub fn business(&self) -> Option<Business> {
        let key = Key::named("business");
        self.kept.one(Table::Meta, key.bytes(), self.group)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TABLE: Table = Table::Tags;

    fn known(kept: &Kept, group: u64) -> Option<Vec<u64>> {
        kept.all::<u64>(TABLE, group).map(|it| it.to_vec())
    }

    #[test]
    fn what_a_group_writes_is_known_to_later_looks_only() {
        let (kept, key) = (Kept::default(), vec![1]);
        let written = [(TABLE, key.clone())];
        kept.keep_all(TABLE, 4, Arc::new(vec![1_u64]));
        kept.keep_one(TABLE, &key, 4, Arc::new(1_u64));
        kept.keep_one(TABLE, &[2], 4, Arc::new(2_u64));
        assert_eq!(known(&kept, 4), Some(vec![1]));
        kept.before_commit(&written);
        // While it is being committed nobody can say what a look sees.
        kept.keep_all(TABLE, 5, Arc::new(vec![1_u64]));
        assert_eq!(known(&kept, 5), None);
        kept.after_commit(&written, 5);
        assert_eq!(known(&kept, 5), None);
        kept.keep_all(TABLE, 4, Arc::new(vec![1_u64]));
        assert_eq!(known(&kept, 5), None, "a look that began before");
        kept.keep_all(TABLE, 5, Arc::new(vec![9_u64]));
        assert_eq!(known(&kept, 4), None, "a look that began before");
        assert_eq!(known(&kept, 6), Some(vec![9]));
        assert_eq!(kept.one::<u64>(TABLE, &key, 6), None);
        assert_eq!(kept.one::<u64>(TABLE, &[2], 6), Some(2), "not written");
    }

    #[test]
    fn after_opening_again_nothing_is_known() {
        let kept = Kept::default();
        kept.keep_all(TABLE, 4, Arc::new(vec![1_u64]));
        kept.before_commit(&[(TABLE, vec![1])]);
        kept.forget_all(5);
        kept.keep_all(TABLE, 4, Arc::new(vec![1_u64]));
        assert_eq!(known(&kept, 5), None);
        kept.keep_all(TABLE, 5, Arc::new(vec![2_u64]));
        assert_eq!(known(&kept, 5), Some(vec![2]));
    }
}
