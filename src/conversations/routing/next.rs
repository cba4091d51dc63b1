//! The next one: what has needed us for longest, of what one may have.

use crate::conversations::assign::take;
use crate::conversations::steps::settle::settle;
use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::TeamId;
use crate::store::lines::InLine;
use crate::store::{Look, Write};

/// Places of a line read together.
const PAGE: usize = 16;

/// Takes it for oneself: of the lines of one's teams and of what is no team's; who belongs to none may have any that
/// they may see. With a team, of that line alone.
///
/// # Errors
/// [`Error::Conflict`] `nothing-waits`; [`Error::Forbidden`] for who is no agent.
pub fn take_next(w: &mut Write<'_>, by: &Viewer, team: Option<TeamId>) -> Result<Conversation> {
    let agent = by.agent_id().map(|id| w.agent(id)).transpose()?.flatten();
    let lines = match team {
        Some(team) => vec![Some(team)],
        None => lines_of(w, agent.as_ref())?,
    };
    // What settles meanwhile may have left the line: then the next one is asked for.
    loop {
        let Some(mut c) = first(w, by, &lines)? else {
            return Err(Error::conflict("nothing-waits"));
        };
        if settle(w, &mut c)? {
            w.put_conversation(&c)?;
            if !c.stands_in_line() || !lines.contains(&c.team) {
                continue;
            }
        }
        return take(w, by, c.number);
    }
}

fn lines_of(look: &Look<'_>, agent: Option<&Agent>) -> Result<Vec<Option<TeamId>>> {
    let own = agent.into_iter().flat_map(|it| &it.teams);
    let mut all: Vec<Option<TeamId>> = own.copied().map(Some).collect();
    if all.is_empty() {
        all.extend(look.teams()?.iter().map(|it| Some(it.id)));
    }
    all.push(None);
    Ok(all)
}

fn first(look: &Look<'_>, by: &Viewer, lines: &[Option<TeamId>]) -> Result<Option<Conversation>> {
    let mut best: Option<(InLine, Conversation)> = None;
    for team in lines {
        let mut after = None;
        loop {
            let page = look.line(*team, after, PAGE)?;
            after = page.last().copied();
            let better = |it: &InLine| best.as_ref().is_none_or(|(at, _)| it < at);
            let ahead: Vec<InLine> = page.iter().filter(|it| better(it)).copied().collect();
            let rest = ahead.len() == page.len() && page.len() == PAGE;
            let mut found = None;
            for place in ahead {
                let c = look.conversation(place.conversation)?;
                found = c.filter(|it| by.sees(it)).map(|it| (place, it));
                if found.is_some() {
                    break;
                }
            }
            let done = found.is_some() || !rest;
            best = found.or(best);
            if done {
                break;
            }
        }
    }
    Ok(best.map(|(_, c)| c))
}
