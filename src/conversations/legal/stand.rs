//! How a legal due date stands in its conversation: begun, reminded of, ended with it and back with it. Callers put the row.

use crate::conversations::legal::{arrived, of_kind};
use crate::conversations::sla::hours;
use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::job::TimerKind;
use crate::domain::legal::{Ended, LegalDue, LegalEnd, LegalKind};
use crate::sla::legal as count;
use crate::store::Write;

/// The date that stands.
#[must_use]
pub fn standing(c: &Conversation) -> Option<LegalDue> {
    c.legal.as_deref().filter(|it| it.stands()).cloned()
}

/// Sets it, in place of one that stands.
///
/// # Errors
/// The store's.
pub fn begin(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, new: LegalDue) -> Result<()> {
    if standing(c).as_ref() == Some(&new) {
        return Ok(());
    }
    let (kind, due) = (new.kind, new.due);
    c.legal = Some(Box::new(new));
    replan(w, c)?;
    voice.tell(w, c, EventKind::LegalDueSet { kind, due })
}

/// A rule starts one, where none stands.
///
/// # Errors
/// The store's.
pub fn by_rule(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    kind: &LegalKind,
) -> Result<()> {
    if standing(c).is_some() {
        return Ok(());
    }
    let new = of_kind(w, c, kind, arrived(c))?;
    begin(w, c, voice, new)
}

/// It does not stand any more; nothing happens when none does.
///
/// # Errors
/// The store's.
pub fn end(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    (how, reason): (LegalEnd, String),
) -> Result<()> {
    let at = w.now();
    let Some(it) = c.legal.as_deref_mut().filter(|it| it.stands()) else {
        return Ok(());
    };
    it.ended = Some(Ended { at, how, reason });
    let due = it.due;
    w.set_timer(c.id, TimerKind::LegalDue, None)?;
    voice.tell(w, c, EventKind::LegalDueEnded { due, how })
}

/// What a conversation's status means for it: resolved is done, and opened again before the date it stands again.
///
/// # Errors
/// The store's.
pub fn follow(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    match c.status {
        Status::Resolved { .. } => end(w, c, voice, (LegalEnd::Resolved, String::new())),
        Status::Spam => end(w, c, voice, (LegalEnd::Spam, String::new())),
        _ => {
            let now = w.now();
            let ended = c
                .legal
                .as_deref()
                .and_then(|it| Some((it.due, it.ended.as_ref()?.how)));
            match ended {
                Some((_, LegalEnd::Spam)) => again(w, c, voice),
                Some((due, LegalEnd::Resolved)) if due > now => again(w, c, voice),
                _ => Ok(()),
            }
        }
    }
}

/// What ended with the conversation stands again, whatever the date: that it ended is taken back.
///
/// # Errors
/// The store's.
pub fn again(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    let with_it = |how| matches!(how, LegalEnd::Resolved | LegalEnd::Spam);
    let Some(it) = c.legal.as_deref_mut() else {
        return Ok(());
    };
    if !it.ended.as_ref().is_some_and(|it| with_it(it.how)) {
        return Ok(());
    }
    it.ended = None;
    let due = it.due;
    replan(w, c)?;
    voice.tell(w, c, EventKind::LegalDueStands { due })
}

/// Of two conversations put together the earlier date is kept.
///
/// # Errors
/// The store's.
pub fn join(
    w: &mut Write<'_>,
    from: &mut Conversation,
    into: &mut Conversation,
    voice: Voice,
) -> Result<()> {
    let Some(it) = standing(from) else {
        return Ok(());
    };
    end(w, from, voice, (LegalEnd::Merged, String::new()))?;
    match standing(into) {
        Some(other) if other.due <= it.due => Ok(()),
        _ => begin(w, into, voice, it),
    }
}

/// What a merge ended stands as it stood before, where the merge is taken back.
pub fn part(c: &mut Conversation, was: Option<Box<LegalDue>>) {
    let ended = c.legal.as_ref().and_then(|it| it.ended.as_ref());
    if ended.is_some_and(|it| it.how == LegalEnd::Merged) {
        c.legal = was;
    }
}

/// Sets the timer of what is told next.
///
/// # Errors
/// The store's.
pub fn replan(w: &mut Write<'_>, c: &Conversation) -> Result<()> {
    let next = match standing(c) {
        Some(it) => {
            let calendar = count::working(hours::of(w, c)?);
            let now = w.now();
            let mut told = count::told_of(&calendar, it.due).into_iter();
            told.find(|it| it.0 > now).map(|it| it.0)
        }
        None => None,
    };
    w.set_timer(c.id, TimerKind::LegalDue, next)
}

/// Tells that it is due soon, or was: of what Lobby slept through, the last.
///
/// # Errors
/// The store's.
pub fn fire(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    let Some(it) = standing(c) else {
        return Ok(());
    };
    let calendar = count::working(hours::of(w, c)?);
    let (now, due) = (w.now(), it.due);
    let told = count::told_of(&calendar, due);
    if let Some((_, left)) = told.into_iter().rfind(|it| it.0 <= now) {
        let kind = match left {
            Some(left) => EventKind::LegalDueNear { due, left },
            None => EventKind::LegalDueMissed { due },
        };
        voice.tell(w, c, kind)?;
    }
    replan(w, c)
}
