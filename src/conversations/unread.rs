//! Not read again: what somebody wants to come back to.

use crate::conversations::find::find;
use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::message::MessageKind;
use crate::store::Write;

/// The newest message of the other side counts as not read again, and all after it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for who is no agent.
pub fn mark_unread(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<()> {
    let me = by.agent_id().ok_or(Error::Forbidden { need: "an agent" })?;
    let c = find(w, by, number)?;
    let newest = w.messages_before(c.id, None, 50)?;
    let theirs = newest
        .iter()
        .rev()
        .find(|it| matches!(it.kind, MessageKind::Inbound | MessageKind::ThirdParty));
    let position = theirs.map_or(c.n_messages.saturating_sub(1), |it| it.position);
    if w.read_mark(me, c.id)? > position {
        w.put_read_mark(me, c.id, position)?;
    }
    Ok(())
}
