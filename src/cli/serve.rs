//! `lobby serve`: opens the data folder, puts the app together, serves pages and API, and stops cleanly.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{App as Pages, HttpServer};
use tokio::signal::unix::{SignalKind, signal};

use crate::app::App;
use crate::cli::{order, setup_link};
use crate::clock::Clock;
use crate::config::Config;
use crate::jobs;
use crate::keys::KeyRing;
use crate::store::{Folder, Options};
use crate::web::error::dress;
use crate::web::guard::guard;
use crate::web::routes;
use crate::web::squeeze::squeeze;
use crate::words::Words;

type Failure = Box<dyn std::error::Error>;

/// Requests in flight get this long when Lobby is told to stop.
const GRACE_S: u64 = 10;
/// Threads that answer requests; what blocks runs on threads of its own.
const WORKERS: usize = 2;

/// Serves until SIGTERM or SIGINT: then refuses new work, finishes what is in flight, commits, and ends.
///
/// # Errors
/// When the data folder cannot be opened or the address cannot be listened on.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = open(config)?;
    greet(&app)?;
    run_open(app, |_| Ok(()))
}

/// Serves an open Lobby; `beside` begins what runs beside it, within its runtime.
///
/// # Errors
/// As [`run`].
pub fn run_open(app: App, beside: impl FnOnce(App) -> std::io::Result<()>) -> Result<(), Failure> {
    let listen = app.config.listen;
    order::listen(&app).map_err(|err| format!("the socket of the command line: {err}"))?;
    let listener =
        TcpListener::bind(listen).map_err(|err| format!("listening on {listen}: {err}"))?;
    actix_web::rt::System::new().block_on(async move {
        let server = server(&app, listener)?;
        stop_on_signal(server.handle())?;
        let hub = app.hub.clone();
        let live = tokio::spawn(async move { hub.run().await });
        beside(app.clone())?;
        let jobs = jobs::start(app.clone()).await?;
        server.await?;
        jobs.stop().await;
        live.abort();
        app.store.close();
        Ok(())
    })
}

/// Says where to go: to the log-in, or, on a fresh Lobby, to the set-up.
fn greet(app: &App) -> Result<(), Failure> {
    let url = &app.config.public_url;
    let Some(link) = setup_link::address(app)? else {
        println!("Lobby runs at {url}");
        return Ok(());
    };
    let words = Words::for_reader(&terminal_language(), "UTC");
    println!(
        "{}",
        words.t_of("start-runs", "version", env!("CARGO_PKG_VERSION"))
    );
    let line = |key: &str, text: &str| println!("  {:<20}{text}", words.t(key));
    if app.config.listen.ip().is_loopback() {
        let port = app.config.listen.port().to_string();
        line("start-here", &link);
        line("start-laptop", &words.t_of("start-ssh", "port", port));
    } else {
        line("start-open", &link);
    }
    Ok(())
}

/// The language of whoever started it (POSIX: LC_ALL, else LANG).
fn terminal_language() -> String {
    let said = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
    said("LC_ALL").or_else(|| said("LANG")).unwrap_or_default()
}

/// Opens everything in the data folder.
///
/// # Errors
/// When the folder is in use, damaged, of a newer Lobby, or the disk fails.
pub fn open(config: Config) -> Result<App, Failure> {
    open_at(config, Clock::System)
}

/// Opens everything under a clock of its own.
///
/// # Errors
/// As [`open`].
pub fn open_at(config: Config, clock: Clock) -> Result<App, Failure> {
    let folder = config.data_dir.clone();
    let for_store = clock.clone();
    let options = Options {
        now: Arc::new(move || for_store.now()),
        seed: None,
        twice: false,
    };
    let folder = Folder::open(&folder, options)?;
    let keys = KeyRing::open(&folder.keys)?;
    Ok(App::new(config, clock, keys, folder.store, folder.blobs)?)
}

/// The server of pages and API over an open app; tests start it on port 0.
///
/// # Errors
/// When the listener cannot be used.
pub fn server(app: &App, listener: TcpListener) -> std::io::Result<Server> {
    let app = Data::new(app.clone());
    let server = HttpServer::new(move || {
        Pages::new()
            .app_data(app.clone())
            .configure(crate::api::routes::configure)
            .configure(routes::configure)
            .wrap(from_fn(guard))
            .wrap(from_fn(dress))
            .wrap(from_fn(squeeze))
            .wrap(Compress::default())
    })
    .workers(WORKERS)
    // A page leaves in several parts: without this the second one waits 40 ms for the first one's acknowledgement.
    .tcp_nodelay(true)
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(GRACE_S)
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(server)
}

fn stop_on_signal(server: ServerHandle) -> std::io::Result<()> {
    let (mut term, mut int) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    actix_web::rt::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("stopping");
        server.stop(true).await;
    });
    Ok(())
}
