//! Mail too large for memory: taken part by part, kept whole on the disk, read by its beginning.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::id::BlobHash;

/// Takes a mail too large to be held in memory, part by part, and keeps it.
#[async_trait]
pub trait Keeper: Send {
    /// # Errors
    /// The disk's.
    async fn part(&mut self, bytes: Vec<u8>) -> std::io::Result<()>;

    /// The whole is there: made durable.
    ///
    /// # Errors
    /// The disk's.
    async fn end(self: Box<Self>) -> std::io::Result<Large>;
}

/// Begins to keep a large mail.
#[derive(Clone)]
pub struct Keep(pub Arc<dyn Fn() -> Box<dyn Keeper> + Send + Sync>);

impl std::fmt::Debug for Keep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keep")
    }
}

/// A large mail, kept whole.
pub struct Large {
    pub hash: BlobHash,
    pub size: u64,
    /// Holds the file until a record names it.
    pub pin: Box<dyn Send + Sync>,
}

impl std::fmt::Debug for Large {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Large({} bytes)", self.size)
    }
}
