//! The one writer: a thread that takes all waiting deeds as a group, runs them in one transaction, commits once,
//! tells the observers, and answers everybody. There is no waiting: while one group commits, the next gathers.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::error::{Error, Result};
use crate::domain::id::Seq;
use crate::store::error::{StoreError, unavailable};
use crate::store::look::Look;
use crate::store::write::Write;
use crate::store::{Committed, Shared, commit};

/// Which queue a deed waits in: people, webhooks and sends by hand; imports, backfill and erasure in bulk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Hand,
    Bulk,
}

/// Bulk deeds in one group at most, and the time they may take: a click beside an import stays quick.
const BULK_DEEDS: usize = 32;
const BULK_TIME: Duration = Duration::from_millis(8);
/// A lazy write rides the next group, and makes its own after this.
const LAZY_TIME: Duration = Duration::from_secs(30);

/// A deed in a queue, with where to answer.
pub(super) trait Task: Send {
    /// Runs the deed; its result is kept until answered. True when it failed.
    fn run(&mut self, write: &mut Write<'_>) -> bool;
    /// It panicked: settled with an internal error.
    fn panicked(&mut self);
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

    fn panicked(&mut self) {
        self.result = Some(Err(Error::Internal("a deed panicked".to_owned())));
    }

    fn lane(&self) -> Lane {
        self.lane
    }

    fn answer(self: Box<Self>, end: Result<Seq>) {
        let this = *self;
        let answer = match (this.result, end) {
            (Some(Ok(value)), Ok(seq)) => Ok((value, seq)),
            (Some(Err(err)), Ok(_)) => Err(err),
            (_, Err(err)) => Err(err),
            (None, Ok(_)) => Err(Error::Internal("a deed was never run".to_owned())),
        };
        (this.reply)(answer);
    }
}

type Lazy = Box<dyn Fn(&mut Write<'_>) -> Result<()> + Send>;

/// What waits for the writer.
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
}

struct Group {
    tasks: Vec<Box<dyn Task>>,
    lazy: Vec<Lazy>,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a deed, or hands it back when the writer has stopped.
    pub(super) fn push(&self, task: Box<dyn Task>) -> Option<Box<dyn Task>> {
        let mut waiting = self.lock();
        if waiting.stopping {
            return Some(task);
        }
        match task.lane() {
            Lane::Hand => waiting.hand.push(task),
            Lane::Bulk => waiting.bulk.push_back(task),
        }
        self.bell.notify_one();
        None
    }

    /// Keeps a lazy write; a later one of the same key replaces it.
    pub(super) fn push_lazy(&self, key: Vec<u8>, lazy: Lazy) {
        let mut waiting = self.lock();
        waiting.lazy.insert(key, lazy);
        waiting.lazy_since.get_or_insert_with(Instant::now);
        self.bell.notify_one();
    }

    pub(super) fn stop(&self) {
        self.lock().stopping = true;
        self.bell.notify_all();
    }

    /// Deeds waiting in (hand, bulk).
    pub(super) fn depth(&self) -> (usize, usize) {
        let waiting = self.lock();
        (waiting.hand.len(), waiting.bulk.len())
    }

    /// Waits for work; `None` when stopped and nothing is left.
    fn gather(&self) -> Option<Group> {
        let mut waiting = self.lock();
        loop {
            let lazy_left = waiting
                .lazy_since
                .map(|since| LAZY_TIME.saturating_sub(since.elapsed()));
            let lazy_due = lazy_left.is_some_and(|it| it.is_zero());
            let has_work = !waiting.hand.is_empty() || !waiting.bulk.is_empty();
            if has_work || lazy_due || (waiting.stopping && !waiting.lazy.is_empty()) {
                let mut tasks = std::mem::take(&mut waiting.hand);
                let n_bulk = waiting.bulk.len().min(BULK_DEEDS);
                tasks.extend(waiting.bulk.drain(..n_bulk));
                waiting.lazy_since = None;
                let lazy = waiting.lazy.drain().map(|(_, lazy)| lazy).collect();
                return Some(Group { tasks, lazy });
            }
            if waiting.stopping {
                return None;
            }
            let wait = lazy_left.unwrap_or(Duration::from_secs(3600));
            let (next, _) = self
                .bell
                .wait_timeout(waiting, wait)
                .unwrap_or_else(PoisonError::into_inner);
            waiting = next;
        }
    }

