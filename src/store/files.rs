//! What blobs need of a file system: the system's own, or the crash simulator's.

use std::fmt::Debug;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::domain::time::Millis;
use crate::store::folder::private_file;

/// A file system. What is written or renamed is durable only after [`Files::sync`] of the file and of its folder.
pub trait Files: Send + Sync + Debug {
    /// Makes a folder and those above it; one that is there is as good.
    ///
    /// # Errors
    /// The disk's, as for all of these.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it; one that is not there is as good.
    ///
    /// # Errors
    /// The disk's.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Begins a new file.
    ///
    /// # Errors
    /// The disk's.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Write>>;

    /// All bytes of a file.
    ///
    /// # Errors
    /// `NotFound`, or the disk's.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Makes a file's bytes, or the names in a folder, durable.
    ///
    /// # Errors
    /// The disk's.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// # Errors
    /// The disk's.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// # Errors
    /// `NotFound`, or the disk's.
    fn remove(&self, path: &Path) -> io::Result<()>;

    fn is_file(&self, path: &Path) -> bool;

    /// The files in a folder, each with when it was written; none when it is not there.
    ///
    /// # Errors
    /// The disk's.
    fn list(&self, folder: &Path) -> io::Result<Vec<(String, Millis)>>;
}

/// The system's own.
#[derive(Debug)]
pub(super) struct System;

impl Files for System {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        or_not_there(fs::remove_dir_all(path))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write>> {
        let file = private_file(path)?;
        file.set_len(0)?;
        Ok(Box::new(file))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        File::open(path)?.read_to_end(&mut out)?;
        Ok(out)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(String, Millis)>> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(err) => return Err(err),
        };
        let mut out = Vec::new();
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().into_string().ok();
            out.extend(name.zip(written_at(&entry)));
        }
        Ok(out)
    }
}

fn or_not_there(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

fn written_at(entry: &fs::DirEntry) -> Option<Millis> {
    let at = entry.metadata().ok()?.modified().ok()?;
    let since = at.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Millis)
}
