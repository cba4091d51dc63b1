//! A conversation was erased: what was not reviewed is not to be any more, and of what was only figures stay.

use crate::domain::error::Result;
use crate::domain::id::ConversationId;
use crate::store::Write;

/// Forgets what was said about a conversation: reviewers may have quoted it.
///
/// # Errors
/// The store's.
pub fn forget(w: &mut Write<'_>, conversation: ConversationId) -> Result<()> {
    for mut it in w.reviews_in(conversation)? {
        if let Some(id) = it.calibration
            && let Some(mut known) = w.calibration(id)?
        {
            known.conversation = None;
            if !it.is_done() {
                known.reviews.retain(|other| *other != it.id);
            }
            w.put_calibration(&known)?;
        }
        if !it.is_done() {
            w.remove_review(it.id)?;
            continue;
        }
        it.conversation = None;
        it.comment.clear();
        it.remarks.clear();
        it.reply.clear();
        w.put_review(&it)?;
    }
    Ok(())
}
