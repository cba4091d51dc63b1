//! What stayed unread is mailed, once: all that waits for it together, after the time somebody set, and outside of the
//! hours in which they want to hear nothing.

use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, NoticeId};
use crate::domain::job::JobKind;
use crate::domain::notice::{Medium, Notice};
use crate::domain::time::Millis;
use crate::notices::list::{Seen, seen};
use crate::notices::quiet::quiet_until;
use crate::notices::tell::by_letter;
use crate::notices::viewer;
use crate::store::{Look, Write};

/// Mailed in one letter at most; more are read in Lobby.
const MOST: usize = 200;

/// What is to be mailed to somebody now.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    Nothing,
    /// They want to hear nothing until then.
    Later(Millis),
    /// These, oldest first.
    Now(Vec<Seen>),
}

/// What of it is due, as far as they may see it and still want it.
///
/// # Errors
/// The store's.
pub fn due(look: &Look<'_>, agent: &Agent, now: Millis) -> Result<Due> {
    let business = look.business()?.unwrap_or_default();
    let quiet = quiet_until(agent, &business, now);
    let viewer = viewer(agent);
    let (mut found, mut later) = (Vec::new(), None);
    for it in look.notices_unread(agent.id, MOST)? {
        if !waits(&it, agent, now) {
            continue;
        }
        if let Some(until) = quiet.filter(|_| !it.test && !it.kind.breaks_the_quiet()) {
            later = Some(until);
            continue;
        }
        found.extend(seen(look, &viewer, it)?);
    }
    found.sort_by_key(|it| (it.notice.at, it.notice.id));
    Ok(match (found.is_empty(), later) {
        (false, _) => Due::Now(found),
        (true, Some(until)) => Due::Later(until),
        (true, None) => Due::Nothing,
    })
}

fn waits(it: &Notice, agent: &Agent, now: Millis) -> bool {
    let is_due = it.mail_due.is_some_and(|at| at <= now) && it.mailed_at.is_none();
    is_due && (it.test || !by_letter(it.kind)) && agent.telling.wants(it.kind, Medium::Mail)
}

/// Notes that these were mailed. What was kept back by the quiet comes afterwards.
///
/// # Errors
/// The store's.
pub fn mailed(w: &mut Write<'_>, agent: AgentId, ids: &[NoticeId]) -> Result<()> {
    let now = w.now();
    for id in ids {
        if let Some(mut it) = w.notice(agent, *id)? {
            (it.mailed_at, it.mail_due) = (Some(now), None);
            w.put_notice(&it)?;
        }
    }
    Ok(())
}

/// They want to hear nothing now: it is looked again afterwards.
///
/// # Errors
/// The store's.
pub fn put_off(w: &mut Write<'_>, agent: AgentId, until: Millis) -> Result<()> {
    w.job(until, JobKind::MailNotices { agent }).map(|_| ())
}
