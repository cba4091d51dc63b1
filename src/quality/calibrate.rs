//! Whether reviewers agree: how often two of them gave the same answer to the same question about the same conversation.

use std::collections::BTreeMap;

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::CalibrationId;
use crate::domain::quality::review::{Calibration, Review};
use crate::domain::quality::scorecard::Answer;
use crate::quality::looks_after;
use crate::store::Look;

/// So many pairs of answers are needed before what chance alone would do is taken off.
pub const ENOUGH: u32 = 20;

/// Pairs of answers, and how many of them are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pairs {
    pub n: u32,
    pub equal: u32,
}

impl Pairs {
    /// Thousandths that are equal; nothing of none.
    #[must_use]
    pub fn share(self) -> Option<u32> {
        (self.n > 0).then(|| (self.equal * 1_000 + self.n / 2) / self.n)
    }
}

/// What several reviews of one conversation come to side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agreement {
    /// By question, as the card has them.
    pub questions: Vec<(u16, Pairs)>,
    pub all: Pairs,
    /// Cohen's kappa in thousandths, −1,000 to 1,000: agreement beyond what chance would do.
    pub kappa: Option<i32>,
}

/// Compares reviews of the same conversation: each question of each two reviewers is a pair.
#[must_use]
pub fn agreement(reviews: &[Review]) -> Agreement {
    let mut out = Agreement::default();
    let mut given: Vec<(Answer, Answer)> = Vec::new();
    let questions = reviews.first().map(|it| it.questions.clone());
    for question in questions.unwrap_or_default() {
        let pairs = pairs_of(reviews, question.id);
        let equal = pairs.iter().filter(|it| it.0 == it.1).count();
        let pair = Pairs {
            n: u32::try_from(pairs.len()).unwrap_or(u32::MAX),
            equal: u32::try_from(equal).unwrap_or(u32::MAX),
        };
        out.all.n += pair.n;
        out.all.equal += pair.equal;
        out.questions.push((question.id, pair));
        given.extend(pairs);
    }
    out.kappa = kappa(&given);
    out
}

fn pairs_of(reviews: &[Review], question: u16) -> Vec<(Answer, Answer)> {
    let mut out = Vec::new();
    for (at, one) in reviews.iter().enumerate() {
        for other in reviews.iter().skip(at + 1) {
            out.extend(one.answer(question).zip(other.answer(question)));
        }
    }
    out
}

/// Cohen's kappa over pairs of answers: (observed − expected) ÷ (1 − expected), where what is expected follows from how often
/// each side gave each answer. Nothing below [`ENOUGH`] pairs, nor where all gave one and the same answer.
#[must_use]
pub fn kappa(pairs: &[(Answer, Answer)]) -> Option<i32> {
    let n = i64::try_from(pairs.len()).ok()?;
    if n < i64::from(ENOUGH) {
        return None;
    }
    let mut sides: BTreeMap<Answer, (i64, i64)> = BTreeMap::new();
    for (one, other) in pairs {
        sides.entry(*one).or_default().0 += 1;
        sides.entry(*other).or_default().1 += 1;
    }
    let equal = i64::try_from(pairs.iter().filter(|it| it.0 == it.1).count()).ok()?;
    // All over n²: exact in whole numbers.
    let (observed, expected) = (equal * n, sides.values().map(|it| it.0 * it.1).sum::<i64>());
    let beyond = n * n - expected;
    (beyond > 0).then(|| i32::try_from((observed - expected) * 1_000 / beyond).unwrap_or_default())
}

/// The reviews of one, in the order they were given out.
///
/// # Errors
/// The store's.
pub fn reviews(look: &Look<'_>, it: &Calibration) -> Result<Vec<Review>> {
    let found: Result<Vec<Option<Review>>> = it.reviews.iter().map(|id| look.review(*id)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Whether all have handed in: before that nobody sees what another said, whoever they are.
///
/// # Errors
/// The store's.
pub fn is_complete(look: &Look<'_>, it: &Calibration) -> Result<bool> {
    Ok(reviews(look, it)?.iter().all(Review::is_done))
}

/// Whether somebody sees what was said in one: complete, and they took part or look after others.
///
/// # Errors
/// The store's.
pub fn is_open_to(look: &Look<'_>, viewer: &Viewer, id: CalibrationId) -> Result<bool> {
    let Some(it) = look.calibration(id)? else {
        return Ok(false);
    };
    Ok(is_complete(look, &it)? && is_for(look, viewer, &it)?)
}

/// Whether somebody may know that there is one.
fn is_for(look: &Look<'_>, viewer: &Viewer, it: &Calibration) -> Result<bool> {
    // Whose work it is learns of it from no exercise.
    if viewer.agent_id() == Some(it.agent) {
        return Ok(false);
    }
    let all = reviews(look, it)?;
    let team = all.first().and_then(|it| it.team);
    let part = all.iter().any(|it| viewer.agent_id() == Some(it.reviewer));
    Ok(part || (viewer.may(Right::Supervise) && looks_after(look, viewer, team)?))
}

/// One that may be known of.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, viewer: &Viewer, id: CalibrationId) -> Result<Calibration> {
    let gone = || Error::not_found("calibration");
    let found = look.calibration(id)?.ok_or_else(gone)?;
    if is_for(look, viewer, &found)? {
        Ok(found)
    } else {
        Err(gone())
    }
}

/// The newest of those somebody may know of.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>, viewer: &Viewer, limit: usize) -> Result<Vec<Calibration>> {
    let mut out = Vec::new();
    for it in look.calibrations(limit)? {
        if is_for(look, viewer, &it)? {
            out.push(it);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quality::scorecard::Question;

    #[test]
    fn kappa_takes_off_what_chance_would_do() {
        let pairs = |n: usize, pair: (Answer, Answer)| vec![pair; n];
        let (yes, no) = (Answer::Yes, Answer::No);
        // The textbook's: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, expected 0.5, kappa 0.4.
        let all = [
            pairs(20, (yes, yes)),
            pairs(5, (yes, no)),
            pairs(10, (no, yes)),
            pairs(15, (no, no)),
        ];
        assert_eq!(kappa(&all.concat()), Some(400));
        assert_eq!(kappa(&pairs(19, (yes, no))), None, "too few");
        assert_eq!(kappa(&pairs(30, (yes, yes))), None, "nothing to tell apart");
    }

    #[test]
    fn each_two_reviewers_are_a_pair() {
        let review = |answers: &[(u16, Answer)]| Review {
            questions: [1, 2]
                .map(|id| Question {
                    id,
                    ..Question::default()
                })
                .to_vec(),
            answers: answers.to_vec(),
            ..Review::default()
        };
        let all = [
            review(&[(1, Answer::Yes), (2, Answer::Yes)]),
            review(&[(1, Answer::Yes), (2, Answer::No)]),
            review(&[(1, Answer::Yes), (2, Answer::No)]),
        ];
        let found = agreement(&all);
        assert_eq!(
            found.questions,
            [(1, Pairs { n: 3, equal: 3 }), (2, Pairs { n: 3, equal: 1 })]
        );
        assert_eq!((found.all.share(), found.kappa), (Some(667), None));
        assert_eq!(agreement(&all[..1]).all.share(), None);
    }
}
