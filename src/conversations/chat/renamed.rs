//! What a provider says of a person: another name of theirs, a number that moved or changed hands, a block, whether they
//! want offers.

use crate::contacts::consents;
use crate::conversations::chat::hear::Outcome;
use crate::conversations::chat::talk::{Talk, hold};
use crate::domain::actor::{Actor, SystemPart};
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

/// Whether they want our offers there. Of somebody we do not know a no is kept all the same: we may write to them one day.
///
/// # Errors
/// The store's.
pub fn offers(w: &mut Write<'_>, talk: &Talk<'_>, wanted: bool) -> Result<Outcome> {
    let contact = match talk.known(w)? {
        Some(known) => known,
        None if wanted => return Ok(Outcome::Passed),
        None => talk.person(w)?.id,
    };
    let at = talk.said_at(w.now());
    consents::told(w, contact, talk.channel.kind, (wanted, at))?;
    Ok(Outcome::Done)
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
