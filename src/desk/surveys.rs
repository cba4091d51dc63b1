//! How a channel asks its customers how it was.

use crate::desk::automatic::{find, texts};
use crate::domain::actor::{Right, Viewer};
use crate::domain::automatic::Automatic;
use crate::domain::automatic::survey::Surveys;
use crate::domain::channel::Channel;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ChannelId;
use crate::store::{Look, Write};

/// Minutes after a resolution, at most: a day.
const LATEST: u16 = 24 * 60;
/// Days within which nobody is asked twice, at most.
const SELDOM: u16 = 365;
/// People who hear of bad ratings, at most.
const PEOPLE: usize = 20;

/// Arranges it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `texts`, `after_minutes`, `every_days`, `tell`.
pub fn put(w: &mut Write<'_>, by: &Viewer, id: ChannelId, new: &Surveys) -> Result<()> {
    by.need(Right::Administer)?;
    let before = find(w, id)?;
    let surveys = checked(w, new)?;
    if surveys == before.automatic.surveys {
        return Ok(());
    }
    w.put_channel(&Channel {
        automatic: Automatic {
            surveys,
            ..before.automatic
        },
        ..before
    })?;
    w.event(by.actor, Subject::channel(id), EventKind::ChannelChanged)?;
    Ok(())
}

fn checked(look: &Look<'_>, new: &Surveys) -> Result<Surveys> {
    if new.after_minutes.is_some_and(|it| it > LATEST) {
        return Err(Error::invalid("after_minutes", "error-survey-after"));
    }
    if new.every_days > SELDOM {
        return Err(Error::invalid("every_days", "error-survey-every"));
    }
    let mut tell = new.tell.clone();
    tell.sort_unstable();
    tell.dedup();
    if tell.len() > PEOPLE {
        return Err(Error::invalid("tell", "error-survey-people"));
    }
    let mut here = Vec::new();
    for id in tell {
        let known = look.agent(id)?;
        let known = known.ok_or_else(|| Error::invalid("tell", "error-agent-unknown"))?;
        // Who left since is told nothing, and stands in nobody's way.
        here.extend(known.is_active().then_some(id));
    }
    Ok(Surveys {
        texts: texts(look, "texts", &new.texts)?,
        tell: here,
        ..new.clone()
    })
}
