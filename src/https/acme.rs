//! Having a certificate made by an authority that speaks ACME (RFC 8555): account, order, proof, certificate.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::BodyExt as _;
use instant_acme::{
    Account, AuthorizationStatus, BodyWrapper, BytesResponse, CertificateIdentifier, ChallengeType,
    Error, HttpClient, Identifier, NewAccount, NewOrder, Order, OrderStatus, Problem, RetryPolicy,
};
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::sign::CertifiedKey;
use rustls_pki_types::{Der, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::domain::time::Millis;
use crate::https::certificate::Facts;
use crate::https::folder::Folder;
use crate::https::{Keeper, Trouble};
use crate::net::Net;
use crate::net::http::Purpose;

/// Proving and signing take no longer; authorities need seconds.
const PATIENCE: RetryPolicy = RetryPolicy::new()
    .initial_delay(Duration::from_millis(500))
    .backoff(1.5)
    .timeout(Duration::from_secs(90));

/// How a domain is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By a file on port 80 (RFC 8555, section 8.3).
    Plain,
    /// By a certificate on port 443 (RFC 8737): where port 80 is not to be had.
    Tls,
}

impl Proof {
    fn kind(self) -> ChallengeType {
        match self {
            Proof::Plain => ChallengeType::Http01,
            Proof::Tls => ChallengeType::TlsAlpn01,
        }
    }
}

/// An authority, and what we have with it.
#[derive(Debug, Clone)]
pub struct Authority {
    pub net: Net,
    pub directory: String,
    /// Further roots it may be certified by (PEM).
    pub roots: String,
    pub folder: Folder,
}

impl Authority {
    /// A new certificate for a domain: chain and key, as PEM one after the other. `keeper` shows the proof meanwhile.
    ///
    /// # Errors
    /// [`Trouble`] with the reason.
    pub async fn obtain(
        &self,
        keeper: &Keeper,
        domain: &str,
        proof: Proof,
        replaces: Option<&Facts>,
    ) -> Result<String, Trouble> {
        let made = self.order(keeper, domain, proof, replaces).await;
        keeper.forget_proofs();
        made.map_err(|err| trouble(&err))
    }

    async fn order(
        &self,
        keeper: &Keeper,
        domain: &str,
        proof: Proof,
        replaces: Option<&Facts>,
    ) -> Result<String, Error> {
        let mut order = self.begin(domain, replaces).await?;
        prove(&mut order, keeper, domain, proof).await?;
        let key = order.finalize().await?;
        let chain = order.poll_certificate(&PATIENCE).await?;
        Ok(format!("{chain}\n{key}"))
    }

    async fn begin(&self, domain: &str, replaces: Option<&Facts>) -> Result<Order, Error> {
        let names = [Identifier::Dns(domain.to_owned())];
        let order = NewOrder::new(&names);
        let mut account = self.account().await?;
        if let Some(id) = replaces.and_then(identifier) {
            // What replaces another counts against no limit; an authority that will not have it said so gets a plain one.
            match account.new_order(&order.replaces(id)).await {
                Ok(begun) => return Ok(begun),
                Err(err) => tracing::debug!(error = %err, "an order that replaces was refused"),
            }
        }
        let order = NewOrder::new(&names);
        match account.new_order(&order).await {
            Err(Error::Api(it)) if kind(&it) == "accountDoesNotExist" => {
                self.folder.forget_account().map_err(other)?;
                account = self.account().await?;
                account.new_order(&order).await
            }
            done => done,
        }
    }

    /// Our account, made when there is none. Whoever says `--domain` agrees to the authority's terms; README says so.
    async fn account(&self) -> Result<Account, Error> {
        let builder = Account::builder_with_http(Box::new(Caller {
            net: self.net.clone(),
            roots: self.roots.clone(),
        }));
        let kept = self.folder.account();
        if let Some(known) = kept.and_then(|it| serde_json::from_str(&it).ok()) {
            return builder.from_credentials(known).await;
        }
        let new = NewAccount {
            contact: &[],
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let (account, credentials) = builder.create(&new, self.directory.clone(), None).await?;
        let text = serde_json::to_string(&credentials)?;
        self.folder.keep_account(&text).map_err(other)?;
        Ok(account)
    }

    /// When the authority would like a certificate to be renewed (RFC 9773), and when to ask again; nothing when it
    /// has no such wish or does not answer.
    pub async fn suggested(&self, facts: &Facts) -> Option<(Millis, Millis)> {
        let account = self.account().await.ok()?;
        let (info, _) = account.renewal_info(&identifier(facts)?).await.ok()?;
        let window = info.suggested_window;
        let at = |it: i64| Millis(it.saturating_mul(1_000));
        Some((
            at(window.start.unix_timestamp()),
            at(window.end.unix_timestamp()),
        ))
    }
}

fn identifier(facts: &Facts) -> Option<CertificateIdentifier<'_>> {
    let key = facts.authority_key.as_deref()?;
    let (key, serial) = (Der::from_slice(key), Der::from_slice(&facts.serial));
    Some(CertificateIdentifier::new(key, serial))
}

