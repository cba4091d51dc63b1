#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest, Sha256};

use super::*;
use crate::channels::email::dkim::canon::Canon;
use crate::channels::email::dkim::key::Key;
use crate::channels::email::dkim::signature::Field;
use crate::net::dns::tests::NameServer;

const MAIL: &str =
    "From: Ana <ana@x.example>\r\nTo: help@shop.example\r\nSubject: Lamp\r\n\r\nIs it there?\r\n";
const NOW: Millis = Millis(1_793_804_400_000);

/// A new key of a domain: what signs with it, and what stands in DNS.
struct Signer {
    pair: Ed25519KeyPair,
    domain: &'static str,
}

impl Signer {
    fn of(domain: &'static str) -> Self {
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(made.as_ref()).unwrap();
        Signer { pair, domain }
    }

    fn record(&self) -> String {
        let key = STANDARD.encode(self.pair.public_key().as_ref());
        format!("v=DKIM1; k=ed25519; p={key}")
    }

    fn name(&self) -> String {
        format!("s1._domainkey.{}.", self.domain)
    }

    fn keys(&self) -> Keys {
        let key = Key::read(self.record().as_bytes()).unwrap();
        Keys::from([(self.name(), Some(Arc::new(key)))])
    }

    /// Signs these fields, which the mail has once each; `more` are further tags.
    fn signs(&self, mail: &str, signed: &str, more: &str) -> String {
        let (fields, text) = fields(mail.as_bytes()).unwrap();
        let hash = STANDARD.encode(Canon::Relaxed.hash_of_text(text));
        let value = format!(
            " v=1; a=ed25519-sha256; c=relaxed/relaxed; d={}; s=s1; h={signed};{more}\r\n\tbh={hash}; b=",
            self.domain
        );
        let mut said = Vec::new();
        for name in signed.split(':') {
            if let Some(it) = fields.iter().find(|it| it.is(name)) {
                Canon::Relaxed.field(it, it.value, &mut said);
            }
        }
        let own = Field {
            name: b"DKIM-Signature",
            value: value.as_bytes(),
        };
        Canon::Relaxed.field(&own, own.value, &mut said);
        said.truncate(said.len() - 2);
        let bytes = self.pair.sign(&Sha256::digest(&said));
        let bytes = STANDARD.encode(bytes.as_ref());
        format!("DKIM-Signature:{value}{bytes}\r\n{mail}")
    }
}

fn claimed(mail: &[u8]) -> Option<Claim> {
    claim(&Headers::read(mail).unwrap(), "X.example")
}

fn is_proven(mail: &str, keys: &Keys) -> bool {
    claimed(mail.as_bytes()).is_some_and(|it| proves(mail.as_bytes(), &it, keys, NOW))
}

fn keys_of(record: &str) -> Keys {
    let key = Key::read(record.as_bytes()).map(Arc::new);
    Keys::from([("s1._domainkey.x.example.".to_owned(), key)])
}

/// Mails and keys made by another program (dkimpy): RSA of 2048 bits, relaxed; RSA of 1024 bits, simple.
#[test]
fn signatures_of_other_programs_hold() {
    let relaxed = include_bytes!("../../../../tests/data/dkim/relaxed.eml");
    let simple = include_bytes!("../../../../tests/data/dkim/simple.eml");
    let key = |text: &str| keys_of(text.trim());
    let (of_relaxed, of_simple) = (
        key(include_str!("../../../../tests/data/dkim/relaxed.txt")),
        key(include_str!("../../../../tests/data/dkim/simple.txt")),
    );
    for (mail, keys, other) in [
        (relaxed.as_slice(), &of_relaxed, &of_simple),
        (simple.as_slice(), &of_simple, &of_relaxed),
    ] {
        let claim = claimed(mail).unwrap();
        assert!(proves(mail, &claim, keys, NOW));
        assert!(!proves(mail, &claim, other, NOW));
        let text = String::from_utf8_lossy(mail);
        for (from, to) in [("there?", "gone?"), ("ana@x", "eva@x"), ("is my", "was my")] {
            let changed = text.replace(from, to);
            assert_ne!(text, changed);
            assert!(!proves(changed.as_bytes(), &claim, keys, NOW), "{from}");
        }
    }
    // What a relay may do to a relaxed one, and not to a simple one.
    let spaced = |mail: &[u8]| String::from_utf8_lossy(mail).replace("Ana\r\n", "Ana \r\n");
    let claim = claimed(relaxed).unwrap();
    assert!(proves(spaced(relaxed).as_bytes(), &claim, &of_relaxed, NOW));
    assert!(!proves(spaced(simple).as_bytes(), &claim, &of_simple, NOW));
}

