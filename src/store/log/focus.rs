//! What ours spent on conversations. Written lazily; figures hear of it without an event.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crate::domain::effort::{Focus, Measuring};
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// More of ours than ever work in one conversation.
const PEOPLE: usize = 1_000;

impl Indexed for Focus {
    const TABLE: Table = Table::Focus;

    fn key(&self) -> Key {
        Key::of(self.conversation).id(self.agent)
    }

    fn rows(&self) -> Vec<Row> {
        let key = Key::new().seq(self.written);
        let key = key.id(self.conversation).id(self.agent);
        vec![(Table::FocusWritten, key, Vec::new())]
    }
}

impl Look<'_> {
    /// Whether effort is measured.
    pub fn measuring(&self) -> Result<Measuring> {
        let found = self.record(Table::Meta, &Key::named("measuring"))?;
        Ok(found.unwrap_or_default())
    }

    pub fn focus(&self, conversation: ConversationId, agent: AgentId) -> Result<Option<Focus>> {
        self.record(Table::Focus, &Key::of(conversation).id(agent))
    }

    /// What each of ours spent on a conversation.
    pub fn focus_in(&self, conversation: ConversationId) -> Result<Vec<Focus>> {
        let prefix = Key::of(conversation);
        self.records(Table::Focus, &prefix, Order::Forward, PEOPLE)
    }

    /// The conversations of which it was written when the log had come to a place, or later.
    pub fn focus_written_since(&self, place: Seq) -> Result<BTreeSet<ConversationId>> {
        let (table, all) = (Table::FocusWritten, Key::new());
        // Shorter than every key of that place, so before them all.
        let from = Key::new().seq(place);
        let from = Some(from.bytes());
        let mut out = BTreeSet::new();
        self.scan(table, &all, Order::Forward, from, |key, _| {
            let mut parts = Parts(key);
            let _ = parts.u64();
            out.extend(parts.id::<ConversationId>());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }
}

impl Write<'_> {
    pub fn put_measuring(&mut self, new: Measuring) -> Result<()> {
        self.put(Table::Meta, &Key::named("measuring"), &new)
    }

    /// Writes it down and tells the figures.
    pub fn put_focus(&mut self, new: &Focus) -> Result<()> {
        let new = Focus {
            written: self.last_seq()?,
            ..new.clone()
        };
        self.put_record(&new)?;
        self.worked(new.conversation);
        Ok(())
    }

    /// Forgets what was spent on a conversation.
    pub fn remove_focus(&mut self, conversation: ConversationId) -> Result<()> {
        for it in self.focus_in(conversation)? {
            self.remove_record::<Focus>(&it.key())?;
        }
        Ok(())
    }
}
