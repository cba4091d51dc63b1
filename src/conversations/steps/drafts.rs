//! A draft that was sent is gone, and a later save of an older revision does not bring it back.

use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::store::Write;

/// Marks the writer's draft of this kind as gone, counting its revision up.
///
/// # Errors
/// The store's.
pub fn used(w: &mut Write<'_>, c: &mut Conversation, by: &Viewer, note: bool) -> Result<()> {
    let Some(agent) = by.agent_id() else {
        return Ok(());
    };
    if let Some(draft) = w.draft(c.id, agent, note)? {
        w.put_draft(&Draft {
            conversation: c.id,
            agent,
            note,
            revision: draft.revision + 1,
            saved_at: w.now(),
            gone: true,
            ..Draft::default()
        })?;
    }
    c.has_draft = !w.drafts_in(c.id)?.is_empty();
    Ok(())
}
