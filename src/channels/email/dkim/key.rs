//! A public key as a domain publishes it (RFC 6376, 3.6.1; RFC 8463).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use crate::channels::email::dkim::signature::tags;

/// A key that may be used for mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    kind: Kind,
    bytes: Vec<u8>,
    /// Signs for its domain alone, not for names below it.
    pub is_strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// At least 1024 bits (RFC 8301), with SHA-256.
    Rsa,
    Ed25519,
}

impl Key {
    /// The key in a TXT record; none when it is revoked, for another use, only being tried out, or not understood.
    #[must_use]
    pub fn read(record: &[u8]) -> Option<Self> {
        let tags = tags(record)?;
        let tag = |name: &str| tags.get(name).map(String::as_str);
        let lists = |name: &str, wanted: &[&str]| {
            tag(name).is_none_or(|it| it.split(':').any(|it| wanted.contains(&it.trim())))
        };
        let flags: Vec<&str> = tag("t")
            .unwrap_or_default()
            .split(':')
            .map(str::trim)
            .collect();
        let is_meant = tag("v").is_none_or(|it| it == "DKIM1")
            && lists("h", &["sha256"])
            && lists("s", &["*", "email"])
            && !flags.contains(&"y");
        if !is_meant {
            return None;
        }
        let kind = match tag("k").unwrap_or("rsa") {
            "rsa" => Kind::Rsa,
            "ed25519" => Kind::Ed25519,
            _ => return None,
        };
        let bytes = STANDARD
            .decode(tag("p")?)
            .ok()
            .filter(|it| !it.is_empty())?;
        let bytes = match kind {
            Kind::Rsa => rsa_key(&bytes)?.to_vec(),
            Kind::Ed25519 => bytes,
        };
        Some(Key {
            kind,
            bytes,
            is_strict: flags.contains(&"s"),
        })
    }

    /// Whether it signed this, and is of the kind the signature names.
    #[must_use]
    pub fn signed(&self, kind: Kind, said: &[u8], signature: &[u8]) -> bool {
        if kind != self.kind {
            return false;
        }
        match kind {
            Kind::Rsa => {
                let by = &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY;
                UnparsedPublicKey::new(by, &self.bytes).verify(said, signature)
            }
            Kind::Ed25519 => UnparsedPublicKey::new(&ED25519, &self.bytes)
                .verify(&Sha256::digest(said), signature),
        }
        .is_ok()
    }
}

/// The `RSAPublicKey` (RFC 8017, A.1.1) of a key that is one, or a `SubjectPublicKeyInfo` around one.
fn rsa_key(der: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 0x02;
    const BIT_STRING: u8 = 0x03;
    /// Object identifier 1.2.840.113549.1.1.1, `rsaEncryption`.
    const RSA: &[u8] = &[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
    let (outer, inner, _) = element(der)?;
    let (first, algorithm, rest) = element(inner)?;
    match (outer, first) {
        (SEQUENCE, INTEGER) => Some(der),
        (SEQUENCE, SEQUENCE) if algorithm.starts_with(RSA) => {
            let (kind, bits, _) = element(rest)?;
            // No bits of the last byte are unused.
            bits.strip_prefix(&[0]).filter(|_| kind == BIT_STRING)
        }
        _ => None,
    }
}

/// The first element of DER: its tag, its contents, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        0x81 | 0x82 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x0f))?;
            let length = bytes.iter().fold(0, |n, it| n << 8 | usize::from(*it));
            (length, rest)
        }
        _ => return None,
    };
    let (contents, after) = rest.split_at_checked(length)?;
    Some((*tag, contents, after))
}
