//! A file that holds room on the disk. When the disk is full it is given up first, so that what people are doing can
//! still be finished and tidied up; it is made again when there is room to spare.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

use crate::store::folder::private_file;

/// Bytes held back.
pub const SIZE: u64 = 64 << 20;

#[derive(Debug)]
pub struct Ballast {
    path: PathBuf,
    size: u64,
}

impl Ballast {
    /// A ballast of `size` bytes in a folder; 0 is none.
    #[must_use]
    pub fn new(folder: &Path, size: u64) -> Self {
        Ballast {
            path: folder.join("ballast"),
            size,
        }
    }

    /// Gives the room up. Whether there was any.
    pub fn free(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }

    #[must_use]
    pub fn is_there(&self) -> bool {
        self.size == 0 || fs::metadata(&self.path).is_ok_and(|it| it.len() == self.size)
    }

    /// Makes it unless it is there, when four times its size is free: it must not be what fills the disk.
    /// A file system that cannot set room aside goes without.
    pub fn make(&self) {
        if self.is_there() || free_bytes(&self.path).is_none_or(|it| it / 4 < self.size) {
            return;
        }
        let made = private_file(&self.path)
            .map_err(|err| err.to_string())
            .and_then(|file| {
                fallocate(&file, FallocateFlags::empty(), 0, self.size)
                    .map_err(|err| err.to_string())
            });
        if let Err(err) = made {
            tracing::warn!(error = %err, "no room could be set aside for a full disk");
            self.free();
        }
    }
}

/// Bytes free to Lobby on the disk of a file's folder; `None` when the system does not say.
#[must_use]
pub fn free_bytes(beside: &Path) -> Option<u64> {
    let disk = statvfs(beside.parent()?).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}
