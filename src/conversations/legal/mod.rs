//! Legal due dates: set by hand or by a rule, extended once, ended with a reason or with the conversation.

pub mod stand;

use jiff::civil::Date;

use crate::conversations::find::for_work;
use crate::conversations::legal::stand::{begin, end, replan, standing};
use crate::conversations::sla::hours;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::LegalKindId;
use crate::domain::legal::{DAYS, Extended, LegalDue, LegalEnd, LegalKind};
use crate::domain::time::Millis;
use crate::sla::legal as count;
use crate::store::{Look, Write};

/// Characters of a reason at most.
const REASON: usize = 200;

/// Which date is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// As the desk's kind says.
    Kind(LegalKindId),
    /// So many working days, for a reason in words.
    Days(u16, String),
    /// That day, for a reason in words.
    Day(Date, String),
}

/// Sets the date of a conversation, in place of one that stands. `since` is what is counted from; without it, the day
/// on which came what nobody answered yet.
///
/// # Errors
/// Those of every deed; [`Error::Invalid`] on `kind`, `days`, `due`, `reason`, `since`.
pub fn set(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    (wanted, since): (&Wanted, Option<Millis>),
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if since.is_some_and(|it| it > w.now()) {
        return Err(Error::invalid("since", "error-legal-since"));
    }
    let calendar = count::working(hours::of(w, &c)?);
    let since = since.unwrap_or_else(|| arrived(&c));
    let new = match wanted {
        Wanted::Kind(id) => of_kind(w, &c, &kind(w, *id)?, since)?,
        Wanted::Days(days, reason) => {
            let days = checked_days("days", *days)?;
            LegalDue {
                reason: checked_reason(reason)?,
                days: Some(days),
                since,
                due: count::due(&calendar, since, days),
                ..LegalDue::default()
            }
        }
        Wanted::Day(day, reason) => LegalDue {
            reason: checked_reason(reason)?,
            since,
            due: in_time(w, "due", count::end_of(&calendar, *day))?,
            ..LegalDue::default()
        },
    };
    begin(w, &mut c, Voice::of(by), new)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Puts it off, once: by working days counted from the day it was due, or to a day.
///
/// # Errors
/// Those of every deed; [`Error::Conflict`] `no_legal_due`, `legal_due_extended`; [`Error::Invalid`] on `days`, `due`,
/// `reason`.
pub fn extend(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    (days, day): (Option<u16>, Option<Date>),
    reason: &str,
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let mut it = standing(&c).ok_or(Error::conflict("no_legal_due"))?;
    if it.extended.is_some() {
        return Err(Error::conflict("legal_due_extended"));
    }
    let calendar = count::working(hours::of(w, &c)?);
    let own = it.kind.map(|id| w.legal_kind(id)).transpose()?.flatten();
    let own = own.map(|it| it.extension).filter(|it| *it > 0);
    let due = match (day, days.or(own)) {
        (Some(day), _) => count::end_of(&calendar, day),
        (None, Some(days)) => Some(count::extended(
            &calendar,
            it.due,
            checked_days("days", days)?,
        )),
        (None, None) => return Err(Error::invalid("days", "error-legal-days")),
    };
    let due = due.filter(|due| *due > it.due);
    let due = due.ok_or(Error::invalid("due", "error-legal-earlier"))?;
    it.extended = Some(Extended {
        at: w.now(),
        was: it.due,
        reason: checked_reason(reason)?,
    });
    let was = std::mem::replace(&mut it.due, due);
    c.legal = Some(Box::new(it));
    replan(w, &c)?;
    Voice::of(by).tell(w, &mut c, EventKind::LegalDueExtended { due, was })?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// Says that it was fulfilled, or never counted. That needs a reason.
///
/// # Errors
/// Those of every deed; [`Error::Conflict`] `no_legal_due`; [`Error::Invalid`] on `reason`.
pub fn finish(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    (fulfilled, reason): (bool, &str),
) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    if standing(&c).is_none() {
        return Err(Error::conflict("no_legal_due"));
    }
    let (how, reason) = match (fulfilled, reason.trim()) {
        (true, "") => (LegalEnd::Fulfilled, String::new()),
        (true, reason) => (LegalEnd::Fulfilled, checked_reason(reason)?),
        (false, reason) => (LegalEnd::Removed, checked_reason(reason)?),
    };
    end(w, &mut c, Voice::of(by), (how, reason))?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// The date a kind gives what came at `since`.
pub(super) fn of_kind(
    look: &Look<'_>,
    c: &Conversation,
    kind: &LegalKind,
    since: Millis,
) -> Result<LegalDue> {
    let calendar = count::working(hours::of(look, c)?);
    Ok(LegalDue {
        kind: Some(kind.id),
        reason: kind.reason(),
        days: Some(kind.days),
        since,
        due: count::due(&calendar, since, kind.days),
        ..LegalDue::default()
    })
}

/// When that came which is to be answered.
pub(super) fn arrived(c: &Conversation) -> Millis {
    let asked = c.waiting_since.or(c.last_inbound_at);
    asked.unwrap_or(c.created_at)
}

fn kind(look: &Look<'_>, id: LegalKindId) -> Result<LegalKind> {
    let found = look.legal_kind(id)?.filter(|it| it.retired_at.is_none());
    found.ok_or(Error::invalid("kind", "error-legal-kind"))
}

fn in_time(w: &Write<'_>, field: &'static str, at: Option<Millis>) -> Result<Millis> {
    let later = at.filter(|at| *at > w.now());
    later.ok_or(Error::invalid(field, "error-in-the-past"))
}

fn checked_days(field: &'static str, days: u16) -> Result<u16> {
    if (1..=DAYS).contains(&days) {
        Ok(days)
    } else {
        Err(Error::invalid(field, "error-legal-days"))
    }
}

fn checked_reason(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > REASON {
        return Err(Error::invalid("reason", "error-legal-reason"));
    }
    Ok(text)
}