/// Shows the proof and waits until the authority has seen it.
async fn prove(
    order: &mut Order,
    keeper: &Keeper,
    domain: &str,
    proof: Proof,
) -> Result<(), Error> {
    let mut all = order.authorizations();
    while let Some(one) = all.next().await {
        let mut one = one?;
        if one.status == AuthorizationStatus::Valid {
            continue;
        }
        let mut challenge = one
            .challenge(proof.kind())
            .ok_or(Error::Str("the authority does not offer this proof"))?;
        let answer = challenge.key_authorization();
        match proof {
            Proof::Plain => keeper.prove_plain(&challenge.token, answer.as_str()),
            Proof::Tls => {
                let shown = tls_proof(domain, answer.digest().as_ref())?;
                keeper.prove_by_tls(domain, Arc::new(shown));
            }
        }
        challenge.set_ready().await?;
    }
    match order.poll_ready(&PATIENCE).await {
        Ok(OrderStatus::Ready) => Ok(()),
        // The order says only that it failed; the proof says why.
        Ok(_) | Err(Error::Api(_)) => Err(refusal(order).await),
        Err(err) => Err(err),
    }
}

/// Why a proof was not accepted.
async fn refusal(order: &mut Order) -> Error {
    let mut all = order.authorizations();
    while let Some(Ok(mut one)) = all.next().await {
        if let Ok(state) = one.refresh().await
            && let Some(why) = state.challenges.iter().find_map(|it| it.error.clone())
        {
            return Error::Api(why);
        }
    }
    Error::Str("the authority refused without a reason")
}

/// The certificate that proves a domain over TLS (RFC 8737, section 3).
fn tls_proof(domain: &str, digest: &[u8]) -> Result<CertifiedKey, Error> {
    let mut params = CertificateParams::new(vec![domain.to_owned()]).map_err(other)?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate().map_err(other)?;
    let certificate = params.self_signed(&key).map_err(other)?;
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let key = any_supported_type(&der).map_err(other)?;
    Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
}

fn other(err: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Other(Box::new(err))
}

/// The last part of a problem's type (RFC 8555, section 6.7).
fn kind(problem: &Problem) -> &str {
    let whole = problem.r#type.as_deref().unwrap_or_default();
    whole.rsplit(':').next().unwrap_or_default()
}

fn trouble(err: &Error) -> Trouble {
    let code = match err {
        Error::Api(problem) => match kind(problem) {
            "dns" => "certificate-dns",
            "connection" | "tls" => "certificate-connection",
            "unauthorized" | "incorrectResponse" => "certificate-elsewhere",
            "caa" => "certificate-caa",
            "rateLimited" => "certificate-rate",
            "rejectedIdentifier" => "certificate-rejected",
            _ => "certificate-refused",
        },
        Error::Timeout(_) => "certificate-slow",
        Error::Other(_) | Error::Http(_) => "certificate-unreachable",
        _ => "certificate-refused",
    };
    Trouble {
        code,
        detail: err.to_string(),
    }
}

/// The calls to the authority, by our one way out.
struct Caller {
    net: Net,
    roots: String,
}

impl HttpClient for Caller {
    fn request(
        &self,
        request: http::Request<BodyWrapper<bytes::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let (net, roots) = (self.net.clone(), self.roots.clone());
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(other)?.to_bytes();
            let request = http::Request::from_parts(parts, body);
            let answer = net.pass_on(Purpose::Certificate, request, &roots).await;
            let answer = answer.map_err(other)?;
            Ok(BytesResponse::from(answer.map(http_body_util::Full::new)))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn problem(kind: &str) -> Error {
        let text = format!(r#"{{"type":"urn:ietf:params:acme:error:{kind}","detail":"why"}}"#);
        Error::Api(serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn what_the_authority_says_becomes_something_to_do() {
        for (kind, code) in [
            ("dns", "certificate-dns"),
            ("connection", "certificate-connection"),
            ("unauthorized", "certificate-elsewhere"),
            ("rateLimited", "certificate-rate"),
            ("malformed", "certificate-refused"),
        ] {
            let found = trouble(&problem(kind));
            assert_eq!(found.code, code, "{kind}");
            assert!(found.detail.contains("why"), "{}", found.detail);
        }
        assert_eq!(trouble(&Error::Timeout(None)).code, "certificate-slow");
        let gone = other(crate::net::NetError::Unreachable);
        assert_eq!(trouble(&gone).code, "certificate-unreachable");
    }

    #[test]
    fn a_certificate_is_named_as_the_rfc_does() {
        // RFC 9773, section 4.1.
        let facts = Facts {
            not_before: Millis(0),
            not_after: Millis(1),
            serial: vec![0x00, 0x87, 0x65, 0x43, 0x21],
            authority_key: Some(vec![
                0x69, 0x88, 0x5B, 0x6B, 0x87, 0x46, 0x40, 0x41, 0xE1, 0xB3, 0x7B, 0x84, 0x7B, 0xA0,
                0xAE, 0x2C, 0xDE, 0x01, 0xC8, 0xD4,
            ]),
        };
        let id = identifier(&facts).unwrap().to_string();
        assert_eq!(id, "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE");
    }

    #[test]
    fn the_proof_over_tls_can_be_made() {
        let proof = tls_proof("desk.example.com", &[7; 32]).unwrap();
        let shown = proof.cert.first().unwrap();
        // The extension of RFC 8737 (1.3.6.1.5.5.7.1.31), and in it the digest.
        let name = [0x2b, 6, 1, 5, 5, 7, 1, 31];
        assert!(shown.windows(8).any(|it| it == name));
        assert!(shown.windows(32).any(|it| it == [7; 32]));
    }
}
