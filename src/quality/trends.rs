//! What reviews come to over weeks: by agent, team, channel, scorecard or question. Counted where they were handed in first,
//! and only those that count for their agents.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::actor::Viewer;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ChannelId, ScorecardId, TeamId};
use crate::domain::quality::review::Review;
use crate::domain::time::Millis;
use crate::quality::week::monday_of;
use crate::quality::{sees, takes_part};
use crate::store::Look;
use crate::store::quality::Reviews;

/// Of fewer nothing is said but what they are.
pub const FEW: u32 = 5;
/// Reviews read in one look.
const LOT: usize = 500;

/// By what they are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    #[default]
    Agent,
    Team,
    Channel,
    Card,
    Question,
}

impl By {
    pub const ALL: [By; 5] = [By::Agent, By::Team, By::Channel, By::Card, By::Question];

    /// The name in addresses, the API and `words` (`quality-by-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            By::Agent => "agent",
            By::Team => "team",
            By::Channel => "channel",
            By::Card => "scorecard",
            By::Question => "question",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        By::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One of those that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    All,
    Agent(AgentId),
    Team(Option<TeamId>),
    Channel(ChannelId),
    Card(ScorecardId),
    Question(ScorecardId, u16),
}

/// How a row is called in addresses and the API.
#[must_use]
pub fn key(of: Of) -> String {
    match of {
        Of::All => "all".to_owned(),
        Of::Agent(id) => format!("{id}"),
        Of::Team(None) => "none".to_owned(),
        Of::Team(Some(id)) => format!("{id}"),
        Of::Channel(id) => format!("{id}"),
        Of::Card(id) => format!("{id}"),
        Of::Question(id, question) => format!("{id}.{question}"),
    }
}

/// How many, what they add up to in thousandths, and how many failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mean {
    pub n: u32,
    pub sum: u32,
    pub failed: u32,
}

impl Mean {
    /// The mean in thousandths; nothing of none.
    #[must_use]
    pub fn value(self) -> Option<u32> {
        (self.n > 0).then(|| (self.sum + self.n / 2) / self.n)
    }

    /// Whether there are too few to say more than what they are.
    #[must_use]
    pub fn is_few(self) -> bool {
        self.n < FEW
    }

    fn add(&mut self, thousandths: u32, failed: bool) {
        self.n += 1;
        self.sum += thousandths;
        self.failed += u32::from(failed);
    }
}

/// A course over weeks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trends {
    /// The Mondays there is something of, oldest first.
    pub weeks: Vec<Date>,
    /// Each with its whole and its weeks; all of them first.
    pub rows: Vec<(Of, Mean, BTreeMap<Date, Mean>)>,
}

/// What is counted: from an instant until another, of one agent or of all one may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub from: Millis,
    pub to: Millis,
    pub by: By,
    pub agent: Option<AgentId>,
}

/// Every review that is counted, newest first: what a figure is made of.
///
/// # Errors
/// The store's.
pub fn each(
    look: &Look<'_>,
    viewer: &Viewer,
    asked: &Asked,
    mut visit: impl FnMut(&Review),
) -> Result<()> {
    let own = viewer
        .agent_id()
        .filter(|_| !takes_part(look, viewer).unwrap_or(false));
    let list = match asked.agent.or(own) {
        Some(agent) => Reviews::Of(agent),
        None => Reviews::Counted,
    };
    let mut after = None;
    loop {
        let lot = look.reviews(list, after, LOT)?;
        let last = lot.len() < LOT;
        for it in lot {
            after = Some((it.at(), it.id));
            if it.at() < asked.from {
                return Ok(());
            }
            if it.at() < asked.to && sees(look, viewer, &it)? {
                visit(&it);
            }
        }
        if last {
            return Ok(());
        }
    }
}

/// Counts them.
///
/// # Errors
/// The store's.
pub fn trends(look: &Look<'_>, viewer: &Viewer, asked: &Asked) -> Result<Trends> {
    let zone = look.business()?.unwrap_or_default().time_zone;
    let mut rows: BTreeMap<Of, (Mean, BTreeMap<Date, Mean>)> = BTreeMap::new();
    each(look, viewer, asked, |it| {
        let week = monday_of(it.at(), &zone);
        for (of, worth, failed) in parts(it, asked.by) {
            let row = rows.entry(of).or_default();
            row.0.add(worth, failed);
            row.1.entry(week).or_default().add(worth, failed);
        }
    })?;
    let mut weeks: Vec<Date> = rows.values().flat_map(|it| it.1.keys().copied()).collect();
    weeks.sort_unstable();
    weeks.dedup();
    let rows = rows.into_iter().map(|(of, (all, weeks))| (of, all, weeks));
    Ok(Trends {
        weeks,
        rows: rows.collect(),
    })
}

/// What a review adds to which rows: a figure, and what it is made of, are the same.
pub fn parts(it: &Review, by: By) -> Vec<(Of, u32, bool)> {
    let Some(score) = it.score else {
        return Vec::new();
    };
    let (worth, failed) = (u32::from(score.thousandths), score.failed);
    let mut out = vec![(Of::All, worth, failed)];
    match by {
        By::Agent => out.push((Of::Agent(it.agent), worth, failed)),
        By::Team => out.push((Of::Team(it.team), worth, failed)),
        By::Channel => out.push((Of::Channel(it.channel), worth, failed)),
        By::Card => out.push((Of::Card(it.card), worth, failed)),
        By::Question => {
            for (id, answer) in &it.answers {
                let of = Of::Question(it.card, *id);
                out.extend(answer.worth().map(|worth| (of, worth, worth == 0)));
            }
        }
    }
    out
}
