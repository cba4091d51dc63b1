//! By which channels a person can be reached now, and why not by the others.

use crate::contacts::people::records;
use crate::conversations::chat::window::{Window, window};
use crate::conversations::steps::mail::mailed_at;
use crate::domain::channel::{Channel, ChannelKind, Connection, HealthState};
use crate::domain::contact::{Handle, Identifier};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Look;

/// Whom a message on a channel goes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Peer {
    pub handle: Handle,
    /// As the provider names them.
    pub address: String,
    /// Only claimed by the customer, not confirmed.
    pub claimed: bool,
}

/// Whether an answer can leave by a channel now.
#[derive(Debug, Clone, PartialEq)]
pub enum Reach {
    Yes {
        peer: Peer,
        window: Window,
    },
    /// Only an approved text is taken now.
    Closed {
        peer: Peer,
        since: Option<Millis>,
    },
    /// A key of `words` (`reach-…`).
    No(&'static str),
}

impl Reach {
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Reach::Yes { .. })
    }
}

/// By what a person is known on a channel: confirmed before claimed, a number before an id that only one business knows,
/// then the newest; none that is gone.
///
/// # Errors
/// The store's.
pub fn peer(look: &Look<'_>, contact: ContactId, channel: &Channel) -> Result<Option<Peer>> {
    let Some(kind) = channel.kind.identifier() else {
        return Ok(None);
    };
    let scope = channel.scope();
    let connection = look.connection(channel.connection)?;
    let portfolio = connection.as_ref().and_then(|it| it.provider());
    let portfolio = portfolio
        .filter(|_| channel.kind == ChannelKind::WhatsApp)
        .map(|it| it.portfolio());
    let within = |it: &str| it == scope || Some(it) == portfolio;
    let mut held: Vec<Identifier> = Vec::new();
    for record in records(look, contact)? {
        held.extend(look.identifiers_of(record)?);
    }
    held.retain(|it| {
        it.handle.kind == kind && within(&it.handle.scope) && !it.former && !it.invalid
    });
    held.sort_by_key(|it| {
        let everywhere = it.handle.scope == scope;
        std::cmp::Reverse((it.evidence.is_verified(), everywhere, it.since))
    });
    Ok(held.into_iter().next().map(|it| Peer {
        address: if it.as_sent.is_empty() {
            it.handle.value.clone()
        } else {
            it.as_sent
        },
        claimed: !it.evidence.is_verified(),
        handle: it.handle,
    }))
}

/// Whether a person can be reached by a channel now.
///
/// # Errors
/// The store's.
pub fn reach(
    look: &Look<'_>,
    contact: ContactId,
    (channel, connection): (&Channel, &Connection),
    now: Millis,
) -> Result<Reach> {
    if channel.retired_at.is_some() || channel.kind == ChannelKind::Log {
        return Ok(Reach::No("reach-retired"));
    }
    if connection.health.state == HealthState::NeedsYou {
        return Ok(Reach::No("reach-down"));
    }
    if channel.kind == ChannelKind::Email {
        return Ok(match mailed_at(look, contact)? {
            Some(it) => Reach::Yes {
                peer: Peer {
                    address: it.handle.value.clone(),
                    claimed: !it.evidence.is_verified(),
                    handle: it.handle,
                },
                window: Window::Always,
            },
            None => Reach::No("reach-no-address"),
        });
    }
    let Some(peer) = peer(look, contact, channel)? else {
        return Ok(Reach::No("reach-no-address"));
    };
    Ok(match window(look, contact, channel, now)? {
        Window::Closed(since) => Reach::Closed { peer, since },
        window => Reach::Yes { peer, window },
    })
}

/// Every channel of the conversation's brand with whether its customer can be reached by it: the conversation's own
/// first.
///
/// # Errors
/// The store's.
pub fn ways(look: &Look<'_>, c: &Conversation, now: Millis) -> Result<Vec<(Channel, Reach)>> {
    let mut out = Vec::new();
    for channel in look.channels()? {
        if channel.brand != c.brand
            || channel.retired_at.is_some()
            || channel.kind == ChannelKind::Log
        {
            continue;
        }
        let Some(connection) = look.connection(channel.connection)? else {
            continue;
        };
        let reach = reach(look, c.contact, (&channel, &connection), now)?;
        out.push((channel, reach));
    }
    out.sort_by_key(|(it, reach)| {
        let of_case = it.id == c.channel;
        std::cmp::Reverse((of_case && reach.is_yes(), reach.is_yes(), of_case))
    });
    Ok(out)
}

/// Whom an answer on a messaging channel goes to.
///
/// # Errors
/// [`Error::Invalid`] on `channel`: `error-not-there` when the person is not known there, `window_closed` when only an
/// approved text is taken.
pub fn whom(
    look: &Look<'_>,
    contact: ContactId,
    channel: &Channel,
    (now, as_template): (Millis, bool),
) -> Result<Peer> {
    let found = peer(look, contact, channel)?;
    let found = found.ok_or_else(|| Error::invalid("channel", "error-not-there"))?;
    if !as_template && !window(look, contact, channel, now)?.is_open() {
        return Err(Error::invalid("channel", "window_closed"));
    }
    Ok(found)
}
