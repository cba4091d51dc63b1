//! How a conversation stands in the line of a team whose conversations Lobby gives out: since when, and what happens
//! when it stands there for long.

use crate::conversations::sla::hours;
use crate::conversations::steps::moves::bring_to;
use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::TeamId;
use crate::domain::job::TimerKind;
use crate::domain::queue::{Line, Mode, Overflow, TOLD_AFTER};
use crate::domain::reason::Reason;
use crate::domain::team::Team;
use crate::domain::time::{Millis, Span, Term};
use crate::sla::clock::Pace;
use crate::store::{Look, Write};

/// When so many minutes of a conversation's hours have passed since an instant; `None` when they never will.
///
/// # Errors
/// The store's.
pub fn in_hours(
    look: &Look<'_>,
    c: &Conversation,
    since: Millis,
    minutes: u16,
) -> Result<Option<Millis>> {
    let calendar = hours::of(look, c)?;
    let pace = Pace::steady(&calendar, true);
    let term = Term::Span(Span::minutes(i64::from(minutes)));
    Ok(pace.due(since, term, &calendar))
}

/// The team, while it is in use and Lobby gives its conversations to people.
///
/// # Errors
/// The store's.
pub fn giving(look: &Look<'_>, team: Option<TeamId>) -> Result<Option<Team>> {
    let team = team.map(|id| look.team(id)).transpose()?.flatten();
    Ok(team.filter(|it| it.retired_at.is_none() && it.queue.mode == Mode::Push))
}

/// Keeps its place in line after its team, its status or who has it became another. The caller puts the row. A
/// conversation of a team that shares its queue is not touched.
///
/// # Errors
/// The store's.
pub fn keep(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let team = c.team.filter(|_| c.stands_in_line());
    let Some(team) = giving(w, team)? else {
        return leave(w, c);
    };
    let now = w.now();
    let mut line = c.line.take().unwrap_or_default();
    let was_given = line.given_at.take().is_some();
    if line.team != team.id {
        let mut been = std::mem::take(&mut line.been);
        been.push(team.id);
        line = Box::new(Line {
            since: now,
            team: team.id,
            been,
            ..Line::default()
        });
    } else if was_given {
        line.since = now;
        line.told_at = None;
    }
    c.line = Some(line);
    if was_given {
        w.set_timer(c.id, TimerKind::TakeBack, None)?;
    }
    set_timer(w, c, &team)
}

/// It stands in no line any more: somebody has it, nobody needs to, or its team shares what it has.
fn leave(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let Some(line) = &mut c.line else {
        return Ok(());
    };
    if line.given_at.take().is_some() {
        w.set_timer(c.id, TimerKind::TakeBack, None)?;
    } else {
        w.set_timer(c.id, TimerKind::Line, None)?;
    }
    let is_over = !c.status.is_unresolved() || c.assignee.is_none();
    if is_over {
        c.line = None;
    }
    Ok(())
}

/// What is due of a conversation that stands in line, and when.
struct Dues {
    /// Anybody of the team may have it.
    anybody: Option<Millis>,
    /// The lead is told.
    told: Option<Millis>,
    /// Another team gets it.
    overflow: Option<(Millis, Overflow)>,
}

fn dues(look: &Look<'_>, c: &Conversation, line: &Line, team: &Team) -> Result<Dues> {
    let queue = &team.queue;
    let after = |minutes| in_hours(look, c, line.since, minutes);
    let next = queue.overflow.filter(|it| !line.been.contains(&it.to));
    let next = match next {
        Some(it) => after(it.minutes)?.map(|at| (at, it)),
        None => None,
    };
    Ok(Dues {
        anybody: match queue.fit_minutes {
            0 => None,
            minutes => after(minutes)?,
        },
        told: match line.told_at {
            Some(_) => None,
            None => after(TOLD_AFTER)?,
        },
        overflow: next,
    })
}

fn set_timer(w: &mut Write<'_>, c: &Conversation, team: &Team) -> Result<()> {
    let Some(line) = &c.line else {
        return Ok(());
    };
    let (dues, now) = (dues(w, c, line, team)?, w.now());
    let anybody = dues.anybody.filter(|at| *at > now);
    let overflow = dues.overflow.map(|it| it.0);
    let first = [anybody, dues.told, overflow].into_iter().flatten().min();
    w.set_timer(c.id, TimerKind::Line, first)
}

/// Its time has come: another team gets it, the lead is told, or anybody of the team may have it now.
///
/// # Errors
/// The store's.
pub fn fire(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, due: Millis) -> Result<()> {
    let team = c.team.filter(|_| c.stands_in_line());
    let (Some(team), Some(line)) = (giving(w, team)?, c.line.as_deref()) else {
        return Ok(());
    };
    let (dues, now) = (dues(w, c, line, &team)?, w.now());
    if dues.told.is_some_and(|at| at <= now)
        && let Some(line) = &mut c.line
    {
        line.told_at = Some(now);
    }
    let timer = TimerKind::Line.code();
    voice.tell(w, c, EventKind::TimerFired { timer, due })?;
    if let Some((at, next)) = dues.overflow
        && at <= now
        && w.team(next.to)?.is_some_and(|it| it.retired_at.is_none())
    {
        let why = Reason::Overflow {
            team: team.id,
            minutes: next.minutes,
        };
        return bring_to(w, c, voice, Some(next.to), why);
    }
    set_timer(w, c, &team)
}
