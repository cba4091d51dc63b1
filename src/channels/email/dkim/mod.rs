//! A mail's own proof of its From: a DKIM signature (RFC 6376) by the From's domain, one above it, or one below it where
//! the domain allows that, whose key stands in DNS. Asked only where no server we trust has spoken. A signature can prove; that one fails or is missing says nothing.

mod book;
mod canon;
mod key;
mod policy;
mod signature;

pub use self::book::{KeyBook, Keys};

use crate::channels::email::dkim::signature::{Signature, fields};
use crate::channels::email::wire::Headers;
use crate::domain::time::Millis;

/// Signatures of one mail that are looked at.
const SIGNATURES: usize = 4;

/// Who a mail says it is from, and the keys that could show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Domain of the one From, lower case.
    pub domain: String,
    /// Names in DNS, with a dot at the end.
    pub keys: Vec<String>,
    /// Where the domain says whether names below its own may sign for it; only asked when one does.
    pub policy: Option<String>,
    /// It says so.
    pub relaxed: bool,
}

impl Claim {
    /// Whether who signs speaks for the From: its own domain or one above it always, one below it when the domain
    /// says so itself (RFC 7489, 3.1.1). Beside each other they would need the list of public suffixes.
    fn is_by(&self, signer: &str) -> bool {
        is_above(signer, &self.domain) || (self.relaxed && is_above(&self.domain, signer))
    }
}

/// What a mail's signatures could prove of its From; `None` when there is none by its domain.
#[must_use]
pub fn claim(headers: &Headers<'_>, from_domain: &str) -> Option<Claim> {
    let domain = from_domain.to_ascii_lowercase();
    let (mut keys, mut policy): (Vec<String>, _) = (Vec::new(), None);
    for value in headers.raw("DKIM-Signature").take(SIGNATURES) {
        let Some(it) = Signature::read(value) else {
            continue;
        };
        let above = is_above(&it.domain, &domain);
        if !above && is_above(&domain, &it.domain) {
            policy = Some(policy::name_of(&domain));
        } else if !above {
            continue;
        }
        if !keys.contains(&it.key_name()) {
            keys.push(it.key_name());
        }
    }
    (!keys.is_empty()).then_some(Claim {
        domain,
        keys,
        policy,
        relaxed: false,
    })
}

/// Whether a signature of the mail holds and signs its From for that domain. Takes as long as hashing the mail.
#[must_use]
pub fn proves(raw: &[u8], claim: &Claim, keys: &Keys, now: Millis) -> bool {
    let Some((fields, body)) = fields(raw) else {
        return false;
    };
    let mut all = fields
        .iter()
        .filter(|it| it.is("dkim-signature"))
        .take(SIGNATURES);
    all.any(|field| {
        let Some(it) = Signature::read(field.value) else {
            return false;
        };
        let key = keys.get(&it.key_name()).and_then(Option::as_ref);
        claim.is_by(&it.domain)
            && !it.has_expired(now)
            && key.is_some_and(|key| it.holds(field, &fields, body, key))
    })
}

/// Whether who signs for a domain may speak for another: it is the same, or stands above it. One below does not by
/// itself: a host may give names below its own to strangers.
fn is_above(signer: &str, domain: &str) -> bool {
    let below = domain.strip_suffix(signer);
    signer.contains('.') && below.is_some_and(|it| it.is_empty() || it.ends_with('.'))
}

#[cfg(test)]
mod tests;
