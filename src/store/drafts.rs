//! Drafts and idempotency rows: what a browser or program may send again.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, BlobHash, ConversationId};
use crate::domain::time::Millis;
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

fn draft_key(conversation: ConversationId, agent: AgentId, note: bool) -> Key {
    Key::of(conversation).id(agent).u8(u8::from(note))
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
}

impl Write<'_> {
    /// Writes a draft with its index and its files' references.
    pub fn put_draft(&mut self, new: &Draft) -> Result<()> {
        let old = self.draft(new.conversation, new.agent, new.note)?;
        for file in old.iter().flat_map(|it| &it.attachments) {
            if new.gone || !new.attachments.contains(file) {
                self.drop_blob(file.blob, file.id)?;
            }
        }
        if !new.gone {
            for file in &new.attachments {
                self.hold_blob(file.blob, file.id)?;
            }
        }
        self.put(
            Table::Drafts,
            &draft_key(new.conversation, new.agent, new.note),
            new,
        )?;
        let index = Key::of(new.agent).id(new.conversation);
        let other = self.draft(new.conversation, new.agent, !new.note)?;
        if new.gone && other.is_none_or(|it| it.gone) {
            self.remove(Table::DraftsByAgent, &index).map(|_| ())
        } else {
            self.put_raw(Table::DraftsByAgent, &index, &[])
        }
    }

    pub fn put_idempotent(&mut self, scope: &str, key: &str, row: &Idempotent) -> Result<()> {
        self.put(Table::Idempotency, &Key::new().text(scope).text(key), row)
    }
}
