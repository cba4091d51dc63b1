//! What one look has read already and will be asked for again: the same few conversations, and the small tables of
//! what an administrator arranged. A deed asks for its conversation five times and for every agent once; decoding
//! them anew each time cost more than writing did.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::store::kept::Shared;
use crate::store::tables::Table;

/// Records of a table kept at most; then it begins anew.
const MOST: usize = 512;

/// What can be read from the store.
pub(super) trait Record: DeserializeOwned + Clone + Send + Sync + 'static {}
impl<T: DeserializeOwned + Clone + Send + Sync + 'static> Record for T {}

type Ones = HashMap<Vec<u8>, Box<dyn Any>>;

#[derive(Default)]
pub(super) struct Memo {
    ones: RefCell<BTreeMap<Table, Ones>>,
    alls: RefCell<BTreeMap<Table, Shared>>,
    /// What was made of the rows under a prefix; one kind of thing a table.
    lists: RefCell<BTreeMap<Table, Ones>>,
}

/// Tables whose records are asked for again within a deed, or by the next one of the group.
fn is_kept(table: Table) -> bool {
    matches!(
        table,
        Table::Conversations | Table::Contacts | Table::Connections
    )
}

impl Memo {
    pub(super) fn one<T: Record>(&self, table: Table, key: &[u8]) -> Option<T> {
        self.with_one(table, key, T::clone)
    }

    /// As [`Memo::one`], for what needs no copy of its own.
    pub(super) fn with_one<T: Record, R>(
        &self,
        table: Table,
        key: &[u8],
        read: impl FnOnce(&T) -> R,
    ) -> Option<R> {
        let ones = self.ones.borrow();
        let found = ones.get(&table)?.get(key)?;
        found.downcast_ref::<T>().map(read)
    }

    pub(super) fn keep_one<T: Record>(&self, table: Table, key: &[u8], record: &T) {
        if is_kept(table) {
            keep(&self.ones, table, key, Box::new(record.clone()));
        }
    }

    pub(super) fn all<T: Record>(&self, table: Table) -> Option<Arc<Vec<T>>> {
        let found = self.alls.borrow().get(&table)?.clone();
        found.downcast().ok()
    }

    pub(super) fn keep_all<T: Record>(&self, table: Table, all: &Arc<Vec<T>>) {
        self.alls.borrow_mut().insert(table, all.clone());
    }

    pub(super) fn list<T: 'static>(&self, table: Table, prefix: &[u8]) -> Option<Arc<Vec<T>>> {
        let lists = self.lists.borrow();
        let found = lists.get(&table)?.get(prefix)?;
        found.downcast_ref::<Arc<Vec<T>>>().cloned()
    }

    pub(super) fn keep_list<T: 'static>(&self, table: Table, prefix: &[u8], list: &Arc<Vec<T>>) {
        keep(&self.lists, table, prefix, Box::new(list.clone()));
    }

    pub(super) fn forget(&self, table: Table, key: &[u8]) {
        if is_kept(table)
            && let Some(ones) = self.ones.borrow_mut().get_mut(&table)
        {
            ones.remove(key);
        }
        self.alls.borrow_mut().remove(&table);
        self.lists.borrow_mut().remove(&table);
    }
}

fn keep(kept: &RefCell<BTreeMap<Table, Ones>>, table: Table, key: &[u8], what: Box<dyn Any>) {
    let mut kept = kept.borrow_mut();
    let of_table = kept.entry(table).or_default();
    if of_table.len() >= MOST {
        of_table.clear();
    }
    of_table.insert(key.to_vec(), what);
}
