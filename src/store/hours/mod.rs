//! What opening hours were, and since when: kept beside every change of them, so that what was measured by the hours of
//! its time stays as it was.

use std::sync::Arc;

use crate::domain::channel::Channel;
use crate::domain::error::Result;
use crate::domain::hours::{HoursOf, HoursSaid, HoursVersion, NamedCalendar, Recount};
use crate::domain::team::{Business, Team};
use crate::domain::time::Millis;
use crate::store::key::Key;
use crate::store::look::Look;
use crate::store::tables::Table;
use crate::store::write::Write;

/// Before anything was changed it was as it was found.
const ALWAYS: Millis = Millis(0);

impl Look<'_> {
    /// What hours were: of each whose were ever changed all versions in order. Whoever is not among them never was
    /// otherwise than now.
    pub fn hours_versions(&self) -> Result<Arc<Vec<HoursVersion>>> {
        self.all_of(Table::HoursVersions)
    }

    /// When figures of the past were last counted anew by the hours of the day.
    pub fn recounted(&self) -> Result<Option<Recount>> {
        self.record(Table::Meta, &Key::named("hours_recounted"))
    }
}

impl Write<'_> {
    pub fn put_recounted(&mut self, new: Recount) -> Result<()> {
        self.put(Table::Meta, &Key::named("hours_recounted"), &new)
    }

    pub(super) fn keep_desk_hours(&mut self, new: &Business) -> Result<()> {
        let was = self.business()?.map(|it| of_desk(&it));
        self.keep_hours(HoursOf::Desk, was, of_desk(new))
    }

    pub(super) fn keep_calendar_hours(&mut self, new: &NamedCalendar) -> Result<()> {
        let was = self.calendar(new.id)?.map(|it| of_calendar(&it));
        self.keep_hours(HoursOf::Calendar(new.id), was, of_calendar(new))
    }

    pub(super) fn keep_channel_hours(&mut self, new: &Channel) -> Result<()> {
        let goes = |it: &Channel| HoursSaid::Goes { by: it.calendar };
        let was = self.channel(new.id)?.map(|it| goes(&it));
        self.keep_hours(HoursOf::Channel(new.id), was, goes(new))
    }

    pub(super) fn keep_team_hours(&mut self, new: &Team) -> Result<()> {
        let goes = |it: &Team| HoursSaid::Goes { by: it.calendar };
        let was = self.team(new.id)?.map(|it| goes(&it));
        self.keep_hours(HoursOf::Team(new.id), was, goes(new))
    }

    /// Keeps what was said until now, unless it is being said for the first time: before the set-up is over, hours are
    /// found and not changed.
    fn keep_hours(&mut self, of: HoursOf, was: Option<HoursSaid>, said: HoursSaid) -> Result<()> {
        let Some(was) = was.filter(|it| *it != said) else {
            return Ok(());
        };
        let is_set_up = self.business()?.is_some_and(|it| it.set_up_at.is_some());
        let known = self.hours_versions()?.iter().any(|it| it.of == of);
        if !known && !is_set_up {
            return Ok(());
        }
        if !known {
            let (since, said) = (ALWAYS, was);
            self.put_hours_version(&HoursVersion { of, since, said })?;
        }
        let since = self.now();
        self.put_hours_version(&HoursVersion { of, since, said })
    }

    fn put_hours_version(&mut self, new: &HoursVersion) -> Result<()> {
        let key = match new.of {
            HoursOf::Desk => Key::new().u8(0),
            HoursOf::Calendar(id) => Key::new().u8(1).id(id),
            HoursOf::Channel(id) => Key::new().u8(2).id(id),
            HoursOf::Team(id) => Key::new().u8(3).id(id),
        };
        self.put(Table::HoursVersions, &key.time(new.since), new)
    }
}

fn of_desk(it: &Business) -> HoursSaid {
    HoursSaid::Hours {
        hours: it.hours.clone(),
        time_zone: it.time_zone.clone(),
    }
}

fn of_calendar(it: &NamedCalendar) -> HoursSaid {
    match it.retired_at {
        Some(_) => HoursSaid::Retired,
        None => HoursSaid::Hours {
            hours: it.hours.clone(),
            time_zone: it.time_zone.clone(),
        },
    }
}
