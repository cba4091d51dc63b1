//! What every page of reports begins with: who asks, what for, and the facts as fresh as they can be had.

use std::collections::HashMap;

use crate::domain::actor::Right;
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::reports::{
    Ask, Asked, By, Calendars, Filter, Metric, Pairs, Part, Report, Row, Split, splits,
};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::names::Directory;
use crate::words::{Arg, Words};

/// A question with what is needed to ask it and to say its answer.
pub struct Frame {
    pub asker: Asker,
    pub directory: Directory,
    pub asked: Asked,
    /// Who does not look after the work of others sees what they did themselves.
    pub own: bool,
    kinds: HashMap<ChannelId, ChannelKind>,
    calendars: Calendars,
}

impl Frame {
    /// # Errors
    /// [`Error::Invalid`] for parameters that mean nothing, and the store's.
    pub fn read(asker: &Asker, look: &Look<'_>, pairs: &Pairs) -> Result<Self> {
        let directory = Directory::read(look)?;
        let zone = &directory.business.time_zone;
        let mut asked = Asked::read(pairs, asker.now, zone)?;
        let own = !asker.viewer().may(Right::Supervise);
        if own {
            asked.filter.by = vec![By::Agent(asker.agent().id)];
        }
        let kinds = directory
            .channels
            .iter()
            .map(|it| (it.id, it.kind))
            .collect();
        asker.app.reports.freshen(asker.app.store.last_seq());
        Ok(Frame {
            asker: asker.clone(),
            directory,
            asked,
            own,
            kinds,
            calendars: Calendars::read(look)?,
        })
    }

    /// Whether customers are asked how it was, by any channel.
    #[must_use]
    pub fn asks(&self) -> bool {
        let mut channels = self.directory.channels.iter();
        channels.any(|it| it.automatic.surveys.on)
    }

    /// The metrics there is something of.
    pub fn metrics(&self) -> impl Iterator<Item = Metric> + use<> {
        let asks = self.asks();
        let all = Metric::ALL.into_iter();
        all.filter(move |it| asks || !it.is_of_surveys())
    }

    /// By what a metric may be split: of one person not by persons, and not by teams where there are none.
    #[must_use]
    pub fn splits(&self, metric: Metric) -> Vec<Split> {
        let viewer = self.asker.viewer();
        let has_teams = self.directory.teams_for(viewer).next().is_some();
        let mut all = splits(metric);
        all.retain(|it| match it {
            Split::By => !self.own,
            Split::Team => has_teams,
            _ => true,
        });
        all
    }

    /// What a metric is split by.
    #[must_use]
    pub fn split_of(&self, metric: Metric) -> Split {
        let split = self.asked.split_of(metric);
        let fits = |it: &Split| *it == split;
        if self.splits(metric).iter().any(fits) {
            split
        } else {
            Split::Kind
        }
    }

    #[must_use]
    pub fn words(&self) -> &Words {
        &self.asker.words
    }

    /// The question of a metric.
    #[must_use]
    pub fn ask<'a>(&'a self, metric: Metric, filter: &'a Filter) -> Ask<'a> {
        Ask {
            metric,
            filter,
            viewer: self.asker.viewer(),
            calendars: &self.calendars,
            kinds: &self.kinds,
            now: self.asker.now,
        }
    }

    /// Each sighting of the period that is in the state asked for.
    ///
    /// # Errors
    /// The views'.
    pub fn each_row(&self, metric: Metric, mut each: impl FnMut(Row)) -> Result<()> {
        let ask = self.ask(metric, &self.asked.filter);
        self.asker.app.reports.each_row(&ask, |it| {
            if self.asked.state.is_none_or(|state| state == it.state) {
                each(it);
            }
        })
    }

    /// The answer for the period, and the total of the one before where it is compared.
    ///
    /// # Errors
    /// The views'.
    pub fn report(
        &self,
        metric: Metric,
        split: Option<Split>,
    ) -> Result<(Report, Option<crate::reports::Summary>)> {
        let reports = &self.asker.app.reports;
        let report = reports.report(&self.ask(metric, &self.asked.filter), split)?;
        if !self.asked.compare {
            return Ok((report, None));
        }
        let before = self.asked.filter.before();
        let before = reports.total(&self.ask(metric, &before))?;
        Ok((report, Some(before)))
    }

