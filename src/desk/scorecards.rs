//! Scorecards: by which questions conversations are reviewed.

use crate::desk::setting::{self, noun};
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ScorecardId, TeamId};
use crate::domain::quality::scorecard::{AnswerKind, Question, Scorecard};
use crate::store::{Look, Write};

/// Questions of one at most, and characters of one, of its help and of the guidelines.
pub const QUESTIONS: usize = 20;
const TEXT: usize = 200;
const HELP: usize = 500;
const GUIDELINES: usize = 4_000;

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub guidelines: String,
    pub teams: Vec<TeamId>,
    pub channels: Vec<ChannelId>,
    /// One without a number, or with one it never had, is new.
    pub questions: Vec<Question>,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &Scorecard) -> Self {
        About {
            name: it.name.clone(),
            guidelines: it.guidelines.clone(),
            teams: it.teams.clone(),
            channels: it.channels.clone(),
            questions: it.questions.clone(),
        }
    }
}

noun! { Scorecard, ScorecardId, "scorecard", scorecard, scorecards, put_scorecard, scorecard: ScorecardMade ScorecardChanged ScorecardRetired }

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<Scorecard>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: ScorecardId) -> Result<Scorecard> {
    setting::find(look, id)
}

/// Makes one.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `guidelines`, `teams`, `channels`, `questions`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<Scorecard> {
    by.need(Right::Administer)?;
    let it = Scorecard {
        id: w.new_id(),
        created_at: w.now(),
        ..Scorecard::default()
    };
    put(w, by, it, about)
}

/// Changes one; reviews that were begun keep what they ask.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(w: &mut Write<'_>, by: &Viewer, id: ScorecardId, about: &About) -> Result<Scorecard> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    put(w, by, it, about)
}

/// Takes one out of use.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `last_scorecard` while conversations are drawn for it.
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: ScorecardId) -> Result<()> {
    by.need(Right::Administer)?;
    let others = list(w)?.iter().any(|it| it.id != id);
    if !others && w.quality_plan()?.on {
        return Err(Error::conflict("last_scorecard"));
    }
    setting::retire::<Scorecard>(w, by, id)
}

fn put(w: &mut Write<'_>, by: &Viewer, was: Scorecard, about: &About) -> Result<Scorecard> {
    check(w, about)?;
    let mut next = was.next.max(1);
    let mut questions = Vec::new();
    for it in &about.questions {
        let known = was.questions.iter().any(|q| q.id == it.id);
        let id = if known {
            it.id
        } else {
            next += 1;
            next - 1
        };
        questions.push(Question {
            id,
            text: it.text.trim().to_owned(),
            help: it.help.trim().to_owned(),
            ..it.clone()
        });
    }
    let new = Scorecard {
        name: about.name.clone(),
        guidelines: about.guidelines.trim().to_owned(),
        teams: about.teams.clone(),
        channels: about.channels.clone(),
        questions,
        next,
        ..was
    };
    setting::put(w, by, new)
}

fn check(look: &Look<'_>, about: &About) -> Result<()> {
    let long = |text: &str, most: usize| text.chars().count() > most;
    if long(&about.guidelines, GUIDELINES) {
        return Err(Error::invalid("guidelines", "error-review-long"));
    }
    for id in &about.teams {
        look.team(*id)?
            .ok_or(Error::invalid("teams", "error-field"))?;
    }
    for id in &about.channels {
        look.channel(*id)?
            .ok_or(Error::invalid("channels", "error-field"))?;
    }
    let wrong = |it: &Question| {
        let text = it.text.trim();
        let heavy = (1..=Question::HEAVIEST).contains(&it.weight);
        text.is_empty() || long(text, TEXT) || long(&it.help, HELP) || !heavy
    };
    let all = &about.questions;
    let twice =
        |at: usize, it: &Question| it.id > 0 && all.iter().take(at).any(|other| other.id == it.id);
    let sound = (1..=QUESTIONS).contains(&all.len()) && !all.iter().any(wrong);
    if !sound || all.iter().enumerate().any(|(at, it)| twice(at, it)) {
        return Err(Error::invalid("questions", "error-scorecard-questions"));
    }
    Ok(())
}

/// A card to begin with: answered with yes or no, the last question critical. The texts are the caller's.
#[must_use]
pub fn usual(name: String, texts: Vec<String>) -> About {
    let last = texts.len().saturating_sub(1);
    let question = |(at, text): (usize, String)| Question {
        text,
        kind: if at == 1 {
            AnswerKind::Scale
        } else {
            AnswerKind::YesNo
        },
        weight: 1 + u8::from(at < 2),
        critical: at == last,
        ..Question::default()
    };
    About {
        name,
        questions: texts.into_iter().enumerate().map(question).collect(),
        ..About::default()
    }
}
