//! What outlets are told: gathered until it leaves, and the messages that left.

use crate::domain::error::Result;
use crate::domain::id::{AlertCallId, OutletId};
use crate::domain::monitor::alert::{AlertCall, Gathered};
use crate::domain::time::Millis;
use crate::store::key::Key;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Messages kept of an outlet.
const KEPT: usize = 50;

fn key(outlet: OutletId, at: Millis, id: AlertCallId) -> Key {
    Key::of(outlet).newest(at).id(id)
}

impl Look<'_> {
    /// What waits to be told to an outlet.
    pub fn gathered(&self, outlet: OutletId) -> Result<Option<Gathered>> {
        self.record(Table::AlertsGathered, &Key::of(outlet))
    }

    /// The messages to an outlet, newest first.
    pub fn alert_calls(&self, outlet: OutletId, limit: usize) -> Result<Vec<AlertCall>> {
        self.records(Table::AlertCalls, &Key::of(outlet), Order::Forward, limit)
    }

    pub fn alert_call(
        &self,
        outlet: OutletId,
        at: Millis,
        id: AlertCallId,
    ) -> Result<Option<AlertCall>> {
        self.record(Table::AlertCalls, &key(outlet, at, id))
    }
}

impl Write<'_> {
    pub fn put_gathered(&mut self, outlet: OutletId, new: &Gathered) -> Result<()> {
        self.put(Table::AlertsGathered, &Key::of(outlet), new)
    }

    pub fn remove_gathered(&mut self, outlet: OutletId) -> Result<bool> {
        self.remove(Table::AlertsGathered, &Key::of(outlet))
    }

    /// Writes a message; the oldest of many is forgotten.
    pub fn put_alert_call(&mut self, new: &AlertCall) -> Result<()> {
        let known = self.alert_calls(new.outlet, KEPT + 2)?;
        for old in known.iter().skip(KEPT - 1).filter(|it| it.id != new.id) {
            self.remove(Table::AlertCalls, &key(old.outlet, old.at, old.id))?;
        }
        self.put(Table::AlertCalls, &key(new.outlet, new.at, new.id), new)
    }
}
