//! What a policy would mean for what is open now, before it is kept.

use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::measure::{Anew, measured};
use crate::domain::error::Result;
use crate::domain::sla::SlaPolicy;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::text::fold::fold;

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

/// # Errors
/// The store's.
pub fn preview(look: &Look<'_>, policy: &SlaPolicy, now: Millis) -> Result<Preview> {
    let mut yardstick = Yardstick::read(look)?;
    yardstick.policies.retain(|it| it.id != policy.id);
    yardstick.policies.push(policy.clone());
    yardstick
        .policies
        .sort_by_cached_key(|it| (it.position, fold(&it.name)));
    let (mut out, mut before) = (Preview::default(), None);
    for _ in 0..LOOKED_AT / PAGE {
        let page = look.conversations_before(before, PAGE)?;
        out.or_more = page.len() == PAGE;
        for c in page.iter().filter(|it| it.status.is_unresolved()) {
            let sla = measured(look, &yardstick, c, (now, Anew::Agreement))?;
            let Some(sla) = sla.filter(|it| it.policy == policy.id) else {
                continue;
            };
            out.n += 1;
            let due = sla.next().and_then(|it| it.due);
            out.late += usize::from(due.is_some_and(|it| it < now));
            let soon = now..now + SOON;
            out.soon += usize::from(due.is_some_and(|it| soon.contains(&it)));
        }
        before = page.last().map(|it| it.number);
        if !out.or_more {
            break;
        }
    }
    Ok(out)
}
