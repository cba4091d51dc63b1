//! Log-in by Google or Microsoft: the address a person is sent to, the code that comes back, and tokens renewed. The
//! tokens are kept by the caller; a provider may hand out a new refresh token each time, and the newest counts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;
use zeroize::Zeroizing;

use crate::channels::kit::cut;
use crate::domain::channel::{MailAuth, OAuthGrant};
use crate::net::http::Purpose;
use crate::net::{Net, NetError};

/// Tokens as a provider grants them.
#[derive(Clone)]
pub struct Tokens {
    pub access: Zeroizing<String>,
    /// `None`: the one before stays good.
    pub refresh: Option<Zeroizing<String>>,
    /// The access token is good for this long, seconds.
    pub expires_in_s: i64,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OAuthError {
    /// The provider says no; a person must grant it again. The code is the provider's (RFC 6749, 5.2).
    #[error("{code}: {detail}")]
    Refused { code: String, detail: String },
    #[error(transparent)]
    Net(#[from] NetError),
    #[error("the mailbox is not set up for this")]
    NotSetUp,
}

/// A proof that who brings the code back is who was sent away (RFC 7636).
#[derive(Debug, Clone)]
pub struct Pkce {
    pub verifier: String,
    pub challenge: String,
}

impl Pkce {
    /// # Errors
    /// [`OAuthError::NotSetUp`] when the system has no randomness.
    pub fn new() -> Result<Self, OAuthError> {
        let mut random = [0_u8; 32];
        getrandom::fill(&mut random).map_err(|_| OAuthError::NotSetUp)?;
        Ok(Self::of(URL_SAFE_NO_PAD.encode(random)))
    }

    fn of(verifier: String) -> Self {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        Pkce {
            verifier,
            challenge,
        }
    }
}

struct Provider {
    authorize: String,
    token: String,
    scope: &'static str,
}

fn provider(auth: MailAuth, grant: &OAuthGrant) -> Result<Provider, OAuthError> {
    let mut found = match auth {
        MailAuth::Google => Provider {
            authorize: "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            token: "https://oauth2.googleapis.com/token".to_owned(),
            scope: "https://mail.google.com/",
        },
        MailAuth::Microsoft => {
            let tenant = if grant.tenant.is_empty() {
                "common"
            } else {
                &grant.tenant
            };
            let base = format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0");
            Provider {
                authorize: format!("{base}/authorize"),
                token: format!("{base}/token"),
                scope: "https://outlook.office.com/IMAP.AccessAsUser.All \
                        https://outlook.office.com/SMTP.Send offline_access",
            }
        }
        MailAuth::Password => return Err(OAuthError::NotSetUp),
    };
    if !grant.authorize_url.is_empty() {
        found.authorize.clone_from(&grant.authorize_url);
    }
    if !grant.token_url.is_empty() {
        found.token.clone_from(&grant.token_url);
    }
    Ok(found)
}

/// Where a person is sent to grant access to `address`. `state` comes back with the code and must be ours.
///
/// # Errors
/// [`OAuthError::NotSetUp`] for a mailbox with a password, or without a client id.
pub fn authorize_url(
    auth: MailAuth,
    grant: &OAuthGrant,
    address: &str,
    (redirect_uri, state, pkce): (&str, &str, &Pkce),
) -> Result<String, OAuthError> {
    let provider = provider(auth, grant)?;
    if grant.client_id.is_empty() {
        return Err(OAuthError::NotSetUp);
    }
    let mut url = Url::parse(&provider.authorize).map_err(|_| OAuthError::NotSetUp)?;
    url.query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", &grant.client_id)
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("scope", provider.scope)
        .append_pair("state", state)
        .append_pair("code_challenge", &pkce.challenge)
        .append_pair("code_challenge_method", "S256")
        .append_pair("login_hint", address)
        // Google hands out a refresh token only when asked for both.
        .append_pair("access_type", "offline")
        .append_pair("prompt", "consent");
    Ok(url.into())
}

/// Exchanges the code that came back.
///
/// # Errors
/// [`OAuthError`].
pub async fn exchange(
    net: &Net,
    (auth, grant, client_secret): (MailAuth, &OAuthGrant, &str),
    (code, redirect_uri, pkce_verifier): (&str, &str, &str),
) -> Result<Tokens, OAuthError> {
    let provider = provider(auth, grant)?;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", redirect_uri),
        ("code_verifier", pkce_verifier),
        ("client_id", &grant.client_id),
        ("client_secret", client_secret),
    ];
    ask(net, &provider.token, &fields).await
}

/// Renews an access token.
///
/// # Errors
/// [`OAuthError::Refused`] when the grant was withdrawn or has expired.
pub async fn refresh(
    net: &Net,
    (auth, grant, client_secret): (MailAuth, &OAuthGrant, &str),
    refresh_token: &str,
) -> Result<Tokens, OAuthError> {
    let provider = provider(auth, grant)?;
    if refresh_token.is_empty() {
        return Err(OAuthError::Refused {
            code: "no_grant".to_owned(),
            detail: String::new(),
        });
    }
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
        ("client_id", &grant.client_id),
        ("client_secret", client_secret),
        ("scope", provider.scope),
    ];
    ask(net, &provider.token, &fields).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Said {
    access_token: String,
    refresh_token: String,
    expires_in: i64,
    error: String,
    error_description: String,
}

async fn ask(net: &Net, url: &str, fields: &[(&str, &str)]) -> Result<Tokens, OAuthError> {
    let sent: Vec<(&str, &str)> = fields
        .iter()
        .copied()
        .filter(|(_, it)| !it.is_empty())
        .collect();
    let answer = net.post_form(Purpose::Token, url, &sent).await?;
    read(answer.status, &answer.body)
}

fn read(status: u16, body: &[u8]) -> Result<Tokens, OAuthError> {
    let said: Said = serde_json::from_slice(body).map_err(|_| NetError::Protocol)?;
    if status == 200 && !said.access_token.is_empty() {
        return Ok(Tokens {
            access: Zeroizing::new(said.access_token),
            refresh: Some(said.refresh_token)
                .filter(|it| !it.is_empty())
                .map(Zeroizing::new),
            // A provider that does not say gets asked again soon.
            expires_in_s: if said.expires_in > 0 {
                said.expires_in
            } else {
                300
            },
        });
    }
    if (400..500).contains(&status) && status != 429 && !said.error.is_empty() {
        return Err(OAuthError::Refused {
            code: cut(&said.error),
            detail: cut(&said.error_description),
        });
    }
    Err(NetError::Protocol.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let pkce = Pkce::of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned());
        assert_eq!(
            pkce.challenge,
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn a_person_is_sent_with_all_that_is_needed() {
        let grant = OAuthGrant {
            client_id: "id".to_owned(),
            ..OAuthGrant::default()
        };
        let pkce = Pkce::of("v".to_owned());
        let to = |auth| authorize_url(auth, &grant, "a@x.co", ("https://d/cb", "s t", &pkce));
        let google = to(MailAuth::Google).unwrap();
        for wanted in [
            "state=s+t",
            "code_challenge_method=S256",
            "access_type=offline",
            "login_hint=a%40x.co",
        ] {
            assert!(google.contains(wanted), "{google}");
        }
        assert!(
            to(MailAuth::Microsoft)
                .unwrap()
                .contains("/common/oauth2/v2.0/authorize?")
        );
        assert_eq!(to(MailAuth::Password), Err(OAuthError::NotSetUp));
    }

    #[test]
    fn answers_are_read_with_care() {
        let tokens = read(
            200,
            br#"{"access_token":"a","expires_in":3599,"refresh_token":"r"}"#,
        )
        .unwrap();
        assert_eq!((tokens.access.as_str(), tokens.expires_in_s), ("a", 3599));
        assert_eq!(tokens.refresh.unwrap().as_str(), "r");
        let refused = read(
            400,
            br#"{"error":"invalid_grant","error_description":"gone"}"#,
        )
        .err();
        assert!(
            matches!(refused, Some(OAuthError::Refused { code, .. }) if code == "invalid_grant")
        );
        assert!(matches!(
            read(200, b"<html>").err(),
            Some(OAuthError::Net(NetError::Protocol))
        ));
        assert!(matches!(
            read(503, br#"{"error":"x"}"#).err(),
            Some(OAuthError::Net(_))
        ));
    }
}
