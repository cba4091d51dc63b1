//! Options every command takes: flag, then environment, then `lobby.toml`, then default.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use crate::cli::entrance::{self, EntranceOptions};
use crate::config::Config;

#[derive(Debug, Args)]
pub struct Options {
    /// Folder that holds everything Lobby remembers [default: ./lobby-data]
    #[arg(long, env = "LOBBY_DATA_DIR", global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address to listen on, unencrypted [default: 127.0.0.1:8080; none with --domain]
    #[arg(long, env = "LOBBY_LISTEN", global = true, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Address people use, such as https://desk.example.com [default: that of --domain, else where Lobby listens]
    #[arg(long, env = "LOBBY_PUBLIC_URL", global = true, value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    entrance: EntranceOptions,
    /// Settings file [default: lobby.toml in the data folder, when it is there]
    #[arg(long, env = "LOBBY_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Allow calls to this machine's own addresses (tests, services beside Lobby)
    #[arg(long, env = "LOBBY_ALLOW_LOOPBACK", global = true)]
    allow_loopback: bool,
}

/// What `lobby.toml` may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FromFile {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    domain: Option<String>,
    https_listen: Option<SocketAddr>,
    http_listen: Option<SocketAddr>,
    acme_directory: Option<String>,
    acme_root: Option<PathBuf>,
    cert: Option<PathBuf>,
    key: Option<PathBuf>,
    trusted_proxies: Vec<String>,
    allow_loopback: bool,
    allow_networks: Vec<String>,
    resolver: Option<SocketAddr>,
}

impl FromFile {
    fn entrance(&self) -> EntranceOptions {
        EntranceOptions {
            domain: self.domain.clone(),
            https_listen: self.https_listen,
            http_listen: self.http_listen,
            acme_directory: self.acme_directory.clone(),
            acme_root: self.acme_root.clone(),
            cert: self.cert.clone(),
            key: self.key.clone(),
            trusted_proxy: self.trusted_proxies.clone(),
        }
    }
}

impl Options {
    /// Whether a data folder was named.
    #[must_use]
    pub fn names_data_dir(&self) -> bool {
        self.data_dir.is_some()
    }

    /// # Errors
    /// A sentence about the option or file that is wrong.
    pub fn config(&self) -> Result<Config, String> {
        let data_dir = self
            .data_dir
            .clone()
            .unwrap_or_else(|| PathBuf::from("lobby-data"));
        let file = self.read_file(&data_dir)?;
        let default = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
        let said = self.listen.or(file.listen);
        let listen = said.unwrap_or(default);
        let entrance = self.entrance.or(file.entrance());
        let https = entrance.https(said.is_some())?;
        let public_url = self.public_url.clone().or(file.public_url);
        let any_address = public_url.is_none() && https.is_none() && !listen.ip().is_loopback();
        let public_url = match public_url {
            Some(said) => entrance::check_url(said, https.as_ref())?,
            None => entrance::own_url(https.as_ref(), listen),
        };
        let entrance = crate::config::Entrance {
            https,
            trusted_proxies: entrance.trusted_proxies()?,
            any_address,
        };
        Ok(Config {
            data_dir,
            listen,
            public_url,
            entrance,
            allow_loopback: self.allow_loopback || file.allow_loopback,
            allow_networks: file.allow_networks,
            resolver: file.resolver,
            demo: false,
        })
    }

    fn read_file(&self, data_dir: &Path) -> Result<FromFile, String> {
        let path = self
            .config
            .clone()
            .unwrap_or_else(|| data_dir.join("lobby.toml"));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(err) if err.kind() == std::io::ErrorKind::NotFound && self.config.is_none() => {
                return Ok(FromFile::default());
            }
            Err(err) => return Err(format!("{}: {err}", path.display())),
        };
        toml::from_str(&text).map_err(|err| format!("{}: {err}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::Parser;

    use super::*;
    use crate::config::CertificateSource;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn read(args: &str) -> Result<Config, String> {
        let args = std::iter::once("lobby").chain(args.split_whitespace());
        let args = args.chain(["--data-dir", "/nowhere"]);
        Line::try_parse_from(args).unwrap().options.config()
    }

    #[test]
    fn without_a_domain_it_listens_on_this_machine() {
        let config = read("").unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert!(config.listens_plain() && !config.is_https() && !config.is_in_public());
        assert!(!config.entrance.any_address);
    }

    #[test]
    fn a_domain_brings_https_and_nothing_unencrypted() {
        let config = read("--domain Desk.Example.COM").unwrap();
        assert_eq!(config.public_url, "https://desk.example.com");
        assert!(config.is_https() && config.is_in_public() && !config.listens_plain());
        let https = config.entrance.https.unwrap();
        assert_eq!((https.listen.port(), https.listen_plain.port()), (443, 80));
        let config = read("--domain desk.example.com --listen 127.0.0.1:8080").unwrap();
        assert!(config.listens_plain());
        let config = read("--domain bücher.example --https-listen 0.0.0.0:8443").unwrap();
        assert_eq!(config.public_url, "https://xn--bcher-kva.example:8443");
        let config = read("--domain a.example --public-url https://a.example").unwrap();
        assert_eq!(config.public_url, "https://a.example");
    }

    #[test]
    fn own_files_take_the_place_of_the_authority() {
        let config = read("--domain a.example --cert /c.pem --key /k.pem").unwrap();
        let source = config.entrance.https.unwrap().certificate;
        assert!(matches!(source, CertificateSource::Files { .. }));
    }

    #[test]
    fn what_does_not_fit_together_is_refused_with_a_sentence() {
        for (args, says) in [
            ("--domain localhost", "--domain"),
            ("--domain 203.0.113.7", "--domain"),
            ("--domain https://a.example", "--domain"),
            ("--domain a.example/desk", "--domain"),
            ("--domain *.example.com", "--domain"),
            ("--domain a.example --cert /c.pem", "--key"),
            ("--cert /c.pem --key /k.pem", "--domain"),
            (
                "--domain a.example --public-url https://b.example",
                "a.example",
            ),
            (
                "--domain a.example --public-url http://a.example",
                "a.example",
            ),
            (
                "--domain a.example --acme-root /nowhere.pem",
                "/nowhere.pem",
            ),
            ("--trusted-proxy 10.0.0.0/33", "--trusted-proxy"),
            ("--public-url desk.example.com", "--public-url"),
            ("--public-url ftp://desk.example.com", "--public-url"),
        ] {
            let err = read(args).unwrap_err();
            assert!(err.contains(says), "{args}: {err}");
        }
    }

    #[test]
    fn an_address_that_means_all_is_not_printed() {
        let config = read("--listen 0.0.0.0:8080").unwrap();
        assert!(
            !config.public_url.contains("0.0.0.0"),
            "{}",
            config.public_url
        );
        assert!(config.public_url.ends_with(":8080") && config.entrance.any_address);
        let config = read("--listen 0.0.0.0:8080 --public-url https://a.example/").unwrap();
        assert!(!config.entrance.any_address && config.is_in_public());
        assert_eq!(config.public_url, "https://a.example");
    }

    #[test]
    fn proxies_come_one_by_one_or_in_a_row() {
        let config = read("--trusted-proxy 127.0.0.1,10.0.0.0/8 --trusted-proxy fd00::/8").unwrap();
        assert_eq!(config.entrance.trusted_proxies.len(), 3);
        assert!(config.is_trusted_proxy("10.9.9.9".parse().unwrap()));
        assert!(!config.is_trusted_proxy("192.0.2.1".parse().unwrap()));
    }
}
