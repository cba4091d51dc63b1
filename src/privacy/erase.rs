//! Erasing a person: first nobody finds them any more, then lot by lot everything they said and were told goes
//! ([`crate::privacy::emptied`], [`crate::privacy::loose`]).

use crate::contacts::companies;
use crate::contacts::identity::UNVERIFIED_SCOPE;
use crate::contacts::people::{find, identifiers};
use crate::domain::actor::{Right, Viewer};
use crate::domain::contact::{Contact, Handle, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ContactId;
use crate::domain::job::JobKind;
use crate::privacy::emptied::{conversations, drop_changes};
use crate::store::{Look, Write};

/// What erasing a person takes away, to be read before it is done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toll {
    /// How the person is called: their name, else what names them, else nothing.
    pub name: String,
    /// Conversations in which they are the customer.
    pub conversations: usize,
    /// Messages in these.
    pub messages: usize,
    /// Conversations of others in which they were copied in or wrote.
    pub beside: usize,
    /// Further records that go along, known only by their unproven use of an address of theirs.
    pub also: usize,
}

/// What erasing the person of a record would take away.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; [`Error::NotFound`].
pub fn toll(look: &Look<'_>, by: &Viewer, id: ContactId) -> Result<Toll> {
    by.need(Right::Administer)?;
    let root = find(look, by, id)?;
    let root = look.person(root.id)?.unwrap_or(root);
    let shadows = shadows(look, root.id)?;
    let mut out = Toll {
        name: root.name.clone(),
        also: shadows.len(),
        ..Toll::default()
    };
    if out.name.is_empty() {
        let first = identifiers(look, root.id)?.into_iter().next();
        out.name = first.map(|it| it.handle.value).unwrap_or_default();
    }
    for person in std::iter::once(root.id).chain(shadows) {
        let records = look.records_of_person(person)?;
        for id in conversations(look, person)? {
            let Some(c) = look.conversation(id)? else {
                continue;
            };
            if records.contains(&c.contact) {
                out.conversations += 1;
                out.messages += usize::try_from(c.n_messages).unwrap_or(usize::MAX);
            } else {
                out.beside += 1;
            }
        }
    }
    Ok(out)
}

/// Begins to erase the person a record belongs to: all records joined to it, and those that are known only by using an
/// address of theirs without proof. They are found by nobody from now on. Answers the root.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; [`Error::NotFound`].
pub fn begin(w: &mut Write<'_>, by: &Viewer, id: ContactId) -> Result<ContactId> {
    by.need(Right::Administer)?;
    let root = w.person(id)?.filter(|it| it.erased_at.is_none());
    let root = root.ok_or_else(|| Error::not_found("contact"))?.id;
    for person in shadows(w, root)? {
        strike_out(w, by, person)?;
    }
    strike_out(w, by, root)?;
    Ok(root)
}

/// Takes away what a person is called and found by, and sees to the rest being taken away.
fn strike_out(w: &mut Write<'_>, by: &Viewer, root: ContactId) -> Result<()> {
    let now = w.now();
    for record in w.records_of_person(root)? {
        let Some(was) = w.contact(record)? else {
            continue;
        };
        let mut addresses = Vec::new();
        for it in w.identifiers_of(record)? {
            addresses.push(it.handle.value.clone());
            w.remove_identifier(record, &it.handle)?;
        }
        w.remove_consents(record)?;
        for it in w.dated_events_of(record, usize::MAX)? {
            w.remove_dated_event(it.id)?;
        }
        for it in w.clues_of(record)? {
            w.remove_clue(&it)?;
        }
        drop_changes(w, record)?;
        // Until the end it is still to be known what to look for in the mails of others.
        w.put_contact(&Contact {
            id: record,
            joined_to: was.joined_to,
            created_at: was.created_at,
            erased_at: Some(now),
            other_names: addresses,
            ..Contact::default()
        })?;
        if let Some(company) = was.company_of {
            companies::left(w, company)?;
        }
        w.put_erased(record)?;
        w.event(by.actor, Subject::contact(record), EventKind::Erased)?;
    }
    w.job(now, JobKind::Erase { contact: root })?;
    Ok(())
}

/// Persons of whom nothing is known but that they used addresses of this one without proving it: copied into a mail,
/// or writing unproven. An address somebody else has proven to be theirs makes nobody a shadow of this person.
fn shadows(look: &Look<'_>, root: ContactId) -> Result<Vec<ContactId>> {
    let records = look.records_of_person(root)?;
    let mut own: Vec<Handle> = Vec::new();
    for it in identifiers(look, root)? {
        own.extend(with_unverified(it.handle));
    }
    let mut found: Vec<ContactId> = Vec::new();
    let mut proven = Vec::new();
    for handle in &own {
        for it in look.holders(handle)? {
            if records.contains(&it.contact) {
                continue;
            }
            if it.evidence.is_verified() {
                proven.push(handle.clone());
            }
            let person = look.person(it.contact)?;
            found.extend(person.filter(|it| it.erased_at.is_none()).map(|it| it.id));
        }
    }
    found.sort_unstable();
    found.dedup();
    own.retain(|it| !proven.iter().any(|other| other.value == it.value));
    let mut out = Vec::new();
    for person in found {
        let held = identifiers(look, person)?;
        let is_shadow = |it: &crate::domain::contact::Identifier| {
            !it.evidence.is_verified() && own.contains(&it.handle)
        };
        if held.iter().all(is_shadow) {
            out.push(person);
        }
    }
    Ok(out)
}

/// A handle, and of an address the form in which unproven mail names it.
fn with_unverified(handle: Handle) -> Vec<Handle> {
    if handle.kind != IdentifierKind::Email {
        return vec![handle];
    }
    [String::new(), UNVERIFIED_SCOPE.to_owned()]
        .into_iter()
        .map(|scope| Handle {
            scope,
            ..handle.clone()
        })
        .collect()
}

/// The end: the addresses that were looked for go too.
///
/// # Errors
/// The store's.
pub fn finish(w: &mut Write<'_>, root: ContactId) -> Result<()> {
    for record in w.records_of_person(root)? {
        if let Some(it) = w.contact(record)? {
            w.put_contact(&Contact {
                other_names: Vec::new(),
                ..it
            })?;
        }
    }
    Ok(())
}
