//! How a team's queue is emptied became another: what stands in its line follows.

use crate::conversations::steps::line::keep;
use crate::conversations::steps::settle::settle;
use crate::domain::error::Result;
use crate::domain::id::TeamId;
use crate::store::Write;
use crate::store::lines::InLine;

/// Conversations looked at in one deed.
const LOT: usize = 200;

/// One lot of them, from behind a place on. Where the next begins, when there is one.
///
/// # Errors
/// The store's.
pub fn reline(w: &mut Write<'_>, team: TeamId, after: Option<InLine>) -> Result<Option<InLine>> {
    let page = w.line(Some(team), after, LOT)?;
    for place in &page {
        let Some(mut c) = w.conversation(place.conversation)? else {
            continue;
        };
        let before = c.clone();
        settle(w, &mut c)?;
        keep(w, &mut c)?;
        if c != before {
            w.put_conversation(&c)?;
        }
    }
    Ok(page.last().copied().filter(|_| page.len() == LOT))
}
