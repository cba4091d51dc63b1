//! A draft that was sent is gone, and a later save of an older revision does not bring it back; drafts go with a case
//! that goes on in another.

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

/// Brings what is being written in one conversation to another; below what its writer has there already.
///
/// # Errors
/// The store's.
pub fn bring_drafts(
    w: &mut Write<'_>,
    from: &mut Conversation,
    to: &mut Conversation,
) -> Result<()> {
    for it in w.drafts_in(from.id)? {
        let there = w.draft(to.id, it.agent, it.note)?;
        let revision = there.as_ref().map_or(0, |it| it.revision).max(it.revision) + 1;
        let mut here = there.filter(|it| !it.gone).unwrap_or_default();
        if !here.text.is_empty() {
            here.text.push_str("\n\n");
        }
        here.text.push_str(&it.text);
        here.attachments.extend(it.attachments.iter().cloned());
        if here.to.is_empty() {
            (here.to, here.cc, here.bcc) = (it.to.clone(), it.cc.clone(), it.bcc.clone());
        }
        (here.conversation, here.agent, here.note) = (to.id, it.agent, it.note);
        (here.revision, here.saved_at) = (revision, w.now());
        w.put_draft(&here)?;
        w.put_draft(&Draft {
            conversation: from.id,
            agent: it.agent,
            note: it.note,
            revision: it.revision + 1,
            saved_at: w.now(),
            gone: true,
            ..Draft::default()
        })?;
        to.has_draft = true;
    }
    from.has_draft = false;
    Ok(())
}
