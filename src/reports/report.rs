//! What is asked of the facts, and what they answer: a total, its course over the period, and its parts. The sightings
//! behind it (`rows`) are the same scan, so it adds up.

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
use crate::reports::fact::kind_of;
use crate::reports::filter::{Filter, Hours, Part, Split};
use crate::reports::follow::Reports;
use crate::reports::metric::{Kind, Metric, Outcome, Seen, Terms};
use crate::reports::period::hour_of_week;
use crate::reports::scan::{Block, Lens, Sight, at, fold};
use crate::reports::stock;
use crate::reports::summary::Summary;
use crate::reports::table::{MarkColumns, Needs, VIP};
use crate::reports::tally::{Figures, Parts, Tally};
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

impl Reports {
    /// The answer to a question, split or whole.
    ///
    /// # Errors
    /// The file's.
    pub fn report(&self, ask: &Ask<'_>, split: Option<Split>) -> Result<Report> {
        let lens = self.lens(ask, Some(split));
        self.views.read(|page| {
            if ask.metric.kind() == Kind::Stock {
                return stock::report(page, &lens, ask, split);
            }
            let (total, course, parts) = figures(page, &lens, ask, split)?;
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

    /// For sightings as they are, or for what they add up to, split or whole.
    pub(super) fn lens(&self, ask: &Ask<'_>, summed: Option<Option<Split>>) -> Lens {
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
        lens.needs = Needs { work, ..Needs::ALL };
        if let Some(split) = summed {
            let f = ask.filter;
            let filtered = !f.channels.is_empty() || !f.kinds.is_empty() || f.way.is_some();
            let parted = matches!(split, Some(Split::Kind | Split::Channel | Split::Way));
            lens.needs.took = ask.metric.kind() != Kind::Count;
            lens.needs.by = !f.by.is_empty() || split == Some(Split::By);
            // Of which channel it is says which hours count.
            lens.needs.channel = work || filtered || parted;
        }
        lens
    }
}

/// What a metric says of sightings.
pub(super) struct Scale<'a> {
    lens: &'a Lens,
    ask: &'a Ask<'a>,
    terms: Terms,
    /// What several of us spent on one conversation is one.
    summed: bool,
}

impl<'a> Scale<'a> {
    pub(super) fn of(lens: &'a Lens, ask: &'a Ask<'a>, together: bool) -> Self {
        let several = ask.metric.is_of_effort() || ask.metric.is_of_surveys();
        Scale {
            lens,
            ask,
            terms: Terms {
                now: ask.now,
                target: ask.filter.target,
                window: Span::days(i64::from(ask.filter.window_days)),
            },
            summed: several && together,
        }
    }

    /// Shows `each` what every sighting of a block says.
    pub(super) fn sights(
        &self,
        page: &Page,
        block: &Block,
        mut each: impl FnMut(&Sight, Outcome),
    ) -> Result<()> {
        let (ask, lens) = (self.ask, self.lens);
        let what = (ask.metric.stream(), self.summed);
        block.passing(page, lens, what, |it| {
            let waited = || waited(lens, ask, block, it);
            let seen = Seen {
                at: it.at,
                took: it.took,
                extra: it.extra,
                waited: &waited,
            };
            each(it, ask.metric.outcome(&seen, &self.terms));
        })
    }
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

/// The total and its course are of conversations; the parts, where they are of people, of what each spent.
fn figures(page: &Page, lens: &Lens, ask: &Ask<'_>, split: Option<Split>) -> Result<Figures> {
    let cuts = ask.filter.period.cuts(ask.filter.period.step());
    let whole = Scale::of(lens, ask, true);
    let apart = split.map(|it| Scale::of(lens, ask, it != Split::By));
    let differ = apart.as_ref().is_some_and(|it| it.summed != whole.summed);
    let parts = split.filter(|_| !differ);
    let made = || Tally::over(&cuts);
    let sums = fold(page, lens, made, |sum: &mut Tally<'_>, block| {
        let tags = own_tags(block, split);
        whole.sights(page, block, |it, outcome| {
            sum.total.take(outcome);
            sum.course.take(it.at, outcome);
            if let Some(split) = parts {
                part_takes(&mut sum.parts, lens, (block, &tags), split, (it, outcome));
            }
        })?;
        match (&apart, split) {
            (Some(apart), Some(split)) if differ => apart.sights(page, block, |it, outcome| {
                part_takes(&mut sum.parts, lens, (block, &tags), split, (it, outcome));
            }),
            _ => Ok(()),
        }
    })?;
    let sum = sums.into_iter().reduce(|mut all, it| {
        all.add(it);
        all
    });
    Ok(sum.unwrap_or_else(made).figures(lens, split))
}

/// The tags of a block's conversations, those of one after those of another.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    /// Behind the last tag of each place.
    ends: Vec<usize>,
    tags: Vec<u16>,
}

impl Tags {
    fn of(marks: &MarkColumns) -> Self {
        let mut ends = vec![0; marks.flags.len()];
        for slot in &marks.tagged {
            let own = ends.get_mut(usize::from(*slot));
            own.into_iter().for_each(|it| *it += 1);
        }
        let mut sum = 0;
        for it in &mut ends {
            // Where those of a place begin; each that is put there moves it on.
            (*it, sum) = (sum, sum + *it);
        }
        let mut tags = vec![0; sum];
        for (slot, tag) in marks.tagged.iter().zip(&marks.tag) {
            if let Some(next) = ends.get_mut(usize::from(*slot)) {
                tags.get_mut(*next).into_iter().for_each(|it| *it = *tag);
                *next += 1;
            }
        }
        Tags { ends, tags }
    }

    /// Those at a place.
    fn at(&self, slot: u16) -> &[u16] {
        let at = usize::from(slot);
        let before = at.checked_sub(1).and_then(|it| self.ends.get(it));
        let (from, to) = (before.copied().unwrap_or(0), self.ends.get(at).copied());
        self.tags.get(from..to.unwrap_or(from)).unwrap_or_default()
    }
}

/// They are looked up only where they matter.
pub(super) fn own_tags(block: &Block, split: Option<Split>) -> Tags {
    match split {
        Some(Split::Tag) => Tags::of(&block.marks),
        _ => Tags::default(),
    }
}

pub(super) fn part_takes(
    parts: &mut Parts,
    lens: &Lens,
    (block, tags): (&Block, &Tags),
    split: Split,
    (it, outcome): (&Sight, Outcome),
) {
    if split == Split::Tag {
        let own = tags.at(it.slot);
        let own = if own.is_empty() { &[0] } else { own };
        own.iter().for_each(|tag| parts.take(*tag, outcome));
    } else {
        parts.take(code(lens, block, it, split), outcome);
    }
}

/// The number of the part a sighting belongs to.
fn code(lens: &Lens, block: &Block, it: &Sight, split: Split) -> u16 {
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
