//! Contacts, their identifiers, and who was joined to whom.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::domain::clue::{Clue, ClueKind};
use crate::domain::consent::Consent;
use crate::domain::contact::{Block, Contact, ContactSort, Handle, Identifier};
use crate::domain::error::Result;
use crate::domain::id::{CompanyId, ContactId};
use crate::store::codec;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Rows of one clue that are read.
const CLUES: usize = 50;

fn handle_key(handle: &Handle) -> Key {
    Key::new()
        .u8(handle.kind.code())
        .text(&handle.scope)
        .text(&handle.value)
}

/// Lower-cased and cut: an index for lists by name, not a search.
fn name_key(contact: &Contact) -> Key {
    let folded: String = contact.name.to_lowercase().chars().take(40).collect();
    Key::new().ordered_text(&folded).id(contact.id)
}

/// Who was never heard stands last.
fn heard_key(contact: &Contact) -> Key {
    Key::new().newest(contact.last_seen_at).id(contact.id)
}

/// Where a contact stands in lists of people: nowhere while it is joined to another, or erased.
pub(super) fn listed(it: &Contact) -> Vec<Row> {
    if it.joined_to.is_some() || it.erased_at.is_some() {
        return Vec::new();
    }
    vec![
        (Table::ContactsByName, name_key(it), Vec::new()),
        (Table::ContactsByHeard, heard_key(it), Vec::new()),
    ]
}

impl Indexed for Contact {
    const TABLE: Table = Table::Contacts;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    /// In lists while it is a root, under its root while it is joined; and under its company.
    fn rows(&self) -> Vec<Row> {
        let mut rows = listed(self);
        let under_root = |(root, _)| (Table::ContactsJoined, Key::of(root).id(self.id), Vec::new());
        rows.extend(self.joined_to.map(under_root));
        let under = |company| Key::of(company).id(self.id);
        let company = self.company_of.map(under);
        rows.extend(company.map(|key| (Table::ContactsByCompany, key, Vec::new())));
        rows
    }
}

impl Indexed for Identifier {
    const TABLE: Table = Table::Identifiers;

    fn key(&self) -> Key {
        handle_key(&self.handle).id(self.contact)
    }

    fn rows(&self) -> Vec<Row> {
        let handle = handle_key(&self.handle);
        let index = Key::of(self.contact).fixed(handle.bytes());
        vec![(Table::IdentifiersByContact, index, Vec::new())]
    }
}

fn clue_key(kind: ClueKind, value: &str) -> Key {
    Key::new().u8(kind.code()).text(value)
}

impl Indexed for Clue {
    const TABLE: Table = Table::Clues;

    fn key(&self) -> Key {
        clue_key(self.kind, &self.value).id(self.contact)
    }

    fn rows(&self) -> Vec<Row> {
        let clue = clue_key(self.kind, &self.value);
        let index = Key::of(self.contact).fixed(clue.bytes());
        vec![(Table::CluesByContact, index, Vec::new())]
    }
}

