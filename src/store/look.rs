//! Looking at the store: one consistent moment, the same words inside a write and outside.

use std::cell::{Cell, OnceCell, RefCell};
use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, WriteTransaction};

use crate::domain::error::Result;
use crate::domain::id::Id;
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::error::StoreError;
use crate::store::kept::{self, Kept};
use crate::store::key::{Key, Parts};
use crate::store::memo::{Memo, Record};
use crate::store::tables::Table;

/// More rows than a small table will ever have.
const ALL: usize = 10_000;

type Bytes = &'static [u8];
pub(super) type Writable<'t> = redb::Table<'t, Bytes, Bytes>;

/// A look at the whole store as it was when the transaction began. Nouns add their words in their own files.
pub struct Look<'t> {
    source: Source<'t>,
    group: u64,
    /// A database error happened: the group must not be committed.
    failed: Cell<Option<bool>>,
    read: Memo,
    /// What is known already of small tables; a write reads everything itself.
    kept: Option<&'t Kept>,
}

enum Source<'t> {
    Reading {
        tx: &'t ReadTransaction,
        open: Vec<OnceCell<Box<ReadOnlyTable<Bytes, Bytes>>>>,
    },
    Writing {
        tx: &'t WriteTransaction,
        open: Vec<OnceCell<Box<RefCell<Writable<'t>>>>>,
    },
}

/// A place for each table, most of which a look never opens: boxed, so that all of them are a few hundred bytes.
fn cells<T>() -> Vec<OnceCell<Box<T>>> {
    Table::ALL.iter().map(|_| OnceCell::new()).collect()
}

impl<'t> Look<'t> {
    pub(super) fn reading(tx: &'t ReadTransaction, group: u64, kept: Option<&'t Kept>) -> Self {
        Look {
            source: Source::Reading { tx, open: cells() },
            group,
            failed: Cell::new(None),
            read: Memo::default(),
            kept,
        }
    }

    pub(super) fn writing(tx: &'t WriteTransaction) -> Self {
        Look {
            source: Source::Writing { tx, open: cells() },
            group: 0,
            failed: Cell::new(None),
            read: Memo::default(),
            kept: None,
        }
    }

    /// Everything committed up to this group of the run is seen; later ones may be. What was read here may be
    /// kept as current for as long as no later group was told.
    #[must_use]
    pub fn group(&self) -> u64 {
        self.group
    }

    /// Whether a database error happened, and if so whether the disk was full.
    pub(super) fn failure(&self) -> Option<bool> {
        self.failed.get()
    }

