//! The link that claims a fresh Lobby. Printed where only its owner looks; kept sealed so that it can be printed again
//! until somebody has claimed it.

use crate::auth::link;
use crate::auth::secret::Secret;
use crate::domain::access::{Link, LinkPurpose};
use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// After that it is void, and the command line makes another: sooner where others can reach the set-up.
const VALID: Span = Span::hours(24);
const VALID_IN_PUBLIC: Span = Span::hours(1);

fn is_set_up(link: &Link) -> bool {
    link.purpose == LinkPurpose::SetUp
}

/// Whether somebody claimed this Lobby. Any agent at all counts: a lost row never reopens the door.
pub fn is_claimed(look: &Look<'_>) -> Result<bool> {
    let business = look.business()?;
    let claimed = business.is_some_and(|it| it.claimed_at.is_some());
    Ok(claimed || !look.agents()?.is_empty())
}

/// The set-up link that still works, made from `fresh` when there is none; `in_public` says that more than this
/// machine can reach it. `None` when Lobby is claimed.
///
/// # Errors
/// The store's, or a key that does not open what it sealed.
pub fn current(
    write: &mut Write<'_>,
    keys: &KeyRing,
    fresh: &Secret,
    in_public: bool,
) -> Result<Option<Secret>> {
    if is_claimed(write)? {
        return Ok(None);
    }
    let now = write.now();
    let known = write
        .links()?
        .into_iter()
        .map(|(_, it)| it)
        .filter(is_set_up);
    for it in known {
        if let Ok(secret) = link::unsealed(&it, keys, now) {
            return Ok(Some(secret));
        }
    }
    link::remove_where(write, is_set_up)?;
    let valid = if in_public { VALID_IN_PUBLIC } else { VALID };
    link::make(write, fresh, LinkPurpose::SetUp, valid, Some(keys))?;
    Ok(Some(fresh.clone()))
}

/// Whether a secret may claim this Lobby now.
///
/// # Errors
/// [`Error::NotFound`] when it may not, for whatever reason.
pub fn check(look: &Look<'_>, secret: &Secret, now: Millis) -> Result<()> {
    let link = link::find(look, secret, now)?;
    if is_set_up(&link) && !is_claimed(look)? {
        Ok(())
    } else {
        Err(Error::not_found("link"))
    }
}
