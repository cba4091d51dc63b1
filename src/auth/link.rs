//! One-time links: an invitation, a password reset, the set-up. A GET shows what it is for; only the POST uses it up.

use crate::auth::secret::Secret;
use crate::domain::access::{Link, LinkPurpose};
use crate::domain::error::{Error, Result};
use crate::domain::id::{Id, LinkId};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::access::SecretHash;
use crate::store::{Look, Write};

/// Makes a link. With `keys` its secret is kept sealed until its letter
/// has left (`letters::told`), for the mail or terminal that will show it.
pub fn make(
    write: &mut Write<'_>,
    secret: &Secret,
    purpose: LinkPurpose,
    valid: Span,
    keys: Option<&KeyRing>,
) -> Result<Link> {
    let id: LinkId = write.new_id();
    put(write, id, secret, purpose, valid, keys)
}

fn put(
    write: &mut Write<'_>,
    id: LinkId,
    secret: &Secret,
    purpose: LinkPurpose,
    valid: Span,
    keys: Option<&KeyRing>,
) -> Result<Link> {
    let sealed = keys.map_or(Ok(Vec::new()), |it| {
        it.seal(&id.bytes(), secret.expose().as_bytes())
    })?;
    let now = write.now();
    let link = Link {
        id,
        purpose,
        created_at: now,
        expires_at: now + valid,
        used_at: None,
        sealed,
        trouble: None,
    };
    write.put_link(secret.hash(), &link)?;
    Ok(link)
}

/// Puts another secret in the place of a link's, which is void from here on; it stays what it was for.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link, or it was used.
pub fn renew(
    write: &mut Write<'_>,
    id: LinkId,
    secret: &Secret,
    valid: Span,
    keys: Option<&KeyRing>,
) -> Result<Link> {
    let found = write.link_by_id(id)?;
    let (hash, old) = found
        .filter(|(_, it)| it.used_at.is_none())
        .ok_or(Error::not_found("link"))?;
    write.remove_link(hash)?;
    put(write, id, secret, old.purpose, valid, keys)
}

/// The link of a secret, when it can still be used.
///
/// # Errors
/// [`Error::NotFound`] when it is unknown, used or expired: the three are not told apart.
pub fn find(look: &Look<'_>, secret: &Secret, now: Millis) -> Result<Link> {
    let found = look.link(secret.hash())?;
    found
        .filter(|it| it.used_at.is_none() && now < it.expires_at)
        .ok_or(Error::not_found("link"))
}

/// Uses a link up, inside the deed it allows.
///
/// # Errors
/// As [`find`].
pub fn take(write: &mut Write<'_>, secret: &Secret) -> Result<Link> {
    let now = write.now();
    let mut link = find(write, secret, now)?;
    link.used_at = Some(now);
    link.sealed.clear();
    write.put_link(secret.hash(), &link)?;
    Ok(link)
}

/// The secret of a link that is still to be sent or shown.
///
/// # Errors
/// [`Error::NotFound`] when it was sent, used up, or has expired.
pub fn unsealed(link: &Link, keys: &KeyRing, now: Millis) -> Result<Secret> {
    let gone = || Error::not_found("link");
    if link.sealed.is_empty() || link.used_at.is_some() || now >= link.expires_at {
        return Err(gone());
    }
    let opened = keys.unseal(&link.id.bytes(), &link.sealed)?;
    let written = std::str::from_utf8(&opened).map_err(|_| gone())?;
    Secret::parse(written).ok_or_else(gone)
}

/// The address to open, made from the configured public address and from nothing else.
#[must_use]
pub fn address(public_url: &str, purpose: &LinkPurpose, secret: &Secret) -> String {
    let place = match purpose {
        LinkPurpose::SetUp => "setup",
        LinkPurpose::Invite { .. } => "invite",
        LinkPurpose::ResetPassword { .. } => "reset",
        LinkPurpose::ProveAddress { .. } => "settings/me/addresses",
    };
    format!("{public_url}/{place}/{}", secret.expose())
}

/// Links over for this long are forgotten, with the addresses in them.
const KEPT_FOR: Span = Span::days(30);

/// Forgets links that are long over; how many.
///
/// # Errors
/// The store's.
pub fn sweep(write: &mut Write<'_>) -> Result<usize> {
    let before = write.now() - KEPT_FOR;
    remove_where(write, |it| {
        it.expires_at < before && it.purpose != LinkPurpose::SetUp
    })
}

/// Removes links that match, with their hashes: the withdrawn and the superseded.
pub fn remove_where(write: &mut Write<'_>, matches: impl Fn(&Link) -> bool) -> Result<usize> {
    let all: Vec<(SecretHash, Link)> = write.links()?;
    let gone: Vec<_> = all.into_iter().filter(|(_, it)| matches(it)).collect();
    for (hash, _) in &gone {
        write.remove_link(*hash)?;
    }
    Ok(gone.len())
}
