//! Writing the file anew. redb gives freed pages out again but does not blank them, so what was erased stays readable
//! in the file until its page is used again. A fresh file of what is there holds nothing of it.

use std::fs::{self, File};
use std::sync::PoisonError;
use std::sync::mpsc::{self, SyncSender};

use redb::{Database, ReadableDatabase, ReadableTable};

use crate::domain::error::Result;
use crate::store::error::{StoreError, unavailable};
use crate::store::migrations::remove_snapshots;
use crate::store::tables::Table;
use crate::store::{CACHE, Shared, Store};

/// The new file while it is being written.
const BESIDE: &str = "lobby.redb.anew";

/// Who waits for the file to be written anew.
pub(super) type Waiter = SyncSender<Result<()>>;

impl Store {
    /// Writes the file anew from what is there: nothing of what was removed is left in it, and copies made before
    /// upgrades are removed. Looks go on meanwhile, deeds wait; it needs as much room as the file has. A store that forgets has no file.
    ///
    /// # Errors
    /// The disk's; the old file is used on then.
    pub fn write_anew(&self) -> Result<()> {
        let (waiter, done) = mpsc::sync_channel(1);
        self.shared.queue.ask_to_write_anew(waiter);
        done.recv().unwrap_or_else(|_| Err(unavailable(false)))
    }

    /// Bytes the store's file takes; 0 for one that has none.
    #[must_use]
    pub fn file_size(&self) -> u64 {
        let home = self.shared.home.as_ref();
        let about = home.and_then(|it| fs::metadata(it.file()).ok());
        about.map_or(0, |it| it.len())
    }
}

impl Shared {
    /// Called by the writer, so that nothing is written meanwhile.
    pub(super) fn write_anew(&self) -> Result<()> {
        let Some(home) = &self.home else {
            return Ok(());
        };
        let (file, beside) = (home.file(), home.folder().join(BESIDE));
        let io = |source| StoreError::Io {
            doing: "writing the store anew",
            source,
        };
        if beside.exists() {
            fs::remove_file(&beside).map_err(io)?;
        }
        let copied = {
            let database = self.database();
            let database = database.as_ref().ok_or_else(|| unavailable(false))?;
            copy(database, &beside)
        };
        if let Err(err) = copied {
            let _ = fs::remove_file(&beside);
            return Err(err.into());
        }
        let swapped = {
            let slot = self.database.write();
            let mut slot = slot.unwrap_or_else(PoisonError::into_inner);
            *slot = None;
            let renamed = fs::rename(&beside, &file);
            let folder = File::open(home.folder()).and_then(|it| it.sync_all());
            let opened = (self.open)();
            opened.map(|it| {
                *slot = Some(it);
                renamed.and(folder)
            })
        };
        match swapped {
            // A copy made before an upgrade holds everything that was there then.
            Ok(renamed) => {
                renamed.map_err(io)?;
                Ok(remove_snapshots(home.folder())?)
            }
            Err(err) => {
                tracing::error!(error = %err, "the store written anew could not be opened");
                self.reopen(false);
                Err(err.into())
            }
        }
    }
}

fn copy(from: &Database, to: &std::path::Path) -> Result<(), StoreError> {
    let fresh = Database::builder().set_cache_size(CACHE).create(to)?;
    let (reading, writing) = (from.begin_read()?, fresh.begin_write()?);
    for table in Table::ALL {
        let old = reading.open_table(table.definition())?;
        let mut new = writing.open_table(table.definition())?;
        for row in old.iter()? {
            let (key, value) = row?;
            new.insert(key.value(), value.value())?;
        }
    }
    writing.commit()?;
    Ok(())
}
