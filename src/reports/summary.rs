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
    took: Vec<i64>,
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
                self.took.push(it);
            }
            Outcome::Yes => (so_far.n, so_far.yes) = (so_far.n + 1, so_far.yes + 1),
            Outcome::No => so_far.n += 1,
            Outcome::NotYet => so_far.not_yet += 1,
            Outcome::Waiting => so_far.waiting += 1,
            Outcome::Aside => so_far.aside += 1,
        }
    }

    #[must_use]
    pub fn summary(mut self) -> Summary {
        self.summary.median = Span(rank(&mut self.took, 50));
        self.summary.p75 = Span(rank(&mut self.took, 75));
        self.summary.p90 = Span(rank(&mut self.took, 90));
        self.summary
    }
}

/// The smallest value that so many hundredths of all do not exceed.
fn rank(all: &mut [i64], hundredths: usize) -> i64 {
    if all.is_empty() {
        return 0;
    }
    let at = (all.len() * hundredths).div_ceil(100).saturating_sub(1);
    *all.select_nth_unstable(at).1
}

#[cfg(test)]
mod tests {
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
