//! One careful way to call out. A name is resolved once, every address checked, and the call made to the address that
//! was checked; limits and time-outs by purpose; nothing secret in the trace.

pub mod api;
pub(crate) mod dns;
mod guard;
pub mod http;
pub mod line;
pub mod push;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::config::Config;
use crate::net::guard::Guard;
use crate::net::line::Line;

/// Resolving a name takes no longer.
const RESOLVE: Duration = Duration::from_secs(5);
/// Reaching one address takes no longer.
const CONNECT: Duration = Duration::from_secs(8);

/// Why a call was not made, or brought nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    #[error("no such host")]
    NoSuchHost,
    /// The address may not be called.
    #[error("the address is not a public one")]
    Blocked,
    #[error("nothing answers there")]
    Unreachable,
    #[error("no answer in time")]
    TimedOut,
    #[error("TLS failed: {0:?}")]
    Tls(TlsProblem),
    #[error("the connection was lost")]
    Lost,
    #[error("more than was asked for")]
    TooLarge,
    /// Bytes came along with the answer after which the line was to be encrypted.
    #[error("data slipped in before the line was encrypted")]
    ExtraData,
    #[error("the answer was not understood")]
    Protocol,
    #[error("the settings are wrong: {0}")]
    Settings(String),
}

/// What was wrong with a TLS handshake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsProblem {
    Expired,
    WrongName,
    UnknownIssuer,
    Certificate,
    Handshake,
    /// The server did not speak TLS, or hung up.
    NotTls,
}

impl NetError {
    /// The last part of its key in `words` (`health-…`, `try-…`).
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            NetError::NoSuchHost => "no-such-host",
            NetError::Blocked => "blocked-address",
            NetError::Unreachable => "unreachable",
            NetError::TimedOut => "timed-out",
            NetError::Tls(TlsProblem::Expired) => "certificate-expired",
            NetError::Tls(TlsProblem::WrongName) => "certificate-name",
            NetError::Tls(TlsProblem::UnknownIssuer) => "certificate-issuer",
            NetError::Tls(TlsProblem::Certificate) => "certificate",
            NetError::Tls(_) => "tls",
            NetError::Lost => "lost",
            NetError::TooLarge | NetError::Protocol => "protocol",
            NetError::ExtraData => "extra-data",
            NetError::Settings(_) => "settings",
        }
    }
}

/// The way out. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Net {
    guard: Arc<Guard>,
    /// Asked for names instead of the system's.
    resolver: Option<SocketAddr>,
    /// Lines to providers that were checked not long ago.
    lines: Arc<std::sync::Mutex<Vec<api::Pinned>>>,
}

impl Net {
    /// # Errors
    /// [`NetError::Settings`] when an allowed network cannot be read.
    pub fn new(config: &Config) -> Result<Self, NetError> {
        let guard = Guard::new(config.allow_loopback, &config.allow_networks)?;
        Ok(Net {
            guard: Arc::new(guard),
            resolver: config.resolver,
            lines: Arc::default(),
        })
    }

    /// The addresses of a host, every one of them allowed.
    ///
    /// # Errors
    /// [`NetError::NoSuchHost`]; [`NetError::Blocked`] when any of them may not be called.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, NetError> {
        let addresses = timeout(RESOLVE, self.addresses(host, port))
            .await
            .map_err(|_| NetError::TimedOut)??;
        if addresses.is_empty() {
            return Err(NetError::NoSuchHost);
        }
        let all_allowed = addresses
            .iter()
            .all(|it| self.guard.allows(it.ip(), it.port()));
        if all_allowed {
            Ok(addresses)
        } else {
            Err(NetError::Blocked)
        }
    }

    /// A plain line to a host, at an address that was checked.
    ///
    /// # Errors
    /// As [`Net::resolve`]; [`NetError::Unreachable`]; [`NetError::TimedOut`].
    pub async fn connect(&self, host: &str, port: u16) -> Result<Line, NetError> {
        let mut last = NetError::Unreachable;
        for address in self.resolve(host, port).await? {
            tracing::debug!(%host, %address, "calling");
            match timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    let _ = stream.set_nodelay(true);
                    return Ok(Line::plain(stream, address));
                }
                Ok(Err(_)) => last = NetError::Unreachable,
                Err(_) => last = NetError::TimedOut,
            }
        }
        Err(last)
    }

    /// Whether a line may stay unencrypted: only to this machine, started so.
    #[must_use]
    pub fn may_be_plain(&self, line: &Line) -> bool {
        self.guard.is_own_machine(line.peer().ip())
    }
}
