//! The road from any older schema to this one. Steps are added at the end; a step that has shipped is never edited.

use redb::{Database, ReadableTable, WriteTransaction};

use crate::store::commit;
use crate::store::error::StoreError;
use crate::store::tables::Table;

type Step = fn(&WriteTransaction) -> Result<(), StoreError>;

/// A step's place in the list is the schema version it leads to.
const STEPS: &[Step] = &[create_tables];

const SCHEMA: &[u8] = b"schema";

/// The schema this Lobby knows.
#[must_use]
pub fn known() -> u64 {
    STEPS.len() as u64
}

/// Brings the data forward: all steps and the stamp in one transaction.
///
/// # Errors
/// [`StoreError::FromTheFuture`] when a newer Lobby wrote the data; nothing is changed then.
pub fn run(db: &Database) -> Result<(), StoreError> {
    let tx = db.begin_write()?;
    let found = {
        let meta = tx.open_table(Table::Meta.definition())?;
        let stamp = meta.get(SCHEMA)?;
        stamp
            .and_then(|it| it.value().try_into().ok())
            .map_or(0, u64::from_be_bytes)
    };
    if found > known() {
        tx.abort()?;
        return Err(StoreError::FromTheFuture {
            what: "schema",
            found,
            known: known(),
        });
    }
    if found == known() {
        tx.abort()?;
        return Ok(());
    }
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    for step in STEPS.iter().skip(done) {
        step(&tx)?;
    }
    tx.open_table(Table::Meta.definition())?
        .insert(SCHEMA, known().to_be_bytes().as_slice())?;
    commit(tx)
}

/// 1: every table of the first release.
fn create_tables(tx: &WriteTransaction) -> Result<(), StoreError> {
    for table in Table::ALL {
        tx.open_table(table.definition())?;
    }
    Ok(())
}
