//! When people may hear from us of what they did not ask for, and how often: by what it is about.

use crate::desk::business::check_hours;
use crate::domain::actor::{Right, Viewer};
use crate::domain::consent::Purpose;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::hours::outreach::{ContactHours, Limits, MOST};
use crate::domain::job::JobKind;
use crate::store::{Look, Write};

/// What counts for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arranged {
    pub limits: Limits,
    /// What the country of the desk presets.
    pub preset: Limits,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

impl Arranged {
    #[must_use]
    pub fn is_preset(&self) -> bool {
        self.limits == self.preset
    }
}

/// What counts for a purpose now.
///
/// # Errors
/// The store's.
pub fn get(look: &Look<'_>, purpose: Purpose) -> Result<Arranged> {
    let country = look.business()?.unwrap_or_default().country;
    Ok(Arranged {
        limits: kept(look, &country)?.limits(purpose, &country),
        preset: Limits::preset(purpose, &country),
        country,
    })
}

fn kept(look: &Look<'_>, country: &str) -> Result<ContactHours> {
    let found = look.contact_hours()?;
    Ok(found.unwrap_or_else(|| ContactHours::before(country)))
}

/// Says what counts for a purpose; `None` goes back to the preset of the country. What waits for an hour is looked at anew.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `hours`, `a_day`, `channels_a_week`.
pub fn put(
    w: &mut Write<'_>,
    by: &Viewer,
    purpose: Purpose,
    new: Option<&Limits>,
) -> Result<Arranged> {
    by.need(Right::Administer)?;
    if let Some(new) = new {
        check(new)?;
    }
    let was = get(w, purpose)?;
    let mut hours = kept(w, &was.country)?;
    // Of who says just that, the preset is left to count: another country brings another.
    hours.set(purpose, new.filter(|it| **it != was.preset).cloned());
    if w.contact_hours()?.as_ref() != Some(&hours) {
        w.put_contact_hours(&hours)?;
    }
    let now = get(w, purpose)?;
    if now == was {
        return Ok(now);
    }
    let told = EventKind::ContactHoursChanged { purpose };
    w.event(by.actor, Subject::default(), told)?;
    for kind in w.dated_kinds()? {
        if kind.purpose.0 == purpose && kind.retired_at.is_none() {
            let (kind, after) = (kind.id, None);
            w.job(w.now(), JobKind::PlanDated { kind, after })?;
        }
    }
    Ok(now)
}

fn check(it: &Limits) -> Result<()> {
    let hours = it.hours("");
    check_hours(&hours)?;
    if it.on && !hours.is_set() {
        return Err(Error::invalid("hours", "error-contact-hours-none"));
    }
    for (field, cap) in [("a_day", it.a_day), ("channels_a_week", it.channels_a_week)] {
        if cap.is_some_and(|it| !(1..=MOST).contains(&it)) {
            return Err(Error::invalid(field, "error-contact-cap"));
        }
    }
    Ok(())
}
