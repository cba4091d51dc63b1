//! Whether conversations are reviewed, how many of each agent's and by whom.

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::AgentId;
use crate::domain::job::JobKind;
use crate::domain::quality::{MOST_PER_AGENT, Plan};
use crate::store::Write;

/// What may be said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub on: bool,
    pub per_agent: u8,
    pub reviewers: Vec<AgentId>,
}

impl About {
    #[must_use]
    pub fn of(it: &Plan) -> Self {
        About {
            on: it.on,
            per_agent: it.per_agent(),
            reviewers: it.reviewers.clone(),
        }
    }
}

/// Says it. Switched on, the week that ended last is drawn at once, and then each Monday.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `per_agent`, `reviewers`, or on `on` while there is no scorecard.
pub fn put(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<Plan> {
    by.need(Right::Administer)?;
    if !(1..=MOST_PER_AGENT).contains(&about.per_agent) {
        return Err(Error::invalid("per_agent", "error-quality-per-agent"));
    }
    for id in &about.reviewers {
        if !w.agent(*id)?.is_some_and(|it| it.is_active()) {
            return Err(Error::invalid("reviewers", "error-field"));
        }
    }
    let has_card = w.scorecards()?.iter().any(|it| it.retired_at.is_none());
    if about.on && !has_card {
        return Err(Error::invalid("on", "error-quality-no-card"));
    }
    let was = w.quality_plan()?;
    let mut new = Plan {
        on: about.on,
        per_agent: about.per_agent,
        reviewers: about.reviewers.clone(),
        due: was.due.filter(|_| about.on),
    };
    if new == was {
        return Ok(new);
    }
    if new.on && new.due.is_none() {
        let due = w.now();
        new.due = Some(due);
        w.job(due, JobKind::DrawSample { due })?;
    }
    w.put_quality_plan(&new)?;
    w.event(by.actor, Subject::default(), EventKind::QualityPlanned)?;
    Ok(new)
}
