//! What has fallen due of one conversation: done before every deed on it, and by the job of timers, with the
//! same code, so that order of arrival never hides anything.

use crate::conversations::chat::closing::{self, Watch};
use crate::conversations::legal::stand;
use crate::conversations::steps::leads::leads;
use crate::conversations::steps::line;
use crate::conversations::steps::moves::{WAITING_CUSTOMER, move_to};
use crate::conversations::steps::pending::{our_last, pending};
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::waiting;
use crate::conversations::{rules, sla};
use crate::domain::abilities::TOLD_BEFORE_CLOSING;
use crate::domain::actor::SystemPart;
use crate::domain::contact::Tier;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::delivery::Delivery;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::job::{JobKind, TimerKind};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::Write;

/// A quiet close that something speaks against is asked again after this.
const ASK_AGAIN: Span = Span::days(1);

/// Fires the timers of a conversation that are due, in due order. The caller puts the row. Whether any fired.
///
/// # Errors
/// The store's.
pub fn settle(w: &mut Write<'_>, c: &mut Conversation) -> Result<bool> {
    let mut fired = false;
    // What fires may set another that is due already: bounded, so that two cannot feed each other.
    for _ in 0..TimerKind::ALL.len() {
        let Some(timer) = w.timers_of_due(c.id, w.now())?.into_iter().next() else {
            break;
        };
        fire(w, c, timer.kind, timer.due)?;
        fired = true;
    }
    Ok(fired)
}

fn fire(w: &mut Write<'_>, c: &mut Conversation, kind: TimerKind, due: Millis) -> Result<()> {
    let voice = Voice::system(SystemPart::Timers);
    w.set_timer(c.id, kind, None)?;
    let timer = kind.code();
    match kind {
        TimerKind::SnoozeOver => {
            if matches!(c.status, Status::Snoozed { .. }) && !leaves_now(w, c)? {
                move_to(w, c, voice, Status::Open, Reason::SnoozeOver)?;
            }
        }
        TimerKind::FollowUp => {
            if matches!(
                c.status,
                Status::Waiting {
                    on: WaitingOn::ThirdParty,
                    ..
                }
            ) {
                move_to(w, c, voice, Status::Open, Reason::FollowUpDue)?;
            }
        }
        TimerKind::Unanswered => {
            waiting::give_back(w, c, voice, Reason::NobodyAnswered)?;
            if c.status.is_unresolved() {
                move_to(w, c, voice, Status::Open, Reason::NobodyAnswered)?;
            }
        }
        TimerKind::QuietClose => close_quietly(w, c, voice, due)?,
        TimerKind::WindowCloses => match closing::watched(w, c, w.now())? {
            Watch::Over => {}
            Watch::Later(at) => w.set_timer(c.id, kind, Some(at))?,
            Watch::Tell(closes) => {
                let due = closes - TOLD_BEFORE_CLOSING;
                voice.tell(w, c, EventKind::TimerFired { timer, due })?;
            }
        },
        TimerKind::PromiseDue => promise_due(w, c, voice, due)?,
        TimerKind::LegalDue => stand::fire(w, c, voice)?,
        TimerKind::Sla => sla::fire::fire(w, c, voice)?,
        TimerKind::Line => line::fire(w, c, voice, due)?,
        TimerKind::TakeBack => {
            // Who looks at it is known by what runs work, not here.
            let conversation = c.id;
            w.job(w.now(), JobKind::TakeBack { conversation })?;
        }
        TimerKind::Rule => rules::time::fire(w, c)?,
        TimerKind::Survey => {
            let conversation = c.id;
            w.job(w.now(), JobKind::Survey { conversation })?;
        }
        TimerKind::HoldingReminder => {
            voice.tell(w, c, EventKind::TimerFired { timer, due })?;
            remind(w, c)?;
        }
        TimerKind::FailedUnseen => {
            voice.tell(w, c, EventKind::TimerFired { timer, due })?;
            tell_leads(w, c)?;
        }
    }
    Ok(())
}

/// The leads get a mail that an answer did not arrive, and nobody looked.
fn tell_leads(w: &mut Write<'_>, c: &Conversation) -> Result<()> {
    let (now, conversation) = (w.now(), c.id);
    for agent in leads(w, c.team)? {
        let mail = JobKind::MailFailedSend {
            conversation,
            agent,
        };
        w.job(now, mail)?;
    }
    Ok(())
}

/// Who has it, else who said our last words, gets a mail that only "one moment" was said.
fn remind(w: &mut Write<'_>, c: &Conversation) -> Result<()> {
    let said_it = our_last(w, c)?.and_then(|it| it.author.agent());
    if let Some(agent) = c.assignee.or(said_it) {
        let conversation = c.id;
        let mail = JobKind::MailReminder {
            conversation,
            agent,
        };
        w.job(w.now(), mail)?;
    }
    Ok(())
}

/// A reply at a chosen time ends the sleep itself when it leaves: one that is due, not one of next week.
fn leaves_now(w: &Write<'_>, c: &Conversation) -> Result<bool> {
    let now = w.now();
    let leaves = |it: &Delivery| it.chosen_time && it.state.is_pending() && it.due <= now;
    Ok(pending(w, c.id)?.iter().any(leaves))
}

/// Never with an open promise, a held or scheduled message, a legal due date, or a customer of the tier vip.
fn close_quietly(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, due: Millis) -> Result<()> {
    if c.status != WAITING_CUSTOMER {
        return Ok(());
    }
    let vip = w.person(c.contact)?.is_some_and(|it| it.tier == Tier::Vip);
    let owed = c.promise.is_some() || stand::standing(c).is_some();
    if vip || owed || !pending(w, c.id)?.is_empty() {
        let again = w.now() + ASK_AGAIN;
        return w.set_timer(c.id, TimerKind::QuietClose, Some(again));
    }
    // Resolution time ends at our last answer, whatever courtesy or automatic mail came after it.
    let silent_since = our_last(w, c)?.map_or(due, |it| it.said_at);
    let to = Status::Resolved {
        at: silent_since,
        quiet: true,
    };
    move_to(w, c, voice, to, Reason::QuietClose { silent_since })
}

fn promise_due(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, due: Millis) -> Result<()> {
    let Some(promise) = c.promise else {
        return Ok(());
    };
    let at = w.now();
    voice.tell(
        w,
        c,
        EventKind::PromiseBroken {
            due: promise.due.max(due),
            at,
        },
    )?;
    if c.status.is_unresolved() {
        move_to(w, c, voice, Status::Open, Reason::PromiseDue)?;
    }
    Ok(())
}
