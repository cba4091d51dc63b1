//! What there is to ask before two records are one person.

use std::collections::BTreeSet;

use crate::contacts::people::{find, identifiers, records};
use crate::domain::actor::Viewer;
use crate::domain::change::Fields;
use crate::domain::contact::{Contact, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// Open cases of both that were at work within this are proposed to be put together.
const LIVELY: Span = Span::hours(72);

/// What a join asks.
#[derive(Debug, Clone, Default)]
pub struct Questions {
    /// Unresolved cases of either person.
    pub ours: Vec<Conversation>,
    pub theirs: Vec<Conversation>,
    /// Cases of both were at work lately: they are proposed to be put together.
    pub lively: bool,
    /// Each holds a confirmed one of this kind, and they differ: they may well be two people.
    pub differ: Vec<IdentifierKind>,
    /// The fields of either that are not the same.
    pub fields: Option<(Fields, Fields)>,
}

impl Questions {
    /// Whether there is nothing to ask.
    #[must_use]
    pub fn is_none(&self) -> bool {
        let open = !self.ours.is_empty() && !self.theirs.is_empty();
        !open && self.differ.is_empty() && self.fields.is_none()
    }
}

/// What is to be asked before two are joined.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `same_person`.
pub fn questions(
    look: &Look<'_>,
    viewer: &Viewer,
    root: ContactId,
    other: ContactId,
    now: Millis,
) -> Result<Questions> {
    let (root, other) = (person(look, viewer, root)?, person(look, viewer, other)?);
    if root.id == other.id {
        return Err(Error::conflict("same_person"));
    }
    let ours = unresolved(look, viewer, root.id)?;
    let theirs = unresolved(look, viewer, other.id)?;
    let lively = |all: &[Conversation]| all.iter().any(|it| now.since(it.active_at) < LIVELY);
    let (own, its) = (Fields::of(&root), Fields::of(&other));
    let asks = differing(&own, &its);
    Ok(Questions {
        lively: lively(&ours) && lively(&theirs),
        differ: differ(look, root.id, other.id)?,
        fields: asks.then_some((own, its)),
        ours,
        theirs,
    })
}

/// Whether anything is to be chosen: what one of them has nothing of is filled in from the other.
fn differing(own: &Fields, its: &Fields) -> bool {
    let differ = |a: &str, b: &str| a != b && !a.is_empty() && !b.is_empty();
    let has_other =
        |(key, value): &(String, String)| own.attribute(key).is_some_and(|it| it != value.as_str());
    differ(&own.name, &its.name)
        || differ(&own.company, &its.company)
        || differ(&own.notes, &its.notes)
        || own.tier != its.tier
        || (own.owner != its.owner && own.owner.is_some() && its.owner.is_some())
        || its.attributes.iter().any(has_other)
}

pub(in crate::conversations::persons) fn person(
    look: &Look<'_>,
    viewer: &Viewer,
    id: ContactId,
) -> Result<Contact> {
    let record = find(look, viewer, id)?;
    Ok(look.person(record.id)?.unwrap_or(record))
}

/// Unresolved cases of a person that the viewer may work on, the newest at work first.
pub(in crate::conversations::persons) fn unresolved(
    look: &Look<'_>,
    viewer: &Viewer,
    root: ContactId,
) -> Result<Vec<Conversation>> {
    let mut found = Vec::new();
    for record in records(look, root)? {
        for id in look.conversations_of(record)? {
            let it = look.conversation(id)?;
            found.extend(it.filter(|it| it.contact == record));
        }
    }
    found.retain(|it| it.status.is_unresolved() && !it.merged && viewer.sees(it));
    found.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
    Ok(found)
}

/// Kinds of which each holds verified ones, and none of them in common.
fn differ(look: &Look<'_>, root: ContactId, other: ContactId) -> Result<Vec<IdentifierKind>> {
    let verified = |id: ContactId, kind: IdentifierKind| -> Result<BTreeSet<String>> {
        let held = identifiers(look, id)?.into_iter();
        Ok(held
            .filter(|it| it.handle.kind == kind && it.evidence.is_verified() && !it.former)
            .map(|it| it.handle.value)
            .collect())
    };
    let mut out = Vec::new();
    for kind in [IdentifierKind::Email, IdentifierKind::Phone] {
        let (ours, theirs) = (verified(root, kind)?, verified(other, kind)?);
        if !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs) {
            out.push(kind);
        }
    }
    Ok(out)
}
