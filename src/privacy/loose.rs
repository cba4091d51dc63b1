//! Raw input about erased persons that no message of theirs names.

use crate::domain::actor::{Actor, SystemPart};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ParkedId, RawId};
use crate::domain::mail::MailOutcome;
use crate::domain::raw::{Parked, RawSource, Verdict};
use crate::store::{Look, Write};

/// Of a page of raw input beyond `after`: what is about messages of erased persons although no message holds it
/// (a second copy, a bounce); and the last one looked at.
///
/// # Errors
/// The store's.
pub fn loose_raws(
    look: &Look<'_>,
    after: Option<RawId>,
    limit: usize,
) -> Result<(Vec<RawId>, Option<RawId>)> {
    let page = look.raw_inputs_after(after, limit)?;
    let mut out = Vec::new();
    for raw in &page {
        let RawSource::Mail { place, .. } = &raw.source else {
            // Whom a provider's call is about is known only by reading it: of what was acted on none is kept.
            let call = look.call_of(raw)?;
            if call.is_none_or(|it| it.verdict == Verdict::Done) {
                out.push(raw.id);
            }
            continue;
        };
        let about = match look.ledger_row(place)?.map(|it| it.outcome) {
            Some(MailOutcome::DuplicateOf { message }) => Some(message),
            Some(MailOutcome::Report { message }) => message,
            _ => None,
        };
        let Some(message) = about.map_or(Ok(None), |id| look.message(id))? else {
            continue;
        };
        let c = look.conversation(message.conversation)?;
        let contact = c.map_or(Ok(None), |it| look.contact(it.contact))?;
        if contact.is_some_and(|it| it.erased_at.is_some()) {
            out.push(raw.id);
        }
    }
    let last = page.last().map(|it| it.id);
    Ok((out, last.filter(|_| page.len() == limit)))
}

/// Removes raw input found by [`loose_raws`].
///
/// # Errors
/// The store's.
pub fn drop_raws(w: &mut Write<'_>, raws: &[RawId]) -> Result<()> {
    for raw in raws {
        w.remove_raw_input(*raw)?;
    }
    Ok(())
}

/// Lets go of input that was set aside and never read.
///
/// # Errors
/// The store's.
pub fn drop_parked(w: &mut Write<'_>, id: ParkedId) -> Result<()> {
    let Some(row) = w.parked(id)?.filter(|it| it.settled_at.is_none()) else {
        return Ok(());
    };
    w.remove_raw_input(row.raw)?;
    let settled_at = Some(w.now());
    w.put_parked(&Parked {
        detail: String::new(),
        settled_at,
        ..row
    })?;
    let actor = Actor::System(SystemPart::Upkeep);
    w.event(
        actor,
        Subject::default(),
        EventKind::ParkedSettled { parked: id },
    )?;
    Ok(())
}
