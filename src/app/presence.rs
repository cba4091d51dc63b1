//! Who looks at which conversation, and who is replying: in memory only, never stored.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::id::{AgentId, ConversationId};
use crate::domain::time::{Millis, Span};

/// A beat lasts this long; pages send one every 20 s while visible.
const LASTS: Span = Span::seconds(45);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    Viewing,
    Replying,
}

type People = HashMap<AgentId, (Presence, Millis)>;

/// Everybody's whereabouts.
#[derive(Debug, Default)]
pub struct Whereabouts(Mutex<HashMap<ConversationId, People>>);

impl Whereabouts {
    /// Notes a beat (`None`: left) and answers who is there now, when that changed.
    pub fn beat(
        &self,
        conversation: ConversationId,
        agent: AgentId,
        presence: Option<Presence>,
        now: Millis,
    ) -> Option<Vec<(AgentId, Presence)>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let people = all.entry(conversation).or_default();
        let before = there(people);
        people.retain(|_, (_, until)| *until > now);
        match presence {
            Some(presence) => people.insert(agent, (presence, now + LASTS)),
            None => people.remove(&agent),
        };
        let after = there(people);
        if people.is_empty() {
            all.remove(&conversation);
        }
        (before != after).then_some(after)
    }

    /// Who is at a conversation now.
    #[must_use]
    pub fn at(&self, conversation: ConversationId, now: Millis) -> Vec<(AgentId, Presence)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let live = all.get(&conversation).into_iter().flatten();
        let mut out: Vec<_> = live
            .filter(|(_, (_, until))| *until > now)
            .map(|(agent, (presence, _))| (*agent, *presence))
            .collect();
        out.sort_unstable();
        out
    }
}

fn there(people: &People) -> Vec<(AgentId, Presence)> {
    let mut out: Vec<_> = people
        .iter()
        .map(|(agent, (presence, _))| (*agent, *presence))
        .collect();
    out.sort_unstable();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_is_news_once_and_fades() {
        let all = Whereabouts::default();
        let (case, ana) = (ConversationId::default(), AgentId::default());
        let viewing = Some(Presence::Viewing);
        assert!(all.beat(case, ana, viewing, Millis(0)).is_some());
        assert_eq!(all.beat(case, ana, viewing, Millis(1)), None);
        assert_eq!(all.at(case, Millis(2)), vec![(ana, Presence::Viewing)]);
        assert_eq!(all.at(case, Millis(50_000)), vec![]);
        assert_eq!(all.beat(case, ana, None, Millis(3)), Some(vec![]));
    }
}
