//! A mail's own proof of its From: a DKIM signature (RFC 6376) by the From's domain or one above it, whose key stands in
//! DNS. Asked only where no server we trust has spoken. A signature can prove; that one fails or is missing says nothing.

mod book;
mod canon;
mod key;
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
}

/// What a mail's signatures could prove of its From; `None` when there is none by its domain.
#[must_use]
pub fn claim(headers: &Headers<'_>, from_domain: &str) -> Option<Claim> {
    let domain = from_domain.to_ascii_lowercase();
    let mut keys: Vec<String> = Vec::new();
    for value in headers.raw("DKIM-Signature").take(SIGNATURES) {
        let Some(it) = Signature::read(value) else {
            continue;
        };
        if is_above(&it.domain, &domain) && !keys.contains(&it.key_name()) {
            keys.push(it.key_name());
        }
    }
    (!keys.is_empty()).then_some(Claim { domain, keys })
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
        is_above(&it.domain, &claim.domain)
            && !it.has_expired(now)
            && key.is_some_and(|key| it.holds(field, &fields, body, key))
    })
}

/// Whether who signs for a domain may speak for another: it is the same, or stands above it. One below does not: a
/// host may give names below its own to strangers.
fn is_above(signer: &str, domain: &str) -> bool {
    let below = domain.strip_suffix(signer);
    signer.contains('.') && below.is_some_and(|it| it.is_empty() || it.ends_with('.'))
}

#[cfg(test)]
mod tests;
