//! A month of a busy desk in minutes, on a simulated disk whose power fails: 20 people of 5 teams come and go, customers
//! write by mail and messenger, answers are given, promises kept and broken. After every moment, what the log tells is
//! compared with what should be, by an account of its own that shares no code with Lobby: nobody waits for whom somebody
//! could have, nobody is given too much, the oldest of the most urgent goes first, and every warning and breach is there
//! at its millisecond, once.
//!
//! `LOBBY_MONTH` is how many conversations it has (300 by default; a whole month is 30,000 with 200 kills).

mod account;
mod hours;
mod life;
mod shop;

use std::time::Instant;

use crate::month::life::{Fault, Life};
use crate::random::seed;

/// Conversations between two failures of the power.
const BETWEEN_KILLS: u64 = 100;

fn conversations() -> u64 {
    let asked = std::env::var("LOBBY_MONTH").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(300)
}

#[test]
fn a_month_leaves_nobody_waiting_for_nothing() {
    let (seed, n, began) = (seed(), conversations(), Instant::now());
    let mut life = Life::new(seed, n, n / BETWEEN_KILLS, None);
    life.runs();
    let told = life.account.tally();
    println!(
        "seed {seed}: {n} conversations, {} days, {} kills, {told:?}, {} wrong, {} s",
        life.days(),
        life.kills(),
        life.account.wrong.len(),
        began.elapsed().as_secs()
    );
    assert_eq!(life.account.wrong, Vec::<String>::new(), "seed {seed}");
    assert_eq!(life.kills(), n / BETWEEN_KILLS, "seed {seed}");
    assert!(told.given >= n && told.came >= n, "{told:?}");
    // Each of what the month is about happens often enough to mean something.
    for (what, often) in [
        ("warned", told.warned),
        ("missed", told.missed),
        ("taken back", told.taken_back),
        ("waited", told.waited),
        ("reopened", told.reopened),
    ] {
        assert!(often >= n / 100, "{what}: {often} of {n}, seed {seed}");
    }
    // Rarely anything waits for so long in a short one.
    let is_month = n >= 3_000;
    assert!(!is_month || told.overflowed > 0, "seed {seed}");
}

/// The account notices what it is there for.
#[test]
fn a_month_with_a_fault_is_seen() {
    for (fault, what) in [
        (Fault::NobodyDrains, "waits"),
        (Fault::TimersLate, "late"),
        (Fault::LastFirst, "before"),
        (Fault::TimersTwice, "twice"),
    ] {
        let seed = seed();
        let mut life = Life::new(seed, 200, 0, Some(fault));
        life.runs();
        let seen = life.account.wrong.iter().any(|it| it.contains(what));
        assert!(seen, "{fault:?}, seed {seed}: {:?}", life.account.wrong);
    }
}
