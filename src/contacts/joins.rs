//! Joining two records into one person, and taking it back: a layer, so that nothing is rewritten either way.

use crate::contacts::people::{find, records};
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::contact::Contact;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ChangeId, ContactId};
use crate::store::Write;

/// Joins the person of `other` to the person of `root`. All their records keep their ids, identifiers and messages.
///
/// # Errors
/// [`Error::Conflict`] `same_person`; [`Error::NotFound`].
pub fn join(w: &mut Write<'_>, by: &Viewer, root: ContactId, other: ContactId) -> Result<ChangeId> {
    find(w, by, root)?;
    find(w, by, other)?;
    let root = person(w, root)?;
    let other = person(w, other)?;
    if root.id == other.id {
        return Err(Error::conflict("same_person"));
    }
    let change: ChangeId = w.new_id();
    // Records joined to the other before come along: joins are one deep. Each keeps the change that moved it.
    for id in records(w, other.id)? {
        if let Some(mut record) = w.contact(id)? {
            record.joined_to = Some((root.id, carried(&record, change)));
            w.put_contact(&record)?;
        }
    }
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::Join {
            root: root.id,
            other: other.id,
        },
        undone_at: None,
    })?;
    let kind = EventKind::ContactsJoined {
        change,
        other: other.id,
    };
    w.event(by.actor, Subject::contact(root.id), kind)?;
    Ok(change)
}

/// The join a record was brought by first stays its own.
fn carried(record: &Contact, change: ChangeId) -> ChangeId {
    record.joined_to.map_or(change, |(_, first)| first)
}

fn person(w: &Write<'_>, id: ContactId) -> Result<Contact> {
    w.person(id)?.ok_or_else(|| Error::not_found("contact"))
}

/// Takes a join back: the records that came with it are a person of their own again, byte for byte as before.
/// What was written since stays with the record it was written on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `undone` when it was taken back before.
pub fn unjoin(w: &mut Write<'_>, by: &Viewer, change: ChangeId) -> Result<Contact> {
    let row = w.change(change)?;
    let mut row = row.ok_or_else(|| Error::not_found("change"))?;
    let ChangeKind::Join { root, other } = row.kind else {
        return Err(Error::not_found("change"));
    };
    find(w, by, root)?;
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let group = came_with(w, root, other)?;
    for id in group {
        if let Some(mut record) = w.contact(id)? {
            record.joined_to = match record.joined_to {
                Some((_, first)) if record.id != other => Some((other, first)),
                _ => None,
            };
            w.put_contact(&record)?;
        }
    }
    row.undone_at = Some(w.now());
    w.put_change(&row)?;
    let kind = EventKind::ContactsUnjoined { change, other };
    w.event(by.actor, Subject::contact(root), kind)?;
    find(w, by, other)
}

/// The record joined by a change, and those that had been joined to it before.
fn came_with(w: &Write<'_>, root: ContactId, other: ContactId) -> Result<Vec<ContactId>> {
    let mut group = vec![other];
    let all = records(w, root)?;
    // Each record's own join names what it was joined to then: follow them to `other`.
    for _ in 0..all.len() {
        for id in &all {
            if group.contains(id) {
                continue;
            }
            let Some((_, first)) = w.contact(*id)?.and_then(|it| it.joined_to) else {
                continue;
            };
            if let Some(Change {
                kind: ChangeKind::Join { root, .. },
                undone_at: None,
                ..
            }) = w.change(first)?
                && group.contains(&root)
            {
                group.push(*id);
            }
        }
    }
    Ok(group)
}
