//! The sightings behind a figure: all of them one by one, or the first of many in an order, found in one pass over all
//! blocks at once.

use std::cmp::Reverse;

use crate::domain::channel::ChannelKind;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, Stream, kind_of};
use crate::reports::follow::Reports;
use crate::reports::metric::{Kind, Outcome};
use crate::reports::report::{Ask, Scale};
use crate::reports::scan::{Block, Lens, Sight, each_block, fold};
use crate::reports::stock;
use crate::reports::table::NONE;
use crate::store::views::Page;

/// One sighting behind a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Of its conversation.
    pub number: u64,
    /// What puts it into the period.
    pub at: Millis,
    /// How long it took; of one that goes on or has no length, nothing.
    pub took: Option<Span>,
    pub state: State,
    pub by: By,
    pub channel: Option<ChannelId>,
    /// Of journeys: the kind of channel they came from.
    pub from: Option<ChannelKind>,
    /// Of surveys: the rating that was given.
    pub rating: Option<u8>,
}

/// What a sighting says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Counted,
    Yes,
    No,
    NotYet,
    Waiting,
    Aside,
}

impl State {
    pub const ALL: [State; 6] = [
        State::Counted,
        State::Yes,
        State::No,
        State::NotYet,
        State::Waiting,
        State::Aside,
    ];

    /// Permanent name in addresses, the API and `words` (`state-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::Counted => "counted",
            State::Yes => "yes",
            State::No => "no",
            State::NotYet => "not_yet",
            State::Waiting => "waiting",
            State::Aside => "aside",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        State::ALL.into_iter().find(|it| it.name() == name)
    }

    fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Skip => None,
            Outcome::Took(_) => Some(State::Counted),
            Outcome::Yes => Some(State::Yes),
            Outcome::No => Some(State::No),
            Outcome::NotYet => Some(State::NotYet),
            Outcome::Waiting => Some(State::Waiting),
            Outcome::Aside => Some(State::Aside),
        }
    }
}

/// In which order sightings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Newest,
    Longest,
}

/// Some of the sightings behind a figure.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// How many there are in all.
    pub all: usize,
    pub rows: Vec<Row>,
}

impl Reports {
    /// The sightings behind a figure, those in one state or all, from a place on, at most so many.
    ///
    /// # Errors
    /// The file's.
    pub fn rows(
        &self,
        ask: &Ask<'_>,
        (state, order): (Option<State>, Order),
        (from, limit): (usize, usize),
    ) -> Result<Rows> {
        let lens = self.lens(ask, None);
        let made = || First::of(from.saturating_add(limit));
        let sums = self.views.read(|page| {
            fold(page, &lens, made, |first: &mut First, block| {
                sights(page, (&lens, block), ask, |it, outcome| {
                    let is_wanted = state.is_none_or(|state| State::of(outcome) == Some(state));
                    if is_wanted {
                        first.take(key(ask, order, (it, outcome)), (*it, outcome));
                    }
                })
            })
        })?;
        let sum = sums.into_iter().reduce(First::with).unwrap_or_else(made);
        let all = sum.seen;
        let found = sum.in_order().into_iter().skip(from).take(limit);
        Ok(Rows {
            all,
            rows: found.map(|(it, said)| row(&lens, ask, &it, said)).collect(),
        })
    }

    /// Shows `each` every sighting behind a figure, in order of the conversations' numbers.
    ///
    /// # Errors
    /// The file's.
    pub fn each_row(&self, ask: &Ask<'_>, mut each: impl FnMut(Row)) -> Result<()> {
        let lens = self.lens(ask, None);
        self.views.read(|page| {
            each_block(page, &lens, |block| {
                sights(page, (&lens, block), ask, |it, outcome| {
                    each(row(&lens, ask, it, outcome));
                })
            })
        })
    }
}

/// Shows `each` the sightings of a block that say anything, with what.
fn sights(
    page: &Page,
    (lens, block): (&Lens, &Block),
    ask: &Ask<'_>,
    mut each: impl FnMut(&Sight, Outcome),
) -> Result<()> {
    if ask.metric.kind() == Kind::Stock {
        return stock::open(page, (lens, block), ask, |it| each(it, Outcome::Took(0)));
    }
    Scale::of(lens, ask, true).sights(page, block, |it, outcome| {
        if State::of(outcome).is_some() {
            each(it, outcome);
        }
    })
}

/// What a sighting is put in order by, and its conversation; the greatest comes first.
type Key = (i64, u64);

