//! Mail from raw bytes to durable conversations, the way a watched mailbox's mail goes: kept, read, acted on.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc as sync};
use std::time::{Duration, Instant};

use lobby::app::App;
use lobby::channels::kit::{Fetched, Lot};
use lobby::cli::serve;
use lobby::conversations::assign::take;
use lobby::domain::mail::{Folder, FolderRole, MailPlace};
use lobby::jobs::take_in;
use lobby::store::Lane;
use tokio::sync::mpsc;

use crate::data;
use crate::measure::{Times, line, rate};
use crate::pages::config;

/// Mails handed over at one time.
const LOT: usize = 64;
/// Conversations that stand ready to be clicked on.
const CLICKED: usize = 500;

/// Mails as the generator of the other tests writes them; `office` of a hundred are 40 KB of office HTML.
fn corpus(scratch: &Path, n: usize, office: f64) -> Vec<Vec<u8>> {
    let out = scratch.join(format!("mails-{office}"));
    let made = Command::new("python3")
        .args(["-m", "mailgen"])
        .arg(&out)
        .args([
            &n.to_string(),
            "--to",
            "desk@bench.test",
            "--office",
            &office.to_string(),
        ])
        .env(
            "PYTHONPATH",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers"),
        )
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let files = std::fs::read_dir(out.join("eml")).unwrap();
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.sort();
    files.iter().map(|it| std::fs::read(it).unwrap()).collect()
}

fn folder() -> Folder {
    Folder {
        connection: data::connection(),
        name: "INBOX".into(),
        role: FolderRole::Inbox,
        uid_validity: 7,
        live_from: 1,
        live_next: 1,
        backfill_next: 1,
        backfill_until: 1,
        backfill_done: true,
        ..Folder::default()
    }
}

fn lots(mails: Vec<Vec<u8>>, live: bool) -> Vec<Lot> {
    let fetched = mails.into_iter().zip(1_u32..).map(|(raw, uid)| Fetched {
        place: MailPlace {
            connection: data::connection(),
            folder: "INBOX".into(),
            uid_validity: 7,
            uid,
        },
        history: false,
        sent: false,
        thread: 0,
        size: raw.len() as u64,
        raw,
        large: None,
        broken: None,
    });
    let mut all: Vec<Fetched> = fetched.collect();
    let mut out = Vec::new();
    while !all.is_empty() {
        let rest = all.split_off(all.len().min(LOT));
        out.push(Lot {
            folder: folder(),
            mails: std::mem::replace(&mut all, rest),
            gone: Vec::new(),
            met: Vec::new(),
            live,
            room: None,
        });
    }
    out
}

/// Takes conversations one after the other, as a person clicks, until told to stop.
fn click(app: &App, stop: &AtomicBool) -> Times {
    let mut times = Times::default();
    let viewer = data::viewer();
    for number in (1..=CLICKED as u64).cycle() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let viewer = viewer.clone();
        times.take(|| {
            // The next one taken by somebody else is as good a click.
            let _ = app
                .store
                .act(Lane::Hand, move |write| take(write, &viewer, number));
        });
        std::thread::sleep(Duration::from_millis(20));
    }
    times
}

fn run(scratch: &Path, name: &str, n: usize, office: f64, live: bool) -> (f64, Times) {
    let mails = corpus(scratch, n, office);
    let place = scratch.join(format!("mail-{office}"));
    let store = data::open(&place);
    data::fill(&store, CLICKED * 10);
    store.close();
    drop(store);
    let app = serve::open(config(&place, 0)).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (told, clicked) = sync::channel();
    let (for_clicks, stopping) = (app.clone(), stop.clone());
    let clicks = std::thread::spawn(move || told.send(click(&for_clicks, &stopping)).unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let taken = app.clone();
    let began = Instant::now();
    runtime.block_on(async move {
        let (hand_over, handed) = mpsc::channel(2);
        let feeding = async move {
            for lot in lots(mails, live) {
                hand_over.send(lot).await.unwrap();
            }
        };
        let taking = take_in(taken, data::connection(), handed);
        let ((), done) = tokio::join!(feeding, taking);
        done.unwrap();
    });
    let took = began.elapsed();
    stop.store(true, Ordering::Relaxed);
    clicks.join().unwrap();
    let uids = app
        .store
        .look(|look| look.ledger_uids(data::connection(), "INBOX", 7, (1, n as u32 + 1)))
        .unwrap();
    assert_eq!(uids.len(), n, "{name}: every mail has one outcome");
    app.store.close();
    (rate(n, took), clicked.recv().unwrap())
}

pub fn measure(scratch: &Path, n: usize) {
    let (per_second, mut clicks) = run(scratch, "generated", n, 0.0, true);
    line(
        "mail, raw bytes to durable",
        &format!("{per_second:.0}/s"),
        "1000/s",
    );
    line("  a click beside it", &clicks.summary(), "");
    let (per_second, mut clicks) = run(scratch, "office", n / 2, 1.0, false);
    line(
        "mail with 40 KB of office HTML",
        &format!("{per_second:.0}/s"),
        "250/s",
    );
    line(
        "  a click beside it",
        &clicks.summary(),
        "p95 25 ms or less",
    );
}
