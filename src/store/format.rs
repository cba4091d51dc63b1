//! The `FORMAT` file: what version everything in the data folder has. It is read before anything is opened, so that
//! data of a newer Lobby is refused with a sentence and left as it is.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::domain::id::IncarnationId;
use crate::store::error::StoreError;
use crate::store::folder::private_file;
use crate::store::migrations;

const FILE: &str = "FORMAT";

/// What has a version of its own, and the newest this Lobby knows.
fn known() -> [(&'static str, u64); 6] {
    [
        ("folder", 1),
        ("store", migrations::known()),
        ("events", 1),
        ("blobs", 1),
        ("keys", 1),
        ("backup", 1),
    ]
}

/// Refuses a folder that a newer Lobby wrote. A folder without the file is a new one.
///
/// # Errors
/// [`StoreError::FromTheFuture`] names what is newer; [`StoreError::Io`] when the file is there and cannot be read.
pub(super) fn check(folder: &Path) -> Result<(), StoreError> {
    let text = match fs::read_to_string(folder.join(FILE)) {
        Ok(text) => text,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => {
            return Err(StoreError::Io {
                doing: "reading FORMAT",
                source,
            });
        }
    };
    for line in text.lines() {
        let Some((name, value)) = line.split_once(' ') else {
            continue;
        };
        // Names that are no versions say who wrote it; a version of something unknown can only be newer.
        let Ok(found) = value.trim().parse::<u64>() else {
            continue;
        };
        let (what, known) = known()
            .into_iter()
            .find(|it| it.0 == name)
            .unwrap_or(("something unknown", 0));
        if found > known {
            return Err(StoreError::FromTheFuture { what, found, known });
        }
    }
    Ok(())
}

/// Writes the versions of this Lobby, when they are not there yet.
///
/// # Errors
/// The disk's.
pub(super) fn stamp(folder: &Path, incarnation: IncarnationId) -> Result<(), StoreError> {
    let mut text = String::new();
    for (name, version) in known() {
        text.push_str(&format!("{name} {version}\n"));
    }
    text.push_str(&format!("incarnation {incarnation}\n"));
    text.push_str(&format!("written-by lobby-{}\n", env!("CARGO_PKG_VERSION")));
    if fs::read_to_string(folder.join(FILE)).is_ok_and(|it| it == text) {
        return Ok(());
    }
    write_whole(folder, FILE, text.as_bytes()).map_err(|source| StoreError::Io {
        doing: "writing FORMAT",
        source,
    })
}

/// Writes a small file so that it is there whole or not at all.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!("{name}.new"));
    let mut file = private_file(&beside)?;
    file.set_len(0)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, folder.join(name))?;
    File::open(folder)?.sync_all()
}
