//! Reports: the facts made from nothing, every figure asked of them, whole and split, beside one plain walk over as many
//! numbers; and the same while messages come in at half the rate they can at most.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use lobby::domain::actor::Actor;
use lobby::domain::channel::Channel;
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::message::{Author, Message};
use lobby::domain::reason::Reason;
use lobby::reports::{Ask, Calendars, Filter, Metric, Order, Period, Reports, splits};
use lobby::store::{Lane, Store};

use crate::data;
use crate::dice::Dice;
use crate::measure::{Times, line, rate};

const PATIENCE: Duration = Duration::from_secs(3_600);
/// Who write at once: groups are as large.
const WRITERS: usize = 16;
/// In how many conversations people write at a time.
const NEWEST: usize = 2_000;
/// How long the greatest rate is looked for.
const GREATEST: Duration = Duration::from_secs(3);

pub fn measure(store: &Arc<Store>, folder: &Path, conversations: usize) {
    let _ = std::fs::remove_file(folder.join("views.redb"));
    let began = Instant::now();
    let reports = Reports::open(folder, store).unwrap();
    assert!(reports.wait_for(store.last_seq(), PATIENCE));
    let took = began.elapsed();
    let size = std::fs::metadata(folder.join("views.redb")).unwrap().len();
    line(
        "reports: facts made anew",
        &format!(
            "{conversations} conversations in {:.1} s ({:.0}/s), {:.0} MB",
            took.as_secs_f64(),
            rate(conversations, took),
            size as f64 / 1e6
        ),
        "",
    );
    let (viewer, now) = (data::viewer(), data::now());
    let calendars = store.look(Calendars::read).unwrap();
    let channels = store.look(|look| look.arranged::<Channel>()).unwrap();
    let kinds: HashMap<_, _> = channels.iter().map(|it| (it.id, it.kind)).collect();
    let filter = Filter::of(Period::last_days(3_650, now, "America/Bogota"));
    let ask = |metric| Ask {
        metric,
        filter: &filter,
        viewer: &viewer,
        calendars: &calendars,
        kinds: &kinds,
        now,
    };
    let mut all = Times::default();
    for metric in Metric::ALL {
        let ask = ask(metric);
        let (mut times, mut n) = (Times::default(), 0);
        for at in 0..40 {
            let split = splits(metric)[at % splits(metric).len()];
            let began = Instant::now();
            n = reports.report(&ask, Some(split)).unwrap().total.n;
            let took = began.elapsed();
            times.add(took);
            all.add(took);
        }
        line(
            &format!("reports: {} of {n}", metric.name()),
            &times.summary(),
            "",
        );
    }
    line(
        "reports: any, split",
        &all.summary(),
        "p95 of 1,000,000 <= 50 ms",
    );
    let mut rows = Times::default();
    for at in 0..40 {
        let ask = ask(Metric::ALL[at % Metric::ALL.len()]);
        let order = [Order::Newest, Order::Longest][at % 2];
        rows.take(|| reports.rows(&ask, (None, order), (0, 100)).unwrap());
    }
    line(
        "reports: any, its first 100 conversations",
        &rows.summary(),
        "",
    );
    let mut plain = walk(conversations);
    line(
        "reports: beside one walk over as many numbers",
        &format!(
            "{:.1} times {}",
            all.ms(0.95) / plain.ms(0.95),
            plain.summary()
        ),
        "",
    );
    busy(store, conversations, &mut all, |n| {
        let metric = Metric::ALL[n % Metric::ALL.len()];
        let split = splits(metric)[n % splits(metric).len()];
        reports.report(&ask(metric), Some(split)).unwrap();
    });
}

/// The yardstick: the number in the middle of as many as there are conversations.
fn walk(conversations: usize) -> Times {
    let mut dice = Dice(7);
    let all: Vec<i64> = (0..conversations.max(1))
        .map(|_| dice.roll(1_000_000_000) as i64)
        .collect();
    let mut times = Times::default();
    for _ in 0..40 {
        times.take(|| {
            let mut all = all.clone();
            let middle = all.len() / 2;
            assert!(*all.select_nth_unstable(middle).1 >= 0);
        });
    }
    times
}

/// What asking comes to while messages come in at half the rate that was found to be the greatest.
fn busy(store: &Arc<Store>, conversations: usize, quiet: &mut Times, ask: impl Fn(usize)) {
    let most = greatest(store, conversations);
    let (over, came) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut times = Times::default();
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            let (over, came) = (&over, &came);
            scope.spawn(move || {
                let pause = Duration::from_secs_f64(2.0 * WRITERS as f64 / most);
                let mut next = Instant::now();
                while !over.load(Ordering::Relaxed) {
                    let at = came.fetch_add(1, Ordering::Relaxed);
                    comes_in(store, conversations, WRITERS * 10_000_000 + at);
                    next += pause;
                    std::thread::sleep(next.saturating_duration_since(Instant::now()));
                }
            });
        }
        let began = Instant::now();
        let mut n = 0;
        while n < 400 || began.elapsed() < Duration::from_secs(3) {
            times.take(|| ask(n));
            n += 1;
        }
        over.store(true, Ordering::Relaxed);
        let held = rate(came.load(Ordering::Relaxed), began.elapsed());
        line(
            "reports: any, split, at half the intake",
            &format!(
                "{}; {held:.0} of {most:.0} messages/s; p99 {:.2} times as long",
                times.summary(),
                times.ms(0.99) / quiet.ms(0.99).max(1e-9)
            ),
            "",
        );
    });
}

/// Messages a second when as many as can come in come in.
fn greatest(store: &Arc<Store>, conversations: usize) -> f64 {
    let came = AtomicUsize::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                while began.elapsed() < GREATEST {
                    let at = came.fetch_add(1, Ordering::Relaxed);
                    comes_in(store, conversations, at);
                }
            });
        }
    });
    rate(came.load(Ordering::Relaxed), began.elapsed())
}

/// One more message in one of the newest conversations, committed: old ones are mostly over.
fn comes_in(store: &Arc<Store>, conversations: usize, at: usize) {
    let number = (conversations - at * 7_919 % conversations.clamp(1, NEWEST)) as u64;
    let position = u32::try_from(data::MESSAGES_EACH + at % 1_000_000).unwrap();
    let deed = move |write: &mut lobby::store::Write<'_>| {
        let Some(it) = write.conversation_numbered(number)? else {
            return Ok(());
        };
        let message = Message {
            id: write.new_id(),
            conversation: it.id,
            channel: it.channel,
            author: Author::Contact(it.contact),
            position,
            text: "one more".into(),
            at: write.now(),
            said_at: write.now(),
            ..Message::default()
        };
        write.put_message(&message)?;
        let why = Reason::NewCase;
        let subject = Subject::message(it.id, message.id);
        let actor = Actor::Contact(it.contact);
        write.event(actor, subject, EventKind::MessageReceived { position, why })?;
        Ok(())
    };
    store.act(Lane::Hand, deed).unwrap();
}
