//! Persons somebody said are different people: they are not asked about again.

use crate::contacts::people::{find, records};
use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ContactId;
use crate::store::{Look, Write};

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
