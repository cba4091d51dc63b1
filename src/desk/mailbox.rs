//! The settings of a mailbox as a form or program gives them, laid over those that are kept. Secrets go in and never
//! come out; one whose server changed is forgotten, so that it never follows the mail to another place.

use serde::Deserialize;
use zeroize::Zeroizing;

use crate::auth::invite::canonical_email;
use crate::domain::channel::{
    EmailSettings, MailAuth, OAuthGrant, Plus, Security, SentCopies, Server,
};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, Id};
use crate::domain::time::Millis;
use crate::keys::KeyRing;

const MOST_ADDRESSES: usize = 20;
const LONGEST_TEXT: usize = 200;
/// A bundle of root certificates, in bytes.
const LONGEST_PEM: usize = 64 * 1024;
const LONGEST_UNDO_S: u16 = 120;

/// A secret on its way in: never printed, wiped after use.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    #[must_use]
    pub fn new(text: &str) -> Self {
        Hidden(text.to_owned())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secret itself, for the one who uses it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        drop(Zeroizing::new(std::mem::take(&mut self.0)));
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// What may be said of a mailbox. Absent means: as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailboxForm {
    pub address: Option<String>,
    pub addresses: Option<Vec<String>>,
    pub name: Option<String>,
    /// For both servers at once.
    pub password: Option<Hidden>,
    pub imap: Option<ServerForm>,
    pub smtp: Option<ServerForm>,
    /// `password`, `google` or `microsoft`.
    pub auth: Option<String>,
    pub oauth: Option<OAuthForm>,
    /// RFC 3339; absent at the making means everything. Later, ask for a backfill.
    pub import_since: Option<String>,
    pub open_recent: Option<bool>,
    pub undo_seconds: Option<u16>,
    pub authserv_id: Option<String>,
    /// `unknown`, `yes` or `no`: whether mail to the address with a tag arrives.
    pub plus: Option<String>,
    /// `auto`, `yes` or `no`: whether Lobby puts copies of what it sends into the Sent folder.
    pub sent_copies: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerForm {
    pub host: Option<String>,
    pub port: Option<u16>,
    /// `tls`, `starttls` or `none`.
    pub security: Option<String>,
    pub username: Option<String>,
    pub password: Option<Hidden>,
    pub ca_pem: Option<String>,
    /// Of IMAP only.
    pub folder: Option<String>,
    /// Of IMAP only.
    pub sent_folder: Option<String>,
}

/// An app registered at Google or Microsoft.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OAuthForm {
    pub client_id: Option<String>,
    pub client_secret: Option<Hidden>,
    pub tenant: Option<String>,
    pub authorize_url: Option<String>,
    pub token_url: Option<String>,
}

/// The name of a way to log in, as in the settings.
#[must_use]
pub fn auth_name(auth: MailAuth) -> &'static str {
    match auth {
        MailAuth::Password => "password",
        MailAuth::Google => "google",
        MailAuth::Microsoft => "microsoft",
    }
}

/// The name of how a line is secured, as in the settings.
#[must_use]
pub fn security_name(security: Security) -> &'static str {
    match security {
        Security::Tls => "tls",
        Security::StartTls => "starttls",
        Security::None => "none",
    }
}

fn parse_auth(name: &str) -> Result<MailAuth> {
    match name {
        "password" => Ok(MailAuth::Password),
        "google" => Ok(MailAuth::Google),
        "microsoft" => Ok(MailAuth::Microsoft),
        _ => Err(Error::invalid("auth", "error-field")),
    }
}

/// With what settings are laid over those that are kept.
pub struct Over<'k> {
    pub keys: &'k KeyRing,
    /// Owner of the sealed secrets.
    pub connection: ConnectionId,
    /// `none` is allowed toward this machine.
    pub allow_loopback: bool,
}

