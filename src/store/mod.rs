//! What Lobby remembers: the only room that names redb. One file a noun; every write keeps its indexes with it.
//!
//! Callers see [`Store::look`] (a consistent look) and [`Store::act`] (a deed: change, events and jobs in one
//! transaction, answered only after a durable commit). A deed is `Fn(&mut Write) -> Result<T>`: it may run twice,
//! so it touches nothing but the transaction.

mod anew;
mod ballast;
mod chat;
mod check;
mod codec;
mod error;
mod folder;
mod format;
mod ids;
mod index;
mod kept;
mod key;
pub mod log;
mod look;
mod memo;
mod migrations;
mod monitor;
pub mod quality;
mod queue;
mod reopen;
mod shadow;
mod tables;
mod write;
mod writer;

pub mod access;
pub mod blobs;
pub mod bulks;
pub mod companies;
pub mod contacts;
pub mod conversations;
pub mod dated;
pub mod deliveries;
pub mod desk;
pub mod drafts;
pub mod erased;
pub mod files;
pub mod hours;
pub mod lines;
pub mod mail;
pub mod messages;
pub mod notices;
pub mod views;
pub mod work;

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock, RwLockReadGuard, mpsc};
use std::thread::JoinHandle;

use redb::{Database, ReadableDatabase, StorageBackend};

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::{ConversationId, Seq};
use crate::domain::time::Millis;

pub use self::check::Problem;
pub use self::error::StoreError;
pub use self::folder::Folder;
pub use self::ids::Ids;
pub use self::kept::Glance;
pub use self::look::{Look, Order};
pub use self::migrations::known as known_schema;
pub use self::queue::Lane;
pub use self::tables::Table;
pub use self::write::Write;

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
    /// In which ours were seen at work; there is no event of that.
    pub worked: Vec<ConversationId>,
    /// Jobs, timers or deliveries were put: workers should look now.
    pub work: bool,
    /// The group's time.
    pub at: Millis,
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
    /// Counts the handles: up with every reopening.
    handle: Mutex<u64>,
    reopened: Condvar,
    open: Opener,
    home: Option<reopen::Home>,
    /// The data folder's lock, held as long as the file is open.
    lock: Mutex<Option<File>>,
    queue: queue::Queue,
    observers: RwLock<Vec<Observer>>,
    options: Options,
    ids: Arc<Ids>,
    acknowledged: AtomicU64,
    groups: AtomicU64,
    kept: kept::Kept,
}

impl Store {
    /// Opens or makes `lobby.redb` in the data folder, bringing older data forward.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::FromTheFuture`], or the disk's own.
    pub fn open(folder: &Path, options: Options) -> Result<Self, StoreError> {
        Self::open_with(folder, options, ballast::SIZE)
    }

    /// As [`Store::open`], with a ballast file of another size, in bytes.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(folder: &Path, options: Options, ballast: u64) -> Result<Self, StoreError> {
        let home = reopen::Home::new(folder, ballast);
        let file = home.file();
        let open: Opener = Box::new(move || {
            folder::private_file(&file).map_err(|source| StoreError::Io {
                doing: "opening the store",
                source,
            })?;
            let made = Database::builder().set_cache_size(CACHE).create(&file);
            made.map_err(|err| match err {
                redb::DatabaseError::DatabaseAlreadyOpen => StoreError::InUse,
                other => other.into(),
            })
        });
        Self::start(open, options, Some(home))
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

