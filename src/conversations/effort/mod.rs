//! What ours spend on conversations: noted as their pages tell it, shown to those who may see it.

use crate::domain::actor::{Right, Viewer};
use crate::domain::change::ChangeKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::effort::{Focus, Measuring, Visit};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ConversationId};
use crate::store::{Look, Write};

/// Changes of one conversation among which merges are looked for.
const CHANGES: usize = 1_000;

/// Whether work in a conversation is measured: it is on, and this is a case of a person there still is.
///
/// # Errors
/// The store's.
pub fn is_measured(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    let is_case = !c.history && !c.is_aside() && c.status != Status::Spam;
    Ok(is_case && !look.measuring()?.off && !is_erased(look, c)?)
}

fn is_erased(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    let person = look.person(c.contact)?;
    Ok(person.is_none_or(|it| it.erased_at.is_some()))
}

/// Notes a visit. Meant for a lazy write: said again, it counts once; where all was erased meanwhile nothing is kept.
///
/// # Errors
/// The store's.
pub fn note(w: &mut Write<'_>, agent: AgentId, of: ConversationId, visit: Visit) -> Result<()> {
    let Some(c) = w.conversation(of)? else {
        return Ok(());
    };
    if is_erased(w, &c)? {
        return Ok(());
    }
    let known = w.focus(of, agent)?;
    let mut focus = known.clone().unwrap_or(Focus {
        conversation: of,
        agent,
        ..Focus::default()
    });
    focus.take(visit);
    if known.as_ref() != Some(&focus) && focus.times() > 0 {
        w.put_focus(&focus)?;
    }
    Ok(())
}

/// What each of ours spent on a case, with what was put together with it; one row a person, in no order.
///
/// # Errors
/// The store's.
pub fn spent(look: &Look<'_>, c: &Conversation) -> Result<Vec<Focus>> {
    let mut all: Vec<Focus> = Vec::new();
    for id in parts(look, c.id)? {
        for it in look.focus_in(id)? {
            let Some(known) = all.iter_mut().find(|own| own.agent == it.agent) else {
                all.push(it);
                continue;
            };
            known.before.0 = known.before.0.saturating_add(it.before.0);
            known.before.1.0 = known.before.1.0.saturating_add(it.before.1.0);
            it.visits.into_iter().for_each(|visit| known.take(visit));
        }
    }
    Ok(all)
}

/// A case and all that was merged into it and lies in it still.
fn parts(look: &Look<'_>, whole: ConversationId) -> Result<Vec<ConversationId>> {
    let mut out = vec![whole];
    let mut at = 0;
    while let Some(into) = out.get(at).copied() {
        at += 1;
        for change in look.changes_of(into, CHANGES)? {
            let ChangeKind::Messages { from, .. } = change.kind else {
                continue;
            };
            let other = look.conversation(from)?;
            let lies_here = other.is_some_and(|it| it.merged && it.successor == Some(into));
            if lies_here && !out.contains(&from) {
                out.push(from);
            }
        }
    }
    Ok(out)
}

/// As [`spent`], as far as a viewer may see it: supervisors all of it, others what is theirs.
///
/// # Errors
/// The store's.
pub fn seen(look: &Look<'_>, viewer: &Viewer, c: &Conversation) -> Result<Vec<Focus>> {
    let mut all = spent(look, c)?;
    if !viewer.may(Right::Supervise) {
        all.retain(|it| Some(it.agent) == viewer.agent_id());
    }
    Ok(all)
}

/// Switches measuring on or off. What was measured stays.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`] for everybody but an owner.
pub fn set_measuring(w: &mut Write<'_>, by: &Viewer, on: bool) -> Result<()> {
    by.need(Right::Own)?;
    let new = Measuring { off: !on };
    if w.measuring()? == new {
        return Ok(());
    }
    w.put_measuring(new)?;
    w.event(by.actor, Subject::default(), EventKind::MeasuringSet { on })?;
    Ok(())
}
