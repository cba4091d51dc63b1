//! Drafts and idempotency rows: what a browser or program may send again.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, BlobHash, ConversationId};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::index::{Holder, Indexed, Row, holds};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn draft_key(conversation: ConversationId, agent: AgentId, note: bool) -> Key {
    Key::of(conversation).id(agent).u8(u8::from(note))
}

/// A key as it stands in the table.
type RowKey = Vec<u8>;

impl Indexed for Draft {
    const TABLE: Table = Table::Drafts;

    fn key(&self) -> Key {
        draft_key(self.conversation, self.agent, self.note)
    }

    fn rows(&self) -> Vec<Row> {
        if self.gone {
            return Vec::new();
        }
        let blobs = self.attachments.iter().map(|it| it.blob).collect();
        let mut rows = holds(Holder::Draft, &self.key(), blobs);
        let index = Key::of(self.agent)
            .id(self.conversation)
            .u8(u8::from(self.note));
        rows.push((Table::DraftsByAgent, index, Vec::new()));
        rows
    }
}

/// What was made under an idempotency key: enough to render the answer again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Idempotent {
    /// SHA-256 of the request's body.
    pub body: BlobHash,
    /// What was made, as the maker wrote it (ids, numbers).
    pub made: String,
    pub until: Millis,
}

impl Look<'_> {
    /// A draft, gone ones too (for their revision).
    pub fn draft(
        &self,
        conversation: ConversationId,
        agent: AgentId,
        note: bool,
    ) -> Result<Option<Draft>> {
        self.record(Table::Drafts, &draft_key(conversation, agent, note))
    }

    /// Conversations in which an agent has a live draft.
    pub fn drafts_of(&self, agent: AgentId) -> Result<Vec<ConversationId>> {
        let mut out = Vec::new();
        self.scan(
            Table::DraftsByAgent,
            &Key::of(agent),
            Order::Forward,
            None,
            |key, _| {
                let mut parts = Parts(key);
                let _: Option<AgentId> = parts.id();
                out.extend(parts.id::<ConversationId>());
                Ok(ControlFlow::Continue(()))
            },
        )?;
        // A reply and a note of one conversation lie side by side.
        out.dedup();
        Ok(out)
    }

    /// Live drafts of anybody in a conversation.
    pub fn drafts_in(&self, conversation: ConversationId) -> Result<Vec<Draft>> {
        let all: Vec<Draft> =
            self.records(Table::Drafts, &Key::of(conversation), Order::Forward, 1_000)?;
        Ok(all.into_iter().filter(|it| !it.gone).collect())
    }

    /// What was made under a key that is still valid at `now`.
    pub fn idempotent(&self, scope: &str, key: &str, now: Millis) -> Result<Option<Idempotent>> {
        let row: Option<Idempotent> =
            self.record(Table::Idempotency, &Key::new().text(scope).text(key))?;
        Ok(row.filter(|it| now < it.until))
    }

    /// Looks at `limit` rows after a key: the keys of those no longer valid at `now`, and where to go on, `None` at
    /// the end.
    pub fn idempotent_over(
        &self,
        now: Millis,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<(Vec<RowKey>, Option<RowKey>)> {
        let (table, all) = (Table::Idempotency, Key::new());
        let (mut over, mut last, mut left) = (Vec::new(), None, limit);
        self.scan(table, &all, Order::Forward, after, |key, value| {
            let row: Idempotent = codec::decode(table.name(), key, value)?;
            if row.until <= now {
                over.push(key.to_vec());
            }
            left = left.saturating_sub(1);
            if left > 0 {
                return Ok(ControlFlow::Continue(()));
            }
            last = Some(key.to_vec());
            Ok(ControlFlow::Break(()))
        })?;
        Ok((over, last))
    }
}

impl Write<'_> {
    /// Writes a draft with its index and its files' references.
    pub fn put_draft(&mut self, new: &Draft) -> Result<()> {
        self.put_record(new)
    }

    /// Forgets what is remembered under these keys of [`Look::idempotent_over`]; how many there were. One that was
    /// used again meanwhile stays.
    pub fn forget_idempotent(&mut self, keys: &[Vec<u8>]) -> Result<usize> {
        let (now, mut n) = (self.now(), 0);
        for key in keys {
            let key = Key::new().fixed(key);
            let row: Option<Idempotent> = self.record(Table::Idempotency, &key)?;
            if row.is_some_and(|it| it.until <= now) {
                n += usize::from(self.remove(Table::Idempotency, &key)?);
            }
        }
        Ok(n)
    }

    pub fn put_idempotent(&mut self, scope: &str, key: &str, row: &Idempotent) -> Result<()> {
        self.put(Table::Idempotency, &Key::new().text(scope).text(key), row)
    }
}
