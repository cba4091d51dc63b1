//! Conversations and the indexes that find and list them.

use std::ops::ControlFlow;

use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::{ContactId, ConversationId, Id};
use crate::domain::list::After;
use crate::domain::time::Millis;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::lines;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Lists kept in the store rather than on the board, because they grow without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    Resolved,
    ClosedQuietly,
    Spam,
    Automatic,
    Blocked,
    Failed,
}

impl Shelf {
    fn code(self) -> u8 {
        match self {
            Shelf::Resolved => 1,
            Shelf::ClosedQuietly => 2,
            Shelf::Spam => 3,
            Shelf::Automatic => 4,
            Shelf::Blocked => 5,
            Shelf::Failed => 6,
        }
    }
}

/// The shelves a conversation stands on.
fn shelves(it: &Conversation) -> Vec<Shelf> {
    let mut out = Vec::new();
    if it.merged {
        return out;
    }
    if it.blocked {
        out.push(Shelf::Blocked);
    } else if it.automatic {
        out.push(Shelf::Automatic);
    } else {
        match it.status {
            Status::Spam => out.push(Shelf::Spam),
            Status::Resolved { quiet, .. } => {
                out.push(Shelf::Resolved);
                if quiet {
                    out.push(Shelf::ClosedQuietly);
                }
            }
            _ => {}
        }
    }
    if it.has_failed {
        out.push(Shelf::Failed);
    }
    out
}

impl Indexed for Conversation {
    const TABLE: Table = Table::Conversations;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let number = Key::new().u64(self.number);
        let mut rows = vec![(
            Table::ConversationsByNumber,
            number,
            self.id.bytes().to_vec(),
        )];
        let mut people: Vec<ContactId> = self.participants.iter().map(|it| it.contact).collect();
        people.push(self.contact);
        people.sort_unstable();
        people.dedup();
        for contact in people {
            let key = Key::of(contact).id(self.id);
            rows.push((Table::ConversationsByContact, key, Vec::new()));
        }
        if self.status.is_unresolved() && !self.is_aside() {
            rows.push((Table::ConversationsUnresolved, Key::of(self.id), Vec::new()));
        }
        rows.extend(lines::row(self));
        for shelf in shelves(self) {
            let key = Key::new()
                .u8(shelf.code())
                .newest(self.active_at)
                .id(self.id);
            rows.push((Table::ConversationsByShelf, key, Vec::new()));
        }
        rows
    }
}

impl Look<'_> {
    pub fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>> {
        self.record(Table::Conversations, &Key::of(id))
    }

    pub fn conversation_numbered(&self, number: u64) -> Result<Option<Conversation>> {
        let key = Key::new().u64(number);
        let id = self.raw(Table::ConversationsByNumber, key.bytes(), |it| {
            Parts(it).id()
        })?;
        id.flatten().map_or(Ok(None), |id| self.conversation(id))
    }

    /// Ids of all conversations a contact record is in, as customer or participant, oldest first.
    pub fn conversations_of(&self, contact: ContactId) -> Result<Vec<ConversationId>> {
        let (table, prefix) = (Table::ConversationsByContact, Key::of(contact));
        self.ids_under(table, &prefix, Order::Forward, None, usize::MAX)
    }

    /// As [`Look::conversations_of`], newest first, at most `limit`.
    pub fn newest_conversations_of(
        &self,
        contact: ContactId,
        limit: usize,
    ) -> Result<Vec<ConversationId>> {
        let (table, prefix) = (Table::ConversationsByContact, Key::of(contact));
        self.ids_under(table, &prefix, Order::Backward, None, limit)
    }

    /// Visits every unresolved conversation: what the board loads.
    pub fn each_unresolved(&self, mut visit: impl FnMut(Conversation) -> Result<()>) -> Result<()> {
        self.scan(
            Table::ConversationsUnresolved,
            &Key::new(),
            Order::Forward,
            None,
            |key, _| {
                let id: Option<ConversationId> = Parts(key).id();
                if let Some(found) = id.map_or(Ok(None), |id| self.conversation(id))? {
                    visit(found)?;
                }
                Ok(ControlFlow::Continue(()))
            },
        )
    }

    /// A page of a shelf, newest first (`Order::Forward`) or oldest, leaving out what `keep` refuses. At most `limit`
    /// rows, and at most 20 × `limit` looked at, so that a filter cannot make a look long; the end says where to go on.
    pub fn shelf(
        &self,
        (shelf, order): (Shelf, Order),
        after: Option<After>,
        limit: usize,
        keep: impl Fn(&Conversation) -> bool,
    ) -> Result<(Vec<Conversation>, Option<After>)> {
        let prefix = Key::new().u8(shelf.code());
        let from = after.map(|it| Key::new().u8(shelf.code()).newest(it.key).id(it.id));
        let (mut out, mut looked, mut end) = (Vec::new(), 0_usize, None);
        let from = from.as_ref().map(Key::bytes);
        self.scan(
            Table::ConversationsByShelf,
            &prefix,
            order,
            from,
            |key, _| {
                if out.len() >= limit || looked >= limit.saturating_mul(20) {
                    return Ok(ControlFlow::Break(()));
                }
                looked += 1;
                let Some((key, id)) = shelf_key(key) else {
                    return Ok(ControlFlow::Continue(()));
                };
                end = Some(After { key, id });
                if let Some(found) = self.conversation(id)?
                    && keep(&found)
                {
                    out.push(found);
                }
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let more = out.len() >= limit || looked >= limit.saturating_mul(20);
        Ok((out, if more { end } else { None }))
    }

    /// How many rows a shelf has, counting at most `limit`.
    pub fn shelf_count(&self, shelf: Shelf, limit: usize) -> Result<usize> {
        let prefix = Key::new().u8(shelf.code());
        self.count_under(Table::ConversationsByShelf, &prefix, limit)
    }

    /// All conversations by number, newest first, from below `before` on.
    pub fn conversations_before(
        &self,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Conversation>> {
        self.conversations_by_number(Order::Backward, before, limit)
    }

    /// All conversations by number, either way, beyond `from`.
    pub fn conversations_by_number(
        &self,
        order: Order,
        from: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Conversation>> {
        let from = from.map(|n| Key::new().u64(n));
        let mut ids = Vec::new();
        let from = from.as_ref().map(Key::bytes);
        self.scan(
            Table::ConversationsByNumber,
            &Key::new(),
            order,
            from,
            |_, id| {
                ids.extend(Parts(id).id::<ConversationId>());
                let full = ids.len() >= limit;
                Ok(if full {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            },
        )?;
        self.each_of(ids, Look::conversation)
    }
}

fn shelf_key(key: &[u8]) -> Option<(Millis, ConversationId)> {
    let mut parts = Parts(key);
    parts.u8()?;
    Some((parts.newest()?, parts.id()?))
}

impl Write<'_> {
    /// Writes a conversation with its indexes.
    pub fn put_conversation(&mut self, new: &Conversation) -> Result<()> {
        self.put_record(new)?;
        self.touched(new);
        Ok(())
    }

    /// The next conversation number.
    pub fn next_number(&mut self) -> Result<u64> {
        let key = Key::named("conversation_number");
        let next = self.record::<u64>(Table::Meta, &key)?.unwrap_or(0) + 1;
        self.put(Table::Meta, &key, &next)?;
        Ok(next)
    }
}
