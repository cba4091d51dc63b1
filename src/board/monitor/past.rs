//! The last day, minute by minute: what moved is remembered with how it stood before, so that how everything stood at a
//! time is how it stands now, taken back as far as that.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::domain::id::{ConversationId, Seq};
use crate::domain::monitor::{Moved, Moves, Stand};
use crate::domain::time::{Millis, Span};

/// How far back one may look.
pub const REACH: Span = Span::hours(24);
/// Moves remembered at most: a day of a busy desk. Of a busier one the reach is shorter.
const MOST: usize = 300_000;

pub type Stands = HashMap<ConversationId, Arc<Stand>>;

#[derive(Debug, Clone)]
struct Step {
    at: Millis,
    conversation: ConversationId,
    before: Option<Arc<Stand>>,
}

/// What moved lately, oldest first.
#[derive(Debug, Default)]
pub struct Past {
    steps: VecDeque<Step>,
    /// How many at the end are not kept on disk yet.
    fresh: usize,
    /// Since when everything is remembered.
    pub since: Millis,
}

impl Past {
    /// Something stood otherwise until `at`.
    pub fn note(&mut self, at: Millis, conversation: ConversationId, before: Option<Arc<Stand>>) {
        self.steps.push_back(Step {
            at,
            conversation,
            before,
        });
        self.fresh += 1;
        let horizon = at - REACH;
        while let Some(oldest) = self.steps.front() {
            let full = self.steps.len() > MOST;
            if oldest.at >= horizon && !full {
                break;
            }
            self.since = self.since.max(oldest.at);
            self.steps.pop_front();
        }
        self.fresh = self.fresh.min(self.steps.len());
    }

    /// Puts what was kept on disk before what was noted since. `begin`: when the oldest of all that is kept was noted.
    pub fn recall(&mut self, kept: Vec<Moves>, begin: Option<Millis>, horizon: Millis) {
        let steps = kept.into_iter().flat_map(|it| it.moved).map(|it| Step {
            at: it.at,
            conversation: it.conversation,
            before: it.before.map(|it| Arc::new(*it)),
        });
        let mut all: VecDeque<Step> = steps.collect();
        all.append(&mut self.steps);
        self.steps = all;
        let first = self.steps.front().map(|it| it.at);
        // Before the first thing that moved nothing is known; where nothing ever did, all stood as it stands.
        let reaches = begin.is_some_and(|it| it < horizon);
        let known = first.filter(|_| !reaches).unwrap_or(horizon);
        self.since = self.since.max(known).max(horizon);
    }

    /// How everything stood at a time: what `now` says, with all that moved since taken back.
    #[must_use]
    pub fn at(&self, now: &Stands, at: Millis) -> Stands {
        let mut then = now.clone();
        for step in self.steps.iter().rev().take_while(|it| it.at > at) {
            match &step.before {
                Some(stand) => then.insert(step.conversation, stand.clone()),
                None => then.remove(&step.conversation),
            };
        }
        then
    }

    /// What was not kept on disk yet; from here on it is.
    pub fn keep(&mut self, until: Seq) -> Option<Moves> {
        let from = self.steps.len() - self.fresh;
        let moved: Vec<Moved> = self.steps.range(from..).map(written).collect();
        self.fresh = 0;
        let at = moved.last().map(|it| it.at)?;
        Some(Moves { until, at, moved })
    }
}

fn written(it: &Step) -> Moved {
    Moved {
        at: it.at,
        conversation: it.conversation,
        before: it.before.as_ref().map(|it| Box::new(Stand::clone(it))),
    }
}
