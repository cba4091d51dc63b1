//! What was pressed on cards, and what became of it.

use crate::domain::card::action::{CardRun, RunState};
use crate::domain::error::Result;
use crate::domain::id::{CardRunId, ConversationId, Id};
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

impl Indexed for CardRun {
    const TABLE: Table = Table::CardRuns;

    fn key(&self) -> Key {
        Key::of(self.conversation).id(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let sending = self.state == RunState::Sending;
        let conversation = self.conversation.bytes().to_vec();
        let row = sending.then(|| (Table::CardRunsSending, Key::of(self.id), conversation));
        row.into_iter().collect()
    }
}

impl Look<'_> {
    pub fn card_run(&self, of: ConversationId, id: CardRunId) -> Result<Option<CardRun>> {
        self.record(Table::CardRuns, &Key::of(of).id(id))
    }

    /// What was pressed in a conversation, newest first.
    pub fn card_runs(&self, of: ConversationId, limit: usize) -> Result<Vec<CardRun>> {
        self.records(Table::CardRuns, &Key::of(of), Order::Backward, limit)
    }

    /// Those being sent.
    pub fn card_runs_sending(&self, limit: usize) -> Result<Vec<CardRun>> {
        let mut places = Vec::new();
        self.scan(
            Table::CardRunsSending,
            &Key::new(),
            Order::Forward,
            None,
            |key, value| {
                if places.len() >= limit {
                    return Ok(std::ops::ControlFlow::Break(()));
                }
                let (run, of) = (Parts(key).id::<CardRunId>(), Parts(value).id());
                places.extend(of.zip(run));
                Ok(std::ops::ControlFlow::Continue(()))
            },
        )?;
        self.each_of(places, |look, (of, run)| look.card_run(of, run))
    }
}

impl Write<'_> {
    pub fn put_card_run(&mut self, new: &CardRun) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_card_run(&mut self, it: &CardRun) -> Result<bool> {
        self.remove_record::<CardRun>(&it.key())
    }
}
