//! Going through the facts: every sighting of a stream that passes a filter and may be known to who looks.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread::available_parallelism;

use crate::domain::actor::Viewer;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::domain::time::Millis;
use crate::reports::fact::{Stream, kind_code};
use crate::reports::filter::Filter;
use crate::reports::names::{Back, Names, Noun};
use crate::reports::period::hour_of_week;
use crate::reports::table::{Columns, HISTORY, MarkColumns, Needs, THERE, VIP, blocks, number};
use crate::store::views::Page;

/// A sighting that passed.
#[derive(Debug, Clone, Copy)]
pub struct Sight {
    pub number: u64,
    pub at: i64,
    pub took: i64,
    pub by: u16,
    pub channel: u16,
    pub extra: u8,
    pub slot: u16,
}

/// A filter in the numbers of the facts.
pub struct Lens {
    range: (i64, i64),
    /// By number: whether it passes. `None`: all do.
    channels: Option<Vec<bool>>,
    by: Option<Vec<bool>>,
    teams: Option<Vec<bool>>,
    tags: Option<Vec<bool>>,
    /// Private teams the viewer is no member of.
    hidden: Vec<bool>,
    sees_all: bool,
    tier: Option<Tier>,
    history: bool,
    hour: Option<usize>,
    way_from: Option<u8>,
    pub needs: Needs,
    pub offsets: Vec<(Millis, i64)>,
    pub back: Back,
    /// The kind of each channel's number.
    pub kinds: Vec<Option<ChannelKind>>,
}

impl Lens {
    /// `kind_of` tells the kind of a channel.
    #[must_use]
    pub fn new(
        filter: &Filter,
        viewer: &Viewer,
        names: &Names,
        kind_of: impl Fn(ChannelId) -> Option<ChannelKind>,
    ) -> Self {
        let back = names.back();
        let mut kinds = Vec::new();
        for (number, id) in &back.channels {
            set(&mut kinds, *number, kind_of(*id));
        }
        let (from, to) = filter.period.range();
        let wanted = filter.teams.iter();
        let teams = wanted.map(|it| it.map_or(0, |id| names.find(Noun::Team, id)));
        let tags = filter.tags.iter();
        let tags = tags.map(|it| it.map_or(0, |id| names.find(Noun::Tag, id)));
        let mut hidden = Vec::new();
        for (number, id) in &back.teams {
            set(&mut hidden, *number, !viewer.sees_team(*id));
        }
        Lens {
            range: (from.0, to.0),
            channels: channels(filter, names, &kinds),
            by: table(
                !filter.by.is_empty(),
                filter.by.iter().map(|it| names.find_by(*it)),
            ),
            teams: table(!filter.teams.is_empty(), teams),
            tags: table(!filter.tags.is_empty(), tags),
            hidden,
            sees_all: viewer.sees_all,
            tier: filter.tier,
            history: filter.history,
            hour: filter.hour,
            way_from: filter.way.map(|it| kind_code(it.0)),
            needs: Needs::ALL,
            offsets: filter.period.offsets(),
            back,
            kinds,
        }
    }

    fn passes(&self, it: &Sight) -> bool {
        let within = it.at >= self.range.0 && it.at < self.range.1;
        within && self.is_its(it)
    }

    /// Whether whose it is and where it was pass, whenever it was.
    #[must_use]
    pub fn is_its(&self, it: &Sight) -> bool {
        allows(self.channels.as_deref(), it.channel)
            && allows(self.by.as_deref(), it.by)
            && self.way_from.is_none_or(|from| from == it.extra)
            && self
                .hour
                .is_none_or(|hour| hour_of_week(it.at, &self.offsets) == hour)
    }

    /// Which places of a block pass.
    #[must_use]
    pub fn mask(&self, marks: &MarkColumns) -> Vec<bool> {
        let rows = marks.flags.iter().zip(&marks.team).zip(&marks.audience);
        let mut mask: Vec<bool> = rows
            .map(|((flags, team), audience)| {
                let hidden = at(&self.hidden, *audience);
                let vip = flags & VIP != 0;
                flags & THERE != 0
                    && (self.history || flags & HISTORY == 0)
                    && (self.sees_all || *audience == 0 || !hidden)
                    && allows(self.teams.as_deref(), *team)
                    && self.tier.is_none_or(|tier| (tier == Tier::Vip) == vip)
            })
            .collect();
        if let Some(tags) = &self.tags {
            let with = tagged(marks, mask.len(), tags);
            mask.iter_mut().zip(with).for_each(|(it, with)| *it &= with);
        }
        mask
    }
}

/// Which places have one of the tags; tag 0 asks for those that have none.
fn tagged(marks: &MarkColumns, size: usize, tags: &[bool]) -> Vec<bool> {
    let (mut any, mut wanted) = (vec![false; size], vec![false; size]);
    for (slot, tag) in marks.tagged.iter().zip(&marks.tag) {
        set(&mut any, *slot, true);
        if at(tags, *tag) {
            set(&mut wanted, *slot, true);
        }
    }
    let without = at(tags, 0);
    let rows = wanted.into_iter().zip(any);
    rows.map(|(wanted, any)| wanted || (without && !any))
        .collect()
}

