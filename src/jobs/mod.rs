//! Work that outlives a request: mailboxes watched, mail taken in and sent, timers, letters, upkeep. One short file a
//! kind; every job may run twice.

mod alerts;
mod audience;
pub mod automatic;
mod backfill;
mod breaker;
mod bulk;
pub mod certificate;
pub mod dated;
mod deliver;
mod due;
mod erase;
mod figures;
mod filing;
mod follow;
mod health;
mod intake;
mod large;
mod letters;
mod listen;
mod mailboxes;
mod mailing;
mod media;
mod monitor;
mod notify;
mod ours;
mod parked;
mod proof;
mod push;
mod quality;
mod react;
mod renew;
mod route;
mod rules;
mod set_up;
mod sla;
mod timers;
mod upkeep;
mod watch;
mod webhooks;

use std::time::Duration;

use tokio::sync::{mpsc, watch as signal};
use tokio::task::JoinSet;

use crate::app::App;
use crate::channels::email::dkim::KeyBook;
use crate::channels::kit::{Door, Lot};
use crate::domain::error::{Error, Result};
use crate::domain::id::ConnectionId;
use crate::integrations::runs;
use crate::jobs::notify::Notify;
use crate::jobs::rules::Ruling;
use crate::jobs::sla::Measure;
pub use crate::jobs::webhooks::Tell;
use crate::net::Net;

/// Everything gets this long to end by itself.
const GRACE: Duration = Duration::from_secs(10);

/// What a job works with. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Yard {
    pub app: App,
    pub net: Net,
    pub readers: intake::Readers,
    pub keys: KeyBook,
    pub renewing: renew::Renewals,
    stop: signal::Receiver<bool>,
    /// Ends the jobs of one connection alone.
    ended: Option<signal::Receiver<bool>>,
}

impl Yard {
    /// A yard whose jobs run until the sender says otherwise.
    fn open(app: App) -> (signal::Sender<bool>, Self) {
        let (stop, stopped) = signal::channel(false);
        let yard = Yard {
            net: app.net.clone(),
            app,
            readers: intake::Readers::default(),
            keys: KeyBook::default(),
            renewing: renew::Renewals::default(),
            stop: stopped,
            ended: None,
        };
        (stop, yard)
    }

    /// The same yard for the jobs of one connection, which `ended` ends.
    fn until(&self, ended: signal::Receiver<bool>) -> Self {
        Yard {
            ended: Some(ended),
            ..self.clone()
        }
    }

    /// Waits until Lobby stops, or this connection's jobs are ended.
    pub async fn stopping(&self) {
        let mut stop = self.stop.clone();
        let mut ended = self.ended.clone().unwrap_or_else(|| stop.clone());
        // An error says that the sender is gone, which is the same.
        tokio::select! {
            _ = stop.wait_for(|it| *it) => {}
            _ = ended.wait_for(|it| *it) => {}
        }
    }

    /// Sleeps; false when the jobs stop meanwhile.
    pub async fn rest(&self, time: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(time) => true,
            () = self.stopping() => false,
        }
    }
}

/// The jobs of a running Lobby. Dropping it stops them without grace.
pub struct Jobs {
    stop: signal::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Starts all of them. Must be called within a runtime. What webhooks are told is the public feed, which stands above this
/// room: `tell` says it.
///
/// # Errors
/// When the store cannot be written.
pub async fn start(app: App, tell: Tell) -> Result<Jobs> {
    let (stop, yard) = Yard::open(app);
    deliver::void_claims(&yard).await?;
    erase::replay(&yard.app).await?;
    yard.app.act(runs::void).await?;
    let mut tasks = JoinSet::new();
    tasks.spawn(mailboxes::run(yard.clone()));
    tasks.spawn(timers::run(yard.clone()));
    tasks.spawn(due::run(yard.clone()));
    tasks.spawn(follow::run::<Notify>(yard.clone()));
    tasks.spawn(follow::run::<Ruling>(yard.clone()));
    tasks.spawn(follow::run::<Measure>(yard.clone()));
    tasks.spawn(route::run(yard.clone()));
    tasks.spawn(certificate::run(yard.clone()));
    tasks.spawn(monitor::run(yard.clone()));
    tasks.spawn(alerts::watch(yard.clone()));
    tasks.spawn(webhooks::run(yard.clone(), tell));
    tasks.spawn(upkeep::run(yard));
    Ok(Jobs { stop, tasks })
}

/// Takes in mail that was fetched elsewhere, as a mailbox's watcher does, until there is no more: what the bench
/// hands over.
///
/// # Errors
/// When the connection is unknown, or the store does not take it.
pub async fn take_in(app: App, connection: ConnectionId, lots: mpsc::Receiver<Lot>) -> Result<()> {
    let known = app.look(move |look| look.connection(connection)).await?;
    let known = known.ok_or_else(|| Error::not_found("connection"))?;
    let (_running, yard) = Yard::open(app);
    let door = Door::open(known, &yard.app.keys, &yard.net)?;
    intake::take(&yard, &door, lots, || {}).await
}

impl Jobs {
    /// Stops: nothing new is begun, what is under way is finished, at the latest in ten seconds.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, ended).await.is_err() {
            tracing::warn!("some jobs did not end in time");
            self.tasks.abort_all();
        }
    }
}
