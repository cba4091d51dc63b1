//! Crashes at random calls, half of them again while recovering.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lobby::domain::time::Millis;
use lobby::store::blobs::{Blobs, Staged};
use lobby::store::{Lane, Store};

use crate::deeds::{Deed, Desk, Model, open, options, send};
use crate::disk::{Disk, Failing};
use crate::random::{Random, seed};
use crate::tree::{Beside, Lie};

/// Crashes of one history: what earlier ones left is carried on.
const LIVES: u64 = 10;
/// Deeds tried in one life, in groups of up to 8.
const DEEDS: u64 = 48;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Control {
    None,
    SyncLies,
    AcknowledgedEarly,
    /// Files are staged on a disk that lies about their bytes or their names.
    FilesLie(Lie),
    /// The sweeper takes no record's word for it.
    NamesForgotten,
}

#[derive(Debug, Default)]
struct Tally {
    crashes: u64,
    double: u64,
    acknowledged: u64,
    /// Lives that ended before their deeds did.
    cut_short: u64,
    /// Acknowledged messages with a file, and files swept.
    files: u64,
    swept: usize,
    wrong: Vec<String>,
}

/// A furnished store, as an image every history begins with.
fn image(seed: u64) -> (Vec<u8>, Desk) {
    let disk = Disk::default();
    let store = open(&disk, options(seed, false)).unwrap();
    let desk = Desk::furnish(&store);
    drop(store);
    (disk.image(), desk)
}

fn run(seed: u64, crashes: u64, control: Control) -> Tally {
    let (image, desk) = image(seed);
    let mut random = Random(seed);
    let mut tally = Tally::default();
    while tally.crashes < crashes && tally.wrong.is_empty() {
        let disk = Disk::with(image.clone());
        match control {
            Control::SyncLies => disk.lie(),
            Control::FilesLie(lie) => disk.lie_about_files(lie),
            _ => {}
        }
        let mut model = None;
        for _ in 0..LIVES {
            live(&disk, &desk, &mut model, &mut random, control, &mut tally);
            if !tally.wrong.is_empty() || tally.crashes == crashes {
                break;
            }
        }
    }
    tally
}

/// One life of the store: deeds until the disk dies, then recovery, then everything compared.
fn live(
    disk: &Disk,
    desk: &Desk,
    model: &mut Option<Model>,
    random: &mut Random,
    control: Control,
    tally: &mut Tally,
) {
    let twice = control == Control::None && random.one_in(8);
    let store = match open(disk, options(random.next(), twice)) {
        Ok(store) => store,
        Err(err) => return tally.wrong.push(format!("does not open: {err}")),
    };
    let blobs = match files(disk) {
        Ok(blobs) => blobs,
        Err(err) => return tally.wrong.push(err),
    };
    let model = model.get_or_insert_with(|| Model::of(&store));
    disk.fail(Some(Failing::Death {
        at: 1 + random.below(500),
    }));
    let early = control == Control::AcknowledgedEarly;
    let before = (model.acknowledged, model.files());
    let mut left = DEEDS;
    while left > 0 && store.down().is_none() {
        let group = (1 + random.below(8)).min(left);
        left -= group;
        let known = model.highest_number();
        let answers: Vec<_> = (0..group)
            .filter_map(|_| {
                let lane = if random.one_in(3) {
                    Lane::Bulk
                } else {
                    Lane::Hand
                };
                let (deed, staged) = any(desk, &blobs, random, known)?;
                Some((send(&store, lane, deed, early), staged))
            })
            .collect();
        if random.one_in(3) {
            tally.swept += sweep(&blobs, &store, control);
        }
        for (answer, staged) in answers {
            if let Ok(Ok((done, seq))) = answer.recv() {
                model.acknowledge(&done, seq);
            }
            drop(staged);
        }
    }
    tally.cut_short += u64::from(left > 0);
    tally.acknowledged += model.acknowledged - before.0;
    tally.files += model.files() - before.1;
    // The process dies with its disk: nothing it does from here on is written.
    disk.fail(Some(Failing::Death { at: 1 }));
    drop((store, blobs));
    disk.power_cut(random);
    tally.crashes += 1;
    if random.one_in(2) {
        tally.double += 1;
        disk.fail(Some(Failing::Death {
            at: 1 + random.below(40),
        }));
        drop(open(disk, options(1, false)));
        disk.power_cut(random);
    }
    recover(disk, model, random, tally);
}

/// The folder of files, as a start of Lobby finds it.
fn files(disk: &Disk) -> Result<Blobs, String> {
    Blobs::over(Path::new("/blobs"), Arc::new(Beside(disk.clone())))
        .map_err(|err| format!("the files do not open: {err}"))
}

