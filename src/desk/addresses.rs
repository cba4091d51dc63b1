//! Addresses of our people: what they log in with, and others they write from. None is theirs before a link mailed to it
//! was opened by them, logged in: mail from such an address counts as ours.

use crate::auth::invite::canonical_email;
use crate::auth::link;
use crate::auth::secret::Secret;
use crate::auth::session;
use crate::desk::agents::{find, need_over};
use crate::desk::sending::need_mailbox;
use crate::domain::access::{AddressUse, LetterTrouble, Link, LinkPurpose};
use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::access::SecretHash;
use crate::store::{Look, Write};

/// How long a link works.
pub const VALID: Span = Span::hours(24);
const MOST_ADDRESSES: usize = 10;

/// An address that waits for its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub address: String,
    /// It is to be the one they log in with.
    pub for_log_in: bool,
    pub until: Millis,
    /// Why the letter to it did not arrive.
    pub trouble: Option<LetterTrouble>,
}

fn wish(link: &Link) -> Option<(AgentId, &str, &AddressUse)> {
    match &link.purpose {
        LinkPurpose::ProveAddress {
            agent, address, to, ..
        } => Some((*agent, address, to)),
        _ => None,
    }
}

/// The addresses of somebody that wait for their proof, newest first.
///
/// # Errors
/// The store's.
pub fn waiting(look: &Look<'_>, agent: &Agent, now: Millis) -> Result<Vec<Waiting>> {
    let mut found = Vec::new();
    for (_, it) in look.links()? {
        if it.used_at.is_some() || now >= it.expires_at || !is_still(&it, agent) {
            continue;
        }
        if let Some((_, address, to)) = wish(&it).filter(|it| it.0 == agent.id) {
            found.push(Waiting {
                address: address.to_owned(),
                for_log_in: matches!(to, AddressUse::LogIn { .. }),
                until: it.expires_at,
                trouble: it.trouble.clone(),
            });
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.until));
    Ok(found)
}

/// Whether what the link was made for is still as it was.
fn is_still(link: &Link, agent: &Agent) -> bool {
    let LinkPurpose::ProveAddress {
        password_was, to, ..
    } = &link.purpose
    else {
        return false;
    };
    let same_log_in = match to {
        AddressUse::LogIn { was } => *was == agent.email,
        AddressUse::Own => true,
    };
    *password_was == agent.password && same_log_in
}

/// Refuses an address that is another person's, or, beside the log-in, one of our mailboxes.
fn free(look: &Look<'_>, agent: &Agent, address: &str, to: &AddressUse) -> Result<()> {
    let taken = Err(Error::invalid("address", "error-email-taken"));
    if look.agent_by_email(address)?.is_some() {
        return taken;
    }
    if look
        .agent_by_own_address(address)?
        .is_some_and(|it| it != agent.id)
    {
        return taken;
    }
    if *to == AddressUse::Own {
        if agent.own_addresses.iter().any(|it| it == address) {
            return taken;
        }
        if look.channels()?.iter().any(|it| it.address == address) {
            return Err(Error::invalid("address", "error-address-ours"));
        }
        if agent.own_addresses.len() >= MOST_ADDRESSES {
            return Err(Error::invalid("address", "error-too-many"));
        }
    }
    Ok(())
}

/// Mails a link to an address that somebody is to log in with from then on; an administrator may do it for others.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `address`; [`Error::Conflict`] `no-mailbox`.
pub fn ask_log_in(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: AgentId,
    address: &str,
    (secret, keys): (&Secret, &KeyRing),
) -> Result<()> {
    let agent = find(write, id)?;
    if viewer.agent_id() != Some(id) {
        need_over(viewer, &agent)?;
    }
    link::remove_where(write, |it| {
        wish(it).is_some_and(|(whose, _, to)| whose == id && *to != AddressUse::Own)
    })?;
    let was = agent.email.clone();
    ask(
        write,
        agent,
        address,
        AddressUse::LogIn { was },
        (secret, keys),
    )
}

