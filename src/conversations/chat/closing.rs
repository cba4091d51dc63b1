//! Talks that can be answered freely only until before we open again: told when the day ends, while there is still time.

use crate::conversations::chat::window::{Window, window};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// They are told from so long before we close until we open.
const BEFORE_CLOSING: Span = Span::hours(1);

/// When we open next, if we are about to close or closed are; `None` in the middle of a day, and without hours.
///
/// # Errors
/// The store's.
pub fn opens_next(look: &Look<'_>, now: Millis) -> Result<Option<Millis>> {
    let Some(business) = look.business()? else {
        return Ok(None);
    };
    let calendar = Calendar::of(&business);
    if !calendar.is_open_at(now) {
        return Ok(calendar.opens_after(now));
    }
    let closes = calendar.closes_after(now);
    let soon = closes.filter(|it| it.since(now) <= BEFORE_CLOSING);
    Ok(soon.and_then(|at| calendar.opens_after(at)))
}

/// Until when a talk that waits for us can be answered freely, if that ends before `opens`.
///
/// # Errors
/// The store's.
pub fn closes(
    look: &Look<'_>,
    c: &Conversation,
    (now, opens): (Millis, Millis),
) -> Result<Option<Millis>> {
    let length = c.channel_kind.abilities().answer_window;
    let (Some(_), Some(last), Status::Open) = (length, c.last_inbound_at, c.status) else {
        return Ok(None);
    };
    // Long closed, whoever wrote last: nothing is looked up for it.
    if c.waiting_since.is_none() || now.since(last) > Span::hours(72) {
        return Ok(None);
    }
    let Some(channel) = look.channel(c.channel)? else {
        return Ok(None);
    };
    Ok(match window(look, c.contact, &channel, now)? {
        Window::Until(at) if at < opens => Some(at),
        _ => None,
    })
}
