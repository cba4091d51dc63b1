//! What people allow us to write to them about. Every yes and no is a row of its own that is never changed and goes
//! only with the person; the newest that speaks of a channel and a purpose stands.

use crate::contacts::people::{find, records};
use crate::domain::actor::{Actor, Viewer};
use crate::domain::channel::ChannelKind;
use crate::domain::consent::{Consent, ConsentSource, Purpose};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ContactId, ConversationId, MessageId};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Longest note, characters.
const NOTE: usize = 300;

/// A yes or no to be written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Where; `None` means everywhere.
    pub channel: Option<ChannelKind>,
    pub purpose: Purpose,
    pub granted: bool,
    pub source: ConsentSource,
    pub note: String,
}

/// Writes down what somebody allows, or does not any more.
///
/// # Errors
/// [`Error::Invalid`] on `note`; [`Error::NotFound`].
pub fn say(w: &mut Write<'_>, by: &Viewer, contact: ContactId, said: &Said) -> Result<Consent> {
    find(w, by, contact)?;
    if said.note.chars().count() > NOTE {
        return Err(Error::invalid("note", "error-too-long"));
    }
    put(w, by.actor, (contact, None), said, None)
}

/// They wrote on a channel that they want no more messages: all but what is about their own affairs is refused there,
/// as far as it was not refused before.
///
/// # Errors
/// The store's.
pub fn opted_out(
    w: &mut Write<'_>,
    contact: ContactId,
    channel: ChannelKind,
    (conversation, message): (ConversationId, MessageId),
) -> Result<()> {
    for purpose in [Purpose::Collection, Purpose::Commercial] {
        refused(w, (contact, channel), purpose, (conversation, message))?;
    }
    Ok(())
}

/// They pressed that they want no more messages of a purpose on a channel.
///
/// # Errors
/// The store's.
pub fn refused(
    w: &mut Write<'_>,
    (contact, channel): (ContactId, ChannelKind),
    purpose: Purpose,
    place: (ConversationId, MessageId),
) -> Result<()> {
    if stands(w, contact, channel, purpose)?.is_none_or(|it| it.granted) {
        wrote(w, (contact, channel), (purpose, false), place)?;
    }
    Ok(())
}

/// What a message of theirs allows or takes back.
fn wrote(
    w: &mut Write<'_>,
    (contact, channel): (ContactId, ChannelKind),
    (purpose, granted): (Purpose, bool),
    place: (ConversationId, MessageId),
) -> Result<()> {
    let said = Said {
        channel: Some(channel),
        purpose,
        granted,
        source: ConsentSource::Message,
        note: String::new(),
    };
    let by = Actor::Contact(contact);
    put(w, by, (contact, Some(place)), &said, None).map(|_| ())
}

/// They wrote on a channel that they want messages again: what they refused there themselves is allowed again. What one
/// of us wrote down for them stays.
///
/// # Errors
/// The store's.
pub fn opted_in(
    w: &mut Write<'_>,
    contact: ContactId,
    channel: ChannelKind,
    (conversation, message): (ConversationId, MessageId),
) -> Result<()> {
    for purpose in [Purpose::Collection, Purpose::Commercial] {
        let refused = stands(w, contact, channel, purpose)?;
        let is_own = |it: &Consent| !it.granted && it.source.is_their_own();
        if refused.as_ref().is_some_and(is_own) {
            wrote(
                w,
                (contact, channel),
                (purpose, true),
                (conversation, message),
            )?;
        }
    }
    Ok(())
}

/// The provider of a channel told that somebody wants its offers, or no more. Told late it changes nothing; told again
/// neither.
///
/// # Errors
/// The store's.
pub fn told(
    w: &mut Write<'_>,
    contact: ContactId,
    channel: ChannelKind,
    (granted, at): (bool, Millis),
) -> Result<()> {
    let before = stands(w, contact, channel, Purpose::Commercial)?;
    if before.is_some_and(|it| it.granted == granted || it.at > at) {
        return Ok(());
    }
    let said = Said {
        channel: Some(channel),
        purpose: Purpose::Commercial,
        granted,
        source: ConsentSource::Provider,
        note: String::new(),
    };
    put(w, Actor::Contact(contact), (contact, None), &said, Some(at))?;
    Ok(())
}

/// Whether somebody refuses what is sold to them on a channel.
///
/// # Errors
/// The store's.
pub fn refuses_offers(look: &Look<'_>, contact: ContactId, channel: ChannelKind) -> Result<bool> {
    let said = stands(look, contact, channel, Purpose::Commercial)?;
    Ok(said.is_some_and(|it| !it.granted))
}

/// Writes down of another record what was said of one.
///
/// # Errors
/// The store's.
pub fn again(w: &mut Write<'_>, by: &Viewer, contact: ContactId, it: &Consent) -> Result<()> {
    let said = Said {
        channel: it.channel,
        purpose: it.purpose,
        granted: it.granted,
        source: it.source,
        note: it.note.clone(),
    };
    put(w, by.actor, (contact, None), &said, None)?;
    Ok(())
}

fn put(
    w: &mut Write<'_>,
    by: Actor,
    (contact, place): (ContactId, Option<(ConversationId, MessageId)>),
    said: &Said,
    at: Option<Millis>,
) -> Result<Consent> {
    let consent = w.new_id();
    let subject = Subject {
        contact: Some(contact),
        conversation: place.map(|it| it.0),
        message: place.map(|it| it.1),
        ..Subject::default()
    };
    let kind = EventKind::ConsentSet {
        consent,
        purpose: said.purpose,
        channel: said.channel,
        granted: said.granted,
    };
    let seq = w.event(by, subject, kind)?;
    let it = Consent {
        id: consent,
        seq,
        contact,
        channel: said.channel,
        purpose: said.purpose,
        granted: said.granted,
        source: said.source,
        at: at.map_or(w.now(), |it| it.min(w.now())),
        by,
        message: place.map(|it| it.1),
        note: said.note.trim().to_owned(),
    };
    w.put_consent(&it)?;
    Ok(it)
}

/// Everything a person said, newest first, over all their records.
///
/// # Errors
/// The store's.
pub fn all(look: &Look<'_>, contact: ContactId) -> Result<Vec<Consent>> {
    let mut out = Vec::new();
    for record in records(look, contact)? {
        out.extend(look.consents_of(record)?);
    }
    out.sort_by_key(|it| std::cmp::Reverse(it.seq));
    Ok(out)
}

/// What stands: of each purpose and channel the newest, unless something newer was said of everywhere.
///
/// # Errors
/// The store's.
pub fn standing(look: &Look<'_>, contact: ContactId) -> Result<Vec<Consent>> {
    let mut out: Vec<Consent> = Vec::new();
    for it in all(look, contact)? {
        let is_over = out.iter().any(|newer| {
            newer.purpose == it.purpose && (newer.channel == it.channel || newer.channel.is_none())
        });
        if !is_over {
            out.push(it);
        }
    }
    out.sort_by_key(|it| (it.purpose, it.channel));
    Ok(out)
}

/// What a person said last of a purpose on a channel.
///
/// # Errors
/// The store's.
pub fn stands(
    look: &Look<'_>,
    contact: ContactId,
    channel: ChannelKind,
    purpose: Purpose,
) -> Result<Option<Consent>> {
    let newest = all(look, contact)?.into_iter();
    let mut about = newest.filter(|it| it.purpose == purpose && it.is_about(Some(channel)));
    Ok(about.next())
}
