//! Somebody's list of what they were told: read in pages, counted, and marked as read. What they may not see any more is
//! left out.

use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ConversationId, NoticeId};
use crate::domain::notice::Notice;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// More unread ones than this are "99+".
pub const COUNTED: usize = 100;
/// What was read is kept for so long, and all for so long.
const READ_FOR: Span = Span::days(30);
const ALL_FOR: Span = Span::days(180);
/// Swept of one person in one deed.
const SWEPT: usize = 500;
/// Read anew of one person in one deed.
const AT_ONCE: usize = 500;

/// A notice with what it is about, as far as it may be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub notice: Notice,
    pub conversation: Option<Conversation>,
}

/// Where a page of the list ends.
pub type Place = (Millis, NoticeId);

/// A page of one's own list, newest first, and where the next begins, when there is one. `unread`: those alone.
///
/// # Errors
/// [`Error::Conflict`] `no_person` for a program.
pub fn page(
    look: &Look<'_>,
    viewer: &Viewer,
    (after, unread): (Option<Place>, bool),
    limit: usize,
) -> Result<(Vec<Seen>, Option<Place>)> {
    let me = owner(viewer)?;
    let (mut out, mut after) = (Vec::new(), after);
    loop {
        let lot = look.notices(me, after, limit.max(1))?;
        let is_last = lot.len() < limit.max(1);
        for notice in lot {
            after = Some((notice.at, notice.id));
            if unread && !notice.counts() {
                continue;
            }
            out.extend(seen(look, viewer, notice)?);
            if out.len() == limit {
                return Ok((out, after));
            }
        }
        if is_last {
            return Ok((out, None));
        }
    }
}

/// One notice, if it may be seen.
///
/// # Errors
/// The store's.
pub fn seen(look: &Look<'_>, viewer: &Viewer, notice: Notice) -> Result<Option<Seen>> {
    let Some(id) = notice.conversation else {
        return Ok(Some(Seen {
            notice,
            conversation: None,
        }));
    };
    let found = look.conversation(id)?.filter(|it| viewer.sees(it));
    // Of several, one that may not be seen hides none of the others.
    let shown = found.is_some() || (notice.gathers && notice.n > 1);
    Ok(shown.then_some(Seen {
        notice,
        conversation: found,
    }))
}

/// One's own notice.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] `no_person` for a program.
pub fn find(look: &Look<'_>, viewer: &Viewer, id: NoticeId) -> Result<Seen> {
    let gone = || Error::not_found("notification");
    let notice = look.notice(owner(viewer)?, id)?.ok_or_else(gone)?;
    seen(look, viewer, notice)?.ok_or_else(gone)
}

/// How many one has not read, at most [`COUNTED`].
///
/// # Errors
/// The store's.
pub fn unread(look: &Look<'_>, viewer: &Viewer) -> Result<usize> {
    let Some(me) = viewer.agent_id() else {
        return Ok(0);
    };
    let mut n = 0;
    for notice in look.notices_unread(me, COUNTED)? {
        n += usize::from(!notice.hidden && seen(look, viewer, notice)?.is_some());
    }
    Ok(n)
}

/// Marks one as read, or as not read again.
///
/// # Errors
/// As [`find`].
pub fn mark(w: &mut Write<'_>, viewer: &Viewer, id: NoticeId, read: bool) -> Result<()> {
    let mut it = find(w, viewer, id)?.notice;
    if it.counts() != read {
        return Ok(());
    }
    // Another of the same may have come since: only one of them can be unread.
    if !read && w.notice_unread_like(&it)?.is_some() {
        return Ok(());
    }
    (it.read_at, it.hidden) = (read.then_some(w.now()), false);
    w.put_notice(&it)
}

/// Marks all as read that are there at the time; how many, and whether there are more.
///
/// # Errors
/// [`Error::Conflict`] `no_person` for a program.
pub fn mark_all(w: &mut Write<'_>, viewer: &Viewer) -> Result<(usize, bool)> {
    let all = w.notices_unread(owner(viewer)?, AT_ONCE)?;
    let n = all.len();
    read(w, all)?;
    Ok((n, n == AT_ONCE))
}

/// Somebody read a conversation: what they were told of it is read too. How many that were.
///
/// # Errors
/// The store's.
pub fn opened(w: &mut Write<'_>, agent: AgentId, conversation: ConversationId) -> Result<usize> {
    let all = w.notices_unread_of(agent, conversation)?;
    let n = all.len();
    read(w, all)?;
    Ok(n)
}

fn read(w: &mut Write<'_>, all: Vec<Notice>) -> Result<()> {
    let now = w.now();
    for mut it in all {
        it.read_at = Some(now);
        w.put_notice(&it)?;
    }
    Ok(())
}

/// Removes what is old, an upkeep deed; how much. To be called until there is none.
///
/// # Errors
/// The store's.
pub fn sweep(w: &mut Write<'_>) -> Result<usize> {
    let now = w.now();
    let (read_before, all_before) = (now - READ_FOR, now - ALL_FOR);
    let mut n = 0;
    for agent in w.agents()? {
        // The newest that may be old enough, and on from there.
        let from = (read_before, NoticeId::default());
        for it in w.notices(agent.id, Some(from), SWEPT)? {
            if it.at < all_before || !it.is_unread() {
                n += usize::from(w.remove_notice(agent.id, it.id)?);
            }
        }
    }
    Ok(n)
}

fn owner(viewer: &Viewer) -> Result<AgentId> {
    viewer.agent_id().ok_or(Error::conflict("no_person"))
}