    fn start(
        open: Opener,
        options: Options,
        home: Option<reopen::Home>,
    ) -> Result<Self, StoreError> {
        let database = open()?;
        migrations::run(&database, home.as_ref().map(reopen::Home::folder))?;
        let ids = Arc::new(options.seed.map_or_else(Ids::from_the_system, Ids::seeded));
        if let Some(home) = &home {
            home.ballast.make();
        }
        let shared = Arc::new(Shared {
            database: RwLock::new(Some(database)),
            handle: Mutex::new(0),
            reopened: Condvar::new(),
            open,
            home,
            lock: Mutex::new(None),
            queue: queue::Queue::default(),
            observers: RwLock::default(),
            options,
            ids,
            acknowledged: AtomicU64::new(0),
            groups: AtomicU64::new(0),
            kept: kept::Kept::default(),
        });
        let seq = shared.look_once(|look| look.last_seq());
        let seq = seq.map_err(|err| StoreError::Corrupt {
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

    /// Looks at one consistent moment. Keep it under two seconds: page through what is long. Do not look again
    /// from inside a look: a reopening in between would wait for the one and hold up the other.
    ///
    /// # Errors
    /// What `look` answers; [`crate::domain::error::Error::Unavailable`] when the file cannot be read.
    pub fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        self.shared.look(look)
    }

    /// What is known without looking: of what was asked for before and has not changed since.
    #[must_use]
    pub fn glance(&self) -> Glance<'_> {
        Glance::new(
            &self.shared.kept,
            self.shared.groups.load(Ordering::Acquire),
        )
    }

    /// Does a deed and waits for its commit. Answers its value and the place of the group's last event. Never
    /// called by an observer: the writer would wait for itself.
    ///
    /// # Errors
    /// The deed's own; [`crate::domain::error::Error::Unavailable`] when it is not known whether it was done.
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
        let task = Box::new(queue::Deed {
            lane,
            deed,
            result: None,
            reply,
        });
        if let Err((task, why)) = self.shared.queue.push(task) {
            task.answer(Err(why));
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
        self.shared.queue.refusing()
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

    /// Holds the folder's lock until the store is closed.
    fn keep(&self, lock: File) {
        *self
            .shared
            .lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(lock);
    }

    /// Commits what waits and closes the file. Deeds after this are refused.
    pub fn close(&self) {
        self.shared.queue.stop();
        let writer = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        // An observer or a caller's answer may hold the last store: the writer cannot wait for itself.
        if let Some(writer) = writer.filter(|it| it.thread().id() != std::thread::current().id()) {
            let _ = writer.join();
        }
        self.shared.put_away();
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

    /// One look; whether the handle failed under it.
    fn read(&self, look: &mut dyn FnMut(&Look<'_>)) -> Result<bool> {
        let database = self.database();
        let database = database.as_ref().ok_or_else(|| error::unavailable(false))?;
        let group = self.groups.load(Ordering::Acquire);
        let tx = database.begin_read().map_err(StoreError::from)?;
        let reading = Look::reading(&tx, group, Some(&self.kept));
        look(&reading);
        Ok(reading.failure().is_some())
    }

    /// A look that is not tried again.
    fn look_once<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        let mut found = Err(error::unavailable(false));
        self.read(&mut |it| found = look(it))?;
        found
    }

    fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        let mut found = Err(error::unavailable(false));
        self.look_twice(&mut |it| found = look(it))?;
        found
    }

    /// A look that fails because the handle did is tried once more over a new one: one failed read latches every
    /// later read of what is not cached. Compiled once, and not for each of the hundreds who look.
    fn look_twice(&self, look: &mut dyn FnMut(&Look<'_>)) -> Result<()> {
        let handle = self.handle();
        let first = self.read(look);
        if matches!(first, Ok(false)) || self.queue.stopping() {
            return first.map(|_| ());
        }
        self.wait_for_another(handle);
        self.read(look).map(|_| ())
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

    /// Tells the observers; one that panics does not keep the others from hearing it.
    fn tell(&self, committed: &Committed) {
        let observers = self
            .observers
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        for observer in observers.iter() {
            if catch_unwind(AssertUnwindSafe(|| observer(committed))).is_err() {
                tracing::error!("an observer of commits panicked");
            }
        }
    }
}

impl From<&crate::domain::error::Error> for StoreError {
    fn from(err: &crate::domain::error::Error) -> Self {
        StoreError::Unwritable(err.to_string())
    }
}

#[cfg(test)]
mod tests;