impl Over<'_> {
    /// The settings after the form was laid over them.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the field that is wrong, such as `imap.host`.
    pub fn lay(&self, old: &EmailSettings, form: &MailboxForm) -> Result<EmailSettings> {
        let mut new = old.clone();
        if let Some(it) = &form.address {
            new.address =
                canonical_email(it).map_err(|_| Error::invalid("address", "error-address"))?;
        }
        if let Some(all) = &form.addresses {
            new.addresses = further_addresses(all, &new.address)?;
        }
        if let Some(it) = &form.name {
            new.name = line("name", it)?;
        }
        if let Some(it) = &form.auth {
            new.auth = parse_auth(it)?;
        }
        with_usual_servers(&mut new);
        let none = ServerForm::default();
        let (imap, smtp) = (
            form.imap.as_ref().unwrap_or(&none),
            form.smtp.as_ref().unwrap_or(&none),
        );
        new.imap = self.server(&old.imap, &new.imap, imap, form.password.as_ref(), &IMAP)?;
        // One account as a rule: the password of the one server serves the other that has none.
        let alone = old.smtp.sealed_password.is_empty();
        let from_imap = imap.password.as_ref().filter(|_| alone);
        let for_smtp = form.password.as_ref().or(from_imap);
        new.smtp = self.server(&old.smtp, &new.smtp, smtp, for_smtp, &SMTP)?;
        if let Some(it) = &imap.folder {
            new.folder = line("imap.folder", it)?;
        }
        if let Some(it) = &imap.sent_folder {
            new.sent_folder = line("imap.sent_folder", it)?;
        }
        if let Some(it) = &form.authserv_id {
            new.authserv_id = line("authserv_id", it)?;
        }
        if new.address != old.address {
            new.plus = Plus::Unknown;
        }
        if let Some(it) = &form.plus {
            let named = Plus::ALL.into_iter().find(|plus| plus.name() == it);
            new.plus = named.ok_or(Error::invalid("plus", "error-field"))?;
        }
        if let Some(it) = &form.sent_copies {
            let named = SentCopies::ALL.into_iter().find(|way| way.name() == it);
            new.sent_copies = named.ok_or(Error::invalid("sent_copies", "error-field"))?;
        }
        if let Some(it) = form.undo_seconds {
            new.undo_seconds = it.min(LONGEST_UNDO_S);
        }
        if let Some(it) = form.open_recent {
            new.open_recent = it;
        }
        if let Some(it) = &form.import_since {
            let at = Millis::parse_rfc3339(it);
            new.import_since = Some(at.ok_or(Error::invalid("import_since", "error-time"))?);
        }
        self.grant(old, &mut new, form.oauth.as_ref())?;
        Ok(new)
    }

    fn server(
        &self,
        kept: &Server,
        usual: &Server,
        form: &ServerForm,
        password: Option<&Hidden>,
        names: &Names,
    ) -> Result<Server> {
        let mut new = usual.clone();
        if let Some(it) = &form.host {
            new.host = host(it, names.host)?;
        }
        if let Some(it) = form.port {
            new.port = it;
        }
        if let Some(it) = &form.security {
            new.security = self.security(it, &new.host, names.security)?;
        } else if new.host != kept.host && new.security == Security::None {
            self.security("none", &new.host, names.security)?;
        }
        if let Some(it) = &form.username {
            new.username = line(names.username, it)?;
        }
        if let Some(it) = &form.ca_pem {
            new.ca_pem = pem(it, names.ca_pem)?;
        }
        let moved = (&new.host, new.port, new.security, &new.ca_pem)
            != (&kept.host, kept.port, kept.security, &kept.ca_pem);
        let given = form.password.as_ref().or(password);
        match given.filter(|it| !it.is_empty()) {
            Some(it) => {
                new.sealed_password = self
                    .keys
                    .seal(&self.connection.bytes(), it.expose().as_bytes())?;
            }
            None if moved => new.sealed_password.clear(),
            None => {}
        }
        Ok(new)
    }

    fn security(&self, name: &str, host: &str, field: &'static str) -> Result<Security> {
        let is_loopback = host == "localhost"
            || host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|it| it.is_loopback());
        match name {
            "tls" => Ok(Security::Tls),
            "starttls" => Ok(Security::StartTls),
            "none" if self.allow_loopback && is_loopback => Ok(Security::None),
            "none" => Err(Error::invalid(field, "error-unencrypted")),
            _ => Err(Error::invalid(field, "error-field")),
        }
    }

    /// What was granted holds for one provider, one app and one pair of servers: if any changes it is forgotten.
    fn grant(
        &self,
        old: &EmailSettings,
        new: &mut EmailSettings,
        form: Option<&OAuthForm>,
    ) -> Result<()> {
        if new.auth == MailAuth::Password {
            new.oauth = None;
            return Ok(());
        }
        let kept = new.oauth.take().unwrap_or_default();
        let mut grant = kept.clone();
        if let Some(form) = form {
            let set = |slot: &mut String, given: &Option<String>, field| -> Result<()> {
                if let Some(it) = given {
                    *slot = line(field, it)?;
                }
                Ok(())
            };
            set(&mut grant.client_id, &form.client_id, "oauth.client_id")?;
            set(&mut grant.tenant, &form.tenant, "oauth.tenant")?;
            set(
                &mut grant.authorize_url,
                &form.authorize_url,
                "oauth.authorize_url",
            )?;
            set(&mut grant.token_url, &form.token_url, "oauth.token_url")?;
        }
        let other_app = old.auth != new.auth
            || (
                &grant.client_id,
                &grant.tenant,
                &grant.token_url,
                &grant.authorize_url,
            ) != (
                &kept.client_id,
                &kept.tenant,
                &kept.token_url,
                &kept.authorize_url,
            );
        if other_app {
            grant.sealed_client_secret.clear();
        }
        let place = |it: &Server| (it.host.clone(), it.port, it.security, it.ca_pem.clone());
        let moved = place(&old.imap) != place(&new.imap) || place(&old.smtp) != place(&new.smtp);
        if other_app || moved {
            forget(&mut grant);
        }
        if let Some(secret) = form.and_then(|it| it.client_secret.as_ref())
            && !secret.is_empty()
        {
            let sealed = self
                .keys
                .seal(&self.connection.bytes(), secret.expose().as_bytes())?;
            grant.sealed_client_secret = sealed;
        }
        new.oauth = Some(grant);
        Ok(())
    }
}

