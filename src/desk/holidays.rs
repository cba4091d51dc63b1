//! Days on which the business is closed besides its week: its own, and the public ones of its country.

use jiff::civil::Date;

use crate::desk::business;
use crate::desk::setting::checked_name;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::team::{Business, Holiday, OpeningHours};
use crate::sla::calendar::{Calendar, Closed};
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

/// Every closed day from one day on: the public ones of this and the next year, and all of its own, in order.
#[must_use]
pub fn list(business: &Business, from: Date) -> Vec<Listed> {
    let hours = &business.hours;
    let calendar = Calendar::of(business);
    let years = [from.year(), from.year().saturating_add(1)];
    let public = years
        .iter()
        .flat_map(|year| holidays::of(&hours.holidays_of, *year))
        .filter(|(day, _)| !matches!(calendar.holiday(*day), Some(Closed::Own(_))))
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

/// Closes the business on a day: a public holiday it worked on, or a day of its own with a name.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `day` or `what`.
pub fn close(write: &mut Write<'_>, viewer: &Viewer, day: Date, name: &str) -> Result<Business> {
    change(write, viewer, |hours| {
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

/// The business works on a day after all.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn open(write: &mut Write<'_>, viewer: &Viewer, day: Date) -> Result<Business> {
    change(write, viewer, |hours| {
        hours.closed.retain(|it| it.day != day);
        let public = holidays::of(&hours.holidays_of, day.year());
        if public.iter().any(|it| it.0 == day) && !hours.open_on.contains(&day) {
            hours.open_on.push(day);
            hours.open_on.sort_unstable();
        }
        Ok(())
    })
}

fn change(
    write: &mut Write<'_>,
    viewer: &Viewer,
    how: impl FnOnce(&mut OpeningHours) -> Result<()>,
) -> Result<Business> {
    viewer.need(Right::Administer)?;
    let before = business::get(write)?;
    let mut after = before.clone();
    how(&mut after.hours)?;
    if after != before {
        write.put_business(&after)?;
        write.event(viewer.actor, Subject::default(), EventKind::BusinessChanged)?;
    }
    Ok(after)
}
