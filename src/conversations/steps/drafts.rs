//! A draft that was sent is gone, and a later save of an older revision does not bring it back; drafts go with a case
//! that goes on in another, and one of somebody who leaves is passed on.

use crate::conversations::note::author;
use crate::conversations::said::Said;
use crate::conversations::steps::append::append;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::AgentId;
use crate::domain::message::{Message, MessageKind};
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
        bury(w, &draft)?;
    }
    c.has_draft = !w.drafts_in(c.id)?.is_empty();
    Ok(())
}

/// A draft is gone: what is kept is its place and a revision no late save can pass.
///
/// # Errors
/// The store's.
pub fn bury(w: &mut Write<'_>, draft: &Draft) -> Result<()> {
    w.put_draft(&Draft {
        conversation: draft.conversation,
        agent: draft.agent,
        note: draft.note,
        revision: draft.revision + 1,
        saved_at: w.now(),
        gone: true,
        ..Draft::default()
    })
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
        bury(w, &it)?;
        to.has_draft = true;
    }
    from.has_draft = false;
    Ok(())
}

/// The draft of somebody who leaves is the assignee's; where there is none, or they write one themselves, it becomes a
/// note below `above`.
///
/// # Errors
/// The store's.
pub fn pass_on(
    w: &mut Write<'_>,
    voice: Voice,
    c: &mut Conversation,
    (leaving, is_note): (AgentId, bool),
    above: &str,
) -> Result<()> {
    let Some(old) = w.draft(c.id, leaving, is_note)?.filter(|it| !it.gone) else {
        return Ok(());
    };
    let kept = match c.assignee {
        Some(heir) => w.draft(c.id, heir, is_note)?,
        None => None,
    };
    let is_free = kept.as_ref().is_none_or(|it| it.gone);
    match c.assignee.filter(|_| is_free) {
        Some(agent) => w.put_draft(&Draft {
            agent,
            revision: kept.map_or(1, |it| it.revision + 1),
            saved_at: w.now(),
            ..old.clone()
        })?,
        None => as_note(w, voice, c, &old, above)?,
    }
    bury(w, &old)?;
    c.has_draft = !w.drafts_in(c.id)?.is_empty();
    Ok(())
}

fn as_note(
    w: &mut Write<'_>,
    voice: Voice,
    c: &mut Conversation,
    draft: &Draft,
    above: &str,
) -> Result<()> {
    let said = Said::of(&format!("{above}\n\n{}", draft.text));
    let message = Message {
        id: w.new_id(),
        kind: MessageKind::Note,
        author: author(voice.actor),
        channel: c.channel,
        at: w.now(),
        said_at: w.now(),
        text: said.text.clone(),
        language: said.language.clone(),
        attachments: draft.attachments.clone(),
        ..Message::default()
    };
    let message = append(w, c, message, &said.excerpt)?;
    let position = message.position;
    voice.tell_message(w, c, message.id, EventKind::NoteWritten { position })
}
