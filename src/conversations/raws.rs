//! Raw input nothing names any more: of mails that were fetched twice, or known before.

use crate::conversations::chat::calls;
use crate::domain::error::Result;
use crate::domain::id::RawId;
use crate::domain::mail::MailOutcome;
use crate::domain::raw::{Raw, RawSource};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Rows looked at in one deed.
const LOT: usize = 200;

/// Forgets raw input kept before a time that neither a message nor the parked input of its UID names. Goes on after the
/// given row; answers how many went, and the last row looked at, or `None` at the end.
///
/// # Errors
/// The store's.
pub fn sweep(
    w: &mut Write<'_>,
    after: Option<RawId>,
    before: Millis,
) -> Result<(usize, Option<RawId>)> {
    let mut removed = 0;
    let rows = w.raw_inputs_after(after, LOT)?;
    for it in rows.iter().filter(|it| it.at < before) {
        if !is_named(w, it)? {
            removed += usize::from(w.remove_raw_input(it.id)?);
        }
    }
    let full = rows.len() == LOT;
    Ok((removed, rows.last().filter(|_| full).map(|it| it.id)))
}

fn is_named(look: &Look<'_>, raw: &Raw) -> Result<bool> {
    let RawSource::Mail { place, .. } = &raw.source else {
        return calls::is_named(look, raw);
    };
    let Some(row) = look.ledger_row(place)? else {
        // Its UID is not settled yet.
        return Ok(true);
    };
    let message = match row.outcome {
        MailOutcome::NewConversation { message, .. }
        | MailOutcome::Joined { message, .. }
        | MailOutcome::OurMessage { message, .. }
        | MailOutcome::Automatic { message, .. }
        | MailOutcome::Blocked { message, .. } => message,
        MailOutcome::Quarantined { parked } => {
            return Ok(look.parked(parked)?.is_some_and(|it| it.raw == raw.id));
        }
        MailOutcome::DuplicateOf { .. }
        | MailOutcome::Report { .. }
        | MailOutcome::Forgotten
        | MailOutcome::Skipped => return Ok(false),
    };
    let message = look.message(message)?;
    Ok(message.is_some_and(|it| it.raw == Some(raw.id)))
}
