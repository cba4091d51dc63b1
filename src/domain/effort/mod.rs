//! How long ours work in conversations: only when somebody had which one in front of them. Never what they did there.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ConversationId, Seq};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// Who did nothing for so long is not at work in what lies open.
pub const STILL: Span = Span::seconds(60);
/// No visit counts for more.
pub const MOST: Span = Span::minutes(30);
/// Visits kept one by one; of older ones only how many and how long.
pub const KEPT: usize = 200;
/// Who comes back sooner has not been away: a page that was loaded anew is the same visit.
const BACK: Span = Span::seconds(30);

/// Whether effort is measured. One row; on until somebody says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Measuring {
    pub off: bool,
}

/// Somebody had a conversation in front of them and worked in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub from: Millis,
    pub until: Millis,
}

impl Visit {
    /// What of it counts.
    #[must_use]
    pub fn counts(self) -> Span {
        Span(self.until.since(self.from).0.clamp(0, MOST.0))
    }
}

/// What one of ours spent on one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Focus {
    pub conversation: ConversationId,
    pub agent: AgentId,
    /// In order, none touching another.
    pub visits: Vec<Visit>,
    /// Of those before them: how many, and what they counted for.
    #[serde(skip_serializing_if = "unset")]
    pub before: (u32, Span),
    /// The newest event of the log when it was written: figures read again what was written after them.
    pub written: Seq,
}

impl Focus {
    /// Adds a visit. One that overlaps others becomes one with them, so nothing counts twice, however often it is said.
    pub fn take(&mut self, new: Visit) {
        if new.until <= new.from {
            return;
        }
        let mut all = std::mem::take(&mut self.visits);
        all.push(new);
        all.sort_by_key(|it| it.from);
        for it in all {
            match self.visits.last_mut() {
                Some(last) if it.from <= last.until => last.until = last.until.max(it.until),
                _ => self.visits.push(it),
            }
        }
        while self.visits.len() > KEPT {
            let oldest = self.visits.remove(0);
            self.before.0 = self.before.0.saturating_add(1);
            self.before.1.0 = self.before.1.0.saturating_add(oldest.counts().0);
        }
    }

    /// All of it.
    #[must_use]
    pub fn spent(&self) -> Span {
        let kept: i64 = self.visits.iter().map(|it| it.counts().0).sum();
        Span(self.before.1.0.saturating_add(kept))
    }

    /// In how many visits.
    #[must_use]
    pub fn times(&self) -> u32 {
        let mut last: Option<Millis> = None;
        let mut times = self.before.0;
        for it in &self.visits {
            let came = last.is_none_or(|last| it.from.since(last) > BACK);
            times = times.saturating_add(u32::from(came));
            last = Some(it.until);
        }
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(from: i64, seconds: i64) -> Visit {
        let from = Millis(from * 1_000);
        Visit {
            from,
            until: from + Span::seconds(seconds),
        }
    }

    fn focus(visits: &[Visit]) -> Focus {
        let mut it = Focus::default();
        visits.iter().for_each(|one| it.take(*one));
        it
    }

    #[test]
    fn four_visits_in_26_hours_are_six_minutes() {
        let hour = 3_600;
        let all = [
            visit(0, 60),
            visit(3 * hour, 120),
            visit(20 * hour, 90),
            visit(26 * hour, 90),
        ];
        let it = focus(&all);
        assert_eq!((it.spent(), it.times()), (Span::minutes(6), 4));
    }

    #[test]
    fn what_is_said_twice_or_overlaps_counts_once() {
        let it = focus(&[
            visit(0, 30),
            visit(0, 45),
            visit(0, 45),
            visit(40, 20),
            visit(10, 5),
        ]);
        assert_eq!(it.visits, [visit(0, 60)]);
        assert_eq!(focus(&[visit(50, 0), visit(50, -20)]).spent(), Span(0));
    }

    #[test]
    fn a_visit_counts_for_half_an_hour_at_most() {
        let it = focus(&[visit(0, 2 * 3_600), visit(10_000, 60)]);
        assert_eq!(it.spent(), Span::minutes(31));
    }

    #[test]
    fn a_page_loaded_anew_is_the_same_visit() {
        let it = focus(&[visit(0, 60), visit(62, 60), visit(200, 10)]);
        assert_eq!((it.spent(), it.times()), (Span::seconds(130), 2));
    }

    #[test]
    fn old_visits_are_kept_as_a_sum() {
        let all: Vec<_> = (0..1_000).map(|n| visit(n * 100, 10)).collect();
        let it = focus(&all);
        assert_eq!((it.visits.len(), it.times()), (KEPT, 1_000));
        assert_eq!(it.spent(), Span::seconds(10_000));
    }
}
