//! Follows the log and tells people of what concerns them: written into their lists durably, then rung for on their open
//! pages. Where it was left off is kept, so that nothing is told twice and nothing is passed over.

use std::time::Duration;

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::domain::time::Millis;
use crate::jobs::Yard;
use crate::notices::covered::{self, Meanwhile};
use crate::notices::react;
use crate::store::log::Fault;
use crate::store::{Look, Write};

/// Between two lots that concern somebody: what a storm brings is told of in few writes.
const BETWEEN: Duration = Duration::from_millis(150);
/// Before trying again after the store failed.
const PAUSE: Duration = Duration::from_secs(5);
/// An event on which so many tries failed is passed, and noted.
const TRIES: u32 = 3;

/// Follows it until Lobby stops.
pub async fn run(yard: Yard) {
    let mut news = yard.app.news.subscribe();
    let mut from = loop {
        match yard.app.act(react::place).await {
            Ok(place) => break place,
            Err(err) => tracing::warn!(error = %err, "nobody can be told of anything"),
        }
        if !yard.rest(PAUSE).await {
            return;
        }
    };
    let mut failed = 0;
    loop {
        news.mark_unchanged();
        match catch_up(&yard, &mut from, failed).await {
            Ok(()) => failed = 0,
            Err(err) => {
                tracing::warn!(error = %err, place = %from, "somebody was not told of something");
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

/// Tells of all there is. After a failure one event at a time, so that one alone is passed.
async fn catch_up(yard: &Yard, from: &mut Seq, failed: u32) -> Result<()> {
    loop {
        let (at, limit) = (*from, if failed == 0 { react::BATCH } else { 1 });
        let (last, matters) = yard
            .app
            .look(move |look| react::ahead(look, at, limit))
            .await?;
        if last == at {
            return Ok(());
        }
        if failed >= TRIES {
            yard.app.act(move |w| skipped(w, last)).await?;
            *from = last;
            return Ok(());
        }
        if !matters {
            // A place that is lost by a crash is only read again.
            yard.app
                .store
                .later(*b"noticed up to", move |w| react::pass(w, last));
            *from = last;
            continue;
        }
        let eyes = yard.app.eyes.all(yard.app.clock.now());
        let deed = move |w: &mut Write<'_>| react::react(w, at, limit, &eyes);
        let (last, rings) = yard.app.act(deed).await?;
        *from = last;
        yard.app.hub.ring(&rings);
        if !yard.rest(BETWEEN).await {
            return Ok(());
        }
    }
}

fn skipped(w: &mut Write<'_>, seq: Seq) -> Result<()> {
    let fault = Fault {
        seq,
        at: w.now(),
        why: "telling people of it failed".to_owned(),
    };
    w.put_fault(react::NAME, &fault)?;
    react::pass(w, seq)
}

/// What was promised is due soon.
///
/// # Errors
/// The store's.
pub async fn due(app: &App, conversation: ConversationId, due: Millis) -> Result<()> {
    let eyes = app.eyes.all(app.clock.now());
    let deed = move |w: &mut Write<'_>| react::due(w, conversation, due, &eyes);
    let rings = app.act(deed).await?;
    app.hub.ring(&rings);
    Ok(())
}

/// Somebody is back: what others did meanwhile of what is theirs.
///
/// # Errors
/// The store's.
pub async fn covered(app: &App, agent: AgentId, since: Millis) -> Result<()> {
    let (mut known, mut before) = (Meanwhile::default(), None);
    for _ in 0..covered::LOTS {
        let so_far = known.clone();
        let read = move |look: &Look<'_>| {
            let mut known = so_far.clone();
            let next = covered::read(look, (agent, since), before, &mut known)?;
            Ok((known, next))
        };
        let next;
        (known, next) = app.look(read).await?;
        if next.is_none() {
            break;
        }
        before = next;
    }
    let n = app
        .look(move |look| covered::count(look, agent, &known))
        .await?;
    let deed = move |w: &mut Write<'_>| covered::covered(w, agent, since, n);
    let ring = app.act(deed).await?;
    app.hub.ring(ring.as_slice());
    Ok(())
}

/// Somebody wanted to be reminded.
///
/// # Errors
/// The store's.
pub async fn remind(
    app: &App,
    agent: AgentId,
    conversation: ConversationId,
    at: Millis,
) -> Result<()> {
    let deed = move |w: &mut Write<'_>| react::reminded(w, (agent, conversation), at);
    let rings = app.act(deed).await?;
    app.hub.ring(&rings);
    Ok(())
}
