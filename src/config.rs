//! The few facts needed to boot: from flags, environment, `lobby.toml` and defaults, in this order.

use std::net::SocketAddr;
use std::path::PathBuf;

/// How this Lobby was started.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Everything Lobby remembers is in here.
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// The address people use, without a slash at the end; links in mails are made from it and from nothing else.
    pub public_url: String,
    /// Calls to this machine's own addresses are allowed: for tests and services beside it.
    pub allow_loopback: bool,
    /// Further networks that may be called, as CIDR; from the file only.
    pub allow_networks: Vec<String>,
    /// The name server to ask instead of the system's; from the file only.
    pub resolver: Option<SocketAddr>,
}

impl Config {
    /// Whether pages are served over HTTPS as far as the browser sees.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
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
}