/// Forgets the tokens of a grant; the app stays.
pub fn forget(grant: &mut OAuthGrant) {
    grant.sealed_refresh_token.clear();
    grant.sealed_access_token.clear();
    grant.access_expires_at = Millis(0);
}

/// How the fields of one server are called in errors.
struct Names {
    host: &'static str,
    security: &'static str,
    username: &'static str,
    ca_pem: &'static str,
}

const IMAP: Names = Names {
    host: "imap.host",
    security: "imap.security",
    username: "imap.username",
    ca_pem: "imap.ca_pem",
};
const SMTP: Names = Names {
    host: "smtp.host",
    security: "smtp.security",
    username: "smtp.username",
    ca_pem: "smtp.ca_pem",
};

/// The one pair of servers Google and Microsoft have, when none was named.
fn with_usual_servers(settings: &mut EmailSettings) {
    let (imap, smtp, smtp_port, smtp_security) = match settings.auth {
        MailAuth::Password => return,
        MailAuth::Google => ("imap.gmail.com", "smtp.gmail.com", 465, Security::Tls),
        MailAuth::Microsoft => (
            "outlook.office365.com",
            "smtp.office365.com",
            587,
            Security::StartTls,
        ),
    };
    if settings.imap.host.is_empty() {
        settings.imap.host = imap.to_owned();
        settings.imap.port = 993;
        settings.imap.security = Security::Tls;
    }
    if settings.smtp.host.is_empty() {
        settings.smtp.host = smtp.to_owned();
        settings.smtp.port = smtp_port;
        settings.smtp.security = smtp_security;
    }
}

/// Whether a mailbox has all it needs to be tried.
///
/// # Errors
/// [`Error::Invalid`] naming every field that is missing.
pub fn check_whole(settings: &EmailSettings) -> Result<()> {
    let by_password = settings.auth == MailAuth::Password;
    let needs = [
        ("address", settings.address.is_empty()),
        ("imap.host", settings.imap.host.is_empty()),
        ("imap.port", settings.imap.port == 0),
        (
            "password",
            by_password && settings.imap.sealed_password.is_empty(),
        ),
        ("smtp.host", settings.smtp.host.is_empty()),
        ("smtp.port", settings.smtp.port == 0),
    ];
    let missing: Vec<_> = needs
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(field, _)| crate::domain::error::FieldError {
            field,
            code: "error-missing",
        })
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(missing))
    }
}

fn further_addresses(all: &[String], first: &str) -> Result<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    for written in all.iter().filter(|it| !it.trim().is_empty()) {
        let address =
            canonical_email(written).map_err(|_| Error::invalid("addresses", "error-address"))?;
        if address != first && !out.contains(&address) {
            out.push(address);
        }
    }
    if out.len() > MOST_ADDRESSES {
        return Err(Error::invalid("addresses", "error-too-long"));
    }
    Ok(out)
}

fn line(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, "error-too-long"));
    }
    Ok(text.to_owned())
}

/// A host name or address: no scheme, port, path or user.
fn host(text: &str, field: &'static str) -> Result<String> {
    let wrong = || Error::invalid(field, "error-host");
    let text = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok(bare.to_owned());
    }
    match url::Host::parse(&text).map_err(|_| wrong())? {
        url::Host::Domain(it) if !it.is_empty() && it.len() <= 253 => Ok(it),
        url::Host::Ipv4(it) => Ok(it.to_string()),
        _ => Err(wrong()),
    }
}

