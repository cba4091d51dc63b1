//! Reading contacts: one, its person, everybody.

use crate::domain::actor::{Right, Viewer};
use crate::domain::contact::{Contact, ContactSort, Handle, Identifier};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Look;

/// A contact record for somebody who may work with it.
///
/// # Errors
/// [`Error::NotFound`], also for one that was erased; [`Error::Forbidden`].
pub fn find(look: &Look<'_>, viewer: &Viewer, id: ContactId) -> Result<Contact> {
    viewer.need(Right::Work)?;
    let found = look.contact(id)?.filter(|it| it.erased_at.is_none());
    found.ok_or_else(|| Error::not_found("contact"))
}

/// The records of the person a record belongs to, the root first.
///
/// # Errors
/// The store's.
pub fn records(look: &Look<'_>, contact: ContactId) -> Result<Vec<ContactId>> {
    look.records_of_person(look.root_of(contact)?)
}

/// Whether a block stands on any record of a person.
///
/// # Errors
/// The store's.
pub fn is_blocked(look: &Look<'_>, contact: ContactId, now: Millis) -> Result<bool> {
    for record in records(look, contact)? {
        if look.contact(record)?.is_some_and(|it| it.is_blocked(now)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What names the person a record belongs to, over all their records: verified first.
///
/// # Errors
/// The store's.
pub fn identifiers(look: &Look<'_>, contact: ContactId) -> Result<Vec<Identifier>> {
    let mut out = Vec::new();
    for record in records(look, contact)? {
        out.extend(look.identifiers_of(record)?);
    }
    out.sort_by(|a, b| {
        let rank = |it: &Identifier| (it.former, std::cmp::Reverse(it.evidence));
        rank(a).cmp(&rank(b)).then_with(|| a.handle.cmp(&b.handle))
    });
    Ok(out)
}

/// Roots of persons in an order, after the given one.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn list(
    look: &Look<'_>,
    viewer: &Viewer,
    (sort, after): (ContactSort, Option<&Contact>),
    limit: usize,
) -> Result<Vec<Contact>> {
    viewer.need(Right::Work)?;
    look.contacts_sorted(sort, after, limit)
}

/// Everybody who holds a handle, verified ones first.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn by_handle(
    look: &Look<'_>,
    viewer: &Viewer,
    handle: &Handle,
) -> Result<Vec<(Contact, Identifier)>> {
    viewer.need(Right::Work)?;
    let mut holders = look.holders(handle)?;
    holders.sort_by_key(|it| std::cmp::Reverse(it.evidence));
    let mut out = Vec::new();
    for it in holders {
        let contact = look
            .contact(it.contact)?
            .filter(|it| it.erased_at.is_none());
        out.extend(contact.map(|contact| (contact, it)));
    }
    Ok(out)
}
