//! Full text: messages, conversations by subject or number, and contacts, found as one types. The index is a view:
//! it follows the log, owns no truth, and is built anew whenever it does not fit the store.
//!
//! Must not: show anything that was not found again in the store and authorised for who asks.

mod ask;
mod documents;
mod facets;
mod find;
mod follow;
mod hits;
mod meant;
mod query;
mod schema;
mod snippet;
mod words;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tantivy::{Index, IndexReader, ReloadPolicy};

use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::id::Seq;
use crate::search::find::Finder;
use crate::search::follow::{Bell, Follower};
use crate::search::schema::Fields;
use crate::store::{Look, Store};

pub use self::ask::{Ask, Group};
pub use self::facets::{Facet, Token};
pub use self::find::{Found, FoundConversation, FoundMessage, Total};
pub use self::meant::{Meant, STATES, begin_with};
pub use self::snippet::Piece;

/// The index and the thread that keeps it. Share it behind an `Arc`; dropping it commits and ends the thread.
pub struct Search {
    reader: IndexReader,
    fields: Fields,
    bell: Arc<Bell>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Search {
    /// Opens the index in `folder` and follows the store from here on. Building it anew, when needed, goes on
    /// while searches are answered.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path, store: &Arc<Store>) -> Result<Self> {
        let (index, fields) = schema::open(folder)?;
        Self::start(index, fields, store)
    }

    /// An index that forgets, for tests.
    ///
    /// # Errors
    /// None that are known.
    pub fn in_memory(store: &Arc<Store>) -> Result<Self> {
        let (index, fields) = schema::in_memory()?;
        Self::start(index, fields, store)
    }

    fn start(index: Index, fields: Fields, store: &Arc<Store>) -> Result<Self> {
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|err| Error::internal("reading the search index", err))?;
        let bell = Arc::new(Bell::default());
        let told = bell.clone();
        store.on_commit(move |committed| {
            if !committed.events.is_empty() {
                told.tell(committed.seq);
            }
        });
        let follower = Follower {
            index,
            fields,
            reader: reader.clone(),
            store: Arc::downgrade(store),
            bell: bell.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("search".to_owned())
            .spawn(move || follower.run())
            .map_err(|err| Error::internal("starting the search thread", err))?;
        Ok(Search {
            reader,
            fields,
            bell,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Finds what was asked for, as this viewer may see it.
    ///
    /// # Errors
    /// When the index or the store cannot be read.
    pub fn find(&self, look: &Look<'_>, viewer: &Viewer, ask: &Ask) -> Result<Found> {
        if ask.is_empty() {
            return Ok(Found::default());
        }
        let searcher = self.reader.searcher();
        let finder = Finder {
            fields: self.fields,
            searcher: &searcher,
            look,
            viewer,
            ask,
        };
        let found = finder.find()?;
        Ok(Found {
            building: self.bell.is_building(),
            ..found
        })
    }

    /// What the facets mean, in their order, as this viewer may know it.
    ///
    /// # Errors
    /// When the index or the store cannot be read.
    pub fn meant(&self, look: &Look<'_>, viewer: &Viewer, ask: &Ask) -> Result<Vec<Meant>> {
        let searcher = self.reader.searcher();
        let finder = Finder {
            fields: self.fields,
            searcher: &searcher,
            look,
            viewer,
            ask,
        };
        finder.meant()
    }

    /// The place in the log up to which everything is found.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.bell.shown()
    }

    /// Has what is waiting indexed at once, and waits until everything up to `seq` is found; false when it was not
    /// within `patience`.
    pub fn wait_for(&self, seq: Seq, patience: Duration) -> bool {
        self.bell.wait_for(seq, patience)
    }

    /// Writes the index anew once it is up to `seq`, so that nothing is left of what was removed from it; false when
    /// it was not within `patience`.
    pub fn forget(&self, seq: Seq, patience: Duration) -> bool {
        self.bell.forget(seq, patience)
    }

    /// Documents in the index: messages and contacts.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.bell.stop();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
