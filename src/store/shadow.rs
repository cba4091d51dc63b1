//! A file read with its changes kept in memory: opening a database after a failure writes a little, and on a disk
//! that takes no writes that little must not be what keeps it from being read.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

/// Writes are kept in pieces of this many bytes.
const PIECE: usize = 4096;

#[derive(Debug)]
pub(super) struct Shadow {
    file: File,
    changed: Mutex<Changed>,
}

#[derive(Debug)]
struct Changed {
    len: u64,
    pieces: BTreeMap<u64, Box<[u8; PIECE]>>,
}

impl Shadow {
    pub(super) fn over(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Shadow {
            file,
            changed: Mutex::new(Changed {
                len,
                pieces: BTreeMap::new(),
            }),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Changed> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what the file has at `offset`; beyond its end there are zeros.
    fn below(&self, offset: u64, mut out: &mut [u8]) -> io::Result<()> {
        let mut at = offset;
        while !out.is_empty() {
            let n = self.file.read_at(out, at)?;
            if n == 0 {
                out.fill(0);
                return Ok(());
            }
            at += n as u64;
            out = out.get_mut(n..).unwrap_or_default();
        }
        Ok(())
    }
}

/// The pieces a range touches: number of the piece, where in the piece, where in the range, how many bytes.
fn pieces(offset: u64, len: usize) -> Vec<(u64, usize, usize, usize)> {
    let (mut out, mut done) = (Vec::new(), 0);
    while done < len {
        let at = offset + done as u64;
        let inside = usize::try_from(at % PIECE as u64).unwrap_or(0);
        let n = (PIECE - inside).min(len - done);
        out.push((at / PIECE as u64, inside, done, n));
        done += n;
    }
    out
}

impl StorageBackend for Shadow {
    fn len(&self) -> Result<u64, io::Error> {
        Ok(self.lock().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), io::Error> {
        self.below(offset, out)?;
        let changed = self.lock();
        for (number, inside, at, n) in pieces(offset, out.len()) {
            let piece = changed.pieces.get(&number);
            let from = piece.and_then(|it| it.get(inside..inside + n));
            if let (Some(from), Some(to)) = (from, out.get_mut(at..at + n)) {
                to.copy_from_slice(from);
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<(), io::Error> {
        self.lock().len = len;
        Ok(())
    }

    fn sync_data(&self) -> Result<(), io::Error> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<(), io::Error> {
        let mut changed = self.lock();
        for (number, inside, at, n) in pieces(offset, data.len()) {
            let piece = match changed.pieces.entry(number) {
                Entry::Occupied(it) => it.into_mut(),
                Entry::Vacant(it) => {
                    let mut fresh = Box::new([0; PIECE]);
                    self.below(number * PIECE as u64, fresh.as_mut_slice())?;
                    it.insert(fresh)
                }
            };
            let to = piece.get_mut(inside..inside + n);
            if let (Some(to), Some(from)) = (to, data.get(at..at + n)) {
                to.copy_from_slice(from);
            }
        }
        Ok(())
    }
}
