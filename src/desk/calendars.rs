//! Calendars: opening hours under a name, beside the desk's own. A channel chooses one, or a team; without any the
//! hours of the desk count.

use crate::desk::business::{check_hours, check_time_zone};
use crate::desk::setting::{self, noun};
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::Channel;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::hours::{NamedCalendar, Recount};
use crate::domain::id::{CalendarId, TeamId};
use crate::domain::team::{OpeningHours, Team};
use crate::store::{Look, Write};

/// Calendars at most.
const MOST: usize = 200;

noun! { NamedCalendar, CalendarId, "calendar", calendar, calendars, put_calendar, calendar: CalendarMade CalendarChanged CalendarRetired }

/// What may be said of one; its closed days are said apart, by [`crate::desk::holidays`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    /// IANA zone; empty for the desk's.
    pub time_zone: String,
    pub week: [Vec<(u16, u16)>; 7],
    /// Country whose public holidays are closed; empty for none.
    pub holidays_of: String,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &NamedCalendar) -> Self {
        About {
            name: it.name.clone(),
            time_zone: it.time_zone.clone(),
            week: it.hours.week.clone(),
            holidays_of: it.hours.holidays_of.clone(),
        }
    }

    fn over(&self, it: NamedCalendar) -> NamedCalendar {
        NamedCalendar {
            name: self.name.clone(),
            time_zone: self.time_zone.clone(),
            hours: OpeningHours {
                week: self.week.clone(),
                holidays_of: self.holidays_of.clone(),
                ..it.hours
            },
            ..it
        }
    }
}

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<NamedCalendar>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: CalendarId) -> Result<NamedCalendar> {
    setting::find(look, id)
}

/// Makes one.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `time_zone`, `holidays_of`, `hours`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<NamedCalendar> {
    by.need(Right::Administer)?;
    if list(w)?.len() >= MOST {
        return Err(Error::invalid("name", "error-too-many"));
    }
    let it = NamedCalendar {
        id: w.new_id(),
        created_at: w.now(),
        ..NamedCalendar::default()
    };
    check(about)?;
    setting::put(w, by, about.over(it))
}

/// Changes one. What is counted by it is counted anew.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    id: CalendarId,
    about: &About,
) -> Result<NamedCalendar> {
    let it = find(w, id)?;
    check(about)?;
    setting::put(w, by, about.over(it))
}

fn check(about: &About) -> Result<()> {
    if !about.time_zone.is_empty() {
        check_time_zone(&about.time_zone)?;
    }
    let country = about.holidays_of.as_bytes();
    if !country.is_empty() && (country.len() != 2 || !country.iter().all(u8::is_ascii_uppercase)) {
        return Err(Error::invalid("holidays_of", "error-country"));
    }
    let hours = OpeningHours {
        week: about.week.clone(),
        ..OpeningHours::default()
    };
    check_hours(&hours)?;
    // Without hours it would be open at all times, which nobody makes a calendar for.
    if hours.is_set() {
        Ok(())
    } else {
        Err(Error::invalid("hours", "error-calendar-no-hours"))
    }
}

/// Takes one out of use: those who went by it go by what counts next.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: CalendarId) -> Result<()> {
    setting::retire::<NamedCalendar>(w, by, id)
}

/// Whether a calendar can be chosen.
///
/// # Errors
/// [`Error::Invalid`] `error-calendar-unknown` on `calendar`.
pub fn check_known(look: &Look<'_>, calendar: Option<CalendarId>) -> Result<()> {
    let Some(id) = calendar else {
        return Ok(());
    };
    match find(look, id) {
        Ok(_) => Ok(()),
        Err(Error::NotFound { .. }) => Err(Error::invalid("calendar", "error-calendar-unknown")),
        Err(err) => Err(err),
    }
}

/// By which hours a team works; `None`: by the desk's.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `calendar`.
pub fn choose_for_team(
    w: &mut Write<'_>,
    by: &Viewer,
    id: TeamId,
    calendar: Option<CalendarId>,
) -> Result<()> {
    let team: Team = setting::find(w, id)?;
    by.need(Right::Administer)?;
    check_known(w, calendar)?;
    if team.calendar == calendar {
        return Ok(());
    }
    setting::put(w, by, Team { calendar, ..team })?;
    w.event(by.actor, Subject::default(), EventKind::HoursChosen)?;
    Ok(())
}

/// Has figures of the past counted anew by the hours of now: what began before goes by the hours that hold at this
/// instant. Reports follow; asked for again it is done again.
///
/// # Errors
/// [`Error::Forbidden`] for who is not the owner.
pub fn recount(w: &mut Write<'_>, by: &Viewer) -> Result<Recount> {
    by.need(Right::Own)?;
    let it = Recount { at: w.now() };
    w.put_recounted(it)?;
    w.event(by.actor, Subject::default(), EventKind::FiguresRecounted)?;
    Ok(it)
}

/// Who goes by a calendar: channels and teams, by name.
///
/// # Errors
/// The store's.
pub fn used_by(look: &Look<'_>, id: CalendarId) -> Result<(Vec<Channel>, Vec<Team>)> {
    let mut channels = look.channels()?;
    channels.retain(|it| it.retired_at.is_none() && it.calendar == Some(id));
    let mut teams: Vec<Team> = setting::list(look)?;
    teams.retain(|it| it.calendar == Some(id));
    Ok((channels, teams))
}
