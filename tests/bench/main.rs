//! Measures what Lobby promises, each beside its yardstick in the same run: raw grouped redb, a bare actix handler.
//!
//! `tests/bench/run` builds it for release and runs all of it over 100,000 conversations with 500,000 messages;
//! `--small` proves in seconds that it runs (its figures mean nothing).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap
)]

mod client;
mod counting;
mod data;
mod deeds;
mod dice;
mod fetch;
mod finding;
mod giving;
mod hands;
mod hooks;
mod lists;
mod live;
mod mail;
mod measure;
mod pages;
mod process;
mod raw;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::measure::{line, rate};

const FULL: usize = 100_000;
const SMALL: usize = 1_000;

struct Wanted {
    conversations: usize,
    only: Vec<String>,
    /// A folder to keep the data in between runs.
    keep: Option<PathBuf>,
}

fn wanted() -> Wanted {
    let mut out = Wanted {
        conversations: FULL,
        only: Vec::new(),
        keep: None,
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--small" => out.conversations = SMALL,
            "--conversations" => out.conversations = args.next().unwrap().parse().unwrap(),
            "--only" => out.only = args.next().unwrap().split(',').map(str::to_owned).collect(),
            "--data" => out.keep = args.next().map(PathBuf::from),
            // What cargo adds.
            "--bench" => {}
            other => panic!("unknown: {other}"),
        }
    }
    out
}

fn main() {
    let wanted = wanted();
    let does = |part: &str| wanted.only.is_empty() || wanted.only.iter().any(|it| it == part);
    let scratch = std::env::temp_dir().join(format!("lobby-bench-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).unwrap();
    let folder = wanted.keep.clone().unwrap_or_else(|| scratch.join("data"));
    make(&folder, wanted.conversations);
    if does("board") {
        lists::measure(&data::open(&folder));
    }
    if does("deeds") {
        deeds::inbound(&folder, wanted.conversations, &scratch);
    }
    if does("search") {
        let store = Arc::new(data::open(&folder));
        finding::measure(&store, &folder.join("search"), wanted.conversations);
    }
    if does("reports") {
        let store = Arc::new(data::open(&folder));
        counting::measure(&store, &folder, wanted.conversations);
    }
    if does("hooks") {
        let n = if wanted.conversations > SMALL {
            12_800
        } else {
            640
        };
        hooks::measure(&folder, &scratch, n);
    }
    if does("mail") {
        mail::measure(
            &scratch,
            if wanted.conversations > SMALL {
                4_000
            } else {
                100
            },
        );
    }
    if does("fetch") {
        fetch::measure(if wanted.conversations > SMALL {
            2_000
        } else {
            50
        });
    }
    if does("pages") {
        let n = if wanted.conversations > SMALL {
            2_000
        } else {
            50
        };
        let small = scratch.join("small");
        make(&small, SMALL);
        println!("pages over {SMALL} conversations");
        pages::measure(&small, SMALL, n);
        if wanted.conversations > SMALL {
            println!("pages over {} conversations", wanted.conversations);
            pages::measure(&folder, wanted.conversations, n);
        }
    }
    if does("live") {
        let folder = scratch.join("live");
        make(&folder, SMALL);
        live::measure(
            &folder,
            if wanted.conversations > SMALL {
                200
            } else {
                10
            },
        );
    }
    if does("routing") {
        let is_full = wanted.conversations > SMALL;
        let waiting = if is_full { 10_000 } else { 500 };
        let (crowd, empty) = (scratch.join("crowd"), scratch.join("empty"));
        make(&crowd, waiting);
        giving::comes(&crowd, &scratch, waiting);
        make(&empty, SMALL);
        giving::painted(&empty, if is_full { 400 } else { 20 });
    }
    if does("hands") {
        let folder = scratch.join("hands");
        make(&folder, SMALL);
        hands::measure(&folder);
    }
    if does("process") {
        process::measure(&folder, &scratch);
    }
    std::fs::remove_dir_all(&scratch).unwrap();
}

fn make(folder: &std::path::Path, conversations: usize) {
    std::fs::create_dir_all(folder).unwrap();
    if folder.join("lobby.redb").exists() {
        return;
    }
    let began = Instant::now();
    let store = data::open(folder);
    data::fill(&store, conversations);
    let messages = conversations * data::MESSAGES_EACH;
    let size = std::fs::metadata(folder.join("lobby.redb")).unwrap().len() as f64 / 1e6;
    line(
        "data made",
        &format!(
            "{conversations} conversations, {messages} messages, {size:.0} MB, {:.0} messages/s",
            rate(messages, began.elapsed())
        ),
        "",
    );
}
