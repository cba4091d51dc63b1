//! Somebody of ours, or a program, sends a text that sells to whom we may not answer freely: what contact hours say of it.

use crate::conversations::chat::window::window;
use crate::conversations::outreach::{Ask, Gate, gate, in_force, slot};
use crate::domain::channel::Channel;
use crate::domain::consent::Purpose;
use crate::domain::error::Result;
use crate::domain::hours::outreach::Held;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Look;

/// Why not now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// When instead, or why never.
    pub instead: std::result::Result<Millis, Held>,
    /// It is refused; else only to be known.
    pub binds: bool,
}

impl Told {
    /// The code of it, a key of `words`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.instead {
            Ok(_) => "error-offer-later",
            Err(Held::Hours) => "error-offer-hours",
            Err(Held::Day) => "error-offer-day",
            Err(Held::Channel) => "error-offer-channel",
        }
    }
}

/// What is told of an offer to somebody at an instant; `None` when nothing stands in its way. Who wrote to us a moment ago is
/// answered, with whatever.
///
/// # Errors
/// The store's.
pub fn asked(
    look: &Look<'_>,
    (contact, channel): (ContactId, &Channel),
    at: Millis,
) -> Result<Option<Told>> {
    if window(look, contact, channel, at)?.is_open() {
        return Ok(None);
    }
    let ask = Ask {
        purpose: Purpose::Commercial,
        contact,
        channel: channel.kind,
        zone: "",
    };
    if gate(look, &ask, at)? == Gate::Open {
        return Ok(None);
    }
    let binds = in_force(look, ask.purpose, "")?.0.by_hand;
    let instead = slot(look, &ask, at)?;
    Ok(Some(Told { instead, binds }))
}
