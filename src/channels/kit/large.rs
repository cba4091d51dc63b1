//! Mail too large for memory: taken part by part, kept whole on the disk, read by its beginning.

use std::sync::{Arc, Mutex, PoisonError};

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

/// A large mail whose fetching broke off: what is there of it, for the next session to go on from.
pub struct Half {
    /// Folder, UIDVALIDITY, UID, size.
    pub of: (String, u32, u32, u64),
    /// Its bytes, or its beginning when they go to the disk.
    pub raw: Vec<u8>,
    /// Bytes that are there.
    pub have: u64,
    pub keeper: Option<Box<dyn Keeper>>,
}

impl Half {
    /// Nothing of it yet.
    #[must_use]
    pub fn of(of: (String, u32, u32, u64)) -> Self {
        Half {
            of,
            raw: Vec::new(),
            have: 0,
            keeper: None,
        }
    }
}

/// Where the one half-fetched mail of a mailbox waits between sessions.
#[derive(Clone, Default)]
pub struct Begun(Arc<Mutex<Option<Half>>>);

impl Begun {
    /// What is there of this mail; of another nothing is kept any longer.
    #[must_use]
    pub fn take(&self, of: (String, u32, u32, u64)) -> Half {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = begun.take().filter(|it| it.of == of);
        found.unwrap_or_else(|| Half::of(of))
    }

    pub fn put_back(&self, half: Half) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(half);
    }

    /// Bytes that wait.
    #[must_use]
    pub fn have(&self) -> u64 {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        begun.as_ref().map_or(0, |it| it.have)
    }
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Begun({} bytes)", self.have())
    }
}
