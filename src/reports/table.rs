//! Facts as columns: the sightings of 1,024 conversations lie together, each field of theirs in a value of its own, so
//! that a figure reads no more than it needs.

use crate::domain::contact::Tier;
use crate::domain::error::Result;
use crate::domain::time::Span;
use crate::reports::fact::{Fact, Stream};
use crate::reports::names::{Names, Noun};
use crate::store::views::{Change, Held, Page};

/// Conversations of a block.
pub const BLOCK: u64 = 1_024;
/// The code under which the marks of conversations are kept, beside the streams'.
const MARKS: u8 = 0;
/// In the place of a length there is none of.
pub const NONE: i64 = -1;

/// Where a conversation's facts lie: block, and place in it.
#[must_use]
pub fn place(number: u64) -> (u32, u16) {
    let block = u32::try_from(number / BLOCK).unwrap_or(u32::MAX);
    (block, u16::try_from(number % BLOCK).unwrap_or_default())
}

/// The number of the conversation at a place.
#[must_use]
pub fn number(block: u32, slot: u16) -> u64 {
    u64::from(block) * BLOCK + u64::from(slot)
}

/// A kind of number that columns are made of.
pub trait Cell: Copy + Default {
    fn write(self, out: &mut Vec<u8>);
    fn read(bytes: &[u8]) -> Vec<Self>;
    /// The one at a place; nothing's where there is none.
    fn at(bytes: &[u8], place: usize) -> Self;
}