    pub(super) fn note<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(err) = &result
            && err.breaks_the_handle()
        {
            self.failed.set(Some(err.is_disk_full()));
        }
        result
    }

    /// Hands the value's bytes to `read`.
    pub(super) fn raw<R>(
        &self,
        table: Table,
        key: &[u8],
        read: impl FnOnce(&[u8]) -> R,
    ) -> Result<Option<R>, StoreError> {
        let found = (|| match &self.source {
            Source::Reading { tx, open } => {
                let rows = opened(open, table, || Ok(tx.open_table(table.definition())?))?;
                Ok(rows.get(key)?.map(|it| read(it.value())))
            }
            Source::Writing { tx, open } => {
                let cell = opened(open, table, || {
                    Ok(RefCell::new(tx.open_table(table.definition())?))
                })?;
                let rows = cell.borrow();
                let found = rows.get(key)?;
                Ok(found.map(|it| read(it.value())))
            }
        })();
        self.note(found)
    }

    /// The record under a key.
    pub(super) fn record<T: Record>(&self, table: Table, key: &Key) -> Result<Option<T>> {
        let key = key.bytes();
        if let Some(known) = self.read.one(table, key) {
            return Ok(Some(known));
        }
        let kept = self.kept.filter(|_| kept::is_kept(table));
        if let Some(known) = kept.and_then(|it| it.one(table, key, self.group)) {
            return Ok(Some(known));
        }
        let found = self.raw(table, key, |bytes| codec::decode(table.name(), key, bytes))?;
        let found: Option<T> = found.transpose()?;
        if let Some(record) = &found {
            self.read.keep_one(table, key, record);
            if let Some(kept) = kept {
                kept.keep_one(table, key, self.group, Arc::new(record.clone()));
            }
        }
        Ok(found)
    }

    /// All records of a small table that seldom changes, oldest first; read once a look, and kept for the next.
    pub(super) fn all_of<T: Record>(&self, table: Table) -> Result<Arc<Vec<T>>> {
        self.kept_of(table, || {
            self.records(table, &Key::new(), Order::Forward, ALL)
        })
    }

    /// What is made of a whole table, kept for the next look until the table changes; one thing a table.
    pub(super) fn kept_of<T: Record>(
        &self,
        table: Table,
        make: impl FnOnce() -> Result<Vec<T>>,
    ) -> Result<Arc<Vec<T>>> {
        if let Some(known) = self.read.all(table) {
            return Ok(known);
        }
        let kept = self.kept.filter(|_| kept::is_kept(table));
        let all = match kept.and_then(|it| it.all(table, self.group)) {
            Some(known) => known,
            None => {
                let all = Arc::new(make()?);
                if let Some(kept) = kept {
                    kept.keep_all(table, self.group, all.clone());
                }
                all
            }
        };
        self.read.keep_all(table, &all);
        Ok(all)
    }

    /// As [`Look::records`], for a prefix that is asked for again within a deed.
    pub(super) fn records_again<T: Record>(
        &self,
        table: Table,
        prefix: &Key,
        limit: usize,
    ) -> Result<Arc<Vec<T>>> {
        self.under_again(table, prefix, || {
            self.records(table, prefix, Order::Forward, limit)
        })
    }

    /// What is made of the rows under a prefix, for one that is asked for again within a deed; one thing a table.
    pub(super) fn under_again<T: 'static>(
        &self,
        table: Table,
        prefix: &Key,
        make: impl FnOnce() -> Result<Vec<T>>,
    ) -> Result<Arc<Vec<T>>> {
        if let Some(known) = self.read.list(table, prefix.bytes()) {
            return Ok(known);
        }
        let all = Arc::new(make()?);
        self.read.keep_list(table, prefix.bytes(), &all);
        Ok(all)
    }

    /// What `read` makes of a record that was read before.
    pub(super) fn known<T: Record, R>(
        &self,
        table: Table,
        key: &Key,
        read: impl FnOnce(&T) -> R,
    ) -> Option<R> {
        self.read.with_one(table, key.bytes(), read)
    }

    /// A record that need not be read again.
    pub(super) fn keep<T: Record>(&self, table: Table, key: &[u8], record: &T) {
        self.read.keep_one(table, key, record);
    }

    /// A row is about to change: what was read of it does not hold any more.
    pub(super) fn forget(&self, table: Table, key: &[u8]) {
        self.read.forget(table, key);
    }

    /// Visits rows whose key begins with `prefix`, in key order or backwards, from `start` on when given
    /// (exclusive: the last key of the page before).
    pub(super) fn scan(
        &self,
        table: Table,
        prefix: &Key,
        order: Order,
        after: Option<&[u8]>,
        visit: impl FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let end = prefix.after_prefix();
        let range = rows_under(prefix, end.as_deref(), order, after);
        self.scan_range(table, range, order, visit)
    }

    /// Visits rows between two bounds.
    pub(super) fn scan_range(
        &self,
        table: Table,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        order: Order,
        visit: impl FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        if is_empty(&range) {
            return Ok(());
        }
        match &self.source {
            Source::Reading { tx, open } => {
                let rows = self.note(opened(open, table, || {
                    Ok(tx.open_table(table.definition())?)
                }))?;
                self.walk(rows, range, order, visit)
            }
            Source::Writing { tx, open } => {
                let cell = self.note(opened(open, table, || {
                    Ok(RefCell::new(tx.open_table(table.definition())?))
                }))?;
                self.walk(&*cell.borrow(), range, order, visit)
            }
        }
    }

    fn walk(
        &self,
        rows: &impl ReadableTable<Bytes, Bytes>,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        order: Order,
        mut visit: impl FnMut(&[u8], &[u8]) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut found = self.note(rows.range::<&[u8]>(range).map_err(StoreError::from))?;
        loop {
            let next = match order {
                Order::Forward => found.next(),
                Order::Backward => found.next_back(),
            };
            let Some(row) = next else { return Ok(()) };
            let (key, value) = self.note(row.map_err(StoreError::from))?;
            if visit(key.value(), value.value())?.is_break() {
                return Ok(());
            }
        }
    }

    /// The last row of a table.
    pub(super) fn last_key(&self, table: Table) -> Result<Option<Vec<u8>>> {
        let mut last = None;
        self.scan(table, &Key::new(), Order::Backward, None, |key, _| {
            last = Some(key.to_vec());
            Ok(ControlFlow::Break(()))
        })?;
        Ok(last)
    }

    /// How many rows there are under a prefix, counted up to `limit`.
    pub(super) fn count_under(&self, table: Table, prefix: &Key, limit: usize) -> Result<usize> {
        let mut n = 0;
        self.scan(table, prefix, Order::Forward, None, |_, _| {
            n += 1;
            Ok(if n >= limit {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(n)
    }

    /// When the first row of an index by somebody and then by time is due.
    pub(super) fn first_due(&self, table: Table, of: impl Id) -> Result<Option<Millis>> {
        let mut due = None;
        let prefix = Key::of(of);
        self.scan(table, &prefix, Order::Forward, None, |key, _| {
            due = key
                .get(prefix.bytes().len()..)
                .and_then(|it| Parts(it).time());
            Ok(ControlFlow::Break(()))
        })?;
        Ok(due)
    }

    /// All records under a prefix, at most `limit`.
    pub(super) fn records<T: Record>(
        &self,
        table: Table,
        prefix: &Key,
        order: Order,
        limit: usize,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.scan(table, prefix, order, None, |key, value| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.push(codec::decode(table.name(), key, value)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// The ids that end the keys under a prefix, in key order or backwards, at most `limit`, after the key given:
    /// what an index by somebody or by time lists.
    pub(super) fn ids_under<T: Id>(
        &self,
        table: Table,
        prefix: &Key,
        order: Order,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<T>> {
        let end = prefix.after_prefix();
        let range = rows_under(prefix, end.as_deref(), order, after.map(Key::bytes));
        self.ids_in(table, range, order, limit)
    }

    /// As [`Look::ids_under`], between two bounds.
    pub(super) fn ids_in<T: Id>(
        &self,
        table: Table,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        order: Order,
        limit: usize,
    ) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.scan_range(table, range, order, |key, _| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.extend(Parts(key).last_id::<T>());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// The records of some ids, those that are gone left out.
    pub(super) fn each_of<I, T>(
        &self,
        ids: Vec<I>,
        read: impl Fn(&Self, I) -> Result<Option<T>>,
    ) -> Result<Vec<T>> {
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            out.extend(read(self, id)?);
        }
        Ok(out)
    }

    pub(super) fn writable(&self, table: Table) -> Result<&RefCell<Writable<'t>>, StoreError> {
        match &self.source {
            Source::Writing { tx, open } => self.note(opened(open, table, || {
                Ok(RefCell::new(tx.open_table(table.definition())?))
            })),
            Source::Reading { .. } => Err(StoreError::Unwritable(
                "this is a look, not a write".to_owned(),
            )),
        }
    }
}

/// Which way a scan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Forward,
    Backward,
}

/// The rows under a prefix, which end before `end`, from `after` on.
fn rows_under<'k>(
    prefix: &'k Key,
    end: Option<&'k [u8]>,
    order: Order,
    after: Option<&'k [u8]>,
) -> (Bound<&'k [u8]>, Bound<&'k [u8]>) {
    let low = Bound::Included(prefix.bytes());
    let high = end.map_or(Bound::Unbounded, Bound::Excluded);
    match (order, after) {
        (Order::Forward, Some(key)) => (Bound::Excluded(key), high),
        (Order::Backward, Some(key)) => (low, Bound::Excluded(key)),
        (_, None) => (low, high),
    }
}

fn is_empty((low, high): &(Bound<&[u8]>, Bound<&[u8]>)) -> bool {
    match (low, high) {
        (Bound::Included(low) | Bound::Excluded(low), Bound::Excluded(high)) => low >= high,
        (Bound::Excluded(low), Bound::Included(high)) => low >= high,
        (Bound::Included(low), Bound::Included(high)) => low > high,
        _ => false,
    }
}

fn opened<T>(
    open: &[OnceCell<Box<T>>],
    table: Table,
    make: impl FnOnce() -> Result<T, StoreError>,
) -> Result<&T, StoreError> {
    let cell = open
        .get(table.index())
        .ok_or_else(|| StoreError::Unwritable(format!("no slot for {}", table.name())))?;
    if let Some(it) = cell.get() {
        return Ok(it);
    }
    let made = make()?;
    Ok(cell.get_or_init(|| Box::new(made)))
}
