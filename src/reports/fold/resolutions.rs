//! How long it took until it was done, whose time that was, and whether it stayed done.

use crate::domain::conversation::{Status, WaitingOn};
use crate::domain::event::{Event, EventKind};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::reports::fact::{By, QUIET, Sighting, Stream};
use crate::reports::fold::{Case, Measure};

/// A time it was resolved.
#[derive(Debug, Clone, Copy)]
struct Resolution {
    /// When somebody pressed the button, or Lobby closed it.
    at: Millis,
    /// When it was done: of one that was closed because nobody wrote any more, our last answer.
    done_at: Millis,
    quiet: bool,
    by: By,
    reopened: Option<Millis>,
}

pub(super) fn see(case: &Case, measure: &Measure<'_>, out: &mut Vec<Sighting>) {
    let all = resolutions(case);
    for it in &all {
        let gap = it.reopened.map(|at| at.since(it.at));
        out.push(sighting(case, Stream::Resolved, it, (gap, None)));
    }
    if let Some(first) = all.first() {
        let took = measure.both(case.began(), case.conversation.created_at, first.done_at);
        let took = (Some(took.0), Some(took.1));
        out.push(sighting(case, Stream::FirstResolution, first, took));
        let back = came_back(case, first).map(|at| at.since(first.at));
        out.push(sighting(case, Stream::Return, first, (back, None)));
    }
    if let Some(last) = all.last().filter(|it| stands(it)) {
        stayed(case, measure, last, out);
    }
}

/// It is resolved now: how long that took in all, and whose time it was.
fn stayed(case: &Case, measure: &Measure<'_>, last: &Resolution, out: &mut Vec<Sighting>) {
    let took = measure.both(case.began(), case.conversation.created_at, last.done_at);
    let (mut ours, mut theirs) = ((Span(0), Span(0)), (Span(0), Span(0)));
    for (from, to, is_theirs) in stretches(case, last.done_at) {
        let part = measure.both(case.began(), from, to);
        let sum = if is_theirs { &mut theirs } else { &mut ours };
        sum.0.0 += part.0.0;
        sum.1.0 += part.1.0;
    }
    for (stream, (wall, work)) in [
        (Stream::Resolution, took),
        (Stream::OurTime, ours),
        (Stream::TheirTime, theirs),
    ] {
        out.push(sighting(case, stream, last, (Some(wall), Some(work))));
    }
}

fn sighting(
    case: &Case,
    stream: Stream,
    it: &Resolution,
    (wall, work): (Option<Span>, Option<Span>),
) -> Sighting {
    let before = case.said.iter().rfind(|said| said.at <= it.at);
    let channel = before.map_or(case.conversation.channel, |it| it.channel);
    Sighting {
        stream,
        at: it.at,
        wall,
        work,
        by: it.by,
        channel: Some(channel),
        extra: if it.quiet { QUIET } else { 0 },
    }
}

fn resolutions(case: &Case) -> Vec<Resolution> {
    let mut out: Vec<Resolution> = Vec::new();
    for event in &case.events {
        let EventKind::StatusMoved { from, to, why } = event.kind else {
            continue;
        };
        match (from, to) {
            (from, Status::Resolved { quiet, .. }) if from.is_unresolved() => {
                out.push(resolution(case, event, quiet));
            }
            // No spam after all, and done; unless it was done before that.
            (Status::Spam, Status::Resolved { quiet, .. }) if !is_done(&out) => {
                out.push(resolution(case, event, quiet));
            }
            // What was taken back was never done.
            (Status::Resolved { .. }, Status::Resolved { .. }) => {}
            (Status::Resolved { .. }, _) if is_taken_back(why) => {
                out.pop();
            }
            (Status::Resolved { .. }, to) if to.is_unresolved() => {
                if let Some(last) = out.last_mut() {
                    last.reopened = Some(event.at);
                }
            }
            _ => {}
        }
    }
    out.extend(unsaid(case, out.last()));
    out
}

fn is_done(all: &[Resolution]) -> bool {
    all.last().is_some_and(stands)
}

fn stands(it: &Resolution) -> bool {
    it.reopened.is_none()
}

/// It is resolved, and its log does not say when that came about: it came in so.
fn unsaid(case: &Case, last: Option<&Resolution>) -> Option<Resolution> {
    let Status::Resolved { at, quiet } = case.conversation.status else {
        return None;
    };
    let is_said = last.is_some_and(stands);
    (!is_said).then(|| Resolution {
        at,
        done_at: at.max(case.conversation.created_at),
        quiet,
        by: By::System,
        reopened: None,
    })
}

fn resolution(case: &Case, event: &Event, quiet: bool) -> Resolution {
    let began = case.conversation.created_at;
    let answered = case
        .said
        .iter()
        .filter(|it| it.answers && it.at <= event.at);
    let answered = answered.map(|it| it.at).max().unwrap_or(event.at);
    Resolution {
        at: event.at,
        done_at: if quiet { answered } else { event.at }.max(began),
        quiet,
        by: By::from(event.actor),
        reopened: None,
    }
}

fn is_taken_back(why: Reason) -> bool {
    matches!(why, Reason::Undone | Reason::AnswerUndone)
}

/// When the person first came back after a resolution: here, or with something new.
fn came_back(case: &Case, it: &Resolution) -> Option<Millis> {
    let others = case.began_others.iter().copied();
    let others = others.filter(|at| *at > it.at);
    others.chain(it.reopened).min()
}

/// Its time until an instant in stretches: from, to, and whether it was theirs.
fn stretches(case: &Case, until: Millis) -> Vec<(Millis, Millis, bool)> {
    let (mut at, mut theirs) = (case.conversation.created_at, false);
    let mut out = Vec::new();
    for event in &case.events {
        let EventKind::StatusMoved { to, .. } = event.kind else {
            continue;
        };
        let end = event.at.clamp(at, until.max(at));
        out.push((at, end, theirs));
        (at, theirs) = (end, is_theirs(to));
    }
    out.push((at, until.max(at), theirs));
    out
}

/// Their time: we wait for them, or take it for done.
fn is_theirs(status: Status) -> bool {
    match status {
        Status::Waiting { on, .. } => on == WaitingOn::Customer,
        Status::Resolved { .. } | Status::Spam => true,
        Status::Open | Status::Snoozed { .. } => false,
    }
}
