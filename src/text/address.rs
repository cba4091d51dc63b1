//! E-mail addresses: one strict reading for storing, comparing and sending.
//!
//! What this refuses is never guessed at: the same characters must mean the same mailbox to us and to every server.

use std::fmt;

use url::Host;

/// Longest local part and longest address, in bytes (RFC 5321, 4.5.3.1).
const MAX_LOCAL: usize = 64;
const MAX_ADDRESS: usize = 254;

/// An address in the one form it is stored, compared and sent in: lower case, the domain in ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// Reads a bare address, with or without angle brackets around it.
    ///
    /// Refused: quoted local parts, comments, source routes, `!` and `%` routing, encoded words, address literals,
    /// control characters, anything with two `@`.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim_ascii();
        let bare = written
            .strip_prefix('<')
            .and_then(|it| it.strip_suffix('>'))
            .unwrap_or(written);
        let (local, domain) = bare.split_once('@')?;
        let is_sound = is_local_part(local) && !domain.contains('@');
        let domain = if is_sound {
            canonical_domain(domain)?
        } else {
            return None;
        };
        let address = format!("{}@{domain}", local.to_lowercase());
        (address.len() <= MAX_ADDRESS).then_some(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// The same mailbox with a tag behind a plus sign, such as a reply token.
    #[must_use]
    pub fn with_tag(&self, tag: &str) -> Self {
        Self(format!("{}+{tag}@{}", self.local(), self.domain()))
    }

    /// The address before its first plus sign, and the tag behind it.
    pub fn split_tag(&self) -> (Self, Option<&str>) {
        match self.local().split_once('+') {
            Some((base, tag)) if !base.is_empty() => {
                (Self(format!("{base}@{}", self.domain())), Some(tag))
            }
            _ => (self.clone(), None),
        }
    }

    /// Whether nobody reads it: no-reply and daemon senders.
    pub fn is_robot(&self) -> bool {
        let plain: String = self
            .local()
            .chars()
            .filter(|it| !matches!(it, '-' | '_' | '.'))
            .collect();
        const ROBOTS: &[&str] = &[
            "mailerdaemon",
            "postmaster",
            "noreply",
            "donotreply",
            "noresponder",
            "nonreply",
            "naoresponda",
            "noresponda",
        ];
        ROBOTS.iter().any(|it| plain.starts_with(it))
            || plain == "bounce"
            || plain == "bounces"
            || self.local().starts_with("bounce")
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A dot-atom (RFC 5322, 3.2.3), letters beyond ASCII allowed (RFC 6531), without the routing signs of old.
fn is_local_part(local: &str) -> bool {
    let is_letter = |it: char| {
        it.is_ascii_alphanumeric()
            || "#$&'*+-/=?^_`{|}~.".contains(it)
            || (!it.is_ascii() && it.is_alphanumeric())
    };
    !local.is_empty()
        && local.len() <= MAX_LOCAL
        && local.chars().all(is_letter)
        && !local.contains("=?")
        && !local.contains("..")
        && !local.starts_with('.')
        && !local.ends_with('.')
}

/// Whether a domain is in its one form already, as most are: lower-case ASCII, nothing coded in it (RFC 3490), and no
/// number at its end that could make it an address.
fn is_plain(domain: &str) -> bool {
    let is_sign =
        |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-' || it == b'.';
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.bytes().all(is_sign)
        && last.starts_with(|it: char| it.is_ascii_lowercase())
        && !domain.split('.').any(|it| it.starts_with("xn--"))
}

/// A domain in lower-case ASCII (IDNA), or `None` for an address literal or what is no host name.
pub fn canonical_domain(domain: &str) -> Option<String> {
    if domain.is_empty()
        || domain.len() > 253
        || !domain
            .chars()
            .all(|it| it.is_alphanumeric() || it == '-' || it == '.')
    {
        return None;
    }
    let ascii = if is_plain(domain) {
        domain.to_owned()
    } else {
        match Host::parse(domain) {
            Ok(Host::Domain(ascii)) => ascii,
            _ => return None,
        }
    };
    let is_label =
        |it: &str| !it.is_empty() && it.len() <= 63 && !it.starts_with('-') && !it.ends_with('-');
    ascii.split('.').all(is_label).then_some(ascii)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn reads_one_form() {
        for (written, canonical) in [
            ("Ana@Example.COM", "ana@example.com"),
            (
                " <ana.ruiz+x@mail.example.co> ",
                "ana.ruiz+x@mail.example.co",
            ),
            ("o'brien@example.ie", "o'brien@example.ie"),
            ("josé@bücher.example", "josé@xn--bcher-kva.example"),
            ("root@localhost", "root@localhost"),
        ] {
            let address = Address::parse(written).unwrap();
            assert_eq!(address.as_str(), canonical);
            assert_eq!(Address::parse(canonical), Some(address));
        }
    }

    #[test]
    fn what_is_in_its_one_form_is_read_as_every_other() {
        for domain in [
            "example.com",
            "a.b-c.d1",
            "ab--cd.example",
            "localhost",
            "1.example",
            "x.0x7f",
            "x.1",
            "1.2.3.4",
            "xn--bcher-kva.example",
            "a.xn--p1ai",
            "xn--a.example",
            "Example.com",
            "a..b",
            "example.com.",
            "-a.example",
        ] {
            let read = match Host::parse(domain) {
                Ok(Host::Domain(ascii)) => Some(ascii),
                _ => None,
            };
            if is_plain(domain) {
                assert_eq!(read.as_deref(), Some(domain));
            }
        }
        assert!(is_plain("mail.example.co") && !is_plain("a.xn--p1ai") && !is_plain("x.1"));
    }

    #[test]
    fn refuses_what_could_mean_two_mailboxes() {
        for written in [
            "",
            "@",
            "a@",
            "@b",
            "a@b@c",
            "\"a@b\"@c.example",
            "\"a b\"@c.example",
            "a b@c.example",
            "a@b c",
            "=?utf-8?q?a=40evil.example=3e=00?=@c.example",
            "evil!user@c.example",
            "user%evil@c.example",
            "@r.example:a@b.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@0x7f.1",
            "a(comment)@c.example",
            "a@c.example(comment)",
            "a@c.example\r\nBcc: x@y",
            "a\0@c.example",
            "a@c..example",
            ".a@c.example",
            "a.@c.example",
            "a..b@c.example",
            "a@-c.example",
            "a@c-.example",
            "a@c_d.example",
            "a,b@c.example",
            "a;b@c.example",
            "a:b@c.example",
            "<a@c.example",
            "a@c.example>",
            "a@c.example%00",
            "a\u{202e}@c.example",
            "a@c%2eexample",
        ] {
            assert_eq!(Address::parse(written), None, "{written:?}");
        }
        assert!(Address::parse(&format!("{}@c.example", "a".repeat(65))).is_none());
        assert!(Address::parse(&format!("a@{}.example", "b".repeat(64))).is_none());
    }

    #[test]
    fn tags_come_and_go() {
        let base = Address::parse("support@shop.example").unwrap();
        let tagged = base.with_tag("r-abc");
        assert_eq!(tagged.as_str(), "support+r-abc@shop.example");
        assert_eq!(tagged.split_tag(), (base.clone(), Some("r-abc")));
        assert_eq!(base.split_tag(), (base.clone(), None));
    }

    #[test]
    fn knows_robots() {
        for robot in [
            "no-reply@x.co",
            "NOREPLY+1@x.co",
            "do_not_reply@x.co",
            "MAILER-DAEMON@x.co",
            "postmaster@x.co",
            "bounce+ab@x.co",
            "no-responder@x.co",
        ] {
            assert!(Address::parse(robot).unwrap().is_robot(), "{robot}");
        }
        for person in ["ana@x.co", "norep@x.co", "info@x.co", "nora@x.co"] {
            assert!(!Address::parse(person).unwrap().is_robot(), "{person}");
        }
    }
}
