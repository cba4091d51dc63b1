//! The board: pages and counts, without a server around them.

use std::time::Instant;

use lobby::board::{Board, Sight};
use lobby::domain::list::{List, Sort};
use lobby::domain::monitor::Scope;
use lobby::domain::time::{Millis, Span};
use lobby::store::Store;

use crate::data;
use crate::measure::{Times, line};

pub fn measure(store: &Store) {
    let began = Instant::now();
    let board = Board::attach(store).unwrap();
    line(
        "board loaded",
        &format!(
            "{} conversations in {:.0} ms",
            board.len(),
            began.elapsed().as_secs_f64() * 1_000.0
        ),
        "",
    );
    let viewer = data::viewer();
    for (name, list) in [
        ("to answer", List::ToAnswer),
        ("everything unresolved", List::Unresolved),
        ("resolved", List::Resolved),
    ] {
        let mut times = Times::default();
        for _ in 0..500 {
            times.take(|| {
                let page =
                    store.look(|look| board.page(look, &viewer, list, Sort::Waiting, None, 50));
                assert!(!page.unwrap().rows.is_empty());
            });
        }
        line(&format!("board: page of 50, {name}"), &times.summary(), "");
    }
    let mut times = Times::default();
    for _ in 0..500 {
        times.take(|| store.look(|look| board.counts(look, &viewer)).unwrap());
    }
    line("board: all counts", &times.summary(), "");
    monitor(store, &board);
}

/// The figures of the live monitor beside one plain walk over as many numbers, and an hour back.
fn monitor(store: &Store, board: &Board) {
    let viewer = data::viewer();
    let sight = Sight {
        viewer: &viewer,
        scope: &Scope::All,
    };
    let now = Millis(i64::MAX / 2);
    let figures = |at| store.look(|look| board.monitor().figures(look, sight, (at, now)));
    assert!(figures(None).unwrap().whole.open > 0);
    let numbers: Vec<u64> = (0..board.len() as u64).collect();
    let (mut times, mut plain) = (Times::default(), Times::default());
    for _ in 0..200 {
        times.take(|| figures(None).unwrap());
        plain.take(|| {
            let set: std::collections::HashSet<u64> = numbers.iter().copied().collect();
            assert_eq!(set.len(), numbers.len());
        });
    }
    line(
        "monitor: all figures",
        &times.summary(),
        &format!("one set of as many numbers: {}", plain.summary()),
    );
    let mut earlier = Times::default();
    for _ in 0..100 {
        earlier.take(|| figures(Some(now - Span::hours(1))).unwrap());
    }
    line("monitor: an hour ago", &earlier.summary(), "");
}