#[test]
fn a_signature_of_the_froms_domain_proves_it() {
    let signer = Signer::of("x.example");
    let (mail, keys) = (signer.signs(MAIL, "from:subject", ""), signer.keys());
    assert_eq!(claimed(mail.as_bytes()).unwrap().keys, [signer.name()]);
    assert!(is_proven(&mail, &keys));
    let another = Signer::of("x.example").keys();
    for (what, mail, keys) in [
        ("no key", mail.clone(), &Keys::new()),
        ("another key", mail.clone(), &another),
        ("another text", mail.replace("there?", "gone?"), &keys),
        ("another From", mail.replace("ana@", "eva@"), &keys),
        ("another subject", mail.replace("Lamp", "Pay"), &keys),
        ("another h", mail.replace("h=from:subject", "h=from"), &keys),
        (
            "another d",
            mail.replace("d=x.example", "d=y.example"),
            &keys,
        ),
        (
            "From not signed",
            signer.signs(MAIL, "subject:to", ""),
            &keys,
        ),
        (
            "an end left out",
            signer.signs(MAIL, "from", " l=3;"),
            &keys,
        ),
        (
            "expired",
            signer.signs(MAIL, "from", " x=1600000000;"),
            &keys,
        ),
        (
            "for somebody else",
            signer.signs(MAIL, "from", " i=@y.example;"),
            &keys,
        ),
        (
            "lines not whole",
            mail.replacen("\r\nTo:", "\nTo:", 1),
            &keys,
        ),
        (
            "a tag twice",
            signer.signs(MAIL, "from", " d=x.example;"),
            &keys,
        ),
        ("no signature", MAIL.to_owned(), &keys),
    ] {
        assert!(!is_proven(&mail, keys), "{what}");
    }
    assert!(is_proven(
        &signer.signs(MAIL, "from", " x=1900000000;"),
        &keys
    ));
    // A field that is added where its name was signed once more than it stood there.
    let sealed = signer.signs(MAIL, "from:from:subject:subject", "");
    let added = sealed.replace("To:", "Subject: Pay\r\nTo:");
    assert!(!is_proven(&added, &keys));
}

#[test]
fn keys_that_may_not_be_used() {
    let signer = Signer::of("x.example");
    let (mail, record) = (signer.signs(MAIL, "from", ""), signer.record());
    assert!(is_proven(&mail, &keys_of(&record)));
    for (what, record) in [
        ("revoked", "v=DKIM1; k=ed25519; p=".to_owned()),
        ("being tried out", format!("{record}; t=y")),
        ("not for mail", format!("{record}; s=other")),
        ("for another hash", format!("{record}; h=sha1")),
        ("of another kind", record.replace("ed25519", "rsa")),
        ("of another version", record.replace("DKIM1", "DKIM2")),
        ("no base64", format!("{record}!")),
        ("nothing", String::new()),
    ] {
        assert!(!is_proven(&mail, &keys_of(&record)), "{what}");
    }
    let below = signer.signs(MAIL, "from", " i=@mail.x.example;");
    assert!(is_proven(&below, &keys_of(&record)));
    assert!(!is_proven(&below, &keys_of(&format!("{record}; t=s"))));
}

#[test]
fn strangers_sign_for_themselves() {
    for (domain, speaks) in [
        ("x.example", true),
        ("example", false),
        ("evil.example", false),
        ("mail.x.example", false),
        ("evilx.example", false),
    ] {
        let signer = Signer::of(domain);
        let mail = signer.signs(MAIL, "from", "");
        assert_eq!(is_proven(&mail, &signer.keys()), speaks, "{domain}");
    }
    assert!(is_above("x.example", "mail.x.example"));
}

#[tokio::test]
async fn keys_are_asked_for_once_and_silence_is_no_key() {
    let signer = Signer::of("x.example");
    let dns = NameServer::start(&[(signer.name(), signer.record())]).await;
    let (net, book) = (dns.net(), KeyBook::default());
    let mail = signer.signs(MAIL, "from", "");
    let claim = claimed(mail.as_bytes()).unwrap();
    for _ in 0..3 {
        let keys = book.look_up(&net, &claim.keys).await;
        assert!(proves(mail.as_bytes(), &claim, &keys, NOW));
    }
    assert_eq!(dns.asked(), 1);
    let other = ["s1._domainkey.elsewhere.example.".to_owned()];
    for _ in 0..3 {
        let keys = book.look_up(&net, &other).await;
        assert_eq!(keys.values().next(), Some(&None));
    }
    assert_eq!(dns.asked(), 2);
    dns.stop();
    let third = ["s2._domainkey.x.example.".to_owned()];
    let keys = book.look_up(&net, &third).await;
    assert_eq!(keys.values().next(), Some(&None), "silence");
}

#[tokio::test]
async fn names_below_sign_where_the_domain_says_so() {
    let below = Signer::of("news.x.example");
    let mail = below.signs(MAIL, "from", "");
    let claim = claimed(mail.as_bytes()).unwrap();
    assert_eq!(claim.policy.as_deref(), Some("_dmarc.x.example."));
    let keys = below.keys();
    assert!(
        !proves(mail.as_bytes(), &claim, &keys, NOW),
        "nobody said so"
    );
    for (record, speaks) in [
        ("v=DMARC1; p=none", true),
        ("v=DMARC1; p=none; adkim=s", false),
    ] {
        let name = "_dmarc.x.example.".to_owned();
        let dns = NameServer::start(&[(name.clone(), record.to_owned())]).await;
        let (net, book) = (dns.net(), KeyBook::default());
        let mut claim = claim.clone();
        for _ in 0..2 {
            claim.relaxed = book.is_relaxed(&net, &name).await;
        }
        assert_eq!(dns.asked(), 1);
        assert_eq!(
            proves(mail.as_bytes(), &claim, &keys, NOW),
            speaks,
            "{record}"
        );
    }
    // Beside the From's domain, or of another, it proves nothing: nothing is asked.
    for other in ["news.y.example", "evil.example"] {
        let mail = Signer::of(other).signs(MAIL, "from", "");
        assert_eq!(claimed(mail.as_bytes()), None, "{other}");
    }
}

#[test]
fn names_beside_each_other_never_speak_for_one_another() {
    // Without the list of public suffixes nobody knows whether they have one owner, whatever the one above says.
    let claim = Claim {
        domain: "mail.x.example".to_owned(),
        keys: Vec::new(),
        policy: None,
        relaxed: true,
    };
    for (signer, speaks) in [
        ("mail.x.example", true),
        ("x.example", true),
        ("news.mail.x.example", true),
        ("news.x.example", false),
        ("x.news.example", false),
    ] {
        assert_eq!(claim.is_by(signer), speaks, "{signer}");
    }
}
