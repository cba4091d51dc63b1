//! The yardstick of the store: a program of nothing but redb that writes the rows Lobby wrote.
//!
//! *What.* Every row that is new, changed or gone between two moments of Lobby's own file, byte for byte as it was left:
//! records, indexes, log, raw input. Each once, also those that Lobby wrote more than once on the way. It writes them
//! into a copy of the file of the first moment, so its trees are as large and its pages as full, with a cache of the
//! same size, and commits each group as the store does: in two phases, with quick repair.
//!
//! *In which order.* A program that writes as things come meets most keys in the order of their time, which is their own:
//! ids and places in the log grow. Keys that are digests it meets in no order at all, so those tables are shuffled;
//! sorted, a group of them would lie on a few neighbouring pages, as they do for nobody.
//!
//! *What it leaves out* is what is measured against it: taking calls, proving and reading them, looking rows up, deciding,
//! encoding, answering, the search index, the lists.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Duration;

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition, TableHandle};

use crate::dice::Dice;
use crate::measure::Times;

type Bytes = &'static [u8];
/// As the store's own.
const CACHE: usize = 24 << 20;
/// Tables whose keys are digests: whoever writes as it goes meets them in no order.
const BY_DIGEST: [&str; 4] = ["seen", "mail_ids", "awaited", "chat_ids"];

/// What a file held: for each row a fingerprint of its value.
pub struct Snapshot(HashMap<(String, Vec<u8>), u64>);

/// A row written (or, without a value, removed).
pub struct Row {
    table: String,
    key: Vec<u8>,
    value: Option<Vec<u8>>,
}

fn open(file: &Path) -> Database {
    Database::builder()
        .set_cache_size(CACHE)
        .open(file)
        .unwrap()
}

fn fingerprint(value: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn each(file: &Path, mut visit: impl FnMut(&str, &[u8], &[u8])) {
    let database = open(file);
    let tx = database.begin_read().unwrap();
    for table in tx.list_tables().unwrap() {
        let name = table.name().to_owned();
        let definition = TableDefinition::<Bytes, Bytes>::new(&name);
        let Ok(rows) = tx.open_table(definition) else {
            continue;
        };
        for row in rows.iter().unwrap() {
            let (key, value) = row.unwrap();
            visit(&name, key.value(), value.value());
        }
    }
}

pub fn snapshot(file: &Path) -> Snapshot {
    let mut out = HashMap::new();
    each(file, |table, key, value| {
        out.insert((table.to_owned(), key.to_vec()), fingerprint(value));
    });
    Snapshot(out)
}

/// Rows that are new, changed or gone in `file` since the snapshot.
pub fn changes(mut before: Snapshot, file: &Path) -> Vec<Row> {
    let mut out = Vec::new();
    each(file, |table, key, value| {
        let place = (table.to_owned(), key.to_vec());
        if before.0.remove(&place) != Some(fingerprint(value)) {
            out.push(Row {
                table: place.0,
                key: place.1,
                value: Some(value.to_vec()),
            });
        }
    });
    let gone = before.0.into_keys().map(|(table, key)| Row {
        table,
        key,
        value: None,
    });
    out.extend(gone);
    out
}

/// Writes the rows in so many transactions, durable the way the store is, each table's rows in key order, which is that
/// of their time, but for those with a digest for a key.
pub fn write(file: &Path, rows: &[Row], groups: usize, times: &mut Times) -> Duration {
    let mut by_table: HashMap<&str, Vec<&Row>> = HashMap::new();
    for row in rows {
        by_table.entry(&row.table).or_default().push(row);
    }
    let mut dice = Dice(rows.len() as u64);
    for (_, rows) in by_table
        .iter_mut()
        .filter(|(name, _)| BY_DIGEST.contains(name))
    {
        for at in (1..rows.len()).rev() {
            rows.swap(at, dice.roll(at + 1));
        }
    }
    let database = open(file);
    let began = std::time::Instant::now();
    for group in 0..groups {
        times.take(|| {
            let mut tx = database.begin_write().unwrap();
            tx.set_two_phase_commit(true);
            tx.set_quick_repair(true);
            for (name, rows) in &by_table {
                let (from, to) = (
                    rows.len() * group / groups,
                    rows.len() * (group + 1) / groups,
                );
                let mut table = tx
                    .open_table(TableDefinition::<Bytes, Bytes>::new(name))
                    .unwrap();
                for row in &rows[from..to] {
                    match &row.value {
                        Some(value) => {
                            table.insert(row.key.as_slice(), value.as_slice()).unwrap();
                        }
                        None => {
                            table.remove(row.key.as_slice()).unwrap();
                        }
                    }
                }
            }
            tx.commit().unwrap();
        });
    }
    began.elapsed()
}

/// Commits of one small row each into a file of its own, durable the way the store is.
pub fn commits(file: &Path, n: u64, times: &mut Times) {
    let database = Database::create(file).unwrap();
    let rows = TableDefinition::<u64, Bytes>::new("rows");
    for at in 0..n {
        times.take(|| {
            let mut tx = database.begin_write().unwrap();
            tx.set_two_phase_commit(true);
            tx.set_quick_repair(true);
            tx.open_table(rows)
                .unwrap()
                .insert(at, [7; 512].as_slice())
                .unwrap();
            tx.commit().unwrap();
        });
    }
}
