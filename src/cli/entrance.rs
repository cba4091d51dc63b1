//! Options about how people come in: our own HTTPS, or a proxy before us.

use std::net::{IpAddr, Ipv6Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;

use clap::Args;
use url::{Host, Url};

use crate::config::{CertificateSource, Https, Network};

/// Let's Encrypt's directory (<https://letsencrypt.org/docs/client-options/>).
const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

#[derive(Debug, Default, Args)]
pub struct EntranceOptions {
    /// Serve this name over HTTPS on port 443, with a certificate that makes and renews itself; redirect on port 80
    #[arg(long, env = "LOBBY_DOMAIN", global = true, value_name = "NAME")]
    pub domain: Option<String>,
    /// Address for HTTPS, with --domain [default: port 443 of every address]
    #[arg(long, env = "LOBBY_HTTPS_LISTEN", global = true, value_name = "ADDR")]
    pub https_listen: Option<SocketAddr>,
    /// Address for the redirect and for proving the domain, with --domain [default: port 80 of every address]
    #[arg(long, env = "LOBBY_HTTP_LISTEN", global = true, value_name = "ADDR")]
    pub http_listen: Option<SocketAddr>,
    /// Who makes the certificate, by ACME [default: Let's Encrypt]
    #[arg(long, env = "LOBBY_ACME_DIRECTORY", global = true, value_name = "URL")]
    pub acme_directory: Option<String>,
    /// Root certificate the ACME server is certified by, when it is a private one
    #[arg(long, env = "LOBBY_ACME_ROOT", global = true, value_name = "FILE")]
    pub acme_root: Option<PathBuf>,
    /// Certificate chain of your own (PEM) for --domain; read again when it changes
    #[arg(long, env = "LOBBY_CERT", global = true, value_name = "FILE")]
    pub cert: Option<PathBuf>,
    /// The private key of --cert (PEM)
    #[arg(long, env = "LOBBY_KEY", global = true, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Proxy before Lobby, as address or CIDR: its X-Forwarded-For and X-Forwarded-Proto are believed
    #[arg(
        long,
        env = "LOBBY_TRUSTED_PROXY",
        global = true,
        value_name = "CIDR",
        value_delimiter = ','
    )]
    pub trusted_proxy: Vec<String>,
}

impl EntranceOptions {
    /// These, and where they say nothing the others.
    #[must_use]
    pub fn or(&self, other: EntranceOptions) -> EntranceOptions {
        let text = |a: &Option<String>, b| a.clone().or(b);
        let path = |a: &Option<PathBuf>, b| a.clone().or(b);
        let proxies = &self.trusted_proxy;
        EntranceOptions {
            domain: text(&self.domain, other.domain),
            https_listen: self.https_listen.or(other.https_listen),
            http_listen: self.http_listen.or(other.http_listen),
            acme_directory: text(&self.acme_directory, other.acme_directory),
            acme_root: path(&self.acme_root, other.acme_root),
            cert: path(&self.cert, other.cert),
            key: path(&self.key, other.key),
            trusted_proxy: if proxies.is_empty() {
                other.trusted_proxy
            } else {
                proxies.clone()
            },
        }
    }

    /// HTTPS of our own, when a domain is named.
    ///
    /// # Errors
    /// A sentence about what does not fit together.
    pub fn https(&self, unencrypted_too: bool) -> Result<Option<Https>, String> {
        let Some(domain) = &self.domain else {
            if self.cert.is_some() || self.key.is_some() {
                return Err("--cert and --key go with --domain: say the name, too".to_owned());
            }
            return Ok(None);
        };
        Ok(Some(Https {
            domain: read_domain(domain)?,
            listen: self.https_listen.unwrap_or_else(|| everywhere(443)),
            listen_plain: self.http_listen.unwrap_or_else(|| everywhere(80)),
            certificate: self.certificate()?,
            unencrypted_too,
        }))
    }

    fn certificate(&self) -> Result<CertificateSource, String> {
        match (&self.cert, &self.key) {
            (Some(chain), Some(key)) => {
                return Ok(CertificateSource::Files {
                    chain: chain.clone(),
                    key: key.clone(),
                });
            }
            (None, None) => {}
            _ => return Err("--cert and --key go together".to_owned()),
        }
        let directory = self.acme_directory.as_deref().unwrap_or(LETS_ENCRYPT);
        if !directory.starts_with("https://") {
            return Err(format!(
                "--acme-directory {directory}: begin it with https://"
            ));
        }
        let roots = match &self.acme_root {
            Some(path) => std::fs::read_to_string(path)
                .map_err(|err| format!("--acme-root {}: {err}", path.display()))?,
            None => String::new(),
        };
        Ok(CertificateSource::Acme {
            directory: directory.to_owned(),
            roots,
        })
    }

    /// # Errors
    /// A sentence naming the one that cannot be read.
    pub fn trusted_proxies(&self) -> Result<Vec<Network>, String> {
        let all = self.trusted_proxy.iter();
        all.map(|it| {
            it.parse()
                .map_err(|err| format!("--trusted-proxy {it}: {err}"))
        })
        .collect()
    }
}

/// Every address of this machine, of both kinds where it has both.
fn everywhere(port: u16) -> SocketAddr {
    SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), port)
}

/// A public name: lower case, ASCII, with a dot; no address and no pattern.
fn read_domain(said: &str) -> Result<String, String> {
    let wrong = || format!("--domain {said}: say a name alone, such as desk.example.com");
    match Host::parse(said.trim().trim_end_matches('.')) {
        Ok(Host::Domain(name)) if name.contains('.') && !name.contains('*') => Ok(name),
        _ => Err(wrong()),
    }
}

/// A public address as it was said, without a slash at the end.
///
/// # Errors
/// A sentence when it is none, or another than that of our own HTTPS.
pub fn check_url(said: String, https: Option<&Https>) -> Result<String, String> {
    let parsed = Url::parse(&said).map_err(|err| {
        format!("--public-url {said}: {err}. Write it as https://desk.example.com")
    })?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(format!(
            "--public-url {said}: begin it with https:// or http://"
        ));
    }
    if let Some(https) = https {
        let same = parsed.scheme() == "https" && parsed.host_str() == Some(&https.domain);
        if !same {
            return Err(format!(
                "--public-url {said} is not https://{}: leave it out, or say that name",
                https.domain
            ));
        }
    }
    Ok(said.trim_end_matches('/').to_owned())
}

/// The address people use when nobody said one: an address that can be opened, not "every address".
#[must_use]
pub fn own_url(https: Option<&Https>, listen: SocketAddr) -> String {
    if let Some(https) = https {
        return match https.listen.port() {
            443 => format!("https://{}", https.domain),
            port => format!("https://{}:{port}", https.domain),
        };
    }
    let mut at = listen;
    if at.ip().is_unspecified()
        && let Some(own) = own_address()
    {
        at.set_ip(own);
    }
    if at.ip().is_unspecified() {
        return format!("http://localhost:{}", at.port());
    }
    format!("http://{at}")
}

/// The address this machine has towards the internet; none without a way there. Nothing is sent: the system only
/// chooses a route, to addresses kept for documentation (RFC 5737, RFC 3849).
#[must_use]
pub fn own_address() -> Option<IpAddr> {
    let towards = |own: &str, there: &str| {
        let socket = UdpSocket::bind(own).ok()?;
        socket.connect(there).ok()?;
        Some(socket.local_addr().ok()?.ip())
    };
    towards("0.0.0.0:0", "192.0.2.1:9")
        .or_else(|| towards("[::]:0", "[2001:db8::1]:9"))
        .filter(|it| !it.is_unspecified())
}
