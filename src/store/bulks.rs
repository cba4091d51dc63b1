//! Things done to many conversations, and how far each has come.

use std::ops::ControlFlow;

use crate::domain::bulk::{Bulk, BulkRow};
use crate::domain::error::Result;
use crate::domain::id::BulkId;
use crate::domain::time::Millis;
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

impl Look<'_> {
    /// Bulks that ended before a time, at most `limit`.
    pub fn bulks_ended_before(&self, before: Millis, limit: usize) -> Result<Vec<BulkId>> {
        let mut out = Vec::new();
        self.scan(
            Table::Bulks,
            &Key::new(),
            Order::Forward,
            None,
            |key, value| {
                let it: Bulk = codec::decode(Table::Bulks.name(), key, value)?;
                out.extend(it.finished_at.filter(|at| *at < before).map(|_| it.id));
                Ok(if out.len() < limit {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                })
            },
        )?;
        Ok(out)
    }
}

impl Write<'_> {
    /// Removes at most `limit` rows of a bulk, and with the last of them itself. Answers how many went.
    pub fn forget_bulk(&mut self, id: BulkId, limit: usize) -> Result<usize> {
        let rows = self.bulk_rows(id, None, limit, |_| true)?;
        for (at, _) in &rows {
            self.remove(Table::BulkRows, &Key::of(id).u32(*at))?;
        }
        if rows.len() < limit {
            self.remove(Table::Bulks, &Key::of(id))?;
        }
        Ok(rows.len())
    }

    pub fn put_bulk(&mut self, new: &Bulk) -> Result<()> {
        self.put(Table::Bulks, &Key::of(new.id), new)
    }

    pub fn put_bulk_row(&mut self, id: BulkId, at: u32, new: &BulkRow) -> Result<()> {
        self.put(Table::BulkRows, &Key::of(id).u32(at), new)
    }
}
