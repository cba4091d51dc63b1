//! What Lobby remembers: the only room that names redb. One file a noun; every write keeps its indexes with it.
//!
//! Callers see [`Store::look`] (a consistent look) and [`Store::act`] (a deed: change, events and jobs in one
//! transaction, answered only after a durable commit). A deed is `Fn(&mut Write) -> Result<T>`: it may run twice,
//! so it touches nothing but the transaction.

mod codec;
mod error;
mod ids;
mod key;
mod log;
mod look;
mod migrations;
mod tables;
mod write;
mod writer;

pub mod access;
pub mod blobs;
pub mod contacts;
pub mod conversations;
pub mod deliveries;
pub mod desk;
pub mod drafts;
pub mod mail;
pub mod messages;
pub mod work;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use redb::{Database, ReadableDatabase, StorageBackend, WriteTransaction};

use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::Event;
use crate::domain::id::Seq;
use crate::domain::time::Millis;

pub use self::error::StoreError;
pub use self::ids::Ids;
pub use self::look::{Look, Order};
pub use self::migrations::known as known_schema;
pub use self::tables::Table;
pub use self::write::Write;
pub use self::writer::Lane;

/// Bytes of redb's cache.
const CACHE: usize = 24 << 20;

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// The clock: the system's, or a test's.
    pub now: Arc<dyn Fn() -> Millis + Send + Sync>,
    /// Seed for ids; `None` is the system's randomness.
    pub seed: Option<u64>,
    /// Run every group twice (run, abort, run): tests do.
    pub twice: bool,
}

/// What a group did, told to observers after its commit and before its callers are answered.
#[derive(Debug)]
pub struct Committed {
    /// Place of the last event in the log.
    pub seq: Seq,
    pub events: Vec<Event>,
    /// Every conversation written, as it is now.
    pub conversations: Vec<Conversation>,
    /// Jobs, timers or deliveries were put: workers should look now.
    pub work: bool,
    /// Counts the committed groups of this run; see [`Look::group`].
    pub group: u64,
}

type Observer = Box<dyn Fn(&Committed) + Send + Sync>;
type Opener = Box<dyn Fn() -> Result<Database, StoreError> + Send + Sync>;

/// The store. Cheap to share behind an `Arc`; dropping it commits what waits and closes the file.
pub struct Store {
    shared: Arc<Shared>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

pub(crate) struct Shared {
    database: RwLock<Option<Database>>,
    open: Opener,
    queue: writer::Queue,
    observers: RwLock<Vec<Observer>>,
    options: Options,
    ids: Arc<Ids>,
    acknowledged: AtomicU64,
    groups: AtomicU64,
    down: AtomicBool,
    disk_full: AtomicBool,
    stopping: AtomicBool,
    folder: Option<PathBuf>,
}

impl Store {
    /// Opens or makes `lobby.redb` in the data folder, bringing older data forward.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::FromTheFuture`], or the disk's own.
    pub fn open(folder: &Path, options: Options) -> Result<Self, StoreError> {
        let file = folder.join("lobby.redb");
        let open: Opener = Box::new(move || {
            let made = Database::builder().set_cache_size(CACHE).create(&file);
            made.map_err(|err| match err {
                redb::DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
                other => other.into(),
            })
        });
        Self::start(open, options, Some(folder.to_owned()))
    }

    /// A store that forgets, for tests.
    ///
    /// # Errors
    /// None that are known.
    pub fn in_memory(options: Options) -> Result<Self, StoreError> {
        Self::on_backend(options, redb::backends::InMemoryBackend::new)
    }

    /// A store over another kind of disk: the crash simulator's. `backend` is asked again when the store reopens.
    ///
    /// # Errors
    /// Whatever opening over that backend gives.
    pub fn on_backend<B: StorageBackend>(
        options: Options,
        backend: impl Fn() -> B + Send + Sync + 'static,
    ) -> Result<Self, StoreError> {
        let open: Opener = Box::new(move || {
            Ok(Database::builder()
                .set_cache_size(CACHE)
                .create_with_backend(backend())?)
        });
        Self::start(open, options, None)
    }

    fn start(open: Opener, options: Options, folder: Option<PathBuf>) -> Result<Self, StoreError> {
        let database = open()?;
        migrations::run(&database)?;
        let ids = Arc::new(options.seed.map_or_else(Ids::from_the_system, Ids::seeded));
        let shared = Arc::new(Shared {
            database: RwLock::new(Some(database)),
            open,
            queue: writer::Queue::default(),
            observers: RwLock::default(),
            options,
            ids,
            acknowledged: AtomicU64::new(0),
            groups: AtomicU64::new(0),
            down: AtomicBool::new(false),
            disk_full: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            folder,
        });
        let seq = shared
            .look(|look| look.last_seq())
            .map_err(|err| StoreError::Corrupt {
                table: Table::Events.name(),
                key: "last".to_owned(),
                why: err.to_string(),
            })?;
        shared.acknowledged(seq);
        let for_writer = shared.clone();
        let writer = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || writer::run(&for_writer))
            .map_err(|source| StoreError::Io {
                doing: "starting the writer",
                source,
            })?;
        Ok(Store {
            shared,
            writer: Mutex::new(Some(writer)),
        })
    }

