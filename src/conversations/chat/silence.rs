//! A connection that usually hears something and does not: a timer looks when it becomes alarming, and says so.

use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::{Connection, HealthState};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ConnectionId;
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::store::Write;

/// While little is known of it, it is looked again after this.
const AGAIN: Span = Span::hours(6);

/// Something came by a connection: the silence, if there was one, is over. The caller writes the connection.
///
/// # Errors
/// The store's.
pub fn heard(w: &mut Write<'_>, connection: &mut Connection, at: Millis) -> Result<()> {
    connection.health.hear(at);
    if connection.health.silent_since.take().is_some() {
        tell(w, connection.id, false)?;
    }
    if connection.health.looked_at.is_none() {
        look_at(w, connection, at + AGAIN)?;
    }
    Ok(())
}

fn look_at(w: &mut Write<'_>, connection: &mut Connection, at: Millis) -> Result<()> {
    connection.health.looked_at = Some(at);
    let connection = connection.id;
    w.job(at, JobKind::Silence { connection })?;
    Ok(())
}

/// The timer: says that a connection is silent, or looks again when it may be.
///
/// # Errors
/// The store's.
pub fn look(w: &mut Write<'_>, id: ConnectionId) -> Result<()> {
    let now = w.now();
    let Some(mut it) = w.connection(id)? else {
        return Ok(());
    };
    // Another timer was set meanwhile: this one has run before.
    if it.health.looked_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    it.health.looked_at = None;
    let over = it.retired_at.is_some() || it.health.state == HealthState::Paused;
    match it.health.alarming_from() {
        _ if over => it.health.silent_since = None,
        Some(at) if at <= now => {
            it.health.silent_since = it.health.last_in;
            tell(w, id, true)?;
        }
        Some(at) => look_at(w, &mut it, at)?,
        None => look_at(w, &mut it, now + AGAIN)?,
    }
    w.put_connection(&it)
}

fn tell(w: &mut Write<'_>, connection: ConnectionId, silent: bool) -> Result<()> {
    let who = Actor::System(SystemPart::Upkeep);
    let kind = EventKind::SilenceMoved { connection, silent };
    for channel in w.channels_of(connection)? {
        w.event(who, Subject::channel(channel.id), kind)?;
    }
    Ok(())
}
