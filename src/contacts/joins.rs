//! Joining two records into one person, and taking it back: a layer, so that nothing is rewritten either way.

use std::collections::BTreeSet;

use crate::contacts::people::{find, records};
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind, Fields, Layer};
use crate::domain::contact::{Contact, NamedBy};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ChangeId, ContactId};
use crate::store::{Look, Write};

/// Which fields are taken of the other record though one's own are not empty; the notes go below one's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    pub name: bool,
    pub company: bool,
    pub notes: bool,
    pub tier: bool,
    pub owner: bool,
    /// Keys of the business' own fields.
    pub attributes: Vec<String>,
    /// At a parting: what was allowed or refused since.
    pub consents: bool,
}

impl Taken {
    /// The fields of `own` with those taken of `other`.
    #[must_use]
    pub fn over(&self, own: &Fields, other: &Fields) -> Fields {
        let mut out = own.clone();
        if self.name && !other.name.is_empty() {
            out.name.clone_from(&other.name);
            out.named_by = NamedBy::Agent;
        }
        if self.company {
            out.company.clone_from(&other.company);
            out.company_of = other.company_of;
        }
        if self.notes && !other.notes.is_empty() && own.notes != other.notes {
            let both = [own.notes.as_str(), other.notes.as_str()];
            out.notes = both.join("\n\n").trim().to_owned();
        }
        if self.tier {
            out.tier = other.tier;
        }
        if self.owner && other.owner.is_some() {
            out.owner = other.owner;
        }
        for key in &self.attributes {
            if let Some(value) = other.attribute(key) {
                out.attributes.retain(|it| it.0 != *key);
                out.attributes.push((key.clone(), value.to_owned()));
            }
        }
        out.attributes.sort();
        out
    }
}

