//! One message of a talk with what is known of the channel it came by.

use crate::contacts::identity::{Who, find, find_or_create};
use crate::contacts::people::records;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::Channel;
use crate::domain::chat::ChatFacts;
use crate::domain::contact::{Contact, Evidence, Handle, Identifier};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, ContactId, MessageId, RawId};
use crate::domain::inbound::{Heard, Inbound};
use crate::domain::job::JobKind;
use crate::domain::message::{Author, Message, MessageKind, OLDEST_CLOCK};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Times further in the future than this are a clock set wrong.
const AHEAD: crate::domain::time::Span = crate::domain::time::Span::minutes(5);

/// A message to act on.
#[derive(Debug, Clone)]
pub struct Talk<'a> {
    pub channel: Channel,
    pub input: &'a Inbound,
}

/// The channel of a connection a piece of news is about.
///
/// # Errors
/// [`Error::Conflict`] `no_channel` when none in use fits.
pub fn channel_of(look: &Look<'_>, connection: ConnectionId, heard: &Heard) -> Result<Channel> {
    let mut all = look.channels_of(connection)?;
    let kind = all.first().map(|it| it.kind);
    all.retain(|it| it.retired_at.is_none());
    if heard.address.is_empty() {
        return all
            .into_iter()
            .next()
            .ok_or_else(|| Error::conflict("no_channel"));
    }
    // One app at the provider calls one address for all its numbers: each is served by its own channel.
    all.extend(look.channels()?);
    let found = all
        .into_iter()
        .find(|it| it.address == heard.address && it.retired_at.is_none() && Some(it.kind) == kind);
    found.ok_or_else(|| Error::conflict("no_channel"))
}

