//! What a running Lobby holds, and the one bridge from asynchronous pages and jobs to the synchronous core:
//! [`App::look`] and [`App::act`].

pub mod alerts;
pub mod aside;
pub mod attention;
pub mod automatic;
pub mod bringing;
pub mod cards;
pub mod dated;
pub mod eyes;
pub mod figure;
pub mod figures;
pub mod floor;
pub mod going_on;
pub mod hooks;
pub mod hub;
pub mod monitor;
pub mod noticed;
pub mod outgoing;
pub mod pace;
pub mod pieces;
pub mod presence;
pub mod trials;
pub mod visitors;

use std::any::Any;
use std::sync::Arc;

use tokio::sync::{oneshot, watch};

use crate::app::attention::Attention;
use crate::app::cards::Cards;
use crate::app::eyes::Eyes;
use crate::app::floor::Presences;
use crate::app::hub::Hub;
use crate::app::presence::Whereabouts;
use crate::app::trials::Trials;
use crate::app::visitors::Visitors;
use crate::auth::limits::Limits;
use crate::auth::throttle::Throttle;
use crate::board::Board;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::error::{Error, Result};
use crate::domain::id::Seq;
use crate::https::Keeper;
use crate::keys::KeyRing;
use crate::net::Net;
use crate::reports::Reports;
use crate::search::Search;
use crate::store::blobs::Blobs;
use crate::store::{Lane, Look, Store, Write};

/// Everything a page or a job may use. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub clock: Clock,
    pub keys: Arc<KeyRing>,
    pub store: Arc<Store>,
    pub blobs: Blobs,
    /// The way out.
    pub net: Net,
    /// Our own certificate, when Lobby has a domain.
    pub https: Arc<Keeper>,
    /// The unresolved conversations: lists and counts.
    pub board: Arc<Board>,
    /// Full text: messages, conversations, contacts.
    pub search: Arc<Search>,
    /// What the log adds up to.
    pub reports: Arc<Reports>,
    /// Tells open pages what changed.
    pub hub: Arc<Hub>,
    pub whereabouts: Arc<Whereabouts>,
    /// Who is in front of Lobby.
    pub presences: Arc<Presences>,
    /// What lies open in front of whom.
    pub eyes: Arc<Eyes>,
    /// What each of us works in.
    pub attention: Arc<Attention>,
    /// Open chats of visitors.
    pub visitors: Arc<Visitors>,
    /// What systems of the business said of late.
    pub cards: Arc<Cards>,
    /// Mailboxes being tried.
    pub trials: Arc<Trials>,
    /// Counts tries to log in.
    pub throttle: Arc<Throttle>,
    /// How often each token may still ask.
    pub limits: Arc<Limits>,
    /// Counts up after every commit that put work. Workers subscribe before they look, so no ring is lost:
    /// `let mut rung = app.bell.subscribe(); loop { …; rung.changed().await }`.
    pub bell: watch::Sender<u64>,
    /// The newest event of the log. Followers subscribe before they look, as with the bell.
    pub news: watch::Sender<Seq>,
}

impl App {
    /// Puts a running Lobby together over an open store: everything that watches commits is hooked up here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn new(
        config: Config,
        clock: Clock,
        keys: KeyRing,
        store: Store,
        blobs: Blobs,
    ) -> Result<Self> {
        // First, so that whoever is told of a commit finds the board already there.
        let board = Board::attach(&store)?;
        let store = Arc::new(store);
        let search = Arc::new(Search::open(&config.data_dir.join("search"), &store)?);
        let reports = Arc::new(Reports::open(&config.data_dir, &store)?);
        let hub = Arc::new(Hub::starting_at(store.last_seq()));
        let bell = watch::Sender::new(0_u64);
        let news = watch::Sender::new(store.last_seq());
        let visitors: Arc<Visitors> = Arc::default();
        let (told, rung, seen) = (hub.clone(), bell.clone(), visitors.clone());
        let log = news.clone();
        store.on_commit(move |committed| {
            told.committed(committed);
            seen.committed(committed);
            if !committed.events.is_empty() {
                log.send_replace(committed.seq);
            }
            if committed.work {
                rung.send_modify(|n: &mut u64| *n = n.wrapping_add(1));
            }
        });
        let net = Net::new(&config).map_err(|err| Error::internal("the networks allowed", err))?;
        Ok(App {
            config: Arc::new(config),
            clock,
            keys: Arc::new(keys),
            store,
            blobs,
            net,
            https: Arc::default(),
            board,
            search,
            reports,
            hub,
            whereabouts: Arc::default(),
            presences: Arc::default(),
            eyes: Arc::default(),
            attention: Arc::default(),
            visitors,
            cards: Arc::default(),
            trials: Arc::default(),
            throttle: Arc::default(),
            limits: Arc::default(),
            bell,
            news,
        })
    }

    /// Looks at the store off the event loop.
    ///
    /// # Errors
    /// What `look` answers.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl Fn(&Look<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = self.store.clone();
        off_the_loop(move || store.look(look)).await?
    }

    /// Does a deed of a person, webhook or send; answers its value after the durable commit.
    ///
    /// # Errors
    /// The deed's own; [`Error::Unavailable`] when it is not known whether it was done.
    pub async fn act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.act_in(Lane::Hand, deed).await.map(|(value, _)| value)
    }

    /// Does a deed in a lane, answering also the place of the group's last event.
    ///
    /// # Errors
    /// As [`App::act`].
    pub async fn act_in<T: Send + 'static>(
        &self,
        lane: Lane,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Seq)> {
        let deed = move |w: &mut Write<'_>| deed(w).map(|it| Box::new(it) as Value);
        let (value, seq) = self.act_of_any(lane, Box::new(deed)).await?;
        Ok((of_type(value)?, seq))
    }

    /// As [`App::act_in`], of one type: compiled once, and not for each of the hundreds of deeds.
    async fn act_of_any(&self, lane: Lane, deed: AnyDeed) -> Result<(Value, Seq)> {
        let (reply, answer) = oneshot::channel();
        self.store.act_with(lane, deed, move |it| {
            let _ = reply.send(it);
        });
        answer.await.unwrap_or(Err(Error::Unavailable {
            code: "stopping",
            retry_after_s: 5,
        }))
    }
}

/// What some deed or work answers.
type Value = Box<dyn Any + Send>;
type AnyDeed = Box<dyn Fn(&mut Write<'_>) -> Result<Value> + Send>;
type AnyWork = Box<dyn FnOnce() -> Value + Send>;

fn of_type<T: 'static>(value: Value) -> Result<T> {
    let of_another = |_| Error::Internal("an answer of another type".to_owned());
    value.downcast().map(|it| *it).map_err(of_another)
}

/// Runs blocking work off the event loop; a panic in it is one failed request.
///
/// # Errors
/// [`Error::Internal`] when the work panicked.
pub async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    of_type(any_off_the_loop(Box::new(move || Box::new(work()) as Value)).await?)
}

/// As [`off_the_loop`], of one type: what starts a task is long, and compiled once.
async fn any_off_the_loop(work: AnyWork) -> Result<Value> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|err| Error::internal("work off the loop", err))
}
