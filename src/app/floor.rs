//! Who is in front of Lobby, and when each was given something last: in memory only, never stored.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::conversations::routing::drain::Given;
use crate::conversations::routing::floor::There;
use crate::domain::id::AgentId;
use crate::domain::time::{Millis, Span};

/// Who did nothing on any page for so long is given nothing new.
pub const IDLE_AFTER: Span = Span::minutes(15);

#[derive(Debug, Default)]
struct Inner {
    seen: HashMap<AgentId, Millis>,
    given: HashMap<AgentId, Millis>,
}

/// Everybody's last sign of life.
#[derive(Debug, Default)]
pub struct Presences {
    inner: Mutex<Inner>,
    /// Rings when somebody comes who was not there.
    pub came: Notify,
}

impl Presences {
    /// Somebody did something at `at`.
    pub fn seen(&self, agent: AgentId, at: Millis) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let before = inner.seen.insert(agent, at);
        if let Some(before) = before.filter(|it| *it > at) {
            inner.seen.insert(agent, before);
            return;
        }
        if before.is_none_or(|it| at.since(it).0 >= IDLE_AFTER.0) {
            self.came.notify_one();
        }
    }

    /// Whether somebody has done something lately.
    #[must_use]
    pub fn is_there(&self, agent: AgentId, now: Millis) -> bool {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.seen.get(&agent).is_some_and(|it| is_recent(*it, now))
    }

    /// All who have done something lately.
    #[must_use]
    pub fn there(&self, now: Millis) -> Vec<There> {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = inner.seen.iter().filter(|(_, at)| is_recent(**at, now));
        let mut all: Vec<There> = recent
            .map(|(agent, _)| There {
                agent: *agent,
                given_at: inner.given.get(agent).copied().unwrap_or_default(),
            })
            .collect();
        all.sort_by_key(|it| it.agent);
        all
    }

    /// These were given something.
    pub fn gave(&self, given: &[Given], now: Millis) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        for it in given {
            inner.given.insert(it.to, now);
        }
    }
}

fn is_recent(at: Millis, now: Millis) -> bool {
    now.since(at).0 < IDLE_AFTER.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_nothing_for_a_quarter_of_an_hour_is_not_there() {
        let all = Presences::default();
        let ana = AgentId::default();
        assert!(!all.is_there(ana, Millis(0)));
        all.seen(ana, Millis(1_000));
        // An older sign takes nothing away.
        all.seen(ana, Millis(0));
        let last = Millis(1_000) + IDLE_AFTER;
        assert!(all.is_there(ana, Millis(last.0 - 1)));
        assert!(!all.is_there(ana, last));
        assert_eq!(all.there(last), []);
        let conversation = Default::default();
        all.gave(
            &[Given {
                conversation,
                to: ana,
            }],
            Millis(7),
        );
        all.seen(ana, last);
        let there = There {
            agent: ana,
            given_at: Millis(7),
        };
        assert_eq!(all.there(last), [there]);
    }
}
