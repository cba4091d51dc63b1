//! Which questions must be asked again by law or for safety, one a line.

use std::collections::BTreeSet;

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::quality::questions::{LONGEST, MOST, RequiredQuestions};
use crate::store::Write;
use crate::text::fold::words;

/// Fewer words would be found in every sentence.
const FEWEST_WORDS: usize = 2;

/// Says which; those that are the same but for accents and signs are one.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `questions`.
pub fn put(w: &mut Write<'_>, by: &Viewer, given: &[String]) -> Result<RequiredQuestions> {
    by.need(Right::Administer)?;
    let questions = checked(given)?;
    let new = RequiredQuestions { questions };
    if new == w.required_questions()? {
        return Ok(new);
    }
    w.put_required_questions(&new)?;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::RequiredQuestionsSet,
    )?;
    Ok(new)
}

fn checked(given: &[String]) -> Result<Vec<String>> {
    let (mut known, mut out) = (BTreeSet::new(), Vec::new());
    for one in given {
        let one = one.split_whitespace().collect::<Vec<_>>().join(" ");
        if one.is_empty() {
            continue;
        }
        let folded = words(&one);
        if folded.len() < FEWEST_WORDS || one.chars().any(char::is_control) {
            return Err(Error::invalid("questions", "error-question-short"));
        }
        if one.chars().count() > LONGEST {
            return Err(Error::invalid("questions", "error-question-long"));
        }
        if known.insert(folded) {
            out.push(one);
        }
    }
    if out.len() > MOST {
        return Err(Error::invalid("questions", "error-questions-many"));
    }
    Ok(out)
}
