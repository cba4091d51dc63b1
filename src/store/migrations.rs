//! The road from any older schema to this one. Steps are added at the end; a step that has shipped is never edited.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use redb::{Database, ReadableTable, WriteTransaction};

use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Delivery;
use crate::domain::message::Message;
use crate::store::ballast::free_bytes;
use crate::store::codec;
use crate::store::contacts::listed;
use crate::store::error::StoreError;
use crate::store::key::Key;
use crate::store::lines;
use crate::store::messages::{digest, files_row};
use crate::store::tables::Table;
use crate::store::writer::commit;

type Step = fn(&WriteTransaction) -> Result<(), StoreError>;

/// A step's place in the list is the schema version it leads to.
const STEPS: &[Step] = &[
    create_tables,
    create_tables,
    create_tables,
    deliveries_by_conversation,
    hash_mail_ids,
    create_tables,
    create_tables,
    create_tables,
    files_by_conversation,
    create_tables,
    lines_and_loads,
    contacts_by_heard,
];

const SCHEMA: &[u8] = b"schema";
/// Where copies made before upgrades lie in the data folder.
const SNAPSHOTS: &str = "snapshots";

/// The schema this Lobby knows.
#[must_use]
pub fn known() -> u64 {
    STEPS.len() as u64
}

/// Brings the data forward: all steps and the stamp in one transaction. Data that was there before is copied to
/// `snapshots/` in the folder first.
///
/// # Errors
/// [`StoreError::FromTheFuture`] when a newer Lobby wrote the data; nothing is changed then.
pub(super) fn run(db: &Database, folder: Option<&Path>) -> Result<(), StoreError> {
    run_steps(db, folder, STEPS)
}

fn run_steps(db: &Database, folder: Option<&Path>, steps: &[Step]) -> Result<(), StoreError> {
    let known = steps.len() as u64;
    let tx = db.begin_write()?;
    let found = {
        let meta = tx.open_table(Table::Meta.definition())?;
        let stamp = meta.get(SCHEMA)?;
        stamp
            .and_then(|it| it.value().try_into().ok())
            .map_or(0, u64::from_be_bytes)
    };
    if found > known {
        tx.abort()?;
        return Err(StoreError::FromTheFuture {
            what: "store",
            found,
            known,
        });
    }
    if found == known {
        tx.abort()?;
        return Ok(());
    }
    if let Some(folder) = folder.filter(|_| found > 0) {
        snapshot(folder, found).map_err(|source| StoreError::Io {
            doing: "keeping a copy of the store before its upgrade",
            source,
        })?;
    }
    let done = usize::try_from(found).unwrap_or(usize::MAX);
    for step in steps.iter().skip(done) {
        step(&tx)?;
    }
    tx.open_table(Table::Meta.definition())?
        .insert(SCHEMA, known.to_be_bytes().as_slice())?;
    commit(tx)
}

/// Removes the copies made before upgrades.
///
/// # Errors
/// The disk's.
pub(super) fn remove_snapshots(folder: &Path) -> Result<(), StoreError> {
    let io = |source| StoreError::Io {
        doing: "removing copies made before an upgrade",
        source,
    };
    match fs::remove_dir_all(folder.join(SNAPSHOTS)) {
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(err) => Err(io(err)),
        Ok(()) => File::open(folder).and_then(|it| it.sync_all()).map_err(io),
    }
}

/// Copies the store as it is: nothing has been written since it was opened, so the copy is as good as the file.
fn snapshot(folder: &Path, schema: u64) -> io::Result<()> {
    let (from, to) = (folder.join("lobby.redb"), folder.join(SNAPSHOTS));
    fs::create_dir_all(&to)?;
    let size = fs::metadata(&from)?.len();
    if free_bytes(&from).is_some_and(|free| free < size) {
        return Err(io::ErrorKind::StorageFull.into());
    }
    let (beside, kept) = (to.join("copying"), to.join(format!("schema-{schema}.redb")));
    fs::copy(&from, &beside)?;
    File::open(&beside)?.sync_all()?;
    fs::rename(&beside, kept)?;
    File::open(&to)?.sync_all()
}