fn channels(filter: &Filter, names: &Names, kinds: &[Option<ChannelKind>]) -> Option<Vec<bool>> {
    let to = filter.way.map(|it| it.1);
    let asks = !filter.channels.is_empty() || !filter.kinds.is_empty() || to.is_some();
    let all = kinds.iter().enumerate().filter_map(|(number, kind)| {
        let (number, kind) = (u16::try_from(number).ok()?, (*kind)?);
        let by_kind = filter.kinds.is_empty() || filter.kinds.contains(&kind);
        let mut named = filter
            .channels
            .iter()
            .map(|it| names.find(Noun::Channel, *it));
        let by_name = filter.channels.is_empty() || named.any(|it| it == number);
        let by_way = to.is_none_or(|it| it == kind);
        (by_kind && by_name && by_way).then_some(number)
    });
    table(asks, all)
}

fn table(asks: bool, numbers: impl Iterator<Item = u16>) -> Option<Vec<bool>> {
    let mut out = Vec::new();
    numbers.for_each(|it| set(&mut out, it, true));
    asks.then_some(out)
}

fn set<T: Clone + Default>(table: &mut Vec<T>, number: u16, to: T) {
    let place = usize::from(number);
    if table.len() <= place {
        table.resize(place + 1, T::default());
    }
    table
        .get_mut(place)
        .into_iter()
        .for_each(|it| *it = to.clone());
}

/// What stands under a number; nothing's for one that is not there.
pub fn at<T: Copy + Default>(table: &[T], number: u16) -> T {
    table.get(usize::from(number)).copied().unwrap_or_default()
}

fn allows(table: Option<&[bool]>, number: u16) -> bool {
    table.is_none_or(|it| at(it, number))
}

/// One block: its marks, which of its places pass, and its sightings.
pub struct Block {
    pub number: u32,
    pub marks: MarkColumns,
    pub mask: Vec<bool>,
}

impl Block {
    /// The sightings of a stream, whatever passes.
    ///
    /// # Errors
    /// The file's.
    pub fn sights(
        &self,
        page: &Page,
        lens: &Lens,
        stream: Stream,
        mut each: impl FnMut(&Sight),
    ) -> Result<()> {
        let all = Columns::read(page, stream, self.number, lens.needs)?;
        all.each(&self.mask, |it| {
            each(&Sight {
                number: number(self.number, it.slot),
                at: it.at,
                took: it.took,
                by: it.by,
                channel: it.channel,
                extra: it.extra,
                slot: it.slot,
            });
        });
        Ok(())
    }

    /// The sightings of a stream that pass. `summed`: one for what happened once, what several took in it together.
    ///
    /// # Errors
    /// The file's.
    pub fn passing(
        &self,
        page: &Page,
        lens: &Lens,
        (stream, summed): (Stream, bool),
        mut each: impl FnMut(&Sight),
    ) -> Result<()> {
        if !summed {
            return self.sights(page, lens, stream, |it| {
                if lens.passes(it) {
                    each(it);
                }
            });
        }
        // Those of a conversation lie together.
        let mut own: Vec<Sight> = Vec::new();
        let mut told = |own: &mut Vec<Sight>| {
            own.sort_by_key(|it| it.at);
            own.drain(..).for_each(|it| each(&it));
        };
        self.sights(page, lens, stream, |it| {
            if !lens.passes(it) {
                return;
            }
            if own.first().is_some_and(|first| first.slot != it.slot) {
                told(&mut own);
            }
            let took = it.took.max(0);
            match own.iter_mut().find(|known| known.at == it.at) {
                Some(known) => known.took += took,
                None => own.push(Sight { took, ..*it }),
            }
        })?;
        told(&mut own);
        Ok(())
    }
}

fn open(page: &Page, lens: &Lens, number: u32) -> Result<Option<Block>> {
    let marks = MarkColumns::read(page, number)?;
    let mask = lens.mask(&marks);
    Ok(mask.contains(&true).then_some(Block {
        number,
        marks,
        mask,
    }))
}

/// Goes through all blocks, in order of the conversations' numbers.
///
/// # Errors
/// The file's, and what `each` answers.
pub fn each_block(
    page: &Page,
    lens: &Lens,
    mut each: impl FnMut(&Block) -> Result<()>,
) -> Result<()> {
    for number in blocks(page)? {
        if let Some(block) = open(page, lens, number)? {
            each(&block)?;
        }
    }
    Ok(())
}

/// So many blocks are gone through on one thread: more would cost more than they save.
const FEW: usize = 32;
/// Threads a report may have at most.
const THREADS: usize = 4;

/// Adds up all blocks: each thread those of a stretch, in order of the conversations' numbers, into what it `made`. The
/// answers are in the order of the stretches.
///
/// # Errors
/// The file's, and what `each` answers.
pub fn fold<T: Send>(
    page: &Page,
    lens: &Lens,
    made: impl Fn() -> T + Sync,
    each: impl Fn(&mut T, &Block) -> Result<()> + Sync,
) -> Result<Vec<T>> {
    let all = blocks(page)?;
    let threads = match all.len() {
        0..=FEW => 1,
        _ => available_parallelism().map_or(1, NonZero::get).min(THREADS),
    };
    let stretch = |numbers: &[u32]| -> Result<T> {
        let mut sum = made();
        for number in numbers {
            if let Some(block) = open(page, lens, *number)? {
                each(&mut sum, &block)?;
            }
        }
        Ok(sum)
    };
    let mut stretches = all.chunks(all.len().div_ceil(threads).max(1));
    let first = stretches.next().unwrap_or_default();
    std::thread::scope(|scope| {
        let stretch = &stretch;
        let others: Vec<_> = stretches
            .map(|it| scope.spawn(move || stretch(it)))
            .collect();
        let mut sums = vec![stretch(first)?];
        for it in others {
            sums.push(it.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(sums)
    })
}
