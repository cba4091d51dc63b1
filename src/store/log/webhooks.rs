//! Webhooks' calls: what is on its way to programs that hear of events, and what became of it.

use std::ops::{Bound, ControlFlow};

use crate::domain::error::Result;
use crate::domain::id::{Seq, WebhookId};
use crate::domain::time::Millis;
use crate::domain::webhook::{CallState, WebhookCall};
use crate::store::codec;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn key(webhook: WebhookId, seq: Seq) -> Key {
    Key::of(webhook).seq(seq)
}

impl Indexed for WebhookCall {
    const TABLE: Table = Table::WebhookCalls;

    fn key(&self) -> Key {
        key(self.webhook, self.seq)
    }

    fn rows(&self) -> Vec<Row> {
        let due = Key::of(self.webhook).time(self.due).seq(self.seq);
        let waits = self.state == CallState::Waiting;
        let row = waits.then(|| (Table::WebhookCallsDue, due, Vec::new()));
        row.into_iter().collect()
    }
}

/// The event of an index row.
fn seq_of(row: &[u8]) -> Option<Seq> {
    let mut parts = Parts(row);
    let (_, _) = (parts.id::<WebhookId>()?, parts.time()?);
    parts.u64().map(Seq)
}

impl Look<'_> {
    pub fn webhook_call(&self, webhook: WebhookId, seq: Seq) -> Result<Option<WebhookCall>> {
        self.record(Table::WebhookCalls, &key(webhook, seq))
    }

    /// Calls to a webhook before an event (all, when none is named), newest first.
    pub fn webhook_calls(
        &self,
        webhook: WebhookId,
        before: Option<Seq>,
        limit: usize,
    ) -> Result<Vec<WebhookCall>> {
        let from = before.map(|it| key(webhook, it));
        let from = from.as_ref().map(Key::bytes);
        let mut out = Vec::new();
        let (table, prefix) = (Table::WebhookCalls, Key::of(webhook));
        self.scan(table, &prefix, Order::Backward, from, |key, value| {
            if out.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            out.push(codec::decode(table.name(), key, value)?);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// The oldest calls to a webhook.
    pub fn oldest_webhook_calls(
        &self,
        webhook: WebhookId,
        limit: usize,
    ) -> Result<Vec<WebhookCall>> {
        let prefix = Key::of(webhook);
        self.records(Table::WebhookCalls, &prefix, Order::Forward, limit)
    }

    /// Calls that wait and are due by `now`, earliest first.
    pub fn webhook_calls_due(
        &self,
        webhook: WebhookId,
        now: Millis,
        limit: usize,
    ) -> Result<Vec<WebhookCall>> {
        let low = Key::of(webhook);
        let high = Key::of(webhook).time(Millis(now.0.saturating_add(1)));
        let range = (Bound::Included(low.bytes()), Bound::Excluded(high.bytes()));
        let mut seqs = Vec::new();
        self.scan_range(Table::WebhookCallsDue, range, Order::Forward, |row, _| {
            if seqs.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            seqs.extend(seq_of(row));
            Ok(ControlFlow::Continue(()))
        })?;
        self.each_of(seqs, |look, seq| look.webhook_call(webhook, seq))
    }

    /// How many calls to a webhook wait, counted up to `limit`.
    pub fn webhook_calls_waiting(&self, webhook: WebhookId, limit: usize) -> Result<usize> {
        self.count_under(Table::WebhookCallsDue, &Key::of(webhook), limit)
    }

    /// When the next call to a webhook is due.
    pub fn next_webhook_due(&self, webhook: WebhookId) -> Result<Option<Millis>> {
        self.first_due(Table::WebhookCallsDue, webhook)
    }
}

impl Write<'_> {
    pub fn put_webhook_call(&mut self, new: &WebhookCall) -> Result<()> {
        self.put_record(new)
    }

    /// A call that ended waits again, and whoever sends looks now.
    pub fn put_webhook_call_again(&mut self, new: &WebhookCall) -> Result<()> {
        self.ring();
        self.put_webhook_call(new)
    }

    pub fn remove_webhook_call(&mut self, it: &WebhookCall) -> Result<bool> {
        self.remove_record::<WebhookCall>(&it.key())
    }
}
