//! A folder as a watcher sees it: how far it is served, what lies below, and which recent mail is unanswered.

use std::collections::{BTreeMap, BTreeSet};

use crate::channels::email::imap::Opened;
use crate::channels::kit::Frontier;
use crate::domain::id::ConnectionId;
use crate::domain::mail::{Folder, FolderRole};
use crate::domain::time::Millis;

/// A folder under watch.
pub struct Sight {
    pub name: String,
    pub role: FolderRole,
    pub folder: Option<Folder>,
    pub known: BTreeSet<u32>,
    /// UIDs still to be brought in from below, ascending; the newest are taken from the end.
    pub below: Option<Vec<u32>>,
    /// Of those, the ones that are new by rights, ascending; taken first, from the beginning.
    pub young: Vec<u32>,
    /// Age of the oldest mail brought in: the folder that is less far back goes first.
    pub reached: Millis,
    pub opened: Opened,
    /// Mails of ours answer these Message-IDs.
    pub answered: BTreeSet<String>,
    pub message_ids: BTreeMap<u32, Thread>,
}

/// What a recent mail says of its thread.
#[derive(Default, Clone)]
pub struct Thread {
    pub id: String,
    pub refers: Vec<String>,
}

impl Sight {
    pub fn new(name: String, role: FolderRole, from: &[Frontier]) -> Self {
        let found = from.iter().find(|it| it.folder.name == name);
        Sight {
            folder: found.map(|it| it.folder.clone()),
            known: found.map(|it| it.known.clone()).unwrap_or_default(),
            name,
            role,
            below: None,
            young: Vec::new(),
            reached: Millis(i64::MAX),
            opened: Opened::default(),
            answered: BTreeSet::new(),
            message_ids: BTreeMap::new(),
        }
    }

    /// First sight of a folder, or of its new numbers: everything there is below the live frontier.
    pub fn adopt(&mut self, connection: ConnectionId, opened: Opened) {
        let resync = self.folder.is_some();
        self.known.clear();
        self.below = None;
        self.young.clear();
        self.reached = Millis(i64::MAX);
        self.folder = Some(Folder {
            connection,
            name: self.name.clone(),
            role: self.role,
            uid_validity: opened.uid_validity,
            live_from: opened.uid_next,
            live_next: opened.uid_next,
            backfill_next: opened.uid_next,
            backfill_until: 1,
            backfill_done: false,
            widened: 0,
            resync,
        });
    }

    pub fn is_answered(&self, uid: u32) -> bool {
        let thread = self.message_ids.get(&uid);
        thread.is_some_and(|it| self.answered.contains(&it.id))
    }

    /// What an answered mail refers to is answered with it.
    pub fn spread_answers(&mut self) {
        for thread in self.message_ids.values().rev() {
            if self.answered.contains(&thread.id) {
                self.answered.extend(thread.refers.iter().cloned());
            }
        }
    }
}

/// What stands in angle brackets in header fields.
pub fn ids(header: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(header);
    text.split('<')
        .skip(1)
        .filter_map(|it| it.split_once('>'))
        .map(|(id, _)| id.split_whitespace().collect())
        .collect()
}

pub fn thread(header: &[u8]) -> Thread {
    let text = String::from_utf8_lossy(header);
    let mut out = Thread::default();
    let mut own = false;
    for line in text.lines() {
        if !line.starts_with([' ', '\t']) {
            own = line.to_ascii_lowercase().starts_with("message-id:");
        }
        let found = ids(line.as_bytes());
        match found.first() {
            Some(id) if own && out.id.is_empty() => out.id.clone_from(id),
            _ => out.refers.extend(found),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_tells_its_thread() {
        let it = thread(
            b"Message-ID: <a@x>\r\nReferences: <b@x>\r\n <c@x>\r\nIn-Reply-To:\r\n <d@x>\r\n\r\n",
        );
        assert_eq!(it.id, "a@x");
        assert_eq!(it.refers, ["b@x", "c@x", "d@x"]);
        assert_eq!(ids(b"none here"), Vec::<String>::new());
    }
}
