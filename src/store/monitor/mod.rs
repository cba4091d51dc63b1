//! How conversations moved within the last day: what the live monitor goes back by. Written lazily, a lot at a time.

mod alerts;

use std::ops::{Bound, ControlFlow};

use crate::domain::error::Result;
use crate::domain::monitor::Moves;
use crate::domain::time::{Millis, Span};
use crate::store::codec;
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// A lot is kept for so long after what is in it: longer than anybody goes back.
const KEPT: Span = Span::hours(26);
/// Lots that are too old are removed with one that comes, at most so many: fewer come than go.
const SWEPT: usize = 8;

fn key(it: &Moves) -> Key {
    Key::new().time(it.at).seq(it.until)
}

impl Look<'_> {
    /// The lots that hold anything since a time, oldest first.
    pub fn moves_since(&self, since: Millis) -> Result<Vec<Moves>> {
        let from = Key::new().time(since);
        let range = (Bound::Included(from.bytes()), Bound::Unbounded);
        let mut out = Vec::new();
        self.scan_range(Table::Moves, range, Order::Forward, |key, value| {
            out.push(codec::decode(Table::Moves.name(), key, value)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// When the oldest lot there is was kept.
    pub fn moves_begin(&self) -> Result<Option<Millis>> {
        let mut first = None;
        let all = (Bound::Unbounded, Bound::Unbounded);
        self.scan_range(Table::Moves, all, Order::Forward, |key, _| {
            first = Parts(key).time();
            Ok(ControlFlow::Break(()))
        })?;
        Ok(first)
    }

    fn moves_before(&self, time: Millis) -> Result<Vec<Vec<u8>>> {
        let to = Key::new().time(time);
        let range = (Bound::Unbounded, Bound::Excluded(to.bytes()));
        let mut out = Vec::new();
        self.scan_range(Table::Moves, range, Order::Forward, |key, _| {
            out.push(key.to_vec());
            Ok(if out.len() < SWEPT {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(out)
    }
}

impl Write<'_> {
    /// Keeps a lot, and removes what nobody goes back to any more.
    pub fn put_moves(&mut self, new: &Moves) -> Result<()> {
        for old in self.moves_before(new.at - KEPT)? {
            self.remove(Table::Moves, &Key::new().fixed(&old))?;
        }
        self.put(Table::Moves, &key(new), new)
    }
}