impl Talk<'_> {
    /// When it was said, as far as the provider can be right.
    #[must_use]
    pub fn said_at(&self, now: Millis) -> Millis {
        let said = self.input.said_at;
        if said.0 <= 0 || said > now + AHEAD {
            now
        } else {
            said.min(now)
        }
    }

    /// From when its clock counts.
    #[must_use]
    pub fn clock_from(&self, now: Millis) -> Millis {
        self.said_at(now).max(now - OLDEST_CLOCK)
    }

    #[must_use]
    pub fn voice(&self, contact: ContactId) -> Voice {
        Voice {
            actor: Actor::Contact(contact),
            history: self.input.history,
        }
    }

    /// The record of who writes, when it is known: by what names them here, else by what else names them for certain.
    ///
    /// # Errors
    /// The store's.
    pub fn known(&self, look: &Look<'_>) -> Result<Option<ContactId>> {
        if let Some(found) = find(look, &self.input.from, self.input.evidence)? {
            return Ok(Some(found));
        }
        for (handle, evidence) in &self.input.also_known_as {
            if !evidence.is_verified() {
                continue;
            }
            if let Some(found) = find(look, handle, *evidence)?
                && !self.is_another(look, found)?
            {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Whether somebody is known here by another id of the kind that is one for each person of a business: who writes
    /// from their number is its new owner then.
    fn is_another(&self, look: &Look<'_>, contact: ContactId) -> Result<bool> {
        let from = &self.input.from;
        if from.scope.is_empty() {
            return Ok(false);
        }
        for record in records(look, contact)? {
            let other = look.identifiers_of(record)?.into_iter().any(|it| {
                let same_kind = it.handle.kind == from.kind && it.handle.scope == from.scope;
                same_kind && !it.former && it.evidence.is_verified() && it.handle != *from
            });
            if other {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What names the sender now and somebody else before is that one's no longer.
    fn hand_over(&self, w: &mut Write<'_>) -> Result<()> {
        for (handle, evidence) in &self.input.also_known_as {
            let holder = if evidence.is_verified() {
                find(w, handle, *evidence)?
            } else {
                None
            };
            let Some(contact) = holder else { continue };
            if !self.is_another(w, contact)? {
                continue;
            }
            for held in w.holders(handle)? {
                if held.contact == contact && !held.former {
                    w.put_identifier(&Identifier {
                        former: true,
                        ..held
                    })?;
                    let actor = Actor::System(SystemPart::Intake);
                    let kind = EventKind::IdentifierRemoved;
                    w.event(actor, Subject::contact(contact), kind)?;
                }
            }
        }
        Ok(())
    }

    /// The record of who writes, made when need be, with all that names them.
    ///
    /// # Errors
    /// The store's.
    pub fn person(&self, w: &mut Write<'_>) -> Result<Contact> {
        let who = Who {
            handle: &self.input.from,
            evidence: self.input.evidence,
            name: &self.input.from_name,
            as_sent: &self.input.as_sent,
            language: &self.input.language,
            seen_at: self.said_at(w.now()),
            history: self.input.history,
        };
        let actor = Actor::System(SystemPart::Intake);
        let direct = find(w, who.handle, who.evidence)?;
        if direct.is_none() {
            self.hand_over(w)?;
        }
        let contact = match (direct, self.known(w)?) {
            (None, Some(known)) => {
                let found = w.contact(known)?;
                found.ok_or_else(|| Error::not_found("contact"))?
            }
            _ => find_or_create(w, actor, &who)?,
        };
        // They may be known by another spelling of it, or by what else names them.
        if who.evidence.is_verified() {
            let sent = (who.as_sent != who.handle.value).then_some(who.as_sent);
            let named = (who.handle, who.evidence);
            hold(w, contact.id, named, sent.unwrap_or_default())?;
        }
        for (handle, evidence) in &self.input.also_known_as {
            hold(w, contact.id, (handle, *evidence), "")?;
        }
        Ok(contact)
    }

    /// The message it becomes; place and reason are the caller's.
    #[must_use]
    pub fn message(&self, id: MessageId, now: Millis, kind: MessageKind, by: Author) -> Message {
        let input = self.input;
        let chat = input.chat.clone().unwrap_or_default();
        Message {
            id,
            kind,
            author: by,
            channel: self.channel.id,
            at: now,
            said_at: self.said_at(now),
            text: input.text.clone(),
            quoted: input.quoted.clone(),
            long_text: input.long_text,
            language: input.language.clone(),
            attachments: input.attachments.clone(),
            chat: Some(chat),
            history: input.history,
            unverified: input.unverified,
            asks: input.asks && kind == MessageKind::Reply,
            closing_question: input.closing_question,
            holding: input.holding_words && kind == MessageKind::Reply,
            ..Message::default()
        }
    }

    /// What it quotes or presses, when that is here.
    ///
    /// # Errors
    /// The store's.
    pub fn points_at(&self, look: &Look<'_>) -> Result<Option<Message>> {
        if self.input.points_at.is_empty() {
            return Ok(None);
        }
        match look.chat_id(self.channel.connection, &self.input.points_at)? {
            Some(id) => look.message(id),
            None => Ok(None),
        }
    }
}

/// Gives a message its quoted one.
#[must_use]
pub fn quoting(mut message: Message, quoted: Option<&Message>) -> Message {
    if let Some(chat) = &mut message.chat {
        chat.quotes = quoted.map(|it| it.id);
        if quoted.is_some() {
            chat.quoted_text.clear();
        }
    }
    message
}

/// A message that came before what it quotes shows that from now on.
///
/// # Errors
/// The store's.
pub fn quote_later(w: &mut Write<'_>, talk: &Talk<'_>, known: MessageId) -> Result<()> {
    let quotes_nothing = |it: &Message| it.chat.as_ref().is_some_and(|it| it.quotes.is_none());
    let Some(message) = w.message(known)?.filter(quotes_nothing) else {
        return Ok(());
    };
    match talk.points_at(w)? {
        Some(quoted) if quoted.id != message.id => w.put_message(&quoting(message, Some(&quoted))),
        _ => Ok(()),
    }
}

/// Remembers what came under its provider's ids: it is known again, what was told of it too early is read again, and its
/// files are fetched.
///
/// # Errors
/// The store's.
pub fn remember(w: &mut Write<'_>, connection: ConnectionId, message: &Message) -> Result<()> {
    let ids = message.chat.as_deref().map(|it: &ChatFacts| it.ids.clone());
    for id in ids.unwrap_or_default() {
        for raw in w.put_chat_id(connection, &id, message.id)? {
            read_again(w, raw)?;
        }
    }
    if message.attachments.iter().any(|it| it.media.is_some()) {
        let message = message.id;
        w.job(
            w.now(),
            JobKind::FetchMedia {
                message,
                connection,
            },
        )?;
    }
    Ok(())
}

/// Asks for a call to be read once more; what of it had effect has none again.
///
/// # Errors
/// The store's.
pub fn read_again(w: &mut Write<'_>, raw: RawId) -> Result<()> {
    w.job(w.now(), JobKind::ReadCall { raw })?;
    Ok(())
}

/// Says that a contact holds a handle too, with what speaks for it. One that somebody else holds as verified stays
/// theirs.
///
/// # Errors
/// The store's.
pub fn hold(
    w: &mut Write<'_>,
    contact: ContactId,
    (handle, evidence): (&Handle, Evidence),
    as_sent: &str,
) -> Result<()> {
    if handle.value.is_empty() {
        return Ok(());
    }
    let holders = w.held(handle)?;
    let own = records(w, contact)?;
    let mine = holders.iter().find(|it| own.contains(&it.contact));
    if mine.is_some_and(|it| it.evidence >= evidence && !it.former) {
        return Ok(());
    }
    let others = holders
        .iter()
        .any(|it| it.evidence.is_verified() && !it.former && !own.contains(&it.contact));
    if others && evidence.is_verified() {
        return Ok(());
    }
    let since = mine.map_or(w.now(), |it| it.since);
    w.put_identifier(&Identifier {
        contact: mine.map_or(contact, |it| it.contact),
        handle: handle.clone(),
        evidence,
        as_sent: as_sent.to_owned(),
        since,
        ..Identifier::default()
    })?;
    let actor = Actor::System(SystemPart::Intake);
    w.event(actor, Subject::contact(contact), EventKind::IdentifierAdded)?;
    Ok(())
}
