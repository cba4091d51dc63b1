//! What a domain says of its own mail servers: a small XML file at a known place (Thunderbird's autoconfig, 1.1).

use crate::channels::email::providers::server;
use crate::domain::channel::{Security, Server};
use crate::net::Net;
use crate::net::http::Purpose;

/// What was found: the servers, user names filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Described {
    pub imap: Option<Server>,
    pub smtp: Option<Server>,
}

/// Asks the domain.
pub async fn ask(net: &Net, address: &str, domain: &str) -> Option<Described> {
    for url in [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={address}"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ] {
        if let Ok(answer) = net.get(Purpose::Discovery, &url).await
            && answer.status == 200
            && let Ok(text) = std::str::from_utf8(&answer.body)
        {
            let found = read(text, address);
            if found.imap.is_some() && found.smtp.is_some() {
                return Some(found);
            }
        }
    }
    None
}

fn read(xml: &str, address: &str) -> Described {
    Described {
        imap: first(xml, "incomingServer", "imap", address),
        smtp: first(xml, "outgoingServer", "smtp", address),
    }
}

/// The first server of a kind that is encrypted.
fn first(xml: &str, tag: &str, kind: &str, address: &str) -> Option<Server> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    for part in xml.split(&open).skip(1) {
        let Some((part, _)) = part.split_once(&close) else {
            continue;
        };
        let (attributes, inside) = part.split_once('>')?;
        let is_kind = attributes.contains(&format!("\"{kind}\""))
            || attributes.contains(&format!("'{kind}'"));
        if let Some(found) = is_kind.then(|| one(inside, address)).flatten() {
            return Some(found);
        }
    }
    None
}

fn one(inside: &str, address: &str) -> Option<Server> {
    let security = match value(inside, "socketType")? {
        "SSL" => Security::Tls,
        "STARTTLS" => Security::StartTls,
        _ => return None,
    };
    let host = value(inside, "hostname")?;
    let plain = host
        .bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'));
    let port = value(inside, "port")?.parse().ok()?;
    let (local, domain) = address.rsplit_once('@')?;
    let username = value(inside, "username").unwrap_or("%EMAILADDRESS%");
    let username = username
        .replace("%EMAILADDRESS%", address)
        .replace("%EMAILLOCALPART%", local)
        .replace("%EMAILDOMAIN%", domain);
    plain.then(|| Server {
        username,
        ..server(&host.to_ascii_lowercase(), port, security)
    })
}

fn value<'a>(xml: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{tag}>"))?;
    let (value, _) = rest.split_once(&format!("</{tag}>"))?;
    Some(value.trim()).filter(|it| !it.is_empty() && !it.contains('<'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_first_encrypted_servers_are_taken() {
        let xml = r#"<clientConfig><emailProvider id="x">
            <incomingServer type="pop3"><hostname>pop.x.co</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
            <incomingServer type="imap"><hostname>plain.x.co</hostname><port>143</port><socketType>plain</socketType></incomingServer>
            <incomingServer type="imap"><hostname>IMAP.x.co</hostname><port>993</port><socketType>SSL</socketType>
              <username>%EMAILLOCALPART%</username></incomingServer>
            <outgoingServer type="smtp"><hostname>smtp.x.co</hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
        </emailProvider></clientConfig>"#;
        let found = read(xml, "ana@x.co");
        let imap = found.imap.unwrap();
        assert_eq!(
            (imap.host.as_str(), imap.port, imap.username.as_str()),
            ("imap.x.co", 993, "ana")
        );
        let smtp = found.smtp.unwrap();
        assert_eq!(
            (smtp.security, smtp.username.as_str()),
            (Security::StartTls, "ana@x.co")
        );
        assert_eq!(
            read("<incomingServer type=\"imap\">", "a@x"),
            Described::default()
        );
        let odd = xml.replace("IMAP.x.co", "a/b");
        assert_eq!(read(&odd, "ana@x.co").imap, None);
    }
}
