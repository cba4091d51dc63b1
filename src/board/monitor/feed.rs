//! What went wrong lately, as the log tells it: only what somebody who looks after others should see.

use std::collections::VecDeque;

use crate::domain::agent::Availability;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ConnectionId, ConversationId, RuleId, Seq, ThresholdId};
use crate::domain::job::TimerKind;
use crate::domain::time::Millis;

/// Remembered at most, of each.
const MOST: usize = 2_000;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// An answer did not arrive.
    Failed,
    /// What is agreed was not met.
    Late,
    /// What was promised was not kept.
    Broken,
    /// It was given to people again and again, and nobody took it.
    NotTaken,
    /// It was reopened again and again within an hour.
    Lively,
    /// A rule wants people to look at it.
    Told(RuleId),
    /// A rule was switched off.
    RuleOff(RuleId),
    /// A figure is above what somebody wants to hear of.
    Above(ThresholdId, u32),
    /// A connection does not work; hears nothing.
    Down(ConnectionId),
    Silent(ConnectionId),
}

impl What {
    /// The name in the API and `words` (`monitor-what-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            What::Failed => "failed",
            What::Late => "late",
            What::Broken => "broken",
            What::NotTaken => "not_taken",
            What::Lively => "lively",
            What::Told(_) => "told",
            What::RuleOff(_) => "rule_off",
            What::Above(..) => "above",
            What::Down(_) => "down",
            What::Silent(_) => "silent",
        }
    }

    fn of(event: &Event) -> Option<Self> {
        Some(match event.kind {
            EventKind::DeliveryMoved { to, .. } if to.is_trouble() => What::Failed,
            EventKind::SlaMissed { .. } => What::Late,
            EventKind::PromiseBroken { .. } => What::Broken,
            EventKind::TimerFired { timer, .. } if timer == TimerKind::TakeBack.code() => {
                What::NotTaken
            }
            EventKind::FoundTooLively => What::Lively,
            EventKind::RuleTold { rule, .. } => What::Told(rule),
            EventKind::RuleBroken { rule, .. } => What::RuleOff(rule),
            EventKind::ThresholdCrossed {
                threshold,
                n,
                over: true,
            } => What::Above(threshold, n),
            EventKind::HealthMoved { connection, to, .. } if to.is_down() => What::Down(connection),
            EventKind::SilenceMoved {
                connection,
                silent: true,
            } => What::Silent(connection),
            _ => return None,
        })
    }
}

/// One thing that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mishap {
    pub seq: Seq,
    pub at: Millis,
    pub what: What,
    pub conversation: Option<ConversationId>,
}

/// What went wrong, and who came and went, oldest first.
#[derive(Debug, Default)]
pub struct Feed {
    mishaps: VecDeque<Mishap>,
    comings: VecDeque<(Millis, AgentId, Availability)>,
}

impl Feed {
    pub fn note(&mut self, event: &Event) {
        if event.history {
            return;
        }
        if let Some(it) = mishap(event) {
            push(&mut self.mishaps, it);
        }
        if let Some(it) = coming(event) {
            push(&mut self.comings, it);
        }
    }

    /// Puts what the log says of before in front of what was noted since; `events` are the newest first.
    pub fn recall(&mut self, events: &[Event]) {
        for event in events.iter().filter(|it| !it.history) {
            if let Some(it) = mishap(event).filter(|_| self.mishaps.len() < MOST) {
                self.mishaps.push_front(it);
            }
            if let Some(it) = coming(event).filter(|_| self.comings.len() < MOST) {
                self.comings.push_front(it);
            }
        }
    }

    /// What went wrong by a time, newest first.
    pub fn until(&self, at: Millis) -> impl Iterator<Item = &Mishap> {
        self.mishaps.iter().rev().filter(move |it| it.at <= at)
    }

    /// How somebody was there at a time, and since when, as far as it is remembered.
    #[must_use]
    pub fn was(&self, agent: AgentId, at: Millis) -> Option<(Millis, Availability)> {
        let mut before = self.comings.iter().rev().filter(|it| it.0 <= at);
        before
            .find(|it| it.1 == agent)
            .map(|(since, _, how)| (*since, *how))
    }
}

fn mishap(event: &Event) -> Option<Mishap> {
    Some(Mishap {
        seq: event.seq,
        at: event.at,
        what: What::of(event)?,
        conversation: event.subject.conversation,
    })
}

fn coming(event: &Event) -> Option<(Millis, AgentId, Availability)> {
    match (event.kind, event.subject.agent) {
        (EventKind::AvailabilitySet { to }, Some(agent)) => Some((event.at, agent, to)),
        _ => None,
    }
}

fn push<T>(all: &mut VecDeque<T>, it: T) {
    if all.len() >= MOST {
        all.pop_front();
    }
    all.push_back(it);
}
