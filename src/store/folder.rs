//! The data folder, opened in one place: its lock, its format, the store and the blobs.

use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::store::blobs::Blobs;
use crate::store::error::StoreError;
use crate::store::{Options, Store, ballast, format};

/// An open data folder. Its lock is held until the store is closed.
pub struct Folder {
    pub store: Store,
    pub blobs: Blobs,
    /// The folder of keys.
    pub keys: PathBuf,
}

impl Folder {
    /// Opens a data folder, making it when it is not there: only its owner may look inside. Nothing is opened, and
    /// nothing changed, when another Lobby has it open or a newer one wrote it.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::FromTheFuture`], or the disk's own.
    pub fn open(path: &Path, options: Options) -> Result<Self, StoreError> {
        Self::open_with(path, options, ballast::SIZE)
    }

    /// As [`Folder::open`], with a ballast file of another size, in bytes.
    ///
    /// # Errors
    /// As [`Folder::open`].
    pub fn open_with(path: &Path, options: Options, ballast: u64) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io {
            doing: "opening the data folder",
            source,
        };
        let keys = path.join("keys");
        for folder in [path, &keys, &path.join("blobs")] {
            make_private(folder).map_err(io)?;
        }
        let lock = lock(path)?;
        format::check(path)?;
        let store = Store::open_with(path, options, ballast)?;
        store.keep(lock);
        let incarnation = match read(&store)? {
            Some(known) => known,
            None => store
                .by_hand(|write| write.name_incarnation())
                .map_err(|err| StoreError::from(&err))?,
        };
        format::stamp(path, incarnation)?;
        let blobs = Blobs::open(&path.join("blobs"))?;
        Ok(Folder { store, blobs, keys })
    }
}

fn read(store: &Store) -> Result<Option<crate::domain::id::IncarnationId>, StoreError> {
    store
        .look(|look| look.incarnation())
        .map_err(|err| StoreError::from(&err))
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        // Ours, or empty and to be ours: nobody else reads in it. Any other folder is refused later or left alone.
        let ours = folder.join("FORMAT").exists() || folder.read_dir()?.next().is_none();
        if ours && folder.metadata()?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        }
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Opens a file for writing that only its owner may read, making it, or closing up one that is there.
pub(super) fn private_file(path: &Path) -> std::io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(Permissions::from_mode(0o600))?;
    Ok(file)
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let file = private_file(&folder.join("LOCK"));
    let io = |source| StoreError::Io {
        doing: "locking the data folder",
        source,
    };
    let file = file.map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::domain::time::Millis;

    fn options() -> Options {
        Options {
            now: Arc::new(|| Millis(1_700_000_000_000)),
            seed: Some(1),
            twice: true,
        }
    }

    fn fresh(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("lobby-folder-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        path
    }

    fn open(path: &Path) -> Result<Folder, StoreError> {
        Folder::open_with(path, options(), 0)
    }

    #[test]
    fn a_folder_is_private_locked_and_stamped() {
        let path = fresh("made");
        let folder = open(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o700);
        for file in ["lobby.redb", "FORMAT", "LOCK"] {
            assert_eq!(mode(&path.join(file)), 0o600, "{file}");
        }
        assert!(matches!(open(&path), Err(StoreError::InUse)));
        let first = fs::read_to_string(path.join("FORMAT")).unwrap();
        let schema = format!("store {}\n", crate::store::migrations::known());
        assert!(first.contains(&schema), "{first}");
        drop(folder);
        // Of an older Lobby, or copied carelessly.
        fs::set_permissions(path.join("lobby.redb"), Permissions::from_mode(0o644)).unwrap();
        drop(open(&path).unwrap());
        assert_eq!(mode(&path.join("lobby.redb")), 0o600);
        assert_eq!(fs::read_to_string(path.join("FORMAT")).unwrap(), first);
    }

    #[test]
    fn a_newer_folder_is_refused_and_left_alone() {
        let path = fresh("newer");
        drop(open(&path).unwrap());
        let file = path.join("lobby.redb");
        for newer in ["blobs 2", "store 99", "shards 1"] {
            fs::write(path.join("FORMAT"), format!("folder 1\n{newer}\n")).unwrap();
            let before = fs::read(&file).unwrap();
            let Err(err) = open(&path) else {
                panic!("{newer} was opened");
            };
            assert!(err.to_string().contains("newer Lobby"), "{err}");
            assert_eq!(fs::read(&file).unwrap(), before);
        }
    }
}
