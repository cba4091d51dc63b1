//! Promises: "I will get back to you by T".

use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::{Conversation, Promise};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::job::TimerKind;
use crate::domain::time::Millis;
use crate::store::Write;

/// Makes a promise, in place of an earlier one.
///
/// # Errors
/// The store's.
pub fn make(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, promise: Promise) -> Result<()> {
    c.promise = Some(promise);
    w.set_timer(c.id, TimerKind::PromiseDue, Some(promise.due))?;
    remind(w, c, None)?;
    voice.tell(w, c, EventKind::PromiseMade { due: promise.due })
}

/// Reminds the agent, or nobody, that only "one moment" was said.
///
/// # Errors
/// The store's.
pub fn remind(w: &mut Write<'_>, c: &mut Conversation, due: Option<Millis>) -> Result<()> {
    c.remind_at = due;
    w.set_timer(c.id, TimerKind::HoldingReminder, due)
}

/// An open promise was kept.
///
/// # Errors
/// The store's.
pub fn kept(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    end(w, c, voice, |due| EventKind::PromiseKept { due })
}

/// An open promise does not count any more.
///
/// # Errors
/// The store's.
pub fn dropped(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    end(w, c, voice, |due| EventKind::PromiseDropped { due })
}

fn end(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    kind: impl Fn(Millis) -> EventKind,
) -> Result<()> {
    let Some(promise) = c.promise.take() else {
        return Ok(());
    };
    w.set_timer(c.id, TimerKind::PromiseDue, None)?;
    voice.tell(w, c, kind(promise.due))
}
