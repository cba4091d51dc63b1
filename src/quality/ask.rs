//! Having one conversation reviewed: by one, or by several who do not know what the others say.

use crate::conversations::find;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, CalibrationId, ReviewId};
use crate::domain::quality::review::{Calibration, Review, Why};
use crate::quality::sample::{begin, candidate};
use crate::quality::{able_of, card_for, takes_part};
use crate::store::Write;

/// Reviewers of one conversation at most.
const SEVERAL: usize = 8;

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    Review(ReviewId),
    Calibration(CalibrationId),
}

/// Gives the conversation of this number to a reviewer, or to several at once to see whether they agree. Nobody reviews what
/// they have a part in.
///
/// # Errors
/// [`Error::Forbidden`] for who does not review; [`Error::Conflict`] `quality_off`, `review_there`; [`Error::Invalid`] on
/// `number`, `reviewers`.
pub fn ask(w: &mut Write<'_>, by: &Viewer, number: u64, reviewers: &[AgentId]) -> Result<Begun> {
    if !takes_part(w, by)? {
        return Err(Error::Forbidden {
            need: Right::Supervise.name(),
        });
    }
    if !w.quality_plan()?.on {
        return Err(Error::conflict("quality_off"));
    }
    let none = |_| Error::invalid("number", "error-review-number");
    let c = find::find(w, by, number).map_err(none)?;
    let found = candidate(w, &c)?.filter(|_| c.is_case());
    let found = found.ok_or(Error::invalid("number", "error-review-nobody"))?;
    if reviewers.is_empty() || reviewers.len() > SEVERAL {
        return Err(Error::invalid("reviewers", "error-review-reviewers"));
    }
    for (at, id) in reviewers.iter().enumerate() {
        let twice = reviewers.iter().take(at).any(|it| it == id);
        if twice || !able_of(w, &c, &found.spoke)?.contains(id) {
            return Err(Error::invalid("reviewers", "error-review-own"));
        }
    }
    let card = card_for(w, c.team, c.channel)?;
    let card = card.ok_or(Error::invalid("number", "error-quality-no-card"))?;
    if let [reviewer] = reviewers {
        let again = |it: &Review| it.reviewer == *reviewer && it.calibration.is_none();
        if w.reviews_in(c.id)?.iter().any(again) {
            return Err(Error::conflict("review_there"));
        }
        let made = begin(w, by.actor, (&found, &card), |it| {
            (it.reviewer, it.why) = (*reviewer, Why::Asked);
        })?;
        return Ok(Begun::Review(made.id));
    }
    let mut it = Calibration {
        id: w.new_id(),
        conversation: Some(c.id),
        agent: found.agent,
        card: card.id,
        made_by: by.agent_id(),
        made_at: w.now(),
        ..Calibration::default()
    };
    for reviewer in reviewers {
        let made = begin(w, by.actor, (&found, &card), |one| {
            (one.reviewer, one.why, one.calibration) = (*reviewer, Why::Asked, Some(it.id));
        })?;
        it.reviews.push(made.id);
    }
    w.put_calibration(&it)?;
    let begun = EventKind::CalibrationBegun { calibration: it.id };
    w.event(by.actor, Subject::default(), begun)?;
    Ok(Begun::Calibration(it.id))
}
