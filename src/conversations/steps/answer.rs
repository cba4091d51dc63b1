//! What an answer moves, and how the move is taken back when the answer did not arrive.

use crate::conversations::steps::moves::{WAITING_CUSTOMER, give_to, move_to, works_here};
use crate::conversations::steps::pending::{earliest, refresh_failed, unanswered_since};
use crate::conversations::steps::promise;
use crate::conversations::steps::strand;
use crate::conversations::steps::term::term_from_now;
use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::delivery::{Before, Delivery, DeliveryState, Then};
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::job::{JobKind, TimerKind};
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::{Span, Term};
use crate::store::{Look, Write};

/// When a third party is asked after, if nobody says.
pub const FOLLOW_UP: Term = Term::WorkingDays(2);
/// A failed answer nobody has looked at: its lead is told after this.
const UNSEEN: Span = Span::minutes(10);
/// The sender gets a mail about it when it was not seen for this long.
const MAIL_AFTER: Span = Span::minutes(15);

/// Moves a conversation for an answer of a person that leaves: meets the clock, assigns what nobody had, and
/// goes where the sender said.
///
/// # Errors
/// The store's.
pub fn answered(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    message: &Message,
    then: Then,
) -> Result<Before> {
    let mut before = Before {
        waiting_since: c.waiting_since.take(),
        ..Before::default()
    };
    if let (None, Author::Agent(agent)) = (c.assignee, message.author) {
        give_to(w, c, voice, Some(agent), Reason::RepliedFirst)?;
        before.assigned = true;
    }
    let (to, why) = destination(w, c, message, then)?;
    let was_open = c.status == Status::Open;
    move_to(w, c, voice, to, why)?;
    let remind = message.holding && c.status == Status::Open && c.promise.is_none();
    if remind {
        let due = term_from_now(w, c, c.channel_kind.abilities().holding_reminder)?;
        promise::remind(w, c, Some(due))?;
    } else if was_open {
        promise::remind(w, c, None)?;
    }
    if to == WAITING_CUSTOMER {
        // Answering again restarts the silence that closes quietly.
        crate::conversations::steps::moves::set_timers(w, c)?;
    }
    Ok(before)
}

/// A reply that leaves, or leaves again: keeps what was promised, moves its conversation, and notes what it changed. A
/// forward lets its conversation wait, when it says so.
///
/// # Errors
/// The store's.
pub fn left(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    message: &Message,
    delivery: &mut Delivery,
) -> Result<()> {
    // What no person says answers nothing.
    if message.automatic {
        return Ok(());
    }
    if message.kind.is_aside() {
        delivery.before = Some(strand::waits(w, c, voice, delivery.then)?);
        return Ok(());
    }
    let promise = c.promise.filter(|_| delivery.keeps_promise);
    if promise.is_some() {
        promise::kept(w, c, voice)?;
    }
    let before = answered(w, c, voice, message, delivery.then)?;
    delivery.before = Some(Before { promise, ..before });
    Ok(())
}

fn destination(
    w: &Write<'_>,
    c: &Conversation,
    message: &Message,
    then: Then,
) -> Result<(Status, Reason)> {
    Ok(match then {
        Then::Resolve => (
            Status::Resolved {
                at: w.now(),
                quiet: false,
            },
            Reason::ByAgent,
        ),
        Then::KeepOpen => (Status::Open, Reason::KeptOpen),
        Then::ThirdParty { follow_up_at } => (
            Status::Waiting {
                on: WaitingOn::ThirdParty,
                follow_up_at: Some(match follow_up_at {
                    Some(at) => at,
                    None => term_from_now(w, c, FOLLOW_UP)?,
                }),
            },
            Reason::ByAgent,
        ),
        Then::Snooze { until } => (Status::Snoozed { until }, Reason::ByAgent),
        Then::Wait if message.holding => (Status::Open, Reason::HoldingMessage),
        Then::Wait if c.promise.is_some() => (Status::Open, Reason::PromiseOpen),
        Then::Wait => (WAITING_CUSTOMER, Reason::Answered),
    })
}

