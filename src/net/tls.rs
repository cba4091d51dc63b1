//! TLS as a client: the Mozilla roots built in, and what the settings add: an authority, or one server's own
//! certificate. No way to accept any certificate.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use crate::net::{NetError, TlsProblem};

/// A configuration for one connection. `extra_pem` may hold further root certificates, or the very certificate of a
/// server that signed its own; empty for none.
///
/// # Errors
/// [`NetError::Settings`] when the further roots cannot be read.
pub fn client(extra_pem: &str) -> Result<ClientConfig, NetError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if !extra_pem.trim().is_empty() {
        let wrong = || NetError::Settings("the root certificate cannot be read".to_owned());
        let mut own = Vec::new();
        for certificate in CertificateDer::pem_slice_iter(extra_pem.as_bytes()) {
            let certificate = certificate.map_err(|_| wrong())?;
            roots.add(certificate.clone()).map_err(|_| wrong())?;
            own.push(certificate);
        }
        if own.is_empty() {
            return Err(wrong());
        }
        return trusting(roots, own);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|err| NetError::Settings(err.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// As [`client`], where a server may also show exactly one of these certificates: programs that make their own mark
/// it as an authority, which no root can sign for.
fn trusting(
    roots: RootCertStore,
    own: Vec<CertificateDer<'static>>,
) -> Result<ClientConfig, NetError> {
    let settings = |err: String| NetError::Settings(err);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let usual = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|err| settings(err.to_string()))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|err| settings(err.to_string()))?;
    Ok(config
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Named { usual, own }))
        .with_no_client_auth())
}

/// The usual checks, or one of the certificates named. The handshake proves in either case that the server holds the
/// key.
#[derive(Debug)]
struct Named {
    usual: Arc<WebPkiServerVerifier>,
    own: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Named {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        stapled: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.own.iter().any(|it| it.as_ref() == shown.as_ref()) {
            return Ok(ServerCertVerified::assertion());
        }
        self.usual
            .verify_server_cert(shown, between, name, stapled, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual
            .verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.usual
            .verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.usual.supported_verify_schemes()
    }
}

/// What was wrong with a handshake, in words that help.
#[must_use]
pub fn problem(err: &std::io::Error) -> TlsProblem {
    let inner = err.get_ref().and_then(|it| it.downcast_ref::<Error>());
    match inner {
        Some(Error::InvalidCertificate(why)) => match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => TlsProblem::Expired,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                TlsProblem::WrongName
            }
            CertificateError::UnknownIssuer => TlsProblem::UnknownIssuer,
            // One that signed itself as an authority: nobody known signed it either.
            CertificateError::Other(why) if why.to_string().contains("CaUsedAsEndEntity") => {
                TlsProblem::UnknownIssuer
            }
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
