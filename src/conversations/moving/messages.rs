//! Moving messages to another case.

use crate::conversations::moving::journal::{chosen, journaled, recount, two};
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::pending::{earliest, unanswered_since};
use crate::conversations::steps::relocate::bring;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::{ChangeId, MessageId};
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::store::Write;

/// Moves messages to another conversation. Answers it, and the change for an undo.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] on `messages` when one is not there, or on `to`; [`crate::domain::error::Error::Conflict`] `private_team`,
/// `other_brand`; [`crate::domain::error::Error::NotFound`].
pub fn move_messages(
    w: &mut Write<'_>,
    by: &Viewer,
    from: u64,
    messages: &[MessageId],
    to: u64,
) -> Result<(Conversation, ChangeId)> {
    let (from, to) = two(w, by, from, to)?;
    let chosen = chosen(w, &from, messages)?;
    let (_, to, change) = journaled(w, by, from, to, |w, from, to, voice| {
        // What was not answered where it was is not answered by what was said in another case.
        let since = unanswered_since(w, from.id)?;
        let asked = chosen
            .iter()
            .filter(|it| it.asks_us())
            .map(Message::clock_from);
        let asked = asked
            .filter(|it| since.is_some() && Some(*it) >= since)
            .min();
        let moved = bring(w, from, to, chosen)?;
        let n = u32::try_from(moved.len()).unwrap_or(u32::MAX);
        recount(w, from)?;
        recount(w, to)?;
        if asked.is_some() && to.status != Status::Spam {
            let why = Reason::Moved { from: from.id };
            let since = earliest(asked, to.waiting_since);
            move_to(w, to, voice, Status::Open, why)?;
            to.waiting_since = since;
        }
        Ok((moved, false, n))
    })?;
    Ok((to, change))
}