/// What did not arrive moves its conversation back: an answer to what it was before, a forward as
/// [`strand::take_back`] does. The caller puts the delivery.
///
/// # Errors
/// The store's.
pub fn did_not_arrive(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (message, delivery): (&Message, &mut Delivery),
    why: Reason,
) -> Result<()> {
    if message.kind.is_aside() {
        strand::take_back(w, c, voice, delivery, why)
    } else {
        take_back(w, c, voice, delivery, why)
    }
}

/// An answer that never was one: the conversation is open again, from resolved too, and its clock runs on, as do the
/// promise it kept. The caller puts the delivery.
///
/// # Errors
/// The store's.
fn take_back(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    delivery: &mut Delivery,
    why: Reason,
) -> Result<()> {
    let before = delivery.before.take();
    let since = match before {
        Some(before) => before.waiting_since,
        None => {
            w.put_delivery(delivery)?;
            unanswered_since(w, c.id)?
        }
    };
    let restored = if answered_after(w, c, delivery)? {
        c.waiting_since
    } else {
        earliest(since, c.waiting_since)
    };
    if c.status != Status::Spam && !c.merged {
        move_to(w, c, voice, Status::Open, why)?;
        c.waiting_since = restored;
    }
    if let (None, Some(promise)) = (c.promise, before.and_then(|it| it.promise)) {
        promise::make(w, c, voice, promise)?;
    }
    if before.is_some_and(|it| it.assigned) && why == Reason::AnswerUndone {
        give_to(w, c, voice, None, Reason::Undone)?;
    }
    Ok(())
}

/// An answer held for lost did arrive: nothing failed any more, and what was taken back is moved again, unless somebody
/// has spoken since. The caller puts both rows.
///
/// # Errors
/// The store's.
pub fn arrived_after_all(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    message: &Message,
    delivery: &mut Delivery,
) -> Result<()> {
    delivery.error = None;
    w.put_delivery(delivery)?;
    refresh_failed(w, c)?;
    if message.automatic || c.status != Status::Open {
        return Ok(());
    }
    let later = w.messages_after(c.id, Some(message.position), 200)?;
    if later
        .iter()
        .any(|it| it.asks_us() || matches!(it.kind, MessageKind::Reply | MessageKind::ThirdParty))
    {
        c.waiting_since = unanswered_since(w, c.id)?;
        return Ok(());
    }
    left(w, c, voice, message, delivery)
}

/// Whether a later answer of a person left, or is about to.
fn answered_after(look: &Look<'_>, c: &Conversation, delivery: &Delivery) -> Result<bool> {
    let Some((_, position)) = look.message_place(delivery.message)? else {
        return Ok(false);
    };
    for later in look.messages_after(c.id, Some(position), 200)? {
        if later.kind != MessageKind::Reply || later.undone || later.automatic {
            continue;
        }
        let state = match later.delivery {
            Some(id) => look.delivery(id)?.map(|it| it.state),
            None => Some(DeliveryState::Sent),
        };
        let out = |it: DeliveryState| !it.is_trouble() && it != DeliveryState::Cancelled;
        if state.is_some_and(out) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Flags a conversation whose answer failed, is late or uncertain, and sees to it that somebody learns of it.
///
/// # Errors
/// The store's.
pub fn tell_sender(w: &mut Write<'_>, c: &mut Conversation, message: &Message) -> Result<()> {
    c.has_failed = true;
    let now = w.now();
    w.set_timer(c.id, TimerKind::FailedUnseen, Some(now + UNSEEN))?;
    if let Some(agent) = told(w, message, c)? {
        let conversation = c.id;
        let kind = JobKind::MailFailedSend {
            conversation,
            agent,
        };
        w.job(now + MAIL_AFTER, kind)?;
    }
    Ok(())
}

/// The sender while they work here, else who has the conversation.
fn told(look: &Look<'_>, message: &Message, c: &Conversation) -> Result<Option<AgentId>> {
    Ok(match message.author {
        Author::Agent(id) if works_here(look, id)? => Some(id),
        _ => c.assignee,
    })
}
