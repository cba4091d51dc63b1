//! Joining, and putting open cases together with it.

use crate::contacts::joins::{self, Taken};
use crate::conversations::moving;
use crate::conversations::persons::ask::{person, unresolved};
use crate::domain::actor::Viewer;
use crate::domain::change::ChangeKind;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{ChangeId, ContactId};
use crate::store::Write;

/// Joins the person of `other` to the person of `root`; `together` also puts their open cases into the one of `root`
/// that was at work last, where no private team and no brand is crossed.
///
/// # Errors
/// What [`joins::join`] says.
pub fn join(
    w: &mut Write<'_>,
    by: &Viewer,
    (root, other): (ContactId, ContactId),
    taken: &Taken,
    together: bool,
) -> Result<ChangeId> {
    let (ours, theirs) = if together {
        let ours = person(w, by, root)?.id;
        let theirs = person(w, by, other)?.id;
        (unresolved(w, by, ours)?, unresolved(w, by, theirs)?)
    } else {
        (Vec::new(), Vec::new())
    };
    let change = joins::join(w, by, root, other, taken)?;
    let mut put = Vec::new();
    for it in theirs {
        let fits = |to: &&Conversation| to.audience == it.audience && to.brand == it.brand;
        if let Some(into) = ours.iter().find(fits) {
            put.push(moving::merge(w, by, it.number, into.number)?.1);
        }
    }
    if let (false, Some(mut row)) = (put.is_empty(), w.change(change)?) {
        if let ChangeKind::Join { merged, .. } = &mut row.kind {
            *merged = put;
        }
        w.put_change(&row)?;
    }
    Ok(change)
}
