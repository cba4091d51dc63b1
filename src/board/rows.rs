//! What a list shows of a conversation, and the rows looked at lately, kept so that a page of a busy list reads
//! nothing from the disk.

use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::contact::Tier;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, ConversationId};
use crate::store::{Committed, Look};

/// Rows kept at most; about 1 KB each.
const KEPT: usize = 2_000;
/// Things kept at most that were made of one row: for two languages, read and unread.
const DRAWN: usize = 4;

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub conversation: Conversation,
    /// Root record of the customer.
    pub person: ContactId,
    /// The person's name; empty when none is known.
    pub name: String,
    pub tier: Tier,
    /// What pages made of it: a row that changes is a new row, without any.
    pub drawn: Drawn,
}

/// What was made of a row lately, of whatever kind; never more than a few.
#[derive(Default)]
pub struct Drawn(Mutex<Vec<Arc<dyn Any + Send + Sync>>>);

impl Drawn {
    /// The first of this kind that `fits`.
    pub fn find<T: Any + Send + Sync>(&self, fits: impl Fn(&T) -> bool) -> Option<Arc<T>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut own = all.iter().filter_map(|it| it.clone().downcast::<T>().ok());
        own.find(|it| fits(it))
    }

    /// Keeps one more, in the place of the oldest when there are enough.
    pub fn keep<T: Any + Send + Sync>(&self, made: Arc<T>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= DRAWN {
            all.remove(0);
        }
        all.push(made);
    }
}

impl Clone for Drawn {
    /// Of a copy nothing was made yet.
    fn clone(&self) -> Self {
        Drawn::default()
    }
}

impl PartialEq for Drawn {
    /// No part of what the row is.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawn")
    }
}

/// Reads a row: the conversation, and who the customer is today.
pub(super) fn read(look: &Look<'_>, conversation: Conversation) -> Result<Row> {
    let person = look.person(conversation.contact)?.unwrap_or_default();
    Ok(Row {
        person: person.id,
        name: person.name,
        tier: person.tier,
        drawn: Drawn::default(),
        conversation,
    })
}

/// Rows looked at lately. A row in here is as of the newest group told, always.
#[derive(Debug, Default)]
pub(super) struct Rows {
    kept: HashMap<ConversationId, Arc<Row>>,
    /// Number of the newest group told.
    group: u64,
}

impl Rows {
    pub(super) fn get(&self, id: ConversationId) -> Option<Arc<Row>> {
        self.kept.get(&id).cloned()
    }

    /// Keeps what a look found, unless a group was told since that look may have begun.
    pub(super) fn keep(&mut self, look: &Look<'_>, row: &Arc<Row>) {
        if look.group() < self.group {
            return;
        }
        if self.kept.len() >= KEPT {
            let mut n = 0;
            self.kept.retain(|_, _| {
                n += 1;
                n % 4 != 0
            });
        }
        self.kept.insert(row.conversation.id, row.clone());
    }

    /// Brings what is kept to the state after a group.
    pub(super) fn follow(&mut self, told: &Committed) {
        self.group = told.group;
        for conversation in &told.conversations {
            if let Some(row) = self.kept.get_mut(&conversation.id) {
                if row.conversation.contact == conversation.contact {
                    *row = Arc::new(Row {
                        conversation: conversation.clone(),
                        ..Row::clone(row)
                    });
                } else {
                    self.kept.remove(&conversation.id);
                }
            }
        }
        let mut changed = HashSet::new();
        for event in &told.events {
            match event.kind {
                EventKind::ContactChanged | EventKind::Erased => {
                    changed.extend(event.subject.contact);
                }
                EventKind::ContactsJoined { .. } | EventKind::ContactsUnjoined { .. } => {
                    self.kept.clear();
                }
                _ => {}
            }
        }
        if !changed.is_empty() {
            self.kept.retain(|_, row| {
                !changed.contains(&row.person) && !changed.contains(&row.conversation.contact)
            });
        }
    }
}
