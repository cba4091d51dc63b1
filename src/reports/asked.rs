//! A question as the parameters of an address: what pages, tables and the API are asked with, and back again. Values of a
//! list are joined by commas.

use jiff::civil::Date;

use crate::domain::channel::ChannelKind;
use crate::domain::contact::Tier;
use crate::domain::error::{Error, FieldError, Result};
use crate::domain::id::AgentId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::By;
use crate::reports::filter::{Filter, Hours, MOST_WINDOW_DAYS, Split, TARGET, WINDOW_DAYS};
use crate::reports::metric::Metric;
use crate::reports::period::{HOURS, Period};
use crate::reports::rows::{Order, State};

/// Days of a report when no other are asked for.
const USUAL_DAYS: i32 = 28;
/// The longest period: ten years.
const MOST_DAYS: i32 = 3_660;
/// The longest target: 30 days.
const MOST_MINUTES: i64 = 30 * 24 * 60;

/// Periods that move with the day, by name (`period-…` in `words`).
pub const PERIODS: [&str; 8] = [
    "today",
    "yesterday",
    "7d",
    "28d",
    "90d",
    "month",
    "last_month",
    "year",
];

/// What was asked for besides the metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub filter: Filter,
    /// A name out of [`PERIODS`]; empty for days that were chosen.
    pub period: String,
    pub compare: bool,
    pub split: Option<Split>,
    pub state: Option<State>,
    pub order: Order,
    /// From which sighting on they are shown.
    pub from: usize,
}

/// A question that is narrowed further, or asked otherwise: the parameters of its address.
pub type Pairs = Vec<(String, String)>;

impl Asked {
    /// Reads what was asked for. Empty values are as if they were not there.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the parameters that mean nothing.
    pub fn read(pairs: &[(String, String)], now: Millis, zone: &str) -> Result<Self> {
        let mut asked = Asked {
            filter: Filter::of(Period::last_days(USUAL_DAYS, now, zone)),
            period: "28d".to_owned(),
            compare: true,
            split: None,
            state: None,
            order: Order::Newest,
            from: 0,
        };
        let mut days = (None, None);
        let mut wrong = Vec::new();
        for (name, value) in pairs.iter().filter(|it| !it.1.is_empty()) {
            let understood = match name.as_str() {
                "from" => date(value).map(|it| days.0 = Some(it)),
                "to" => date(value).map(|it| days.1 = Some(it)),
                "period" => named(value, now, zone).map(|it| {
                    asked.filter.period = it;
                    asked.period.clone_from(value);
                }),
                _ => asked.take(name, value),
            };
            if understood.is_none() {
                let field = FIELDS.into_iter().find(|it| it == name).unwrap_or("query");
                let code = "report-parameter";
                wrong.push(FieldError { field, code });
            }
        }
        if let (Some(first), Some(last)) = days {
            asked.filter.period = Period::new(first, last, zone);
            asked.period.clear();
        }
        if asked.filter.period.days() > MOST_DAYS {
            let (field, code) = ("from", "report-too-long");
            wrong.push(FieldError { field, code });
        }
        if wrong.is_empty() {
            Ok(asked)
        } else {
            Err(Error::Invalid(wrong))
        }
    }