    /// The address of a page of reports with this question.
    #[must_use]
    pub fn href(&self, path: &str, asked: &Asked) -> String {
        let pairs = asked.pairs();
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// The name of a part of a split.
    #[must_use]
    pub fn part(&self, part: Part) -> String {
        let words = self.words();
        let none = |key: &str| words.t(key);
        match part {
            Part::Kind(kind) => words.t(&format!("channel-{}", kind.name())),
            Part::Channel(id) => {
                let found = id.and_then(|id| self.directory.channel(id));
                found.map_or_else(|| none("report-none"), |it| it.name.clone())
            }
            Part::Team(id) => {
                let found = id.and_then(|id| self.directory.team(id));
                found.map_or_else(|| none("report-no-team"), |it| it.name.clone())
            }
            Part::By(by) => self.by(by),
            Part::Tag(id) => {
                let found = id.and_then(|id| self.directory.tag(id));
                found.map_or_else(|| none("report-no-tag"), |it| it.name.clone())
            }
            Part::Tier(tier) => words.t(&format!("tier-{}", tier.name())),
            Part::Hour(hour) => self.hour(hour),
            Part::Way(from, to) => {
                let (from, to) = (self.part(Part::Kind(from)), self.part(Part::Kind(to)));
                words.t_with(
                    "report-way",
                    &[("from", Arg::Text(&from)), ("to", Arg::Text(&to))],
                )
            }
        }
    }

    /// The name of who did something.
    #[must_use]
    pub fn by(&self, by: By) -> String {
        match by {
            By::Agent(id) => {
                let found = self.directory.agent(id).map(|it| it.name.clone());
                found.unwrap_or_else(|| self.words().t("report-by-nobody"))
            }
            other => self
                .words()
                .t(&format!("report-by-{}", crate::reports::who_name(other))),
        }
    }

    fn hour(&self, hour: usize) -> String {
        let day = i8::try_from(hour / 24 + 1).unwrap_or(1);
        let day = jiff::civil::Weekday::from_monday_one_offset(day);
        let day = self
            .words()
            .weekday_name(day.unwrap_or(jiff::civil::Weekday::Monday));
        format!("{day} {:02}:00", hour % 24)
    }

    /// The same question, narrowed to a part of a split.
    #[must_use]
    pub fn narrowed(&self, part: Part) -> Asked {
        let mut asked = self.asked.clone();
        let filter = &mut asked.filter;
        match part {
            Part::Kind(kind) => filter.kinds = vec![kind],
            Part::Channel(id) => filter.channels = id.into_iter().collect(),
            Part::Team(id) => filter.teams = vec![id],
            Part::By(by) => filter.by = vec![by],
            Part::Tag(id) => filter.tags = vec![id],
            Part::Tier(tier) => filter.tier = Some(tier),
            Part::Hour(hour) => filter.hour = Some(hour),
            Part::Way(from, to) => filter.way = Some((from, to)),
        }
        asked
    }

    /// While facts are made anew: how far that is, as a sentence.
    #[must_use]
    pub fn building(&self) -> Option<String> {
        let (done, all) = self.asker.app.reports.building()?;
        let words = self.words();
        let (done, all) = (words.count(done), words.count(all));
        Some(words.t_with(
            "report-building",
            &[("done", Arg::Text(&done)), ("all", Arg::Text(&all))],
        ))
    }

    /// By which opening hours it is counted, as a sentence.
    #[must_use]
    pub fn hours(&self) -> String {
        let words = self.words();
        match self.calendars.recounted() {
            Some(at) => words.t_of("report-hours-recounted", "at", words.stamp(at)),
            None => words.t("report-hours-then"),
        }
    }

    /// The days the report speaks of, as text.
    #[must_use]
    pub fn days(&self) -> String {
        let period = &self.asked.filter.period;
        self.words().days(period.first, period.last)
    }
}

/// The metric of an address.
///
/// # Errors
/// [`Error::NotFound`].
pub fn metric(name: &str) -> Result<Metric> {
    Metric::parse(name).ok_or_else(|| Error::not_found("report"))
}
