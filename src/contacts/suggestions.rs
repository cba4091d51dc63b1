//! Who may be the same person, ranked, with the reason: for a person to decide.

use crate::contacts::people::{find, identifiers, records};
use crate::domain::actor::Viewer;
use crate::domain::contact::{Contact, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ContactId;
use crate::store::{Look, Write};
use crate::text::fold::fold;
use crate::text::phone;

/// Most suggestions of one contact.
const MOST: usize = 10;
/// Contacts of an equal name looked at.
const NAMED: usize = 50;

/// Why two records may be one person, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Both hold the same address, one of them only as claimed.
    SameAddress,
    /// Both hold the same phone, or its spelling in another country's form.
    SamePhone,
    /// Equal name and company.
    SameNameAndCompany,
}

impl Why {
    /// Key of `words` (`same-person-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Why::SameAddress => "same-person-address",
            Why::SamePhone => "same-person-phone",
            Why::SameNameAndCompany => "same-person-name",
        }
    }
}

/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub fn suggestions(
    look: &Look<'_>,
    viewer: &Viewer,
    contact: ContactId,
) -> Result<Vec<(Contact, Why)>> {
    let own = find(look, viewer, contact)?;
    let known = records(look, contact)?;
    let mut found: Vec<(ContactId, Why)> = Vec::new();
    for it in identifiers(look, contact)? {
        let (values, why) = match it.handle.kind {
            IdentifierKind::Email => (vec![it.handle.value.clone()], Why::SameAddress),
            IdentifierKind::Phone | IdentifierKind::WhatsApp => {
                let mut values = phone::variants(&it.handle.value);
                values.push(it.handle.value.clone());
                (values, Why::SamePhone)
            }
            _ => continue,
        };
        for value in values {
            for scope in [String::new(), it.handle.scope.clone()] {
                let handle = crate::domain::contact::Handle {
                    kind: it.handle.kind,
                    scope,
                    value: value.clone(),
                };
                let holders = look.holders(&handle)?;
                found.extend(holders.into_iter().map(|it| (it.contact, why)));
            }
        }
    }
    found.extend(namesakes(look, &own)?);
    found.sort_by_key(|(id, why)| (*why, *id));
    let mut all = ranked(look, found, &known)?;
    let mut apart = Vec::new();
    for (it, _) in &all {
        // What a banner asks already is not asked twice.
        let asked = own
            .doubt
            .as_ref()
            .is_some_and(|doubt| doubt.before == it.id);
        apart.push(asked || are_told_apart(look, &known, it.id)?);
    }
    let mut apart = apart.into_iter();
    all.retain(|_| apart.next() != Some(true));
    Ok(all)
}

/// Whether somebody said of any two records of these persons that they are different people.
///
/// # Errors
/// The store's.
pub fn are_told_apart(look: &Look<'_>, known: &[ContactId], other: ContactId) -> Result<bool> {
    let others = records(look, other)?;
    let says = |of: &[ContactId], about: &[ContactId]| -> Result<bool> {
        for id in of {
            let named = look.contact(*id)?.unwrap_or_default().apart_from;
            if named.iter().any(|it| about.contains(it)) {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok(says(known, &others)? || says(&others, known)?)
}

/// Remembers that two contacts are different people, or forgets it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `same_person` when they were joined.
pub fn tell_apart(
    w: &mut Write<'_>,
    by: &Viewer,
    contact: ContactId,
    other: ContactId,
    apart: bool,
) -> Result<()> {
    find(w, by, contact)?;
    find(w, by, other)?;
    let (own, others) = (records(w, contact)?, records(w, other)?);
    if own.iter().any(|it| others.contains(it)) {
        return Err(Error::conflict("same_person"));
    }
    let was = are_told_apart(w, &own, other)?;
    if was == apart {
        return Ok(());
    }
    if apart {
        let mut it = find(w, by, contact)?;
        it.apart_from.push(other);
        w.put_contact(&it)?;
    } else {
        forget(w, &own, &others)?;
        forget(w, &others, &own)?;
    }
    let kind = EventKind::ContactsToldApart { other, apart };
    w.event(by.actor, Subject::contact(contact), kind)?;
    Ok(())
}

fn forget(w: &mut Write<'_>, of: &[ContactId], about: &[ContactId]) -> Result<()> {
    for id in of {
        if let Some(mut it) = w.contact(*id)? {
            let before = it.apart_from.len();
            it.apart_from.retain(|id| !about.contains(id));
            if it.apart_from.len() != before {
                w.put_contact(&it)?;
            }
        }
    }
    Ok(())
}

fn namesakes(look: &Look<'_>, own: &Contact) -> Result<Vec<(ContactId, Why)>> {
    if own.name.is_empty() || own.company.is_empty() {
        return Ok(Vec::new());
    }
    let from = Contact {
        id: ContactId::default(),
        ..own.clone()
    };
    let near = look.contacts_by_name(Some(&from), NAMED)?;
    let same =
        |it: &Contact| fold(&it.name) == fold(&own.name) && fold(&it.company) == fold(&own.company);
    Ok(near
        .into_iter()
        .filter(same)
        .map(|it| (it.id, Why::SameNameAndCompany))
        .collect())
}

fn ranked(
    look: &Look<'_>,
    found: Vec<(ContactId, Why)>,
    known: &[ContactId],
) -> Result<Vec<(Contact, Why)>> {
    let mut out: Vec<(Contact, Why)> = Vec::new();
    for (id, why) in found {
        if known.contains(&id) || out.len() >= MOST {
            continue;
        }
        let Some(person) = look.person(id)?.filter(|it| it.erased_at.is_none()) else {
            continue;
        };
        if !known.contains(&person.id) && out.iter().all(|(it, _)| it.id != person.id) {
            out.push((person, why));
        }
    }
    Ok(out)
}
