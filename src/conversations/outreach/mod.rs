//! Whether somebody may hear from us now of what they did not ask for: the one gate which everything asks that speaks of its
//! own accord, at a chosen hour, or to many. What was said is read from the messages themselves ([`mod@heard`]), so it counts
//! whoever said it, by whatever channel, over all records of a person. An answer to what a customer wrote asks nobody.

pub mod by_hand;
pub mod heard;

use crate::conversations::outreach::heard::{Said, heard};
use crate::domain::channel::ChannelKind;
use crate::domain::consent::Purpose;
use crate::domain::error::Result;
use crate::domain::hours::outreach::{ContactHours, Held, Limits};
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// What is to be said, to whom, by what.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    pub purpose: Purpose,
    pub contact: ContactId,
    pub channel: ChannelKind,
    /// IANA zone the hours are of; empty for the desk's.
    pub zone: &'a str,
}

/// Whether it may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Not before then.
    Wait(Millis),
    Leave(Held),
}

/// What was said of contact hours on this desk, with what counted before anybody could.
///
/// # Errors
/// The store's.
pub fn arranged(look: &Look<'_>) -> Result<(ContactHours, String)> {
    let country = look.business()?.unwrap_or_default().country;
    let found = look.contact_hours()?;
    let hours = found.unwrap_or_else(|| ContactHours::before(&country));
    Ok((hours, country))
}

/// What counts for a purpose, and its hours as a calendar.
///
/// # Errors
/// The store's.
pub fn in_force(
    look: &Look<'_>,
    purpose: Purpose,
    zone: &str,
) -> Result<(Limits, Calendar<'static>)> {
    let (hours, country) = arranged(look)?;
    let limits = hours.limits(purpose, &country);
    let desk = look.business()?.unwrap_or_default().time_zone;
    let zone = if zone.is_empty() { &desk } else { zone };
    let calendar = Calendar::owned(limits.hours(&country), zone);
    Ok((limits, calendar))
}

/// Whether it may be said at an instant.
///
/// # Errors
/// The store's.
pub fn gate(look: &Look<'_>, ask: &Ask<'_>, at: Millis) -> Result<Gate> {
    let (limits, calendar) = in_force(look, ask.purpose, ask.zone)?;
    if !limits.on {
        return Ok(Gate::Open);
    }
    if !calendar.is_open_at(at) {
        let opens = calendar.opens_after(at);
        return Ok(opens.map_or(Gate::Leave(Held::Hours), Gate::Wait));
    }
    if limits.a_day.is_none() && limits.channels_a_week.is_none() {
        return Ok(Gate::Open);
    }
    let mut said = heard(look, ask.contact, at)?;
    said.retain(|it| is_together(it.purpose, ask.purpose));
    let held = above(&limits, &said, (ask.channel, at), &calendar);
    Ok(held.map_or(Gate::Open, Gate::Leave))
}

/// The first instant from then on at which it may be said; else why it may not.
///
/// # Errors
/// The store's.
pub fn slot(
    look: &Look<'_>,
    ask: &Ask<'_>,
    from: Millis,
) -> Result<std::result::Result<Millis, Held>> {
    Ok(match gate(look, ask, from)? {
        Gate::Open => Ok(from),
        Gate::Leave(why) => Err(why),
        Gate::Wait(until) => match gate(look, ask, until)? {
            Gate::Leave(why) => Err(why),
            Gate::Open | Gate::Wait(_) => Ok(until),
        },
    })
}

/// The same instant, or the next within the hours of a purpose; `None` where those are not limited.
///
/// # Errors
/// The store's.
pub fn within_hours(look: &Look<'_>, purpose: Purpose, at: Millis) -> Result<Option<Millis>> {
    let (limits, calendar) = in_force(look, purpose, "")?;
    if !limits.on {
        return Ok(None);
    }
    let open = calendar.is_open_at(at);
    Ok(if open {
        Some(at)
    } else {
        calendar.opens_after(at)
    })
}

/// Whether one counts where the other is asked for: what is owed and what is sold are one thing to who hears it, their own
/// affairs another.
fn is_together(one: Purpose, other: Purpose) -> bool {
    (one == Purpose::Service) == (other == Purpose::Service)
}

/// Which cap is reached by what was said.
fn above(
    limits: &Limits,
    said: &[Said],
    (channel, at): (ChannelKind, Millis),
    calendar: &Calendar<'_>,
) -> Option<Held> {
    let today = calendar.day_of(at);
    let of_today = said.iter().filter(|it| calendar.day_of(it.at) == today);
    let n = of_today.count();
    if limits.a_day.is_some_and(|most| n >= usize::from(most)) {
        return Some(Held::Day);
    }
    let week = |at: Millis| {
        let week = calendar.day_of(at).iso_week_date();
        (week.year(), week.week())
    };
    let of_week = said.iter().filter(|it| week(it.at) == week(at));
    let mut used: Vec<ChannelKind> = of_week.map(|it| it.channel).collect();
    used.sort_unstable();
    used.dedup();
    let full = |most: u16| !used.contains(&channel) && used.len() >= usize::from(most);
    limits
        .channels_a_week
        .is_some_and(full)
        .then_some(Held::Channel)
}

#[cfg(test)]
mod tests;
