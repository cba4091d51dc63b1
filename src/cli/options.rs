//! Options every command takes: flag, then environment, then `lobby.toml`, then default.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use crate::config::Config;

#[derive(Debug, Args)]
pub struct Options {
    /// Folder that holds everything Lobby remembers [default: ./lobby-data]
    #[arg(long, env = "LOBBY_DATA_DIR", global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "LOBBY_LISTEN", global = true, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Address people use, such as https://desk.example.com [default: http:// and the listening address]
    #[arg(long, env = "LOBBY_PUBLIC_URL", global = true, value_name = "URL")]
    public_url: Option<String>,
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
    allow_loopback: bool,
    allow_networks: Vec<String>,
    resolver: Option<SocketAddr>,
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
        let listen = self.listen.or(file.listen).unwrap_or(default);
        let public_url = self.public_url.clone().or(file.public_url);
        let public_url = public_url.unwrap_or_else(|| format!("http://{listen}"));
        let parsed = url::Url::parse(&public_url)
            .map_err(|err| format!("--public-url {public_url}: {err}"))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(format!(
                "--public-url {public_url}: begin it with https:// or http://"
            ));
        }
        Ok(Config {
            data_dir,
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            allow_loopback: self.allow_loopback || file.allow_loopback,
            allow_networks: file.allow_networks,
            resolver: file.resolver,
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