    /// Looks at one consistent moment. Keep it under two seconds: page through what is long.
    ///
    /// # Errors
    /// What `look` answers; [`Error::Unavailable`] when the file cannot be read.
    pub fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        self.shared.look(look)
    }

    /// Does a deed and waits for its commit. Answers its value and the place of the group's last event.
    ///
    /// # Errors
    /// The deed's own; [`Error::Unavailable`] when it is not known whether it was done.
    pub fn act<T: Send + 'static>(
        &self,
        lane: Lane,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Seq)> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.act_with(lane, deed, move |it| {
            let _ = reply.send(it);
        });
        answer
            .recv()
            .unwrap_or_else(|_| Err(error::unavailable(false)))
    }

    /// Does a deed by hand and answers its value: for tests and the command line.
    ///
    /// # Errors
    /// As [`Store::act`].
    pub fn by_hand<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.act(Lane::Hand, deed).map(|(value, _)| value)
    }

    /// Queues a deed; `reply` is called on the writer thread after the commit, so it must be short.
    pub fn act_with<T: Send + 'static>(
        &self,
        lane: Lane,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
        reply: impl FnOnce(Result<(T, Seq)>) + Send + 'static,
    ) {
        if self.shared.down.load(Ordering::Acquire) {
            reply(Err(error::unavailable(
                self.shared.disk_full.load(Ordering::Acquire),
            )));
            return;
        }
        let task = Box::new(writer::Deed {
            lane,
            deed,
            result: None,
            reply,
        });
        if let Some(task) = self.shared.queue.push(task) {
            task.answer(Err(error::unavailable(false)));
        }
    }

    /// A write that never causes a commit: it rides the next group, at the latest after 30 s. A later one under
    /// the same key replaces it. It may be lost by a crash: read marks, last seen, idle cursors.
    pub fn later(
        &self,
        key: impl Into<Vec<u8>>,
        deed: impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static,
    ) {
        self.shared.queue.push_lazy(key.into(), Box::new(deed));
    }

    /// Adds an observer, called on the writer thread after every commit: short work only.
    pub fn on_commit(&self, observer: impl Fn(&Committed) + Send + Sync + 'static) {
        let mut observers = self
            .shared
            .observers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        observers.push(Box::new(observer));
    }

    /// Whether writes are refused for now, and if so whether the disk is full.
    #[must_use]
    pub fn down(&self) -> Option<bool> {
        let down = self.shared.down.load(Ordering::Acquire);
        down.then(|| self.shared.disk_full.load(Ordering::Acquire))
    }

    /// Deeds waiting by hand and in bulk.
    #[must_use]
    pub fn waiting(&self) -> (usize, usize) {
        self.shared.queue.depth()
    }

    /// The place of the last acknowledged event.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.shared.last_acknowledged()
    }

    /// Commits what waits and closes the file. Deeds after this are refused.
    pub fn close(&self) {
        self.shared.stopping.store(true, Ordering::Release);
        self.shared.queue.stop();
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer {
            let _ = writer.join();
        }
        *self
            .shared
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn database(&self) -> RwLockReadGuard<'_, Option<Database>> {
        self.database.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        let database = self.database();
        let database = database.as_ref().ok_or_else(|| error::unavailable(false))?;
        let group = self.groups.load(Ordering::Acquire);
        let tx = database.begin_read().map_err(StoreError::from)?;
        look(&Look::reading(&tx, group))
    }

    /// Counts a committed group, after its commit and before anybody is told.
    fn count_group(&self) -> u64 {
        self.groups.fetch_add(1, Ordering::AcqRel) + 1
    }

    fn acknowledged(&self, seq: Seq) {
        self.acknowledged.fetch_max(seq.0, Ordering::AcqRel);
    }

    fn last_acknowledged(&self) -> Seq {
        Seq(self.acknowledged.load(Ordering::Acquire))
    }

    fn tell(&self, committed: &Committed) {
        let observers = self
            .observers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        for observer in observers.iter() {
            observer(committed);
        }
    }

    /// From here on writes are refused at once, until reopened.
    fn broke(&self, disk_full: bool) {
        self.disk_full.store(disk_full, Ordering::Release);
        self.down.store(true, Ordering::Release);
    }

    /// Closes and opens the file again, as often as it takes. An error latches in redb's handle: reads go on over
    /// it meanwhile, and only a new handle writes again.
    fn reopen(&self) {
        let mut wait = Duration::from_millis(20);
        while !self.stopping.load(Ordering::Acquire) {
            if self.has_room() {
                match self.swap() {
                    Ok(()) => {
                        self.down.store(false, Ordering::Release);
                        tracing::warn!("the store is open again");
                        return;
                    }
                    Err(err) => tracing::error!(error = %err, "reopening the store failed"),
                }
            }
            std::thread::sleep(wait);
            wait = (wait * 2).min(Duration::from_secs(1));
        }
    }

    /// Whether a small file can be written beside the store.
    fn has_room(&self) -> bool {
        let Some(folder) = &self.folder else {
            return true;
        };
        let probe = folder.join(".probe");
        let written = std::fs::write(&probe, [0_u8; 65_536]);
        let _ = std::fs::remove_file(&probe);
        written.is_ok()
    }

    fn swap(&self) -> Result<(), StoreError> {
        let mut slot = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *slot = None;
        let database = (self.open)()?;
        migrations::run(&database)?;
        let tx = database.begin_read()?;
        let found = Look::reading(&tx, 0).last_seq().map_or(0, |it| it.0);
        drop(tx);
        let acknowledged = self.last_acknowledged().0;
        *slot = Some(database);
        if found < acknowledged {
            return Err(StoreError::Lost {
                found,
                acknowledged,
            });
        }
        Ok(())
    }
}

/// The one way a transaction is made durable: two-phase, since what is stored may be hostile, with quick repair,
/// since a killed store of many gigabytes must open in milliseconds.
pub(crate) fn commit(mut tx: WriteTransaction) -> Result<(), StoreError> {
    tx.set_two_phase_commit(true);
    tx.set_quick_repair(true);
    tx.commit()?;
    Ok(())
}

impl From<&Error> for StoreError {
    fn from(err: &Error) -> Self {
        StoreError::Unwritable(err.to_string())
    }
}
