//! What a conversation counts on the shoulders of who has it, by its kind of effort.

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::queue::serving::{Effort, USUAL_CAP, Weights};
use crate::store::Write;

/// Changes it, from the next conversation that is given out on; nobody loses what they have.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on the name of an effort.
pub fn put(w: &mut Write<'_>, by: &Viewer, new: &Weights) -> Result<()> {
    by.need(Right::Administer)?;
    for it in Effort::ALL {
        if !(1..=USUAL_CAP).contains(&new.of(it)) {
            return Err(Error::invalid(it.name(), "error-weight"));
        }
    }
    if w.weights()? == *new {
        return Ok(());
    }
    w.put_weights(new)?;
    w.event(by.actor, Subject::default(), EventKind::WeightsChanged)?;
    Ok(())
}
