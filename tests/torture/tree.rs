//! The files beside the store on the same simulated disk: bytes are durable after a sync of the file, names after a
//! sync of their folder, and until then the power may take any of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lobby::domain::time::Millis;
use lobby::store::files::Files;

use crate::disk::Disk;
use crate::random::Random;

/// What a sync leaves undone, as a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// A file's bytes.
    Bytes,
    /// A folder's names.
    Names,
}

/// Where a file's bytes are; names point to it.
type Place = usize;

#[derive(Debug, Default, Clone)]
struct Content {
    seen: Vec<u8>,
    /// How much of it the last sync made durable; later bytes may be there or not.
    kept: usize,
}

/// Names of files and folders.
#[derive(Debug, Default, Clone)]
struct Names {
    files: BTreeMap<PathBuf, Place>,
    folders: BTreeSet<PathBuf>,
}

#[derive(Debug, Clone)]
enum Change {
    Named(PathBuf, Place),
    Gone(PathBuf),
    Folder(PathBuf),
}

impl Change {
    fn path(&self) -> &Path {
        match self {
            Change::Named(path, _) | Change::Gone(path) | Change::Folder(path) => path,
        }
    }

    fn apply(self, to: &mut Names) {
        match self {
            Change::Named(path, place) => {
                to.files.insert(path, place);
            }
            Change::Gone(path) => {
                to.files.remove(&path);
            }
            Change::Folder(path) => {
                to.folders.insert(path);
            }
        }
    }
}

/// All files there are.
#[derive(Debug, Default)]
pub struct Tree {
    contents: Vec<Content>,
    seen: Names,
    kept: Names,
    /// Names not yet durable, in order.
    pending: Vec<Change>,
    pub lie: Option<Lie>,
}

impl Tree {
    fn change(&mut self, change: Change) {
        change.clone().apply(&mut self.seen);
        self.pending.push(change);
    }

    fn sync(&mut self, path: &Path) -> io::Result<()> {
        if let Some(place) = self.seen.files.get(path) {
            if self.lie != Some(Lie::Bytes) {
                let content = &mut self.contents[*place];
                content.kept = content.seen.len();
            }
            return Ok(());
        }
        if is_inner(path) && !self.seen.folders.contains(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        if self.lie != Some(Lie::Names) {
            let inside = |it: &mut Change| it.path().parent() == Some(path);
            for change in self.pending.extract_if(.., inside).collect::<Vec<_>>() {
                change.apply(&mut self.kept);
            }
        }
        Ok(())
    }

    /// The power goes: any part of what was not synced is kept. A name without its folder is gone.
    pub fn power_cut(&mut self, random: &mut Random) {
        let (all, none) = (random.one_in(8), random.one_in(8));
        for change in std::mem::take(&mut self.pending) {
            if all || (!none && random.one_in(2)) {
                change.apply(&mut self.kept);
            }
        }
        for content in &mut self.contents {
            let open = content.seen.len().saturating_sub(content.kept) as u64;
            let more = if all { open } else { random.below(open + 1) };
            content
                .seen
                .truncate(content.kept + usize::try_from(more).unwrap());
        }
        let Names { files, folders } = &mut self.kept;
        let roots: Vec<_> = folders.iter().cloned().collect();
        for it in roots {
            if it
                .ancestors()
                .skip(1)
                .any(|above| is_inner(above) && !folders.contains(above))
            {
                folders.remove(&it);
            }
        }
        files.retain(|path, _| path.parent().is_some_and(|it| folders.contains(it)));
        self.seen = self.kept.clone();
    }
}

/// Whether a folder is one of those the simulator knows: the root of the disk is always there.
fn is_inner(path: &Path) -> bool {
    path.parent().is_some()
}

/// The tree of a disk, as the program sees it.
#[derive(Debug)]
pub struct Beside(pub Disk);

/// A file being written.
struct Open {
    disk: Disk,
    place: Place,
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.with_tree(|tree| {
            tree.contents[self.place].seen.extend_from_slice(bytes);
            Ok(bytes.len())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for Beside {
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.0.with_tree(|tree| {
            let mut above: Vec<_> = path.ancestors().filter(|it| is_inner(it)).collect();
            above.reverse();
            for it in above {
                if !tree.seen.folders.contains(it) {
                    tree.change(Change::Folder(it.to_owned()));
                }
            }
            Ok(())
        })
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.0.with_tree(|tree| {
            let inside = tree.seen.files.keys().filter(|it| it.starts_with(path));
            for it in inside.cloned().collect::<Vec<_>>() {
                tree.change(Change::Gone(it));
            }
            Ok(())
        })
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write>> {
        let place = self.0.with_tree(|tree| {
            tree.contents.push(Content::default());
            let place = tree.contents.len() - 1;
            tree.change(Change::Named(path.to_owned(), place));
            Ok(place)
        })?;
        let disk = self.0.clone();
        Ok(Box::new(Open { disk, place }))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.with_tree(|tree| {
            let place = tree.seen.files.get(path).ok_or(io::ErrorKind::NotFound)?;
            Ok(tree.contents[*place].seen.clone())
        })
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.0.with_tree(|tree| tree.sync(path))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.with_tree(|tree| {
            let place = *tree.seen.files.get(from).ok_or(io::ErrorKind::NotFound)?;
            tree.change(Change::Named(to.to_owned(), place));
            tree.change(Change::Gone(from.to_owned()));
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.with_tree(|tree| {
            if !tree.seen.files.contains_key(path) {
                return Err(io::ErrorKind::NotFound.into());
            }
            tree.change(Change::Gone(path.to_owned()));
            Ok(())
        })
    }

    fn is_file(&self, path: &Path) -> bool {
        let found = self
            .0
            .with_tree(|tree| Ok(tree.seen.files.contains_key(path)));
        found.unwrap_or(false)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(String, Millis)>> {
        self.0.with_tree(|tree| {
            let inside = tree.seen.files.keys();
            let inside = inside.filter(|it| it.parent() == Some(folder));
            let name = |it: &PathBuf| it.file_name().unwrap().to_str().unwrap().to_owned();
            Ok(inside.map(|it| (name(it), Millis(0))).collect())
        })
    }
}
