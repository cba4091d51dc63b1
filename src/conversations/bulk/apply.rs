//! What an action is on one conversation: the deeds there are for it; and what taking it back is.

use crate::conversations::delivery::undo_reply;
use crate::conversations::find::for_work;
use crate::conversations::legal::stand;
use crate::conversations::steps::labels;
use crate::conversations::steps::line;
use crate::conversations::steps::moves::{give_to, move_to};
use crate::conversations::steps::open::private;
use crate::conversations::steps::voice::Voice;
use crate::conversations::{assign, fields, status};
use crate::domain::actor::Viewer;
use crate::domain::bulk::{BulkAction, Changed, Facts};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::store::Write;

/// Does an action to one conversation.
///
/// # Errors
/// The deed's.
pub fn apply(w: &mut Write<'_>, by: &Viewer, c: &Conversation, action: BulkAction) -> Result<()> {
    let number = c.number;
    match action {
        BulkAction::Resolve => status::resolve(w, by, number)?,
        BulkAction::Open if c.status == Status::Spam => status::unspam(w, by, number)?,
        BulkAction::Open => status::reopen(w, by, number)?,
        BulkAction::Spam => status::spam(w, by, number)?,
        BulkAction::WaitForCustomer => status::wait_for_customer(w, by, number)?,
        BulkAction::WaitForThirdParty => status::wait_for_third_party(w, by, number, None)?,
        BulkAction::Snooze { until } => status::snooze(w, by, number, until)?,
        BulkAction::Assign { to } => assign::assign(w, by, number, to)?,
        BulkAction::SetTeam { to } => assign::set_team(w, by, number, to)?,
        BulkAction::Tag { tag } => fields::tag(w, by, number, tag)?,
        BulkAction::Untag { tag } => fields::untag(w, by, number, tag)?,
        BulkAction::SetPriority { to } => fields::set_priority(w, by, number, to)?,
        BulkAction::Macro { .. }
        | BulkAction::Reply
        | BulkAction::SendText
        | BulkAction::TakeBack { .. } => {
            return Err(Error::Internal("no deed of its own".to_owned()));
        }
    };
    Ok(())
}

/// Puts back what was changed, where it is still as it was left.
///
/// # Errors
/// [`Error::Conflict`] `changed-since`; those of every deed.
pub fn restore(w: &mut Write<'_>, by: &Viewer, number: u64, was: &Changed) -> Result<()> {
    let mut c = for_work(w, by, number)?;
    let (now, before, left) = (Facts::of(&c), &was.before, &was.after);
    let differs = |of: fn(&Facts, &Facts) -> bool| !of(before, left) && !of(&now, left);
    let changed_since = differs(|a, b| a.status == b.status)
        || differs(|a, b| a.assignee == b.assignee)
        || differs(|a, b| a.team == b.team)
        || differs(|a, b| a.priority == b.priority);
    if changed_since {
        return Err(Error::conflict("changed-since"));
    }
    let voice = Voice::of(by);
    if before.status != left.status {
        restore_status(w, &mut c, voice, before)?;
    }
    restore_place(w, &mut c, voice, was)?;
    for gone in left.tags.iter().filter(|it| !before.tags.contains(it)) {
        labels::untag(w, &mut c, voice, *gone)?;
    }
    for back in before.tags.iter().filter(|it| !left.tags.contains(it)) {
        labels::tag(w, &mut c, voice, *back)?;
    }
    if before.priority != left.priority {
        labels::prioritise(w, &mut c, voice, before.priority)?;
    }
    w.put_conversation(&c)
}

/// Takes back an answer, as long as it has not left.
///
/// # Errors
/// The store's.
pub fn unsay(w: &mut Write<'_>, by: &Viewer, answer: Option<MessageId>) -> Result<()> {
    let Some(answer) = answer else {
        return Ok(());
    };
    match undo_reply(w, by, answer) {
        // It has left: the rest is taken back all the same.
        Ok(_) | Err(Error::Conflict { .. }) => Ok(()),
        Err(err) => Err(err),
    }
}

fn restore_status(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    before: &Facts,
) -> Result<()> {
    let to = match before.status {
        // Its time has come meanwhile.
        Status::Snoozed { until } if until <= w.now() => Status::Open,
        other => other,
    };
    (c.automatic, c.blocked) = (before.automatic, before.blocked);
    move_to(w, c, voice, to, Reason::ByAgent)?;
    c.waiting_since = before.waiting_since;
    if to.is_unresolved() {
        stand::again(w, c, voice)?;
    }
    if c.promise.is_none() && before.promise.is_some_and(|it| it.due > w.now()) {
        c.promise = before.promise;
        let due = before.promise.map(|it| it.due);
        w.set_timer(c.id, TimerKind::PromiseDue, due)?;
        if let Some(due) = due {
            voice.tell(w, c, EventKind::PromiseMade { due })?;
        }
    }
    Ok(())
}

fn restore_place(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    was: &Changed,
) -> Result<()> {
    let (before, left) = (&was.before, &was.after);
    let why = Reason::GivenBy {
        agent: voice.actor.agent(),
    };
    if before.team != left.team {
        let (from, to) = (c.team, before.team);
        c.team = to;
        c.audience = private(w, to)?;
        voice.tell(w, c, EventKind::TeamSet { from, to, why })?;
    }
    if before.assignee != left.assignee {
        give_to(w, c, voice, before.assignee, why)?;
    }
    line::keep(w, c)
}
