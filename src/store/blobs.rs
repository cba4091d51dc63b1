//! Files named by the SHA-256 of their bytes: attachments, long bodies, large raw input.
//!
//! A blob is *staged* before the deed that names it: written beside, fsynced, renamed, its folder fsynced once per
//! lot. While a [`Staged`] lives its hash is pinned, so the sweeper leaves it alone until its deed was answered.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::domain::error::{Error, Result};
use crate::domain::id::BlobHash;
use crate::domain::time::Millis;
use crate::store::error::StoreError;
use crate::store::files::{Files, System};

/// The folder of blobs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Blobs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    files: Arc<dyn Files>,
    pins: Mutex<HashMap<BlobHash, usize>>,
    next_temporary: AtomicU64,
}

/// A blob that is durable and pinned. Keep it until the deed that names it was answered.
#[derive(Debug)]
pub struct Staged {
    pub hash: BlobHash,
    pub size: u64,
    inner: Arc<Inner>,
}

impl Drop for Staged {
    fn drop(&mut self) {
        let mut pins = self
            .inner
            .pins
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = pins.get_mut(&self.hash) {
            *n -= 1;
            if *n == 0 {
                pins.remove(&self.hash);
            }
        }
    }
}

/// Blobs written together: one settling makes all durable.
#[derive(Debug)]
pub struct Lot {
    inner: Arc<Inner>,
    written: Vec<(PathBuf, Staged)>,
}

impl Blobs {
    /// Opens the folder, making it if need be and removing what a crash left half-written.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        Self::over(root, Arc::new(System))
    }

    /// As [`Blobs::open`], over another kind of file system: the crash simulator's.
    ///
    /// # Errors
    /// The disk's.
    pub fn over(root: &Path, files: Arc<dyn Files>) -> Result<Self, StoreError> {
        let temporary = root.join("tmp");
        // The folder's own name must last as long as what will be in it.
        let around = root.parent().filter(|it| !it.as_os_str().is_empty());
        files
            .remove_folder(&temporary)
            .and_then(|()| files.make_folder(&temporary))
            .and_then(|()| files.sync(around.unwrap_or(root)))
            .map_err(|source| StoreError::Io {
                doing: "opening the folder of blobs",
                source,
            })?;
        Ok(Blobs(Arc::new(Inner {
            root: root.to_owned(),
            files,
            pins: Mutex::default(),
            next_temporary: AtomicU64::new(0),
        })))
    }

    #[must_use]
    pub fn lot(&self) -> Lot {
        Lot {
            inner: self.0.clone(),
            written: Vec::new(),
        }
    }

    /// Stages one blob from a reader.
    ///
    /// # Errors
    /// [`Error::TooLarge`] past `cap` bytes; [`Error::Unavailable`] when the disk fails.
    pub fn stage(&self, from: &mut impl Read, cap: u64) -> Result<Staged> {
        let mut lot = self.lot();
        lot.add(from, cap)?;
        let staged = lot.settle()?;
        staged
            .into_iter()
            .next()
            .ok_or_else(|| Error::Internal("nothing staged".to_owned()))
    }

    /// Pins a blob that was staged earlier and is still here.
    #[must_use]
    pub fn pin(&self, hash: BlobHash, size: u64) -> Option<Staged> {
        let mut pins = self.0.pins.lock().unwrap_or_else(PoisonError::into_inner);
        // While nothing can be pinned nothing is swept either.
        if !self.has(hash) {
            return None;
        }
        *pins.entry(hash).or_default() += 1;
        Some(Staged {
            hash,
            size,
            inner: self.0.clone(),
        })
    }

    /// The file of a blob, to stream it: of the system's own files.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is gone.
    pub fn file(&self, hash: BlobHash) -> Result<File> {
        File::open(path_of(&self.0.root, hash)).map_err(|_| Error::not_found("file"))
    }

    /// All bytes of a blob.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is gone.
    pub fn read(&self, hash: BlobHash) -> Result<Vec<u8>> {
        let path = path_of(&self.0.root, hash);
        self.0
            .files
            .read(&path)
            .map_err(|_| Error::not_found("file"))
    }

    /// Whether the blob is there.
    #[must_use]
    pub fn has(&self, hash: BlobHash) -> bool {
        self.0.files.is_file(&path_of(&self.0.root, hash))
    }

    /// Whether a staged blob still waits for its deed.
    #[must_use]
    pub fn is_pinned(&self, hash: BlobHash) -> bool {
        self.0
            .pins
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains_key(&hash)
    }

    /// Deletes what no record names, is not pinned, and was written before `older_than`. `is_named` is asked while
    /// nothing can be staged: a deed that has been answered has its rows, one that has not has its pin.
    ///
    /// # Errors
    /// The disk's, or what `is_named` answers; what was swept stays swept.
    pub fn sweep(
        &self,
        older_than: Millis,
        is_named: impl Fn(BlobHash) -> Result<bool>,
    ) -> Result<usize> {
        let mut swept = 0;
        for folder in 0..=255_u8 {
            let folder = self.0.root.join(format!("{folder:02x}"));
            for (name, at) in self.0.files.list(&folder).map_err(disk)? {
                let Some(hash) = BlobHash::from_hex(&name).filter(|_| at < older_than) else {
                    continue;
                };
                let pins = self.0.pins.lock().unwrap_or_else(PoisonError::into_inner);
                if !pins.contains_key(&hash) && !is_named(hash)? {
                    self.0.files.remove(&folder.join(name)).map_err(disk)?;
                    swept += 1;
                }
            }
        }
        Ok(swept)
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.0.root
    }
}

