//! Gives what stands in line to people as soon as somebody can have it. It looks after every commit and when somebody
//! comes, and writes only when there is something to give: what is given follows from how things stand, not from a
//! place in the log, so nothing is lost when Lobby stops in the middle.

use std::time::Duration;

use crate::app::App;
use crate::conversations::routing::back::take_back;
use crate::conversations::routing::drain::{drain, look_ahead};
use crate::conversations::routing::relined::reline;
use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, TeamId};
use crate::domain::queue::Mode;
use crate::domain::team::Team;
use crate::domain::time::Millis;
use crate::jobs::Yard;
use crate::jobs::timers::nap;
use crate::sla::shift::next_shift;
use crate::store::{Lane, Write};

/// Before trying again after the store failed.
const PAUSE: Duration = Duration::from_secs(5);

/// Gives out until Lobby stops.
pub async fn run(yard: Yard) {
    let mut news = yard.app.news.subscribe();
    loop {
        news.mark_unchanged();
        let shift = match give_out(&yard.app).await {
            Ok(shift) => shift,
            Err(err) => {
                tracing::warn!(error = %err, "nothing could be given out");
                if !yard.rest(PAUSE).await {
                    return;
                }
                continue;
            }
        };
        // Somebody whose shift begins does nothing that would be seen.
        let shift_begins = async {
            match shift {
                Some(at) => tokio::time::sleep(nap(Some(at), yard.app.clock.now())).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = yard.app.presences.came.notified() => {}
            () = shift_begins => {}
            () = yard.stopping() => return,
        }
    }
}

/// Gives all that can be given; when the next shift of anybody begins, where Lobby gives out at all.
///
/// # Errors
/// The store's.
async fn give_out(app: &App) -> Result<Option<Millis>> {
    loop {
        let now = app.clock.now();
        let there = app.presences.there(now);
        let look = there.clone();
        let (ahead, shift) = app
            .look(move |look_at| {
                let teams = look_at.arranged::<Team>()?;
                let gives = |it: &Team| it.retired_at.is_none() && it.queue.mode == Mode::Push;
                if !teams.iter().any(gives) {
                    return Ok((None, None));
                }
                let agents = look_at.arranged::<Agent>()?;
                let shift = next_shift(agents.iter(), now);
                Ok((look_ahead(look_at, &look, now)?, shift))
            })
            .await?;
        let Some(ahead) = ahead else {
            return Ok(shift);
        };
        let deed = move |w: &mut Write<'_>| drain(w, &there, &ahead);
        let done = app.act(deed).await?;
        app.presences.gave(&done.given, now);
        if !done.more {
            return Ok(shift);
        }
    }
}

/// What was given and not taken goes back, unless something speaks against it.
///
/// # Errors
/// The store's.
pub async fn back(app: &App, conversation: ConversationId) -> Result<()> {
    let now = app.clock.now();
    let at_it = app.whereabouts.at(conversation, now).into_iter();
    let at_it: Vec<_> = at_it.map(|(agent, _)| agent).collect();
    let there = app.presences.there(now);
    let deed = move |w: &mut Write<'_>| take_back(w, conversation, &at_it, &there).map(|_| ());
    app.act(deed).await
}

/// How a team's queue is emptied became another: its line follows, a lot at a time.
///
/// # Errors
/// The store's.
pub async fn relined(app: &App, team: TeamId) -> Result<()> {
    let mut after = None;
    loop {
        let deed = move |w: &mut Write<'_>| reline(w, team, after);
        (after, _) = app.act_in(Lane::Bulk, deed).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}
