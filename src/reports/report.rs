//! What is asked of the facts, and what they answer: a total, its course over the period, its parts, and the sightings
//! behind it. All of it is the same scan, so it adds up.

use std::collections::HashMap;
use std::sync::PoisonError;

use jiff::civil::Date;

use crate::domain::actor::Viewer;
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::error::Result;
use crate::domain::id::ChannelId;
use crate::domain::time::{Millis, Span};
use crate::reports::calendars::Calendars;
use crate::reports::fact::{By, Stream, kind_of};
use crate::reports::filter::{Filter, Hours, Part, Split};
use crate::reports::follow::Reports;
use crate::reports::metric::{Kind, Metric, Outcome, Seen, Terms};
use crate::reports::period::hour_of_week;
use crate::reports::scan::{Block, Lens, Sight, at, each_sight, each_summed};
use crate::reports::stock;
use crate::reports::summary::{Gathered, Summary};
use crate::reports::table::{NONE, Needs, VIP};
use crate::sla::clock::length;
use crate::store::views::Page;

/// A question.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub metric: Metric,
    pub filter: &'a Filter,
    pub viewer: &'a Viewer,
    /// Which hours count where, and of which kind each channel is.
    pub calendars: &'a Calendars,
    pub kinds: &'a HashMap<ChannelId, ChannelKind>,
    pub now: Millis,
}

/// Its answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    pub total: Summary,
    /// The days, weeks or months of the period, in order. Of a stock: as it stood at their ends.
    pub course: Vec<(Date, Summary)>,
    /// The parts of a split, in the order of [`Part`]; those that are empty are left out.
    pub parts: Vec<(Part, Summary)>,
}

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
    /// The answer to a question, split or whole.
    ///
    /// # Errors
    /// The file's.
    pub fn report(&self, ask: &Ask<'_>, split: Option<Split>) -> Result<Report> {
        let lens = self.lens(ask);
        self.views.read(|page| {
            if ask.metric.kind() == Kind::Stock {
                return stock::report(page, &lens, ask, split);
            }
            let (total, course) = whole(page, &lens, ask)?;
            let parts = match split {
                Some(split) => parts(page, &lens, ask, split)?,
                None => Vec::new(),
            };
            Ok(Report {
                total,
                course,
                parts,
            })
        })
    }

    /// The total alone.
    ///
    /// # Errors
    /// The file's.
    pub fn total(&self, ask: &Ask<'_>) -> Result<Summary> {
        self.report(ask, None).map(|it| it.total)
    }

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
        let mut all = Vec::new();
        self.each_row(ask, |it| {
            if state.is_none_or(|state| state == it.state) {
                all.push(it);
            }
        })?;
        match order {
            Order::Newest => all.sort_by_key(|it| std::cmp::Reverse((it.at, it.number))),
            Order::Longest => {
                all.sort_by_key(|it| std::cmp::Reverse((length_of(it, ask), it.number)))
            }
        }
        Ok(Rows {
            all: all.len(),
            rows: all.into_iter().skip(from).take(limit).collect(),
        })
    }

    /// Shows `each` every sighting behind a figure, in order of the conversations' numbers.
    ///
    /// # Errors
    /// The file's.
    pub fn each_row(&self, ask: &Ask<'_>, mut each: impl FnMut(Row)) -> Result<()> {
        let lens = self.lens(ask);
        self.views.read(|page| {
            if ask.metric.kind() == Kind::Stock {
                return stock::rows(page, &lens, ask, |it| {
                    each(row(&lens, ask, it, Outcome::Took(0)))
                });
            }
            sights(page, &lens, ask, true, |_, it, outcome| {
                if State::of(outcome).is_some() {
                    each(row(&lens, ask, it, outcome));
                }
            })
        })
    }

    fn lens(&self, ask: &Ask<'_>) -> Lens {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        // Only journeys go from one kind of channel to another.
        let filter = Filter {
            way: ask.filter.way.filter(|_| ask.metric.has_ways()),
            ..ask.filter.clone()
        };
        let mut lens = Lens::new(&filter, ask.viewer, &names, |id| {
            ask.kinds.get(&id).copied()
        });
        // What is not measured within hours is what it is at all hours.
        let work = ask.metric.has_hours() && ask.filter.hours == Hours::Business;
        lens.needs = Needs { work };
        lens
    }
}

fn length_of(row: &Row, ask: &Ask<'_>) -> Span {
    let goes_on = matches!(row.state, State::Waiting | State::NotYet);
    let until_now = goes_on.then(|| ask.now.since(row.at));
    row.took.or(until_now).unwrap_or_default()
}

fn row(lens: &Lens, ask: &Ask<'_>, it: &Sight, outcome: Outcome) -> Row {
    let is_timed = ask.metric.kind() != Kind::Count && !ask.metric.is_of_surveys();
    let measured = it.took != NONE && is_timed;
    Row {
        number: it.number,
        at: Millis(it.at),
        took: measured.then_some(Span(it.took)),
        state: State::of(outcome).unwrap_or(State::Counted),
        by: lens.back.by(it.by),
        channel: lens.back.channels.get(&it.channel).copied(),
        from: ask.metric.has_ways().then(|| kind_of(it.extra)).flatten(),
        rating: Some(it.extra).filter(|it| ask.metric.stream() == Stream::Survey && *it > 0),
    }
}

