//! Input that could not be read or acted on: kept, shown, tried again; never in the way of the rest.

use crate::conversations::intake::filed::file;
use crate::conversations::receive::receive;
use crate::conversations::steps::append::EXCERPT;
use crate::domain::actor::{Actor, Right, SystemPart, Viewer};
use crate::domain::contact::Handle;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, ParkedId, RawId};
use crate::domain::inbound::{Inbound, InboundMail};
use crate::domain::job::JobKind;
use crate::domain::mail::{MailOutcome, MailPlace};
use crate::domain::message::MailAddress;
use crate::domain::raw::{Parked, RawSource};
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::address::Address;
use crate::text::{name, plain};

/// Characters of the detail kept.
const DETAIL: usize = 300;
/// Characters kept of what could be seen of a text that could not be read.
const TEXT: usize = 10_000;
/// Tries by itself, and the time before the first; doubled for each.
const TRIES: u32 = 5;
const FIRST: Span = Span::minutes(5);

/// Records an outcome that needs no message: skipped, gone, not wanted.
///
/// # Errors
/// The store's.
pub fn record_outcome(w: &mut Write<'_>, place: &MailPlace, outcome: &MailOutcome) -> Result<()> {
    if w.ledger_row(place)?.is_some() {
        return Ok(());
    }
    file(w, place, outcome)
}

/// Puts aside raw input that failed: its UID is quarantined with the raw source, and it is tried again by itself
/// a few times. The same raw input keeps one row.
///
/// `code` is a key of `words` (`parked-…`); `detail` says what failed, without text of the mail.
///
/// # Errors
/// The store's.
pub fn park(
    w: &mut Write<'_>,
    raw: RawId,
    connection: ConnectionId,
    place: Option<&MailPlace>,
    (code, detail): (&str, &str),
) -> Result<ParkedId> {
    let known = match place.map(|it| w.ledger_row(it)).transpose()?.flatten() {
        Some(row) => match row.outcome {
            MailOutcome::Quarantined { parked } => w.parked(parked)?,
            _ => None,
        },
        None => None,
    };
    let first = known.is_none();
    let mut row = known.unwrap_or(Parked {
        id: w.new_id(),
        at: w.now(),
        ..Parked::default()
    });
    (row.raw, row.connection, row.settled_at) = (raw, connection, None);
    (row.code, row.detail) = (code.to_owned(), detail.chars().take(DETAIL).collect());
    row.attempts = row.attempts.saturating_add(1);
    w.put_parked(&row)?;
    let parked = row.id;
    if let Some(place) = place {
        file(w, place, &MailOutcome::Quarantined { parked })?;
    }
    if first {
        let actor = Actor::System(SystemPart::Intake);
        w.event(actor, Subject::default(), EventKind::Parked { parked })?;
    }
    if row.attempts <= TRIES {
        let wait = Span(FIRST.0 << (row.attempts - 1));
        w.job(w.now() + wait, JobKind::RetryParked { parked })?;
    }
    Ok(parked)
}

/// Settles parked input of which nothing ever came: its server has it no longer.
///
/// # Errors
/// The store's.
pub fn gone(w: &mut Write<'_>, raw: RawId, place: &MailPlace) -> Result<()> {
    file(w, place, &MailOutcome::Skipped)?;
    w.remove_raw_input(raw).map(|_| ())
}

/// Asks for parked input to be tried again now.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `settled`.
pub fn retry(w: &mut Write<'_>, by: &Viewer, parked: ParkedId) -> Result<Parked> {
    let row = waiting(w, by, parked)?;
    w.job(w.now(), JobKind::RetryParked { parked })?;
    Ok(row)
}

/// What a person sees of parked input that cannot be read.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub name: String,
    pub address: String,
    pub subject: String,
    pub text: String,
}

/// Makes a conversation of parked input as it is: its sender is not proven, its original hangs on the message. Its UID
/// has its outcome then. Answers the number of the conversation.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `settled`, `no_channel`.
pub fn open(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    parked: ParkedId,
    seen: &Seen,
) -> Result<u64> {
    let row = waiting(w, by, parked)?;
    let raw = w.raw_input(row.raw)?;
    let raw = raw.ok_or_else(|| Error::not_found("parked input"))?;
    let RawSource::Mail { place, .. } = raw.source else {
        return Err(Error::not_found("parked input"));
    };
    let address = Address::parse(&seen.address);
    let address = address.map(|it| it.as_str().to_owned()).unwrap_or_default();
    let name = name::person(&seen.name);
    let known_by = format!("parked {parked}");
    let input = Inbound {
        dedupe: known_by.clone(),
        from: Handle::email(address.clone()),
        from_name: name.clone(),
        as_sent: seen.address.chars().take(DETAIL).collect(),
        unverified: true,
        said_at: raw.at,
        subject: name::person(&seen.subject),
        text: seen.text.chars().take(TEXT).collect(),
        excerpt: plain::excerpt(&seen.text, EXCERPT),
        mail: Some(Box::new(InboundMail {
            place,
            from: MailAddress { name, address },
            size: raw.size,
            content_hash: known_by,
            ..InboundMail::default()
        })),
        raw: Some(raw.id),
        ..Inbound::default()
    };
    let outcome = receive(w, keys, raw.connection, &input)?;
    let (MailOutcome::NewConversation { conversation, .. }
    | MailOutcome::Joined { conversation, .. }
    | MailOutcome::Automatic { conversation, .. }
    | MailOutcome::Blocked { conversation, .. }) = outcome
    else {
        return Err(Error::conflict("settled"));
    };
    let c = w.conversation(conversation)?;
    c.map(|it| it.number)
        .ok_or_else(|| Error::not_found("conversation"))
}

fn waiting(look: &Look<'_>, by: &Viewer, parked: ParkedId) -> Result<Parked> {
    by.need(Right::Administer)?;
    let row = look.parked(parked)?;
    let row = row.ok_or_else(|| Error::not_found("parked input"))?;
    if row.settled_at.is_some() {
        return Err(Error::conflict("settled"));
    }
    Ok(row)
}
