//! Providers' ids of messages, news of messages that are not here yet, and the calls that brought them.

use std::ops::ControlFlow;

use crate::domain::error::Result;
use crate::domain::id::{ConnectionId, Id, MessageId, RawId};
use crate::domain::raw::{Call, Raw};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::messages::digest;
use crate::store::tables::Table;
use crate::store::write::Write;

/// A provider's id may hold a number of a person's: only its digest is a key.
fn chat_key(connection: ConnectionId, id: &str) -> Key {
    Key::of(connection).fixed(&digest(id.as_bytes()))
}

fn call_key(it: &Call) -> Key {
    Key::of(it.connection).newest(it.at).id(it.raw)
}

impl Look<'_> {
    /// The message a provider knows by this id.
    pub fn chat_id(&self, connection: ConnectionId, id: &str) -> Result<Option<MessageId>> {
        let key = chat_key(connection, id);
        Ok(self
            .raw(Table::ChatIds, key.bytes(), |it| Parts(it).id())?
            .flatten())
    }

    /// Calls that spoke of a message before it was here.
    pub fn early(&self, connection: ConnectionId, id: &str) -> Result<Vec<RawId>> {
        self.early_under(&chat_key(connection, id))
    }

    fn early_under(&self, prefix: &Key) -> Result<Vec<RawId>> {
        let cut = prefix.bytes().len();
        let mut out = Vec::new();
        self.scan(Table::Early, prefix, Order::Forward, None, |key, _| {
            let raw: Option<RawId> = key.get(cut..).and_then(|it| Parts(it).id());
            out.extend(raw);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// What became of a call.
    pub fn call_of(&self, raw: &Raw) -> Result<Option<Call>> {
        let key = Key::of(raw.connection).newest(raw.at).id(raw.id);
        self.record(Table::Calls, &key)
    }

    /// Calls of a connection, newest first.
    pub fn calls(&self, connection: ConnectionId, limit: usize) -> Result<Vec<Call>> {
        self.records(Table::Calls, &Key::of(connection), Order::Forward, limit)
    }

    /// Calls of a connection behind one of them, newest first: a page of a list.
    pub fn calls_after(
        &self,
        connection: ConnectionId,
        after: Option<(Millis, RawId)>,
        limit: usize,
    ) -> Result<Vec<Call>> {
        let prefix = Key::of(connection);
        let after = after.map(|(at, raw)| Key::of(connection).newest(at).id(raw));
        let after = after.as_ref().map(Key::bytes);
        let mut out = Vec::new();
        self.scan(
            Table::Calls,
            &prefix,
            Order::Forward,
            after,
            |key, value| {
                if out.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                out.push(codec::decode(Table::Calls.name(), key, value)?);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(out)
    }

    /// The calls of a connection behind its newest ones, oldest last.
    pub fn calls_behind(&self, connection: ConnectionId, newest: usize) -> Result<Vec<Call>> {
        let (mut n, mut out) = (0, Vec::new());
        let prefix = Key::of(connection);
        self.scan(Table::Calls, &prefix, Order::Forward, None, |key, value| {
            n += 1;
            if n > newest {
                out.push(codec::decode(Table::Calls.name(), key, value)?);
            }
            Ok(if out.len() < LOT {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(out)
    }
}

/// Rows handed out at one time.
const LOT: usize = 200;

impl Write<'_> {
    /// Says by which id a provider knows a message. The first one to claim it keeps it. Answers the calls that spoke of it
    /// before; they wait no longer.
    pub fn put_chat_id(
        &mut self,
        connection: ConnectionId,
        id: &str,
        message: MessageId,
    ) -> Result<Vec<RawId>> {
        let key = chat_key(connection, id);
        if id.is_empty() || self.raw(Table::ChatIds, key.bytes(), |_| ())?.is_some() {
            return Ok(Vec::new());
        }
        self.put_raw(Table::ChatIds, &key, &message.bytes())?;
        let early = self.early_under(&key)?;
        for raw in &early {
            self.remove(Table::Early, &key.clone().id(*raw))?;
        }
        Ok(early)
    }

    /// Says that a call speaks of a message that is not here yet.
    pub fn put_early(&mut self, connection: ConnectionId, id: &str, raw: RawId) -> Result<()> {
        self.put_raw(Table::Early, &chat_key(connection, id).id(raw), &[])
    }

    /// Writes what became of a call.
    pub fn put_call(&mut self, it: &Call) -> Result<()> {
        self.put(Table::Calls, &call_key(it), it)
    }

    /// Forgets a call; its raw input is another matter.
    pub fn remove_call(&mut self, it: &Call) -> Result<bool> {
        self.remove(Table::Calls, &call_key(it))
    }
}
