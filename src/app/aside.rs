//! Mail that was set aside, as a person needs it: from whom and about what it seems to be, and its bytes.

use std::collections::BTreeMap;
use std::io::Read;

use crate::channels::email::glance::{Glance, LOOKED_AT, glance};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, RawId};
use crate::domain::raw::{Parked, RawBody};
use crate::store::Look;
use crate::store::blobs::Blobs;

/// A mail set aside.
#[derive(Debug, Clone)]
pub struct Aside {
    pub parked: Parked,
    pub glance: Glance,
}

/// What of a mailbox is set aside and not settled, newest first.
///
/// # Errors
/// The store's.
pub fn waiting(look: &Look<'_>, connection: ConnectionId) -> Result<Vec<Parked>> {
    let all = look.parked_waiting()?;
    let of_it = all.iter().filter(|it| it.connection == connection);
    Ok(of_it.cloned().collect())
}

/// The mailboxes with mail set aside and not settled, and how many each has.
///
/// # Errors
/// The store's.
pub fn mailboxes(look: &Look<'_>) -> Result<BTreeMap<ConnectionId, usize>> {
    let mut found = BTreeMap::new();
    for it in look.parked_waiting()?.iter() {
        *found.entry(it.connection).or_default() += 1;
    }
    if !found.is_empty() {
        for it in look.connections()?.iter().filter(|it| it.email().is_none()) {
            found.remove(&it.id);
        }
    }
    Ok(found)
}

/// One of them, with what is seen at a glance; one whose bytes are gone shows nothing.
///
/// # Errors
/// The store's.
pub fn seen(look: &Look<'_>, blobs: &Blobs, parked: Parked) -> Result<Aside> {
    let raw = match bytes(look, blobs, parked.raw, LOOKED_AT as u64) {
        Ok(raw) => raw,
        Err(Error::NotFound { .. }) => Vec::new(),
        Err(err) => return Err(err),
    };
    let glance = glance(&raw);
    Ok(Aside { parked, glance })
}

/// The first bytes of raw input.
///
/// # Errors
/// [`Error::NotFound`] when they are gone.
pub fn bytes(look: &Look<'_>, blobs: &Blobs, id: RawId, at_most: u64) -> Result<Vec<u8>> {
    let gone = || Error::not_found("original");
    let raw = look.raw_input(id)?.ok_or_else(gone)?;
    let mut out = Vec::new();
    match raw.body {
        RawBody::Row => out = look.raw_row(id)?.ok_or_else(gone)?,
        RawBody::Blob(hash) => {
            let file = blobs.file(hash)?;
            let read = file.take(at_most).read_to_end(&mut out);
            read.map_err(|err| Error::internal("reading raw input", err))?;
        }
    }
    out.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
    Ok(out)
}
