//! The few facts needed to boot: from flags, environment, `lobby.toml` and defaults, in this order.

mod network;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

pub use crate::config::network::{Network, NoNetwork};

/// How this Lobby was started.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Everything Lobby remembers is in here.
    pub data_dir: PathBuf,
    /// Where pages are served without encryption: for this machine, a tunnel or a proxy.
    pub listen: SocketAddr,
    /// The address people use, without a slash at the end; links in mails are made from it and from nothing else.
    pub public_url: String,
    pub entrance: Entrance,
    /// Calls to this machine's own addresses are allowed: for tests and services beside it.
    pub allow_loopback: bool,
    /// Further networks that may be called, as CIDR; from the file only.
    pub allow_networks: Vec<String>,
    /// The name server to ask instead of the system's; from the file only.
    pub resolver: Option<SocketAddr>,
    /// A pretend company is looked around in: its pages may stand in a frame beside its customers' telephone.
    pub demo: bool,
}

/// How people come in from outside. The default: straight, without encryption, by the name that was said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entrance {
    /// HTTPS of our own; none without a domain.
    pub https: Option<Https>,
    /// Whose word about where a request came from is believed.
    pub trusted_proxies: Vec<Network>,
    /// Nobody said by which address people come: any address of this machine is ours.
    pub any_address: bool,
}

/// HTTPS of our own under one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Https {
    /// In lower case, an international one in its ASCII form (RFC 5890).
    pub domain: String,
    /// Where pages are served encrypted: port 443.
    pub listen: SocketAddr,
    /// Where browsers are sent on and the domain is proven: port 80.
    pub listen_plain: SocketAddr,
    pub certificate: CertificateSource,
    /// [`Config::listen`] was asked for too.
    pub unencrypted_too: bool,
}

/// Where the certificate comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum CertificateSource {
    /// Had and renewed by ACME (RFC 8555).
    Acme {
        directory: String,
        /// Further root certificates the directory may be certified by (PEM): a private authority's, a test's.
        roots: String,
    },
    /// Files somebody else keeps; read again when they change.
    Files { chain: PathBuf, key: PathBuf },
}

impl Config {
    /// Whether pages are served over HTTPS as far as the browser sees.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Whether the encryption is Lobby's own, not a proxy's.
    #[must_use]
    pub fn is_https_of_its_own(&self) -> bool {
        self.entrance.https.is_some()
    }

    /// Whether others can reach the public address: it is no name of this machine alone.
    #[must_use]
    pub fn has_public_host(&self) -> bool {
        let host = self.public_host();
        let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        host != "localhost" && !ip.is_some_and(|it| it.is_loopback())
    }

    /// The host of the public address, without port.
    #[must_use]
    pub fn public_host(&self) -> String {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(self.public_url.as_str(), |it| it.1);
        let authority = rest.split('/').next().unwrap_or_default();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|it| it.is_ascii_digit()) => host.to_owned(),
            _ => authority.to_owned(),
        }
    }

    /// Whether [`Config::listen`] is listened on.
    #[must_use]
    pub fn listens_plain(&self) -> bool {
        self.entrance
            .https
            .as_ref()
            .is_none_or(|it| it.unencrypted_too)
    }

    /// Whether more than this machine can reach the pages: by a domain, by an address of the network, or through a
    /// proxy that answers under a name.
    #[must_use]
    pub fn is_in_public(&self) -> bool {
        let host = self.public_host();
        let here = host == "localhost" || host == "[::1]" || host.starts_with("127.");
        self.entrance.https.is_some() || !self.listen.ip().is_loopback() || !here
    }

    /// Whether an address is that of a proxy whose word is believed.
    #[must_use]
    pub fn is_trusted_proxy(&self, address: IpAddr) -> bool {
        let mut all = self.entrance.trusted_proxies.iter();
        all.any(|it| it.holds(address))
    }
}