/// A deed at random, one in three with a file, which is staged first; none when that fails.
fn any(
    desk: &Desk,
    blobs: &Blobs,
    random: &mut Random,
    known: u64,
) -> Option<(Deed, Option<Staged>)> {
    let n = u64::from(u16::try_from(random.below(60_000)).unwrap());
    if !random.one_in(3) {
        return Some((desk.any(random, known, n), None));
    }
    // Few files, so that the same one comes again, also after it was swept.
    let bytes =
        format!("file {}", n % 30).repeat(1 + usize::try_from(random.below(3)).unwrap() * 200);
    let staged = blobs.stage(&mut bytes.as_bytes(), 1 << 20).ok()?;
    Some((desk.with_file(random, known, n, &staged), Some(staged)))
}

/// Sweeps what no record names while deeds are in flight: young files too, which is harder than Lobby has it.
fn sweep(blobs: &Blobs, store: &Store, control: Control) -> usize {
    let swept = blobs.sweep(Millis(i64::MAX), |hash| {
        if control == Control::NamesForgotten {
            return Ok(false);
        }
        store.look(|look| look.is_blob_named(hash))
    });
    swept.unwrap_or(0)
}

fn recover(disk: &Disk, model: &mut Model, random: &mut Random, tally: &mut Tally) {
    let blobs = match files(disk) {
        Ok(blobs) => blobs,
        Err(err) => return tally.wrong.push(err),
    };
    match open(disk, options(random.next(), false)) {
        Ok(store) => {
            tally.wrong.extend(model.differences(&store));
            tally.wrong.extend(model.files_missing(&store, &blobs));
            model.adopt(&store);
        }
        Err(err) => tally.wrong.push(format!("does not open again: {err}")),
    }
}

#[test]
fn nothing_acknowledged_is_lost_by_a_crash() {
    let crashes = std::env::var("LOBBY_CRASHES").ok();
    let crashes = crashes.and_then(|it| it.parse().ok()).unwrap_or(1_000);
    let (seed, began) = (seed(), Instant::now());
    let tally = run(seed, crashes, Control::None);
    println!(
        "seed {seed}: {} crashes ({} double, {} in the middle of deeds), {} deeds acknowledged, {} of them with a file, {} files swept, {} wrong, {} s",
        tally.crashes,
        tally.double,
        tally.cut_short,
        tally.acknowledged,
        tally.files,
        tally.swept,
        tally.wrong.len(),
        began.elapsed().as_secs()
    );
    assert_eq!(tally.wrong, Vec::<String>::new(), "seed {seed}");
    assert_eq!(tally.crashes, crashes);
    assert!(tally.double * 3 > crashes, "half crash twice");
    assert!(tally.cut_short * 2 > crashes, "most crash in the middle");
    assert!(tally.files > crashes / 4, "files take part");
    assert!(tally.swept > 0, "the sweeper takes part");
}

/// The simulator sees files lost: syncs that leave their bytes or their names undone, a sweeper that asks nobody.
#[test]
fn files_lost_are_seen() {
    let controls = [
        Control::FilesLie(Lie::Bytes),
        Control::FilesLie(Lie::Names),
        Control::NamesForgotten,
    ];
    for control in controls {
        let seed = seed();
        let tally = run(seed, 200, control);
        println!(
            "seed {seed}: {control:?} seen after {} crashes: {:?}",
            tally.crashes,
            tally.wrong.first()
        );
        let is_file = |it: &String| it.contains("file");
        assert!(tally.wrong.iter().any(is_file), "seed {seed}: {control:?}");
    }
}

/// The simulator sees a loss: a disk whose syncs do nothing must lose something soon.
#[test]
fn a_disk_that_lies_is_seen() {
    let seed = seed();
    // What such a disk leaves may be so broken that the database panics over it: that is seen, too.
    let ran = std::panic::catch_unwind(|| run(seed, 200, Control::SyncLies));
    let Ok(tally) = ran else {
        return println!("seed {seed}: seen by a panic");
    };
    println!(
        "seed {seed}: seen after {} crashes: {:?}",
        tally.crashes,
        tally.wrong.first()
    );
    assert_ne!(tally.wrong, Vec::<String>::new(), "seed {seed}");
}

/// The model sees a loss: deeds acknowledged before their commit must be missed soon.
#[test]
fn an_early_answer_is_seen() {
    let seed = seed();
    let tally = run(seed, 200, Control::AcknowledgedEarly);
    println!(
        "seed {seed}: seen after {} crashes: {:?}",
        tally.crashes,
        tally.wrong.first()
    );
    assert_ne!(tally.wrong, Vec::<String>::new(), "seed {seed}");
}
