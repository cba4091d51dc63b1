//! Asks rules: those an event concerns when it happened, and does apart what they say; plans those asked by time.

use std::time::Duration;

use crate::app::App;
use crate::conversations::rules::apart::{self, Doing, trouble};
use crate::conversations::rules::follow::{follow, may_matter};
use crate::conversations::rules::time::plan_lot;
use crate::domain::error::{Error, Result};
use crate::domain::event::Event;
use crate::domain::id::Seq;
use crate::jobs::follow::{Follower, by_deed};
use crate::store::{Lane, Look, Write};

/// Who asks them.
pub enum Ruling {}

impl Follower for Ruling {
    const NAME: &'static str = "rules";
    const BETWEEN: Duration = Duration::from_millis(50);

    fn matters(look: &Look<'_>, events: &[Event]) -> Result<bool> {
        may_matter(look, events)
    }

    async fn follow(app: &App, from: Seq, limit: usize) -> Result<Seq> {
        by_deed::<Self>(app, (from, limit), follow).await
    }
}

/// Says or writes what a rule says. What stands in its way is noted where it was to be said, and not tried again.
///
/// # Errors
/// The store's.
pub async fn say(app: &App, doing: Doing) -> Result<()> {
    let keys = app.keys.clone();
    let done = app.act(move |w| apart::say(w, &keys, doing)).await;
    let why = match done {
        Ok(()) => return Ok(()),
        Err(err @ (Error::Unavailable { .. } | Error::Internal(_))) => return Err(err),
        Err(err) => trouble(&err),
    };
    app.act(move |w| apart::in_vain(w, doing, why)).await
}

/// Plans conversations, a lot at a time, from below a number on.
///
/// # Errors
/// The store's.
pub async fn plan_all(app: &App, before: Option<u64>) -> Result<()> {
    let mut next = before;
    loop {
        let deed = move |w: &mut Write<'_>| plan_lot(w, next);
        (next, _) = app.act_in(Lane::Bulk, deed).await?;
        if next.is_none() {
            return Ok(());
        }
    }
}
