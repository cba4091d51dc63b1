//! Who an inbound is from: an identifier and the evidence for it name a contact record, old or new.

use crate::domain::actor::Actor;
use crate::domain::contact::{Contact, Evidence, Handle, Identifier, IdentifierKind, NamedBy};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ContactId;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};
use crate::text::phone;

/// Mail whose From is unclear or fails authentication names its sender inside this scope: such mails of one
/// claimed address make one record, and never reach the record of somebody else who holds the address.
pub const UNVERIFIED_SCOPE: &str = "unverified";
/// Other names kept beside the first.
const OTHER_NAMES: usize = 10;
/// `last_seen_at` is as exact as this: a row less to write for most messages.
const SEEN_STEP: Span = Span::hours(1);

/// What a channel says of the one who writes.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    pub handle: &'a Handle,
    pub evidence: Evidence,
    /// As the channel gave it; fills an empty name only.
    pub name: &'a str,
    /// The handle as written; used for sending.
    pub as_sent: &'a str,
    pub language: &'a str,
    pub seen_at: Millis,
    /// Came in as history: reactors pass it.
    pub history: bool,
}

/// The record an identifier with this evidence names: verified, the one that holds it as verified (or its
/// spelling in another country's form); claimed, the one that already holds it as claimed; never the one that
/// holds as verified what is only claimed now.
///
/// # Errors
/// The store's.
pub fn find(look: &Look<'_>, handle: &Handle, evidence: Evidence) -> Result<Option<ContactId>> {
    let verified = evidence.is_verified();
    if let Some(found) = holder(look, handle, verified)? {
        return Ok(Some(found));
    }
    if !verified
        || !matches!(
            handle.kind,
            IdentifierKind::Phone | IdentifierKind::WhatsApp
        )
    {
        return Ok(None);
    }
    for value in phone::variants(&handle.value) {
        let variant = Handle {
            value,
            ..handle.clone()
        };
        if let Some(found) = holder(look, &variant, true)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Who holds a handle as verified, or the first who holds it as claimed.
fn holder(look: &Look<'_>, handle: &Handle, verified: bool) -> Result<Option<ContactId>> {
    let holders = look.held(handle)?;
    let found = holders
        .iter()
        .find(|it| !it.former && it.evidence.is_verified() == verified);
    Ok(found.map(|it| it.contact))
}

/// Who an agent means by a handle: whoever holds it as verified, else as claimed.
///
/// # Errors
/// The store's.
pub fn meant(look: &Look<'_>, handle: &Handle) -> Result<Option<ContactId>> {
    match find(look, handle, Evidence::Agent)? {
        Some(found) => Ok(Some(found)),
        None => find(look, handle, Evidence::Claimed),
    }
}

/// The record of who writes, made when nobody fits.
///
/// # Errors
/// The store's.
pub fn find_or_create(w: &mut Write<'_>, actor: Actor, who: &Who<'_>) -> Result<Contact> {
    let found = match find(w, who.handle, who.evidence)? {
        Some(id) => w.contact(id)?,
        None => None,
    };
    match found {
        Some(contact) => seen_again(w, contact, who),
        None => create(w, actor, who),
    }
}

/// As [`find_or_create`] for an address one of us wrote to: nothing is claimed by anybody, so whoever is known
/// by it is meant.
///
/// # Errors
/// The store's.
pub fn meant_or_create(w: &mut Write<'_>, actor: Actor, who: &Who<'_>) -> Result<Contact> {
    let found = match meant(w, who.handle)? {
        Some(id) => w.contact(id)?,
        None => None,
    };
    match found {
        Some(contact) => Ok(contact),
        None => create(w, actor, who),
    }
}

/// Makes a record that holds the handle.
///
/// # Errors
/// The store's.
pub fn create(w: &mut Write<'_>, actor: Actor, who: &Who<'_>) -> Result<Contact> {
    let contact = Contact {
        id: w.new_id(),
        name: who.name.to_owned(),
        named_by: if actor.is_human() {
            NamedBy::Agent
        } else {
            NamedBy::Channel
        },
        language: who.language.to_owned(),
        created_at: w.now(),
        last_seen_at: who.seen_at,
        ..Contact::default()
    };
    w.put_contact(&contact)?;
    w.put_identifier(&Identifier {
        contact: contact.id,
        handle: who.handle.clone(),
        evidence: who.evidence,
        as_sent: as_sent(who),
        since: w.now(),
        ..Identifier::default()
    })?;
    let (subject, kind) = (Subject::contact(contact.id), EventKind::ContactMade);
    if who.history {
        w.history_event(actor, subject, kind)?;
    } else {
        w.event(actor, subject, kind)?;
    }
    Ok(contact)
}

/// Kept only when it says more than the handle.
fn as_sent(who: &Who<'_>) -> String {
    if who.as_sent == who.handle.value {
        String::new()
    } else {
        who.as_sent.to_owned()
    }
}

fn seen_again(w: &mut Write<'_>, mut contact: Contact, who: &Who<'_>) -> Result<Contact> {
    let before = contact.clone();
    let name = who.name.trim();
    if contact.name.is_empty() {
        name.clone_into(&mut contact.name);
    } else if !name.is_empty()
        && contact.name != name
        && contact.other_names.len() < OTHER_NAMES
        && !contact.other_names.iter().any(|it| it == name)
    {
        contact.other_names.push(name.to_owned());
    }
    if contact.language.is_empty() {
        who.language.clone_into(&mut contact.language);
    }
    if who.seen_at.since(contact.last_seen_at) >= SEEN_STEP {
        contact.last_seen_at = who.seen_at;
    }
    if contact != before {
        w.put_contact(&contact)?;
    }
    heard_from(w, contact.id, who.handle)?;
    Ok(contact)
}

/// An address that does not exist is not proposed again.
///
/// # Errors
/// The store's.
pub fn gone(w: &mut Write<'_>, handle: &Handle) -> Result<()> {
    for held in w.holders(handle)? {
        w.put_identifier(&Identifier {
            invalid: true,
            ..held
        })?;
    }
    Ok(())
}

/// An address that was given up because mail to it came back is good again when something comes from it.
///
/// # Errors
/// The store's.
pub fn heard_from(w: &mut Write<'_>, contact: ContactId, handle: &Handle) -> Result<()> {
    let held = w.held(handle)?;
    for it in held.iter().filter(|it| it.invalid && it.contact == contact) {
        w.put_identifier(&Identifier {
            invalid: false,
            ..it.clone()
        })?;
    }
    Ok(())
}

/// Says that a contact was proven to hold a handle it claimed. Nothing changes when another holds it as verified.
///
/// # Errors
/// The store's.
pub fn prove(
    w: &mut Write<'_>,
    actor: Actor,
    contact: ContactId,
    handle: &Handle,
    evidence: Evidence,
) -> Result<bool> {
    let holders = w.holders(handle)?;
    if holders
        .iter()
        .any(|it| it.evidence.is_verified() && !it.former)
    {
        return Ok(false);
    }
    let Some(held) = holders.into_iter().find(|it| it.contact == contact) else {
        return Ok(false);
    };
    w.put_identifier(&Identifier { evidence, ..held })?;
    w.event(actor, Subject::contact(contact), EventKind::IdentifierAdded)?;
    Ok(true)
}
