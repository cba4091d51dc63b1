//! "I will get back to you by T": a due item with an owner.

use crate::conversations::find::for_work;
use crate::conversations::status::in_the_future;
use crate::conversations::steps::promise;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Promise};
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::store::Write;

/// Makes a promise, or moves the one there is.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] on `promise` in the past; those of every deed.
pub fn promise(w: &mut Write<'_>, by: &Viewer, number: u64, due: Millis) -> Result<Conversation> {
    in_the_future(w, "promise", due)?;
    let mut c = for_work(w, by, number)?;
    let owner = c.assignee.or(by.agent_id());
    promise::make(w, &mut c, Voice::of(by), Promise { due, owner })?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// The promise was kept; nothing happens when there is none.
///
/// # Errors
/// Those of every deed.
pub fn keep(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    promise::kept(w, &mut c, Voice::of(by))?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Only "one moment" was said, and no time is promised: nobody is reminded.
///
/// # Errors
/// Those of every deed.
pub fn no_promise(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    promise::remind(w, &mut c, None)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// The promise does not count any more.
///
/// # Errors
/// Those of every deed.
pub fn drop_promise(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    promise::dropped(w, &mut c, Voice::of(by))?;
    w.put_conversation(&c)?;
    Ok(c)
}
