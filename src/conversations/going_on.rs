//! A customer goes on by another channel: a code is given out in the case, and what carries it there comes from whom it
//! was given to. It counts once, for a day, on the one channel it was made for; and it brings people in, never history
//! out: what they see there is what they say and are told there.

use crate::contacts::apart::are_told_apart;
use crate::contacts::joins::{self, Taken};
use crate::contacts::people::{is_blocked, records};
use crate::conversations::chat::talk::hold;
use crate::conversations::find::for_work;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::chat::move_code::{GOOD_FOR, MoveCode};
use crate::domain::contact::{Evidence, Handle};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{BlobHash, ChannelId, ContactId};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::keys::code::hash;
use crate::store::{Look, Write};

/// Codes that are long over are removed, so many with each new one.
const SWEPT: usize = 20;
const KEPT: Span = Span::days(7);

/// Channels by which the customer of a case could go on: those on which people write to us, of the same brand. On the
/// one it is on they may go on under another number or address.
///
/// # Errors
/// The store's.
pub fn channels(look: &Look<'_>, c: &Conversation) -> Result<Vec<Channel>> {
    let mut all = look.channels()?;
    all.retain(|it| {
        let takes = !matches!(it.kind, ChannelKind::Log | ChannelKind::Api);
        it.retired_at.is_none() && it.brand == c.brand && takes
    });
    Ok(all)
}

/// Gives out a code with which the customer of a case can go on by a channel. Answers the case as it is.
///
/// # Errors
/// [`Error::Invalid`] on `channel` when nobody can write there, or it is of another brand; those of every deed.
pub fn offer(
    w: &mut Write<'_>,
    by: &Viewer,
    number: u64,
    (keys, to): (&KeyRing, ChannelId),
) -> Result<(Conversation, MoveCode)> {
    let mut c = for_work(w, by, number)?;
    if !channels(w, &c)?.iter().any(|it| it.id == to) {
        return Err(Error::invalid("channel", "error-no-such-channel"));
    }
    if c.unverified || c.blocked {
        return Err(Error::conflict("not_confirmed"));
    }
    for old in w.move_codes_over(w.now() - KEPT, SWEPT)? {
        w.remove_move_code(old)?;
    }
    let it = MoveCode {
        id: w.new_id(),
        conversation: c.id,
        contact: c.contact,
        to,
        by: by.agent_id(),
        made_at: w.now(),
        expires_at: w.now() + GOOD_FOR,
        used_at: None,
    };
    w.put_move_code(hash(&keys.move_code(it.id)), &it)?;
    Voice::of(by).tell(w, &mut c, EventKind::MoveOffered { channel: to })?;
    w.put_conversation(&c)?;
    Ok((c, it))
}

/// The first of some hashes that is a code and good on a channel now.
///
/// # Errors
/// The store's.
pub fn good(
    look: &Look<'_>,
    hashes: &[BlobHash],
    on: ChannelId,
    now: Millis,
) -> Result<Option<(BlobHash, MoveCode)>> {
    for hash in hashes {
        let found = look.move_code(*hash)?.filter(|it| it.is_good(on, now));
        if let Some(code) = found {
            return Ok(Some((*hash, code)));
        }
    }
    Ok(None)
}

/// Who carries a code.
pub struct Carrier<'c> {
    pub from: &'c Handle,
    pub as_sent: &'c str,
    /// What else names them for certain.
    pub also: Vec<&'c Handle>,
    /// Their record, when they are known by any of it.
    pub known: Option<ContactId>,
}

/// Uses a code up: who carries it is from now on known to be whom it was given to. Somebody who is known as another is
/// joined to them, unless one of us said that they are two, or one of them is blocked; that can be taken back as any
/// join. Whether they are one person now.
///
/// # Errors
/// The store's.
pub fn take(
    w: &mut Write<'_>,
    (hash, code): (BlobHash, &MoveCode),
    carrier: &Carrier<'_>,
) -> Result<bool> {
    w.put_move_code(
        hash,
        &MoveCode {
            used_at: Some(w.now()),
            ..code.clone()
        },
    )?;
    let person = w.person(code.contact)?.filter(|it| it.erased_at.is_none());
    let Some(person) = person else {
        return Ok(false);
    };
    let own = records(w, person.id)?;
    let one = match carrier.known {
        None => {
            let named = (carrier.from, Evidence::Code);
            hold(w, code.contact, named, carrier.as_sent)?;
            for handle in &carrier.also {
                hold(w, code.contact, (handle, Evidence::Code), "")?;
            }
            true
        }
        Some(known) if own.contains(&known) => true,
        Some(known) => {
            let apart = are_told_apart(w, &own, known)?;
            let blocked = is_blocked(w, known, w.now())? || is_blocked(w, person.id, w.now())?;
            if !apart && !blocked {
                let system = Viewer::system(SystemPart::Intake);
                joins::join(w, &system, person.id, known, &Taken::default())?;
            }
            !apart && !blocked
        }
    };
    if one {
        let subject = Subject {
            contact: Some(person.id),
            ..Subject::conversation(code.conversation)
        };
        let kind = EventKind::MoveTaken { channel: code.to };
        w.event(Actor::Contact(person.id), subject, kind)?;
    }
    Ok(one)
}
