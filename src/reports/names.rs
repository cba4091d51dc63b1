//! Small numbers for ids, so that a column of them is short: each id gets the next one for ever.

use std::collections::HashMap;

use crate::domain::error::Result;
use crate::domain::id::{AgentId, ChannelId, Id, TagId, TeamId};
use crate::reports::fact::By;
use crate::store::views::{Change, Page};

/// Where numbers are kept.
const PREFIX: u8 = 0xFE;
/// Numbers below are no agents: who else does things.
const FIRST_AGENT: u16 = 16;
/// What does not fit any more.
const FULL: u16 = u16::MAX;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Noun {
    Agent = 1,
    Channel = 2,
    Team = 3,
    Tag = 4,
}

/// The numbers given so far. Number 0 is nothing.
#[derive(Debug, Clone, Default)]
pub struct Names {
    numbers: HashMap<(u8, [u8; 16]), u16>,
    given: [u16; 5],
    /// Those not written yet.
    fresh: Vec<Change>,
}

impl Names {
    /// Reads those that were given.
    ///
    /// # Errors
    /// The file's.
    pub fn read(page: &Page) -> Result<Self> {
        let mut names = Names::default();
        page.under(&[PREFIX], |key, value| {
            let noun = key.get(1).copied().unwrap_or_default();
            let id = key.get(2..).and_then(|it| <[u8; 16]>::try_from(it).ok());
            let number = <[u8; 2]>::try_from(value).ok().map(u16::from_le_bytes);
            if let (Some(id), Some(number)) = (id, number) {
                names.take(noun, id, number);
            }
            Ok(())
        })?;
        Ok(names)
    }

    fn take(&mut self, noun: u8, id: [u8; 16], number: u16) {
        self.numbers.insert((noun, id), number);
        if let Some(given) = self.given.get_mut(usize::from(noun)) {
            *given = number.max(*given);
        }
    }

    /// The number of an id, a new one when it has none yet.
    pub fn give(&mut self, noun: Noun, id: impl Id) -> u16 {
        let (noun, id) = (noun as u8, id.bytes());
        if let Some(found) = self.numbers.get(&(noun, id)) {
            return *found;
        }
        let last = self.given.get(usize::from(noun)).copied().unwrap_or(FULL);
        let least = if noun == Noun::Agent as u8 {
            FIRST_AGENT
        } else {
            1
        };
        let number = last.saturating_add(1).max(least);
        let key = [&[PREFIX, noun], id.as_slice()].concat();
        self.fresh.push((key, Some(number.to_le_bytes().to_vec())));
        self.take(noun, id, number);
        number
    }

    /// The number of an id; one nothing has when it was never seen.
    #[must_use]
    pub fn find(&self, noun: Noun, id: impl Id) -> u16 {
        let found = self.numbers.get(&(noun as u8, id.bytes()));
        found.copied().unwrap_or(FULL)
    }

    /// What is to be written so that they stay.
    pub fn fresh(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.fresh)
    }

    /// Who did something, as a number.
    pub fn give_by(&mut self, by: By) -> u16 {
        match by {
            By::Agent(id) => self.give(Noun::Agent, id),
            other => who(other),
        }
    }

    /// The number of who did something.
    #[must_use]
    pub fn find_by(&self, by: By) -> u16 {
        match by {
            By::Agent(id) => self.find(Noun::Agent, id),
            other => who(other),
        }
    }

    /// The ids behind the numbers.
    #[must_use]
    pub fn back(&self) -> Back {
        let mut back = Back::default();
        for ((noun, id), number) in &self.numbers {
            let id = uuid::Uuid::from_bytes(*id);
            match *noun {
                1 => drop(back.agents.insert(*number, AgentId(id))),
                2 => drop(back.channels.insert(*number, ChannelId(id))),
                3 => drop(back.teams.insert(*number, TeamId(id))),
                _ => drop(back.tags.insert(*number, TagId(id))),
            }
        }
        back
    }
}

/// From numbers to ids.
#[derive(Debug, Clone, Default)]
pub struct Back {
    pub agents: HashMap<u16, AgentId>,
    pub channels: HashMap<u16, ChannelId>,
    pub teams: HashMap<u16, TeamId>,
    pub tags: HashMap<u16, TagId>,
}

impl Back {
    #[must_use]
    pub fn by(&self, number: u16) -> By {
        const OTHERS: [By; 6] = [
            By::Customer,
            By::Colleague,
            By::Assistant,
            By::Rule,
            By::Integration,
            By::System,
        ];
        let other = OTHERS.into_iter().find(|it| who(*it) == number);
        let agent = self.agents.get(&number).copied().map(By::Agent);
        other.or(agent).unwrap_or_default()
    }
}

fn who(by: By) -> u16 {
    match by {
        By::Nobody | By::Agent(_) => 0,
        By::Customer => 1,
        By::Colleague => 2,
        By::Assistant => 3,
        By::Rule => 4,
        By::Integration => 5,
        By::System => 6,
    }
}
