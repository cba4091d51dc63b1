//! Whether a mailbox takes mail to its address with a tag (RFC 5233): asked by a mail to itself, learnt from what comes
//! to such an address and from what is returned. Until it is known, answers name the plain address.

use crate::conversations::intake::letter::Letter;
use crate::domain::channel::{Connection, ConnectionSettings, Plus};
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::domain::inbound::Report;
use crate::keys::KeyRing;
use crate::store::{Look, Write};
use crate::text::address::Address;

/// The number of no conversation: its token asks.
const NOBODY: u64 = 0;

/// Where the mail goes that asks: an address with a token that names no conversation.
#[must_use]
pub fn question(keys: &KeyRing, address: &Address) -> Address {
    address.with_tag(&keys.reply_token(NOBODY))
}

/// Our mailbox whose tagged address this is.
fn tagged(look: &Look<'_>, keys: &KeyRing, address: &str) -> Result<Option<ConnectionId>> {
    let Some(address) = Address::parse(address) else {
        return Ok(None);
    };
    let (base, Some(tag)) = address.split_tag() else {
        return Ok(None);
    };
    if keys.read_reply_token(tag).is_none() {
        return Ok(None);
    }
    let ours = look
        .channels()?
        .into_iter()
        .find(|it| it.retired_at.is_none() && it.address == base.as_str());
    Ok(ours.map(|it| it.connection))
}

/// A mail that came into a mailbox under its tagged address: the server takes such.
///
/// # Errors
/// The store's.
pub fn arrived(w: &mut Write<'_>, keys: &KeyRing, letter: &mut Letter<'_>) -> Result<()> {
    let is_known = letter
        .connection
        .email()
        .is_none_or(|it| it.plus == Plus::Yes);
    if is_known || letter.mail.sent_folder {
        return Ok(());
    }
    let openly = letter
        .mail
        .to
        .iter()
        .chain(&letter.mail.cc)
        .map(|it| &it.address);
    for address in openly.chain(&letter.mail.delivered_to) {
        if tagged(w, keys, address)? == Some(letter.connection.id) {
            learnt(w, &mut letter.connection, Plus::Yes)?;
            return Ok(());
        }
    }
    Ok(())
}

/// A mail to our tagged address was returned: the server refuses such.
///
/// # Errors
/// The store's.
pub fn returned(w: &mut Write<'_>, keys: &KeyRing, report: &Report) -> Result<()> {
    for it in &report.recipients {
        if it.state == DeliveryState::Bounced
            && let Some(id) = tagged(w, keys, &it.address)?
            && let Some(mut connection) = w.connection(id)?
        {
            learnt(w, &mut connection, Plus::No)?;
        }
    }
    Ok(())
}

/// Writes down what was learnt of a mailbox.
///
/// # Errors
/// The store's.
pub fn learnt(w: &mut Write<'_>, connection: &mut Connection, plus: Plus) -> Result<()> {
    if let ConnectionSettings::Email(settings) = &mut connection.settings
        && settings.plus != plus
    {
        settings.plus = plus;
        w.put_connection(connection)?;
    }
    Ok(())
}
