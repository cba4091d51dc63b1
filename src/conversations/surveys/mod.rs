//! Asking customers how it was: some time after one of us resolved their conversation, by the channel it ended on. When
//! nobody is asked is decided anew when it is due ([`plan`]); a rating comes from a page, a press, or what they type, and
//! moves nothing ([`heard`], [`rate`]).

pub mod heard;
pub mod plan;
pub mod rate;
pub mod say;

use crate::contacts::people::records;
use crate::conversations::find::for_work;
use crate::conversations::steps::voice::Voice;
use crate::conversations::surveys::plan::{at_a_decent_hour, surveys_of};
use crate::domain::actor::{Actor, Viewer};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::job::TimerKind;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// Nobody is asked about what was said longer ago, whenever it is resolved.
const LONG_OVER: Span = Span::days(7);

/// A conversation moved: when one of us resolved it, its customer is asked some time later; when it goes on, they are not.
/// The caller puts the row.
///
/// # Errors
/// The store's.
pub fn watch(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    let due = match c.status {
        Status::Resolved { quiet: false, .. } if is_by_hand(voice) => due(w, c)?,
        _ => None,
    };
    // What was a reminder of an earlier time is none any more.
    if let Some(survey) = &mut c.survey {
        survey.again = false;
    }
    ask_at(w, c, due)
}

/// Whether somebody ended it, or a rule that somebody made: not Lobby of its own accord.
fn is_by_hand(voice: Voice) -> bool {
    !voice.history && !matches!(voice.actor, Actor::System(_))
}

/// When they are asked; `None` where they are not.
fn due(w: &Write<'_>, c: &Conversation) -> Result<Option<Millis>> {
    let Some(surveys) = surveys_of(w, c)?.filter(|_| c.is_case()) else {
        return Ok(None);
    };
    let now = w.now();
    // Who tidies up asks nobody about last year.
    let said = c.last_public_at.unwrap_or(c.created_at);
    if now.since(said) > LONG_OVER || asked_lately(w, c.contact, now - surveys.every())? {
        return Ok(None);
    }
    at_a_decent_hour(w, c, now + surveys.after(c.channel_kind)).map(Some)
}

/// Sets when they are asked. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn ask_at(w: &mut Write<'_>, c: &mut Conversation, due: Option<Millis>) -> Result<()> {
    let was = c.survey.as_ref().and_then(|it| it.due);
    if was == due {
        return Ok(());
    }
    let survey = c.survey.get_or_insert_default();
    survey.due = due;
    survey.held = survey.held.filter(|_| due.is_none());
    w.set_timer(c.id, TimerKind::Survey, due)
}

/// Whether somebody was asked for a rating since then, in whatever conversation.
///
/// # Errors
/// The store's.
pub fn asked_lately(look: &Look<'_>, contact: ContactId, since: Millis) -> Result<bool> {
    Ok(asked_last(look, contact)?.is_some_and(|it| it.0 > since))
}

/// When somebody was asked last, whatever record of theirs it hangs on, and in which conversation.
fn asked_last(look: &Look<'_>, contact: ContactId) -> Result<Option<(Millis, ConversationId)>> {
    let mut last = None;
    for record in records(look, contact)? {
        last = last.max(look.contact(record)?.and_then(|it| it.surveyed));
    }
    Ok(last)
}

/// *Do not ask*: nobody is asked how this one was.
///
/// # Errors
/// [`Error::NotFound`] and the like of every deed; [`Error::Conflict`] `no_survey` when nothing was going to be asked.
pub fn skip(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if c.survey.as_ref().is_none_or(|it| it.due.is_none()) {
        return Err(Error::conflict("no_survey"));
    }
    ask_at(w, &mut c, None)?;
    w.put_conversation(&c)?;
    Ok(c)
}
