//! Carrying out: one conversation, with the rights its asker has now.

use std::collections::BTreeSet;

use crate::conversations::bulk::apply::{apply, restore, unsay};
use crate::conversations::bulk::text;
use crate::conversations::canned_replies::Known;
use crate::conversations::delivery::cancel;
use crate::conversations::find::for_work;
use crate::conversations::macros::{act, filled};
use crate::conversations::reply::{Reply, reply};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::bulk::{Bulk, BulkAction, BulkOutcome, BulkRow, Changed, Facts};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{BulkId, DeliveryId, TeamId};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Places that still wait, beyond `after`.
///
/// # Errors
/// The store's.
pub fn waiting(look: &Look<'_>, id: BulkId, after: Option<u32>, limit: usize) -> Result<Vec<u32>> {
    let rows = look.bulk_rows(id, after, limit, |it| it.outcome == BulkOutcome::Waiting)?;
    Ok(rows.into_iter().map(|(at, _)| at).collect())
}

/// Does it to the conversation at a place, unless that was done before.
///
/// # Errors
/// What the deed on that conversation answers: then [`fail`] is to be called.
pub fn step(w: &mut Write<'_>, keys: &KeyRing, id: BulkId, at: u32) -> Result<()> {
    let Some((bulk, row)) = still_waiting(w, id, at)? else {
        return Ok(());
    };
    let by = asker(w, &bulk)?;
    let found = w.conversation(row.conversation)?;
    let before = found
        .filter(|it| by.sees(it))
        .ok_or_else(|| Error::not_found("conversation"))?;
    match bulk.action {
        BulkAction::TakeBack { bulk: of } => {
            let Some(was) = w.bulk_row(of, at)? else {
                return settle(w, bulk, at, row, BulkOutcome::Same);
            };
            match was.outcome {
                BulkOutcome::Changed(was) => {
                    restore(w, &by, before.number, &was)?;
                    unsay(w, &by, was.answer)?;
                }
                BulkOutcome::Written(delivery) => drop(cancel(w, &by, delivery)?),
                _ => return settle(w, bulk, at, row, BulkOutcome::Same),
            }
        }
        BulkAction::SendText => {
            let written = write(w, keys, &by, (&bulk, &before))?;
            return settle(w, bulk, at, row, BulkOutcome::Written(written));
        }
        BulkAction::Macro { .. } | BulkAction::Reply => {
            let acts = filled(&Known::of(w, &by, &before)?, &bulk.acts);
            let case = for_work(w, &by, before.number)?;
            let was = act(w, keys, &by, (&case, None), &acts)?;
            return settle(w, bulk, at, row, outcome(was));
        }
        action => apply(w, &by, &before, action)?,
    }
    let after = w.conversation(row.conversation)?.unwrap_or_default();
    let was = Changed {
        before: Facts::of(&before),
        after: Facts::of(&after),
        answer: None,
    };
    settle(w, bulk, at, row, outcome(was))
}

fn outcome(was: Changed) -> BulkOutcome {
    if was.before == was.after && was.answer.is_none() {
        BulkOutcome::Same
    } else {
        BulkOutcome::Changed(Box::new(was))
    }
}

/// Sends the person of a conversation the text, if they get it.
fn write(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (bulk, c): (&Bulk, &Conversation),
) -> Result<DeliveryId> {
    let Some(it) = &bulk.text else {
        return Err(Error::invalid("template", "error-missing"));
    };
    let own = text::verdict(w, c, it, w.now())?;
    let own = own.map_err(|code| Error::invalid("template", code))?;
    let input = Reply {
        conversation: c.number,
        channel: Some(it.channel),
        template: Some(own.text),
        send_at: own.send_at,
        cancel_if_customer_writes: own.send_at.is_some(),
        purpose: Some(it.purpose),
        ..Reply::default()
    };
    reply(w, keys, by, &input).map(|it| it.delivery.id)
}

/// Says that it could not be done to the conversation at a place.
///
/// # Errors
/// The store's.
pub fn fail(w: &mut Write<'_>, id: BulkId, at: u32, code: &str) -> Result<()> {
    match still_waiting(w, id, at)? {
        Some((bulk, row)) => settle(w, bulk, at, row, BulkOutcome::Failed(code.to_owned())),
        None => Ok(()),
    }
}

fn still_waiting(look: &Look<'_>, id: BulkId, at: u32) -> Result<Option<(Bulk, BulkRow)>> {
    let (bulk, row) = (look.bulk(id)?, look.bulk_row(id, at)?);
    let both = bulk.zip(row);
    Ok(both.filter(|(_, row)| row.outcome == BulkOutcome::Waiting))
}

fn settle(
    w: &mut Write<'_>,
    mut bulk: Bulk,
    at: u32,
    row: BulkRow,
    outcome: BulkOutcome,
) -> Result<()> {
    bulk.done += 1;
    match outcome {
        BulkOutcome::Changed(_) | BulkOutcome::Written(_) => bulk.changed += 1,
        BulkOutcome::Failed(_) => bulk.failed += 1,
        BulkOutcome::Waiting | BulkOutcome::Same => {}
    }
    if bulk.done == bulk.total {
        bulk.finished_at = Some(w.now());
    }
    w.put_bulk_row(bulk.id, at, &BulkRow { outcome, ..row })?;
    w.put_bulk(&bulk)
}

/// Who asked, with what they may do now and might do then.
fn asker(look: &Look<'_>, bulk: &Bulk) -> Result<Viewer> {
    let gone = Error::Forbidden { need: "work" };
    let (role, teams): (Role, BTreeSet<TeamId>) = match bulk.actor {
        Actor::Agent(id) => {
            let agent = look.agent(id)?.filter(|it| it.is_active()).ok_or(gone)?;
            (agent.role, agent.teams.into_iter().collect())
        }
        Actor::Integration(id) => {
            let token = look.token_by_id(id)?.map(|it| it.1);
            let token = token.filter(|it| it.revoked_at.is_none()).ok_or(gone)?;
            (token.role, token.teams.into_iter().collect())
        }
        Actor::System(part) => return Ok(Viewer::system(part)),
        _ => return Err(gone),
    };
    Ok(Viewer {
        actor: bulk.actor,
        role: role.min(bulk.role),
        teams: teams.intersection(&bulk.teams).copied().collect(),
        sees_all: false,
    })
}
