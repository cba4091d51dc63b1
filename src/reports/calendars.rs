//! Which hours count where, read once for a report.

use std::collections::HashMap;

use crate::conversations::sla::hours;
use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::hours::Whose;
use crate::domain::id::{ChannelId, TeamId};
use crate::domain::team::Team;
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// The calendars of a desk, by channel and team.
#[derive(Debug)]
pub struct Calendars {
    desk: Calendar<'static>,
    others: HashMap<(ChannelId, Option<TeamId>), Calendar<'static>>,
}

impl Calendars {
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>) -> Result<Self> {
        let mut others = HashMap::new();
        let teams = look.arranged::<Team>()?;
        let teams: Vec<_> = teams.iter().map(|it| Some(it.id)).collect();
        for channel in look.arranged::<Channel>()?.iter() {
            for team in teams.iter().copied().chain([None]) {
                if hours::whose(look, channel.id, team)? != Whose::Desk {
                    others.insert((channel.id, team), hours::at(look, channel.id, team)?);
                }
            }
        }
        Ok(Calendars {
            desk: hours::of_desk(look)?,
            others,
        })
    }

    /// The one that counts on a channel, for what a team has.
    #[must_use]
    pub fn of(&self, channel: Option<ChannelId>, team: Option<TeamId>) -> &Calendar<'static> {
        let own = channel.and_then(|channel| self.others.get(&(channel, team)));
        own.unwrap_or(&self.desk)
    }
}
