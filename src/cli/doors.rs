//! The sockets people come in by, opened before anything is said or begun, and the servers behind them.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, ServiceConfig};
use actix_web::{App as Pages, HttpServer};
use rustls::ServerConfig;

use crate::app::App;
use crate::config::Config;
use crate::https;
use crate::web::error::dress;
use crate::web::guard::guard;
use crate::web::lines::{Limits, Lines, attend};
use crate::web::pace::pace;
use crate::web::routes;
use crate::web::squeeze::squeeze;

/// Requests in flight get this long when Lobby is told to stop.
const GRACE_S: u64 = 10;
/// Threads that answer requests; what blocks runs on threads of its own.
const WORKERS: usize = 2;

/// Open sockets.
pub struct Doors {
    /// Pages without encryption.
    plain: Option<TcpListener>,
    /// Pages with encryption, and what sends people there.
    encrypted: Option<(TcpListener, TcpListener)>,
    more: More,
}

/// Pages there are besides the usual ones.
pub type More = Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>;

/// None.
#[must_use]
pub fn nothing_more() -> More {
    Arc::new(|_| {})
}

/// Running servers.
pub struct Servers {
    pages: Server,
    way: Option<Server>,
}

impl Doors {
    /// Opens what the configuration names.
    ///
    /// # Errors
    /// A sentence saying which cannot be opened and what to do.
    pub fn open(config: &Config) -> Result<Self, String> {
        let plain = match config.listens_plain() {
            true => Some(listen(config.listen)?),
            false => None,
        };
        let encrypted = match &config.entrance.https {
            Some(it) => Some((listen(it.listen)?, listen(it.listen_plain)?)),
            None => None,
        };
        Ok(Doors {
            plain,
            encrypted,
            more: nothing_more(),
        })
    }

    /// Pages there are here besides the usual ones.
    #[must_use]
    pub fn with(self, more: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        Doors {
            more: Arc::new(more),
            ..self
        }
    }

    /// Starts the servers. Must be called within a runtime.
    ///
    /// # Errors
    /// When a socket cannot be used.
    pub fn serve(self, app: &App, limits: Limits) -> std::io::Result<Servers> {
        let (inside, way) = match self.encrypted {
            Some((inside, way)) => (Some(inside), Some(way)),
            None => (None, None),
        };
        let way = way.map(|it| send_on(app, it, limits)).transpose()?;
        Ok(Servers {
            pages: pages(app, (self.plain, inside), limits, &self.more)?,
            way,
        })
    }
}

impl Servers {
    /// What stops them.
    #[must_use]
    pub fn handles(&self) -> Vec<ServerHandle> {
        let way = self.way.as_ref().map(Server::handle);
        std::iter::once(self.pages.handle()).chain(way).collect()
    }

    /// Until they are stopped.
    ///
    /// # Errors
    /// When one ends by itself.
    pub async fn run(self) -> std::io::Result<()> {
        match self.way {
            Some(way) => tokio::try_join!(self.pages, way).map(|_| ()),
            None => self.pages.await,
        }
    }
}

/// The server of pages and API over an open app; tests start it on port 0.
///
/// # Errors
/// When the listener cannot be used.
pub fn pages(
    app: &App,
    (plain, encrypted): (Option<TcpListener>, Option<TcpListener>),
    limits: Limits,
    more: &More,
) -> std::io::Result<Server> {
    let more = more.clone();
    let tls = encrypted.is_some().then(|| tls(app)).transpose()?;
    let lines = watched(app, limits);
    let (app, limits) = (Data::new(app.clone()), Data::new(limits));
    let mut server = HttpServer::new({
        let limits = limits.clone();
        move || {
            Pages::new()
                .app_data(app.clone())
                .app_data(limits.clone())
                .configure(crate::api::routes::configure)
                .configure(|cfg| more(cfg))
                .configure(routes::configure)
                .wrap(from_fn(guard))
                .wrap(from_fn(pace))
                .wrap(from_fn(dress))
                .wrap(from_fn(squeeze))
                .wrap(Compress::default())
                .wrap(from_fn(attend))
        }
    })
    .workers(WORKERS)
    .on_connect(move |stream, kept| lines.opened(stream, kept))
    // A page leaves in several parts: without this the second one waits 40 ms for the first one's acknowledgement.
    .tcp_nodelay(true)
    .client_request_timeout(limits.head)
    .tls_handshake_timeout(limits.head)
    .max_connections(limits.in_all)
    .shutdown_timeout(GRACE_S)
    .disable_signals();
    if let Some(it) = plain {
        server = server.listen(it)?;
    }
    if let (Some(it), Some(tls)) = (encrypted, tls) {
        server = server.listen_rustls_0_23(it, tls)?;
    }
    Ok(server.run())
}

/// The server of port 80.
fn send_on(app: &App, listener: TcpListener, limits: Limits) -> std::io::Result<Server> {
    let lines = watched(app, limits);
    let app = Data::new(app.clone());
    let server = HttpServer::new(move || {
        Pages::new()
            .app_data(app.clone())
            .configure(routes::entrance)
            .wrap(from_fn(attend))
    })
    .workers(1)
    .on_connect(move |stream, kept| lines.opened(stream, kept))
    .client_request_timeout(limits.head)
    .max_connections(limits.in_all)
    .shutdown_timeout(1)
    .disable_signals()
    .listen(listener)?;
    Ok(server.run())
}

/// The watch over a server's lines. One proxy or this machine itself may have as many as it needs.
fn watched(app: &App, limits: Limits) -> Arc<Lines> {
    let config = app.config.clone();
    let exempt = move |from: std::net::IpAddr| from.is_loopback() || config.is_trusted_proxy(from);
    let lines = Lines::new(limits, exempt);
    let hub = app.hub.clone();
    let stopping = async move { hub.closing().await };
    actix_web::rt::spawn(lines.clone().watch(stopping));
    lines
}

fn tls(app: &App) -> std::io::Result<ServerConfig> {
    https::server(app.https.clone()).map_err(std::io::Error::other)
}

fn listen(at: SocketAddr) -> Result<TcpListener, String> {
    let mut tried = TcpListener::bind(at);
    // A machine without IPv6: every address is every IPv4 one.
    if tried.is_err() && at.ip().is_unspecified() && at.is_ipv6() {
        let v4 = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), at.port());
        tried = TcpListener::bind(v4).or(tried);
    }
    tried.map_err(|err| {
        let port = at.port();
        let what_to_do = match err.kind() {
            std::io::ErrorKind::PermissionDenied => format!(
                "\nPort {port} needs a right of its own. Run Lobby as the systemd service (packaging/lobby.service), \
                 or give the program the right once:\n  sudo setcap cap_net_bind_service=+ep $(command -v lobby)"
            ),
            std::io::ErrorKind::AddrInUse => format!(
                "\nAnother program has port {port}: see which by  ss -ltnp 'sport = :{port}'\n\
                 Stop it, or let it pass requests on to Lobby: leave out --domain and say\n  \
                 lobby serve --public-url https://YOUR-NAME --trusted-proxy 127.0.0.1"
            ),
            _ => String::new(),
        };
        format!("listening on {at}: {err}{what_to_do}")
    })
}
