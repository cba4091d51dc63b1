//! Journaled changes that can be undone: moves, splits and merges of conversations, joins of contacts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::contact::{Contact, NamedBy, Tier};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::id::{
    AgentId, ChangeId, CompanyId, ContactId, ConversationId, DeliveryId, MessageId, Seq,
};
use crate::domain::record::unset;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    pub at: Millis,
    pub by: Option<AgentId>,
    pub kind: ChangeKind,
    #[serde(default, skip_serializing_if = "unset")]
    pub undone_at: Option<Millis>,
}

/// Fields of a person before and after a join.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Layer {
    pub was: Fields,
    pub now: Fields,
}

/// The fields of a person that may be chosen of either record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fields {
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    #[serde(skip_serializing_if = "unset")]
    pub named_by: NamedBy,
    #[serde(skip_serializing_if = "unset")]
    pub company: String,
    #[serde(skip_serializing_if = "unset")]
    pub company_of: Option<CompanyId>,
    #[serde(skip_serializing_if = "unset")]
    pub notes: String,
    #[serde(skip_serializing_if = "unset")]
    pub tier: Tier,
    #[serde(skip_serializing_if = "unset")]
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub owner: Option<AgentId>,
    /// Values of the business' own fields, by key.
    #[serde(skip_serializing_if = "unset")]
    pub attributes: Vec<(String, String)>,
}

impl Fields {
    /// As a record has them.
    #[must_use]
    pub fn of(it: &Contact) -> Self {
        Fields {
            name: it.name.clone(),
            named_by: it.named_by,
            company: it.company.clone(),
            company_of: it.company_of,
            notes: it.notes.clone(),
            tier: it.tier,
            language: it.language.clone(),
            owner: it.owner,
            attributes: it.attributes.clone(),
        }
    }

    /// The value kept under a key.
    #[must_use]
    pub fn attribute(&self, key: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.0 == key);
        found.map(|it| it.1.as_str())
    }

    /// What is empty, filled in from another's.
    #[must_use]
    pub fn filled(mut self, other: &Fields) -> Self {
        let fill = |own: &mut String, other: &str| {
            if own.is_empty() {
                other.clone_into(own);
            }
        };
        if self.name.is_empty() {
            self.named_by = other.named_by;
        }
        fill(&mut self.name, &other.name);
        if self.company.is_empty() && self.company_of.is_none() {
            self.company.clone_from(&other.company);
            self.company_of = other.company_of;
        }
        fill(&mut self.notes, &other.notes);
        fill(&mut self.language, &other.language);
        self.owner = self.owner.or(other.owner);
        let mut all: BTreeMap<_, _> = other.attributes.iter().cloned().collect();
        all.extend(std::mem::take(&mut self.attributes));
        self.attributes = all.into_iter().collect();
        self
    }

    /// Puts them on a record.
    pub fn lay(&self, it: &mut Contact) {
        it.name.clone_from(&self.name);
        it.named_by = self.named_by;
        it.company.clone_from(&self.company);
        it.company_of = self.company_of;
        it.notes.clone_from(&self.notes);
        it.tier = self.tier;
        it.language.clone_from(&self.language);
        it.owner = self.owner;
        it.attributes.clone_from(&self.attributes);
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ChangeKind {
    /// Messages brought from one conversation to another (move, split, merge).
    Messages {
        from: ConversationId,
        to: ConversationId,
        moved: Vec<MessageId>,
        /// The conversation was made by the split, or emptied by the merge.
        whole: bool,
        /// What `from` and `to` were before.
        from_status: Status,
        to_status: Status,
        /// Both rows as they were; put back whole when nothing has touched them since. Erasing drops it.
        #[serde(default, skip_serializing_if = "unset")]
        before: Option<Box<(Conversation, Conversation)>>,
        /// Places of the last event of each when the change was done.
        #[serde(default, skip_serializing_if = "unset")]
        left_at: (Seq, Seq),
    },
    /// `other` joined to `root`; the fields chosen lie on the root.
    Join {
        root: ContactId,
        other: ContactId,
        /// What the root's fields were, and what was chosen for them. Erasing drops it.
        #[serde(default, skip_serializing_if = "unset")]
        layer: Option<Box<Layer>>,
        /// Cases of both that were put together with it.
        #[serde(default, skip_serializing_if = "unset")]
        merged: Vec<ChangeId>,
    },
    /// `other` joined to `root`: its people are the root's.
    Companies {
        root: CompanyId,
        other: CompanyId,
        people: Vec<ContactId>,
        /// Domains the root had not had.
        domains: Vec<String>,
    },
    /// A number has a new owner: from then on it names another record.
    NewOwner { before: ContactId, now: ContactId },
    /// All that was late was sent, or given back to its writers.
    Late {
        deliveries: Vec<DeliveryId>,
        sent: bool,
    },
}
