//! Deliveries: the queue of what is to be sent, and the shelf of what needs a person.

use std::ops::{Bound, ControlFlow};

use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::id::{ConnectionId, ConversationId, DeliveryId};
use crate::domain::time::Millis;
use crate::store::index::{Indexed, Row};
use crate::store::key::Key;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn pending_key(it: &Delivery) -> Key {
    Key::of(it.connection).time(it.due).id(it.id)
}

fn trouble_key(it: &Delivery) -> Key {
    Key::new().newest(it.at).id(it.id)
}

impl Indexed for Delivery {
    const TABLE: Table = Table::Deliveries;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        if self.state.is_pending() {
            rows.push((Table::DeliveriesPending, pending_key(self), Vec::new()));
        }
        if self.state.is_trouble() {
            rows.push((Table::DeliveriesInTrouble, trouble_key(self), Vec::new()));
        }
        if let Some(due) = self.copy_due {
            let key = Key::of(self.connection).time(due).id(self.id);
            rows.push((Table::DeliveriesToCopy, key, Vec::new()));
        }
        if self.state.is_unsettled() {
            let key = Key::of(self.conversation).id(self.id);
            rows.push((Table::DeliveriesByConversation, key, Vec::new()));
        }
        rows
    }
}

impl Look<'_> {
    pub fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>> {
        self.record(Table::Deliveries, &Key::of(id))
    }

    /// Pending deliveries of a connection due by `now`, earliest first. Includes those in state `sending`.
    pub fn deliveries_due(
        &self,
        connection: ConnectionId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        self.deliveries_by(Table::DeliveriesPending, connection, now, limit)
    }

    /// Deliveries of a connection whose copy is to be put into the Sent folder by `now`, earliest first.
    pub fn copies_due(
        &self,
        connection: ConnectionId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        self.deliveries_by(Table::DeliveriesToCopy, connection, now, limit)
    }

    fn deliveries_by(
        &self,
        table: Table,
        connection: ConnectionId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let low = Key::of(connection);
        let high = Key::of(connection).time(Millis(now.0.saturating_add(1)));
        let range = (Bound::Included(low.bytes()), Bound::Excluded(high.bytes()));
        let ids = self.ids_in(table, range, Order::Forward, limit)?;
        self.each_of(ids, Look::delivery)
    }

    /// When the next pending delivery of a connection is due.
    pub fn next_delivery_due(&self, connection: ConnectionId) -> Result<Option<Millis>> {
        self.first_due(Table::DeliveriesPending, connection)
    }

    /// When the next copy for the Sent folder of a connection is due.
    pub fn next_copy_due(&self, connection: ConnectionId) -> Result<Option<Millis>> {
        self.first_due(Table::DeliveriesToCopy, connection)
    }

    /// All pending deliveries of every connection: read once at start, to void the claims of a process gone.
    pub fn deliveries_pending(&self) -> Result<Vec<Delivery>> {
        let (table, all) = (Table::DeliveriesPending, Key::new());
        let ids = self.ids_under(table, &all, Order::Forward, None, usize::MAX)?;
        self.each_of(ids, Look::delivery)
    }

    /// Deliveries that need a person, newest first.
    pub fn deliveries_in_trouble(&self, limit: usize) -> Result<Vec<Delivery>> {
        let (table, all) = (Table::DeliveriesInTrouble, Key::new());
        let ids = self.ids_under(table, &all, Order::Forward, None, limit)?;
        self.each_of(ids, Look::delivery)
    }

    /// Deliveries of a conversation that are pending or need a person, oldest first.
    pub fn deliveries_unsettled(&self, conversation: ConversationId) -> Result<Vec<Delivery>> {
        let (table, prefix) = (Table::DeliveriesByConversation, Key::of(conversation));
        let ids = self.under_again(table, &prefix, || {
            self.ids_under(table, &prefix, Order::Forward, None, usize::MAX)
        })?;
        self.each_of(ids.to_vec(), Look::delivery)
    }

    /// Deliveries by id, which is by age, newest first, before the given one: for lists by state.
    pub fn deliveries_before(
        &self,
        before: Option<DeliveryId>,
        state: Option<DeliveryState>,
        limit: usize,
    ) -> Result<Vec<Delivery>> {
        let from = before.map(Key::of);
        let mut out: Vec<Delivery> = Vec::new();
        let from = from.as_ref().map(Key::bytes);
        self.scan(
            Table::Deliveries,
            &Key::new(),
            Order::Backward,
            from,
            |key, value| {
                let it: Delivery =
                    crate::store::codec::decode(Table::Deliveries.name(), key, value)?;
                if state.is_none_or(|wanted| wanted == it.state) {
                    out.push(it);
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
    /// Writes a delivery with its indexes.
    pub fn put_delivery(&mut self, new: &Delivery) -> Result<()> {
        if new.state.is_pending() || new.copy_due.is_some() {
            self.ring();
        }
        self.put_record(new)
    }
}
