//! What a domain publishes of the mail that bears its name (RFC 7489, 6.3): here, whether names below its own may sign
//! for it.

use crate::channels::email::dkim::signature::tags;

/// Where it stands in DNS.
#[must_use]
pub fn name_of(domain: &str) -> String {
    format!("_dmarc.{domain}.")
}

/// Whether names below may sign: said by exactly one record, relaxed, and not by a domain that gives names to strangers
/// (`psd=y`).
#[must_use]
pub fn is_relaxed(records: &[Vec<u8>]) -> bool {
    let is_policy = |it: &&Vec<u8>| it.starts_with(b"v=DMARC1");
    let mut policies = records.iter().filter(is_policy);
    let (Some(only), None) = (policies.next(), policies.next()) else {
        return false;
    };
    let Some(said) = tags(only) else {
        return false;
    };
    let says = |name: &str| said.get(name).map(|it| it.to_ascii_lowercase());
    says("v").is_some_and(|it| it == "dmarc1")
        && says("p").is_some()
        && says("adkim").is_none_or(|it| it == "r")
        && says("psd").is_none_or(|it| it != "y")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_domain_that_says_so_is_relaxed() {
        let of = |all: &[&str]| {
            let all: Vec<_> = all.iter().map(|it| it.as_bytes().to_vec()).collect();
            is_relaxed(&all)
        };
        assert!(of(&["v=DMARC1; p=none"]));
        assert!(of(&[
            "v=DMARC1; p=reject; adkim=r; rua=mailto:x@x.example",
            "v=spf1 -all"
        ]));
        assert!(!of(&["v=DMARC1; p=reject; adkim=s"]));
        assert!(!of(&["v=DMARC1; p=reject; psd=y"]));
        assert!(!of(&["v=DMARC1; p=none", "v=DMARC1; p=none; adkim=s"]));
        assert!(!of(&["v=DMARC1; adkim=r"]));
        assert!(!of(&["v=DMARC10; p=none"]));
        assert!(!of(&["p=none"]));
        assert!(!of(&[]));
    }
}
