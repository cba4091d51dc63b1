//! Reviewing: a draft is kept, handed in, told to whose work it is, and looked at again when they ask for it.

use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ReviewId};
use crate::domain::quality::review::{Remark, Review, Standing};
use crate::domain::quality::scorecard::Answer;
use crate::quality::find;
use crate::store::Write;

/// Characters of a comment, and of one at a message; and how many of these.
const COMMENT: usize = 5_000;
const REMARK: usize = 1_000;
const REMARKS: usize = 100;

/// What a reviewer says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    pub answers: Vec<(u16, Answer)>,
    pub comment: String,
    pub remarks: Vec<Remark>,
}

/// Keeps what the reviewer says so far, or hands it in.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for another than its reviewer; [`Error::Conflict`] `review_done`;
/// [`Error::Invalid`] on `answers`, `comment`, `remarks`.
pub fn save(
    w: &mut Write<'_>,
    by: &Viewer,
    id: ReviewId,
    draft: &Draft,
    hand_in: bool,
) -> Result<Review> {
    let mut it = find(w, by, id)?;
    if by.agent_id() != Some(it.reviewer) {
        return Err(Error::Forbidden { need: "review" });
    }
    if !it.is_open() {
        return Err(Error::conflict("review_done"));
    }
    check(w, &it, draft)?;
    it.answers.clone_from(&draft.answers);
    it.answers.sort_unstable();
    draft.comment.trim().clone_into(&mut it.comment);
    it.remarks.clone_from(&draft.remarks);
    it.remarks.retain(|it| !it.text.trim().is_empty());
    it.saved_at = Some(w.now());
    if hand_in {
        return handed_in(w, by, it);
    }
    w.put_review(&it)?;
    Ok(it)
}

fn check(w: &Write<'_>, it: &Review, draft: &Draft) -> Result<()> {
    let mut seen = Vec::new();
    for (id, answer) in &draft.answers {
        let question = it.questions.iter().find(|it| it.id == *id);
        let fits = question.is_some_and(|it| it.kind.answers().contains(answer));
        if !fits || seen.contains(id) {
            return Err(Error::invalid("answers", "error-field"));
        }
        seen.push(*id);
    }
    let long = |text: &str, most: usize| text.chars().count() > most;
    if long(&draft.comment, COMMENT) {
        return Err(Error::invalid("comment", "error-review-long"));
    }
    if draft.remarks.len() > REMARKS || draft.remarks.iter().any(|it| long(&it.text, REMARK)) {
        return Err(Error::invalid("remarks", "error-review-long"));
    }
    for remark in &draft.remarks {
        let place = w.message_place(remark.message)?;
        if place.map(|it| it.0) != it.conversation {
            return Err(Error::invalid("remarks", "error-field"));
        }
    }
    Ok(())
}

fn handed_in(w: &mut Write<'_>, by: &Viewer, mut it: Review) -> Result<Review> {
    if it.questions.iter().any(|q| it.answer(q.id).is_none()) {
        return Err(Error::invalid("answers", "error-review-unanswered"));
    }
    let review = it.id;
    let event = if it.standing == Standing::Disputed {
        it.standing = Standing::Settled;
        EventKind::ReviewSettled { review }
    } else {
        it.standing = Standing::Done;
        it.done_at = Some(w.now());
        EventKind::ReviewDone { review }
    };
    it.score = it.scored();
    w.put_review(&it)?;
    w.event(by.actor, Subject::agent(it.agent), event)?;
    Ok(it)
}

/// What an agent says to a review of their work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// They have read it.
    Accept,
    /// They ask to look again.
    Dispute,
}

/// Says it. Looked at again is once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for another than whose work it is; [`Error::Conflict`] `review_answered`;
/// [`Error::Invalid`] on `text`.
pub fn reply(
    w: &mut Write<'_>,
    by: &Viewer,
    id: ReviewId,
    (reply, text): (Reply, &str),
) -> Result<Review> {
    let mut it = find(w, by, id)?;
    if !is_of(&it, by.agent_id()) {
        return Err(Error::Forbidden { need: "review" });
    }
    let text = text.trim();
    if text.chars().count() > COMMENT {
        return Err(Error::invalid("text", "error-review-long"));
    }
    let review = it.id;
    let event = match (reply, it.standing) {
        (Reply::Accept, Standing::Done | Standing::Settled) => {
            it.standing = Standing::Accepted;
            EventKind::ReviewAccepted { review }
        }
        (Reply::Dispute, Standing::Done) if text.is_empty() => {
            return Err(Error::invalid("text", "error-review-why"));
        }
        (Reply::Dispute, Standing::Done) => {
            it.standing = Standing::Disputed;
            EventKind::ReviewDisputed { review }
        }
        _ => return Err(Error::conflict("review_answered")),
    };
    if !text.is_empty() {
        text.clone_into(&mut it.reply);
    }
    it.replied_at = Some(w.now());
    w.put_review(&it)?;
    w.event(by.actor, Subject::agent(it.agent), event)?;
    Ok(it)
}

/// Whether it is a review of somebody's work that counts.
#[must_use]
pub fn is_of(it: &Review, agent: Option<AgentId>) -> bool {
    it.counts() && agent == Some(it.agent)
}
