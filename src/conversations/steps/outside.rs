//! What one of us said outside Lobby, found later: whether it still answers anything, and where it leaves its case.

use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::Then;
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::store::Look;

/// Newest messages looked at for one that came after it.
const NEWEST: usize = 50;

/// One found late answers only what came before it; an automatic message or a courtesy after it asks for nothing.
///
/// # Errors
/// The store's.
pub fn is_newest(look: &Look<'_>, c: &Conversation, said_at: Millis) -> Result<bool> {
    let newest = look.messages_before(c.id, None, NEWEST)?;
    Ok(!newest
        .iter()
        .any(|it| it.moved_to.is_none() && it.asks_us() && it.said_at > said_at))
}

/// What was resolved stays resolved: only an open question is answered by it.
#[must_use]
pub fn then(c: &Conversation) -> Then {
    match c.status {
        Status::Resolved { .. } => Then::Resolve,
        Status::Snoozed { until } => Then::Snooze { until },
        _ => Then::Wait,
    }
}
