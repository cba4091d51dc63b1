//! Drafts: what somebody is writing, kept with a revision so that a late save resurrects nothing.

use crate::conversations::find::find;
use crate::conversations::said::MAX_TEXT;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::draft::Draft;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, AttachmentId};
use crate::domain::message::{Attachment, MailAddress};
use crate::store::Write;

/// Files one draft may hold.
const FILES: usize = 50;

/// What is being written.
#[derive(Debug, Clone, Default)]
pub struct Writing {
    /// Number of the conversation.
    pub conversation: u64,
    pub note: bool,
    /// The revision the writer last saw.
    pub revision: u64,
    pub text: String,
    pub to: Vec<MailAddress>,
    pub cc: Vec<MailAddress>,
    pub bcc: Vec<MailAddress>,
    /// Files of the draft that stay.
    pub files: Vec<AttachmentId>,
}

/// Saves a draft and answers it as it now is. A save that is older than what is kept changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::TooLarge`]; [`Error::Forbidden`] for who is no agent.
pub fn save(w: &mut Write<'_>, by: &Viewer, input: &Writing) -> Result<Draft> {
    if input.text.len() > MAX_TEXT {
        return Err(Error::TooLarge {
            limit: MAX_TEXT as u64,
        });
    }
    let (mut c, mut draft) = kept(w, by, input.conversation, input.note)?;
    if draft.revision > input.revision {
        return Ok(draft);
    }
    draft.attachments.retain(|it| input.files.contains(&it.id));
    draft.text.clone_from(&input.text);
    draft.to.clone_from(&input.to);
    draft.cc.clone_from(&input.cc);
    draft.bcc.clone_from(&input.bcc);
    draft.gone = draft.text.trim().is_empty() && draft.attachments.is_empty();
    put(w, &mut c, draft)
}

/// Adds a staged file to a draft.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `too_many_files`; [`Error::Forbidden`] for who is no agent.
pub fn attach(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    note: bool,
    file: &Attachment,
) -> Result<Draft> {
    let (mut c, mut draft) = kept(w, by, number, note)?;
    if draft.gone {
        draft.attachments.clear();
        draft.text.clear();
    }
    if draft.attachments.len() >= FILES {
        return Err(Error::conflict("too_many_files"));
    }
    draft.attachments.push(file.clone());
    draft.gone = false;
    put(w, &mut c, draft)
}

/// Throws a draft away; a save that was under way brings nothing back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for who is no agent.
pub fn discard(w: &mut Write<'_>, by: &Viewer, number: u64, note: bool) -> Result<Draft> {
    let (mut c, old) = kept(w, by, number, note)?;
    let empty = Draft {
        conversation: old.conversation,
        agent: old.agent,
        note,
        revision: old.revision,
        gone: true,
        ..Draft::default()
    };
    put(w, &mut c, empty)
}

fn kept(w: &Write<'_>, by: &Viewer, number: u64, note: bool) -> Result<(Conversation, Draft)> {
    by.need(Right::Work)?;
    let agent: AgentId = by.agent_id().ok_or(Error::Forbidden { need: "an agent" })?;
    let c = find(w, by, number)?;
    let draft = w.draft(c.id, agent, note)?.unwrap_or(Draft {
        conversation: c.id,
        agent,
        note,
        ..Draft::default()
    });
    Ok((c, draft))
}

fn put(w: &mut Write<'_>, c: &mut Conversation, mut draft: Draft) -> Result<Draft> {
    draft.revision += 1;
    draft.saved_at = w.now();
    w.put_draft(&draft)?;
    let has_draft = !w.drafts_in(c.id)?.is_empty();
    if has_draft != c.has_draft {
        c.has_draft = has_draft;
        w.put_conversation(c)?;
    }
    Ok(draft)
}
