//! Mail domains at which everybody may have an address: they say nothing of where somebody works.

/// Whole domains.
const DOMAINS: &[&str] = &[
    "126.com",
    "163.com",
    "aim.com",
    "bol.com.br",
    "duck.com",
    "fastmail.com",
    "globo.com",
    "googlemail.com",
    "gmail.com",
    "hey.com",
    "hushmail.com",
    "icloud.com",
    "ig.com.br",
    "inbox.com",
    "libero.it",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "oi.com.br",
    "passport.com",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "r7.com",
    "rediffmail.com",
    "rocketmail.com",
    "tuta.io",
    "tutanota.com",
    "uol.com.br",
    "web.de",
    "wp.pl",
    "ya.ru",
    "yandex.com",
    "yandex.ru",
    "yopmail.com",
    "zipmail.com.br",
    "zoho.com",
    "zohomail.com",
];
/// First parts of domains that exist in many countries: `hotmail.es`, `yahoo.com.br`.
const NAMES: &[&str] = &[
    "aol", "gmx", "hotmail", "live", "orange", "outlook", "prodigy", "t-online", "telkom", "terra",
    "yahoo", "ymail",
];

/// Whether everybody may have an address there. The domain is canonical.
#[must_use]
pub fn is_free(domain: &str) -> bool {
    let first = domain.split('.').next().unwrap_or_default();
    DOMAINS.contains(&domain) || NAMES.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_of_everybody_is_no_company() {
        for domain in [
            "gmail.com",
            "hotmail.es",
            "yahoo.com.br",
            "outlook.co.id",
            "uol.com.br",
        ] {
            assert!(is_free(domain), "{domain}");
        }
        for domain in [
            "flores.example",
            "gmail.flores.example",
            "livebar.co",
            "shop.com.br",
        ] {
            assert!(!is_free(domain), "{domain}");
        }
    }
}