macro_rules! cells {
    ($($of:ty),+) => {$(
        impl Cell for $of {
            fn write(self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn read(bytes: &[u8]) -> Vec<Self> {
                let (whole, _) = bytes.as_chunks();
                whole.iter().map(|it| <$of>::from_le_bytes(*it)).collect()
            }
            fn at(bytes: &[u8], place: usize) -> Self {
                let (whole, _) = bytes.as_chunks();
                whole.get(place).map_or(0, |it| <$of>::from_le_bytes(*it))
            }
        }
    )+};
}
cells!(u8, u16, i64);

fn key(table: u8, column: u8, block: u32) -> Vec<u8> {
    let [a, b, c, d] = block.to_be_bytes();
    vec![table, column, a, b, c, d]
}

fn column<T: Cell>(page: &Page, table: u8, column: u8, block: u32) -> Result<Vec<T>> {
    let found = page.get(&key(table, column, block), T::read)?;
    Ok(found.unwrap_or_default())
}

fn put<T: Cell>(out: &mut Vec<Change>, at: (u8, u8, u32), cells: &[T]) {
    let mut bytes = Vec::with_capacity(size_of_val(cells));
    cells.iter().for_each(|it| it.write(&mut bytes));
    let value = (!bytes.is_empty()).then_some(bytes);
    out.push((key(at.0, at.1, at.2), value));
}

/// The blocks there are, in order.
///
/// # Errors
/// The file's.
pub fn blocks(page: &Page) -> Result<Vec<u32>> {
    let mut out = Vec::new();
    page.under(&[MARKS, 0], |key, _| {
        let block = key.get(2..).and_then(|it| <[u8; 4]>::try_from(it).ok());
        out.extend(block.map(u32::from_be_bytes));
        Ok(())
    })?;
    Ok(out)
}

/// The marks of a block's conversations, each at its place.
#[derive(Debug, Clone, Default)]
pub struct MarkColumns {
    pub flags: Vec<u8>,
    pub team: Vec<u16>,
    pub audience: Vec<u16>,
    /// Places with tags: the place and the tag.
    pub tagged: Vec<u16>,
    pub tag: Vec<u16>,
}

/// Bits of a mark.
pub const THERE: u8 = 1;
pub const HISTORY: u8 = 2;
pub const VIP: u8 = 4;

impl MarkColumns {
    /// # Errors
    /// The file's.
    pub fn read(page: &Page, block: u32) -> Result<Self> {
        Ok(MarkColumns {
            flags: column(page, MARKS, 0, block)?,
            team: column(page, MARKS, 1, block)?,
            audience: column(page, MARKS, 2, block)?,
            tagged: column(page, MARKS, 3, block)?,
            tag: column(page, MARKS, 4, block)?,
        })
    }

    fn write(&self, block: u32, out: &mut Vec<Change>) {
        put(out, (MARKS, 0, block), &self.flags);
        put(out, (MARKS, 1, block), &self.team);
        put(out, (MARKS, 2, block), &self.audience);
        put(out, (MARKS, 3, block), &self.tagged);
        put(out, (MARKS, 4, block), &self.tag);
    }

    fn clear(&mut self, slot: u16) {
        let at = usize::from(slot);
        let size = self.flags.len().max(at + 1);
        self.flags.resize(size, 0);
        self.team.resize(size, 0);
        self.audience.resize(size, 0);
        for (column, nothing) in [(&mut self.team, 0), (&mut self.audience, 0)] {
            column.get_mut(at).into_iter().for_each(|it| *it = nothing);
        }
        self.flags.get_mut(at).into_iter().for_each(|it| *it = 0);
        let keep: Vec<bool> = self.tagged.iter().map(|it| *it != slot).collect();
        let mut kept = keep.iter();
        self.tag.retain(|_| *kept.next().unwrap_or(&true));
        self.tagged.retain(|it| *it != slot);
    }

    fn set(&mut self, slot: u16, fact: &Fact, names: &mut Names) {
        let (at, marks) = (usize::from(slot), &fact.marks);
        let mut flags = THERE;
        flags |= if marks.history { HISTORY } else { 0 };
        flags |= if marks.tier == Tier::Vip { VIP } else { 0 };
        let team = marks.team.map_or(0, |it| names.give(Noun::Team, it));
        let audience = marks.audience.map_or(0, |it| names.give(Noun::Team, it));
        self.flags
            .get_mut(at)
            .into_iter()
            .for_each(|it| *it = flags);
        self.team.get_mut(at).into_iter().for_each(|it| *it = team);
        self.audience
            .get_mut(at)
            .into_iter()
            .for_each(|it| *it = audience);
        for tag in &marks.tags {
            self.tagged.push(slot);
            self.tag.push(names.give(Noun::Tag, *tag));
        }
    }
}

/// The columns of a stream that are read when asked for; what is not reads as zeros.
#[derive(Debug, Clone, Copy)]
pub struct Needs {
    pub took: bool,
    /// How long it took within hours, in the place of by the wall.
    pub work: bool,
    pub by: bool,
    pub channel: bool,
}

impl Needs {
    pub const ALL: Needs = Needs {
        took: true,
        work: false,
        by: true,
        channel: true,
    };
}

/// A stream's sightings in a block, as they lie in the file.
pub struct Columns {
    slot: Held,
    at: Held,
    /// By the wall, or, when that was asked for, within hours; [`NONE`] for none.
    took: Option<Held>,
    by: Option<Held>,
    channel: Option<Held>,
    extra: Held,
}

/// One sighting, as numbers.
#[derive(Debug, Clone, Copy)]
pub struct Cells {
    pub slot: u16,
    pub at: i64,
    pub took: i64,
    pub by: u16,
    pub channel: u16,
    pub extra: u8,
}

impl Columns {
    /// # Errors
    /// The file's.
    pub fn read(page: &Page, stream: Stream, block: u32, needs: Needs) -> Result<Self> {
        let hold = |column| page.hold(&key(stream.code(), column, block));
        let wanted = |column, wanted: bool| wanted.then(|| hold(column)).transpose();
        Ok(Columns {
            slot: hold(0)?,
            at: hold(1)?,
            took: wanted(if needs.work { 3 } else { 2 }, needs.took)?,
            by: wanted(4, needs.by)?,
            channel: wanted(5, needs.channel)?,
            extra: hold(6)?,
        })
    }

    /// The sightings of the conversations at the places that pass, in order.
    pub fn each(&self, mask: &[bool], mut each: impl FnMut(Cells)) {
        let (slots, at, extra) = (self.slot.bytes(), self.at.bytes(), self.extra.bytes());
        let took = bytes(self.took.as_ref());
        let (by, channel) = (bytes(self.by.as_ref()), bytes(self.channel.as_ref()));
        let (slots, _) = slots.as_chunks();
        for (row, slot) in slots.iter().enumerate() {
            let slot = u16::from_le_bytes(*slot);
            if !mask.get(usize::from(slot)).copied().unwrap_or(false) {
                continue;
            }
            each(Cells {
                slot,
                at: Cell::at(at, row),
                took: Cell::at(took, row),
                by: Cell::at(by, row),
                channel: Cell::at(channel, row),
                extra: Cell::at(extra, row),
            });
        }
    }
}

fn bytes(held: Option<&Held>) -> &[u8] {
    held.map(Held::bytes).unwrap_or_default()
}

/// One sighting as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kept {
    slot: u16,
    at: i64,
    wall: i64,
    work: i64,
    by: u16,
    channel: u16,
    extra: u8,
}