    /// Takes a parameter in; nothing when it means nothing. Those of no report are passed over.
    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let filter = &mut self.filter;
        match name {
            "channel" => filter.kinds = each(value, ChannelKind::parse)?,
            "address" => filter.channels = each(value, |it| it.parse().ok())?,
            "team" => filter.teams = each(value, or_none)?,
            "agent" => filter.by = each(value, who)?,
            "tag" => filter.tags = each(value, or_none)?,
            "tier" => filter.tier = Some(Tier::parse(value)?),
            "hours" => {
                filter.hours = if value == "business" {
                    Hours::Business
                } else {
                    Hours::All
                }
            }
            "history" => filter.history = value == "1",
            "hour" => filter.hour = Some(value.parse().ok().filter(|it| *it < HOURS)?),
            "way" => filter.way = Some(way(value)?),
            "target" => {
                let minutes = value
                    .parse()
                    .ok()
                    .filter(|it| (1..=MOST_MINUTES).contains(it))?;
                filter.target = Span::minutes(minutes);
            }
            "window" => {
                let days = value.parse().ok();
                filter.window_days = days.filter(|it| (1..=MOST_WINDOW_DAYS).contains(it))?;
            }
            "compare" => self.compare = value != "0",
            "by" => self.split = Some(Split::parse(value)?),
            "state" => self.state = Some(State::parse(value)?),
            "sort" => {
                self.order = match value {
                    "newest" => Order::Newest,
                    "longest" => Order::Longest,
                    _ => return None,
                }
            }
            "after" => self.from = value.parse().ok()?,
            _ => {}
        }
        Some(())
    }

    /// As the parameters of an address; what is usual is left out.
    #[must_use]
    pub fn pairs(&self) -> Pairs {
        let it = &self.filter;
        let (from, to) = match self.period.as_str() {
            "" => (it.period.first.to_string(), it.period.last.to_string()),
            _ => (String::new(), String::new()),
        };
        let way = it
            .way
            .map(|(from, to)| format!("{}-{}", from.name(), to.name()));
        let business = it.hours == Hours::Business;
        let all = [
            ("period", self.period.clone()),
            ("from", from),
            ("to", to),
            ("channel", joined(&it.kinds, |it| it.name().to_owned())),
            ("address", joined(&it.channels, ToString::to_string)),
            ("team", joined(&it.teams, none_or)),
            ("agent", joined(&it.by, |it| who_name(*it))),
            ("tag", joined(&it.tags, none_or)),
            ("tier", maybe(it.tier, |it| it.name().to_owned())),
            ("hours", only(business, "business")),
            ("history", only(it.history, "1")),
            ("hour", maybe(it.hour, |it| it.to_string())),
            ("way", way.unwrap_or_default()),
            ("target", unusual(it.target.0 / 60_000, TARGET.0 / 60_000)),
            ("window", unusual(it.window_days, WINDOW_DAYS)),
            ("compare", only(!self.compare, "0")),
            ("by", maybe(self.split, |it| it.name().to_owned())),
            ("state", maybe(self.state, |it| it.name().to_owned())),
            ("sort", only(self.order == Order::Longest, "longest")),
            ("after", unusual(self.from, 0)),
        ];
        let given = all.into_iter().filter(|it| !it.1.is_empty());
        given.map(|(name, it)| (name.to_owned(), it)).collect()
    }

    /// The split it is asked with, where the metric can be split so.
    #[must_use]
    pub fn split_of(&self, metric: Metric) -> Split {
        let usual = if metric == Metric::Journeys {
            Split::Way
        } else {
            Split::Kind
        };
        self.split
            .filter(|it| splits(metric).contains(it))
            .unwrap_or(usual)
    }
}

/// What a metric can be split by.
#[must_use]
pub fn splits(metric: Metric) -> Vec<Split> {
    let mut all = Split::ALL.to_vec();
    all.retain(|it| match it {
        Split::Way => metric.has_ways(),
        Split::HourOfWeek => metric != Metric::Backlog,
        _ => true,
    });
    all
}

/// The parameters there are.
pub const FIELDS: [&str; 18] = [
    "period", "from", "to", "channel", "address", "team", "agent", "tag", "tier", "hours",
    "history", "hour", "way", "target", "window", "by", "state", "sort",
];

/// Who does something, when it is no agent, by name (`by-…` in `words`).
pub const OTHERS: [(By, &str); 7] = [
    (By::Nobody, "nobody"),
    (By::Customer, "customer"),
    (By::Colleague, "colleague"),
    (By::Assistant, "assistant"),
    (By::Rule, "rule"),
    (By::Integration, "integration"),
    (By::System, "system"),
];

/// The name of who did something, in addresses: an agent's id, or one of [`OTHERS`].
#[must_use]
pub fn who_name(by: By) -> String {
    match by {
        By::Agent(id) => id.to_string(),
        other => {
            let found = OTHERS.iter().find(|it| it.0 == other);
            found.map_or(String::new(), |it| it.1.to_owned())
        }
    }
}

