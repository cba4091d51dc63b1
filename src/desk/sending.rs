//! Through which mailbox Lobby's own letters leave: invitations, resets, proofs of an address.

use std::collections::BTreeMap;

use crate::domain::channel::{Channel, HealthState};
use crate::domain::error::{Error, Result};
use crate::domain::id::ConnectionId;
use crate::store::Look;

/// The mailbox letters leave through: one that works before one that does not, the oldest first.
///
/// # Errors
/// The store's.
pub fn sending_mailbox(look: &Look<'_>) -> Result<Option<(ConnectionId, Channel)>> {
    let connections: BTreeMap<ConnectionId, HealthState> = look
        .connections()?
        .into_iter()
        .filter(|it| it.retired_at.is_none())
        .filter(|it| it.email().is_some_and(|mail| !mail.smtp.host.is_empty()))
        .map(|it| (it.id, it.health.state))
        .collect();
    let channels = look.channels()?;
    let usable = channels.into_iter().filter(|it| it.retired_at.is_none());
    let mut found: Vec<(bool, Channel)> = usable
        .filter_map(|it| {
            let state = connections.get(&it.connection)?;
            Some((*state != HealthState::Working, it))
        })
        .collect();
    found.sort_by_key(|(ailing, it)| (*ailing, it.created_at));
    let first = found.into_iter().next();
    Ok(first.map(|(_, it)| (it.connection, it)))
}

/// Whether a letter can leave at all.
///
/// # Errors
/// The store's.
pub fn can_send(look: &Look<'_>) -> Result<bool> {
    Ok(sending_mailbox(look)?.is_some())
}

/// Refuses what would only be done by a letter when none can leave.
///
/// # Errors
/// [`Error::Conflict`] `no-mailbox`.
pub fn need_mailbox(look: &Look<'_>) -> Result<()> {
    if can_send(look)? {
        Ok(())
    } else {
        Err(Error::conflict("no-mailbox"))
    }
}
