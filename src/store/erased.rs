//! Who was erased: rows of the store, and beside it the file `erased`, so that what a restore brings back is erased
//! again.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::error::StoreError;
use crate::store::key::Key;
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// The file beside the store: a contact's id a line.
const FILE: &str = "erased";
/// Names the time up to which nothing of the erased is left in the files.
const FORGOTTEN: &str = "forgotten_at";

fn disk(source: io::Error) -> StoreError {
    StoreError::Io {
        doing: "noting who was erased",
        source,
    }
}

/// Notes contacts in the file, durably; one that is there already is noted once.
///
/// # Errors
/// The disk's.
pub fn note(folder: &Path, contacts: &[ContactId]) -> Result<()> {
    let known = noted(folder)?;
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(FILE))
        .map_err(disk)?;
    for it in contacts.iter().filter(|it| !known.contains(it)) {
        writeln!(file, "{it}").map_err(disk)?;
    }
    file.sync_all().map_err(disk)?;
    let folder = File::open(folder).and_then(|it| it.sync_all());
    Ok(folder.map_err(disk)?)
}

/// The contacts noted in the file; a line torn by a crash names nobody.
///
/// # Errors
/// The disk's.
pub fn noted(folder: &Path) -> Result<Vec<ContactId>> {
    match std::fs::read_to_string(folder.join(FILE)) {
        Ok(text) => Ok(text.lines().filter_map(|it| it.parse().ok()).collect()),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(err) => Err(disk(err).into()),
    }
}

impl Look<'_> {
    /// Whether the files were written anew since the last erasure.
    pub fn is_all_forgotten(&self) -> Result<bool> {
        let done: Option<Millis> = self.record(Table::Meta, &Key::named(FORGOTTEN))?;
        let mut newest: Option<Millis> = None;
        self.scan(
            Table::Erased,
            &Key::new(),
            Order::Forward,
            None,
            |key, value| {
                let at: Millis = codec::decode(Table::Erased.name(), key, value)?;
                newest = newest.max(Some(at));
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(newest <= done)
    }
}

impl Write<'_> {
    pub fn put_erased(&mut self, contact: ContactId) -> Result<()> {
        let now = self.now();
        self.put(Table::Erased, &Key::of(contact), &now)
    }

    /// Says that nothing of whom was erased until `at` is left in the files.
    pub fn all_forgotten(&mut self, at: Millis) -> Result<()> {
        self.put(Table::Meta, &Key::named(FORGOTTEN), &at)
    }
}
