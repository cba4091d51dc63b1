//! A disk that is really full, and then is not: a small tmpfs.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use lobby::domain::error::Error;
use lobby::store::{Folder, Lane};

use crate::deeds::{Desk, Model, options, send};
use crate::random::Random;

const BALLAST: u64 = 2 << 20;
/// Waits of 50 ms until the store has come back.
const TRIES: u32 = 600;

struct Mounted(PathBuf);

impl Mounted {
    /// A tmpfs of 32 MB, in a mount namespace of nobody else's when we are root, or as the system lets us.
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("lobby-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=32m", "tmpfs"])
            .arg(&path)
            .status();
        assert!(
            mounted.is_ok_and(|it| it.success()),
            "this test mounts a tmpfs: run it as root"
        );
        Mounted(path)
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
        let _ = fs::remove_dir(&self.0);
    }
}

fn fill(folder: &Path) -> PathBuf {
    let path = folder.join("filler");
    let mut file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .unwrap();
    for size in [1 << 16, 1 << 12, 1] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
    path
}

#[test]
fn a_full_disk_stops_writes_not_reads_and_lobby_comes_back() {
    let mounted = Mounted::new("full");
    let data = mounted.0.join("data");
    let folder = Folder::open_with(&data, options(3, false), BALLAST).unwrap();
    let store = &folder.store;
    let desk = Desk::furnish(store);
    let mut model = Model::of(store);
    assert!(data.join("ballast").exists());
    let mut random = Random(5);
    let mut n = 10_000;
    for round in 0..3 {
        let mut deed = |model: &mut Model| {
            n += 1;
            let known = model.highest_number();
            let answer = send(store, Lane::Hand, desk.any(&mut random, known, n), false);
            let answer = answer.recv().unwrap();
            if let Ok((done, seq)) = &answer {
                model.acknowledge(done, *seq);
            }
            answer
        };
        for _ in 0..20 {
            let _ = deed(&mut model);
        }
        let filler = fill(&mounted.0);
        // The ballast is given up first, so it takes a while until writes are refused; reads go on throughout.
        let mut refused = false;
        for _ in 0..20_000 {
            fill(&mounted.0);
            let answer = deed(&mut model);
            let read = store.look(|look| look.conversation_numbered(1));
            assert!(read.is_ok_and(|it| it.is_some()), "reads go on");
            if matches!(
                answer,
                Err(Error::Unavailable {
                    code: "disk_full",
                    ..
                })
            ) && store.down() == Some(true)
            {
                refused = true;
                break;
            }
        }
        assert!(refused, "round {round}: the disk never was full");
        assert!(!data.join("ballast").exists(), "the ballast was given up");
        assert_eq!(
            model.differences(store),
            Vec::<String>::new(),
            "read while full"
        );
        fs::remove_file(filler).unwrap();
        let back = (0..TRIES).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            deed(&mut model).is_ok()
        });
        assert!(back, "round {round}: the store does not come back");
        assert_eq!(store.down(), None);
        let again = (0..TRIES).any(|_| {
            std::thread::sleep(Duration::from_millis(50));
            let _ = deed(&mut model);
            data.join("ballast").exists()
        });
        assert!(again, "round {round}: the ballast is not made again");
        assert_eq!(
            model.differences(store),
            Vec::<String>::new(),
            "round {round}"
        );
    }
    drop(folder);
    let folder = Folder::open_with(&data, options(4, false), BALLAST).unwrap();
    assert_eq!(model.differences(&folder.store), Vec::<String>::new());
    println!(
        "{} deeds acknowledged around three full disks",
        model.acknowledged
    );
}
