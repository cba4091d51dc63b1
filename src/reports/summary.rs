//! Many sightings in a few numbers.

use crate::domain::time::Span;
use crate::reports::metric::Outcome;

/// What a metric comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many were counted.
    pub n: u64,
    /// Of a share: how many of them were so.
    pub yes: u64,
    /// Of a time: all of it together.
    pub sum: Span,
    /// Half took no longer: the time in the middle, or the lower of the two.
    pub median: Span,
    /// Three of four took no longer, and nine of ten (nearest rank).
    pub p75: Span,
    pub p90: Span,
    /// Who waits now, what was closed without an answer, and what is not known yet: none of them is in `n`.
    pub waiting: u64,
    pub aside: u64,
    pub not_yet: u64,
}

impl Summary {
    /// Nothing was seen at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n + self.waiting + self.aside + self.not_yet == 0
    }

    /// The mean time, rounded down.
    #[must_use]
    pub fn mean(&self) -> Span {
        let n = i64::try_from(self.n).unwrap_or(i64::MAX);
        Span(self.sum.0.checked_div(n).unwrap_or_default())
    }

    /// A share in thousandths, rounded to the nearest; nothing without any.
    #[must_use]
    pub fn thousandths(&self) -> Option<u64> {
        (self.yes * 2_000 + self.n).checked_div(self.n * 2)
    }

    /// Between which shares, in thousandths, the true one lies with 95 % (Wilson's score interval). Nothing without
    /// any.
    #[must_use]
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    pub fn interval(&self) -> Option<(u64, u64)> {
        const Z: f64 = 1.96;
        if self.n == 0 {
            return None;
        }
        let n = self.n as f64;
        let (p, zz) = (self.yes as f64 / n, Z * Z);
        let (middle, scale) = (p + zz / (2.0 * n), 1.0 + zz / n);
        let half = Z * (p * (1.0 - p) / n + zz / (4.0 * n * n)).sqrt();
        let at = |it: f64| (it / scale * 1_000.0).clamp(0.0, 1_000.0).round() as u64;
        Some((at(middle - half), at(middle + half)))
    }
}

/// Sightings being gathered.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// But those that took nothing, which are only counted.
    took: Vec<i64>,
    nothing: usize,
    summary: Summary,
}

impl Gathered {
    pub fn take(&mut self, outcome: Outcome) {
        let so_far = &mut self.summary;
        match outcome {
            Outcome::Skip => {}
            Outcome::Took(it) => {
                so_far.n += 1;
                so_far.sum.0 += it;
                if it == 0 {
                    self.nothing += 1;
                } else {
                    self.took.push(it);
                }
            }
            Outcome::Yes => (so_far.n, so_far.yes) = (so_far.n + 1, so_far.yes + 1),
            Outcome::No => so_far.n += 1,
            Outcome::NotYet => so_far.not_yet += 1,
            Outcome::Waiting => so_far.waiting += 1,
            Outcome::Aside => so_far.aside += 1,
        }
    }

    /// How many were counted.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.summary.n
    }

    /// Adds what was gathered elsewhere.
    pub fn add(&mut self, other: Gathered) {
        let (own, its) = (&mut self.summary, &other.summary);
        own.n += its.n;
        own.yes += its.yes;
        own.sum.0 += its.sum.0;
        own.waiting += its.waiting;
        own.aside += its.aside;
        own.not_yet += its.not_yet;
        self.nothing += other.nothing;
        if self.took.is_empty() {
            self.took = other.took;
        } else {
            self.took.extend_from_slice(&other.took);
        }
    }

    #[must_use]
    pub fn summary(mut self) -> Summary {
        let [median, p75, p90] = ranks(&mut self.took, self.nothing, [50, 75, 90]);
        self.summary.median = Span(median);
        self.summary.p75 = Span(p75);
        self.summary.p90 = Span(p90);
        self.summary
    }
}

/// The smallest values that so many hundredths of all do not exceed, for rising hundredths; `nothing` of them are zero and
/// lie in no slice.
fn ranks(some: &mut [i64], nothing: usize, hundredths: [usize; 3]) -> [i64; 3] {
    let (size, below) = (
        some.len() + nothing,
        some.iter().filter(|it| **it < 0).count(),
    );
    // What was found for one is below all that are asked for after it.
    let (mut rest, mut passed) = (some, 0);
    hundredths.map(|it| {
        let at = (size * it).div_ceil(100).saturating_sub(1);
        if size == 0 || (below..below + nothing).contains(&at) {
            return 0;
        }
        let at = if at < below { at } else { at - nothing };
        // Two ranks of few may be the same: the one found stays first of the rest.
        let place = at.saturating_sub(passed);
        let whole = std::mem::take(&mut rest);
        let found = *whole.select_nth_unstable(place).1;
        passed += place;
        rest = whole.get_mut(place..).unwrap_or_default();
        found
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn of(all: &[i64]) -> Summary {
        let mut gathered = Gathered::default();
        all.iter().for_each(|it| gathered.take(Outcome::Took(*it)));
        gathered.summary()
    }

    #[test]
    fn percentiles_are_times_that_were_seen() {
        let found = of(&[40, 10, 20, 30]);
        assert_eq!(
            (found.median, found.p90, found.mean()),
            (Span(20), Span(40), Span(25))
        );
        let ten = of(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!((ten.median, ten.p90), (Span(5), Span(9)));
        assert_eq!(of(&[]), Summary::default());
    }

    #[test]
    fn gathered_in_pieces_or_whole_percentiles_are_those_of_all_in_order() {
        let mut seed = 7_u64;
        let mut dice = |n: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % n
        };
        for round in 0..300_u64 {
            let spread = [1, 3, 40, 1_000_000][usize::try_from(round % 4).unwrap()];
            let low = i64::try_from(round % 3).unwrap();
            let some = |_| i64::try_from(dice(spread)).unwrap() - low;
            let mut all: Vec<i64> = (0..round).map(some).collect();
            let mut pieces = Gathered::default();
            for piece in all.chunks(17) {
                let mut it = Gathered::default();
                piece.iter().for_each(|n| it.take(Outcome::Took(*n)));
                pieces.add(it);
            }
            let found = pieces.summary();
            assert_eq!(found, of(&all));
            all.sort_unstable();
            let nearest = |hundredths: usize| {
                let at = (all.len() * hundredths).div_ceil(100).saturating_sub(1);
                Span(all.get(at).copied().unwrap_or(0))
            };
            let expected = (nearest(50), nearest(75), nearest(90));
            assert_eq!((found.median, found.p75, found.p90), expected, "{all:?}");
        }
    }

    #[test]
    fn a_share_says_how_sure_it_is() {
        let share = |yes, n| Summary {
            n,
            yes,
            ..Summary::default()
        };
        assert_eq!(share(2, 3).thousandths(), Some(667));
        assert_eq!(share(0, 0).thousandths(), None);
        // Wilson's interval of 8 of 10: 0.490 to 0.943.
        assert_eq!(share(8, 10).interval(), Some((490, 943)));
    }
}
