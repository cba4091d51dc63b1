//! The one writer: a thread that takes all waiting deeds as a group, runs them in one transaction, commits once,
//! tells the observers, and answers everybody. There is no waiting: while one group commits, the next gathers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use redb::WriteTransaction;

use crate::domain::id::Seq;
use crate::domain::time::Millis;
use crate::store::error::{StoreError, unavailable};
use crate::store::look::Look;
use crate::store::queue::{Group, Lane, Lazies, Task, Turn};
use crate::store::write::{Told, Write};
use crate::store::{Committed, Shared};

/// The time bulk deeds of one group may take: a click beside an import stays quick.
const BULK_TIME: Duration = Duration::from_millis(8);

/// The writer thread's life. Nothing a deed, an observer or a caller does ends it.
pub(super) fn run(shared: &Shared) {
    loop {
        match shared.queue.next() {
            Turn::Stop => return,
            Turn::Reopen => shared.reopen(false),
            Turn::WriteAnew(waiters) => {
                let done = shared.write_anew();
                for waiter in waiters {
                    let _ = waiter.send(done.clone());
                }
            }
            Turn::Run(group) => {
                let ran = catch_unwind(AssertUnwindSafe(|| run_group(shared, group)));
                if ran.is_err() {
                    tracing::error!("the writer panicked: the store is opened again");
                    shared.reopen(false);
                }
            }
        }
    }
}

enum End {
    Committed(Committed),
    /// Nothing was written: nothing to commit.
    Untouched,
    /// A deed failed after it had written, or settled in a rehearsal: the rest must run again.
    Again,
    /// A rehearsal and the run differed: somewhere a deed keeps state of its own.
    Impure,
    Broken {
        disk_full: bool,
    },
}

struct Seat {
    task: Box<dyn Task>,
    settled: bool,
}

fn run_group(shared: &Shared, group: Group) {
    let seat = |task| Seat {
        task,
        settled: false,
    };
    let mut seats: Vec<Seat> = group.tasks.into_iter().map(seat).collect();
    let mut lazies = group.lazies;
    loop {
        match attempt(shared, &mut seats, &mut lazies) {
            End::Again => {}
            End::Committed(committed) => {
                let seq = committed.seq;
                shared.acknowledged(seq);
                shared.tell(&committed);
                answer_all(seats, || Ok(seq));
                return shared.restore_ballast();
            }
            End::Untouched => {
                if !lazies.due {
                    shared.queue.put_back_lazy(lazies);
                }
                let seq = shared.last_acknowledged();
                return answer_all(seats, || Ok(seq));
            }
            End::Impure => {
                for seat in &mut seats {
                    seat.task
                        .gave_up("a deed did something else when run again");
                }
                let seq = shared.last_acknowledged();
                return answer_all(seats, || Ok(seq));
            }
            End::Broken { disk_full } => {
                shared.queue.put_back_lazy(lazies);
                answer_all(seats, || Err(unavailable(disk_full)));
                return shared.reopen(disk_full);
            }
        }
    }
}

fn answer_all(seats: Vec<Seat>, end: impl Fn() -> crate::domain::error::Result<Seq>) {
    for seat in seats {
        answer(seat.task, end());
    }
}

/// Answers one caller; what its answer runs into is no concern of the others.
pub(super) fn answer(task: Box<dyn Task>, end: crate::domain::error::Result<Seq>) {
    if catch_unwind(AssertUnwindSafe(|| task.answer(end))).is_err() {
        tracing::error!("a caller panicked over its answer");
    }
}

/// Runs the whole group in one transaction. In twice mode it is first run and thrown away: deeds that keep state
/// of their own or touch anything outside the transaction show themselves.
fn attempt(shared: &Shared, seats: &mut Vec<Seat>, lazies: &mut Lazies) -> End {
    let now = (shared.options.now)();
    let mut rehearsed = None;
    if shared.options.twice {
        let mark = shared.ids.mark();
        let settled = seats.iter().filter(|it| it.settled).count();
        match in_transaction(shared, seats, lazies, now, &Run::Rehearsal) {
            Ok(Ran::Rehearsed(told)) => {
                if seats.iter().filter(|it| it.settled).count() != settled {
                    return End::Again;
                }
                rehearsed = mark.is_some().then_some(told);
            }
            Ok(Ran::Ended(End::Untouched)) => {}
            Ok(Ran::Ended(end)) => return end,
            Err(err) => return broken(&err),
        }
        shared.ids.rewind(mark);
    }
    match in_transaction(shared, seats, lazies, now, &Run::Real(rehearsed)) {
        Ok(Ran::Ended(end)) => end,
        Ok(Ran::Rehearsed(_)) => End::Untouched,
        Err(err) => broken(&err),
    }
}

fn broken(err: &StoreError) -> End {
    tracing::error!(error = %err, "the store failed while writing");
    End::Broken {
        disk_full: err.is_disk_full(),
    }
}

enum Run {
    Rehearsal,
    /// With what the rehearsal told, when it can be compared.
    Real(Option<Told>),
}

enum Ran {
    Rehearsed(Told),
    Ended(End),
}

