//! What customers were asked, and gave: credited to all of us who had written by then.

use std::collections::BTreeSet;

use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, Sighting, Stream};
use crate::reports::fold::Case;

/// A message that asked for a rating and left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survey {
    pub message: MessageId,
    pub at: Millis,
}

/// One that follows so soon on a question nobody answered is its reminder.
const REMINDED_WITHIN: Span = Span::days(5);

pub(super) fn see(case: &Case, out: &mut Vec<Sighting>) {
    for (at, rating) in questions(case) {
        let said = case.said.iter().rfind(|said| said.at <= at);
        for by in handled(case, at) {
            out.push(Sighting {
                stream: Stream::Survey,
                at,
                wall: None,
                work: None,
                by,
                channel: Some(said.map_or(case.conversation.channel, |it| it.channel)),
                extra: rating,
            });
        }
    }
}

/// When they were asked, and what they gave: asked once more, it is one question.
fn questions(case: &Case) -> Vec<(Millis, u8)> {
    let mut all: Vec<(Millis, u8)> = Vec::new();
    for it in &case.surveys {
        let rating = rating(case, it.message);
        match all.last_mut() {
            Some(last) if last.1 == 0 && it.at.since(last.0) < REMINDED_WITHIN => last.1 = rating,
            _ => all.push((it.at, rating)),
        }
    }
    all
}

/// What they gave last to a question; 0 for nothing.
fn rating(case: &Case, asked: MessageId) -> u8 {
    let given = case.events.iter().rev().find_map(|it| match it.kind {
        EventKind::Rated { rating, .. } if it.subject.message == Some(asked) => Some(rating),
        _ => None,
    });
    given.unwrap_or_default()
}

/// Who of us had written by then.
fn handled(case: &Case, until: Millis) -> BTreeSet<By> {
    let wrote = case.said.iter().filter(|it| it.answers && it.at <= until);
    let mut all: BTreeSet<By> = wrote.map(|it| it.by).collect();
    if all.is_empty() {
        all.insert(By::Nobody);
    }
    all
}
