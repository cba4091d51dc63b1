//! What there is at a moment: the conversations that were open at the end of a period, and of each of its parts.

use std::collections::HashMap;

use crate::domain::error::Result;
use crate::domain::time::Span;
use crate::reports::fact::Stream;
use crate::reports::filter::{Part, Split};
use crate::reports::metric::Outcome;
use crate::reports::report::{Ask, Report, code, part, tags_of};
use crate::reports::scan::{Block, Lens, Sight, each_block};
use crate::reports::summary::{Gathered, Summary};
use crate::reports::table::NONE;
use crate::store::views::Page;

/// The moment it is asked for: the end of the period, or now where that is still to come.
fn moment(ask: &Ask<'_>) -> i64 {
    let (_, end) = ask.filter.period.range();
    end.min(ask.now + Span(1)).0
}

/// A conversation's comings and goings until the moment.
struct Life {
    began: Sight,
    /// When it was opened (+1) and done (-1).
    turns: Vec<(i64, i64)>,
}

/// Shows `each` the lives of a block that pass.
fn lives(
    page: &Page,
    lens: &Lens,
    block: &Block,
    until: i64,
    mut each: impl FnMut(&Life),
) -> Result<()> {
    let mut all: HashMap<u16, Life> = HashMap::new();
    block.sights(page, lens, Stream::Started, |it| {
        if it.at < until && lens.is_its(it) {
            let turns = vec![(it.at, 1)];
            all.insert(it.slot, Life { began: *it, turns });
        }
    })?;
    block.sights(page, lens, Stream::Resolved, |it| {
        let Some(life) = all.get_mut(&it.slot).filter(|_| it.at < until) else {
            return;
        };
        life.turns.push((it.at, -1));
        let again = it.at.saturating_add(it.took);
        if it.took != NONE && again < until {
            life.turns.push((again, 1));
        }
    })?;
    all.values().for_each(&mut each);
    Ok(())
}

fn is_open(life: &Life) -> bool {
    life.turns.iter().map(|it| it.1).sum::<i64>() > 0
}

/// A conversation's age at the moment, in the place of a length.
fn aged(life: &Life, until: i64) -> Sight {
    Sight {
        took: until - life.began.at,
        ..life.began
    }
}

pub(super) fn report(
    page: &Page,
    lens: &Lens,
    ask: &Ask<'_>,
    split: Option<Split>,
) -> Result<Report> {
    let until = moment(ask);
    let cuts = ask.filter.period.cuts(ask.filter.period.step());
    // What changed within each cut; before the first one, all there was.
    let mut changes = vec![0_i64; cuts.len() + 1];
    let (mut total, mut parts) = (Gathered::default(), HashMap::<u16, Gathered>::new());
    each_block(page, lens, |block| {
        let tags = tags_of(block);
        lives(page, lens, block, until, |life| {
            for (at, by) in &life.turns {
                let place = cuts.partition_point(|cut| cut.1.0 <= *at);
                changes.get_mut(place).into_iter().for_each(|it| *it += by);
            }
            if !is_open(life) {
                return;
            }
            let it = aged(life, until);
            total.take(Outcome::Took(it.took));
            let Some(split) = split else { return };
            let codes = match split {
                Split::Tag => tags.get(&it.slot).cloned().unwrap_or_else(|| vec![0]),
                _ => vec![code(lens, block, &it, split)],
            };
            for code in codes {
                parts.entry(code).or_default().take(Outcome::Took(it.took));
            }
        })
    })?;
    let mut level = 0;
    let levels = changes.iter().map(|it| {
        level += it;
        level
    });
    let course = levels.skip(1).zip(&cuts);
    let course = course.filter(|(_, cut)| cut.1.0 < until);
    let parts = parts.into_iter();
    let parts = parts.map(|(code, it)| (split.map(|split| part(lens, split, code)), it.summary()));
    let mut parts: Vec<(Part, Summary)> =
        parts.filter_map(|(part, it)| Some((part?, it))).collect();
    parts.sort_by_key(|it| it.0);
    Ok(Report {
        total: total.summary(),
        course: course.map(|(n, cut)| (cut.0, standing(n))).collect(),
        parts,
    })
}

fn standing(n: i64) -> Summary {
    Summary {
        n: u64::try_from(n).unwrap_or_default(),
        ..Summary::default()
    }
}

/// Shows `each` the conversations that were open.
pub(super) fn rows(
    page: &Page,
    lens: &Lens,
    ask: &Ask<'_>,
    mut each: impl FnMut(&Sight),
) -> Result<()> {
    let until = moment(ask);
    each_block(page, lens, |block| {
        let mut open = Vec::new();
        lives(page, lens, block, until, |life| {
            if is_open(life) {
                open.push(aged(life, until));
            }
        })?;
        open.sort_by_key(|it| it.slot);
        open.iter().for_each(&mut each);
        Ok(())
    })
}
