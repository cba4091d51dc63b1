//! An approved text for many: who gets it, and why not who does not. The same is asked before it is begun, to be shown,
//! and again for each when their turn comes.

use crate::contacts::{consents, people};
use crate::conversations::chat::reach::{Peer, Reach, reach};
use crate::conversations::chat::template::approved;
use crate::conversations::outreach::{Ask, slot};
use crate::conversations::status::in_the_future;
use crate::domain::bulk::BulkText;
use crate::domain::chat::TemplateUse;
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::hours::outreach::Held;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Another conversation of the same person gets it.
pub const SAME_PERSON: &str = "text-same-person";

/// The text as one person gets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    pub text: TemplateUse,
    /// A chosen time, or the first that is allowed.
    pub send_at: Option<Millis>,
}

/// Whether it can be begun.
///
/// # Errors
/// [`Error::Invalid`] on `channel`, `template`, `send_at`.
pub fn check(w: &Write<'_>, text: &mut BulkText) -> Result<()> {
    let channel = w
        .channel(text.channel)?
        .filter(|it| it.retired_at.is_none());
    let channel = channel.filter(|it| it.kind.abilities().templates);
    let channel = channel.ok_or(Error::invalid("channel", "error-field"))?;
    let named = (text.text.name.as_str(), text.text.language.as_str());
    let found = approved(w, &channel, named)?;
    if !found.fits(&text.text, 0) {
        return Err(Error::invalid("template", "error-template-variables"));
    }
    if found.sells() {
        text.purpose = Purpose::Commercial;
    }
    match text.send_at {
        Some(at) => in_the_future(w, "send_at", at),
        None => Ok(()),
    }
}

/// Whom a conversation is with, over all their records.
///
/// # Errors
/// The store's.
pub fn person(look: &Look<'_>, c: &Conversation) -> Result<ContactId> {
    Ok(look.person(c.contact)?.map_or(c.contact, |it| it.id))
}

/// The text for the person of a conversation and the chosen time it leaves at, or why they do not get it: a key of `words`.
/// Outside of contact hours it leaves when those begin.
///
/// # Errors
/// The store's.
pub fn verdict(
    look: &Look<'_>,
    c: &Conversation,
    text: &BulkText,
    now: Millis,
) -> Result<std::result::Result<Own, &'static str>> {
    if c.merged {
        return Ok(Err("conflict-merged"));
    }
    if c.status == Status::Spam {
        return Ok(Err("text-spam"));
    }
    if people::is_blocked(look, c.contact, now)? {
        return Ok(Err("conflict-blocked"));
    }
    let channel = look.channel(text.channel)?.unwrap_or_default();
    if channel.brand != c.brand {
        return Ok(Err("text-other-brand"));
    }
    let connection = look.connection(channel.connection)?.unwrap_or_default();
    let peer: Peer = match reach(look, c.contact, (&channel, &connection), now)? {
        Reach::Yes { peer, .. } | Reach::Closed { peer, .. } => peer,
        Reach::No(why) => return Ok(Err(why)),
    };
    if peer.claimed && !c.channels.contains(&channel.id) {
        return Ok(Err("text-unconfirmed"));
    }
    let said = consents::stands(look, c.contact, channel.kind, text.purpose)?;
    if said.is_some_and(|it| !it.granted) {
        return Ok(Err("text-not-wanted"));
    }
    let ask = Ask {
        purpose: text.purpose,
        contact: c.contact,
        channel: channel.kind,
        zone: "",
    };
    let from = text.send_at.unwrap_or(now).max(now);
    let at = match slot(look, &ask, from)? {
        Ok(at) => at,
        Err(Held::Hours) => return Ok(Err("text-held-hours")),
        Err(Held::Day) => return Ok(Err("text-held-day")),
        Err(Held::Channel) => return Ok(Err("text-held-channel")),
    };
    let name = look.person(c.contact)?.unwrap_or_default().name;
    let own = text.of(&name, c.number).map(|text| Own {
        text,
        send_at: (at > now).then_some(at),
    });
    Ok(own.ok_or("text-no-name"))
}