/// Joins the person of `other` to the person of `root`. All their records keep their ids, identifiers and messages;
/// what is taken of the other, and what the root had nothing of, lies on the root until the join is taken back.
///
/// # Errors
/// [`Error::Conflict`] `same_person`; [`Error::NotFound`].
pub fn join(
    w: &mut Write<'_>,
    by: &Viewer,
    root: ContactId,
    other: ContactId,
    taken: &Taken,
) -> Result<ChangeId> {
    find(w, by, root)?;
    find(w, by, other)?;
    let mut root = person(w, root)?;
    let other = person(w, other)?;
    if root.id == other.id {
        return Err(Error::conflict("same_person"));
    }
    let was = Fields::of(&root);
    let its = Fields::of(&other);
    let now = taken.over(&was, &its).filled(&its);
    if now != was {
        now.lay(&mut root);
        w.put_contact(&root)?;
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
            layer: Some(Box::new(Layer { was, now })),
            merged: Vec::new(),
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
    let ChangeKind::Join {
        root, other, layer, ..
    } = &mut row.kind
    else {
        return Err(Error::not_found("change"));
    };
    let (root, other, layer) = (*root, *other, layer.take());
    find(w, by, root)?;
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let group = came_with(w, root, other)?;
    if let (Some(layer), Some(mut it)) = (layer, w.contact(root)?) {
        let before = Fields::of(&it);
        if lift(&layer, &mut it) {
            w.put_contact(&it)?;
            hand_on(w, it, before)?;
        }
    }
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

/// A record that gave its fields to a person it was joined to later has others now: what that person has of it changes
/// along, and so on up to the root, but for what was written there since.
fn hand_on(w: &mut Write<'_>, mut record: Contact, mut before: Fields) -> Result<()> {
    while let Some((_, first)) = record.joined_to {
        let Some(mut row) = w.change(first)? else {
            return Ok(());
        };
        let (ChangeKind::Join { root, layer, .. }, None) = (&mut row.kind, row.undone_at) else {
            return Ok(());
        };
        let (Some(layer), Some(mut holder)) = (layer, w.contact(*root)?) else {
            return Ok(());
        };
        let now = given(layer, &before, &Fields::of(&record));
        let was = std::mem::replace(&mut layer.now, now.clone());
        w.put_change(&row)?;
        before = Fields::of(&holder);
        let step = Layer { was: now, now: was };
        if !lift(&step, &mut holder) {
            return Ok(());
        }
        w.put_contact(&holder)?;
        record = holder;
    }
    Ok(())
}

/// What a join would have laid on its root, had the record that was joined had the fields `after` in place of `before`.
fn given(layer: &Layer, before: &Fields, after: &Fields) -> Fields {
    let Layer { was, now } = layer;
    let mut out = now.clone();
    if now.name == before.name && now.name != was.name {
        let (name, named_by) = match after.name.as_str() {
            "" => (&was.name, was.named_by),
            _ => (&after.name, now.named_by),
        };
        (out.name, out.named_by) = (name.clone(), named_by);
    }
    let company = |it: &Fields| (it.company.clone(), it.company_of);
    if company(now) == company(before) && company(now) != company(was) {
        let is_empty = after.company.is_empty() && after.company_of.is_none();
        (out.company, out.company_of) = company(if is_empty { was } else { after });
    }
    if let Some(own) = now.notes.strip_suffix(&before.notes)
        && now.notes != was.notes
        && !before.notes.is_empty()
    {
        out.notes = [own.trim_end(), after.notes.as_str()].join("\n\n");
        out.notes = out.notes.trim().to_owned();
    }
    if now.tier == before.tier && now.tier != was.tier {
        out.tier = after.tier;
    }
    if now.language == before.language && now.language != was.language {
        let is_empty = after.language.is_empty();
        let from = if is_empty { was } else { after };
        out.language.clone_from(&from.language);
    }
    if now.owner == before.owner && now.owner != was.owner {
        out.owner = after.owner.or(was.owner);
    }
    let mut attributes = Vec::new();
    for (key, value) in &now.attributes {
        let is_given = before.attribute(key) == Some(value.as_str())
            && was.attribute(key) != Some(value.as_str());
        let value = if is_given {
            after.attribute(key).or(was.attribute(key))
        } else {
            Some(value.as_str())
        };
        attributes.extend(value.map(|it| (key.clone(), it.to_owned())));
    }
    out.attributes = attributes;
    out
}

/// Takes what was chosen at a join off the root again, field by field; what was written since stays. Whether anything
/// changed.
fn lift(layer: &Layer, it: &mut Contact) -> bool {
    let before = Fields::of(it);
    let mut after = before.clone();
    if before.name == layer.now.name {
        (after.name, after.named_by) = (layer.was.name.clone(), layer.was.named_by);
    }
    if (&before.company, before.company_of) == (&layer.now.company, layer.now.company_of) {
        after.company.clone_from(&layer.was.company);
        after.company_of = layer.was.company_of;
    }
    if before.notes == layer.now.notes {
        after.notes.clone_from(&layer.was.notes);
    }
    if before.tier == layer.now.tier {
        after.tier = layer.was.tier;
    }
    if before.language == layer.now.language {
        after.language.clone_from(&layer.was.language);
    }
    if before.owner == layer.now.owner {
        after.owner = layer.was.owner;
    }
    after.attributes = attributes_without(layer, &before);
    after.lay(it);
    after != before
}

/// Each value as it was before the join, unless it was written anew since.
fn attributes_without(layer: &Layer, before: &Fields) -> Vec<(String, String)> {
    if before.attributes == layer.now.attributes {
        return layer.was.attributes.clone();
    }
    let all = [&layer.was, &layer.now, before];
    let keys: BTreeSet<&str> = all
        .into_iter()
        .flat_map(|it| it.attributes.iter().map(|it| it.0.as_str()))
        .collect();
    let kept = keys.into_iter().filter_map(|key| {
        let is_as_joined = before.attribute(key) == layer.now.attribute(key);
        let from = if is_as_joined { &layer.was } else { before };
        from.attribute(key)
            .map(|it| (key.to_owned(), it.to_owned()))
    });
    kept.collect()
}

/// The record joined by a change, and those that had been joined to it before.
///
/// # Errors
/// The store's.
pub fn came_with(w: &Look<'_>, root: ContactId, other: ContactId) -> Result<Vec<ContactId>> {
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
