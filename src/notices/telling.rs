//! How somebody wants to be told: checked, and kept with them.

use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::notice::{Quiet, Telling};
use crate::notices::figures;
use crate::store::Write;

/// Minutes of a day, and the longest wait before a mail.
const DAY: u16 = 24 * 60;

/// Sets how one wants to be told.
///
/// # Errors
/// [`Error::Conflict`] `no_person` for a program; [`Error::Invalid`] on `quiet` or `mail_after`.
pub fn put(w: &mut Write<'_>, viewer: &Viewer, new: &Telling) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::conflict("no_person"))?;
    if let Quiet::Between { from, to } = new.quiet
        && (from >= DAY || to >= DAY || from == to)
    {
        return Err(Error::invalid("quiet", "error-quiet-hours"));
    }
    if new.mail_after > DAY {
        return Err(Error::invalid("mail_after", "error-minutes"));
    }
    let mut agent = w.agent(me)?.ok_or(Error::not_found("agent"))?;
    if agent.telling != *new {
        let rhythm = agent.telling.figures;
        agent.telling = new.clone();
        if rhythm != new.figures {
            figures::plan(w, &mut agent)?;
        }
        w.put_agent(&agent)?;
    }
    Ok(())
}