/// Shows `each` what every sighting of the metric says. `together`: what several of us spent on one conversation is one.
fn sights(
    page: &Page,
    lens: &Lens,
    ask: &Ask<'_>,
    together: bool,
    mut each: impl FnMut(&Block, &Sight, Outcome),
) -> Result<()> {
    let terms = Terms {
        now: ask.now,
        target: ask.filter.target,
        window: Span::days(i64::from(ask.filter.window_days)),
    };
    let outcome = |block: &Block, it: &Sight| {
        let waited = || waited(lens, ask, block, it);
        let seen = Seen {
            at: it.at,
            took: it.took,
            extra: it.extra,
            waited: &waited,
        };
        ask.metric.outcome(&seen, &terms)
    };
    let several = ask.metric.is_of_effort() || ask.metric.is_of_surveys();
    let summed = several && together;
    let scan = if summed { each_summed } else { each_sight };
    scan(page, lens, ask.metric.stream(), &mut |block, it| {
        each(block, it, outcome(block, it));
    })
}

/// How long somebody has waited until now, by the hours that are asked for.
fn waited(lens: &Lens, ask: &Ask<'_>, block: &Block, it: &Sight) -> i64 {
    let since = Millis(it.at);
    if ask.filter.hours == Hours::All || !ask.metric.has_hours() {
        return ask.now.since(since).0;
    }
    let channel = lens.back.channels.get(&it.channel).copied();
    let team = at(&block.marks.team, it.slot);
    let team = lens.back.teams.get(&team).copied();
    let calendar = ask.calendars.of(channel, team, since);
    length(&calendar.open_between(since, ask.now)).0
}

fn whole(page: &Page, lens: &Lens, ask: &Ask<'_>) -> Result<(Summary, Vec<(Date, Summary)>)> {
    let cuts = ask.filter.period.cuts(ask.filter.period.step());
    let mut course = vec![Gathered::default(); cuts.len()];
    let mut total = Gathered::default();
    sights(page, lens, ask, true, |_, it, outcome| {
        total.take(outcome);
        let place = cuts.partition_point(|cut| cut.1.0 <= it.at);
        let cut = course.get_mut(place.saturating_sub(1));
        cut.into_iter().for_each(|cut| cut.take(outcome));
    })?;
    let days = cuts.iter().map(|it| it.0);
    let course = days.zip(course.into_iter().map(Gathered::summary));
    Ok((total.summary(), course.collect()))
}

fn parts(page: &Page, lens: &Lens, ask: &Ask<'_>, split: Split) -> Result<Vec<(Part, Summary)>> {
    let mut found: HashMap<u16, Gathered> = HashMap::new();
    let mut tags: (u32, HashMap<u16, Vec<u16>>) = (u32::MAX, HashMap::new());
    sights(page, lens, ask, split != Split::By, |block, it, outcome| {
        if split == Split::Tag {
            if tags.0 != block.number {
                tags = (block.number, tags_of(block));
            }
            let own = tags.1.get(&it.slot).map_or(&[0][..], Vec::as_slice);
            own.iter()
                .for_each(|tag| found.entry(*tag).or_default().take(outcome));
            return;
        }
        let code = code(lens, block, it, split);
        found.entry(code).or_default().take(outcome);
    })?;
    let mut parts: Vec<(Part, Summary)> = found
        .into_iter()
        .map(|(code, it)| (part(lens, split, code), it.summary()))
        .filter(|it| !it.1.is_empty())
        .collect();
    parts.sort_by_key(|it| it.0);
    Ok(parts)
}

pub(super) fn tags_of(block: &Block) -> HashMap<u16, Vec<u16>> {
    let mut out: HashMap<u16, Vec<u16>> = HashMap::new();
    for (slot, tag) in block.marks.tagged.iter().zip(&block.marks.tag) {
        out.entry(*slot).or_default().push(*tag);
    }
    out
}

/// The number of the part a sighting belongs to.
pub(super) fn code(lens: &Lens, block: &Block, it: &Sight, split: Split) -> u16 {
    let kind = || {
        let kind = at(&lens.kinds, it.channel);
        kind.map_or(0, |it| u16::from(crate::reports::fact::kind_code(it)))
    };
    match split {
        Split::Kind => kind(),
        Split::Channel => it.channel,
        Split::Team => at(&block.marks.team, it.slot),
        Split::By => it.by,
        Split::Tag => 0,
        Split::Tier => u16::from(at(&block.marks.flags, it.slot) & VIP != 0),
        Split::HourOfWeek => {
            let hour = hour_of_week(it.at, &lens.offsets);
            u16::try_from(hour).unwrap_or_default()
        }
        Split::Way => u16::from(it.extra) << 8 | kind(),
    }
}

/// The part of a number.
pub(super) fn part(lens: &Lens, split: Split, code: u16) -> Part {
    let [from, to] = code.to_be_bytes();
    let kind = |it: u8| kind_of(it).unwrap_or_default();
    match split {
        Split::Kind => Part::Kind(kind(to)),
        Split::Channel => Part::Channel(lens.back.channels.get(&code).copied()),
        Split::Team => Part::Team(lens.back.teams.get(&code).copied()),
        Split::By => Part::By(lens.back.by(code)),
        Split::Tag => Part::Tag(lens.back.tags.get(&code).copied()),
        Split::Tier => Part::Tier(if code == 0 { Tier::Normal } else { Tier::Vip }),
        Split::HourOfWeek => Part::Hour(usize::from(code)),
        Split::Way => Part::Way(kind(from), kind(to)),
    }
}
