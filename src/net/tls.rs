//! TLS as a client: the Mozilla roots built in, and what the settings add. No way to accept any certificate.

use std::sync::Arc;

use rustls::{CertificateError, ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::net::{NetError, TlsProblem};

/// A configuration for one connection. `extra_pem` may hold further root certificates; empty for none.
///
/// # Errors
/// [`NetError::Settings`] when the further roots cannot be read.
pub fn client(extra_pem: &str) -> Result<ClientConfig, NetError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if !extra_pem.trim().is_empty() {
        let wrong = || NetError::Settings("the root certificate cannot be read".to_owned());
        let mut found = 0;
        for certificate in CertificateDer::pem_slice_iter(extra_pem.as_bytes()) {
            roots
                .add(certificate.map_err(|_| wrong())?)
                .map_err(|_| wrong())?;
            found += 1;
        }
        if found == 0 {
            return Err(wrong());
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|err| NetError::Settings(err.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// What was wrong with a handshake, in words that help.
#[must_use]
pub fn problem(err: &std::io::Error) -> TlsProblem {
    let inner = err
        .get_ref()
        .and_then(|it| it.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::InvalidCertificate(why)) => match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsProblem::Expired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsProblem::WrongName
            }
            CertificateError::UnknownIssuer => TlsProblem::UnknownIssuer,
            _ => TlsProblem::Certificate,
        },
        Some(_) => TlsProblem::Handshake,
        None => TlsProblem::NotTls,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_roots_must_be_certificates() {
        assert!(client("").is_ok());
        assert!(client("not a certificate").is_err());
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(client(broken).is_err());
    }
}
