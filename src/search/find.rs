//! Finding: hits of the index, each found again in the store and authorised before it is shown.

use std::collections::{HashMap, HashSet};

use tantivy::Searcher;

use crate::domain::actor::Viewer;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, Id, MessageId};
use crate::domain::message::Message;
use crate::search::ask::{Ask, Group};
use crate::search::facets::Facet;
use crate::search::hits::Newest;
use crate::search::meant::{Meant, is, narrow};
use crate::search::query::{self, Narrow};
use crate::search::schema::Fields;
use crate::search::snippet::{Piece, snippet};
use crate::store::Look;

/// Conversations and contacts shown beside messages.
const BESIDE: usize = 5;
/// Hits looked at for one group at most: a filter the index does not know cannot make a search long.
const LOOKED_AT: usize = 1_000;
/// Hits counted at most.
const COUNTED: usize = 1_000;

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    pub conversations: Vec<FoundConversation>,
    /// Newest first.
    pub messages: Vec<FoundMessage>,
    pub contacts: Vec<Contact>,
    /// Messages found; or, with one group asked for alone, its results.
    pub total: Total,
    /// What to skip for the next page of the group; `None` on the last.
    pub next_skip: Option<usize>,
    /// What each facet means, in their order.
    pub meant: Vec<Meant>,
    /// The index is being built: older things may be missing.
    pub building: bool,
}

/// How many there are: `n`, or more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    pub n: usize,
    pub or_more: bool,
}

/// A conversation found by its subject or number.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundConversation {
    pub conversation: Conversation,
    /// The customer's name today.
    pub name: String,
}

/// A message found; open its conversation at `message.position`.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMessage {
    pub message: Message,
    pub conversation: Conversation,
    /// The customer's name today.
    pub name: String,
    pub snippet: Vec<Piece>,
}

/// A search at work.
pub(super) struct Finder<'a, 't> {
    pub fields: Fields,
    pub searcher: &'a Searcher,
    pub look: &'a Look<'t>,
    pub viewer: &'a Viewer,
    pub ask: &'a Ask,
}

pub(super) fn failed(err: tantivy::TantivyError) -> Error {
    Error::internal("searching", err)
}

/// A page of one group, with what is left.
struct Gathered<T> {
    rows: Vec<T>,
    total: Total,
    next_skip: Option<usize>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Gathered {
            rows: Vec::new(),
            total: Total::default(),
            next_skip: None,
        }
    }
}

impl Finder<'_, '_> {
    pub(super) fn find(&self) -> Result<Found> {
        let meant = self.meant()?;
        let Some(narrow) = narrow(self.ask, &meant) else {
            return Ok(Found {
                meant,
                ..Found::default()
            });
        };
        let mut names = HashMap::new();
        let group = self.ask.group;
        let mut found = Found {
            meant,
            ..Found::default()
        };
        if group.is_none_or(|it| it == Group::Conversations) {
            let limit = group.map_or(BESIDE, |_| self.ask.limit);
            let page = self.conversations(&narrow, limit, &mut names)?;
            (found.total, found.next_skip) = (page.total, page.next_skip);
            found.conversations = page.rows;
        }
        if group.is_none_or(|it| it == Group::Contacts) {
            let limit = group.map_or(BESIDE, |_| self.ask.limit);
            let page = self.contacts(limit)?;
            (found.total, found.next_skip) = (page.total, page.next_skip);
            found.contacts = page.rows;
        }
        if group.is_none_or(|it| it == Group::Messages) {
            let page = self.messages(&narrow, self.ask.limit, &mut names)?;
            (found.total, found.next_skip) = (page.total, page.next_skip);
            found.messages = page.rows;
        }
        Ok(found)
    }

    /// Takes hits in order, showing those `show` lets through, until the page is full.
    fn gather<T>(
        &self,
        mut hits: Newest,
        limit: usize,
        mut show: impl FnMut(uuid::Uuid) -> Result<Option<T>>,
    ) -> Result<Gathered<T>> {
        let skip = if self.ask.group.is_some() {
            self.ask.skip
        } else {
            0
        };
        let (mut rows, mut seen, mut looked) = (Vec::new(), HashSet::new(), 0);
        for hit in hits.by_ref().skip(skip).take(LOOKED_AT) {
            looked += 1;
            // Two documents of one message lie in the index for a moment when it caught up after a stop.
            if seen.insert(hit.id) {
                rows.extend(show(hit.id)?);
            }
            if rows.len() >= limit {
                break;
            }
        }
        let rest = hits.count(COUNTED);
        // What the index alone does not know (states) is counted by what was looked at only.
        let is_exact = self.ask.tokens().iter().all(|it| it.facet != Facet::Is);
        let total = if is_exact {
            Total {
                n: skip + rows.len() + rest,
                or_more: rest >= COUNTED,
            }
        } else {
            Total {
                n: skip + rows.len(),
                or_more: rest > 0,
            }
        };
        Ok(Gathered {
            rows,
            total,
            next_skip: (rest > 0).then_some(skip + looked),
        })
    }

