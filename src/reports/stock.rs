//! What there is at a moment: the conversations that were open at the end of a period, and of each of its parts.

use crate::domain::error::Result;
use crate::domain::time::Span;
use crate::reports::fact::Stream;
use crate::reports::filter::Split;
use crate::reports::metric::Outcome;
use crate::reports::report::{Ask, Report, own_tags, part_takes};
use crate::reports::scan::{Block, Lens, Sight, fold};
use crate::reports::summary::{Gathered, Summary};
use crate::reports::table::NONE;
use crate::reports::tally::Parts;
use crate::store::views::Page;

/// The moment it is asked for: the end of the period, or now where that is still to come.
fn moment(ask: &Ask<'_>) -> i64 {
    let (_, end) = ask.filter.period.range();
    end.min(ask.now + Span(1)).0
}

/// A conversation until the moment.
struct Life {
    began: Sight,
    /// How often it was opened, less how often it was done.
    open: i64,
}

/// Shows `turned` when each conversation of a block that passes was opened (+1) and done (-1), and `each` what came of it.
fn lives(
    page: &Page,
    lens: &Lens,
    block: &Block,
    until: i64,
    mut turned: impl FnMut(i64, i64),
    each: impl FnMut(&Life),
) -> Result<()> {
    let mut all: Vec<Option<Life>> = Vec::new();
    all.resize_with(block.mask.len(), || None);
    block.sights(page, lens, Stream::Started, |it| {
        if it.at < until && lens.is_its(it) {
            turned(it.at, 1);
            let place = all.get_mut(usize::from(it.slot));
            let life = Life {
                began: *it,
                open: 1,
            };
            if let Some(place) = place {
                *place = Some(life);
            }
        }
    })?;
    block.sights(page, lens, Stream::Resolved, |it| {
        let life = all.get_mut(usize::from(it.slot)).and_then(Option::as_mut);
        let Some(life) = life.filter(|_| it.at < until) else {
            return;
        };
        turned(it.at, -1);
        life.open -= 1;
        let again = it.at.saturating_add(it.took);
        if it.took != NONE && again < until {
            turned(again, 1);
            life.open += 1;
        }
    })?;
    all.iter().flatten().for_each(each);
    Ok(())
}

/// A conversation's age at the moment, in the place of a length.
fn aged(life: &Life, until: i64) -> Sight {
    Sight {
        took: until - life.began.at,
        ..life.began
    }
}

/// What is added up.
struct Sum {
    /// What changed within each cut; before the first one, all there was.
    changes: Vec<i64>,
    total: Gathered,
    parts: Parts,
}

pub(super) fn report(
    page: &Page,
    lens: &Lens,
    ask: &Ask<'_>,
    split: Option<Split>,
) -> Result<Report> {
    let until = moment(ask);
    let cuts = ask.filter.period.cuts(ask.filter.period.step());
    let made = || Sum {
        changes: vec![0; cuts.len() + 1],
        total: Gathered::default(),
        parts: Parts::default(),
    };
    let sums = fold(page, lens, made, |sum: &mut Sum, block| {
        let tags = own_tags(block, split);
        let (changes, total, parts) = (&mut sum.changes, &mut sum.total, &mut sum.parts);
        let turned = |at: i64, by: i64| {
            let place = cuts.partition_point(|cut| cut.1.0 <= at);
            changes.get_mut(place).into_iter().for_each(|it| *it += by);
        };
        lives(page, lens, block, until, turned, |life| {
            if life.open <= 0 {
                return;
            }
            let it = aged(life, until);
            let outcome = Outcome::Took(it.took);
            total.take(outcome);
            if let Some(split) = split {
                part_takes(parts, lens, (block, &tags), split, (&it, outcome));
            }
        })
    })?;
    let mut all = made();
    for sum in sums {
        let changes = all.changes.iter_mut().zip(sum.changes);
        changes.for_each(|(own, its)| *own += its);
        all.total.add(sum.total);
        all.parts.add(sum.parts);
    }
    let mut level = 0;
    let levels = all.changes.iter().map(|it| {
        level += it;
        level
    });
    let course = levels.skip(1).zip(&cuts);
    let course = course.filter(|(_, cut)| cut.1.0 < until);
    Ok(Report {
        total: all.total.summary(),
        course: course.map(|(n, cut)| (cut.0, standing(n))).collect(),
        parts: split.map_or_else(Vec::new, |it| all.parts.summaries(lens, it)),
    })
}

fn standing(n: i64) -> Summary {
    Summary {
        n: u64::try_from(n).unwrap_or_default(),
        ..Summary::default()
    }
}

/// Shows `each` the conversations of a block that were open.
pub(super) fn open(
    page: &Page,
    (lens, block): (&Lens, &Block),
    ask: &Ask<'_>,
    mut each: impl FnMut(&Sight),
) -> Result<()> {
    let until = moment(ask);
    let turned = |_, _| {};
    lives(page, lens, block, until, turned, |life| {
        if life.open > 0 {
            each(&aged(life, until));
        }
    })
}
