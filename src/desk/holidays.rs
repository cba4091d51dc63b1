//! Days on which the desk, or a calendar, is closed besides its week: its own, and the public ones of its country.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::desk::setting::{self, checked_name};
use crate::desk::{business, calendars};
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::CalendarId;
use crate::domain::team::{Holiday, OpeningHours};
use crate::sla::calendar::Closed;
use crate::sla::holidays;
use crate::store::Write;

/// Days of its own a business may name.
const MOST: usize = 1_000;

/// A day of the list: why it is closed, and whether the business works on it all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub day: Date,
    pub why: Closed,
    pub works: bool,
}

/// Whose days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysOf {
    Desk,
    Calendar(CalendarId),
}

/// Every closed day of some hours from one day on: the public ones of this and the next year, and all of its own, in
/// order.
#[must_use]
pub fn list(hours: &OpeningHours, from: Date) -> Vec<Listed> {
    let named = |day: &Date| hours.closed.iter().any(|it| it.day == *day);
    let years = [from.year(), from.year().saturating_add(1)];
    let public = years
        .iter()
        .flat_map(|year| holidays::of(&hours.holidays_of, *year))
        .filter(|(day, _)| !named(day))
        .map(|(day, name)| Listed {
            day,
            why: Closed::Public(name),
            works: hours.open_on.contains(&day),
        });
    let own = hours.closed.iter().map(|it| Listed {
        day: it.day,
        why: Closed::Own(it.name.clone()),
        works: false,
    });
    let mut all: Vec<_> = public.chain(own).filter(|it| it.day >= from).collect();
    all.sort_by_key(|it| it.day);
    all
}

/// Closes on a day: a public holiday that was worked on, or a day of its own with a name.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `day` or `what`.
pub fn close(
    write: &mut Write<'_>,
    viewer: &Viewer,
    of: DaysOf,
    (day, name): (Date, &str),
) -> Result<()> {
    change(write, viewer, of, |hours| {
        if !holidays::is_sane(day) {
            return Err(Error::invalid("day", "error-day"));
        }
        let before = hours.open_on.len();
        hours.open_on.retain(|it| *it != day);
        let is_public = holidays::of(&hours.holidays_of, day.year())
            .iter()
            .any(|it| it.0 == day);
        if is_public && (name.trim().is_empty() || hours.open_on.len() < before) {
            return Ok(());
        }
        let name = checked_name(name).map_err(|_| Error::invalid("what", "error-name-length"))?;
        hours.closed.retain(|it| it.day != day);
        if hours.closed.len() >= MOST {
            return Err(Error::invalid("day", "error-too-many"));
        }
        hours.closed.push(Holiday { day, name });
        hours.closed.sort_by_key(|it| it.day);
        Ok(())
    })
}

/// Works on a day after all.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn open(write: &mut Write<'_>, viewer: &Viewer, of: DaysOf, day: Date) -> Result<()> {
    change(write, viewer, of, |hours| {
        hours.closed.retain(|it| it.day != day);
        let public = holidays::of(&hours.holidays_of, day.year());
        if public.iter().any(|it| it.0 == day) && !hours.open_on.contains(&day) {
            hours.open_on.push(day);
            hours.open_on.sort_unstable();
        }
        Ok(())
    })
}

/// What came of days brought in together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    pub added: usize,
    /// Closed on already.
    pub known: usize,
    /// There was no room for these.
    pub left_out: usize,
}

/// Closes on many days, as a calendar file names them. Days that are closed already stay as they are.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn bring(
    write: &mut Write<'_>,
    viewer: &Viewer,
    of: DaysOf,
    days: &[(Date, String)],
) -> Result<Brought> {
    let mut out = Brought::default();
    change(write, viewer, of, |hours| {
        for (day, name) in days {
            let of_year = holidays::of(&hours.holidays_of, day.year());
            let is_public = of_year.iter().any(|it| it.0 == *day) && !hours.open_on.contains(day);
            if is_public || hours.closed.iter().any(|it| it.day == *day) {
                out.known += 1;
            } else if hours.closed.len() >= MOST || !holidays::is_sane(*day) {
                out.left_out += 1;
            } else {
                out.added += 1;
                let (day, name) = (*day, name.clone());
                hours.closed.push(Holiday { day, name });
            }
        }
        hours.closed.sort_by_key(|it| it.day);
        Ok(())
    })?;
    Ok(out)
}

fn change(
    write: &mut Write<'_>,
    viewer: &Viewer,
    of: DaysOf,
    how: impl FnOnce(&mut OpeningHours) -> Result<()>,
) -> Result<()> {
    viewer.need(Right::Administer)?;
    match of {
        DaysOf::Desk => {
            let before = business::get(write)?;
            let mut after = before.clone();
            how(&mut after.hours)?;
            if after != before {
                write.put_business(&after)?;
                write.event(viewer.actor, Subject::default(), EventKind::BusinessChanged)?;
            }
        }
        DaysOf::Calendar(id) => {
            let mut calendar = calendars::find(write, id)?;
            how(&mut calendar.hours)?;
            setting::put(write, viewer, calendar)?;
        }
    }
    Ok(())
}
