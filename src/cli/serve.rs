//! `lobby serve`: opens the data folder, puts the app together, serves pages and API, and stops cleanly.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::{Server, ServerHandle};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

use crate::api::webhooks;
use crate::app::App;
use crate::cli::doors::{self, Doors};
use crate::cli::{greeting, order};
use crate::clock::Clock;
use crate::config::Config;
use crate::jobs;
use crate::keys::KeyRing;
use crate::store::{Folder, Options};
use crate::web::lines::Limits;
use crate::words::{Arg, Words};

type Failure = Box<dyn std::error::Error>;

/// Serves until SIGTERM or SIGINT: then refuses new work, finishes what is in flight, commits, and ends.
///
/// # Errors
/// When the data folder cannot be opened or the address cannot be listened on.
pub fn run(config: Config) -> Result<(), Failure> {
    let app = open(config)?;
    let doors = Doors::open(&app.config)?;
    show_certificate(&app)?;
    greeting::greet(&app)?;
    run_open(app, doors, Arc::default(), |_| Ok(()))
}

/// The certificate there is, from the first handshake on.
fn show_certificate(app: &App) -> Result<(), String> {
    jobs::certificate::begin(app).map_err(|trouble| {
        let words = Words::for_reader("en", "UTC");
        let domain = app.config.public_host();
        let args = [("domain", Arg::Text(&domain)), ("address", Arg::Text(""))];
        let text = words.t_with(trouble.code, &args);
        format!("--cert and --key: {text} ({})", trouble.detail)
    })
}

/// Serves an open Lobby until it is stopped or `ended`; `beside` begins what runs beside it, within its runtime.
///
/// # Errors
/// As [`run`].
pub fn run_open(
    app: App,
    doors: Doors,
    ended: Arc<Notify>,
    beside: impl FnOnce(App) -> std::io::Result<()>,
) -> Result<(), Failure> {
    order::listen(&app).map_err(|err| format!("the socket of the command line: {err}"))?;
    actix_web::rt::System::new().block_on(async move {
        let servers = doors.serve(&app, Limits::default())?;
        stop_on_signal(app.clone(), servers.handles(), ended)?;
        let hub = app.hub.clone();
        let live = tokio::spawn(async move { hub.run().await });
        let told = tokio::spawn(greeting::narrate(app.clone()));
        beside(app.clone())?;
        let jobs = jobs::start(app.clone(), webhooks::told).await?;
        servers.run().await?;
        jobs.stop().await;
        live.abort();
        told.abort();
        app.store.close();
        Ok(())
    })
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
    server_within(app, listener, Limits::default())
}

/// As [`server`], with other limits on slow lines.
///
/// # Errors
/// As [`server`].
pub fn server_within(app: &App, listener: TcpListener, limits: Limits) -> std::io::Result<Server> {
    doors::pages(app, (Some(listener), None), limits, &doors::nothing_more())
}

/// What is being answered is answered; nobody waits for pages that are open.
fn stop_on_signal(app: App, servers: Vec<ServerHandle>, ended: Arc<Notify>) -> std::io::Result<()> {
    let (mut term, mut int) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    actix_web::rt::spawn(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
            () = ended.notified() => {}
        }
        tracing::info!("stopping");
        app.hub.close();
        app.visitors.close();
        futures_util::future::join_all(servers.iter().map(|it| it.stop(true))).await;
    });
    Ok(())
}
