//! When people may hear by themselves of what they owe, or could buy: hours by country, and how often. Their own affairs
//! may be spoken of at any time. Presets, to be checked with a lawyer.

use crate::conversations::dated::of_person;
use crate::domain::consent::Purpose;
use crate::domain::dated::{DatedEvent, LeftOut};
use crate::domain::error::Result;
use crate::domain::team::OpeningHours;
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// Minutes of the day in which nobody minds, where no law says otherwise.
const DECENT: (u16, u16) = (8 * 60, 20 * 60);

/// Whether something may be said now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Open,
    /// Not before then.
    Wait(Millis),
    Leave(LeftOut),
}

/// The hours of a country. Colombia, Ley 2300 de 2023: Monday to Friday 7:00–19:00, Saturday 8:00–15:00, not on Sundays
/// and public holidays.
fn hours(country: &str) -> OpeningHours {
    let mut out = OpeningHours::default();
    if country == "CO" {
        country.clone_into(&mut out.holidays_of);
        for (day, hours) in out.week.iter_mut().enumerate() {
            *hours = match day {
                0..=4 => vec![(7 * 60, 19 * 60)],
                5 => vec![(8 * 60, 15 * 60)],
                _ => Vec::new(),
            };
        }
    } else {
        for hours in &mut out.week {
            *hours = vec![DECENT];
        }
    }
    out
}

/// How often a day somebody may hear such things, over all there is to say to them.
fn a_day(country: &str) -> Option<usize> {
    (country == "CO").then_some(1)
}

/// Whether an event may be spoken of now, by the hours of where it is.
///
/// # Errors
/// The store's.
pub fn gate(look: &Look<'_>, it: &DatedEvent, purpose: Purpose, now: Millis) -> Result<Gate> {
    if purpose == Purpose::Service {
        return Ok(Gate::Open);
    }
    let country = look.business()?.unwrap_or_default().country;
    let calendar = Calendar::owned(hours(&country), &it.zone);
    if !calendar.is_open_at(now) {
        let opens = calendar.opens_after(now);
        return Ok(opens.map_or(Gate::Leave(LeftOut::Hours), Gate::Wait));
    }
    let today = calendar.day_of(now);
    let Some(most) = a_day(&country) else {
        return Ok(Gate::Open);
    };
    let mut heard = 0;
    for other in of_person(look, it.contact)? {
        let kind = look.dated_kind(other.kind)?.unwrap_or_default();
        let counts = kind.purpose.0 != Purpose::Service;
        let said = other.told.iter().filter(|told| told.message.is_some());
        heard += said
            .filter(|told| counts && calendar.day_of(told.at) == today)
            .count();
    }
    Ok(if heard < most {
        Gate::Open
    } else {
        Gate::Leave(LeftOut::Cap)
    })
}
