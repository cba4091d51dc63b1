//! Answers that wait until the customer answers what asked for them: released by a yes, else their writers' drafts again.

use crate::conversations::steps::answer::left;
use crate::conversations::steps::inbound::given_back;
use crate::conversations::steps::pending::refresh_waiting;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::inbound::Inbound;
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::domain::time::Span;
use crate::store::{Look, Write};

/// A yes counts for this long after it was asked.
pub const LIFE: Span = Span::hours(72);
/// A released answer can be taken back for this long.
const HOLD: Span = Span::seconds(10);
/// What comes back when the button of a text that asks is pressed.
pub const YES: &str = "show-answer";

/// Answers of a conversation that wait, oldest first.
fn waiting(look: &Look<'_>, c: &Conversation) -> Result<Vec<Delivery>> {
    let mut all = look.deliveries_unsettled(c.id)?;
    all.retain(|it| it.state == DeliveryState::Waiting);
    Ok(all)
}

/// Those that a message of the customer's releases: it presses the button of what asked, or is a plain yes or thanks, by
/// the same channel and in time. They are scheduled; [`go`] does the rest once the message is filed.
///
/// # Errors
/// The store's.
pub fn released(
    w: &mut Write<'_>,
    c: &Conversation,
    input: &Inbound,
    message: &Message,
) -> Result<Vec<Delivery>> {
    if input.history {
        return Ok(Vec::new());
    }
    let now = w.now();
    let chat = message.chat.as_deref();
    let pressed = chat.is_some_and(|it| it.pressed == YES);
    let agrees =
        (input.courtesy_words || input.agrees) && !input.attachments.iter().any(|it| !it.inline);
    let mut out = waiting(w, c)?;
    out.retain(|it| {
        let here = it.channel == message.channel && message.said_at >= it.created_at;
        here && now < it.due && (pressed || agrees)
    });
    for it in &mut out {
        (it.state, it.at) = (DeliveryState::Scheduled, now);
        (it.due, it.wanted_at) = (now + HOLD, now + HOLD);
        w.put_delivery(it)?;
    }
    Ok(out)
}

/// Lets what was released go. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn go(w: &mut Write<'_>, c: &mut Conversation, released: Vec<Delivery>) -> Result<()> {
    let voice = Voice::system(SystemPart::Delivery);
    for mut it in released {
        let Some(message) = w.message(it.message)? else {
            continue;
        };
        left(w, c, voice, &message, &mut it)?;
        w.put_delivery(&it)?;
        let position = message.position;
        let moved = EventKind::DeliveryMoved {
            delivery: it.id,
            from: DeliveryState::Waiting,
            to: it.state,
        };
        voice.tell_message(w, c, message.id, moved)?;
        let told = EventKind::AnswerReleased { position };
        voice.tell_message(w, c, message.id, told)?;
    }
    refresh_waiting(w, c)
}

/// Makes every answer that waits its writer's draft again. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn give_back(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, why: Reason) -> Result<()> {
    give_back_some(w, c, voice, (why, |_| true))
}

/// A message did not arrive, or was taken back: the answers it asked for are drafts again. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn asked_in_vain(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    asked: MessageId,
) -> Result<()> {
    let of_it = |it: &Delivery| it.asked_by == Some(asked);
    give_back_some(w, c, voice, (Reason::AskedInVain, of_it))
}

fn give_back_some(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (why, which): (Reason, impl Fn(&Delivery) -> bool),
) -> Result<()> {
    let mut none = true;
    for mut it in waiting(w, c)?.into_iter().filter(which) {
        none = false;
        given_back(w, c, voice, &mut it)?;
        if let Some((_, position)) = w.message_place(it.message)? {
            let told = EventKind::AnswerReturned { position, why };
            voice.tell_message(w, c, it.message, told)?;
        }
    }
    if none { Ok(()) } else { refresh_waiting(w, c) }
}

/// Notes that an answer waits, and until when; its delivery is put. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn begun(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (message, delivery): (&Message, &Delivery),
) -> Result<()> {
    refresh_waiting(w, c)?;
    let told = EventKind::AnswerWaits {
        position: message.position,
        delivery: delivery.id,
    };
    voice.tell_message(w, c, message.id, told)
}
