//! The N-loop: every single call to the disk fails once, and in another run from then on, with an error or no room.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lobby::domain::error::Error;
use lobby::store::{Lane, Store};

use crate::deeds::{Desk, Model, open, options, send};
use crate::disk::{Disk, Failing};
use crate::random::Random;

/// Deeds of the workload.
const DEEDS: u64 = 14;
/// Tries to get a deed done after the disk works again; each waits a little.
const TRIES: u32 = 400;

static PANICS: AtomicU64 = AtomicU64::new(0);

fn count_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() == Some("writer") {
            PANICS.fetch_add(1, Ordering::SeqCst);
        }
        before(info);
    }));
}

fn furnished() -> (Vec<u8>, Desk) {
    let disk = Disk::default();
    let store = open(&disk, options(1, false)).unwrap();
    let desk = Desk::furnish(&store);
    drop(store);
    (disk.image(), desk)
}

/// The same deeds every time; what is answered goes into the model.
fn work(store: &Store, desk: &Desk, model: &mut Model) {
    let mut random = Random(42);
    for n in 0..DEEDS {
        let deed = desk.any(&mut random, 1, 1_000 + n);
        let answer = send(store, Lane::Hand, deed, false).recv().unwrap();
        match answer {
            Ok((done, seq)) => model.acknowledge(&done, seq),
            Err(Error::Unavailable { code, .. }) => {
                assert!(["disk_full", "store_failed"].contains(&code), "{code}");
            }
            Err(Error::Conflict { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
}

fn one_run(image: &[u8], desk: &Desk, failing: Failing) {
    let disk = Disk::with(image.to_vec());
    let store = open(&disk, options(2, false)).unwrap();
    let mut model = Model::of(&store);
    disk.fail(Some(failing));
    work(&store, desk, &mut model);
    disk.fail(None);
    let mut random = Random(7);
    let healed = (0..TRIES).any(|n| {
        let deed = desk.any(&mut random, 1, 2_000 + u64::from(n));
        match send(&store, Lane::Hand, deed, false).recv().unwrap() {
            Ok((done, seq)) => {
                model.acknowledge(&done, seq);
                true
            }
            Err(_) => {
                std::thread::sleep(Duration::from_millis(5));
                false
            }
        }
    });
    assert!(healed, "{failing:?}: the store does not come back");
    assert_eq!(store.down(), None, "{failing:?}");
    assert_eq!(
        model.differences(&store),
        Vec::<String>::new(),
        "{failing:?}"
    );
}

fn calls(image: &[u8], desk: &Desk) -> u64 {
    let disk = Disk::with(image.to_vec());
    let store = open(&disk, options(2, false)).unwrap();
    let mut model = Model::of(&store);
    disk.fail(None);
    work(&store, desk, &mut model);
    disk.calls()
}

#[test]
fn every_single_call_may_fail() {
    count_panics();
    let (image, desk) = furnished();
    let all = calls(&image, &desk);
    for at in 1..=all {
        let full = at.is_multiple_of(2);
        one_run(&image, &desk, Failing::Once { at, full });
        one_run(&image, &desk, Failing::From { at, full: !full });
    }
    println!("{all} calls, each failed once and for good");
    assert!(all > 100, "{all} calls are too few to mean anything");
    assert_eq!(PANICS.load(Ordering::SeqCst), 0);
}

/// Opening may fail at any call too; then it opens when the disk works again, and nothing is missing.
#[test]
fn opening_may_fail_at_every_call() {
    let (image, desk) = furnished();
    let crashed = {
        let disk = Disk::with(image);
        let store = open(&disk, options(2, false)).unwrap();
        let mut model = Model::of(&store);
        work(&store, &desk, &mut model);
        disk.fail(Some(Failing::Death { at: 1 }));
        drop(store);
        (disk.image(), model)
    };
    let mut at = 0;
    loop {
        at += 1;
        let disk = Disk::with(crashed.0.clone());
        disk.fail(Some(Failing::Once { at, full: false }));
        let opened = open(&disk, options(3, false));
        let passed = disk.calls() < at;
        drop(opened);
        disk.fail(None);
        let store = open(&disk, options(3, false)).unwrap();
        assert_eq!(
            crashed.1.differences(&store),
            Vec::<String>::new(),
            "call {at}"
        );
        if passed {
            break;
        }
    }
    assert!(at > 5, "only {at} calls");
}
