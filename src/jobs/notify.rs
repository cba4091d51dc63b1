//! Follows the log and tells people of what concerns them: written into their lists durably, then rung for on their open
//! pages. Where it was left off is kept, so that nothing is told twice and nothing is passed over.

use std::time::Duration;

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::domain::time::Millis;
use crate::jobs::follow::Follower;
use crate::notices::covered::{self, Meanwhile};
use crate::notices::react;
use crate::notices::whom::may_matter;
use crate::setup::reminder;
use crate::store::{Look, Write};

/// Who tells people.
pub enum Notify {}

impl Follower for Notify {
    const NAME: &'static str = react::NAME;
    const BETWEEN: Duration = Duration::from_millis(150);

    fn matters(_: &Look<'_>, events: &[Event]) -> Result<bool> {
        Ok(events.iter().any(may_matter))
    }

    async fn follow(app: &App, from: Seq, limit: usize) -> Result<Seq> {
        let eyes = app.eyes.all(app.clock.now());
        let deed = move |w: &mut Write<'_>| react::react(w, from, limit, &eyes);
        let (last, rings) = app.act(deed).await?;
        app.hub.ring(&rings);
        Ok(last)
    }
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

/// The owner wanted to be reminded of a channel of the set-up.
///
/// # Errors
/// The store's.
pub async fn remind_set_up(app: &App, at: Millis) -> Result<()> {
    let deed = move |w: &mut Write<'_>| match reminder::take(w, at)? {
        Some(it) => react::reminded_of_channel(w, it.agent, it.channel),
        None => Ok(None),
    };
    let ring = app.act(deed).await?;
    app.hub.ring(ring.as_slice());
    Ok(())
}
