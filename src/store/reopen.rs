//! Coming back after an I/O error or a full disk. An error latches in redb's handle, and only a new handle reads and
//! writes again. What was in flight is answered *unavailable* (it may or may not have been done); then the file is
//! closed and opened, its log compared with what was acknowledged, and the observers told what they missed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use redb::{Database, ReadableDatabase};

use crate::domain::conversation::Conversation;
use crate::domain::id::{ConversationId, Seq};
use crate::store::ballast::Ballast;
use crate::store::error::{StoreError, unavailable};
use crate::store::look::Look;
use crate::store::shadow::Shadow;
use crate::store::{CACHE, Committed, Shared, writer};

/// How long a failed look waits for a new handle.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two tries to come back.
const FIRST_WAIT: Duration = Duration::from_millis(20);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Room that must be there before writes are taken again, bytes.
const ROOM: usize = 1 << 20;
/// Between two tries to make the ballast again.
const BETWEEN_BALLASTS: Duration = Duration::from_secs(2);
/// Events told at once to observers that missed them.
const CATCH_UP: usize = 512;

/// The folder the file is in.
pub(super) struct Home {
    folder: PathBuf,
    pub ballast: Ballast,
    /// The ballast was given up; when that was, or when it was last tried to make it again.
    owed: Mutex<Option<Instant>>,
}

impl Home {
    pub(super) fn new(folder: &Path, ballast: u64) -> Self {
        Home {
            folder: folder.to_owned(),
            ballast: Ballast::new(folder, ballast),
            owed: Mutex::new(None),
        }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.join("lobby.redb")
    }

    /// Whether a little can be written beside the store.
    fn has_room(&self) -> bool {
        let probe = self.folder.join(".probe");
        let written = fs::File::create(&probe).and_then(|mut file| {
            file.write_all(&vec![0; ROOM])?;
            file.sync_data()
        });
        let _ = fs::remove_file(&probe);
        written.is_ok()
    }
}

impl Shared {
    /// Closes and opens the file again, as often as it takes. The first try is made at once and usually works;
    /// only when it does not are deeds refused until it does.
    pub(super) fn reopen(&self, disk_full: bool) {
        if disk_full && let Some(home) = &self.home {
            home.ballast.free();
            *home.owed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        let mut sound = self.try_to_swap();
        let mut wait = FIRST_WAIT;
        loop {
            let room = self.home.as_ref().is_none_or(Home::has_room);
            if room && !sound {
                sound = self.try_to_swap();
            }
            if room && sound {
                self.queue.accept();
                tracing::warn!("the store is open again");
                return;
            }
            if !sound {
                self.read_over_a_shadow();
            }
            for task in self.queue.refuse(disk_full) {
                writer::answer(task, Err(unavailable(disk_full)));
            }
            if self.queue.stopping() {
                return;
            }
            self.queue.pause(wait);
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    fn try_to_swap(&self) -> bool {
        match self.swap() {
            Ok(()) => true,
            Err(err) => {
                tracing::error!(error = %err, "reopening the store failed");
                false
            }
        }
    }

    fn swap(&self) -> Result<(), StoreError> {
        let found = {
            let mut slot = self
                .database
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            *slot = None;
            let database = (self.open)()?;
            let found = last_seq(&database)?;
            *slot = Some(database);
            found
        };
        self.another_handle();
        let acknowledged = self.last_acknowledged();
        if found < acknowledged {
            return Err(StoreError::Lost {
                found: found.0,
                acknowledged: acknowledged.0,
            });
        }
        self.catch_up(acknowledged, found)
    }

    /// While the file cannot be opened for writing, it is read over a shadow: what opening it writes stays in memory.
    fn read_over_a_shadow(&self) {
        let mut slot = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(home) = self.home.as_ref().filter(|_| slot.is_none()) else {
            return;
        };
        let opened = Shadow::over(&home.file())
            .map_err(|source| StoreError::Io {
                doing: "reading the store",
                source,
            })
            .and_then(|shadow| {
                let builder = &mut Database::builder();
                let made = builder.set_cache_size(CACHE).create_with_backend(shadow)?;
                Ok(made)
            });
        match opened {
            Ok(database) => {
                *slot = Some(database);
                drop(slot);
                self.another_handle();
            }
            Err(err) => tracing::error!(error = %err, "the store cannot even be read"),
        }
    }

    /// An error means *unknown*: a group that was answered *unavailable* may be there after all. Then observers
    /// hear of it now.
    fn catch_up(&self, acknowledged: Seq, found: Seq) -> Result<(), StoreError> {
        let mut after = acknowledged;
        while after < found {
            let from = after;
            let read = self.look_once(|look| {
                let events = look.events_after(from, CATCH_UP)?;
                let mut ids: Vec<ConversationId> = events
                    .iter()
                    .filter_map(|it| it.subject.conversation)
                    .collect();
                ids.sort_unstable();
                ids.dedup();
                let mut conversations: Vec<Conversation> = Vec::new();
                for id in ids {
                    conversations.extend(look.conversation(id)?);
                }
                Ok((events, conversations))
            });
            let (events, conversations) = read.map_err(|err| StoreError::from(&err))?;
            let Some((last, at)) = events.last().map(|it| (it.seq, it.at)) else {
                break;
            };
            self.acknowledged(last);
            self.tell(&Committed {
                seq: last,
                events,
                conversations,
                worked: Vec::new(),
                work: true,
                at,
                group: self.count_group(),
            });
            after = last;
        }
        Ok(())
    }

    /// Makes the ballast again when it was given up and there is room to spare; looks at most every few seconds.
    pub(super) fn restore_ballast(&self) {
        let Some(home) = &self.home else { return };
        let mut owed = home.owed.lock().unwrap_or_else(PoisonError::into_inner);
        if owed.is_none_or(|tried| tried.elapsed() < BETWEEN_BALLASTS) {
            return;
        }
        home.ballast.make();
        *owed = (!home.ballast.is_there()).then(Instant::now);
    }

    pub(super) fn handle(&self) -> u64 {
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn another_handle(&self) {
        self.kept.forget_all(self.count_group());
        *self.handle.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.reopened.notify_all();
    }

    /// Has the file opened again and waits for it, unless that has happened since `handle` was read.
    pub(super) fn wait_for_another(&self, handle: u64) {
        let current = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != handle {
            return;
        }
        self.queue.ask_to_reopen();
        let _ = self
            .reopened
            .wait_timeout_while(current, PATIENCE, |it| *it == handle)
            .unwrap_or_else(PoisonError::into_inner);
    }

    pub(super) fn put_away(&self) {
        *self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner) = None;
        *self.lock.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

fn last_seq(database: &Database) -> Result<Seq, StoreError> {
    let tx = database.begin_read()?;
    let look = Look::reading(&tx, 0, None);
    look.last_seq().map_err(|err| StoreError::from(&err))
}
