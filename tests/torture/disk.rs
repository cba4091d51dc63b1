//! A disk in memory that can die at any call, keep any part of what was not synced, tear it, fail, or lie.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use redb::StorageBackend;

use crate::random::Random;
use crate::tree::{Lie, Tree};

/// What a drive writes at once.
const SECTOR: usize = 512;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// The machine dies at this call: it and all later ones fail until the disk is started again.
    Death { at: u64 },
    /// This call fails, later ones work.
    Once { at: u64, full: bool },
    /// This call and all later ones fail until the disk is healed.
    From { at: u64, full: bool },
}

#[derive(Debug, Default)]
struct State {
    /// As the program sees it.
    seen: Vec<u8>,
    /// As it would be found after the power went.
    kept: Vec<u8>,
    /// Not yet synced, in order.
    pending: Vec<Change>,
    calls: u64,
    failing: Option<Failing>,
    lies: bool,
    /// The files beside the store.
    tree: Tree,
}

#[derive(Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

/// A disk; clones are the same one.
#[derive(Debug, Clone, Default)]
pub struct Disk(Arc<Mutex<State>>);

impl Disk {
    pub fn with(image: Vec<u8>) -> Self {
        let disk = Disk::default();
        disk.lock().seen = image.clone();
        disk.lock().kept = image;
        disk
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Its syncs do nothing from now on.
    pub fn lie(&self) {
        self.lock().lies = true;
    }

    /// Syncs of the files beside the store leave something undone from now on.
    pub fn lie_about_files(&self, lie: Lie) {
        self.lock().tree.lie = Some(lie);
    }

    /// A call to the files beside the store: it counts and fails as all others do.
    pub fn with_tree<T>(&self, call: impl FnOnce(&mut Tree) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.lock();
        state.call()?;
        call(&mut state.tree)
    }

    pub fn fail(&self, failing: Option<Failing>) {
        let mut state = self.lock();
        state.calls = 0;
        state.failing = failing;
    }

    pub fn calls(&self) -> u64 {
        self.lock().calls
    }

    pub fn image(&self) -> Vec<u8> {
        self.lock().seen.clone()
    }

    /// The power goes: of what was not synced a random part is kept, some of it torn. Then the disk works again.
    pub fn power_cut(&self, random: &mut Random) {
        let mut state = self.lock();
        let pending = std::mem::take(&mut state.pending);
        let all = random.one_in(8);
        let none = random.one_in(8);
        for change in pending {
            if !all && (none || random.one_in(2)) {
                continue;
            }
            match change {
                Change::Length(len) => state.kept.resize(len, 0),
                Change::Write { at, bytes } if !all && random.one_in(4) => {
                    for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                        if random.one_in(2) {
                            put(&mut state.kept, at + n * SECTOR, sector);
                        }
                    }
                }
                Change::Write { at, bytes } => put(&mut state.kept, at, &bytes),
            }
        }
        state.seen = state.kept.clone();
        state.tree.power_cut(random);
        state.failing = None;
        state.calls = 0;
    }
}

fn put(to: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if to.len() < at + bytes.len() {
        to.resize(at + bytes.len(), 0);
    }
    to[at..at + bytes.len()].copy_from_slice(bytes);
}

impl State {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        let error = |full| {
            Err(if full {
                io::Error::from(io::ErrorKind::StorageFull)
            } else {
                io::Error::other("the disk failed")
            })
        };
        match self.failing {
            Some(Failing::Death { at }) if self.calls >= at => error(false),
            Some(Failing::Once { at, full }) if self.calls == at => error(full),
            Some(Failing::From { at, full }) if self.calls >= at => error(full),
            _ => Ok(()),
        }
    }
}

#[derive(Debug)]
pub struct Backend(pub Disk);

impl StorageBackend for Backend {
    fn len(&self) -> Result<u64, io::Error> {
        let mut state = self.0.lock();
        state.call()?;
        Ok(state.seen.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        let mut state = self.0.lock();
        state.call()?;
        let at = usize::try_from(offset).unwrap();
        let found = state.seen.get(at..at + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        let mut state = self.0.lock();
        state.call()?;
        let len = usize::try_from(len).unwrap();
        state.seen.resize(len, 0);
        state.pending.push(Change::Length(len));
        Ok(())
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        let mut state = self.0.lock();
        state.call()?;
        if state.lies {
            return Ok(());
        }
        for change in std::mem::take(&mut state.pending) {
            match change {
                Change::Length(len) => state.kept.resize(len, 0),
                Change::Write { at, bytes } => put(&mut state.kept, at, &bytes),
            }
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let mut state = self.0.lock();
        state.call()?;
        let at = usize::try_from(offset).unwrap();
        put(&mut state.seen, at, data);
        state.pending.push(Change::Write {
            at,
            bytes: data.to_vec(),
        });
        Ok(())
    }
}