/// Mails a link to one more address that one writes from.
///
/// # Errors
/// [`Error::Invalid`] on `address`; [`Error::Conflict`] `no-mailbox`.
pub fn ask_own(
    write: &mut Write<'_>,
    viewer: &Viewer,
    address: &str,
    (secret, keys): (&Secret, &KeyRing),
) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let agent = find(write, me)?;
    ask(write, agent, address, AddressUse::Own, (secret, keys))
}

fn ask(
    write: &mut Write<'_>,
    agent: Agent,
    address: &str,
    to: AddressUse,
    (secret, keys): (&Secret, &KeyRing),
) -> Result<()> {
    let wrong = |_| Error::invalid("address", "error-address");
    let address = canonical_email(address).map_err(wrong)?;
    free(write, &agent, &address, &to)?;
    need_mailbox(write)?;
    link::remove_where(write, |it| {
        wish(it).is_some_and(|(whose, other, _)| whose == agent.id && other == address)
    })?;
    let purpose = LinkPurpose::ProveAddress {
        agent: agent.id,
        address,
        to,
        password_was: agent.password,
    };
    let made = link::make(write, secret, purpose, VALID, Some(keys))?;
    let now = write.now();
    write.job(now, JobKind::MailAddress { link: made.id })?;
    Ok(())
}

/// What a link proves: the address, and whether one logs in with it then. Nothing for anybody but its agent.
///
/// # Errors
/// [`Error::NotFound`].
pub fn asked(look: &Look<'_>, me: &Agent, secret: &Secret, now: Millis) -> Result<(String, bool)> {
    let link = link::find(look, secret, now)?;
    let found = wish(&link).filter(|it| it.0 == me.id && is_still(&link, me));
    let (_, address, to) = found.ok_or(Error::not_found("link"))?;
    Ok((address.to_owned(), *to != AddressUse::Own))
}

/// The address is proven: it is theirs from here on. A new log-in ends every session but `keep`, voids links for a new
/// password that were mailed to the old address, and the old address is told.
///
/// # Errors
/// [`Error::NotFound`] when the link is void or another's; [`Error::Invalid`] when the address is somebody's by now.
pub fn prove(
    write: &mut Write<'_>,
    viewer: &Viewer,
    secret: &Secret,
    keep: SecretHash,
) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let mut agent = find(write, me)?;
    let now = write.now();
    let (address, for_log_in) = asked(write, &agent, secret, now)?;
    let link = link::take(write, secret)?;
    if let Some((_, _, to)) = wish(&link) {
        free(write, &agent, &address, to)?;
    }
    let subject = Subject::agent(me);
    if !for_log_in {
        agent.own_addresses.push(address);
        write.put_agent(&agent)?;
        write.event(viewer.actor, subject, EventKind::AgentChanged)?;
        return Ok(());
    }
    agent.own_addresses.retain(|it| *it != address);
    agent.email = address;
    write.put_agent(&agent)?;
    write.event(viewer.actor, subject, EventKind::LogInAddressSet)?;
    session::end_all(write, viewer.actor, me, Some(keep))?;
    link::remove_where(
        write,
        |it| matches!(it.purpose, LinkPurpose::ResetPassword { agent, .. } if agent == me),
    )?;
    write.job(now, JobKind::MailAddressSet { link: link.id })?;
    Ok(())
}

/// Takes back one of one's further addresses, or one that waits for its proof.
///
/// # Errors
/// [`Error::NotFound`].
pub fn forget(write: &mut Write<'_>, viewer: &Viewer, address: &str) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let mut agent = find(write, me)?;
    let wishes = link::remove_where(write, |it| {
        it.used_at.is_none()
            && wish(it).is_some_and(|(whose, other, _)| whose == me && other == address)
    })?;
    let before = agent.own_addresses.len();
    agent.own_addresses.retain(|it| it != address);
    if agent.own_addresses.len() < before {
        write.put_agent(&agent)?;
        write.event(viewer.actor, Subject::agent(me), EventKind::AgentChanged)?;
        return Ok(());
    }
    if wishes == 0 {
        return Err(Error::not_found("address"));
    }
    Ok(())
}
