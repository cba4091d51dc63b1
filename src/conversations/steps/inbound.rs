//! What a message from a customer moves, whatever channel it came by.

use crate::conversations::steps::moves::{move_to, works_here};
use crate::conversations::steps::pending::pending;
use crate::conversations::steps::promise::remind;
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::waiting;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::message::Author;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::Write;

/// More reopenings than this within [`LIVELY`] flag a conversation: the brake on loops.
const REOPENINGS: usize = 5;
const LIVELY: Span = Span::hours(1);

/// The customer wrote, and it was no courtesy: open again, the clock from then unless one runs already, and what
/// was to be cancelled by it is. Spam stays where it is.
///
/// # Errors
/// The store's.
pub fn wrote(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, since: Millis) -> Result<()> {
    if c.status == Status::Spam {
        return Ok(());
    }
    (c.automatic, c.blocked) = (false, false);
    cancel_scheduled(w, c, voice)?;
    if c.status != Status::Open {
        move_to(w, c, voice, Status::Open, Reason::CustomerWrote)?;
        count_reopening(w, c, voice)?;
    }
    c.waiting_since = Some(c.waiting_since.map_or(since, |it| it.min(since)));
    remind(w, c, None)
}

/// Somebody we had forwarded to answered: it needs us again. The clock of the customer is not touched.
///
/// # Errors
/// The store's.
pub fn third_party_wrote(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    if matches!(c.status, Status::Open | Status::Spam) {
        return Ok(());
    }
    c.automatic = false;
    move_to(w, c, voice, Status::Open, Reason::ThirdPartyAnswered)?;
    count_reopening(w, c, voice)
}

fn count_reopening(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    let now = w.now();
    c.reopened_at.push(now);
    let extra = c.reopened_at.len().saturating_sub(REOPENINGS + 1);
    c.reopened_at.drain(..extra);
    let recent = |it: &&Millis| now.since(**it) < LIVELY;
    let lively = c.reopened_at.iter().filter(recent).count() > REOPENINGS;
    if lively && !c.too_lively {
        voice.tell(w, c, EventKind::FoundTooLively)?;
    }
    c.too_lively = lively;
    Ok(())
}

/// What was scheduled "unless the customer writes first" goes back to its writer's draft, and what waited for a yes, since
/// this is none.
fn cancel_scheduled(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    for mut delivery in pending(w, c.id)? {
        let scheduled = delivery.state == DeliveryState::Scheduled;
        if delivery.cancel_if_customer_writes && scheduled {
            given_back(w, c, voice, &mut delivery)?;
        }
    }
    waiting::give_back(w, c, voice, Reason::WroteSomethingNew)
}

/// A message that never leaves: it is its writer's draft again.
///
/// # Errors
/// The store's.
pub fn given_back(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    delivery: &mut Delivery,
) -> Result<()> {
    let (from, to) = (delivery.state, DeliveryState::Cancelled);
    (delivery.state, delivery.at) = (to, w.now());
    w.put_delivery(delivery)?;
    let Some(mut message) = w.message(delivery.message)? else {
        return Ok(());
    };
    message.undone = true;
    w.put_message(&message)?;
    let moved = EventKind::DeliveryMoved {
        delivery: delivery.id,
        from,
        to,
    };
    voice.tell_message(w, c, message.id, moved)?;
    back_to_draft(w, c, &message)
}

/// Gives a text that did not leave back to its writer, unless a newer draft stands there.
///
/// # Errors
/// The store's.
pub fn back_to_draft(
    w: &mut Write<'_>,
    c: &mut Conversation,
    message: &crate::domain::message::Message,
) -> Result<()> {
    let Author::Agent(writer) = message.author else {
        return Ok(());
    };
    // An approved text has no words of theirs.
    if message
        .chat
        .as_ref()
        .is_some_and(|it| it.template.is_some())
    {
        return Ok(());
    }
    // Of one who left it is whoever has the conversation now.
    let owner = if works_here(w, writer)? {
        Some(writer)
    } else {
        c.assignee
    };
    let Some(agent) = owner else { return Ok(()) };
    let old = w.draft(c.id, agent, false)?;
    if old
        .as_ref()
        .is_some_and(|it| !it.gone && !it.text.is_empty())
    {
        return Ok(());
    }
    let mail = message.mail.clone().unwrap_or_default();
    w.put_draft(&Draft {
        conversation: c.id,
        agent,
        note: false,
        revision: old.map_or(1, |it| it.revision + 1),
        text: message.text.clone(),
        to: mail.to,
        cc: mail.cc,
        bcc: mail.bcc,
        attachments: message.attachments.clone(),
        saved_at: w.now(),
        gone: false,
    })?;
    c.has_draft = true;
    Ok(())
}
