//! How long somebody waited for us. Several messages in a row count from the first; a note, an automatic answer, a
//! courtesy or another assignee changes nothing; what did not arrive was no answer.

use crate::domain::conversation::{Status, WaitingOn};
use crate::domain::event::EventKind;
use crate::domain::id::ChannelId;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::reports::fact::{ANSWERED, By, SET_ASIDE, Sighting, Stream, WAITING};
use crate::reports::fold::{Began, Case, Measure, Said};

/// A stretch in which somebody waits.
#[derive(Debug, Clone, Copy)]
struct Wait {
    since: Millis,
    channel: ChannelId,
}

/// How it ended.
enum End {
    Answered(Millis, By),
    StillWaiting,
    SetAside,
}

/// What happens to waits, in order of time.
enum Turn<'a> {
    Said(&'a Said),
    /// Closed, or said to be theirs.
    PutAside,
    /// That did not hold: what was said did not leave, or it was taken back.
    BackAgain,
}

pub(super) fn see(case: &Case, measure: &Measure<'_>, out: &mut Vec<Sighting>) {
    let waits = waits(case);
    for (wait, end) in &waits {
        out.push(sighting(measure, Stream::Response, *wait, end));
    }
    let Some((first, _)) = waits.first() else {
        return;
    };
    let answers = |it: &&Said| it.answers && it.by.is_human() && it.at >= first.since;
    let end = match case.said.iter().find(answers) {
        Some(it) => End::Answered(it.at, it.by),
        None if matches!(waits.last(), Some((_, End::StillWaiting))) => End::StillWaiting,
        None => End::SetAside,
    };
    out.push(sighting(measure, Stream::FirstResponse, *first, &end));
}

fn sighting(measure: &Measure<'_>, stream: Stream, wait: Wait, end: &End) -> Sighting {
    let began = Began {
        channel: wait.channel,
        at: wait.since,
    };
    let (took, by, extra) = match end {
        End::Answered(at, by) => (Some(measure.both(began, wait.since, *at)), *by, ANSWERED),
        End::StillWaiting => (None, By::Nobody, WAITING),
        End::SetAside => (None, By::Nobody, SET_ASIDE),
    };
    Sighting {
        stream,
        at: wait.since,
        wall: took.map(|it| it.0),
        work: took.map(|it| it.1),
        by,
        channel: Some(wait.channel),
        extra,
    }
}

fn waits(case: &Case) -> Vec<(Wait, End)> {
    let mut out = Vec::new();
    let (mut now, mut aside): (Option<Wait>, Option<Wait>) = (None, None);
    for turn in turns(case) {
        match turn {
            Turn::Said(it) if it.asks => {
                out.extend(aside.take().map(|it| (it, End::SetAside)));
                now = now.or(Some(Wait {
                    since: it.at,
                    channel: it.channel,
                }));
            }
            Turn::Said(it) if it.answers => {
                if let Some(wait) = now.take().or_else(|| aside.take()) {
                    out.push((wait, End::Answered(it.at, it.by)));
                }
            }
            Turn::Said(_) => {}
            Turn::PutAside => aside = now.take().or(aside),
            Turn::BackAgain => now = now.or_else(|| aside.take()),
        }
    }
    out.extend(aside.map(|it| (it, End::SetAside)));
    let unresolved = case.conversation.status.is_unresolved();
    let end = if unresolved {
        End::StillWaiting
    } else {
        End::SetAside
    };
    out.extend(now.map(|it| (it, end)));
    out
}

/// What was said and how the conversation moved, in order; what was said goes before the move it brought.
fn turns(case: &Case) -> Vec<Turn<'_>> {
    let said = case.said.iter().map(|it| (it.at, 0, Turn::Said(it)));
    let moved = case.events.iter().filter_map(|event| {
        let EventKind::StatusMoved { to, why, .. } = event.kind else {
            return None;
        };
        moved(to, why).map(|turn| (event.at, 1, turn))
    });
    let mut all: Vec<_> = said.chain(moved).collect();
    all.sort_by_key(|it| (it.0, it.1));
    all.into_iter().map(|it| it.2).collect()
}

fn moved<'a>(to: Status, why: Reason) -> Option<Turn<'a>> {
    match to {
        Status::Open => is_back(why).then_some(Turn::BackAgain),
        Status::Waiting {
            on: WaitingOn::Customer,
            ..
        }
        | Status::Resolved { .. } => Some(Turn::PutAside),
        Status::Waiting { .. } | Status::Snoozed { .. } | Status::Spam => None,
    }
}

fn is_back(why: Reason) -> bool {
    matches!(
        why,
        Reason::AnswerUndone
            | Reason::AnswerFailed
            | Reason::AnswerBounced
            | Reason::AnswerUncertain
            | Reason::AnswerLate
            | Reason::AskedInVain
            | Reason::NobodyAnswered
            | Reason::NeedsAnswer
            | Reason::PromiseOpen
            | Reason::Undone
            | Reason::ByAgent
    )
}