/// 1: every table of the first release. 2: `awaited_mail_ids`. A table that is there already stays as it is.
fn create_tables(tx: &WriteTransaction) -> Result<(), StoreError> {
    for table in Table::ALL {
        tx.open_table(table.definition())?;
    }
    Ok(())
}

/// 4: what of a conversation has not left or needs a person is found by the conversation.
fn deliveries_by_conversation(tx: &WriteTransaction) -> Result<(), StoreError> {
    let mut index = tx.open_table(Table::DeliveriesByConversation.definition())?;
    for row in tx.open_table(Table::Deliveries.definition())?.iter()? {
        let (key, value) = row?;
        let it: Delivery = codec::decode(Table::Deliveries.name(), key.value(), value.value())?;
        if it.state.is_pending() || it.state.is_trouble() {
            let key = Key::of(it.conversation).id(it.id);
            index.insert(key.bytes(), [].as_slice())?;
        }
    }
    Ok(())
}

/// 5: ids written by others are keys only as their SHA-256; what copies are to be filed has its table.
fn hash_mail_ids(tx: &WriteTransaction) -> Result<(), StoreError> {
    create_tables(tx)?;
    // What stands before and after the text, whose length is written in front of it as four bytes.
    let tables = [
        (Table::MailIds, 0, 0),
        (Table::Awaited, 0, 16),
        (Table::Seen, 16, 0),
    ];
    for (table, before, after) in tables {
        let mut rows = tx.open_table(table.definition())?;
        let mut moved: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        while let Some((key, value)) = rows.pop_first()? {
            let key = key.value();
            let end = key.len().saturating_sub(after);
            let text = key.get(before + 4..end).unwrap_or_default();
            let mut hashed = key.get(..before).unwrap_or_default().to_vec();
            hashed.extend(digest(text));
            hashed.extend(key.get(end..).unwrap_or_default());
            moved.push((hashed, value.value().to_vec()));
        }
        for (key, value) in moved {
            rows.insert(key.as_slice(), value.as_slice())?;
        }
    }
    Ok(())
}

/// 9: the messages that have files are found by their conversation.
fn files_by_conversation(tx: &WriteTransaction) -> Result<(), StoreError> {
    create_tables(tx)?;
    let mut index = tx.open_table(Table::MessageFiles.definition())?;
    for row in tx.open_table(Table::Messages.definition())?.iter()? {
        let (key, value) = row?;
        let it: Message = codec::decode(Table::Messages.name(), key.value(), value.value())?;
        if let Some((_, key, kinds)) = files_row(&it).filter(|_| it.moved_to.is_none()) {
            index.insert(key.bytes(), kinds.as_slice())?;
        }
    }
    Ok(())
}

/// 11: what needs us is found by its team where nobody has it, and by who has it.
fn lines_and_loads(tx: &WriteTransaction) -> Result<(), StoreError> {
    create_tables(tx)?;
    let of_conversations = Table::Conversations;
    for row in tx.open_table(of_conversations.definition())?.iter()? {
        let (key, value) = row?;
        let it: Conversation = codec::decode(of_conversations.name(), key.value(), value.value())?;
        if let Some((table, key, value)) = lines::row(&it) {
            tx.open_table(table.definition())?
                .insert(key.bytes(), value.as_slice())?;
        }
    }
    Ok(())
}

