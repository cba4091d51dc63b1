//! Writing: what a deed holds while it runs. It carries the transaction, the group's `now`, an id source, and a
//! mark of whether anything was written. Nothing outside the transaction is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use crate::domain::actor::Actor;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind, Subject};
use crate::domain::id::{ConversationId, Id, Seq};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::error::StoreError;
use crate::store::ids::Ids;
use crate::store::index::Indexed;
use crate::store::kept::{self, Place};
use crate::store::key::Key;
use crate::store::look::Look;
use crate::store::memo::Record;
use crate::store::tables::Table;

/// The one writer's hands. Everything done through it lands together or not at all.
pub struct Write<'t> {
    look: Look<'t>,
    now: Millis,
    ids: Arc<Ids>,
    wrote: bool,
    /// How many rules stand behind what is done.
    depth: u8,
    next_seq: Option<Seq>,
    told: Told,
    /// Rows of kept tables that were written.
    kept: Vec<Place>,
    /// Where records are encoded.
    buffer: Vec<u8>,
}

/// What the group will tell after its commit.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Told {
    pub events: Vec<Event>,
    pub conversations: BTreeMap<ConversationId, Conversation>,
    pub worked: BTreeSet<ConversationId>,
    pub work: bool,
}

impl<'t> Deref for Write<'t> {
    type Target = Look<'t>;
    fn deref(&self) -> &Look<'t> {
        &self.look
    }
}

impl<'t> Write<'t> {
    pub(super) fn new(look: Look<'t>, now: Millis, ids: Arc<Ids>) -> Self {
        Write {
            look,
            now,
            ids,
            wrote: false,
            depth: 0,
            next_seq: None,
            told: Told::default(),
            kept: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// The group's time: the same for every deed in it.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.now
    }

    /// A fresh id.
    pub fn new_id<T: Id>(&mut self) -> T {
        T::from_uuid(self.ids.next(self.now))
    }

    /// Appends an event and answers its place in the log.
    pub fn event(&mut self, actor: Actor, subject: Subject, kind: EventKind) -> Result<Seq> {
        self.append(actor, subject, kind, false)
    }

    /// Appends an event of what came in as history: reactors pass it unread.
    pub fn history_event(
        &mut self,
        actor: Actor,
        subject: Subject,
        kind: EventKind,
    ) -> Result<Seq> {
        self.append(actor, subject, kind, true)
    }

    /// Says how many rules stand behind what is done from here on; what was said before.
    pub fn caused(&mut self, depth: u8) -> u8 {
        std::mem::replace(&mut self.depth, depth)
    }

    /// How many rules stand behind what is done now.
    #[must_use]
    pub fn depth(&self) -> u8 {
        self.depth
    }

    fn append(
        &mut self,
        actor: Actor,
        subject: Subject,
        kind: EventKind,
        history: bool,
    ) -> Result<Seq> {
        let seq = match self.next_seq {
            Some(seq) => seq,
            None => Seq(self.look.last_seq()?.0 + 1),
        };
        let event = Event {
            seq,
            at: self.now,
            actor,
            subject,
            history,
            depth: self.depth,
            kind,
        };
        self.put(Table::Events, &event.key(), &event)?;
        for (table, key, value) in event.rows() {
            self.put_raw(table, &key, &value)?;
        }
        self.next_seq = Some(Seq(seq.0 + 1));
        self.told.events.push(event);
        Ok(seq)
    }

    /// Says that a queue of work has a new head, so that workers look now.
    pub(super) fn ring(&mut self) {
        self.told.work = true;
    }

    pub(super) fn touched(&mut self, conversation: &Conversation) {
        self.told
            .conversations
            .insert(conversation.id, conversation.clone());
    }

    pub(super) fn worked(&mut self, conversation: ConversationId) {
        self.told.worked.insert(conversation);
    }

    pub(super) fn put(&mut self, table: Table, key: &Key, value: &impl Serialize) -> Result<()> {
        let mut bytes = std::mem::take(&mut self.buffer);
        codec::encode(&mut bytes, value)?;
        let done = self.put_raw(table, key, &bytes);
        self.buffer = bytes;
        done
    }

    /// Puts a record, and says what `read` makes of the row that was there.
    pub(super) fn put_over<R>(
        &mut self,
        table: Table,
        key: &Key,
        value: &impl Serialize,
        read: impl FnOnce(&[u8]) -> Result<R, StoreError>,
    ) -> Result<Option<R>> {
        let mut bytes = std::mem::take(&mut self.buffer);
        codec::encode(&mut bytes, value)?;
        self.changes(table, key);
        let rows = self.look.writable(table)?;
        let replaced = rows
            .borrow_mut()
            .insert(key.bytes(), bytes.as_slice())
            .map(|old| old.map(|it| read(it.value())))
            .map_err(StoreError::from);
        self.buffer = bytes;
        Ok(self.look.note(replaced)?.transpose()?)
    }

    /// What was just written is what a later read would give.
    pub(super) fn read_again<T: Record>(&self, table: Table, key: &Key, record: &T) {
        self.look.keep(table, key.bytes(), record);
    }

    pub(super) fn put_raw(&mut self, table: Table, key: &Key, value: &[u8]) -> Result<()> {
        self.changes(table, key);
        let rows = self.look.writable(table)?;
        let done = rows
            .borrow_mut()
            .insert(key.bytes(), value)
            .map(|_| ())
            .map_err(StoreError::from);
        Ok(self.look.note(done)?)
    }

    /// What was known of a row does not hold any more.
    fn changes(&mut self, table: Table, key: &Key) {
        self.wrote = true;
        self.look.forget(table, key.bytes());
        if kept::is_kept(table) {
            self.kept.push((table, key.bytes().to_vec()));
        }
    }

    /// Removes a row; whether it was there.
    pub(super) fn remove(&mut self, table: Table, key: &Key) -> Result<bool> {
        self.changes(table, key);
        let rows = self.look.writable(table)?;
        let done = rows
            .borrow_mut()
            .remove(key.bytes())
            .map(|it| it.is_some())
            .map_err(StoreError::from);
        Ok(self.look.note(done)?)
    }

    pub(super) fn take_wrote(&mut self) -> bool {
        std::mem::take(&mut self.wrote)
    }

    pub(super) fn into_told(self) -> (Told, Vec<Place>) {
        (self.told, self.kept)
    }
}
