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
    /// The host that said so.
    pub by: String,
}

/// Asks the domain, at both places at once; the first one's word counts more. `roots` are further certificates to
/// believe.
pub async fn ask(net: &Net, address: &str, domain: &str, roots: &str) -> Option<Described> {
    let coded: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
    let own = format!("autoconfig.{domain}");
    let first = format!("https://{own}/mail/config-v1.1.xml?emailaddress={coded}");
    let second = format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml");
    let (first, second) = tokio::join!(
        one_place(net, address, &first, roots),
        one_place(net, address, &second, roots)
    );
    let by = |by: String| move |it: Described| Described { by, ..it };
    first
        .map(by(own))
        .or_else(|| second.map(by(domain.to_owned())))
}

async fn one_place(net: &Net, address: &str, url: &str, roots: &str) -> Option<Described> {
    let answer = net.get_trusting(Purpose::Discovery, url, roots).await;
    let answer = answer.ok().filter(|it| it.status == 200)?;
    let found = read(std::str::from_utf8(&answer.body).ok()?, address);
    (found.imap.is_some() && found.smtp.is_some()).then_some(found)
}

fn read(xml: &str, address: &str) -> Described {
    Described {
        imap: first(xml, "incomingServer", "imap", address),
        smtp: first(xml, "outgoingServer", "smtp", address),
        by: String::new(),
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
