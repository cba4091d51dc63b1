//! What a policy would mean for what is open now, before it is kept.

use std::collections::BTreeMap;

use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::measure::{Anew, measured};
use crate::domain::error::Result;
use crate::domain::id::SlaPolicyId;
use crate::domain::sla::SlaPolicy;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// Conversations looked at, newest first.
const LOOKED_AT: usize = 2_000;
const PAGE: usize = 200;
/// What is due so soon counts as that.
const SOON: Span = Span::hours(1);

/// Of the unresolved conversations a policy would be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preview {
    pub n: usize,
    /// Something agreed would be late already.
    pub late: usize,
    /// Something would fall due within the hour.
    pub soon: usize,
    /// Not all were looked at.
    pub or_more: bool,
}

/// What one policy would mean, kept or not.
///
/// # Errors
/// The store's.
pub fn preview(look: &Look<'_>, policy: &SlaPolicy, now: Millis) -> Result<Preview> {
    let mut yardstick = Yardstick::read(look)?;
    yardstick.policies.retain(|it| it.id != policy.id);
    yardstick.policies.push(policy.clone());
    yardstick.policies.sort_by_cached_key(SlaPolicy::rank);
    let found = previews(look, &yardstick, now)?;
    Ok(found.get(&policy.id).copied().unwrap_or_default())
}

/// What each policy would mean beside the others, in one look through what is open. Those that would be for nothing are
/// left out.
///
/// # Errors
/// The store's.
pub fn previews(
    look: &Look<'_>,
    yardstick: &Yardstick,
    now: Millis,
) -> Result<BTreeMap<SlaPolicyId, Preview>> {
    let (mut out, mut before) = (BTreeMap::<SlaPolicyId, Preview>::new(), None);
    let mut or_more = false;
    for _ in 0..LOOKED_AT / PAGE {
        let page = look.conversations_before(before, PAGE)?;
        or_more = page.len() == PAGE;
        for c in page.iter().filter(|it| it.status.is_unresolved()) {
            let sla = measured(look, yardstick, c, (now, Anew::Agreement))?;
            let Some(sla) = sla else { continue };
            let of = out.entry(sla.policy).or_default();
            of.n += 1;
            let due = sla.next().and_then(|it| it.due);
            of.late += usize::from(due.is_some_and(|it| it < now));
            let soon = now..now + SOON;
            of.soon += usize::from(due.is_some_and(|it| soon.contains(&it)));
        }
        before = page.last().map(|it| it.number);
        if !or_more {
            break;
        }
    }
    for it in out.values_mut() {
        it.or_more = or_more;
    }
    Ok(out)
}