/// `blobs/ab/abcdef…`: 256 folders keep each small.
fn path_of(root: &Path, hash: BlobHash) -> PathBuf {
    let hex = hash.hex();
    let folder: String = hex.chars().take(2).collect();
    root.join(folder).join(hex)
}

fn disk(source: io::Error) -> Error {
    StoreError::Io {
        doing: "staging a blob",
        source,
    }
    .into()
}

impl Lot {
    /// Writes one blob; it is durable only after [`Lot::settle`].
    ///
    /// # Errors
    /// As [`Blobs::stage`].
    pub fn add(&mut self, from: &mut impl Read, cap: u64) -> Result<(BlobHash, u64)> {
        let n = self.inner.next_temporary.fetch_add(1, Ordering::Relaxed);
        let path = self.inner.root.join("tmp").join(n.to_string());
        let copied = copy_hashing(from, &*self.inner.files, &path, cap);
        let (hash, size) = copied.inspect_err(|_| {
            let _ = self.inner.files.remove(&path);
        })?;
        {
            let mut pins = self
                .inner
                .pins
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            *pins.entry(hash).or_default() += 1;
        }
        self.written.push((
            path,
            Staged {
                hash,
                size,
                inner: self.inner.clone(),
            },
        ));
        Ok((hash, size))
    }

    /// Makes all of the lot durable: every file fsynced and renamed, every folder fsynced once.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the disk fails; nothing may be named then.
    pub fn settle(mut self) -> Result<Vec<Staged>> {
        let (files, mut folders) = (&self.inner.files, Vec::new());
        for (path, staged) in &self.written {
            let to = path_of(&self.inner.root, staged.hash);
            let folder = to.parent().unwrap_or(&self.inner.root).to_owned();
            // What another lot has just renamed into place may not be durable yet: its folder is synced here too.
            if !folders.contains(&folder) {
                folders.push(folder.clone());
            }
            if files.is_file(&to) {
                continue;
            }
            files.make_folder(&folder).map_err(disk)?;
            files.sync(path).map_err(disk)?;
            files.rename(path, &to).map_err(disk)?;
        }
        if !folders.is_empty() {
            folders.push(self.inner.root.clone());
        }
        for folder in folders {
            files.sync(&folder).map_err(disk)?;
        }
        let written = std::mem::take(&mut self.written);
        let staged = written.into_iter().map(|(temporary, staged)| {
            let _ = self.inner.files.remove(&temporary);
            staged
        });
        Ok(staged.collect())
    }
}

