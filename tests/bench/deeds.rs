//! Inbound mails as deeds, in groups of 64, beside a program that writes the same rows.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Instant;

use lobby::board::Board;
use lobby::conversations::receive::receive;
use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::inbound::{Inbound, InboundMail};
use lobby::domain::mail::MailPlace;
use lobby::domain::message::MailAddress;
use lobby::keys::KeyRing;
use lobby::store::{Lane, Store};

use crate::data;
use crate::dice::{self, Dice};
use crate::measure::{Cpu, Times, line, rate};
use crate::raw;

const GROUP: usize = 64;

/// A customer's answer in the thread of conversation `n`, one of several told apart by `again`; `first` begins it.
pub fn answer(n: usize, again: usize, first: &str) -> Inbound {
    let mut dice = Dice(n as u64 ^ 0xDEED);
    let text = format!("{first}{}", dice::text(&mut dice, 60));
    let from = data::address(data::contact_of(n));
    let last = data::message_id(n, data::MESSAGES_EACH - 1);
    let id = format!("answer{n}.{again}@example.test");
    let mail = InboundMail {
        place: MailPlace {
            connection: data::connection(),
            folder: "INBOX".into(),
            uid_validity: 1,
            uid: 1_000_000_000 + (again * 1_000_000 + n) as u32,
        },
        message_id: id.clone(),
        points_to: vec![last.clone()],
        in_reply_to: vec![last.clone()],
        references: vec![last],
        from: MailAddress {
            name: "Customer".into(),
            address: from.clone(),
        },
        to: vec![MailAddress {
            name: String::new(),
            address: "desk@bench.test".into(),
        }],
        subject_root: "hello".into(),
        size: 2_000,
        content_hash: format!("{:064x}", again * 1_000_000 + n),
        ..InboundMail::default()
    };
    Inbound {
        dedupe: id,
        from: Handle::email(from.clone()),
        from_name: "Customer".into(),
        as_sent: from,
        evidence: Evidence::Dmarc,
        said_at: data::now(),
        subject: "Re: hello".into(),
        excerpt: text.chars().take(120).collect(),
        text,
        language: "es".into(),
        mail: Some(Box::new(mail)),
        ..Inbound::default()
    }
}

/// Keeps two groups of 64 in flight: while one commits, the other gathers.
fn run(store: &Store, keys: &Arc<KeyRing>, from: usize, n: usize) -> (Times, std::time::Duration) {
    let (told, answers) = mpsc::channel();
    let mut times = Times::default();
    let send = |at: usize| {
        let (input, keys, told) = (answer(at, 0, ""), keys.clone(), told.clone());
        let began = Instant::now();
        store.act_with(
            Lane::Hand,
            move |write| receive(write, &keys, data::connection(), &input),
            move |done| {
                done.unwrap();
                told.send(began.elapsed()).unwrap();
            },
        );
    };
    let began = Instant::now();
    let (mut sent, mut done) = (0, 0);
    while sent < n.min(2 * GROUP) {
        send(from + sent);
        sent += 1;
    }
    while done < n {
        times.add(answers.recv().unwrap());
        done += 1;
        // What a group answered comes back as a group.
        if done % GROUP == 0 {
            for _ in 0..GROUP.min(n - sent) {
                send(from + sent);
                sent += 1;
            }
        }
    }
    (times, began.elapsed())
}

/// A copy on the disk, not only on its way there: what is still to be written would slow down what is measured.
fn copied(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    std::fs::File::open(to).unwrap().sync_all().unwrap();
}

/// Measures over copies of the data in `folder`, whose newest conversations get an answer each.
pub fn inbound(folder: &Path, conversations: usize, scratch: &Path) {
    let n = (conversations / 10 / GROUP * GROUP).clamp(GROUP, 50 * GROUP);
    let (own, copy) = (scratch.join("deeds"), scratch.join("raw.redb"));
    std::fs::create_dir_all(&own).unwrap();
    let file = own.join("lobby.redb");
    for to in [&file, &copy] {
        copied(&folder.join("lobby.redb"), to);
    }
    let before = raw::snapshot(&copy);

    let keys = Arc::new(KeyRing::open(&scratch.join("keys")).unwrap());
    let store = data::open(&own);
    let board = Board::attach(&store).unwrap();
    let used = Cpu::of_others();
    let (mut times, took) = run(&store, &keys, conversations - n, n);
    let cpu = Cpu::of_others() - used;
    assert_eq!(board.seq(), store.last_seq());
    store.close();
    drop(store);
    let rows = raw::changes(before, &file);
    let mut raw_times = Times::default();
    let used = Cpu::of_thread();
    let raw_took = raw::write(&copy, &rows, n / GROUP, &mut raw_times);
    let raw_cpu = Cpu::of_thread() - used;
    let ratio = raw_took.as_secs_f64() / took.as_secs_f64();
    line(
        "inbound deed, groups of 64",
        &format!(
            "{:.0}/s, {:.0} µs CPU each, {}",
            rate(n, took),
            cpu.micros() / n as f64,
            times.summary()
        ),
        "",
    );
    line(
        "  raw redb, the same rows",
        &format!(
            "{:.0}/s, {:.0} µs CPU each ({:.1} rows); a group {:.1} ms",
            rate(n, raw_took),
            raw_cpu.micros() / n as f64,
            rows.len() as f64 / n as f64,
            raw_times.ms(0.5)
        ),
        "",
    );
    line("  deed / raw", &format!("{ratio:.2}"), "0.6 or more");
    std::fs::remove_file(&copy).unwrap();
    std::fs::remove_dir_all(&own).unwrap();
}