fn key(ask: &Ask<'_>, order: Order, (it, outcome): (&Sight, Outcome)) -> Key {
    let by = match order {
        Order::Newest => it.at,
        Order::Longest => length(ask, it, outcome).0,
    };
    (by, it.number)
}

/// How long it took, or has until now.
fn length(ask: &Ask<'_>, it: &Sight, outcome: Outcome) -> Span {
    let goes_on = matches!(outcome, Outcome::Waiting | Outcome::NotYet);
    let until_now = goes_on.then(|| ask.now.since(Millis(it.at)));
    took(ask, it).or(until_now).unwrap_or_default()
}

fn took(ask: &Ask<'_>, it: &Sight) -> Option<Span> {
    let is_timed = ask.metric.kind() != Kind::Count && !ask.metric.is_of_surveys();
    (it.took != NONE && is_timed).then_some(Span(it.took))
}

fn row(lens: &Lens, ask: &Ask<'_>, it: &Sight, outcome: Outcome) -> Row {
    Row {
        number: it.number,
        at: Millis(it.at),
        took: took(ask, it),
        state: State::of(outcome).unwrap_or(State::Counted),
        by: lens.back.by(it.by),
        channel: lens.back.channels.get(&it.channel).copied(),
        from: ask.metric.has_ways().then(|| kind_of(it.extra)).flatten(),
        rating: Some(it.extra).filter(|it| ask.metric.stream() == Stream::Survey && *it > 0),
    }
}

/// A sighting that may be among the first; of those with the same key the one seen before goes before.
type Place = (Reverse<Key>, usize, (Sight, Outcome));

/// The first of many: so many at most, which are kept, of all that were seen.
struct First {
    most: usize,
    seen: usize,
    kept: Vec<Place>,
    /// What is not before this is not among them.
    bound: Option<Reverse<Key>>,
}

/// So many more are kept until they are gone through.
const SPARE: usize = 1_024;

impl First {
    fn of(most: usize) -> Self {
        First {
            most,
            seen: 0,
            kept: Vec::new(),
            bound: None,
        }
    }

    fn take(&mut self, key: Key, it: (Sight, Outcome)) {
        let (key, n) = (Reverse(key), self.seen);
        self.seen += 1;
        // One with the key of the bound came later than those that are kept.
        if self.bound.is_some_and(|bound| key >= bound) {
            return;
        }
        self.kept.push((key, n, it));
        if self.kept.len() >= self.most.saturating_mul(2).saturating_add(SPARE) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let Some(last) = self.most.checked_sub(1) else {
            return self.kept.clear();
        };
        if self.kept.len() > self.most {
            let found = self
                .kept
                .select_nth_unstable_by_key(last, |it| (it.0, it.1));
            self.bound = Some(found.1.0);
            self.kept.truncate(self.most);
        }
    }

    /// Together with those of the blocks behind.
    fn with(mut self, other: First) -> First {
        let before = self.seen;
        let moved = other.kept.into_iter();
        self.kept
            .extend(moved.map(|(key, n, it)| (key, before + n, it)));
        self.seen += other.seen;
        self
    }

    fn in_order(mut self) -> Vec<(Sight, Outcome)> {
        self.cut();
        self.kept.sort_unstable_by_key(|it| (it.0, it.1));
        self.kept.into_iter().map(|it| it.2).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sight(number: u64) -> (Sight, Outcome) {
        let it = Sight {
            number,
            at: 0,
            took: 0,
            by: 0,
            channel: 0,
            extra: 0,
            slot: 0,
        };
        (it, Outcome::Yes)
    }

    #[test]
    fn the_first_of_many_are_those_of_all_in_order() {
        for (most, many) in [
            (0, 50),
            (1, 5_000),
            (7, 5_000),
            (100, 20_000),
            (9_000, 5_000),
        ] {
            let key = |n: u64| ((n * 7_919 % 997).cast_signed(), n / 3);
            let mut parts: Vec<First> = (0..3).map(|_| First::of(most)).collect();
            let third = many / 3 + 1;
            for n in 0..many {
                let part = parts.get_mut(usize::try_from(n / third).unwrap()).unwrap();
                part.take(key(n), sight(n));
            }
            let sum = parts.into_iter().reduce(First::with).unwrap();
            assert_eq!(sum.seen as u64, many);
            let found: Vec<u64> = sum.in_order().iter().map(|it| it.0.number).collect();
            let mut all: Vec<u64> = (0..many).collect();
            all.sort_by_key(|n| Reverse(key(*n)));
            all.truncate(most);
            assert_eq!(found, all, "{most} of {many}");
        }
    }
}
