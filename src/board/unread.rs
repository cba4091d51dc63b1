//! Whether somebody has not read what a customer said.

use crate::domain::conversation::{Conversation, LastBy, Status};
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::message::{Message, MessageKind};
use crate::store::Look;

/// Messages looked through for one that was not read.
const UNREAD: usize = 50;

/// Whether the customer said something this agent has not read: what waits for an answer, or a courtesy to them.
///
/// # Errors
/// The store's.
pub fn is_unread(look: &Look<'_>, me: AgentId, it: &Conversation) -> Result<bool> {
    if it.unseen_courtesies > 0 && it.assignee == Some(me) {
        return Ok(true);
    }
    let of_third_party = it.last_by == LastBy::ThirdParty && it.status == Status::Open;
    if it.waiting_since.is_none() && !of_third_party {
        return Ok(false);
    }
    let read = look.read_mark(me, it.id)?;
    if read >= it.n_messages {
        return Ok(false);
    }
    if of_third_party || it.last_by == LastBy::Customer {
        return Ok(true);
    }
    // A note or an answer stands last: what came before it may still be new.
    let since = look.messages_after(it.id, read.checked_sub(1), UNREAD)?;
    let theirs = |it: &Message| it.kind == MessageKind::Inbound && !it.courtesy;
    Ok(since.iter().any(theirs))
}
