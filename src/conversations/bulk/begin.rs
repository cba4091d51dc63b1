//! Beginning: who asks, which conversations, and what is done; and beginning to take one back.

use std::collections::BTreeSet;

use crate::conversations::bulk::step::fail;
use crate::conversations::bulk::text;
use crate::domain::actor::{Right, Viewer};
use crate::domain::bulk::{Bulk, BulkAction, BulkOutcome, BulkRow, BulkText};
use crate::domain::error::{Error, Result};
use crate::domain::id::{BulkId, ConversationId, MacroId};
use crate::domain::job::JobKind;
use crate::domain::macros::MacroAct;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Most conversations of one.
pub const MOST: usize = 10_000;

/// Begins to do something to conversations; what may not be seen is passed over as not found.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `numbers` when there are none or too many, on `action` when what it
/// names is not there.
pub fn begin(w: &mut Write<'_>, by: &Viewer, numbers: &[u64], action: BulkAction) -> Result<Bulk> {
    by.need(Right::Work)?;
    check(w, action)?;
    let mut chosen = Vec::with_capacity(numbers.len());
    for number in numbers {
        let found = w.conversation_numbered(*number)?;
        chosen.extend(found.filter(|it| by.sees(it)).map(|it| it.id));
    }
    chosen.dedup();
    put(w, by, &chosen, action)
}

/// Begins to send an approved text to the people of conversations, each person once: a second conversation of one is told
/// as failed at once. A text that sells is held to be an offer, whatever is said.
///
/// # Errors
/// As [`begin`]; on `template` as [`crate::conversations::chat::template::words`], on `channel` when it takes none, on
/// `send_at` when that is past.
pub fn begin_text(
    w: &mut Write<'_>,
    by: &Viewer,
    numbers: &[u64],
    text: &BulkText,
) -> Result<Bulk> {
    by.need(Right::Work)?;
    let mut text = text.clone();
    text::check(w, &mut text)?;
    let (mut chosen, mut met) = (Vec::new(), BTreeSet::new());
    let (mut people, mut again) = (BTreeSet::new(), Vec::new());
    for number in numbers {
        let found = w.conversation_numbered(*number)?;
        let found = found.filter(|it| by.sees(it) && met.insert(it.id));
        if let Some(c) = found {
            if !people.insert(text::person(w, &c)?) {
                again.push(u32::try_from(chosen.len()).unwrap_or(u32::MAX));
            }
            chosen.push(c.id);
        }
    }
    let mut bulk = put(w, by, &chosen, BulkAction::SendText)?;
    bulk.text = Some(Box::new(text));
    w.put_bulk(&bulk)?;
    for at in again {
        fail(w, bulk.id, at, text::SAME_PERSON)?;
    }
    Ok(w.bulk(bulk.id)?.unwrap_or(bulk))
}

/// Begins to do acts to conversations, as a macro or, when they are of none, as a reply.
///
/// # Errors
/// As [`begin`]; [`Error::Invalid`] on `acts` when there are none.
pub fn begin_acts(
    w: &mut Write<'_>,
    by: &Viewer,
    numbers: &[u64],
    (id, acts): (Option<MacroId>, &[MacroAct]),
) -> Result<Bulk> {
    if acts.is_empty() {
        return Err(Error::invalid("acts", "error-macro-empty"));
    }
    if acts
        .iter()
        .any(|it| it.text().is_some_and(|it| it.trim().is_empty()))
    {
        return Err(Error::invalid("text", "error-missing"));
    }
    let action = id.map_or(BulkAction::Reply, |id| BulkAction::Macro { id });
    let bulk = Bulk {
        acts: acts.to_vec(),
        ..begin(w, by, numbers, action)?
    };
    w.put_bulk(&bulk)?;
    Ok(bulk)
}

fn check(look: &Look<'_>, action: BulkAction) -> Result<()> {
    let is_there = match action {
        BulkAction::Assign { to: Some(agent) } => {
            look.agent(agent)?.is_some_and(|it| it.is_active())
        }
        BulkAction::SetTeam { to: Some(team) } => {
            look.team(team)?.is_some_and(|it| it.retired_at.is_none())
        }
        BulkAction::Tag { tag } | BulkAction::Untag { tag } => {
            look.tag(tag)?.is_some_and(|it| it.retired_at.is_none())
        }
        _ => true,
    };
    if is_there {
        Ok(())
    } else {
        Err(Error::invalid("action", "error-field"))
    }
}

fn put(
    w: &mut Write<'_>,
    by: &Viewer,
    chosen: &[ConversationId],
    action: BulkAction,
) -> Result<Bulk> {
    if chosen.is_empty() {
        return Err(Error::invalid("numbers", "error-missing"));
    }
    if chosen.len() > MOST {
        return Err(Error::invalid("numbers", "error-too-many"));
    }
    let bulk = Bulk {
        id: w.new_id(),
        at: w.now(),
        actor: by.actor,
        role: by.role,
        teams: by.teams.clone(),
        action,
        total: u32::try_from(chosen.len()).unwrap_or(u32::MAX),
        ..Bulk::default()
    };
    w.put_bulk(&bulk)?;
    for (at, conversation) in (0..).zip(chosen) {
        let row = BulkRow {
            conversation: *conversation,
            outcome: BulkOutcome::Waiting,
        };
        w.put_bulk_row(bulk.id, at, &row)?;
    }
    w.job(w.now(), JobKind::Bulk { bulk: bulk.id })?;
    Ok(bulk)
}

/// One's own, or anybody's for who arranges things.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, viewer: &Viewer, id: BulkId) -> Result<Bulk> {
    let found = look.bulk(id)?;
    let found = found.filter(|it| it.actor == viewer.actor || viewer.may(Right::Administer));
    found.ok_or_else(|| Error::not_found("bulk"))
}

/// Begins to take back what one changed.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `running` until it has ended, `undone` when it was taken back, and
/// `nothing-to-undo`.
pub fn take_back(w: &mut Write<'_>, by: &Viewer, id: BulkId) -> Result<Bulk> {
    by.need(Right::Work)?;
    let mut of = find(w, by, id)?;
    if of.finished_at.is_none() {
        return Err(Error::conflict("running"));
    }
    if of.undone_by.is_some() {
        return Err(Error::conflict("undone"));
    }
    let all = w.bulk_rows(id, None, MOST, |_| true)?;
    let chosen: Vec<ConversationId> = all.iter().map(|(_, row)| row.conversation).collect();
    if of.changed == 0 {
        return Err(Error::conflict("nothing-to-undo"));
    }
    // Every row has its counterpart at the same place.
    let made = put(w, by, &chosen, BulkAction::TakeBack { bulk: id })?;
    of.undone_by = Some(made.id);
    w.put_bulk(&of)?;
    Ok(made)
}

/// Rows forgotten in one deed.
const LOT: usize = 1_000;

/// Forgets what was done to many before a time: it can be taken back no more. Answers how many rows went, 0 when there
/// is nothing left to forget.
///
/// # Errors
/// The store's.
pub fn forget(w: &mut Write<'_>, before: Millis) -> Result<usize> {
    let Some(id) = w.bulks_ended_before(before, 1)?.pop() else {
        return Ok(0);
    };
    // One without rows is something gone as well.
    Ok(w.forget_bulk(id, LOT)?.max(1))
}
