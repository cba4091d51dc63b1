//! The devices somebody is pushed to.

use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, PushDeviceId, SessionId};
use crate::domain::job::JobKind;
use crate::domain::notice::PushDevice;
use crate::store::{Look, Write};

/// A browser gives its addresses lengths far below.
const LONGEST: usize = 2_000;
/// An uncompressed point of P-256, and a secret (RFC 8291, 3.1 and 3.2).
const KEY: usize = 65;
const SECRET: usize = 16;
/// Devices of one person: the oldest goes for one more.
const MOST: usize = 20;

/// What a browser hands over to be pushed to.
#[derive(Debug, Clone)]
pub struct NewDevice {
    pub session: SessionId,
    pub device: String,
    pub endpoint: String,
    pub key: Vec<u8>,
    pub secret: Vec<u8>,
}

/// Notes a device; one known by its address is the same.
///
/// # Errors
/// [`Error::Conflict`] `no_person` for a program; [`Error::Invalid`] on `endpoint` or `keys`.
pub fn add(w: &mut Write<'_>, viewer: &Viewer, new: &NewDevice) -> Result<PushDevice> {
    let me = viewer.agent_id().ok_or(Error::conflict("no_person"))?;
    let address = url_like(&new.endpoint);
    if !address || new.endpoint.len() > LONGEST {
        return Err(Error::invalid("endpoint", "error-field"));
    }
    if new.key.len() != KEY || new.key.first() != Some(&4) || new.secret.len() != SECRET {
        return Err(Error::invalid("keys", "error-field"));
    }
    let known = w.push_devices(me)?;
    let same = known.iter().find(|it| it.endpoint == new.endpoint);
    // A browser two people use is the one's who asked last.
    for agent in w.agents()?.iter().filter(|it| it.id != me) {
        let theirs = w.push_devices(agent.id)?.into_iter();
        for it in theirs.filter(|it| it.endpoint == new.endpoint) {
            w.remove_push_device(agent.id, it.id)?;
        }
    }
    if let (None, Some(oldest)) = (same, known.first().filter(|_| known.len() >= MOST)) {
        w.remove_push_device(me, oldest.id)?;
    }
    let it = PushDevice {
        id: match same {
            Some(it) => it.id,
            None => w.new_id(),
        },
        agent: me,
        session: new.session,
        device: new.device.chars().take(80).collect(),
        endpoint: new.endpoint.clone(),
        key: new.key.clone(),
        secret: new.secret.clone(),
        made_at: same.map_or_else(|| w.now(), |it| it.made_at),
        reached_at: same.and_then(|it| it.reached_at),
        trouble: String::new(),
    };
    w.put_push_device(&it)?;
    Ok(it)
}

fn url_like(text: &str) -> bool {
    let plain = text
        .strip_prefix("https://")
        .or(text.strip_prefix("http://"));
    plain.is_some_and(|it| !it.is_empty()) && text.chars().all(|it| it.is_ascii_graphic())
}

/// One's own devices, oldest first.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>, viewer: &Viewer) -> Result<Vec<PushDevice>> {
    viewer
        .agent_id()
        .map_or(Ok(Vec::new()), |me| look.push_devices(me))
}

/// Pushes to a device of one's own no more.
///
/// # Errors
/// [`Error::NotFound`].
pub fn forget(w: &mut Write<'_>, viewer: &Viewer, id: PushDeviceId) -> Result<()> {
    let me = viewer.agent_id().ok_or(Error::conflict("no_person"))?;
    if w.remove_push_device(me, id)? {
        Ok(())
    } else {
        Err(Error::not_found("device"))
    }
}

/// Pushes something to a device of one's own, to see that it is reached.
///
/// # Errors
/// [`Error::NotFound`].
pub fn test(w: &mut Write<'_>, viewer: &Viewer, id: PushDeviceId) -> Result<()> {
    let known = list(w, viewer)?.into_iter().find(|it| it.id == id);
    let it = known.ok_or(Error::not_found("device"))?;
    let now = w.now();
    let (agent, device) = (it.agent, it.id);
    w.job(now, JobKind::PushTest { agent, device }).map(|_| ())
}

/// A push service does not know the device any more, or took a message for it; `trouble` is a key of `words`.
///
/// # Errors
/// The store's.
pub fn told(
    w: &mut Write<'_>,
    (agent, id): (AgentId, PushDeviceId),
    outcome: &Outcome,
) -> Result<()> {
    let found = w.push_devices(agent)?.into_iter().find(|it| it.id == id);
    let Some(mut it) = found else { return Ok(()) };
    match outcome {
        Outcome::Gone => return w.remove_push_device(agent, id).map(|_| ()),
        Outcome::Taken => (it.reached_at, it.trouble) = (Some(w.now()), String::new()),
        Outcome::Refused(trouble) => it.trouble.clone_from(trouble),
    }
    w.put_push_device(&it)
}

/// What a push service said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    /// There is no such device any more (RFC 8030, 7.3).
    Gone,
    /// Why not, as a key of `words`.
    Refused(String),
}
