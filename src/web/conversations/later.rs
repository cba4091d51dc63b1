//! An answer at a chosen time: choosing it in the composer, and changing it at the message while it waits.

use crate::conversations::delivery::reschedule::reschedule;
use crate::domain::actor::Viewer;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::DeliveryId;
use crate::domain::time::Millis;
use crate::store::Write;
use crate::web::asker::Asker;
use crate::web::conversations::thread::snooze;
use crate::web::upload::Fields;
use crate::web::view::Choice;
use crate::words::Words;

/// What the composer's menu calls a time that is typed.
const TYPED: &str = "typed";

/// When a form of the composer wants its answer to leave, if not now.
///
/// # Errors
/// [`Error::Invalid`] on `send_at` for what is no time.
pub fn chosen(asker: &Asker, form: &Fields) -> Result<Option<Millis>> {
    let at = match form.text("send_at") {
        "" => return Ok(None),
        TYPED => form.text("later"),
        at => at,
    };
    let at = asker.words.read_input_time(at);
    at.map(Some)
        .ok_or_else(|| Error::invalid("send_at", "error-in-the-past"))
}

/// An answer that waits for its time, and what else can be chosen.
#[derive(Debug, Clone)]
pub struct LaterView {
    /// The time as it is, for the input; and the earliest there can be.
    pub at: String,
    pub from: String,
    pub choices: Vec<Choice>,
}

/// What can be chosen for a delivery, while its time can be changed.
#[must_use]
pub fn view(words: &Words, sent: &Delivery, now: Millis) -> Option<LaterView> {
    let waits = sent.state == DeliveryState::Scheduled && sent.chosen_time && sent.due > now;
    waits.then(|| LaterView {
        at: words.input_time(sent.due),
        from: words.input_time(now),
        choices: snooze(words, now),
    })
}

/// Gives it another time; without one it leaves now.
///
/// # Errors
/// As [`reschedule`]; [`Error::Invalid`] on `send_at` for what is no time.
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    id: DeliveryId,
    at: Option<Option<Millis>>,
) -> Result<Delivery> {
    let at = at.map_or(Ok(None), |it| {
        it.map(Some)
            .ok_or_else(|| Error::invalid("send_at", "error-in-the-past"))
    })?;
    reschedule(w, by, id, at)
}
