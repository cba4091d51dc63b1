//! Following the log: what follows from what happened is done once for each event, from where it was left off, which is
//! kept. An event on which it fails again and again is noted and passed.

use std::time::Duration;

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::Seq;
use crate::jobs::Yard;
use crate::store::log::Fault;
use crate::store::{Look, Write};

/// Events done together.
const BATCH: usize = 512;
/// Before trying again after the store failed.
const PAUSE: Duration = Duration::from_secs(5);
/// An event on which so many tries failed is passed, and noted.
const TRIES: u32 = 3;

/// Somebody who follows the log.
pub trait Follower: 'static {
    /// Under which name the place in the log is kept.
    const NAME: &'static str;
    /// Between two lots that concern it: what a storm brings is done in few writes.
    const BETWEEN: Duration;

    /// Whether any of these events can concern it at all: most do not, and are passed without a write.
    ///
    /// # Errors
    /// The store's.
    fn matters(look: &Look<'_>, events: &[Event]) -> Result<bool>;

    /// Does what follows from the events behind a place, at most so many of them. How far that is. The place is kept by
    /// the same deed.
    fn follow(app: &App, from: Seq, limit: usize) -> impl Future<Output = Result<Seq>> + Send;
}

/// Does what follows by one deed, which keeps the place too.
///
/// # Errors
/// The deed's.
pub async fn by_deed<F: Follower>(
    app: &App,
    (from, limit): (Seq, usize),
    how: fn(&mut Write<'_>, Seq, usize) -> Result<Seq>,
) -> Result<Seq> {
    let deed = move |w: &mut Write<'_>| {
        let last = how(w, from, limit)?;
        w.put_cursor(F::NAME, last)?;
        Ok(last)
    };
    app.act(deed).await
}

/// Follows it until Lobby stops.
pub async fn run<F: Follower>(yard: Yard) {
    let mut news = yard.app.news.subscribe();
    let mut from = loop {
        match yard.app.act(|w| w.place(F::NAME)).await {
            Ok(place) => break place,
            Err(err) => {
                tracing::warn!(error = %err, follower = F::NAME, "the log cannot be followed")
            }
        }
        if !yard.rest(PAUSE).await {
            return;
        }
    };
    let mut failed = 0;
    loop {
        news.mark_unchanged();
        match catch_up::<F>(&yard, &mut from, failed).await {
            Ok(()) => failed = 0,
            Err(err) => {
                tracing::warn!(error = %err, follower = F::NAME, place = %from, "an event was not followed");
                failed += 1;
                if !yard.rest(PAUSE).await {
                    return;
                }
                continue;
            }
        }
        tokio::select! {
            changed = news.changed() => if changed.is_err() { return },
            () = yard.stopping() => return,
        }
    }
}

/// Does all there is. After a failure one event at a time, so that one alone is passed.
async fn catch_up<F: Follower>(yard: &Yard, from: &mut Seq, failed: u32) -> Result<()> {
    loop {
        let (at, limit) = (*from, if failed == 0 { BATCH } else { 1 });
        let ahead = yard.app.look(move |look| {
            let events = look.events_after(at, limit)?;
            let last = events.last().map(|it| it.seq);
            Ok((last, F::matters(look, &events)?))
        });
        let (Some(last), matters) = ahead.await? else {
            return Ok(());
        };
        if failed >= TRIES {
            yard.app.act(move |w| skipped(w, F::NAME, last)).await?;
            *from = last;
            return Ok(());
        }
        if !matters {
            // A place that is lost by a crash is only read again.
            let key = format!("followed by {}", F::NAME);
            yard.app.store.later(key, move |w| w.pass(F::NAME, last));
            *from = last;
            continue;
        }
        *from = F::follow(&yard.app, at, limit).await?;
        if !yard.rest(F::BETWEEN).await {
            return Ok(());
        }
    }
}

fn skipped(w: &mut Write<'_>, name: &str, seq: Seq) -> Result<()> {
    let fault = Fault {
        seq,
        at: w.now(),
        why: "what follows from it failed".to_owned(),
    };
    w.put_fault(name, &fault)?;
    w.pass(name, seq)
}
