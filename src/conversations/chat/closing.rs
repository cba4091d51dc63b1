//! Talks that can be answered freely only for a while more: shown when the day ends and we open again too late, and told
//! of before it is over, while there is still time.

use crate::conversations::chat::window::{Window, window};
use crate::conversations::sla::hours;
use crate::domain::abilities::TOLD_BEFORE_CLOSING;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::job::TimerKind;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// They are told from so long before we close until we open.
const BEFORE_CLOSING: Span = Span::hours(1);

/// When we open next, if we are about to close or closed are; `None` in the middle of a day, and without hours.
///
/// # Errors
/// The store's.
pub fn opens_next(look: &Look<'_>, now: Millis) -> Result<Option<Millis>> {
    let calendar = hours::of_desk(look)?;
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

/// A customer wrote at `at` and waits: whoever has it will be told before free answers end. What was set earlier stays,
/// as it looks again when it is due: a burst costs one timer.
///
/// # Errors
/// The store's.
pub(super) fn watch(w: &mut Write<'_>, c: &Conversation, at: Millis) -> Result<()> {
    let Some(length) = length_of(c.channel_kind) else {
        return Ok(());
    };
    if w.timer_of(c.id, TimerKind::WindowCloses)?.is_some() {
        return Ok(());
    }
    let due = at + length - TOLD_BEFORE_CLOSING;
    w.set_timer(c.id, TimerKind::WindowCloses, Some(due))
}

fn length_of(kind: ChannelKind) -> Option<Span> {
    kind.abilities().answer_window
}

/// What is to be done of a watch that fell due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Nobody waits any more, or it is closed already.
    Over,
    /// They wrote again meanwhile: look again then.
    Later(Millis),
    /// Free answers end then.
    Tell(Millis),
}

/// Whether a customer waits to whom free answers end soon.
///
/// # Errors
/// The store's.
pub fn watched(look: &Look<'_>, c: &Conversation, now: Millis) -> Result<Watch> {
    let waits = c.waiting_since.is_some() && c.status.is_unresolved();
    if !waits || c.merged || c.blocked {
        return Ok(Watch::Over);
    }
    let Some(channel) = look.channel(c.channel)? else {
        return Ok(Watch::Over);
    };
    Ok(match window(look, c.contact, &channel, now)? {
        Window::Until(at) if at - TOLD_BEFORE_CLOSING > now => {
            Watch::Later(at - TOLD_BEFORE_CLOSING)
        }
        Window::Until(at) => Watch::Tell(at),
        Window::Always | Window::Closed(_) => Watch::Over,
    })
}
