//! Which hours count where, and when: those that were in force when something began. A later change of hours moves no
//! figure of the past, unless figures were counted anew by the hours of a day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::hours::{HoursOf, HoursSaid, HoursVersion, NamedCalendar, Whose};
use crate::domain::id::{CalendarId, ChannelId, TeamId};
use crate::domain::team::{Business, OpeningHours, Team};
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// The calendars of a desk, by channel, team and time.
#[derive(Debug)]
pub struct Calendars {
    business: Business,
    named: Arc<Vec<NamedCalendar>>,
    channels: Arc<Vec<Channel>>,
    teams: Arc<Vec<Team>>,
    versions: Arc<Vec<HoursVersion>>,
    /// Instants at which anything became another, in order.
    turns: Vec<Millis>,
    /// What began before this goes by the hours that held then.
    recounted: Option<Millis>,
    /// Those that were asked for, by whose they are and behind how many turns.
    made: Mutex<HashMap<(Whose, usize), Arc<Calendar<'static>>>>,
}

impl Calendars {
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>) -> Result<Self> {
        let versions = look.hours_versions()?;
        let mut turns: Vec<_> = versions.iter().map(|it| it.since).collect();
        turns.sort_unstable();
        turns.dedup();
        Ok(Calendars {
            business: look.business()?.unwrap_or_default(),
            named: look.arranged()?,
            channels: look.arranged()?,
            teams: look.arranged()?,
            versions,
            turns,
            recounted: look.recounted()?.map(|it| it.at),
            made: Mutex::default(),
        })
    }

    /// When figures of the past were last counted anew.
    #[must_use]
    pub fn recounted(&self) -> Option<Millis> {
        self.recounted
    }

    /// Whether hours ever changed, so that it matters by which figures go.
    #[must_use]
    pub fn ever_changed(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The hours that count on a channel, for what a team has, of something that began at an instant.
    #[must_use]
    pub fn of(
        &self,
        channel: Option<ChannelId>,
        team: Option<TeamId>,
        began: Millis,
    ) -> Arc<Calendar<'static>> {
        let at = self.recounted.map_or(began, |it| it.max(began));
        let whose = self.whose(channel, team, at);
        let turn = self.turns.partition_point(|it| *it <= at);
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let it = made
            .entry((whose, turn))
            .or_insert_with(|| Arc::new(self.make(whose, at)));
        it.clone()
    }

    /// What of somebody held at an instant; nothing where it is as it always was.
    fn said(&self, of: HoursOf, at: Millis) -> Option<&HoursSaid> {
        let mut all = self.versions.iter().filter(|it| it.of == of);
        let first = all.clone().next();
        let held = all.rfind(|it| it.since <= at);
        held.or(first).map(|it| &it.said)
    }

    fn whose(&self, channel: Option<ChannelId>, team: Option<TeamId>, at: Millis) -> Whose {
        if self.named.is_empty() {
            return Whose::Desk;
        }
        let own = channel.and_then(|id| {
            let now = self.channels.iter().find(|it| it.id == id);
            self.goes(HoursOf::Channel(id), at, now.and_then(|it| it.calendar))
        });
        let of_team = || {
            let id = team?;
            let now = self.teams.iter().find(|it| it.id == id);
            self.goes(HoursOf::Team(id), at, now.and_then(|it| it.calendar))
        };
        let own = own.map(Whose::Channel);
        own.or_else(|| of_team().map(Whose::Team))
            .unwrap_or(Whose::Desk)
    }

    /// The calendar somebody went by, where it was in use.
    fn goes(&self, of: HoursOf, at: Millis, now: Option<CalendarId>) -> Option<CalendarId> {
        let by = match self.said(of, at) {
            Some(HoursSaid::Goes { by }) => *by,
            _ => now,
        };
        by.filter(|id| self.named(*id, at).is_some())
    }

    /// The hours and the zone of a calendar that was in use.
    fn named(&self, id: CalendarId, at: Millis) -> Option<(&OpeningHours, &str)> {
        match self.said(HoursOf::Calendar(id), at) {
            Some(HoursSaid::Hours { hours, time_zone }) => Some((hours, time_zone)),
            Some(_) => None,
            None => {
                let mut all = self.named.iter();
                let it = all.find(|it| it.id == id && it.retired_at.is_none())?;
                Some((&it.hours, &it.time_zone))
            }
        }
    }

    fn make(&self, whose: Whose, at: Millis) -> Calendar<'static> {
        let (hours, zone) = match self.said(HoursOf::Desk, at) {
            Some(HoursSaid::Hours { hours, time_zone }) => (hours, time_zone.as_str()),
            _ => (&self.business.hours, self.business.time_zone.as_str()),
        };
        let id = match whose {
            Whose::Channel(id) | Whose::Team(id) => Some(id),
            Whose::Desk => None,
        };
        match id.and_then(|id| self.named(id, at)) {
            Some((own, "")) => Calendar::owned(own.clone(), zone),
            Some((own, zone)) => Calendar::owned(own.clone(), zone),
            None => Calendar::owned(hours.clone(), zone),
        }
    }
}