/// A lot that was not settled leaves nothing behind.
impl Drop for Lot {
    fn drop(&mut self) {
        for (temporary, _) in &self.written {
            let _ = self.inner.files.remove(temporary);
        }
    }
}

fn copy_hashing(
    from: &mut impl Read,
    files: &dyn Files,
    to: &Path,
    cap: u64,
) -> Result<(BlobHash, u64)> {
    let mut file = files.create(to).map_err(disk)?;
    let (mut hasher, mut size) = (Sha256::new(), 0_u64);
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let n = from.read(&mut buffer).map_err(disk)?;
        let Some(chunk) = buffer.get(..n).filter(|it| !it.is_empty()) else {
            break;
        };
        size += n as u64;
        if size > cap {
            return Err(Error::TooLarge { limit: cap });
        }
        hasher.update(chunk);
        file.write_all(chunk).map_err(disk)?;
    }
    Ok((BlobHash(hasher.finalize().into()), size))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("lobby-blobs-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    #[test]
    fn the_same_bytes_are_one_file_and_pinned_while_staged() {
        let blobs = Blobs::open(&folder("same")).unwrap();
        let a = blobs.stage(&mut b"hello".as_slice(), 10).unwrap();
        let b = blobs.stage(&mut b"hello".as_slice(), 10).unwrap();
        assert_eq!(a.hash, b.hash);
        assert_eq!(blobs.read(a.hash).unwrap(), b"hello");
        let hash = a.hash;
        drop(a);
        assert!(blobs.is_pinned(hash));
        drop(b);
        assert!(!blobs.is_pinned(hash));
    }

    #[test]
    fn what_was_staged_earlier_is_pinned_while_it_is_here() {
        let blobs = Blobs::open(&folder("again")).unwrap();
        let hash = blobs.stage(&mut b"hello".as_slice(), 10).unwrap().hash;
        let pin = blobs.pin(hash, 5).unwrap();
        let sweep = || blobs.sweep(Millis(i64::MAX), |_| Ok(false)).unwrap();
        assert_eq!(sweep(), 0);
        drop(pin);
        assert_eq!(sweep(), 1);
        assert!(blobs.pin(hash, 5).is_none());
    }

    #[test]
    fn too_large_leaves_nothing() {
        let blobs = Blobs::open(&folder("large")).unwrap();
        let err = blobs.stage(&mut b"hello".as_slice(), 4).unwrap_err();
        assert_eq!(err, Error::TooLarge { limit: 4 });
        assert_eq!(fs::read_dir(blobs.root().join("tmp")).unwrap().count(), 0);
    }

    #[test]
    fn the_sweeper_leaves_what_is_named_pinned_or_young() {
        let blobs = Blobs::open(&folder("sweep")).unwrap();
        let kept = |bytes: &[u8]| {
            let mut bytes = bytes;
            blobs.stage(&mut bytes, 10).unwrap()
        };
        let (named, pinned, loose) = (kept(b"named"), kept(b"pinned"), kept(b"loose"));
        let (named_hash, loose_hash) = (named.hash, loose.hash);
        drop((named, loose));
        let is_named = |hash| Ok(hash == named_hash);
        assert_eq!(blobs.sweep(Millis(0), is_named), Ok(0), "all are young");
        assert_eq!(blobs.sweep(Millis(i64::MAX), is_named), Ok(1));
        assert!(blobs.has(named_hash) && blobs.has(pinned.hash) && !blobs.has(loose_hash));
    }

    #[test]
    fn a_lot_given_up_leaves_nothing() {
        let blobs = Blobs::open(&folder("given-up")).unwrap();
        let mut lot = blobs.lot();
        let (hash, _) = lot.add(&mut b"hello".as_slice(), 10).unwrap();
        drop(lot);
        assert!(!blobs.has(hash) && !blobs.is_pinned(hash));
        assert_eq!(fs::read_dir(blobs.root().join("tmp")).unwrap().count(), 0);
    }
}