fn who(name: &str) -> Option<By> {
    let other = OTHERS.iter().find(|it| it.1 == name).map(|it| it.0);
    other.or_else(|| name.parse::<AgentId>().ok().map(By::Agent))
}

fn or_none<T: std::str::FromStr>(name: &str) -> Option<Option<T>> {
    if name == "none" {
        return Some(None);
    }
    name.parse().ok().map(Some)
}

fn way(value: &str) -> Option<(ChannelKind, ChannelKind)> {
    let (from, to) = value.split_once('-')?;
    Some((ChannelKind::parse(from)?, ChannelKind::parse(to)?))
}

fn each<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|it| read(it.trim())).collect()
}

fn joined<T>(all: &[T], name: impl Fn(&T) -> String) -> String {
    all.iter().map(name).collect::<Vec<_>>().join(",")
}

fn none_or<T: ToString>(it: &Option<T>) -> String {
    it.as_ref().map_or_else(|| "none".to_owned(), T::to_string)
}

fn maybe<T>(it: Option<T>, name: impl Fn(T) -> String) -> String {
    it.map(name).unwrap_or_default()
}

fn only(holds: bool, name: &str) -> String {
    if holds {
        name.to_owned()
    } else {
        String::new()
    }
}

fn unusual<T: PartialEq + ToString>(it: T, usual: T) -> String {
    only(it != usual, &it.to_string())
}

fn date(value: &str) -> Option<Date> {
    let day: Date = value.parse().ok()?;
    (1990..=2200).contains(&day.year()).then_some(day)
}

fn named(name: &str, now: Millis, zone: &str) -> Option<Period> {
    let today = Period::today(now, zone);
    let yesterday = today.yesterday().ok()?;
    Some(match name {
        "today" => Period::new(today, today, zone),
        "yesterday" => Period::new(yesterday, yesterday, zone),
        "7d" => Period::last_days(7, now, zone),
        "28d" => Period::last_days(28, now, zone),
        "90d" => Period::last_days(90, now, zone),
        "month" => Period::month_of(today, zone),
        "last_month" => Period::month_of(today.first_of_month().yesterday().ok()?, zone),
        "year" => Period::new(today.first_of_year(), today, zone),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Millis = Millis(1_795_000_000_000);

    fn read(pairs: &[(&str, &str)]) -> Result<Asked> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect();
        Asked::read(&pairs, NOW, "America/Bogota")
    }

    #[test]
    fn what_is_asked_for_comes_back_as_it_was() {
        let id = AgentId::default().to_string();
        let pairs = [
            ("from", "2026-10-01"),
            ("to", "2026-10-31"),
            ("channel", "whatsapp,email"),
            ("team", "none"),
            ("agent", id.as_str()),
            ("tier", "vip"),
            ("hours", "business"),
            ("hour", "25"),
            ("target", "15"),
            ("window", "3"),
            ("by", "agent"),
            ("sort", "longest"),
        ];
        let asked = read(&pairs).unwrap();
        assert_eq!(
            asked.filter.kinds,
            [ChannelKind::WhatsApp, ChannelKind::Email]
        );
        let back = asked.pairs();
        assert_eq!(Asked::read(&back, NOW, "America/Bogota").unwrap(), asked);
        assert!(read(&[]).unwrap().pairs().len() == 1, "the period only");
    }

    #[test]
    fn what_means_nothing_is_said() {
        for (name, value) in [
            ("from", "yesterday"),
            ("agent", "bob"),
            ("hour", "168"),
            ("window", "31"),
            ("target", "0"),
            ("by", "moon"),
            ("way", "email"),
            ("period", "ever"),
        ] {
            let found = read(&[(name, value)]);
            assert!(matches!(found, Err(Error::Invalid(_))), "{name}={value}");
        }
        assert!(read(&[("from", "1990-01-01"), ("to", "2026-01-01")]).is_err());
        assert!(read(&[("from", ""), ("hour", "")]).is_ok());
    }
}