    fn messages(
        &self,
        narrow: &Narrow,
        limit: usize,
        names: &mut HashMap<ContactId, String>,
    ) -> Result<Gathered<FoundMessage>> {
        if !self.ask.has_words() && (self.ask.number.is_some() || self.ask.tokens().is_empty()) {
            return Ok(Gathered::default());
        }
        let hits = self.hits(self.fields.text, narrow)?;
        let wanted: Vec<_> = self.ask.all_wanted().collect();
        self.gather(hits, limit, |id| {
            let Some(message) = self.look.message(MessageId::from_uuid(id))? else {
                return Ok(None);
            };
            if message.redacted || message.undone {
                return Ok(None);
            }
            let Some(conversation) = self.seen(&message)? else {
                return Ok(None);
            };
            let name = self.name(conversation.contact, names)?;
            let snippet = snippet(&message.text, &wanted);
            Ok(Some(FoundMessage {
                message,
                conversation,
                name,
                snippet,
            }))
        })
    }

    fn conversations(
        &self,
        narrow: &Narrow,
        limit: usize,
        names: &mut HashMap<ContactId, String>,
    ) -> Result<Gathered<FoundConversation>> {
        let mut rows = Vec::new();
        if let Some(number) = self.ask.number
            && self.ask.skip == 0
            && let Some(conversation) = self.look.conversation_numbered(number)?
            && self.viewer.sees(&conversation)
        {
            let name = self.name(conversation.contact, names)?;
            rows.push(FoundConversation { conversation, name });
        }
        if !self.ask.has_words() {
            let n = rows.len();
            return Ok(Gathered {
                rows,
                total: Total { n, or_more: false },
                next_skip: None,
            });
        }
        let hits = self.hits(self.fields.title, narrow)?;
        let numbered = rows.first().map(|it| it.conversation.id);
        let mut page = self.gather(hits, limit, |id| {
            let Some(message) = self.look.message(MessageId::from_uuid(id))? else {
                return Ok(None);
            };
            let found = self.seen(&message)?;
            let Some(conversation) = found.filter(|it| Some(it.id) != numbered) else {
                return Ok(None);
            };
            let name = self.name(conversation.contact, names)?;
            Ok(Some(FoundConversation { conversation, name }))
        })?;
        page.total.n += rows.len();
        rows.append(&mut page.rows);
        Ok(Gathered { rows, ..page })
    }

    fn contacts(&self, limit: usize) -> Result<Gathered<Contact>> {
        if !self.ask.has_words() || !self.ask.tokens().is_empty() {
            return Ok(Gathered::default());
        }
        let clauses = query::words(self.fields.name, self.ask);
        let hits = Newest::find(self.searcher, clauses, &Narrow::default()).map_err(failed)?;
        let mut shown = HashSet::new();
        self.gather(hits, limit, |id| {
            // A joined record stands for its person.
            let person = self.look.person(ContactId::from_uuid(id))?;
            Ok(person.filter(|it| it.erased_at.is_none() && shown.insert(it.id)))
        })
    }

    fn hits(&self, field: tantivy::schema::Field, narrow: &Narrow) -> Result<Newest> {
        let mut clauses = query::words(field, self.ask);
        if clauses.is_empty() {
            clauses.push(query::every_message(self.fields));
        }
        clauses.extend(query::narrowed(self.fields, narrow));
        clauses.extend(query::hidden(self.fields, self.searcher, self.viewer).map_err(failed)?);
        Newest::find(self.searcher, clauses, narrow).map_err(failed)
    }

    /// The conversation of a message, if this viewer may read it and it is in the state asked for. What is blocked
    /// shows only where it is asked for.
    fn seen(&self, message: &Message) -> Result<Option<Conversation>> {
        let found = self.look.conversation(message.conversation)?;
        Ok(found.filter(|it| {
            let tokens = self.ask.tokens().iter();
            let mut states = tokens.filter(|it| it.facet == Facet::Is).peekable();
            let asked = match states.peek() {
                Some(_) => states.any(|state| is(it, &state.value, self.viewer)),
                None => !it.blocked,
            };
            asked && self.viewer.sees(it)
        }))
    }

    fn name(&self, contact: ContactId, names: &mut HashMap<ContactId, String>) -> Result<String> {
        if let Some(name) = names.get(&contact) {
            return Ok(name.clone());
        }
        let name = self.look.person(contact)?.unwrap_or_default().name;
        names.insert(contact, name.clone());
        Ok(name)
    }
}
