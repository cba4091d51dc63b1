//! Who looks at Lobby at all, and what lies open in front of whom: in memory only, never stored.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::id::{AgentId, ConversationId, SessionId};
use crate::domain::time::{Millis, Span};
use crate::notices::react;

/// Who was heard of longer ago than this does not look. A page that is looked at says so every twenty seconds.
const LASTS: Span = Span::seconds(30);

type Seen = HashMap<(AgentId, SessionId), (Option<ConversationId>, Millis)>;

/// Everybody's eyes.
#[derive(Debug, Default)]
pub struct Eyes(Mutex<Seen>);

impl Eyes {
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page of this browser is looked at, with this conversation open on it.
    pub fn look(
        &self,
        (agent, session): (AgentId, SessionId),
        at: Option<ConversationId>,
        now: Millis,
    ) {
        let mut all = self.lock();
        all.retain(|_, (_, since)| now.since(*since) < LASTS);
        all.insert((agent, session), (at, now));
    }

    /// Nobody looks at a page of this browser any more.
    pub fn close(&self, agent: AgentId, session: SessionId) {
        self.lock().remove(&(agent, session));
    }

    /// Whether somebody looks at Lobby.
    #[must_use]
    pub fn are_open(&self, agent: AgentId, now: Millis) -> bool {
        let all = self.lock();
        let mut own = all.iter().filter(|((it, _), _)| *it == agent);
        own.any(|(_, (_, since))| now.since(*since) < LASTS)
    }

    /// What lies in front of whom.
    #[must_use]
    pub fn all(&self, now: Millis) -> react::Eyes {
        let all = self.lock();
        let open = all
            .iter()
            .filter(|(_, (_, since))| now.since(*since) < LASTS);
        open.filter_map(|((agent, _), (at, _))| Some((*agent, (*at)?)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;

    fn id<T: Id>(n: u128) -> T {
        T::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn one_browser_closes_and_the_other_still_looks() {
        let (all, ana) = (Eyes::default(), id::<AgentId>(1));
        let (desk, phone) = ((ana, id(10)), (ana, id(11)));
        all.look(desk, Some(id(5)), Millis(0));
        all.look(phone, None, Millis(1_000));
        assert_eq!(all.all(Millis(2_000)), [(ana, id(5))].into());
        all.close(ana, id(10));
        assert!(all.all(Millis(2_000)).is_empty());
        assert!(all.are_open(ana, Millis(2_000)));
        assert!(!all.are_open(ana, Millis(31_001)), "not heard of since");
    }
}
