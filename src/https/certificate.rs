//! A certificate with its key, read and checked before anybody is shown it.

use std::sync::Arc;

use rustls::client::verify_server_name;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName};

use crate::domain::time::Millis;
use crate::https::Trouble;
use crate::https::der::{self, Der};

/// A certificate that can be shown.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub key: Arc<CertifiedKey>,
    pub facts: Facts,
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub not_before: Millis,
    pub not_after: Millis,
    /// Its number, as in the certificate (DER, without tag and length).
    pub serial: Vec<u8>,
    /// Names the key that signed it; authorities put it in, one's own need not.
    pub authority_key: Option<Vec<u8>>,
}

impl Certificate {
    /// Reads a chain, the server's own first, and the key of its first.
    ///
    /// # Errors
    /// [`Trouble`] when one cannot be read, they do not belong together, or it is another domain's.
    pub fn read(chain: &str, key: &str, domain: &str) -> Result<Self, Trouble> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(chain.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|err| trouble("certificate-unreadable", &err))?;
        let first = chain
            .first()
            .ok_or_else(|| trouble("certificate-unreadable", &"no certificate in it"))?;
        let facts = Facts::of(first)
            .ok_or_else(|| trouble("certificate-unreadable", &"not a certificate"))?;
        let parsed = ParsedCertificate::try_from(first)
            .map_err(|err| trouble("certificate-unreadable", &err))?;
        let name = ServerName::try_from(domain.to_owned())
            .map_err(|err| trouble("certificate-other-name", &err))?;
        verify_server_name(&parsed, &name)
            .map_err(|err| trouble("certificate-other-name", &err))?;
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes())
            .map_err(|err| trouble("certificate-no-key", &err))?;
        let key = any_supported_type(&key).map_err(|err| trouble("certificate-no-key", &err))?;
        let key = CertifiedKey::new(chain, key);
        key.keys_match()
            .map_err(|err| trouble("certificate-other-key", &err))?;
        Ok(Certificate {
            key: Arc::new(key),
            facts,
        })
    }
}

fn trouble(code: &'static str, detail: &dyn std::fmt::Display) -> Trouble {
    Trouble {
        code,
        detail: detail.to_string(),
    }
}

impl Facts {
    /// The facts of a certificate (RFC 5280, section 4.1).
    #[must_use]
    pub fn of(certificate: &[u8]) -> Option<Self> {
        let mut body = Der(certificate).enter()?.enter()?;
        // The version, where it is said.
        if body.tag() == Some(0xa0) {
            body.next()?;
        }
        let serial = body.take(der::INTEGER)?.to_vec();
        // Signature algorithm, issuer.
        body.enter()?;
        body.enter()?;
        let mut validity = body.enter()?;
        let (not_before, not_after) = (validity.time()?, validity.time()?);
        Some(Facts {
            not_before,
            not_after,
            serial,
            authority_key: authority_key(body),
        })
    }
}

/// Of the extensions, the identifier of the authority's key (RFC 5280, section 4.2.1.1).
fn authority_key(mut rest: Der<'_>) -> Option<Vec<u8>> {
    const EXTENSIONS: u8 = 0xa3;
    const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
    let extensions = loop {
        let (tag, content) = rest.next()?;
        if tag == EXTENSIONS {
            break content;
        }
    };
    let mut all = Der(extensions).enter()?;
    while let Some(mut one) = all.enter() {
        let name = one.take(der::NAME)?;
        let (mut tag, mut value) = one.next()?;
        // Whether it is critical, where that is said.
        if tag != der::OCTETS {
            (tag, value) = one.next()?;
        }
        if name == AUTHORITY_KEY && tag == der::OCTETS {
            return Der(value).enter()?.take(0x80).map(<[u8]>::to_vec);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use rcgen::{CertificateParams, Issuer, KeyPair, date_time_ymd};

    use super::*;

    /// Chain and key for a domain, signed by an authority of its own.
    fn signed(domain: &str) -> (String, String) {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let root = authority.self_signed(&authority_key).unwrap();
        let issuer = Issuer::new(authority, authority_key);
        let mut params = CertificateParams::new(vec![domain.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2026, 11, 4);
        params.not_after = date_time_ymd(2027, 2, 2);
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &issuer).unwrap();
        let chain = format!("{}{}", certificate.pem(), root.pem());
        (chain, key.serialize_pem())
    }

    #[test]
    fn a_certificate_is_read_with_its_facts() {
        let (chain, key) = signed("desk.example.com");
        let read = Certificate::read(&chain, &key, "desk.example.com").unwrap();
        let facts = read.facts;
        assert_eq!(facts.not_before.rfc3339(), "2026-11-04T00:00:00.000Z");
        assert_eq!(facts.not_after.rfc3339(), "2027-02-02T00:00:00.000Z");
        assert!(!facts.serial.is_empty());
        assert_eq!(facts.authority_key.unwrap().len(), 20);
        assert_eq!(read.key.cert.len(), 2);
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let (chain, key) = signed("desk.example.com");
        let (_, other) = signed("desk.example.com");
        let code = |chain: &str, key: &str, domain: &str| {
            Certificate::read(chain, key, domain).unwrap_err().code
        };
        let d = "desk.example.com";
        assert_eq!(code(&chain, &other, d), "certificate-other-key");
        assert_eq!(
            code(&chain, &key, "a.example.com"),
            "certificate-other-name"
        );
        assert_eq!(code(&chain, "", d), "certificate-no-key");
        assert_eq!(code(&key, &key, d), "certificate-unreadable");
        assert_eq!(code("", &key, d), "certificate-unreadable");
        let cut = chain.replace("MII", "AAA");
        assert_eq!(code(&cut, &key, d), "certificate-unreadable");
    }

    #[test]
    fn no_bytes_panic() {
        let (chain, _) = signed("desk.example.com");
        let der = CertificateDer::from_pem_slice(chain.as_bytes()).unwrap();
        for end in 0..der.len() {
            assert_eq!(Facts::of(der.get(..end).unwrap()), None, "{end}");
        }
        for at in 0..der.len() {
            let mut bent = der.to_vec();
            for value in [0, 0x7f, 0x80, 0x84, 0xff] {
                *bent.get_mut(at).unwrap() = value;
                let _ = Facts::of(&bent);
            }
        }
    }
}