impl Look<'_> {
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        self.record(Table::Contacts, &Key::of(id))
    }

    /// The root of the person a record belongs to.
    pub fn person(&self, id: ContactId) -> Result<Option<Contact>> {
        let mut found = self.contact(id)?;
        // Joins are one deep by construction; two more steps forgive a chain made by an import.
        for _ in 0..3 {
            match found.as_ref().and_then(|it| it.joined_to) {
                Some((root, _)) => found = self.contact(root)?,
                None => break,
            }
        }
        Ok(found)
    }

    /// The root of the person a record belongs to, as [`Look::person`] finds it; the record itself when there is none.
    pub fn root_of(&self, id: ContactId) -> Result<ContactId> {
        let mut root = id;
        for _ in 0..=3 {
            let known = self.known(Table::Contacts, &Key::of(root), |it: &Contact| it.joined_to);
            let joined = match known {
                Some(joined) => joined,
                None => match self.contact(root)? {
                    Some(it) => it.joined_to,
                    None => return Ok(id),
                },
            };
            match joined {
                Some((next, _)) => root = next,
                None => break,
            }
        }
        Ok(root)
    }

    /// Every record that was joined to another, with the root of its person.
    pub fn joined_records(&self) -> Result<Vec<(ContactId, ContactId)>> {
        let mut out = Vec::new();
        let (table, all) = (Table::ContactsJoined, Key::new());
        self.scan(table, &all, Order::Forward, None, |key, _| {
            let mut parts = Parts(key);
            let root = parts.id::<ContactId>();
            out.extend(parts.id::<ContactId>().zip(root));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    /// All records of the person with this root, the root first.
    pub fn records_of_person(&self, root: ContactId) -> Result<Vec<ContactId>> {
        let (table, prefix) = (Table::ContactsJoined, Key::of(root));
        let all = self.under_again(table, &prefix, || {
            let joined = self.ids_under(table, &prefix, Order::Forward, None, usize::MAX)?;
            Ok(std::iter::once(root).chain(joined).collect())
        })?;
        Ok(all.to_vec())
    }

    /// Everybody who holds a handle, verified or claimed.
    pub fn holders(&self, handle: &Handle) -> Result<Vec<Identifier>> {
        Ok(self.held(handle)?.to_vec())
    }

    /// As [`Look::holders`], to look through: a deed asks several times.
    pub fn held(&self, handle: &Handle) -> Result<Arc<Vec<Identifier>>> {
        self.records_again(Table::Identifiers, &handle_key(handle), 1_000)
    }

    /// The identifiers of one contact record.
    pub fn identifiers_of(&self, contact: ContactId) -> Result<Vec<Identifier>> {
        let mut keys = Vec::new();
        let prefix = Key::of(contact);
        self.scan(
            Table::IdentifiersByContact,
            &prefix,
            Order::Forward,
            None,
            |key, _| {
                keys.extend(key.get(16..).map(<[u8]>::to_vec));
                Ok(ControlFlow::Continue(()))
            },
        )?;
        let mut out = Vec::with_capacity(keys.len());
        for key in keys {
            let key = Key::new().fixed(&key).id(contact);
            out.extend(self.record::<Identifier>(Table::Identifiers, &key)?);
        }
        Ok(out)
    }

    /// Contacts by name, after the given one.
    pub fn contacts_by_name(&self, after: Option<&Contact>, limit: usize) -> Result<Vec<Contact>> {
        let (table, all, from) = (Table::ContactsByName, Key::new(), after.map(name_key));
        let ids = self.ids_under(table, &all, Order::Forward, from.as_ref(), limit)?;
        self.each_of(ids, Look::contact)
    }

    /// The same in another order.
    pub fn contacts_sorted(
        &self,
        sort: ContactSort,
        after: Option<&Contact>,
        limit: usize,
    ) -> Result<Vec<Contact>> {
        let (table, all) = (Table::ContactsByName, Key::new());
        match sort {
            ContactSort::Name => self.contacts_by_name(after, limit),
            ContactSort::NameBackward => {
                let from = after.map(name_key);
                let ids = self.ids_under(table, &all, Order::Backward, from.as_ref(), limit)?;
                self.each_of(ids, Look::contact)
            }
            ContactSort::Heard => {
                let (table, from) = (Table::ContactsByHeard, after.map(heard_key));
                let ids = self.ids_under(table, &all, Order::Forward, from.as_ref(), limit)?;
                self.each_of(ids, Look::contact)
            }
            ContactSort::Newest => {
                let from = after.map(|it| Key::of(it.id));
                let from = from.as_ref().map(Key::bytes);
                let mut out = Vec::new();
                self.scan(
                    Table::Contacts,
                    &all,
                    Order::Backward,
                    from,
                    |key, value| {
                        if out.len() >= limit {
                            return Ok(ControlFlow::Break(()));
                        }
                        let it: Contact = codec::decode(Table::Contacts.name(), key, value)?;
                        let is_listed = it.joined_to.is_none() && it.erased_at.is_none();
                        out.extend(Some(it).filter(|_| is_listed));
                        Ok(ControlFlow::Continue(()))
                    },
                )?;
                Ok(out)
            }
        }
    }

    /// Contact records by id, which is by age: for walks over all of them.
    pub fn contacts_after(&self, after: Option<ContactId>, limit: usize) -> Result<Vec<Contact>> {
        let mut out = Vec::new();
        let from = after.map(Key::of);
        let from = from.as_ref().map(Key::bytes);
        self.scan(
            Table::Contacts,
            &Key::new(),
            Order::Forward,
            from,
            |key, value| {
                if out.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                out.push(codec::decode(Table::Contacts.name(), key, value)?);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(out)
    }

    /// Records that belong to a company, beyond the given one.
    pub fn contacts_of_company(
        &self,
        company: CompanyId,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Vec<ContactId>> {
        let (table, prefix) = (Table::ContactsByCompany, Key::of(company));
        let from = after.map(|id| Key::of(company).id(id));
        self.ids_under(table, &prefix, Order::Forward, from.as_ref(), limit)
    }

    /// What a record said yes and no to, oldest first.
    pub fn consents_of(&self, contact: ContactId) -> Result<Vec<Consent>> {
        let (table, under) = (Table::Consents, Key::of(contact));
        self.records(table, &under, Order::Forward, usize::MAX)
    }

    /// The clues a record gave.
    pub fn clues_of(&self, contact: ContactId) -> Result<Vec<Clue>> {
        let mut keys = Vec::new();
        let (table, under) = (Table::CluesByContact, Key::of(contact));
        self.scan(table, &under, Order::Forward, None, |key, _| {
            keys.extend(key.get(16..).map(<[u8]>::to_vec));
            Ok(ControlFlow::Continue(()))
        })?;
        let mut out = Vec::with_capacity(keys.len());
        for key in keys {
            out.extend(self.record::<Clue>(Table::Clues, &Key::new().fixed(&key).id(contact))?);
        }
        Ok(out)
    }

    /// Everybody who gave a clue, as far as they are few enough to tell anybody apart.
    pub fn clues_like(&self, kind: ClueKind, value: &str) -> Result<Vec<Clue>> {
        let under = clue_key(kind, value);
        self.records(Table::Clues, &under, Order::Forward, CLUES)
    }

    /// The block on a mail domain.
    pub fn blocked_domain(&self, domain: &str) -> Result<Option<Block>> {
        self.record(Table::BlockedDomains, &Key::named(domain))
    }
}

impl Write<'_> {
    /// Writes a contact with its indexes.
    pub fn put_contact(&mut self, new: &Contact) -> Result<()> {
        self.put_record(new)
    }

    pub fn put_identifier(&mut self, new: &Identifier) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_identifier(&mut self, contact: ContactId, handle: &Handle) -> Result<bool> {
        self.remove_record::<Identifier>(&handle_key(handle).id(contact))
    }

    pub fn put_consent(&mut self, new: &Consent) -> Result<()> {
        let key = Key::of(new.contact).id(new.id);
        self.put(Table::Consents, &key, new)
    }

    /// Removes all a record said yes and no to: only when the person is erased.
    pub fn remove_consents(&mut self, contact: ContactId) -> Result<()> {
        for it in self.consents_of(contact)? {
            self.remove(Table::Consents, &Key::of(contact).id(it.id))?;
        }
        Ok(())
    }

    pub fn put_clue(&mut self, new: &Clue) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_clue(&mut self, it: &Clue) -> Result<bool> {
        self.remove_record::<Clue>(&it.key())
    }

    pub fn put_blocked_domain(&mut self, domain: &str, block: Option<&Block>) -> Result<()> {
        let key = Key::named(domain);
        match block {
            Some(block) => self.put(Table::BlockedDomains, &key, block),
            None => self.remove(Table::BlockedDomains, &key).map(|_| ()),
        }
    }
}
