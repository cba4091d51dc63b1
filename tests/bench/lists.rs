//! The board: pages and counts, without a server around them.

use std::time::Instant;

use lobby::board::Board;
use lobby::domain::list::{List, Sort};
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
}
