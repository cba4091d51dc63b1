//! What a provider says of a person: another name of theirs, a number that moved or changed hands, a block, whether offers
//! are wanted.

use crate::contacts::consents;
use crate::conversations::chat::talk::hold;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::Channel;
use crate::domain::contact::{Evidence, Handle, Identifier};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::inbound::Renamed;
use crate::store::Write;

/// Joins the new name to who holds the old one; an old one that moved is written to no more. A number with another owner
/// stays with nobody: who writes from it next is somebody new.
///
/// # Errors
/// The store's.
pub fn renamed(w: &mut Write<'_>, news: &Renamed) -> Result<()> {
    let holders = w.holders(&news.who)?;
    for held in holders {
        if held.former || !held.evidence.is_verified() {
            continue;
        }
        let contact = held.contact;
        if news.moved || news.new_owner {
            w.put_identifier(&Identifier {
                former: true,
                ..held
            })?;
            let actor = Actor::System(SystemPart::Intake);
            w.event(
                actor,
                Subject::contact(contact),
                EventKind::IdentifierRemoved,
            )?;
        }
        if !news.new_owner {
            let as_provider = (&news.also, Evidence::Provider);
            hold(w, contact, as_provider, &news.as_sent)?;
        }
    }
    Ok(())
}

/// Whoever is meant allows offers there, or does not any more.
///
/// # Errors
/// The store's.
pub fn wants(w: &mut Write<'_>, channel: &Channel, who: &[Handle], offers: bool) -> Result<()> {
    for handle in who {
        for held in w.holders(handle)? {
            if !held.former && held.evidence.is_verified() {
                consents::told(w, held.contact, channel.kind, offers)?;
            }
        }
    }
    Ok(())
}

/// Who blocked us there is not written to until they come back.
///
/// # Errors
/// The store's.
pub fn reachable(w: &mut Write<'_>, who: &Handle, reachable: bool) -> Result<()> {
    for held in w.holders(who)? {
        if held.invalid == reachable && !held.former {
            w.put_identifier(&Identifier {
                invalid: !reachable,
                ..held
            })?;
        }
    }
    Ok(())
}
