//! What waits for the writer: deeds by hand and in bulk, and lazy writes. Whether deeds are accepted at all is kept
//! under the same lock, so that none slips in while the store is down and waits there for ever.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::error::{Error, Result};
use crate::domain::id::Seq;
use crate::store::anew::Waiter;
use crate::store::error::unavailable;
use crate::store::write::Write;

/// Which queue a deed waits in: people, webhooks and sends by hand; imports, backfill and erasure in bulk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Hand,
    Bulk,
}

/// Bulk deeds in one group at most.
const BULK_DEEDS: usize = 32;
/// A lazy write rides the next group that commits, and makes its own after this.
const LAZY_TIME: Duration = Duration::from_secs(30);
/// How long the writer sleeps when nothing waits: any call wakes it.
const IDLE: Duration = Duration::from_secs(3600);

/// A deed in a queue, with where to answer.
pub(super) trait Task: Send {
    /// Runs the deed; its result is kept until answered. True when it failed.
    fn run(&mut self, write: &mut Write<'_>) -> bool;
    /// It could not be run to its end: settled with an internal error.
    fn gave_up(&mut self, why: &str);
    fn lane(&self) -> Lane;
    /// Answers with the kept result, or with why nothing was committed.
    fn answer(self: Box<Self>, end: Result<Seq>);
}

pub(super) struct Deed<T, F, R> {
    pub lane: Lane,
    pub deed: F,
    pub result: Option<Result<T>>,
    pub reply: R,
}

impl<T, F, R> Task for Deed<T, F, R>
where
    T: Send,
    F: Fn(&mut Write<'_>) -> Result<T> + Send,
    R: FnOnce(Result<(T, Seq)>) + Send,
{
    fn run(&mut self, write: &mut Write<'_>) -> bool {
        let result = (self.deed)(write);
        let failed = result.is_err();
        self.result = Some(result);
        failed
    }

    fn gave_up(&mut self, why: &str) {
        self.result = Some(Err(Error::Internal(why.to_owned())));
    }

    fn lane(&self) -> Lane {
        self.lane
    }

    fn answer(self: Box<Self>, end: Result<Seq>) {
        let this = *self;
        let answer = match (this.result, end) {
            (Some(Ok(value)), Ok(seq)) => Ok((value, seq)),
            (Some(Err(err)), Ok(_)) | (_, Err(err)) => Err(err),
            (None, Ok(_)) => Err(Error::Internal("a deed was never run".to_owned())),
        };
        (this.reply)(answer);
    }
}

pub(super) type Lazy = Box<dyn Fn(&mut Write<'_>) -> Result<()> + Send>;

/// Lazy writes taken together, with since when the oldest waits.
#[derive(Default)]
pub(super) struct Lazies {
    pub writes: Vec<(Vec<u8>, Lazy)>,
    since: Option<Instant>,
    /// They have waited long enough to make a commit of their own.
    pub due: bool,
}

#[derive(Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    bell: Condvar,
}

#[derive(Default)]
struct Waiting {
    hand: Vec<Box<dyn Task>>,
    bulk: VecDeque<Box<dyn Task>>,
    lazy: HashMap<Vec<u8>, Lazy>,
    lazy_since: Option<Instant>,
    stopping: bool,
    /// Deeds are refused for now; whether the disk is full.
    refusing: Option<bool>,
    /// A look failed: the file should be closed and opened again.
    reopen: bool,
    /// The file should be written anew.
    anew: Vec<Waiter>,
}

pub(super) struct Group {
    pub tasks: Vec<Box<dyn Task>>,
    pub lazies: Lazies,
}

/// What the writer does next.
pub(super) enum Turn {
    Run(Group),
    Reopen,
    WriteAnew(Vec<Waiter>),
    Stop,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a deed, or hands it back with why not.
    pub(super) fn push(&self, task: Box<dyn Task>) -> Result<(), (Box<dyn Task>, Error)> {
        let mut waiting = self.lock();
        if waiting.stopping {
            return Err((task, unavailable(false)));
        }
        if let Some(disk_full) = waiting.refusing {
            return Err((task, unavailable(disk_full)));
        }
        match task.lane() {
            Lane::Hand => waiting.hand.push(task),
            Lane::Bulk => waiting.bulk.push_back(task),
        }
        self.bell.notify_all();
        Ok(())
    }

    /// Keeps a lazy write; a later one of the same key replaces it.
    pub(super) fn push_lazy(&self, key: Vec<u8>, lazy: Lazy) {
        let mut waiting = self.lock();
        waiting.lazy.insert(key, lazy);
        waiting.lazy_since.get_or_insert_with(Instant::now);
        self.bell.notify_all();
    }

    /// Gives lazy writes back that no group carried; newer ones under the same key win.
    pub(super) fn put_back_lazy(&self, lazies: Lazies) {
        if lazies.writes.is_empty() {
            return;
        }
        let mut waiting = self.lock();
        for (key, lazy) in lazies.writes {
            waiting.lazy.entry(key).or_insert(lazy);
        }
        waiting.lazy_since = match (waiting.lazy_since, lazies.since) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// Gives bulk deeds back that did not fit into their group, before all others and in their order.
    pub(super) fn put_back(&self, tasks: Vec<Box<dyn Task>>) {
        let mut waiting = self.lock();
        for task in tasks.into_iter().rev() {
            waiting.bulk.push_front(task);
        }
    }

    pub(super) fn stop(&self) {
        self.lock().stopping = true;
        self.bell.notify_all();
    }

    pub(super) fn stopping(&self) -> bool {
        self.lock().stopping
    }

    /// From here on deeds are refused; those that waited are handed out to be answered.
    pub(super) fn refuse(&self, disk_full: bool) -> Vec<Box<dyn Task>> {
        let mut waiting = self.lock();
        waiting.refusing = Some(disk_full);
        let mut out = std::mem::take(&mut waiting.hand);
        out.extend(waiting.bulk.drain(..));
        out
    }

    pub(super) fn accept(&self) {
        self.lock().refusing = None;
    }

    pub(super) fn refusing(&self) -> Option<bool> {
        self.lock().refusing
    }

    pub(super) fn ask_to_reopen(&self) {
        self.lock().reopen = true;
        self.bell.notify_all();
    }

    pub(super) fn ask_to_write_anew(&self, waiter: Waiter) {
        let mut waiting = self.lock();
        if !waiting.stopping {
            waiting.anew.push(waiter);
            self.bell.notify_all();
        }
    }

    /// Deeds waiting in (hand, bulk).
    pub(super) fn depth(&self) -> (usize, usize) {
        let waiting = self.lock();
        (waiting.hand.len(), waiting.bulk.len())
    }

    /// Waits until told to stop, at most this long.
    pub(super) fn pause(&self, at_most: Duration) {
        let waiting = self.lock();
        let _ = self
            .bell
            .wait_timeout_while(waiting, at_most, |it| !it.stopping)
            .unwrap_or_else(PoisonError::into_inner);
    }

    /// Waits for what to do next.
    pub(super) fn next(&self) -> Turn {
        let mut waiting = self.lock();
        loop {
            if std::mem::take(&mut waiting.reopen) {
                return Turn::Reopen;
            }
            if !waiting.anew.is_empty() && waiting.refusing.is_none() {
                return Turn::WriteAnew(std::mem::take(&mut waiting.anew));
            }
            let left = waiting
                .lazy_since
                .map(|since| LAZY_TIME.saturating_sub(since.elapsed()));
            let stopping = waiting.stopping;
            let lazy_due = left.is_some_and(|it| it.is_zero() || stopping);
            let may_write = waiting.refusing.is_none();
            let has_deeds = !waiting.hand.is_empty() || !waiting.bulk.is_empty();
            if has_deeds || (lazy_due && may_write) {
                return Turn::Run(waiting.take(lazy_due));
            }
            if stopping {
                // Who waits for more hears that it does not come.
                waiting.anew.clear();
                return Turn::Stop;
            }
            let wait = left.filter(|_| may_write).unwrap_or(IDLE);
            let (next, _) = self
                .bell
                .wait_timeout(waiting, wait)
                .unwrap_or_else(PoisonError::into_inner);
            waiting = next;
        }
    }
}

impl Waiting {
    fn take(&mut self, lazy_due: bool) -> Group {
        let mut tasks = std::mem::take(&mut self.hand);
        let n_bulk = self.bulk.len().min(BULK_DEEDS);
        tasks.extend(self.bulk.drain(..n_bulk));
        Group {
            tasks,
            lazies: Lazies {
                writes: self.lazy.drain().collect(),
                since: self.lazy_since.take(),
                due: lazy_due,
            },
        }
    }
}