    fn put_back(&self, tasks: Vec<Box<dyn Task>>) {
        let mut waiting = self.lock();
        for task in tasks.into_iter().rev() {
            waiting.bulk.push_front(task);
        }
    }
}

/// The writer thread's life.
pub(super) fn run(shared: &Shared) {
    while let Some(group) = shared.queue.gather() {
        run_group(shared, group);
    }
}

enum End {
    Committed(Committed),
    /// Nothing was written: nothing to commit.
    Untouched,
    /// A deed failed after it had written: it is settled, the rest must run again.
    Again,
    Broken(StoreErrorKind),
}

struct StoreErrorKind {
    disk_full: bool,
}

struct Seat {
    task: Box<dyn Task>,
    settled: bool,
}

fn run_group(shared: &Shared, group: Group) {
    let mut seats: Vec<Seat> = group
        .tasks
        .into_iter()
        .map(|task| Seat {
            task,
            settled: false,
        })
        .collect();
    let mut lazy = group.lazy;
    loop {
        match attempt(shared, &mut seats, &mut lazy) {
            End::Again => {}
            End::Committed(committed) => {
                let seq = committed.seq;
                shared.acknowledged(seq);
                shared.tell(&committed);
                for seat in seats {
                    seat.task.answer(Ok(seq));
                }
                return;
            }
            End::Untouched => {
                let seq = shared.last_acknowledged();
                for seat in seats {
                    seat.task.answer(Ok(seq));
                }
                return;
            }
            End::Broken(kind) => {
                shared.broke(kind.disk_full);
                for seat in seats {
                    seat.task.answer(Err(unavailable(kind.disk_full)));
                }
                shared.reopen();
                return;
            }
        }
    }
}

/// Runs the whole group in one transaction. In twice mode it is first run and thrown away: deeds that keep state
/// of their own or touch anything outside the transaction show themselves.
fn attempt(shared: &Shared, seats: &mut Vec<Seat>, lazy: &mut Vec<Lazy>) -> End {
    if shared.options.twice {
        let rehearsal = in_transaction(shared, seats, lazy, false);
        if !matches!(rehearsal, Ok(End::Untouched | End::Committed(_))) {
            return rehearsal.unwrap_or_else(broken);
        }
    }
    in_transaction(shared, seats, lazy, true).unwrap_or_else(broken)
}

fn broken(err: StoreError) -> End {
    tracing::error!(error = %err, "the store failed while writing");
    End::Broken(StoreErrorKind {
        disk_full: err.is_disk_full(),
    })
}

fn in_transaction(
    shared: &Shared,
    seats: &mut Vec<Seat>,
    lazy: &mut Vec<Lazy>,
    for_real: bool,
) -> Result<End, StoreError> {
    let db = shared.database();
    let Some(db) = db.as_ref() else {
        return Ok(End::Broken(StoreErrorKind { disk_full: false }));
    };
    let tx = db.begin_write()?;
    let mut write = Write::new(
        Look::writing(&tx),
        (shared.options.now)(),
        shared.ids.clone(),
    );
    let ran = run_seats(shared, &mut write, seats, lazy, for_real);
    let failure = write.failure();
    let told = write.into_told();
    if let Some(disk_full) = failure {
        let _ = tx.abort();
        return Ok(End::Broken(StoreErrorKind { disk_full }));
    }
    match ran {
        Ran::Dirty => {
            tx.abort()?;
            Ok(End::Again)
        }
        Ran::Clean { wrote: false } => {
            tx.abort()?;
            Ok(End::Untouched)
        }
        Ran::Clean { wrote: true } => {
            let group = if for_real {
                commit(tx)?;
                shared.count_group()
            } else {
                tx.abort()?;
                0
            };
            let seq = told
                .events
                .last()
                .map_or_else(|| shared.last_acknowledged(), |it| it.seq);
            Ok(End::Committed(Committed {
                seq,
                events: told.events,
                conversations: told.conversations.into_values().collect(),
                work: told.work,
                group,
            }))
        }
    }
}

enum Ran {
    Clean { wrote: bool },
    Dirty,
}

fn run_seats(
    shared: &Shared,
    write: &mut Write<'_>,
    seats: &mut Vec<Seat>,
    lazy: &mut Vec<Lazy>,
    for_real: bool,
) -> Ran {
    let began = Instant::now();
    let mut wrote = false;
    let mut cut = None;
    for (at, seat) in seats.iter_mut().enumerate() {
        if seat.settled {
            continue;
        }
        if seat.task.lane() == Lane::Bulk && began.elapsed() > BULK_TIME && at > 0 && for_real {
            cut = Some(at);
            break;
        }
        let failed = catch_unwind(AssertUnwindSafe(|| seat.task.run(write)));
        let deed_wrote = write.take_wrote();
        if write.failure().is_some() {
            return Ran::Dirty;
        }
        if failed.is_err() {
            seat.task.panicked();
        }
        let failed = failed.unwrap_or(true);
        seat.settled = failed;
        if failed && deed_wrote {
            return Ran::Dirty;
        }
        wrote |= deed_wrote;
    }
    if let Some(at) = cut {
        let rest = seats.split_off(at);
        shared
            .queue
            .put_back(rest.into_iter().map(|it| it.task).collect());
    }
    wrote |= run_lazy(write, lazy);
    Ran::Clean { wrote }
}

/// Lazy writes: one that fails is dropped, it never stops the group.
fn run_lazy(write: &mut Write<'_>, lazy: &mut Vec<Lazy>) -> bool {
    lazy.retain(|deed| {
        let kept = catch_unwind(AssertUnwindSafe(|| deed(write)));
        matches!(kept, Ok(Ok(())))
    });
    write.take_wrote()
}
