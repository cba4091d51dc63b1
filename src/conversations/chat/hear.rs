//! Hearing what a provider tells: one deed a piece of news, with effect once.

use crate::conversations::chat::talk::{Talk, channel_of, quote_later};
use crate::conversations::chat::{changed, echoed, moved, renamed, said};
use crate::domain::channel::{Channel, ConnectionSettings, Health, HealthState};
use crate::domain::error::Result;
use crate::domain::id::{ConnectionId, MessageId, RawId};
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// What came of a piece of news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It had its effect before.
    Known,
    /// It speaks of a message that is not here yet, and is read again when it is.
    Early,
    /// Nothing Lobby has a use for.
    Passed,
}

/// Takes a piece of news. `raw` is the call it came in.
///
/// # Errors
/// [`crate::domain::error::Error::Conflict`] `no_channel` when it is about none of ours; the store's.
pub fn hear(
    w: &mut Write<'_>,
    connection: ConnectionId,
    raw: RawId,
    heard: &Heard,
) -> Result<Outcome> {
    let channel = channel_of(w, connection, heard)?;
    let connection = channel.connection;
    let once = needs_key(&heard.news) && !heard.dedupe.is_empty();
    if once && let Some(known) = w.seen(connection, &heard.dedupe)? {
        if let News::Said(input) | News::Echoed(input) = &heard.news {
            quote_later(w, &talk(channel, input), known)?;
        }
        return Ok(Outcome::Known);
    }
    let (outcome, message) = act(w, channel, heard)?;
    if let News::Said(input) | News::Echoed(input) = &heard.news
        && !input.points_at.is_empty()
        && w.chat_id(connection, &input.points_at)?.is_none()
    {
        w.put_early(connection, &input.points_at, raw)?;
    }
    match outcome {
        Outcome::Early => {
            let may_come = may_come(w, connection, &heard.news)?;
            let of = about(&heard.news);
            if let Some(of) = of.filter(|_| may_come) {
                w.put_early(connection, of, raw)?;
            }
        }
        Outcome::Done if once => {
            w.put_seen(connection, &heard.dedupe, message.unwrap_or_default())?;
        }
        Outcome::Done | Outcome::Known | Outcome::Passed => {}
    }
    Ok(outcome)
}

/// News of a state are the same however often they come: they need no row to be known by.
fn needs_key(news: &News) -> bool {
    !matches!(
        news,
        News::Moved(_) | News::Account { .. } | News::Passed(_) | News::Reachable { .. }
    )
}

/// Whether the message may still come that a piece of news is about. Of ours only one that is on its way now; other
/// programs send by the same account too, and of those nothing ever comes.
fn may_come(look: &Look<'_>, connection: ConnectionId, news: &News) -> Result<bool> {
    if !matches!(news, News::Moved(_)) {
        return Ok(true);
    }
    let on_their_way = look.deliveries_due(connection, Millis(i64::MAX - 1), 1)?;
    Ok(!on_their_way.is_empty())
}

/// The provider's id of the message a piece of news is about.
fn about(news: &News) -> Option<&str> {
    match news {
        News::Edited { of, .. } | News::Withdrawn { of, .. } => Some(of),
        News::Reacted { to, .. } => Some(to),
        News::Moved(it) => Some(&it.of),
        _ => None,
    }
}

fn act(w: &mut Write<'_>, channel: Channel, heard: &Heard) -> Result<(Outcome, Option<MessageId>)> {
    let done = |it: Option<MessageId>| (Outcome::Done, it);
    match &heard.news {
        News::Said(input) => said::said(w, &talk(channel, input)).map(done),
        News::Echoed(input) => echoed::echoed(w, &talk(channel, input)).map(done),
        News::Edited { of, now } => changed::edited(w, &talk(channel, now), of),
        News::Withdrawn { of, at } => changed::withdrawn(w, &channel, of, *at),
        News::Reacted { to, by, emoji } => changed::reacted(w, &talk(channel, by), to, emoji),
        News::Moved(it) => moved::moved(w, &channel, it),
        News::Renamed(it) => renamed::renamed(w, it).map(|()| done(None)),
        News::Reachable { who, reachable } => {
            renamed::reachable(w, who, *reachable).map(|()| done(None))
        }
        News::Offers { by, wanted } => {
            renamed::offers(w, &talk(channel, by), *wanted).map(|it| (it, None))
        }
        News::Account {
            code,
            detail,
            needs_you,
            learnt,
        } => {
            let health = (*code, detail.as_str(), *needs_you);
            account(w, channel.connection, health, learnt).map(|()| done(None))
        }
        News::Passed(_) => Ok((Outcome::Passed, None)),
    }
}

fn talk(channel: Channel, input: &Inbound) -> Talk<'_> {
    Talk { channel, input }
}

/// Remembers what the provider says of the account, and shows what is wrong with it.
fn account(
    w: &mut Write<'_>,
    connection: ConnectionId,
    (code, detail, needs_you): (&str, &str, bool),
    learnt: &[(String, String)],
) -> Result<()> {
    let Some(mut found) = w.connection(connection)? else {
        return Ok(());
    };
    let before = found.clone();
    if let ConnectionSettings::Provider(settings) = &mut found.settings {
        settings.learnt.extend(learnt.iter().cloned());
    }
    if !code.is_empty() && found.health.state != HealthState::Paused {
        found.health = Health {
            state: if needs_you {
                HealthState::NeedsYou
            } else {
                HealthState::Troubled
            },
            since: w.now(),
            code: code.to_owned(),
            detail: detail.chars().take(300).collect(),
            ..found.health
        };
    }
    if found == before {
        return Ok(());
    }
    w.put_connection(&found)
}