fn pem(text: &str, field: &'static str) -> Result<String> {
    // A browser ends lines its own way.
    let text = text.trim().replace("\r\n", "\n");
    let is_sound = text.is_empty() || text.starts_with("-----BEGIN CERTIFICATE-----");
    if is_sound && text.len() <= LONGEST_PEM {
        Ok(text)
    } else {
        Err(Error::invalid(field, "error-certificate"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn form(json: &str) -> MailboxForm {
        serde_json::from_str(json).unwrap()
    }

    fn over(keys: &KeyRing) -> Over<'_> {
        Over {
            keys,
            connection: ConnectionId::default(),
            allow_loopback: false,
        }
    }

    const WHOLE: &str = r#"{"address":"Info@Luz.co","password":"hunter2 hunter2",
        "imap":{"host":"imap.luz.co","port":993,"security":"tls","username":"info"},
        "smtp":{"host":"smtp.luz.co","port":587,"security":"starttls","username":"info"}}"#;

    #[test]
    fn a_secret_does_not_follow_to_another_server() {
        let keys = KeyRing::for_tests();
        let made = over(&keys)
            .lay(&EmailSettings::default(), &form(WHOLE))
            .unwrap();
        check_whole(&made).unwrap();
        assert_eq!(made.address, "info@luz.co");
        for target in [
            r#"{"host":"canary.example"}"#,
            r#"{"port":994}"#,
            r#"{"security":"starttls"}"#,
            r#"{"ca_pem":"-----BEGIN CERTIFICATE-----"}"#,
        ] {
            let after = over(&keys)
                .lay(&made, &form(&format!(r#"{{"imap":{target}}}"#)))
                .unwrap();
            assert!(after.imap.sealed_password.is_empty(), "{target}");
            assert_eq!(after.smtp.sealed_password, made.smtp.sealed_password);
            assert!(check_whole(&after).is_err());
            let after = over(&keys)
                .lay(
                    &made,
                    &form(&format!(
                        r#"{{"smtp":{{"host":"x.example"}},"imap":{target}}}"#
                    )),
                )
                .unwrap();
            assert!(after.smtp.sealed_password.is_empty());
        }
        let same = over(&keys)
            .lay(
                &made,
                &form(r#"{"imap":{"host":"imap.luz.co","username":"other"}}"#),
            )
            .unwrap();
        assert_eq!(same.imap.sealed_password, made.imap.sealed_password);
    }

    #[test]
    fn a_grant_ends_with_its_app_or_its_servers() {
        let keys = KeyRing::for_tests();
        let json = r#"{"address":"a@b.co","auth":"google","oauth":{"client_id":"one","client_secret":"s"}}"#;
        let mut made = over(&keys)
            .lay(&EmailSettings::default(), &form(json))
            .unwrap();
        assert_eq!(made.imap.host, "imap.gmail.com");
        made.oauth.as_mut().unwrap().sealed_refresh_token = vec![1];
        let moved = over(&keys)
            .lay(&made, &form(r#"{"imap":{"host":"canary.example"}}"#))
            .unwrap();
        assert!(
            moved
                .oauth
                .as_ref()
                .unwrap()
                .sealed_refresh_token
                .is_empty()
        );
        assert!(!moved.oauth.unwrap().sealed_client_secret.is_empty());
        let other = over(&keys)
            .lay(
                &made,
                &form(r#"{"oauth":{"token_url":"https://canary.example"}}"#),
            )
            .unwrap();
        assert!(other.oauth.unwrap().sealed_client_secret.is_empty());
        let same = over(&keys).lay(&made, &form(r#"{"name":"Luz"}"#)).unwrap();
        assert_eq!(same.oauth.unwrap().sealed_refresh_token, vec![1]);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let keys = KeyRing::for_tests();
        let wrong = |json: &str| match over(&keys).lay(&EmailSettings::default(), &form(json)) {
            Err(Error::Invalid(fields)) => fields[0].field,
            other => {
                assert!(other.is_ok());
                ""
            }
        };
        assert_eq!(wrong(r#"{"address":"nope"}"#), "address");
        assert_eq!(wrong(r#"{"imap":{"host":"http://a/b"}}"#), "imap.host");
        assert_eq!(wrong(r#"{"smtp":{"host":"user@a"}}"#), "smtp.host");
        assert_eq!(
            wrong(r#"{"imap":{"host":"127.0.0.1","security":"none"}}"#),
            "imap.security"
        );
        assert_eq!(wrong(r#"{"imap":{"ca_pem":"x"}}"#), "imap.ca_pem");
        assert!(serde_json::from_str::<MailboxForm>(r#"{"sealed_password":"x"}"#).is_err());
        assert_eq!(
            format!("{:?}", form(r#"{"password":"canary"}"#).password),
            "Some(***)"
        );
    }
}
