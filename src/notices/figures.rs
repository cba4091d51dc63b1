//! Figures that are mailed in the morning: when they are due, and to whom they still are.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::notice::Rhythm;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// The hour at which they leave, where their reader is.
const HOUR: i8 = 8;

/// When figures are due next after an instant: at eight of the next day, Monday or first of a month.
#[must_use]
pub fn next(rhythm: Rhythm, after: Millis, zone: &str) -> Option<Millis> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let today = day_of(after, &zone);
    let at = |day: Date| {
        let morning = day.at(HOUR, 0, 0, 0).to_zoned(zone.clone()).ok()?;
        Some(Millis(morning.timestamp().as_millisecond()))
    };
    let due = |day: Option<Date>| day.and_then(at).filter(|it| *it > after);
    let tomorrow = today.tomorrow().ok()?;
    let (this, following) = match rhythm {
        Rhythm::Never => return None,
        Rhythm::Daily => (Some(today), Some(tomorrow)),
        Rhythm::Weekly => {
            let monday = |day: Date| (day.weekday() == Weekday::Monday).then_some(day);
            (monday(today), today.nth_weekday(1, Weekday::Monday).ok())
        }
        Rhythm::Monthly => {
            let first = today.first_of_month();
            let this = (first == today).then_some(today);
            (this, first.checked_add(1.month()).ok())
        }
    };
    due(this).or_else(|| due(following))
}

/// The days figures are of that are due then.
#[must_use]
pub fn days(rhythm: Rhythm, due: Millis, zone: &str) -> (Date, Date) {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let today = day_of(due, &zone);
    let yesterday = today.yesterday().unwrap_or(today);
    match rhythm {
        Rhythm::Never | Rhythm::Daily => (yesterday, yesterday),
        Rhythm::Weekly => (today.checked_sub(7.days()).unwrap_or(today), yesterday),
        Rhythm::Monthly => (yesterday.first_of_month(), yesterday),
    }
}

fn day_of(at: Millis, zone: &TimeZone) -> Date {
    let at = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::MAX);
    at.to_zoned(zone.clone()).date()
}

/// Plans the next ones as somebody wants them now. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn plan(w: &mut Write<'_>, agent: &mut Agent) -> Result<()> {
    let due = next(agent.telling.figures, w.now(), &agent.time_zone);
    agent.figures.due = due;
    if let Some(due) = due {
        let agent = agent.id;
        w.job(due, JobKind::MailFigures { agent, due })?;
    }
    Ok(())
}

/// Whose figures that were due then are still to be mailed. Plans the next ones first, so that letters that cannot leave
/// hold up none after them.
///
/// # Errors
/// The store's.
pub fn take(w: &mut Write<'_>, id: AgentId, due: Millis) -> Result<bool> {
    let Some(mut agent) = w.agent(id)?.filter(Agent::is_active) else {
        return Ok(false);
    };
    if agent.figures.due == Some(due) {
        plan(w, &mut agent)?;
        w.put_agent(&agent)?;
    }
    Ok(is_wanted(&agent, due))
}

fn is_wanted(it: &Agent, due: Millis) -> bool {
    it.figures.due.is_some_and(|next| next > due) && it.figures.sent < due
}

/// Who still wants them, as they are now.
///
/// # Errors
/// The store's.
pub fn reader(look: &Look<'_>, id: AgentId, due: Millis) -> Result<Option<Agent>> {
    let known = look.agent(id)?.filter(Agent::is_active);
    Ok(known.filter(|it| is_wanted(it, due)))
}

/// They have left.
///
/// # Errors
/// The store's.
pub fn sent(w: &mut Write<'_>, id: AgentId, due: Millis) -> Result<()> {
    let Some(mut agent) = w.agent(id)? else {
        return Ok(());
    };
    agent.figures.sent = agent.figures.sent.max(due);
    w.put_agent(&agent)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Millis {
        Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn they_are_due_at_eight_where_one_is() {
        // Bogotá is five hours behind; 23 November 2026 is a Monday.
        let zone = "America/Bogota";
        let cases = [
            (
                Rhythm::Daily,
                "2026-11-23T12:59:00Z",
                "2026-11-23T13:00:00Z",
            ),
            (
                Rhythm::Daily,
                "2026-11-23T13:00:00Z",
                "2026-11-24T13:00:00Z",
            ),
            (
                Rhythm::Weekly,
                "2026-11-23T12:00:00Z",
                "2026-11-23T13:00:00Z",
            ),
            (
                Rhythm::Weekly,
                "2026-11-23T13:00:00Z",
                "2026-11-30T13:00:00Z",
            ),
            (
                Rhythm::Weekly,
                "2026-11-29T23:00:00Z",
                "2026-11-30T13:00:00Z",
            ),
            (
                Rhythm::Monthly,
                "2026-11-01T12:00:00Z",
                "2026-11-01T13:00:00Z",
            ),
            (
                Rhythm::Monthly,
                "2026-11-01T13:00:00Z",
                "2026-12-01T13:00:00Z",
            ),
            // The last of January there is the first of February in UTC.
            (
                Rhythm::Monthly,
                "2027-02-01T03:00:00Z",
                "2027-02-01T13:00:00Z",
            ),
        ];
        for (rhythm, after, due) in cases {
            assert_eq!(next(rhythm, at(after), zone), Some(at(due)), "{after}");
        }
        assert_eq!(next(Rhythm::Never, at("2026-11-23T12:00:00Z"), zone), None);
        // Clocks go forward in Madrid on 28 March 2027.
        let spring = next(Rhythm::Daily, at("2027-03-27T08:00:00Z"), "Europe/Madrid");
        assert_eq!(spring, Some(at("2027-03-28T06:00:00Z")));
    }

    #[test]
    fn they_are_of_what_ended() {
        let of = |rhythm, due| {
            let (first, last) = days(rhythm, at(due), "America/Bogota");
            format!("{first} {last}")
        };
        assert_eq!(
            of(Rhythm::Daily, "2026-11-23T13:00:00Z"),
            "2026-11-22 2026-11-22"
        );
        assert_eq!(
            of(Rhythm::Weekly, "2026-11-23T13:00:00Z"),
            "2026-11-16 2026-11-22"
        );
        assert_eq!(
            of(Rhythm::Monthly, "2026-12-01T13:00:00Z"),
            "2026-11-01 2026-11-30"
        );
    }
}