/// 12: people stand in the order in which they were last heard too.
fn contacts_by_heard(tx: &WriteTransaction) -> Result<(), StoreError> {
    create_tables(tx)?;
    let of_contacts = Table::Contacts;
    for row in tx.open_table(of_contacts.definition())?.iter()? {
        let (key, value) = row?;
        let it: Contact = codec::decode(of_contacts.name(), key.value(), value.value())?;
        for (table, key, value) in listed(&it) {
            tx.open_table(table.definition())?
                .insert(key.bytes(), value.as_slice())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use redb::ReadableDatabase;

    use super::*;

    fn one(tx: &WriteTransaction) -> Result<(), StoreError> {
        tx.open_table(Table::Meta.definition())?
            .insert(b"one".as_slice(), b"1".as_slice())?;
        Ok(())
    }

    fn two(tx: &WriteTransaction) -> Result<(), StoreError> {
        let mut meta = tx.open_table(Table::Meta.definition())?;
        let was = meta.get(b"one".as_slice())?.unwrap().value().to_vec();
        meta.insert(b"two".as_slice(), was.as_slice())?;
        Ok(())
    }

    fn failing(tx: &WriteTransaction) -> Result<(), StoreError> {
        two(tx)?;
        Err(StoreError::Unwritable("half way".to_owned()))
    }

    fn value(db: &Database, key: &[u8]) -> Option<Vec<u8>> {
        let tx = db.begin_read().unwrap();
        let meta = tx.open_table(Table::Meta.definition()).unwrap();
        meta.get(key).unwrap().map(|it| it.value().to_vec())
    }

    #[test]
    fn ids_written_by_others_become_digests_and_name_the_same() {
        let db = Database::builder()
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .unwrap();
        run_steps(&db, None, &[create_tables]).unwrap();
        let scope = [7_u8; 16];
        let by = [9_u8; 16];
        let text = Key::new().text("sofia@flores.example");
        let rows = [
            (Table::MailIds, text.bytes().to_vec()),
            (Table::Awaited, [text.bytes(), &by].concat()),
            (Table::Seen, [&scope, text.bytes()].concat()),
        ];
        let tx = db.begin_write().unwrap();
        for (table, key) in &rows {
            let mut table = tx.open_table(table.definition()).unwrap();
            table.insert(key.as_slice(), by.as_slice()).unwrap();
        }
        commit(tx).unwrap();
        run_steps(&db, None, STEPS).unwrap();
        let hash = digest(b"sofia@flores.example").to_vec();
        let wanted = [
            hash.clone(),
            [hash.as_slice(), &by].concat(),
            [&scope, hash.as_slice()].concat(),
        ];
        let tx = db.begin_read().unwrap();
        for ((table, _), key) in rows.iter().zip(wanted) {
            let found = tx.open_table(table.definition()).unwrap();
            let all: Vec<_> = found.iter().unwrap().map(|it| it.unwrap()).collect();
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].0.value(), key);
            assert_eq!(all[0].1.value(), by);
        }
    }

    #[test]
    fn what_is_unsettled_is_found_by_its_conversation_in_older_data_too() {
        use crate::domain::delivery::DeliveryState;
        use crate::domain::id::{ConversationId, DeliveryId, Id};

        let db = Database::builder()
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .unwrap();
        run_steps(&db, None, &[create_tables]).unwrap();
        let case = ConversationId::from_uuid(uuid::Uuid::from_u128(5));
        let it = |n, state| Delivery {
            id: DeliveryId::from_uuid(uuid::Uuid::from_u128(n)),
            conversation: case,
            state,
            ..Delivery::default()
        };
        let tx = db.begin_write().unwrap();
        for it in [it(1, DeliveryState::Held), it(2, DeliveryState::Sent)] {
            tx.open_table(Table::Deliveries.definition())
                .unwrap()
                .insert(Key::of(it.id).bytes(), codec::encoded(&it).as_slice())
                .unwrap();
        }
        commit(tx).unwrap();
        run_steps(&db, None, STEPS).unwrap();
        let tx = db.begin_read().unwrap();
        let index = tx.open_table(Table::DeliveriesByConversation.definition());
        let rows: Vec<Vec<u8>> = index
            .unwrap()
            .iter()
            .unwrap()
            .map(|it| it.unwrap().0.value().to_vec())
            .collect();
        let held = it(1, DeliveryState::Held).id;
        assert_eq!(rows, [Key::of(case).id(held).bytes().to_vec()]);
    }

    #[test]
    fn files_are_found_by_their_conversation_in_older_data_too() {
        use crate::domain::id::{ConversationId, Id};
        use crate::domain::message::Attachment;
        use crate::domain::time::Millis;

        let db = Database::builder()
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .unwrap();
        run_steps(&db, None, &[create_tables]).unwrap();
        let case = ConversationId::from_uuid(uuid::Uuid::from_u128(5));
        let file = |kind: &str| Attachment {
            content_type: kind.to_owned(),
            ..Attachment::default()
        };
        let it = |position, files: Vec<Attachment>| Message {
            conversation: case,
            position,
            said_at: Millis(1_000),
            attachments: files,
            ..Message::default()
        };
        let moved = Message {
            moved_to: Some((case, 7)),
            ..it(2, vec![file("image/png")])
        };
        let both = vec![file("image/png"), file("text/csv")];
        let tx = db.begin_write().unwrap();
        for it in [it(0, both), it(1, Vec::new()), moved] {
            tx.open_table(Table::Messages.definition())
                .unwrap()
                .insert(
                    Key::of(case).u32(it.position).bytes(),
                    codec::encoded(&it).as_slice(),
                )
                .unwrap();
        }
        commit(tx).unwrap();
        run_steps(&db, None, STEPS).unwrap();
        let tx = db.begin_read().unwrap();
        let index = tx.open_table(Table::MessageFiles.definition()).unwrap();
        let rows: Vec<_> = index
            .iter()
            .unwrap()
            .map(|it| it.unwrap())
            .map(|it| (it.0.value().to_vec(), it.1.value().to_vec()))
            .collect();
        let key = Key::of(case).newest(Millis(1_000)).u32(0);
        assert_eq!(rows, [(key.bytes().to_vec(), vec![3])]);
    }

    #[test]
    fn people_stand_in_the_order_they_were_heard_in_older_data_too() {
        use crate::domain::id::{ChangeId, ContactId, Id};
        use crate::domain::time::Millis;

        let db = Database::builder()
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .unwrap();
        run_steps(&db, None, &[create_tables]).unwrap();
        let id = |n| ContactId::from_uuid(uuid::Uuid::from_u128(n));
        let it = |n, heard| Contact {
            id: id(n),
            last_seen_at: Millis(heard),
            ..Contact::default()
        };
        let joined = Contact {
            joined_to: Some((id(1), ChangeId::default())),
            ..it(4, 9_000)
        };
        let tx = db.begin_write().unwrap();
        for it in [it(1, 0), it(2, 5_000), it(3, 7_000), joined] {
            tx.open_table(Table::Contacts.definition())
                .unwrap()
                .insert(Key::of(it.id).bytes(), codec::encoded(&it).as_slice())
                .unwrap();
        }
        commit(tx).unwrap();
        run_steps(&db, None, STEPS).unwrap();
        let tx = db.begin_read().unwrap();
        let index = tx.open_table(Table::ContactsByHeard.definition()).unwrap();
        let order: Vec<_> = index
            .iter()
            .unwrap()
            .map(|it| it.unwrap().0.value()[8..].to_vec())
            .collect();
        assert_eq!(order, [3, 2, 1].map(|n| Key::of(id(n)).bytes().to_vec()));
    }

    #[test]
    fn older_data_is_brought_forward_after_a_copy_and_newer_refused() {
        let folder = std::env::temp_dir().join(format!("lobby-steps-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let db = Database::create(folder.join("lobby.redb")).unwrap();
        run_steps(&db, Some(&folder), &[one]).unwrap();
        assert!(!folder.join("snapshots").exists(), "nothing to keep yet");

        let err = run_steps(&db, Some(&folder), &[one, failing]).unwrap_err();
        assert!(err.to_string().contains("half way"));
        assert_eq!(value(&db, b"two"), None, "a failed step leaves nothing");

        run_steps(&db, Some(&folder), &[one, two]).unwrap();
        assert_eq!(value(&db, b"two").unwrap(), b"1");
        let copy = Database::open(folder.join("snapshots/schema-1.redb")).unwrap();
        assert_eq!(value(&copy, b"two"), None);
        assert_eq!(value(&copy, b"one").unwrap(), b"1");

        let err = run_steps(&db, Some(&folder), &[one]).unwrap_err();
        assert!(matches!(err, StoreError::FromTheFuture { found: 2, .. }));
    }
}
