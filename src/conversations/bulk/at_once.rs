//! The same for one conversation, done with its question: nobody waits, and it can be taken back like the others.

use crate::conversations::bulk::apply::{apply, restore, unsay};
use crate::conversations::bulk::begin::find as find_bulk;
use crate::conversations::find::for_work;
use crate::domain::actor::Viewer;
use crate::domain::bulk::{Bulk, BulkAction, BulkOutcome, BulkRow, Changed, Facts};
use crate::domain::error::{Error, Result};
use crate::domain::id::{BulkId, ConversationId, MessageId};
use crate::store::Write;

/// Does something to a conversation; `None` when it was so already.
///
/// # Errors
/// The deed's.
pub fn at_once(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    action: BulkAction,
) -> Result<Option<BulkId>> {
    let c = for_work(w, by, number)?;
    let before = Facts::of(&c);
    apply(w, by, &c, action)?;
    let after = Facts::of(&w.conversation(c.id)?.unwrap_or_default());
    one_done(w, by, c.id, (action, None), (before, after))
}

/// Remembers what was done to one conversation, with the answer it sent; `None` when nothing is different.
///
/// # Errors
/// The store's.
pub fn one_done(
    w: &mut Write<'_>,
    by: &Viewer,
    conversation: ConversationId,
    (action, answer): (BulkAction, Option<MessageId>),
    (before, after): (Facts, Facts),
) -> Result<Option<BulkId>> {
    if before == after && answer.is_none() {
        return Ok(None);
    }
    let bulk = Bulk {
        id: w.new_id(),
        at: w.now(),
        actor: by.actor,
        role: by.role,
        teams: by.teams.clone(),
        action,
        total: 1,
        done: 1,
        changed: 1,
        finished_at: Some(w.now()),
        ..Bulk::default()
    };
    let changed = Changed {
        before,
        after,
        answer,
    };
    let row = BulkRow {
        conversation,
        outcome: BulkOutcome::Changed(Box::new(changed)),
    };
    w.put_bulk(&bulk)?;
    w.put_bulk_row(bulk.id, 0, &row)?;
    Ok(Some(bulk.id))
}

/// Takes back what was done to one conversation; its number. `None` for what was done to several.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `undone`, or `changed-since`.
pub fn take_back_at_once(w: &mut Write<'_>, by: &Viewer, id: BulkId) -> Result<Option<u64>> {
    let mut bulk = find_bulk(w, by, id)?;
    let row = w.bulk_row(id, 0)?;
    let Some(row) = row.filter(|_| bulk.total == 1 && bulk.finished_at.is_some()) else {
        return Ok(None);
    };
    let BulkOutcome::Changed(was) = row.outcome else {
        return Ok(None);
    };
    if bulk.undone_by.is_some() {
        return Err(Error::conflict("undone"));
    }
    let c = w.conversation(row.conversation)?;
    let c = c.ok_or_else(|| Error::not_found("conversation"))?;
    restore(w, by, c.number, &was)?;
    unsay(w, by, was.answer)?;
    // By no other one: it is done with this very question.
    bulk.undone_by = Some(id);
    w.put_bulk(&bulk)?;
    Ok(Some(c.number))
}
