//! What a scan adds up: a total, its course over the period, and its parts.

use jiff::civil::Date;

use crate::domain::time::Millis;
use crate::reports::filter::{Part, Split};
use crate::reports::metric::Outcome;
use crate::reports::report::part;
use crate::reports::scan::Lens;
use crate::reports::summary::{Gathered, Summary};

/// The beginnings of a period's days, weeks or months, in order.
pub type Cuts = [(Date, Millis)];

/// So many were counted, and more: then it is worth a thread of its own to find those in the middle.
const MANY: u64 = 50_000;

/// How a period went on.
#[derive(Debug, Clone)]
pub struct Course<'c> {
    cuts: &'c Cuts,
    /// Of each cut.
    gathered: Vec<Gathered>,
    /// Where the last one was: the next is mostly there too.
    near: usize,
}

impl<'c> Course<'c> {
    #[must_use]
    pub fn over(cuts: &'c Cuts) -> Self {
        Course {
            cuts,
            gathered: vec![Gathered::default(); cuts.len()],
            near: 0,
        }
    }

    pub fn take(&mut self, at: i64, outcome: Outcome) {
        if !self.is_within(self.near, at) {
            let behind = self.cuts.partition_point(|cut| cut.1.0 <= at);
            self.near = behind.saturating_sub(1);
        }
        let cut = self.gathered.get_mut(self.near);
        cut.into_iter().for_each(|cut| cut.take(outcome));
    }

    fn is_within(&self, cut: usize, at: i64) -> bool {
        let begins = |cut: usize| self.cuts.get(cut).map(|it| it.1.0);
        begins(cut).is_some_and(|it| it <= at) && begins(cut + 1).is_none_or(|it| at < it)
    }
}

/// Sightings by the number of the part they belong to.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// By number: one more than the place in `found`, or nothing.
    places: Vec<u32>,
    found: Vec<(u16, Gathered)>,
}

impl Parts {
    pub fn take(&mut self, code: u16, outcome: Outcome) {
        let own = self.of(code);
        own.into_iter().for_each(|own| own.take(outcome));
    }

    /// Adds what was gathered elsewhere.
    pub fn add(&mut self, other: Parts) {
        for (code, it) in other.found {
            if let Some(own) = self.of(code) {
                own.add(it);
            }
        }
    }

    /// What was gathered under a number: there always is something.
    fn of(&mut self, code: u16) -> Option<&mut Gathered> {
        let at = usize::from(code);
        if self.places.len() <= at {
            self.places.resize(at + 1, 0);
        }
        let place = self.places.get_mut(at)?;
        if *place == 0 {
            self.found.push((code, Gathered::default()));
            *place = u32::try_from(self.found.len()).ok()?;
        }
        let place = usize::try_from(*place).ok()?;
        self.found.get_mut(place - 1).map(|it| &mut it.1)
    }

    /// In the order of [`Part`]; those that are empty are left out.
    #[must_use]
    pub fn summaries(self, lens: &Lens, split: Split) -> Vec<(Part, Summary)> {
        let found = self.found.into_iter();
        let found = found.map(|(code, it)| (part(lens, split, code), it.summary()));
        let mut parts: Vec<_> = found.filter(|it| !it.1.is_empty()).collect();
        parts.sort_by_key(|it| it.0);
        parts
    }
}

/// All three.
#[derive(Debug, Clone)]
pub struct Tally<'c> {
    pub total: Gathered,
    pub course: Course<'c>,
    pub parts: Parts,
}

/// The same as figures.
pub type Figures = (Summary, Vec<(Date, Summary)>, Vec<(Part, Summary)>);

impl<'c> Tally<'c> {
    #[must_use]
    pub fn over(cuts: &'c Cuts) -> Self {
        Tally {
            total: Gathered::default(),
            course: Course::over(cuts),
            parts: Parts::default(),
        }
    }

    /// Adds what was gathered elsewhere, over the same cuts.
    pub fn add(&mut self, other: Tally<'_>) {
        self.total.add(other.total);
        let cuts = self.course.gathered.iter_mut();
        let theirs = other.course.gathered;
        cuts.zip(theirs).for_each(|(own, its)| own.add(its));
        self.parts.add(other.parts);
    }

    #[must_use]
    pub fn figures(self, lens: &Lens, split: Option<Split>) -> Figures {
        let Tally {
            total,
            course,
            parts,
        } = self;
        let rest = move || {
            let days = course.cuts.iter().map(|it| it.0);
            let course = course.gathered.into_iter().map(Gathered::summary);
            let parts = split.map_or_else(Vec::new, |it| parts.summaries(lens, it));
            (days.zip(course).collect(), parts)
        };
        if total.n() < MANY {
            let (course, parts) = rest();
            return (total.summary(), course, parts);
        }
        std::thread::scope(|scope| {
            let whole = scope.spawn(|| total.summary());
            let (course, parts) = rest();
            let whole = whole.join();
            let whole = whole.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (whole, course, parts)
        })
    }
}
