//! The calls of providers: kept before they are read, closed with what became of them, forgotten after a while.

use crate::conversations::chat::silence;
use crate::domain::actor::{Actor, Right, SystemPart, Viewer};
use crate::domain::channel::{Connection, HealthState};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, RawId};
use crate::domain::job::JobKind;
use crate::domain::raw::{Call, Raw, RawSource, Verdict};
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};

/// Calls listed and kept of a connection, whatever their age.
pub const KEPT: usize = 200;
/// Older ones than this go.
const LIFE: Span = Span::days(14);
/// How often at most it is noted that a connection was heard.
const NOTED: Span = Span::minutes(1);
/// Tries by itself of what was put aside, and the time before the first; doubled for each.
const TRIES: u32 = 6;
const FIRST: Span = Span::minutes(1);

/// Keeps a call, byte for byte. `packed` is what `store::mail::pack` made of a body kept as a row.
///
/// # Errors
/// The store's.
pub fn keep(w: &mut Write<'_>, raw: &Raw, packed: Option<&[u8]>) -> Result<()> {
    w.put_raw_input(raw, packed)?;
    w.put_call(&call(raw, Verdict::Kept))
}

fn call(raw: &Raw, verdict: Verdict) -> Call {
    Call {
        raw: raw.id,
        connection: raw.connection,
        at: raw.at,
        size: raw.size,
        verdict,
        ..Call::default()
    }
}

/// Closes a call that was acted on: how many events it held, and how many of them were known.
///
/// # Errors
/// The store's.
pub fn done(w: &mut Write<'_>, raw: &Raw, (events, known): (u32, u32)) -> Result<()> {
    w.put_call(&Call {
        events,
        known,
        ..call(raw, Verdict::Done)
    })?;
    heard(w, raw.connection, raw.at)
}

/// Notes that a connection was heard, once a minute; the first time says that it works.
///
/// # Errors
/// The store's.
pub fn heard(w: &mut Write<'_>, id: ConnectionId, at: Millis) -> Result<()> {
    let all = w.arranged::<Connection>()?;
    let Some(known) = all.iter().find(|it| it.id == id) else {
        return Ok(());
    };
    let from = known.health.state;
    let is_silent = known.health.silent_since.is_some();
    let last = known.health.last_in;
    let just_noted = last.is_some_and(|last| at.since(last) < NOTED);
    if from != HealthState::New && just_noted && !is_silent {
        return Ok(());
    }
    let mut connection = known.clone();
    silence::heard(w, &mut connection, at)?;
    if from == HealthState::New {
        (connection.health.state, connection.health.since) = (HealthState::Working, w.now());
    }
    let to = connection.health.state;
    w.put_connection(&connection)?;
    if from == to {
        return Ok(());
    }
    for channel in w.channels_of(id)? {
        let moved = EventKind::HealthMoved {
            connection: id,
            from,
            to,
        };
        let who = Actor::System(SystemPart::Intake);
        w.event(who, Subject::channel(channel.id), moved)?;
    }
    Ok(())
}

/// Puts a call aside that could not be read or acted on: it is shown, and tried again by itself.
///
/// # Errors
/// The store's.
pub fn aside(w: &mut Write<'_>, raw: &Raw, (code, detail): (&str, &str)) -> Result<()> {
    let tries = w.call_of(raw)?.map_or(0, |it| it.attempts) + 1;
    w.put_call(&Call {
        code: code.to_owned(),
        detail: detail.chars().take(300).collect(),
        attempts: tries,
        ..call(raw, Verdict::Parked)
    })?;
    if tries <= TRIES {
        let wait = Span(FIRST.0 << (tries - 1));
        w.job(w.now() + wait, JobKind::ReadCall { raw: raw.id })?;
    }
    Ok(())
}

/// Notes a call that was refused; nothing of it is kept.
///
/// # Errors
/// The store's.
pub fn refused(
    w: &mut Write<'_>,
    connection: ConnectionId,
    (size, code): (u64, &str),
) -> Result<()> {
    let it = Call {
        raw: w.new_id(),
        connection,
        at: w.now(),
        size,
        verdict: Verdict::Refused,
        code: code.to_owned(),
        ..Call::default()
    };
    w.put_call(&it)
}

/// One call of a connection: kept, or refused among its newest ones.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, connection: ConnectionId, raw: RawId) -> Result<Call> {
    let kept = look.raw_input(raw)?;
    let kept = kept.filter(|it| it.connection == connection && it.source == RawSource::Hook);
    let found = match kept {
        Some(it) => look.call_of(&it)?,
        // Nothing is kept of it but this row.
        None => {
            let newest = look.calls(connection, KEPT)?;
            newest.into_iter().find(|it| it.raw == raw)
        }
    };
    found.ok_or_else(|| Error::not_found("call"))
}

/// A call whose bytes are kept, to be read again or shown.
///
/// # Errors
/// [`Error::NotFound`], for a refused one too.
pub fn find_kept(look: &Look<'_>, connection: ConnectionId, raw: RawId) -> Result<Call> {
    let found = find(look, connection, raw)?;
    if found.verdict == Verdict::Refused {
        return Err(Error::not_found("call"));
    }
    Ok(found)
}

/// Asks for a call to be read again now.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn replay(w: &mut Write<'_>, by: &Viewer, raw: RawId) -> Result<()> {
    by.need(Right::Administer)?;
    let found = w.raw_input(raw)?;
    found
        .filter(|it| it.source == RawSource::Hook)
        .ok_or_else(|| Error::not_found("call"))?;
    w.job(w.now(), JobKind::ReadCall { raw })?;
    Ok(())
}

/// Calls that were kept and never acted on, when Lobby begins: it was stopped in between.
///
/// # Errors
/// The store's.
pub fn forgotten(look: &Look<'_>, now: Millis) -> Result<Vec<RawId>> {
    let mut out = Vec::new();
    for connection in look.connections()? {
        for it in look.calls(connection.id, KEPT * 5)? {
            if it.verdict == Verdict::Kept && it.at < now {
                out.push(it.raw);
            }
        }
    }
    Ok(out)
}

/// Forgets calls that are old, but for the newest of each connection, those that wait, and those put aside. Answers how
/// many went.
///
/// # Errors
/// The store's.
pub fn sweep(w: &mut Write<'_>) -> Result<usize> {
    let mut n = 0;
    for connection in w.connections()? {
        for it in w.calls_behind(connection.id, KEPT)? {
            let over = matches!(it.verdict, Verdict::Done | Verdict::Refused);
            if over && w.now().since(it.at) > LIFE {
                w.remove_call(&it)?;
                n += 1;
            }
        }
    }
    Ok(n)
}

/// Whether anything still names the bytes of a call.
///
/// # Errors
/// The store's.
pub fn is_named(look: &Look<'_>, raw: &Raw) -> Result<bool> {
    Ok(look.call_of(raw)?.is_some())
}