fn in_transaction(
    shared: &Shared,
    seats: &mut Vec<Seat>,
    lazies: &mut Lazies,
    now: Millis,
    run: &Run,
) -> Result<Ran, StoreError> {
    let db = shared.database();
    let Some(db) = db.as_ref() else {
        return Ok(Ran::Ended(End::Broken { disk_full: false }));
    };
    let tx = db.begin_write()?;
    let mut write = Write::new(Look::writing(&tx), now, shared.ids.clone());
    let played = play(shared, &mut write, seats, lazies);
    let failure = write.failure();
    let (told, kept) = write.into_told();
    if let Some(disk_full) = failure {
        let _ = tx.abort();
        return Ok(Ran::Ended(End::Broken { disk_full }));
    }
    match (played, run) {
        (Played::Dirty, _) => {
            tx.abort()?;
            Ok(Ran::Ended(End::Again))
        }
        (Played::Clean { wrote: false }, _) => {
            tx.abort()?;
            Ok(Ran::Ended(End::Untouched))
        }
        (Played::Clean { .. }, Run::Rehearsal) => {
            tx.abort()?;
            Ok(Ran::Rehearsed(told))
        }
        (Played::Clean { .. }, Run::Real(rehearsed)) => {
            if rehearsed.as_ref().is_some_and(|it| *it != told) {
                tx.abort()?;
                return Ok(Ran::Ended(End::Impure));
            }
            shared.kept.before_commit(&kept);
            commit(tx)?;
            let committed = committed(shared, told, now);
            shared.kept.after_commit(&kept, committed.group);
            Ok(Ran::Ended(End::Committed(committed)))
        }
    }
}

fn committed(shared: &Shared, told: Told, now: Millis) -> Committed {
    let last = told.events.last().map(|it| it.seq);
    Committed {
        seq: last.unwrap_or_else(|| shared.last_acknowledged()),
        events: told.events,
        conversations: told.conversations.into_values().collect(),
        worked: told.worked.into_iter().collect(),
        work: told.work,
        at: now,
        group: shared.count_group(),
    }
}

/// The one way a transaction is made durable: two-phase, since what is stored may be hostile, with quick repair,
/// since a killed store of many gigabytes must open in milliseconds.
pub(super) fn commit(mut tx: WriteTransaction) -> Result<(), StoreError> {
    tx.set_two_phase_commit(true);
    tx.set_quick_repair(true);
    tx.commit()?;
    Ok(())
}

enum Played {
    Clean { wrote: bool },
    Dirty,
}

fn play(
    shared: &Shared,
    write: &mut Write<'_>,
    seats: &mut Vec<Seat>,
    lazies: &mut Lazies,
) -> Played {
    let mut bulk_began: Option<Instant> = None;
    let mut wrote = false;
    let mut cut = None;
    for (at, seat) in seats.iter_mut().enumerate() {
        if seat.settled {
            continue;
        }
        if seat.task.lane() == Lane::Bulk {
            // At least one bulk deed a group, however long the hand lane took. A rehearsed group stays whole.
            let is_over = bulk_began.is_some_and(|it| it.elapsed() > BULK_TIME);
            if is_over && !shared.options.twice {
                cut = Some(at);
                break;
            }
            bulk_began.get_or_insert_with(Instant::now);
        }
        let failed = catch_unwind(AssertUnwindSafe(|| seat.task.run(write)));
        let deed_wrote = write.take_wrote();
        if write.failure().is_some() {
            return Played::Dirty;
        }
        if failed.is_err() {
            seat.task.gave_up("a deed panicked");
        }
        seat.settled = failed.unwrap_or(true);
        if seat.settled && deed_wrote {
            return Played::Dirty;
        }
        wrote |= deed_wrote;
    }
    if let Some(at) = cut {
        cut_off(shared, seats, at);
    }
    if !wrote && !lazies.due {
        return Played::Clean { wrote: false };
    }
    match run_lazy(write, lazies) {
        Played::Clean { wrote: lazily } => Played::Clean {
            wrote: wrote || lazily,
        },
        Played::Dirty => Played::Dirty,
    }
}

/// Sends bulk deeds that did not get their turn back to their queue; the settled ones stay to be answered.
fn cut_off(shared: &Shared, seats: &mut Vec<Seat>, at: usize) {
    let mut rest = seats.split_off(at);
    let back = rest.extract_if(.., |it| !it.settled);
    shared.queue.put_back(back.map(|it| it.task).collect());
    seats.append(&mut rest);
}

/// Lazy writes: one that fails is dropped and never stops the group, but nothing of it may be committed.
fn run_lazy(write: &mut Write<'_>, lazies: &mut Lazies) -> Played {
    let mut wrote = false;
    let mut at = 0;
    while let Some((_, lazy)) = lazies.writes.get(at) {
        let done = catch_unwind(AssertUnwindSafe(|| lazy(write)));
        let this_wrote = write.take_wrote();
        if matches!(done, Ok(Ok(()))) {
            wrote |= this_wrote;
            at += 1;
            continue;
        }
        if write.failure().is_some() {
            return Played::Dirty;
        }
        drop(lazies.writes.remove(at));
        if this_wrote {
            return Played::Dirty;
        }
    }
    Played::Clean { wrote }
}
