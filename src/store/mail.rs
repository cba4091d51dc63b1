//! Raw input, what could not be read, watched folders and the mail ledger.

use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, ParkedId, RawId};
use crate::domain::mail::{Folder, LedgerRow, MailPlace};
use crate::domain::raw::{Parked, Raw, RawBody};
use crate::store::codec;
use crate::store::index::{Holder, Indexed, Row, holds};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Newest parked inputs that are looked through for those nobody has settled.
const PARKED: usize = 5_000;

/// Raw input above this is a blob, bytes.
pub const RAW_ROW_LIMIT: usize = 64 * 1024;

/// What a raw row holds: LZ4 with the size in front. Called before the deed, off the writer.
#[must_use]
pub fn pack(raw: &[u8]) -> Vec<u8> {
    lz4_flex::compress_prepend_size(raw)
}

fn folder_key(connection: ConnectionId, name: &str) -> Key {
    Key::of(connection).text(name)
}

fn ledger_prefix(connection: ConnectionId, folder: &str, uid_validity: u32) -> Key {
    folder_key(connection, folder).u32(uid_validity)
}

fn ledger_key(place: &MailPlace) -> Key {
    ledger_prefix(place.connection, &place.folder, place.uid_validity).u32(place.uid)
}

impl Indexed for Raw {
    const TABLE: Table = Table::Raws;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        match self.body {
            RawBody::Row => Vec::new(),
            RawBody::Blob(blob) => holds(Holder::Raw, &self.key(), vec![blob]),
        }
    }
}

impl Look<'_> {
    pub fn raw_input(&self, id: RawId) -> Result<Option<Raw>> {
        self.record(Table::Raws, &Key::of(id))
    }

    /// Raw input by id, which is by age, after the given one.
    pub fn raw_inputs_after(&self, after: Option<RawId>, limit: usize) -> Result<Vec<Raw>> {
        let from = after.map(Key::of);
        let from = from.as_ref().map(Key::bytes);
        let mut out: Vec<Raw> = Vec::new();
        self.scan(
            Table::Raws,
            &Key::new(),
            Order::Forward,
            from,
            |key, value| {
                out.push(codec::decode(Table::Raws.name(), key, value)?);
                let full = out.len() >= limit;
                Ok(if full {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            },
        )?;
        Ok(out)
    }

    /// The bytes of raw input kept as a row.
    pub fn raw_row(&self, id: RawId) -> Result<Option<Vec<u8>>> {
        let found = self.raw(Table::RawBodies, Key::of(id).bytes(), |packed| {
            lz4_flex::decompress_size_prepended(packed)
        })?;
        found
            .transpose()
            .map_err(|err| Error::internal("unpacking raw input", err))
    }

    pub fn parked(&self, id: ParkedId) -> Result<Option<Parked>> {
        self.record(Table::Parked, &Key::of(id))
    }

    /// Parked input nobody has settled, newest first; shared with other looks until some is parked or settled.
    pub fn parked_waiting(&self) -> Result<Arc<Vec<Parked>>> {
        self.kept_of(Table::Parked, || {
            let mut all = self.all_parked(PARKED)?;
            all.retain(|it| it.settled_at.is_none());
            Ok(all)
        })
    }

    /// Parked input, newest first, settled ones too.
    pub fn all_parked(&self, limit: usize) -> Result<Vec<Parked>> {
        self.records(Table::Parked, &Key::new(), Order::Backward, limit)
    }

    pub fn folder(&self, connection: ConnectionId, name: &str) -> Result<Option<Folder>> {
        self.record(Table::Folders, &folder_key(connection, name))
    }

    pub fn folders_of(&self, connection: ConnectionId) -> Result<Vec<Folder>> {
        self.records(Table::Folders, &Key::of(connection), Order::Forward, 1_000)
    }

    /// The outcome of one UID.
    pub fn ledger_row(&self, place: &MailPlace) -> Result<Option<LedgerRow>> {
        self.record(Table::MailLedger, &ledger_key(place))
    }

    /// UIDs with an outcome in `from..to` of a folder, in order.
    pub fn ledger_uids(
        &self,
        connection: ConnectionId,
        folder: &str,
        uid_validity: u32,
        (from, to): (u32, u32),
    ) -> Result<Vec<u32>> {
        let low = ledger_prefix(connection, folder, uid_validity).u32(from);
        let high = ledger_prefix(connection, folder, uid_validity).u32(to);
        let range = (Bound::Included(low.bytes()), Bound::Excluded(high.bytes()));
        let mut out = Vec::new();
        self.scan_range(Table::MailLedger, range, Order::Forward, |key, _| {
            let tail = key.len().saturating_sub(4);
            out.extend(key.get(tail..).and_then(|it| Parts(it).u32()));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// Rows of a folder's ledger, highest UID first, below `before` when given.
    pub fn ledger(
        &self,
        folder: &Folder,
        before: Option<u32>,
        limit: usize,
    ) -> Result<Vec<(u32, LedgerRow)>> {
        let prefix = ledger_prefix(folder.connection, &folder.name, folder.uid_validity);
        let from = before.map(|uid| prefix.clone().u32(uid));
        let mut out = Vec::new();
        let from = from.as_ref().map(Key::bytes);
        self.scan(
            Table::MailLedger,
            &prefix,
            Order::Backward,
            from,
            |key, value| {
                let tail = key.len().saturating_sub(4);
                if let Some(uid) = key.get(tail..).and_then(|it| Parts(it).u32()) {
                    out.push((uid, codec::decode(Table::MailLedger.name(), key, value)?));
                }
                let full = out.len() >= limit;
                Ok(if full {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            },
        )?;
        Ok(out)
    }
}

impl Write<'_> {
    /// Keeps raw input. `packed` is what [`pack`] made of a body kept as a row; a blob was staged before.
    pub fn put_raw_input(&mut self, new: &Raw, packed: Option<&[u8]>) -> Result<()> {
        match (new.body, packed) {
            (RawBody::Row, Some(packed)) => {
                self.put_raw(Table::RawBodies, &Key::of(new.id), packed)?;
            }
            (RawBody::Row, None) => {
                return Err(Error::Internal("a raw row without its bytes".to_owned()));
            }
            (RawBody::Blob(_), _) => {}
        }
        self.put_record(new)
    }

    /// Forgets raw input: its row, its bytes, its hold on a blob.
    pub fn remove_raw_input(&mut self, id: RawId) -> Result<bool> {
        let Some(old) = self.raw_input(id)? else {
            return Ok(false);
        };
        if old.body == RawBody::Row {
            self.remove(Table::RawBodies, &Key::of(id))?;
        }
        self.remove_record::<Raw>(&Key::of(id))
    }

    pub fn put_parked(&mut self, new: &Parked) -> Result<()> {
        self.ring();
        self.put(Table::Parked, &Key::of(new.id), new)
    }

    pub fn put_folder(&mut self, new: &Folder) -> Result<()> {
        self.put(Table::Folders, &folder_key(new.connection, &new.name), new)
    }

    pub fn put_ledger_row(&mut self, place: &MailPlace, row: &LedgerRow) -> Result<()> {
        self.put(Table::MailLedger, &ledger_key(place), row)
    }
}
