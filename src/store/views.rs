//! `views.redb`: what views keep beside the store. It owns no truth: thrown away, it is made anew from the log.

use std::path::Path;

use redb::{
    AccessGuard, Database, DatabaseError, ReadOnlyTable, ReadableDatabase, TableDefinition,
    TableError,
};

use crate::domain::error::Result;
use crate::store::error::StoreError;
use crate::store::folder::private_file;

const TABLE: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("facts");
/// Bytes of redb's cache at most: the columns that reports are made of, of a million conversations those of a few metrics.
/// It grows no larger than the file.
const CACHE: usize = 128 << 20;

/// A key, and its new value; without one it goes.
pub type Change = (Vec<u8>, Option<Vec<u8>>);

/// A file of bytes under keys.
pub struct Views {
    database: Database,
}

impl Views {
    /// Opens or makes `views.redb` in the data folder. One that cannot be read is thrown away.
    ///
    /// # Errors
    /// The disk's.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join("views.redb");
        let io = |source| StoreError::Io {
            doing: "opening the views",
            source,
        };
        private_file(&path).map_err(io)?;
        let made = |path: &Path| Database::builder().set_cache_size(CACHE).create(path);
        let database = match made(&path) {
            Ok(database) => database,
            Err(DatabaseError::DatabaseAlreadyOpen) => return Err(StoreError::InUse.into()),
            Err(err) => {
                tracing::warn!(error = %err, "views.redb cannot be read: it is made anew");
                std::fs::remove_file(&path).map_err(io)?;
                private_file(&path).map_err(io)?;
                made(&path).map_err(StoreError::from)?
            }
        };
        Ok(Views { database })
    }

    /// One that forgets, for tests.
    ///
    /// # Errors
    /// None that are known.
    pub fn in_memory() -> Result<Self> {
        let backend = redb::backends::InMemoryBackend::new();
        let made = Database::builder().create_with_backend(backend);
        Ok(Views {
            database: made.map_err(StoreError::from)?,
        })
    }

    /// Reads at one consistent moment. Keep it under two seconds.
    ///
    /// # Errors
    /// What `read` answers, and the file's.
    pub fn read<T>(&self, read: impl FnOnce(&Page) -> Result<T>) -> Result<T> {
        let tx = self.database.begin_read().map_err(StoreError::from)?;
        let table = match tx.open_table(TABLE) {
            Ok(table) => Some(table),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(err) => return Err(StoreError::from(err).into()),
        };
        read(&Page { table })
    }

    /// Changes all of it or nothing. With `anew`, everything that was there goes first.
    ///
    /// # Errors
    /// The file's.
    pub fn write(&self, anew: bool, changes: &[Change]) -> Result<()> {
        self.put(anew, changes).map_err(Into::into)
    }

    fn put(&self, anew: bool, changes: &[Change]) -> Result<(), StoreError> {
        let tx = self.database.begin_write()?;
        if anew {
            tx.delete_table(TABLE)?;
        }
        {
            let mut table = tx.open_table(TABLE)?;
            for (key, value) in changes {
                match value {
                    Some(value) => drop(table.insert(key.as_slice(), value.as_slice())?),
                    None => drop(table.remove(key.as_slice())?),
                }
            }
        }
        tx.commit()?;
        Ok(())
    }
}

/// A value that is not copied.
pub struct Held(Option<AccessGuard<'static, &'static [u8]>>);

impl Held {
    /// Of a key that is not there, nothing.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |it| it.value())
    }
}

/// What can be read at one moment.
pub struct Page {
    table: Option<ReadOnlyTable<&'static [u8], &'static [u8]>>,
}

impl Page {
    /// Has `read` look at the value of a key.
    ///
    /// # Errors
    /// The file's.
    pub fn get<T>(&self, key: &[u8], read: impl FnOnce(&[u8]) -> T) -> Result<Option<T>> {
        let Some(table) = &self.table else {
            return Ok(None);
        };
        let found = table.get(key).map_err(StoreError::from)?;
        Ok(found.map(|it| read(it.value())))
    }

    /// The value of a key, as it lies in the file's cache.
    ///
    /// # Errors
    /// The file's.
    pub fn hold(&self, key: &[u8]) -> Result<Held> {
        let Some(table) = &self.table else {
            return Ok(Held(None));
        };
        Ok(Held(table.get(key).map_err(StoreError::from)?))
    }

    /// Shows `each` every key that begins so, with its value, in order.
    ///
    /// # Errors
    /// The file's, and what `each` answers.
    pub fn under(
        &self,
        prefix: &[u8],
        mut each: impl FnMut(&[u8], &[u8]) -> Result<()>,
    ) -> Result<()> {
        let Some(table) = &self.table else {
            return Ok(());
        };
        for row in table.range(prefix..).map_err(StoreError::from)? {
            let (key, value) = row.map_err(StoreError::from)?;
            if !key.value().starts_with(prefix) {
                break;
            }
            each(key.value(), value.value())?;
        }
        Ok(())
    }
}
