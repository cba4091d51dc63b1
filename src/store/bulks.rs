//! Things done to many conversations, and how far each has come.

use std::ops::ControlFlow;

use crate::domain::bulk::{Bulk, BulkRow};
use crate::domain::error::Result;
use crate::domain::id::BulkId;
use crate::store::codec;
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

impl Look<'_> {
    pub fn bulk(&self, id: BulkId) -> Result<Option<Bulk>> {
        self.record(Table::Bulks, &Key::of(id))
    }

    pub fn bulk_row(&self, id: BulkId, at: u32) -> Result<Option<BulkRow>> {
        self.record(Table::BulkRows, &Key::of(id).u32(at))
    }

    /// Rows in order, each with its place, beyond `after`, leaving out what `keep` refuses.
    pub fn bulk_rows(
        &self,
        id: BulkId,
        after: Option<u32>,
        limit: usize,
        keep: impl Fn(&BulkRow) -> bool,
    ) -> Result<Vec<(u32, BulkRow)>> {
        let from = after.map(|at| Key::of(id).u32(at));
        let from = from.as_ref().map(Key::bytes);
        let mut out = Vec::new();
        self.scan(
            Table::BulkRows,
            &Key::of(id),
            Order::Forward,
            from,
            |key, value| {
                if out.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                let row: BulkRow = codec::decode(Table::BulkRows.name(), key, value)?;
                let tail = key.len().saturating_sub(4);
                if let Some(at) = key.get(tail..).and_then(|it| Parts(it).u32())
                    && keep(&row)
                {
                    out.push((at, row));
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(out)
    }
}

impl Write<'_> {
    pub fn put_bulk(&mut self, new: &Bulk) -> Result<()> {
        self.put(Table::Bulks, &Key::of(new.id), new)
    }

    pub fn put_bulk_row(&mut self, id: BulkId, at: u32, new: &BulkRow) -> Result<()> {
        self.put(Table::BulkRows, &Key::of(id).u32(at), new)
    }
}
