//! Blocking a contact or a mail domain: until when, by whom, why.

use crate::contacts::people::find;
use crate::domain::actor::{Right, Viewer};
use crate::domain::contact::{Block, Contact};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Write;
use crate::text::address::canonical_domain;

/// Longest reason kept, characters.
const REASON: usize = 300;

/// Blocks a contact: what they write is kept and shown under *Blocked* only.
///
/// # Errors
/// [`Error::Invalid`] on `until` in the past; [`Error::NotFound`].
pub fn block(
    w: &mut Write<'_>,
    by: &Viewer,
    id: ContactId,
    until: Option<Millis>,
    reason: &str,
) -> Result<Contact> {
    let block = checked(w, by, until, reason)?;
    let mut it = find(w, by, id)?;
    it.blocked = Some(block);
    w.put_contact(&it)?;
    w.event(
        by.actor,
        Subject::contact(id),
        EventKind::ContactBlocked { until },
    )?;
    Ok(it)
}

/// Lifts a block.
///
/// # Errors
/// [`Error::NotFound`].
pub fn unblock(w: &mut Write<'_>, by: &Viewer, id: ContactId) -> Result<Contact> {
    let mut it = find(w, by, id)?;
    if it.blocked.take().is_some() {
        w.put_contact(&it)?;
        w.event(by.actor, Subject::contact(id), EventKind::ContactUnblocked)?;
    }
    Ok(it)
}

/// Blocks or frees everybody at a mail domain. Answers the domain in its canonical form.
///
/// # Errors
/// [`Error::Invalid`] on `domain` or `until`; [`Error::Forbidden`] below a supervisor.
pub fn block_domain(
    w: &mut Write<'_>,
    by: &Viewer,
    domain: &str,
    block: Option<(Option<Millis>, &str)>,
) -> Result<String> {
    by.need(Right::Supervise)?;
    let domain = canonical_domain(domain.trim().trim_start_matches('@'));
    let domain = domain.ok_or_else(|| Error::invalid("domain", "error-bad-domain"))?;
    let row = match block {
        Some((until, reason)) => Some(checked(w, by, until, reason)?),
        None => None,
    };
    w.put_blocked_domain(&domain, row.as_ref())?;
    let kind = match block {
        Some((until, _)) => EventKind::ContactBlocked { until },
        None => EventKind::ContactUnblocked,
    };
    w.event(by.actor, Subject::default(), kind)?;
    Ok(domain)
}

fn checked(w: &Write<'_>, by: &Viewer, until: Option<Millis>, reason: &str) -> Result<Block> {
    if until.is_some_and(|it| it <= w.now()) {
        return Err(Error::invalid("until", "error-in-the-past"));
    }
    Ok(Block {
        at: w.now(),
        by: by.agent_id(),
        until,
        reason: reason.chars().take(REASON).collect(),
    })
}
