//! Timers that fall due while nobody touches their conversation: the job's way into the same code.

use crate::conversations::steps::settle;
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Timers fired in one deed.
const LOT: usize = 64;

/// Fires what is due, in due order, at most a lot of it. Answers how many conversations were settled: none means
/// there is nothing more to do now.
///
/// # Errors
/// The store's.
pub fn fire(w: &mut Write<'_>) -> Result<usize> {
    let mut settled = 0;
    let mut last = None;
    for timer in w.timers_due(w.now(), LOT)? {
        if last == Some(timer.conversation) {
            continue;
        }
        last = Some(timer.conversation);
        let Some(mut c) = w.conversation(timer.conversation)? else {
            w.set_timer(timer.conversation, timer.kind, None)?;
            settled += 1;
            continue;
        };
        if settle::settle(w, &mut c)? {
            w.put_conversation(&c)?;
            settled += 1;
        }
    }
    Ok(settled)
}

/// When [`fire`] is wanted next.
///
/// # Errors
/// The store's.
pub fn next(look: &Look<'_>) -> Result<Option<Millis>> {
    Ok(look
        .timers_due(Millis(i64::MAX - 1), 1)?
        .first()
        .map(|it| it.due))
}
