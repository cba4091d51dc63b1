//! One mail fetched again that the server did not hand over before: in a session of its own, so that a line it breaks is
//! no other's.

use crate::channels::email::imap::{ImapError, Session};
use crate::channels::email::parts::{self, Got, in_memory};
use crate::channels::kit::large::{Begun, Keep};
use crate::channels::kit::{Door, Room, Trouble, room_for};
use crate::domain::mail::MailPlace;

/// What came of it.
#[derive(Debug)]
pub enum Refetched {
    /// The mail, and the room it takes in memory.
    Here(Box<Got>, Room),
    /// The server has it no longer, or the folder's numbers count no more and it was met under another.
    Gone,
}

/// Fetches the mail of a place, part by part.
///
/// # Errors
/// [`Trouble`]: one that is `fetching` was met at the mail itself, any other before it.
pub async fn refetch(door: &Door, place: &MailPlace, keep: &Keep) -> Result<Refetched, Trouble> {
    let mut session = Session::open(door).await?;
    let at_it = |err: Trouble| Trouble {
        fetching: true,
        ..err
    };
    let facts = facts(&mut session, place).await?;
    let Some(size) = facts else {
        session.close().await;
        return Ok(Refetched::Gone);
    };
    let room = room_for(in_memory(size))
        .await
        .map_err(|err| Trouble::new("health-protocol", err.to_string()))?;
    let of = (place.folder.clone(), place.uid_validity, place.uid, size);
    let got = parts::fetch(&mut session, of, Some(keep), &Begun::default()).await;
    let got = got.map_err(|err| at_it(err.into()))?;
    session.close().await;
    Ok(match got {
        Some(got) => Refetched::Here(Box::new(got), room),
        None => Refetched::Gone,
    })
}

/// Its size, when it is there.
async fn facts(session: &mut Session, place: &MailPlace) -> Result<Option<u64>, ImapError> {
    let opened = session.examine(&place.folder).await?;
    if opened.uid_validity != place.uid_validity {
        return Ok(None);
    }
    let found = session.facts(&place.uid.to_string()).await?;
    Ok(found.get(&place.uid).map(|it| it.size))
}
