//! Whose hours count: those of the channel, else of the team, else of the desk. Clocks, lines, rules, late answers,
//! the chat and automatic messages all ask here.

use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::hours::{NamedCalendar, Whose};
use crate::domain::id::{CalendarId, ChannelId, TeamId};
use crate::domain::team::Team;
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// The hours that count in a conversation.
///
/// # Errors
/// The store's.
pub fn of(look: &Look<'_>, c: &Conversation) -> Result<Calendar<'static>> {
    at(look, c.channel, c.team)
}

/// The hours that count on a channel, for what a team has; before anybody has it that is the channel's own.
///
/// # Errors
/// The store's.
pub fn at(look: &Look<'_>, channel: ChannelId, team: Option<TeamId>) -> Result<Calendar<'static>> {
    named(look, whose(look, channel, team)?)
}

/// The desk's own hours.
///
/// # Errors
/// The store's.
pub fn of_desk(look: &Look<'_>) -> Result<Calendar<'static>> {
    named(look, Whose::Desk)
}

/// Whose they are.
///
/// # Errors
/// The store's.
pub fn whose(look: &Look<'_>, channel: ChannelId, team: Option<TeamId>) -> Result<Whose> {
    let calendars = look.arranged::<NamedCalendar>()?;
    if calendars.is_empty() {
        return Ok(Whose::Desk);
    }
    let in_use = |id: &CalendarId| {
        let mut all = calendars.iter();
        all.any(|it| it.id == *id && it.retired_at.is_none())
    };
    let channels = look.arranged::<Channel>()?;
    let channel = channels.iter().find(|it| it.id == channel);
    if let Some(id) = channel.and_then(|it| it.calendar).filter(in_use) {
        return Ok(Whose::Channel(id));
    }
    let teams = look.arranged::<Team>()?;
    let team = teams.iter().find(|it| Some(it.id) == team);
    let of_team = team.and_then(|it| it.calendar).filter(in_use);
    Ok(of_team.map_or(Whose::Desk, Whose::Team))
}

fn named(look: &Look<'_>, whose: Whose) -> Result<Calendar<'static>> {
    let id = match whose {
        Whose::Channel(id) | Whose::Team(id) => Some(id),
        Whose::Desk => None,
    };
    let business = look.business()?.unwrap_or_default();
    let calendars = look.arranged::<NamedCalendar>()?;
    let Some(it) = calendars.iter().find(|it| Some(it.id) == id) else {
        return Ok(Calendar::owned(business.hours, &business.time_zone));
    };
    let zone = match it.time_zone.as_str() {
        "" => &business.time_zone,
        own => own,
    };
    Ok(Calendar::owned(it.hours.clone(), zone))
}
