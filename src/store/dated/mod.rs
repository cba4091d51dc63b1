//! Dated events: by what they are called elsewhere, by contact, by date.

use crate::domain::dated::DatedEvent;
use crate::domain::dated::plan::DatedKind;
use crate::domain::error::Result;
use crate::domain::id::{ContactId, DatedEventId, DatedKindId, Id};
use crate::domain::time::Millis;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn named_key(kind: DatedKindId, external_id: &str) -> Key {
    Key::of(kind).text(external_id)
}

fn time_key(it: &DatedEvent) -> Key {
    Key::new().time(it.at).id(it.id)
}

impl Indexed for DatedEvent {
    const TABLE: Table = Table::DatedEvents;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let named = named_key(self.kind, &self.external_id);
        let due = |due| {
            let key = Key::new().time(due).id(self.id);
            (Table::DatedEventsDue, key, Vec::new())
        };
        let mut rows = vec![
            (
                Table::DatedEventsByContact,
                Key::of(self.contact).time(self.at).id(self.id),
                Vec::new(),
            ),
            (Table::DatedEventsByTime, time_key(self), Vec::new()),
            (Table::DatedEventsByName, named, self.id.bytes().to_vec()),
        ];
        rows.extend(self.due.map(due));
        rows
    }
}

impl Look<'_> {
    pub fn dated_event(&self, id: DatedEventId) -> Result<Option<DatedEvent>> {
        self.record(Table::DatedEvents, &Key::of(id))
    }

    /// The one of a kind that is called so elsewhere.
    pub fn dated_event_named(
        &self,
        kind: DatedKindId,
        external_id: &str,
    ) -> Result<Option<DatedEvent>> {
        let key = named_key(kind, external_id);
        let id = self.raw(Table::DatedEventsByName, key.bytes(), |it| Parts(it).id())?;
        id.flatten().map_or(Ok(None), |id| self.dated_event(id))
    }

    /// Those of a record, by date.
    pub fn dated_events_of(&self, contact: ContactId, limit: usize) -> Result<Vec<DatedEvent>> {
        let (table, under) = (Table::DatedEventsByContact, Key::of(contact));
        let ids = self.ids_under(table, &under, Order::Backward, None, limit)?;
        let mut all = self.each_of(ids, Look::dated_event)?;
        all.reverse();
        Ok(all)
    }

    /// Those from a time on, by date, behind one that was listed before: at most `limit`.
    pub fn dated_events_from(
        &self,
        from: Option<Millis>,
        after: Option<(Millis, DatedEventId)>,
        limit: usize,
    ) -> Result<Vec<DatedEvent>> {
        use std::ops::Bound;
        let begin = match (after, from) {
            (Some((at, id)), _) => Some((Key::new().time(at).id(id), false)),
            (None, Some(at)) => Some((Key::new().time(at), true)),
            (None, None) => None,
        };
        let bound = match &begin {
            Some((key, true)) => Bound::Included(key.bytes()),
            Some((key, false)) => Bound::Excluded(key.bytes()),
            None => Bound::Unbounded,
        };
        let range = (bound, Bound::Unbounded);
        let ids = self.ids_in(Table::DatedEventsByTime, range, Order::Forward, limit)?;
        self.each_of(ids, Look::dated_event)
    }

    /// Those that are looked at until a time, soonest first: at most `limit`.
    pub fn dated_due(&self, until: Millis, limit: usize) -> Result<Vec<DatedEventId>> {
        use std::ops::Bound;
        let end = Key::new().time(until);
        let range = (Bound::Unbounded, Bound::Excluded(end.bytes()));
        self.ids_in(Table::DatedEventsDue, range, Order::Forward, limit)
    }

    /// Those before a time, the newest first, before one that was listed.
    pub fn dated_events_before(
        &self,
        before: Millis,
        after: Option<(Millis, DatedEventId)>,
        limit: usize,
    ) -> Result<Vec<DatedEvent>> {
        use std::ops::Bound;
        let end = match after {
            Some((at, id)) => Key::new().time(at).id(id),
            None => Key::new().time(before),
        };
        let range = (Bound::Unbounded, Bound::Excluded(end.bytes()));
        let ids = self.ids_in(Table::DatedEventsByTime, range, Order::Backward, limit)?;
        self.each_of(ids, Look::dated_event)
    }
}

impl Write<'_> {
    /// Writes one with its indexes.
    pub fn put_dated_event(&mut self, new: &DatedEvent) -> Result<()> {
        self.put_record(new)
    }

    /// Removes one: only with its person.
    pub fn remove_dated_event(&mut self, id: DatedEventId) -> Result<bool> {
        self.remove_record::<DatedEvent>(&Key::of(id))
    }

    pub fn put_dated_kind(&mut self, new: &DatedKind) -> Result<()> {
        self.put(Table::DatedKinds, &Key::of(new.id), new)
    }
}
