//! Moves of status by hand, each with its reason.

use crate::conversations::find::for_work;
use crate::conversations::steps::answer::FOLLOW_UP;
use crate::conversations::steps::moves::{WAITING_CUSTOMER, move_to};
use crate::conversations::steps::pending::unanswered_since;
use crate::conversations::steps::promise;
use crate::conversations::steps::term::term_from_now;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::{Error, Result};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::Write;

/// Resolves. An open promise ends with it.
///
/// # Errors
/// [`Error::NotFound`] and the like of every deed.
pub fn resolve(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let at = w.now();
    let to = Status::Resolved { at, quiet: false };
    change(w, by, number, |w, c, voice| {
        promise::kept(w, c, voice)?;
        if matches!(c.status, Status::Resolved { .. }) {
            return Ok(());
        }
        move_to(w, c, voice, to, Reason::ByAgent)
    })
}

/// Opens again, whatever it was, its clock from the first inbound nobody answered; from *Automatic* and *Blocked* it
/// comes back to the others.
///
/// # Errors
/// As [`resolve`].
pub fn reopen(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    change(w, by, number, |w, c, voice| {
        (c.automatic, c.blocked) = (false, false);
        let why = match c.status {
            Status::Spam => Reason::Unmarked,
            _ => Reason::ByAgent,
        };
        move_to(w, c, voice, Status::Open, why)?;
        c.waiting_since = unanswered_since(w, c.id)?;
        Ok(())
    })
}

/// Nothing is owed: the customer is to write.
///
/// # Errors
/// As [`resolve`].
pub fn wait_for_customer(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    change(w, by, number, |w, c, voice| {
        move_to(w, c, voice, WAITING_CUSTOMER, Reason::ByAgent)
    })
}

/// Somebody else is to act; back to open on the follow-up date. Pauses no clock.
///
/// # Errors
/// As [`resolve`]; [`Error::Invalid`] on `follow_up_at` in the past.
pub fn wait_for_third_party(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    follow_up_at: Option<Millis>,
) -> Result<Conversation> {
    follow_up_at.map_or(Ok(()), |at| in_the_future(w, "follow_up_at", at))?;
    change(w, by, number, |w, c, voice| {
        let at = match follow_up_at {
            Some(at) => at,
            None => term_from_now(w, c, FOLLOW_UP)?,
        };
        let to = Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at: Some(at),
        };
        move_to(w, c, voice, to, Reason::ByAgent)
    })
}

/// Sleeps until a time, or the next inbound that is no courtesy. Clocks run on.
///
/// # Errors
/// As [`resolve`]; [`Error::Invalid`] on `snoozed_until` in the past.
pub fn snooze(w: &mut Write<'_>, by: &Viewer, number: u64, until: Millis) -> Result<Conversation> {
    in_the_future(w, "snoozed_until", until)?;
    change(w, by, number, |w, c, voice| {
        move_to(w, c, voice, Status::Snoozed { until }, Reason::ByAgent)
    })
}

/// Marks as spam. Blocking the sender too is a deed of `contacts`.
///
/// # Errors
/// As [`resolve`].
pub fn spam(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    change(w, by, number, |w, c, voice| {
        promise::dropped(w, c, voice)?;
        move_to(w, c, voice, Status::Spam, Reason::ByAgent)
    })
}

/// Was no spam after all: open, its clock from the last inbound nobody answered.
///
/// # Errors
/// As [`resolve`]; [`Error::Conflict`] `not_spam`.
pub fn unspam(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    change(w, by, number, |w, c, voice| {
        if c.status != Status::Spam {
            return Err(Error::conflict("not_spam"));
        }
        move_to(w, c, voice, Status::Open, Reason::Unmarked)?;
        c.waiting_since = unanswered_since(w, c.id)?;
        Ok(())
    })
}

/// # Errors
/// [`Error::Invalid`] on the field when the time is not in the future.
pub fn in_the_future(w: &Write<'_>, field: &'static str, at: Millis) -> Result<()> {
    if at > w.now() {
        Ok(())
    } else {
        Err(Error::invalid(field, "error-in-the-past"))
    }
}

fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    how: impl FnOnce(&mut Write<'_>, &mut Conversation, Voice) -> Result<()>,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    how(w, &mut c, Voice::of(by))?;
    w.put_conversation(&c)?;
    Ok(c)
}
