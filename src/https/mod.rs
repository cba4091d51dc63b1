//! HTTPS of our own pages: the certificate shown, how a domain is proven to the authority that signs it, and when it
//! is renewed. What calls the authority waits; everything else is calculation.

pub mod acme;
pub mod certificate;
mod der;
pub mod folder;
pub mod schedule;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::watch;

use crate::domain::time::Millis;
use crate::https::certificate::{Certificate, Facts};

/// The protocol an authority speaks to see a proof over TLS (RFC 8737).
const PROOF_PROTOCOL: &[u8] = b"acme-tls/1";

/// How our certificate stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// Of the certificate that is shown.
    pub facts: Option<Facts>,
    pub trouble: Option<Trouble>,
}

/// Why there is no certificate, or no newer one.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// Its key in `words` (`certificate-…`).
    pub code: &'static str,
    /// What the authority or the system said, for the log.
    pub detail: String,
}

/// Keeps the certificate that is shown, and the proofs under way. One for a running Lobby.
#[derive(Debug, Default)]
pub struct Keeper {
    shown: RwLock<Option<Arc<CertifiedKey>>>,
    proofs: Mutex<Proofs>,
    standing: watch::Sender<Standing>,
}

#[derive(Debug, Default)]
struct Proofs {
    /// Token and what is answered to it on port 80 (RFC 8555, section 8.3).
    plain: HashMap<String, String>,
    /// Domain and the certificate that proves it (RFC 8737).
    tls: HashMap<String, Arc<CertifiedKey>>,
}

impl Keeper {
    /// Shows this certificate from the next handshake on; lines that are open keep theirs.
    pub fn show(&self, certificate: &Certificate) {
        let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
        *shown = Some(certificate.key.clone());
        drop(shown);
        self.standing.send_replace(Standing {
            facts: Some(certificate.facts.clone()),
            trouble: None,
        });
    }

    /// Something is wrong; what is shown stays.
    pub fn worry(&self, trouble: Trouble) {
        self.standing.send_modify(|it| it.trouble = Some(trouble));
    }

    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// Tells of every change.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Standing> {
        self.standing.subscribe()
    }

    /// What port 80 answers to an authority's question.
    #[must_use]
    pub fn answer(&self, token: &str) -> Option<String> {
        let proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        proofs.plain.get(token).cloned()
    }

    fn prove_plain(&self, token: &str, answer: &str) {
        let mut proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        proofs.plain.insert(token.to_owned(), answer.to_owned());
    }

    fn prove_by_tls(&self, domain: &str, proof: Arc<CertifiedKey>) {
        let mut proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        proofs.tls.insert(domain.to_owned(), proof);
    }

    fn forget_proofs(&self) {
        let mut proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
        *proofs = Proofs::default();
    }
}

impl ResolvesServerCert for Keeper {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let proves = hello
            .alpn()
            .is_some_and(|mut all| all.any(|it| it == PROOF_PROTOCOL));
        if proves {
            let proofs = self.proofs.lock().unwrap_or_else(PoisonError::into_inner);
            return proofs.tls.get(hello.server_name()?).cloned();
        }
        let shown = self.shown.read().unwrap_or_else(PoisonError::into_inner);
        shown.clone()
    }
}

/// TLS 1.2 and 1.3 as rustls has them by default, with whatever certificate `keeper` shows at the moment.
///
/// # Errors
/// When the cryptography does not know these versions.
pub fn server(keeper: Arc<Keeper>) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(keeper);
    config.alpn_protocols = vec![PROOF_PROTOCOL.to_vec()];
    Ok(config)
}

/// How long a certificate that is not renewed is still no reason to trouble everybody.
const NEAR: crate::domain::time::Span = crate::domain::time::Span::days(10);

impl Standing {
    /// Whether browsers refuse our pages now or soon, unless somebody does something.
    #[must_use]
    pub fn is_pressing(&self, now: Millis) -> bool {
        self.trouble.is_some()
            && self
                .facts
                .as_ref()
                .is_none_or(|it| it.not_after < now + NEAR)
    }
}
