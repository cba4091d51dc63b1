//! What of somebody's notices is pushed, when, and to which devices.

use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, NoticeId, PushDeviceId};
use crate::domain::job::JobKind;
use crate::domain::notice::{Medium, PushDevice};
use crate::domain::time::{Millis, Span};
use crate::notices::list::{Seen, seen};
use crate::notices::quiet::quiet_until;
use crate::notices::react::Eyes;
use crate::notices::viewer;
use crate::store::{Look, Write};

/// What waits for absence waits so long for who looks at Lobby.
pub const LOOKS_AWAY: Span = Span::seconds(30);

/// The notice, if it is still to be pushed: unread, to be seen, wanted, not in the quiet, and not in front of their eyes.
///
/// # Errors
/// The store's.
pub fn wanted(
    look: &Look<'_>,
    (agent, id): (AgentId, NoticeId),
    eyes: &Eyes,
    now: Millis,
) -> Result<Option<(Agent, Seen)>> {
    let Some(agent) = look.agent(agent)?.filter(Agent::is_active) else {
        return Ok(None);
    };
    let found = look.notice(agent.id, id)?.filter(|it| it.is_unread());
    let found = found.filter(|it| agent.telling.wants(it.kind, Medium::Push));
    let Some(it) = found else { return Ok(None) };
    let business = look.business()?.unwrap_or_default();
    let quiet = quiet_until(&agent, &business, now).is_some() && !it.kind.breaks_the_quiet();
    let open = it
        .conversation
        .is_some_and(|c| eyes.contains(&(agent.id, c)));
    if quiet || (open && !it.gathers) {
        return Ok(None);
    }
    let seen = seen(look, &viewer(&agent), it)?;
    Ok(seen.map(|it| (agent, it)))
}

/// Puts what is due to its devices. Who looks at Lobby (`looks`) sees what only counts; it is pushed if they look away
/// and have not read it by then.
///
/// # Errors
/// The store's.
pub fn fan_out(
    w: &mut Write<'_>,
    (agent, id): (AgentId, NoticeId),
    eyes: &Eyes,
    looks: bool,
) -> Result<()> {
    let now = w.now();
    let Some(mut it) = w.notice(agent, id)? else {
        return Ok(());
    };
    let due = it.push_due.unwrap_or(now);
    if looks && it.kind.waits_for_absence() && now.since(due) < LOOKS_AWAY {
        w.job(due + LOOKS_AWAY, JobKind::Push { agent, notice: id })?;
        return Ok(());
    }
    it.push_due = None;
    let drops = looks && it.kind.waits_for_absence();
    if !drops && wanted(w, (agent, id), eyes, now)?.is_some() {
        it.pushed_at = Some(now);
        for device in w.push_devices(agent)? {
            let device = device.id;
            w.job(
                now,
                JobKind::PushTo {
                    agent,
                    notice: id,
                    device,
                },
            )?;
        }
    }
    w.put_notice(&it)
}

/// A device, if it is still pushed to.
///
/// # Errors
/// The store's.
pub fn device(look: &Look<'_>, agent: AgentId, id: PushDeviceId) -> Result<Option<PushDevice>> {
    let all = look.push_devices(agent)?;
    Ok(all.into_iter().find(|it| it.id == id))
}
