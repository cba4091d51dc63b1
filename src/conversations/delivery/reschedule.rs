//! A reply at a chosen time gets another one, or leaves now.

use crate::conversations::find::find_delivery;
use crate::conversations::status::in_the_future;
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Status;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::DeliveryId;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::Write;

/// Sends a reply that waits for its chosen time at another, or, without one, now. A conversation that sleeps until then
/// sleeps until the new one.
///
/// # Errors
/// [`Error::Conflict`] `too_late` when it waits for no time any more; [`Error::Invalid`] on `send_at` in the past;
/// [`Error::NotFound`].
pub fn reschedule(
    w: &mut Write<'_>,
    by: &Viewer,
    id: DeliveryId,
    at: Option<Millis>,
) -> Result<Delivery> {
    by.need(Right::Work)?;
    let (mut c, mut it) = find_delivery(w, by, id)?;
    if it.state != DeliveryState::Scheduled || !it.chosen_time || it.due <= w.now() {
        return Err(Error::conflict("too_late"));
    }
    at.map_or(Ok(()), |at| in_the_future(w, "send_at", at))?;
    settle(w, &mut c)?;
    let sleeps = c.status == Status::Snoozed { until: it.due };
    it.due = at.unwrap_or(w.now());
    it.wanted_at = it.due;
    w.put_delivery(&it)?;
    if let Some(until) = at.filter(|_| sleeps) {
        let to = Status::Snoozed { until };
        move_to(w, &mut c, Voice::of(by), to, Reason::Scheduled)?;
    }
    w.put_conversation(&c)?;
    Ok(it)
}
