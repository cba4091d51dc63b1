//! Records and the index rows that follow from them. A noun says once which rows it has; writing keeps them in step,
//! and [`crate::store::Store::check`] compares them with what is there.

use serde::Serialize;

use crate::domain::error::Result;
use crate::domain::id::BlobHash;
use crate::store::codec;
use crate::store::key::Key;
use crate::store::memo::Record;
use crate::store::tables::Table;
use crate::store::write::Write;

/// A row that follows from a record: its table, key and value.
pub(super) type Row = (Table, Key, Vec<u8>);

pub(super) trait Indexed: Serialize + Record {
    const TABLE: Table;

    fn key(&self) -> Key;

    /// Every index row of this record, each at most once.
    fn rows(&self) -> Vec<Row>;
}

/// Records that name blobs, as `blob_refs` tells them apart. Permanent numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    Message,
    Draft,
    Raw,
    Agent,
    CannedReply,
}

impl Holder {
    pub(super) fn code(self) -> u8 {
        match self {
            Holder::Message => 1,
            Holder::Draft => 2,
            Holder::Raw => 3,
            Holder::Agent => 4,
            Holder::CannedReply => 5,
        }
    }

    pub(super) fn from_code(code: u8) -> Option<Self> {
        let all = [
            Holder::Message,
            Holder::Draft,
            Holder::Raw,
            Holder::Agent,
            Holder::CannedReply,
        ];
        all.into_iter().find(|it| it.code() == code)
    }
}

/// Says that the record at `key` names these blobs: the sweeper leaves them alone.
pub(super) fn holds(holder: Holder, key: &Key, mut blobs: Vec<BlobHash>) -> Vec<Row> {
    blobs.sort_unstable();
    blobs.dedup();
    let row = |blob: BlobHash| {
        let key = Key::new()
            .fixed(&blob.0)
            .u8(holder.code())
            .fixed(key.bytes());
        (Table::BlobRefs, key, Vec::new())
    };
    blobs.into_iter().map(row).collect()
}

impl Write<'_> {
    /// Writes a record and moves its index rows from what it was to what it is.
    pub(super) fn put_record<T: Indexed>(&mut self, new: &T) -> Result<()> {
        let key = new.key();
        let known = self.known(T::TABLE, &key, T::rows);
        let is_known = known.is_some();
        // What is not known already is what the new one takes the place of: no need to look for it first.
        let replaced = self.put_over(T::TABLE, &key, new, |old| {
            let rows = |old: T| old.rows();
            let old = (!is_known).then(|| codec::decode(T::TABLE.name(), key.bytes(), old));
            Ok(old.transpose()?.map(rows))
        })?;
        let before = known.or(replaced.flatten()).unwrap_or_default();
        let after = new.rows();
        for row in before.iter().filter(|it| !after.contains(it)) {
            self.remove_row(row)?;
        }
        for (table, key, value) in after.iter().filter(|it| !before.contains(it)) {
            self.put_raw(*table, key, value)?;
        }
        self.read_again(T::TABLE, &key, new);
        Ok(())
    }

    /// Removes a record with its index rows; whether it was there.
    pub(super) fn remove_record<T: Indexed>(&mut self, key: &Key) -> Result<bool> {
        let Some(old) = self.record::<T>(T::TABLE, key)? else {
            return Ok(false);
        };
        for row in old.rows() {
            self.remove_row(&row)?;
        }
        self.remove(T::TABLE, key)
    }

    /// Removes an index row, unless another record has taken it over meanwhile (a message that moved, an address
    /// that changed hands).
    fn remove_row(&mut self, (table, key, value): &Row) -> Result<()> {
        let is_ours = self.raw(*table, key.bytes(), |found| found == value.as_slice())?;
        if is_ours == Some(true) {
            self.remove(*table, key)?;
        }
        Ok(())
    }
}
