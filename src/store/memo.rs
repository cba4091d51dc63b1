//! What one look has read already and will be asked for again: the same few conversations, and the small tables of
//! what an administrator arranged. A deed asks for its conversation five times and for every agent once; decoding
//! them anew each time cost more than writing did.

use std::any::Any;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use serde::de::DeserializeOwned;

use crate::store::tables::Table;

/// Records kept at most; then it begins anew.
const MOST: usize = 512;

/// What can be read from the store.
pub(super) trait Record: DeserializeOwned + Clone + 'static {}
impl<T: DeserializeOwned + Clone + 'static> Record for T {}

/// A record's table and key.
type Place = (Table, Vec<u8>);

#[derive(Default)]
pub(super) struct Memo {
    ones: RefCell<HashMap<Place, Box<dyn Any>>>,
    alls: RefCell<BTreeMap<Table, Rc<dyn Any>>>,
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
        if !is_kept(table) {
            return None;
        }
        let ones = self.ones.borrow();
        let found = ones.get(&(table, key.to_vec()))?;
        found.downcast_ref::<T>().cloned()
    }

    pub(super) fn keep_one<T: Record>(&self, table: Table, key: &[u8], record: &T) {
        if !is_kept(table) {
            return;
        }
        let mut ones = self.ones.borrow_mut();
        if ones.len() >= MOST {
            ones.clear();
        }
        ones.insert((table, key.to_vec()), Box::new(record.clone()));
    }

    pub(super) fn all<T: Record>(&self, table: Table) -> Option<Rc<Vec<T>>> {
        let found = self.alls.borrow().get(&table)?.clone();
        found.downcast().ok()
    }

    pub(super) fn keep_all<T: Record>(&self, table: Table, all: &Rc<Vec<T>>) {
        self.alls.borrow_mut().insert(table, all.clone());
    }

    pub(super) fn forget(&self, table: Table, key: &[u8]) {
        if is_kept(table) {
            self.ones.borrow_mut().remove(&(table, key.to_vec()));
        }
        self.alls.borrow_mut().remove(&table);
    }
}
