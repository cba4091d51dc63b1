//! Who reads the conversations of a team, when the team becomes private or open: what is unresolved and what is new
//! follows in the same commit, what is old in lots.

use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::open::private;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, SystemPart, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::TeamId;
use crate::domain::job::JobKind;
use crate::domain::reason::Reason;
use crate::store::Write;

/// Conversations looked through in one deed.
const LOT: usize = 1_000;

/// Makes the conversations of a team follow it: all that are unresolved and the newest at once, the others as work
/// that begins at once.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`].
pub fn follow_team(w: &mut Write<'_>, by: &Viewer, team: TeamId) -> Result<()> {
    by.need(Right::Administer)?;
    let voice = Voice::of(by);
    let mut open = Vec::new();
    w.each_unresolved(|it| {
        if it.team == Some(team) {
            open.push(it);
        }
        Ok(())
    })?;
    for c in open {
        follow(w, voice, c)?;
    }
    if let Some(before) = lot(w, voice, team, None)? {
        w.job(w.now(), JobKind::FollowTeam { team, before })?;
    }
    Ok(())
}

/// One lot of the older conversations, those below a number. Where the next begins, when there is one.
///
/// # Errors
/// The store's.
pub fn follow_older(w: &mut Write<'_>, team: TeamId, before: u64) -> Result<Option<u64>> {
    let voice = Voice::system(SystemPart::Upkeep);
    lot(w, voice, team, Some(before))
}

fn lot(w: &mut Write<'_>, voice: Voice, team: TeamId, before: Option<u64>) -> Result<Option<u64>> {
    let page = w.conversations_before(before, LOT)?;
    let next = page.last().map(|it| it.number);
    let full = page.len() == LOT;
    for c in page.into_iter().filter(|it| it.team == Some(team)) {
        follow(w, voice, c)?;
    }
    Ok(next.filter(|_| full))
}

fn follow(w: &mut Write<'_>, voice: Voice, mut c: Conversation) -> Result<()> {
    let (from, to) = (c.audience, private(w, c.team)?);
    if from == to {
        return Ok(());
    }
    settle(w, &mut c)?;
    c.audience = to;
    voice.tell(w, &mut c, EventKind::AudienceSet { from, to })?;
    if let (Some(team), Some(agent)) = (to, c.assignee) {
        let inside = w.agent(agent)?.is_some_and(|it| it.teams.contains(&team));
        if !inside {
            let why = Reason::GivenBy {
                agent: voice.actor.agent(),
            };
            give_to(w, &mut c, voice, None, why)?;
        }
    }
    w.put_conversation(&c)
}
