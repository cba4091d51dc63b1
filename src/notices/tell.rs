//! Telling one person of one thing: written into their list, or gathered with what they have not read of the same, and
//! put to the work of those media they want.

use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, NoticeId};
use crate::domain::job::JobKind;
use crate::domain::notice::{Medium, Notice, NoticeKind, Telling};
use crate::domain::team::Business;
use crate::domain::time::{Millis, Span};
use crate::notices::quiet::quiet_until;
use crate::store::Write;

/// One conversation is pushed at most once in this time.
pub const PUSH_APART: Span = Span::minutes(2);

/// What an open page of somebody is to say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ring {
    pub agent: AgentId,
    pub notice: NoticeId,
    pub kind: NoticeKind,
    /// The number of the conversation it is about, when it is one.
    pub number: Option<u64>,
    pub sound: bool,
    /// A line on the page says so.
    pub pops_up: bool,
}

/// Tells `agent` of `news`, which is of one thing and not written yet. `seen`: it happened in front of their eyes, so
/// it is only written down. `None` when there is nothing to ring for.
///
/// # Errors
/// The store's.
pub fn tell(w: &mut Write<'_>, agent: &Agent, news: Notice, seen: bool) -> Result<Option<Ring>> {
    let (now, telling) = (w.now(), &agent.telling);
    let business = w.business()?.unwrap_or_default();
    let shown = telling.wants(news.kind, Medium::InApp);
    // It is told without a sound: not one of the hours in which it is wanted.
    let quietly = news.hidden;
    let mut it = match w.notice_unread_like(&news)? {
        Some(known) => gathered(known, &news),
        None => Notice {
            id: w.new_id(),
            ..news
        },
    };
    if seen {
        it.read_at = Some(now);
        w.put_notice(&it)?;
        return Ok(None);
    }
    it.hidden = !shown;
    if quietly {
        w.put_notice(&it)?;
        return Ok(None);
    }
    put_to_work(w, agent, &business, &mut it)?;
    w.put_notice(&it)?;
    let quiet = quiet_until(agent, &business, now).is_some() && !it.kind.breaks_the_quiet();
    let sound = telling.wants(it.kind, Medium::Sound) && !quiet;
    let c = it.conversation.map(|id| w.conversation(id)).transpose()?;
    Ok((shown || sound).then_some(Ring {
        agent: it.agent,
        notice: it.id,
        kind: it.kind,
        number: c.flatten().map(|it| it.number),
        sound,
        pops_up: shown && it.kind.pops_up(),
    }))
}

/// More of what is not read yet.
fn gathered(known: Notice, news: &Notice) -> Notice {
    let again = known.gathers && known.conversation == news.conversation;
    Notice {
        n: match news.kind {
            // A figure, and no number of things.
            NoticeKind::Threshold => news.n,
            _ => known.n.saturating_add(if again { 0 } else { news.n }),
        },
        conversation: news.conversation,
        message: if known.gathers {
            news.message
        } else {
            known.message.or(news.message)
        },
        by: news.by,
        when: news.when.or(known.when),
        at: news.at,
        ..known
    }
}

/// Sees to it that it is pushed, and mailed if nobody reads it.
fn put_to_work(
    w: &mut Write<'_>,
    agent: &Agent,
    business: &Business,
    it: &mut Notice,
) -> Result<()> {
    let (now, telling) = (w.now(), &agent.telling);
    let quiet = quiet_until(agent, business, now).filter(|_| !it.kind.breaks_the_quiet());
    let pushes = telling.wants(it.kind, Medium::Push) && quiet.is_none();
    if pushes && it.push_due.is_none() && !w.push_devices(agent.id)?.is_empty() {
        let due = it.pushed_at.map_or(now, |at| now.max(at + PUSH_APART));
        it.push_due = Some(due);
        let (agent, notice) = (it.agent, it.id);
        w.job(due, JobKind::Push { agent, notice })?;
    }
    let mails = telling.wants(it.kind, Medium::Mail) && !by_letter(it.kind);
    if mails && it.mail_due.is_none() && it.mailed_at.is_none() {
        let due = mail_due(telling, it.kind, now, quiet);
        it.mail_due = Some(due);
        w.job(due, JobKind::MailNotices { agent: it.agent })?;
    }
    Ok(())
}

/// What has a letter of its own, which says more.
pub(super) fn by_letter(kind: NoticeKind) -> bool {
    matches!(kind, NoticeKind::Failed | NoticeKind::Reminder)
}

/// After it was unread for as long as they want, and not before their quiet ends.
fn mail_due(telling: &Telling, kind: NoticeKind, now: Millis, quiet: Option<Millis>) -> Millis {
    if kind.breaks_the_quiet() {
        return now;
    }
    let after = now + Span::minutes(i64::from(telling.mails_after()));
    quiet.map_or(after, |it| it.max(after))
}

/// Tells somebody something by all media they want it by, at any hour, so that they see how it is.
///
/// # Errors
/// The store's.
pub fn test(w: &mut Write<'_>, agent: &Agent, kind: NoticeKind) -> Result<Ring> {
    let (now, telling) = (w.now(), &agent.telling);
    let mut it = Notice {
        id: w.new_id(),
        agent: agent.id,
        kind,
        test: true,
        n: 1,
        at: now,
        hidden: !telling.wants(kind, Medium::InApp),
        ..Notice::default()
    };
    if telling.wants(kind, Medium::Push) {
        for device in w.push_devices(agent.id)? {
            let (agent, device) = (agent.id, device.id);
            w.job(now, JobKind::PushTest { agent, device })?;
        }
    }
    if telling.wants(kind, Medium::Mail) {
        it.mail_due = Some(now);
        w.job(now, JobKind::MailNotices { agent: agent.id })?;
    }
    w.put_notice(&it)?;
    Ok(Ring {
        agent: agent.id,
        notice: it.id,
        kind,
        number: None,
        sound: telling.wants(kind, Medium::Sound),
        pops_up: !it.hidden,
    })
}
