//! Copies of what was sent for the mailbox's Sent folder, where the provider does not put them there by itself. Sending
//! never waits for them.

use crate::domain::delivery::{Delivery, DeliveryState, RecipientResult};
use crate::domain::error::Result;
use crate::domain::id::{ConnectionId, DeliveryId};
use crate::domain::time::{Millis, Span};
use crate::store::Write;

/// A server that files by itself has done so by then.
const AFTER: Span = Span::seconds(10);
/// A folder that takes no copy for so long gets none.
pub const LIFE: Span = Span::days(5);

/// Says that a copy is to be made of what just left, for some recipients or all.
///
/// # Errors
/// The store's.
pub(super) fn want(w: &Write<'_>, it: &mut Delivery) -> Result<()> {
    let got = |it: &RecipientResult| it.state == DeliveryState::Sent;
    if !it.recipients.is_empty() && !it.recipients.iter().any(got) {
        return Ok(());
    }
    let connection = w.connection(it.connection)?;
    let files = connection
        .as_ref()
        .and_then(|it| it.email())
        .is_some_and(|it| it.files_copies());
    if files {
        it.copy_due = it.copy_due.or(Some(w.now() + AFTER));
    }
    Ok(())
}

/// When the mail left whose copy is due.
#[must_use]
pub fn left_at(due: Millis) -> Millis {
    due - AFTER
}

/// The copies lie in the folder, or are not wanted any more.
///
/// # Errors
/// The store's.
pub fn done(w: &mut Write<'_>, ids: &[DeliveryId]) -> Result<()> {
    for id in ids {
        if let Some(mut it) = w.delivery(*id)?.filter(|it| it.copy_due.is_some()) {
            it.copy_due = None;
            w.put_delivery(&it)?;
        }
    }
    Ok(())
}

/// Notes why copies cannot be put there (a key of `words`), or with an empty one that they can.
///
/// # Errors
/// The store's.
pub fn trouble(w: &mut Write<'_>, id: ConnectionId, code: &str) -> Result<()> {
    match w.connection(id)? {
        Some(mut it) if it.copies_trouble != code => {
            code.clone_into(&mut it.copies_trouble);
            w.put_connection(&it)
        }
        _ => Ok(()),
    }
}
