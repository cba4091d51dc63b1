//! How the larger providers call their mail servers, by the domain of an address and by who takes its mail. Public
//! facts of each provider's own help pages.

use crate::domain::channel::{MailAuth, Security, Server};

/// Both servers of a mailbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Servers {
    pub imap: Server,
    pub smtp: Server,
}

/// A provider, and how one logs in there.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    pub auth: MailAuth,
    pub servers: Servers,
}

type Row = (
    &'static [&'static str],
    &'static [&'static str],
    MailAuth,
    &'static str,
    (&'static str, u16),
);

/// Domains of addresses, endings of mail hosts, log-in, IMAP host (TLS on 993), SMTP host and port.
const ALL: &[Row] = &[
    (
        &["gmail.com", "googlemail.com"],
        &["google.com", "googlemail.com"],
        MailAuth::Google,
        "imap.gmail.com",
        ("smtp.gmail.com", 465),
    ),
    (
        &[
            "outlook.com",
            "outlook.es",
            "hotmail.com",
            "hotmail.es",
            "live.com",
            "live.com.mx",
            "msn.com",
        ],
        &["mail.protection.outlook.com", "olc.protection.outlook.com"],
        MailAuth::Microsoft,
        "outlook.office365.com",
        ("smtp.office365.com", 587),
    ),
    (
        &[
            "yahoo.com",
            "yahoo.es",
            "yahoo.com.mx",
            "yahoo.com.ar",
            "yahoo.com.br",
            "ymail.com",
        ],
        &["yahoodns.net"],
        MailAuth::Password,
        "imap.mail.yahoo.com",
        ("smtp.mail.yahoo.com", 465),
    ),
    (
        &["icloud.com", "me.com", "mac.com"],
        &["mail.icloud.com"],
        MailAuth::Password,
        "imap.mail.me.com",
        ("smtp.mail.me.com", 587),
    ),
    (
        &["aol.com"],
        &[],
        MailAuth::Password,
        "imap.aol.com",
        ("smtp.aol.com", 465),
    ),
    (
        &["fastmail.com", "fastmail.fm"],
        &["messagingengine.com"],
        MailAuth::Password,
        "imap.fastmail.com",
        ("smtp.fastmail.com", 465),
    ),
    (
        &["zohomail.com", "zoho.com"],
        &["zoho.com"],
        MailAuth::Password,
        "imap.zoho.com",
        ("smtp.zoho.com", 465),
    ),
    (
        &["zohomail.eu"],
        &["zoho.eu"],
        MailAuth::Password,
        "imap.zoho.eu",
        ("smtp.zoho.eu", 465),
    ),
    (
        &["gmx.com"],
        &[],
        MailAuth::Password,
        "imap.gmx.com",
        ("mail.gmx.com", 587),
    ),
    (
        &["gmx.net", "gmx.de"],
        &[],
        MailAuth::Password,
        "imap.gmx.net",
        ("mail.gmx.net", 465),
    ),
    (
        &[],
        &["hostinger.com"],
        MailAuth::Password,
        "imap.hostinger.com",
        ("smtp.hostinger.com", 465),
    ),
    (
        &[],
        &["titan.email"],
        MailAuth::Password,
        "imap.titan.email",
        ("smtp.titan.email", 465),
    ),
    (
        &[],
        &["secureserver.net"],
        MailAuth::Password,
        "imap.secureserver.net",
        ("smtpout.secureserver.net", 465),
    ),
    (
        &[],
        &["ionos.com", "perfora.net"],
        MailAuth::Password,
        "imap.ionos.com",
        ("smtp.ionos.com", 465),
    ),
    (
        &[],
        &["ionos.es"],
        MailAuth::Password,
        "imap.ionos.es",
        ("smtp.ionos.es", 465),
    ),
    (
        &[],
        &["kundenserver.de"],
        MailAuth::Password,
        "imap.ionos.de",
        ("smtp.ionos.de", 465),
    ),
    (
        &[],
        &["ovh.net"],
        MailAuth::Password,
        "ssl0.ovh.net",
        ("ssl0.ovh.net", 465),
    ),
    (
        &[],
        &["emailsrvr.com"],
        MailAuth::Password,
        "secure.emailsrvr.com",
        ("secure.emailsrvr.com", 465),
    ),
    (
        &["yandex.com"],
        &["yandex.net", "yandex.ru"],
        MailAuth::Password,
        "imap.yandex.com",
        ("smtp.yandex.com", 465),
    ),
];

/// The provider of an address' domain.
#[must_use]
pub fn by_domain(domain: &str) -> Option<Provider> {
    let found = ALL.iter().find(|it| it.0.contains(&domain));
    found.map(provider)
}

/// The provider whose hosts take a domain's mail.
#[must_use]
pub fn by_mail_host(host: &str) -> Option<Provider> {
    let is_of = |ending: &&str| {
        host.strip_suffix(ending)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let found = ALL.iter().find(|it| it.1.iter().any(is_of));
    found.map(provider)
}

fn provider(row: &Row) -> Provider {
    let (_, _, auth, imap, (smtp, port)) = *row;
    Provider {
        auth,
        servers: Servers {
            imap: server(imap, 993, Security::Tls),
            smtp: server(
                smtp,
                port,
                if port == 465 {
                    Security::Tls
                } else {
                    Security::StartTls
                },
            ),
        },
    }
}

/// A server without a user.
#[must_use]
pub fn server(host: &str, port: u16, security: Security) -> Server {
    Server {
        host: host.to_owned(),
        port,
        security,
        ..Server::default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn providers_are_known_by_domain_and_by_mail_host() {
        assert_eq!(by_domain("gmail.com").unwrap().auth, MailAuth::Google);
        assert_eq!(
            by_mail_host("aspmx.l.google.com").unwrap().auth,
            MailAuth::Google
        );
        let microsoft = by_mail_host("example-co.mail.protection.outlook.com").unwrap();
        assert_eq!(microsoft.auth, MailAuth::Microsoft);
        assert_eq!(microsoft.servers.smtp.security, Security::StartTls);
        assert_eq!(by_mail_host("evilgoogle.com"), None);
        assert_eq!(by_mail_host("mx.example.co"), None);
    }
}
