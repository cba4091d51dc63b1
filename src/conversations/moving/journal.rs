//! What moving, splitting and merging share: finding the two, counting anew, writing down what they were.

use crate::conversations::find::for_work;
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::pending::{refresh_waiting, unanswered_since};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, MessageId};
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// The two of a move or merge, which crosses no private team and no brand.
pub(in crate::conversations::moving) fn two(
    w: &mut Write<'_>,
    by: &Viewer,
    from: u64,
    to: u64,
) -> Result<(Conversation, Conversation)> {
    if from == to {
        return Err(Error::invalid("to", "error-same-conversation"));
    }
    let (from, to) = (for_work(w, by, from)?, for_work(w, by, to)?);
    if from.audience != to.audience {
        return Err(Error::conflict("private_team"));
    }
    if from.brand != to.brand {
        return Err(Error::conflict("other_brand"));
    }
    Ok((from, to))
}

pub(in crate::conversations::moving) fn chosen(
    look: &Look<'_>,
    from: &Conversation,
    ids: &[MessageId],
) -> Result<Vec<Message>> {
    let mut here = Vec::new();
    each(look, from.id, |it| here.push(it))?;
    here.retain(|it| it.moved_to.is_none());
    let total = here.len();
    here.retain(|it| ids.contains(&it.id));
    if here.is_empty() || here.len() != ids.len() {
        return Err(Error::invalid("messages", "error-no-such-message"));
    }
    if here.len() == total {
        return Err(Error::invalid("messages", "error-nothing-left"));
    }
    Ok(here)
}

pub(in crate::conversations::moving) fn recount(
    look: &Look<'_>,
    c: &mut Conversation,
) -> Result<()> {
    count_anew(look, c)?;
    if c.status == Status::Open {
        c.waiting_since = unanswered_since(look, c.id)?;
    } else if c.status.is_unresolved() {
        c.waiting_since = c.waiting_since.and(unanswered_since(look, c.id)?);
    }
    Ok(())
}

pub(in crate::conversations::moving) type Moved = (Vec<MessageId>, bool, u32);

/// Does a change of two conversations and writes down what they were before.
pub(in crate::conversations::moving) fn journaled(
    w: &mut Write<'_>,
    by: &Viewer,
    mut from: Conversation,
    mut to: Conversation,
    how: impl FnOnce(&mut Write<'_>, &mut Conversation, &mut Conversation, Voice) -> Result<Moved>,
) -> Result<(Conversation, Conversation, ChangeId)> {
    let voice = Voice::of(by);
    let before = (from.clone(), to.clone());
    let change: ChangeId = w.new_id();
    let (moved, whole, n) = how(w, &mut from, &mut to, voice)?;
    refresh_waiting(w, &mut from)?;
    refresh_waiting(w, &mut to)?;
    let (told_from, told_to) = match (whole, from.merged) {
        (true, true) => (
            None,
            Some(EventKind::ConversationsMerged {
                change,
                from: from.id,
            }),
        ),
        (true, false) => (
            Some(EventKind::ConversationSplit {
                change,
                into: to.id,
            }),
            None,
        ),
        (false, _) => (
            Some(EventKind::MessagesMoved {
                change,
                to: to.id,
                n,
            }),
            None,
        ),
    };
    if let Some(kind) = told_from {
        voice.tell(w, &mut from, kind)?;
    }
    if let Some(kind) = told_to {
        voice.tell(w, &mut to, kind)?;
    }
    w.put_conversation(&from)?;
    w.put_conversation(&to)?;
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::Messages {
            from: from.id,
            to: to.id,
            moved,
            whole,
            from_status: before.0.status,
            to_status: before.1.status,
            left_at: (from.seq, to.seq),
            before: Some(Box::new(before)),
        },
        undone_at: None,
    })?;
    Ok((from, to, change))
}