/// Puts the facts of some conversations of a block in the place of what was known of them.
///
/// # Errors
/// The file's.
pub fn replace(
    page: &Page,
    block: u32,
    facts: &[(u16, Fact)],
    names: &mut Names,
) -> Result<Vec<Change>> {
    let mut out = Vec::new();
    let mut marks = MarkColumns::read(page, block)?;
    for (slot, fact) in facts {
        marks.clear(*slot);
        marks.set(*slot, fact, names);
    }
    marks.write(block, &mut out);
    let mut replaced = vec![false; usize::try_from(BLOCK).unwrap_or_default()];
    for (slot, _) in facts {
        let at = replaced.get_mut(usize::from(*slot));
        at.into_iter().for_each(|it| *it = true);
    }
    for stream in Stream::ALL {
        let old = kept(page, stream, block)?;
        let before = old.len();
        let is_old = |it: &Kept| !replaced.get(usize::from(it.slot)).copied().unwrap_or(false);
        let mut all: Vec<Kept> = old.into_iter().filter(is_old).collect();
        let stayed = all.len();
        all.extend(facts.iter().flat_map(|(slot, fact)| {
            let of = fact.sightings.iter().filter(|it| it.stream == stream);
            of.map(|it| keep(*slot, it, names)).collect::<Vec<_>>()
        }));
        if before == stayed && all.len() == stayed {
            continue;
        }
        all.sort_by_key(|it| it.slot);
        write(stream, block, &all, &mut out);
    }
    Ok(out)
}

fn keep(slot: u16, it: &crate::reports::fact::Sighting, names: &mut Names) -> Kept {
    let length = |it: Option<Span>| it.map_or(NONE, |it| it.0);
    Kept {
        slot,
        at: it.at.0,
        wall: length(it.wall),
        work: length(it.work),
        by: names.give_by(it.by),
        channel: it.channel.map_or(0, |it| names.give(Noun::Channel, it)),
        extra: it.extra,
    }
}

fn kept(page: &Page, stream: Stream, block: u32) -> Result<Vec<Kept>> {
    let walls = Columns::read(page, stream, block, Needs::ALL)?;
    let works = page.hold(&key(stream.code(), 3, block))?;
    let mut out = Vec::new();
    let all = vec![true; usize::try_from(BLOCK).unwrap_or_default()];
    walls.each(&all, |it| {
        out.push(Kept {
            slot: it.slot,
            at: it.at,
            wall: it.took,
            work: Cell::at(works.bytes(), out.len()),
            by: it.by,
            channel: it.channel,
            extra: it.extra,
        });
    });
    Ok(out)
}

fn write(stream: Stream, block: u32, all: &[Kept], out: &mut Vec<Change>) {
    let code = stream.code();
    let of = |column| (code, column, block);
    put(
        out,
        of(0),
        &all.iter().map(|it| it.slot).collect::<Vec<_>>(),
    );
    put(out, of(1), &all.iter().map(|it| it.at).collect::<Vec<_>>());
    put(
        out,
        of(2),
        &all.iter().map(|it| it.wall).collect::<Vec<_>>(),
    );
    put(
        out,
        of(3),
        &all.iter().map(|it| it.work).collect::<Vec<_>>(),
    );
    put(out, of(4), &all.iter().map(|it| it.by).collect::<Vec<_>>());
    put(
        out,
        of(5),
        &all.iter().map(|it| it.channel).collect::<Vec<_>>(),
    );
    put(
        out,
        of(6),
        &all.iter().map(|it| it.extra).collect::<Vec<_>>(),
    );
}
