//! For oneself alone: following a conversation without having it, and being reminded of it. Nobody else notices.

use crate::conversations::find::for_work;
use crate::conversations::status::in_the_future;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::notice::Reminder;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

fn me(by: &Viewer) -> Result<AgentId> {
    by.agent_id().ok_or(Error::conflict("no_person"))
}

/// Follows a conversation: one hears of it as who has it does; or does so no more.
///
/// # Errors
/// [`Error::Conflict`] `no_person` for a program; those of every deed.
pub fn follow(w: &mut Write<'_>, by: &Viewer, number: u64, on: bool) -> Result<Conversation> {
    let me = me(by)?;
    let mut c = for_work(w, by, number)?;
    c.followers.retain(|it| *it != me);
    if on {
        c.followers.push(me);
    }
    w.put_conversation(&c)?;
    Ok(c)
}

/// Reminds oneself of a conversation at a time, in place of an earlier one; with `None` not at all.
///
/// # Errors
/// [`Error::Invalid`] on `at` in the past; [`Error::Conflict`] `no_person` for a program; those of every deed.
pub fn remind_me(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    at: Option<Millis>,
) -> Result<Conversation> {
    let me = me(by)?;
    if let Some(at) = at {
        in_the_future(w, "at", at)?;
    }
    let c = for_work(w, by, number)?;
    w.put_conversation(&c)?;
    let Some(at) = at else {
        w.remove_reminder(me, c.id)?;
        return Ok(c);
    };
    w.put_reminder(&Reminder {
        agent: me,
        conversation: c.id,
        at,
    })?;
    let (agent, conversation) = (me, c.id);
    w.job(
        at,
        JobKind::Remind {
            agent,
            conversation,
            at,
        },
    )?;
    Ok(c)
}

/// When one wants to be reminded of a conversation.
///
/// # Errors
/// The store's.
pub fn reminder_of(look: &Look<'_>, by: &Viewer, c: &Conversation) -> Result<Option<Millis>> {
    let Some(me) = by.agent_id() else {
        return Ok(None);
    };
    Ok(look.reminder(me, c.id)?.map(|it| it.at))
}
