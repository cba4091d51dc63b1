//! The log read: by place, by conversation, and the reactors' cursors.

mod cards;
mod focus;
mod webhooks;

use std::ops::{Bound, ControlFlow};

use serde::{Deserialize, Serialize};

use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::{ConversationId, Id, IncarnationId, Seq};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// An event a reactor could not act on; passed, and shown with "try again".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub seq: Seq,
    pub at: Millis,
    pub why: String,
}

impl Indexed for Event {
    const TABLE: Table = Table::Events;

    fn key(&self) -> Key {
        Key::new().seq(self.seq)
    }

    fn rows(&self) -> Vec<Row> {
        let of = |conversation| {
            let key = Key::of(conversation).seq(self.seq);
            (Table::EventsByConversation, key, Vec::new())
        };
        self.subject.conversation.map(of).into_iter().collect()
    }
}

impl Look<'_> {
    /// The place of the last event; 0 when nothing ever happened.
    pub fn last_seq(&self) -> Result<Seq> {
        let last = self.last_key(Table::Events)?;
        Ok(last.and_then(|key| Parts(&key).u64()).map_or(Seq(0), Seq))
    }

    /// Events after a place, in order, at most `limit`.
    pub fn events_after(&self, after: Seq, limit: usize) -> Result<Vec<Event>> {
        let from = Key::new().seq(after);
        let mut out = Vec::new();
        let range = (Bound::Excluded(from.bytes()), Bound::Unbounded);
        self.scan_range(Table::Events, range, Order::Forward, |key, value| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.push(codec::decode(Table::Events.name(), key, value)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// Events before a place (all there are, when none is named), newest first, at most `limit`.
    pub fn events_before(&self, before: Option<Seq>, limit: usize) -> Result<Vec<Event>> {
        let from = before.map(|it| Key::new().seq(it));
        let high = from
            .as_ref()
            .map_or(Bound::Unbounded, |it| Bound::Excluded(it.bytes()));
        let range = (Bound::Unbounded, high);
        let mut out = Vec::new();
        self.scan_range(Table::Events, range, Order::Backward, |key, value| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.push(codec::decode(Table::Events.name(), key, value)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// Events of a conversation after a place, in order, at most `limit`.
    pub fn events_of(
        &self,
        conversation: ConversationId,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Event>> {
        let mut seqs = Vec::new();
        let prefix = Key::of(conversation);
        let from = Key::of(conversation).seq(after);
        self.scan(
            Table::EventsByConversation,
            &prefix,
            Order::Forward,
            Some(from.bytes()),
            |key, _| {
                let mut parts = Parts(key);
                let _: Option<ConversationId> = parts.id();
                seqs.extend(parts.u64().map(Seq));
                let full = seqs.len() >= limit;
                Ok(if full {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            },
        )?;
        let mut out = Vec::with_capacity(seqs.len());
        for seq in seqs {
            out.extend(self.record::<Event>(Table::Events, &Key::new().seq(seq))?);
        }
        Ok(out)
    }

    /// Events of a conversation before a place (all there are, when none is named), newest first, at most `limit`.
    pub fn events_of_before(
        &self,
        conversation: ConversationId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<Event>> {
        let (table, prefix) = (Table::EventsByConversation, Key::of(conversation));
        let from = before.map(|it| Key::of(conversation).seq(it));
        let mut seqs = Vec::new();
        let from = from.as_ref().map(Key::bytes);
        self.scan(table, &prefix, Order::Backward, from, |key, _| {
            if seqs.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            seqs.extend(key.get(16..).and_then(|it| Parts(it).u64()).map(Seq));
            Ok(ControlFlow::Continue(()))
        })?;
        self.each_of(seqs, |look, seq| {
            look.record(Table::Events, &Key::new().seq(seq))
        })
    }

    /// A reactor's cursor; `None` before it ever ran.
    pub fn cursor(&self, reactor: &str) -> Result<Option<Seq>> {
        self.record(Table::Cursors, &Key::named(reactor))
    }

    /// This store since its last restore.
    pub fn incarnation(&self) -> Result<Option<IncarnationId>> {
        self.record(Table::Meta, &Key::named("incarnation"))
    }

    /// Faults of a reactor, oldest first.
    pub fn faults(&self, reactor: &str, limit: usize) -> Result<Vec<Fault>> {
        self.records(
            Table::Faults,
            &Key::new().text(reactor),
            Order::Forward,
            limit,
        )
    }
}

impl Write<'_> {
    pub fn put_cursor(&mut self, reactor: &str, seq: Seq) -> Result<()> {
        self.put(Table::Cursors, &Key::named(reactor), &seq)
    }

    /// Where a reactor goes on: after what it did before, or, the first time, at the end of the log.
    pub fn place(&mut self, reactor: &str) -> Result<Seq> {
        let last = self.last_seq()?;
        if let Some(known) = self.cursor(reactor)? {
            // A log that is shorter than what was read of it is another's: it was restored.
            return Ok(known.min(last));
        }
        self.put_cursor(reactor, last)?;
        Ok(last)
    }

    /// Notes that nothing up to a place concerned a reactor.
    pub fn pass(&mut self, reactor: &str, to: Seq) -> Result<()> {
        if self.cursor(reactor)?.is_none_or(|it| it < to) {
            self.put_cursor(reactor, to)?;
        }
        Ok(())
    }

    pub fn put_fault(&mut self, reactor: &str, fault: &Fault) -> Result<()> {
        self.put(
            Table::Faults,
            &Key::new().text(reactor).seq(fault.seq),
            fault,
        )
    }

    pub fn remove_fault(&mut self, reactor: &str, seq: Seq) -> Result<bool> {
        self.remove(Table::Faults, &Key::new().text(reactor).seq(seq))
    }

    /// Names a fresh store; kept when it has a name.
    pub fn name_incarnation(&mut self) -> Result<IncarnationId> {
        if let Some(known) = self.incarnation()? {
            return Ok(known);
        }
        let fresh: IncarnationId = self.new_id();
        debug_assert_ne!(fresh.bytes(), [0; 16]);
        self.put(Table::Meta, &Key::named("incarnation"), &fresh)?;
        Ok(fresh)
    }
}
