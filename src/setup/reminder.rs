//! "Later": what waits for somebody else, a provider mostly, is brought back to mind tomorrow at nine.

use crate::desk::business;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::job::JobKind;
use crate::domain::team::SetUpReminder;
use crate::domain::time::Millis;
use crate::sla::calendar::Calendar;
use crate::store::{Look, Write};

/// The hour of the business people are reminded at.
const HOUR: i8 = 9;

/// Reminds oneself tomorrow of a channel that is not there yet, in place of an earlier reminder; when that is.
///
/// # Errors
/// [`Error::Forbidden`] for who is not the owner, [`Error::NotFound`] for a channel that is not there,
/// [`Error::Conflict`] `no_person` for a program.
pub fn tomorrow(w: &mut Write<'_>, by: &Viewer, channel: ChannelId) -> Result<Millis> {
    by.need(Right::Own)?;
    let agent = by.agent_id().ok_or(Error::conflict("no_person"))?;
    if w.channel(channel)?.is_none_or(|it| it.retired_at.is_some()) {
        return Err(Error::not_found("channel"));
    }
    let mut business = business::get(w)?;
    let at = morning_after(&Calendar::of(&business), w.now());
    business.set_up_reminder = Some(SetUpReminder { agent, channel, at });
    w.put_business(&business)?;
    w.job(at, JobKind::RemindSetUp { at })?;
    Ok(at)
}

fn morning_after(calendar: &Calendar<'_>, now: Millis) -> Millis {
    let day = calendar.day_of(now).tomorrow().ok();
    // After the last day there is nobody is reminded.
    day.and_then(|it| calendar.at_hour(it, HOUR)).unwrap_or(now)
}

/// The reminder that waits for a channel.
///
/// # Errors
/// The store's.
pub fn waiting(look: &Look<'_>, channel: ChannelId) -> Result<Option<Millis>> {
    let known = business::get(look)?.set_up_reminder;
    Ok(known.filter(|it| it.channel == channel).map(|it| it.at))
}

/// Takes the reminder of a time that has come, unless there is another one by now or its channel has heard something
/// meanwhile.
///
/// # Errors
/// The store's.
pub fn take(w: &mut Write<'_>, at: Millis) -> Result<Option<SetUpReminder>> {
    let mut business = business::get(w)?;
    let Some(it) = business.set_up_reminder.take_if(|it| it.at == at) else {
        return Ok(None);
    };
    w.put_business(&business)?;
    let Some(channel) = w.channel(it.channel)?.filter(|it| it.retired_at.is_none()) else {
        return Ok(None);
    };
    let connection = w.connection(channel.connection)?;
    let heard = connection.is_some_and(|it| it.health.last_in.is_some());
    Ok(Some(it).filter(|_| !heard))
}
