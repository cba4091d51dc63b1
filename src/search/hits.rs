//! Hits newest first, found only as far as they are asked for: documents of a segment are sorted by time, so
//! merging the segments' first hits is enough, and a page of a common word costs what a page of a rare one does.

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::query::{BooleanQuery, EnableScoring, Query, Scorer};
use tantivy::{DocId, Searcher, SegmentReader, TERMINATED};
use uuid::Uuid;

use crate::domain::time::Millis;
use crate::search::query::{Clause, Narrow};

/// A document found: when, and the id of its message or contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub at: i64,
    pub id: Uuid,
}

struct Segment {
    scorer: Box<dyn Scorer>,
    alive: Option<AliveBitSet>,
    at: Column<i64>,
    high: Column<u64>,
    low: Column<u64>,
    /// Documents from here on are older than asked for.
    end: DocId,
}

impl Segment {
    fn open(
        reader: &SegmentReader,
        scorer: Box<dyn Scorer>,
        narrow: &Narrow,
    ) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let at = fast.i64("at")?;
        let first_before = |time: Option<Millis>| {
            time.map(|time| first_where(reader.max_doc(), |doc| value(&at, doc) < time.0))
        };
        let start = first_before(narrow.before).unwrap_or(0);
        let end = first_before(narrow.after).unwrap_or(TERMINATED);
        let mut out = Segment {
            scorer,
            alive: reader.alive_bitset().cloned(),
            at,
            high: fast.u64("high")?,
            low: fast.u64("low")?,
            end,
        };
        if out.scorer.doc() < start {
            out.scorer.seek(start);
        }
        out.skip_dead();
        Ok(out)
    }

    fn doc(&self) -> Option<DocId> {
        let doc = self.scorer.doc();
        (doc < self.end && doc != TERMINATED).then_some(doc)
    }

    fn advance(&mut self) {
        self.scorer.advance();
        self.skip_dead();
    }

    fn skip_dead(&mut self) {
        if let Some(alive) = &self.alive {
            while self.scorer.doc() != TERMINATED && alive.is_deleted(self.scorer.doc()) {
                self.scorer.advance();
            }
        }
    }

    fn at(&self) -> Option<i64> {
        self.doc().map(|doc| value(&self.at, doc))
    }
}

fn value<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    doc: DocId,
) -> T {
    column.first(doc).unwrap_or_default()
}

/// The first document for which `holds`, when it holds for all after it too.
fn first_where(n: DocId, holds: impl Fn(DocId) -> bool) -> DocId {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The hits of a query, newest first.
pub(super) struct Newest(Vec<Segment>);

impl Newest {
    pub(super) fn find(
        searcher: &Searcher,
        clauses: Vec<Clause>,
        narrow: &Narrow,
    ) -> tantivy::Result<Self> {
        let query = BooleanQuery::new(clauses);
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        let mut out = Vec::new();
        for reader in searcher.segment_readers() {
            let scorer = weight.scorer(reader, 1.0)?;
            if scorer.doc() != TERMINATED {
                out.push(Segment::open(reader, scorer, narrow)?);
            }
        }
        Ok(Newest(out))
    }

    /// How many hits are left, counting at most `most`.
    pub(super) fn count(self, most: usize) -> usize {
        let mut n = 0;
        for mut segment in self.0 {
            while n < most && segment.doc().is_some() {
                n += 1;
                segment.advance();
            }
        }
        n
    }
}

impl Iterator for Newest {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        let segments = self.0.iter_mut();
        let newest = segments
            .filter(|it| it.doc().is_some())
            .max_by_key(|it| it.at())?;
        let doc = newest.doc()?;
        let hit = Hit {
            at: value(&newest.at, doc),
            id: Uuid::from_u64_pair(value(&newest.high, doc), value(&newest.low, doc)),
        };
        newest.advance();
        Some(hit)
    }
}
