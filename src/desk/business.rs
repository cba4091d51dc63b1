//! The business: its name, where and when it works, how many answer.

use crate::desk::setting::checked_name;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::team::{Business, DeskSize, OpeningHours, Sector};
use crate::store::{Look, Write};

/// What can be said of the business.
#[derive(Debug, Clone)]
pub struct BusinessDetails {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA zone.
    pub time_zone: String,
    /// BCP 47.
    pub language: String,
    pub sector: Sector,
    pub people: DeskSize,
    /// The week and whose holidays; the days of its own stay as they are.
    pub hours: OpeningHours,
}

/// The business as it is, or one without a name before the set-up.
pub fn get(look: &Look<'_>) -> Result<Business> {
    Ok(look.business()?.unwrap_or_default())
}

/// Changes the business.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `country`, `time_zone`, `language` or `hours`.
pub fn put(write: &mut Write<'_>, viewer: &Viewer, new: &BusinessDetails) -> Result<Business> {
    viewer.need(Right::Administer)?;
    let name = checked_name(&new.name)?;
    let country = new.country.trim().to_ascii_uppercase();
    if country.len() != 2 || !country.bytes().all(|it| it.is_ascii_uppercase()) {
        return Err(Error::invalid("country", "error-country"));
    }
    check_time_zone(&new.time_zone)?;
    check_language(&new.language)?;
    check_hours(&new.hours)?;
    let before = get(write)?;
    let after = Business {
        name,
        country,
        time_zone: new.time_zone.clone(),
        language: new.language.clone(),
        sector: new.sector,
        people: new.people,
        hours: OpeningHours {
            closed: before.hours.closed.clone(),
            open_on: before.hours.open_on.clone(),
            ..new.hours.clone()
        },
        ..before.clone()
    };
    if after != before {
        write.put_business(&after)?;
        write.event(viewer.actor, Subject::default(), EventKind::BusinessChanged)?;
    }
    Ok(after)
}

/// Whether a zone exists.
///
/// # Errors
/// [`Error::Invalid`] `error-time-zone` on `time_zone`.
pub fn check_time_zone(name: &str) -> Result<()> {
    let known = !name.is_empty() && jiff::tz::TimeZone::get(name).is_ok();
    if known {
        Ok(())
    } else {
        Err(Error::invalid("time_zone", "error-time-zone"))
    }
}

/// Whether a language tag is well formed: two or three letters and perhaps a region.
///
/// # Errors
/// [`Error::Invalid`] `error-language` on `language`.
pub fn check_language(tag: &str) -> Result<()> {
    let mut parts = tag.split('-');
    let letters = |it: &str, from: usize, to: usize| {
        (from..=to).contains(&it.len()) && it.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let is_language = parts.next().is_some_and(|it| letters(it, 2, 3));
    if is_language && parts.all(|it| letters(it, 2, 4)) {
        Ok(())
    } else {
        Err(Error::invalid("language", "error-language"))
    }
}

/// Intervals must lie in their day, one after the other.
pub(super) fn check_hours(hours: &OpeningHours) -> Result<()> {
    let day_is_sound = |day: &Vec<(u16, u16)>| {
        let each = day.iter().all(|(from, to)| from < to && *to <= 24 * 60);
        each && day.windows(2).all(|it| matches!(it, [a, b] if a.1 <= b.0))
    };
    if hours.week.iter().all(day_is_sound) {
        Ok(())
    } else {
        Err(Error::invalid("hours", "error-hours"))
    }
}
