//! What can go wrong with the store; redb has an error type an operation, outside this room there is one.

use std::io;

use crate::domain::error::Error;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file, the disk or redb failed: the handle is not to be trusted for writes until reopened.
    #[error("the database failed: {0}")]
    Database(#[source] Box<redb::Error>),
    #[error("the record at {table}/{key} cannot be read: {why}")]
    Corrupt {
        table: &'static str,
        key: String,
        why: String,
    },
    #[error("a record cannot be written: {0}")]
    Unwritable(String),
    #[error("this data was written by a newer Lobby ({what} {found}, this one knows {known})")]
    FromTheFuture {
        what: &'static str,
        found: u64,
        known: u64,
    },
    #[error("{doing}: {source}")]
    Io {
        doing: &'static str,
        source: io::Error,
    },
    #[error("another Lobby has this data folder open")]
    InUse,
    /// After reopening, acknowledged events were missing: the disk lied.
    #[error("the log ends at {found}, but {acknowledged} was acknowledged")]
    Lost { found: u64, acknowledged: u64 },
}

macro_rules! from_redb {
    ($($error:ident),+) => {$(
        impl From<redb::$error> for StoreError {
            fn from(err: redb::$error) -> Self {
                StoreError::Database(Box::new(err.into()))
            }
        }
    )+};
}
from_redb!(
    DatabaseError,
    TransactionError,
    TableError,
    StorageError,
    CommitError,
    SetDurabilityError
);

impl StoreError {
    /// Whether the handle must be closed and opened again before it writes.
    #[must_use]
    pub fn breaks_the_handle(&self) -> bool {
        matches!(self, StoreError::Database(_) | StoreError::Lost { .. })
    }

    /// Whether there was no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            StoreError::Database(err) => match err.as_ref() {
                redb::Error::Io(io) => is_full(io),
                _ => false,
            },
            StoreError::Io { source, .. } => is_full(source),
            _ => false,
        }
    }
}

/// No room on the disk, in the quota, or below the file size limit.
fn is_full(err: &io::Error) -> bool {
    matches!(
        err.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
    )
}

/// The answer while writes are not possible. Retry after 5 s: reopening takes well under one once it can work.
#[must_use]
pub fn unavailable(disk_full: bool) -> Error {
    let code = if disk_full {
        "disk_full"
    } else {
        "store_failed"
    };
    Error::Unavailable {
        code,
        retry_after_s: 5,
    }
}

impl From<StoreError> for Error {
    fn from(err: StoreError) -> Self {
        match &err {
            StoreError::Database(_) | StoreError::Io { .. } | StoreError::Lost { .. } => {
                unavailable(err.is_disk_full())
            }
            _ => Error::internal("the store", err),
        }
    }
}
