//! Open chats of visitors: told that something of theirs changed or that somebody is writing, and counted so that nobody
//! floods. In memory only.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ConnectionId, ConversationId};
use crate::domain::time::{Millis, Span};
use crate::store::Committed;

/// What one open chat may have waiting; it fetches all of its talk at once, so little is enough.
const QUEUE: usize = 8;
/// Chats open at one time, all visitors together, and of one visitor.
const MOST: usize = 5_000;
const MOST_OF_ONE: usize = 10;
/// Counts kept; above it what has run out is swept.
const MANY: usize = 20_000;

/// News for one open chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Something in their talks changed: fetch them.
    Changed,
    /// Somebody is writing to them, or stopped.
    Typing(bool),
}

/// Who has a chat open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub channel: ChannelId,
    pub peer: String,
}

struct Page {
    place: Place,
    conversations: Vec<ConversationId>,
    to: mpsc::Sender<News>,
}

/// A site the chat's script was loaded on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    pub origin: String,
    pub allowed: bool,
    pub at: Millis,
}

/// What is counted: `burst` at once, then one each `every`.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub burst: i64,
    pub every: Span,
}

#[derive(Default)]
struct Inner {
    closed: bool,
    pages: Vec<Page>,
    counts: HashMap<u64, Millis>,
    loads: HashMap<ConnectionId, Load>,
}

/// The open chats of a running Lobby.
#[derive(Default)]
pub struct Visitors(Mutex<Inner>);

impl Visitors {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins with the conversations they are in; the oldest of too many chats of one visitor ends.
    ///
    /// # Errors
    /// [`Error::TooMany`] when too many are open.
    pub fn join(
        &self,
        place: Place,
        conversations: Vec<ConversationId>,
    ) -> Result<mpsc::Receiver<News>> {
        let (to, news) = mpsc::channel(QUEUE);
        let mut inner = self.lock();
        inner.pages.retain(|it| !it.to.is_closed());
        if inner.pages.len() >= MOST {
            return Err(Error::TooMany { retry_after_s: 30 });
        }
        let own = inner.pages.iter().filter(|it| it.place == place).count();
        if own >= MOST_OF_ONE
            && let Some(oldest) = inner.pages.iter().position(|it| it.place == place)
        {
            inner.pages.remove(oldest);
        }
        // Of one who comes while Lobby stops the stream ends at once: their chat comes back.
        if !inner.closed {
            inner.pages.push(Page {
                place,
                conversations,
                to,
            });
        }
        Ok(news)
    }

    /// Lobby stops: every stream ends, so that none is waited for.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        inner.pages.clear();
    }

    /// The visitor is in these conversations now; what they have open is told.
    pub fn follow(&self, place: &Place, conversations: &[ConversationId]) {
        for page in self.lock().pages.iter_mut() {
            if page.place == *place && page.conversations != conversations {
                page.conversations = conversations.to_vec();
                // One that is full has the same news waiting.
                let _ = page.to.try_send(News::Changed);
            }
        }
    }

    /// Whether the visitor has the chat open.
    #[must_use]
    pub fn is_here(&self, place: &Place) -> bool {
        let inner = self.lock();
        let mut pages = inner.pages.iter();
        pages.any(|it| it.place == *place && !it.to.is_closed())
    }

    /// Called by the writer after each commit.
    pub fn committed(&self, committed: &Committed) {
        if committed.conversations.is_empty() {
            return;
        }
        for page in &self.lock().pages {
            let touched = committed.conversations.iter();
            if touched
                .into_iter()
                .any(|it| page.conversations.contains(&it.id))
            {
                let _ = page.to.try_send(News::Changed);
            }
        }
    }

    /// Somebody writes in a conversation, or stopped.
    pub fn typing(&self, conversation: ConversationId, writes: bool) {
        for page in &self.lock().pages {
            if page.conversations.contains(&conversation) {
                let _ = page.to.try_send(News::Typing(writes));
            }
        }
    }

    /// Counts something somebody does.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait; what is refused does not count.
    pub fn count(&self, what: &str, who: impl Hash, rate: Rate, now: Millis) -> Result<()> {
        let mut hasher = DefaultHasher::new();
        (what, who).hash(&mut hasher);
        let key = hasher.finish();
        let mut inner = self.lock();
        if inner.counts.len() > MANY {
            inner.counts.retain(|_, full| *full > now);
        }
        let full = inner.counts.get(&key).copied().unwrap_or(now).max(now);
        let room = Span(rate.every.0.saturating_mul(rate.burst - 1));
        let over = full.since(now).0 - room.0;
        if over > 0 {
            let retry_after_s = u64::try_from(over / 1_000 + 1).unwrap_or(1);
            return Err(Error::TooMany { retry_after_s });
        }
        inner.counts.insert(key, full + rate.every);
        Ok(())
    }

    /// The script was asked for by a page of this site; whether that is news.
    pub fn loaded(&self, connection: ConnectionId, load: Load) -> bool {
        let mut inner = self.lock();
        let before = inner.loads.insert(connection, load.clone());
        before.is_none_or(|it| (it.origin, it.allowed) != (load.origin, load.allowed))
    }

    /// Where the script was asked for last, since Lobby started.
    #[must_use]
    pub fn last_load(&self, connection: ConnectionId) -> Option<Load> {
        self.lock().loads.get(&connection).cloned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::conversation::Conversation;
    use crate::domain::id::{Id, Seq};

    fn place(peer: &str) -> Place {
        Place {
            channel: ChannelId::default(),
            peer: peer.to_owned(),
        }
    }

    fn case(n: u128) -> ConversationId {
        ConversationId::from_uuid(uuid::Uuid::from_u128(n))
    }

    fn touch(id: ConversationId) -> Committed {
        Committed {
            seq: Seq(1),
            events: vec![],
            conversations: vec![Conversation {
                id,
                ..Conversation::default()
            }],
            worked: vec![],
            work: false,
            at: Millis(1),
            group: 1,
        }
    }

    #[test]
    fn each_hears_of_their_own_talks_only() {
        let all = Visitors::default();
        let mut ana = all.join(place("a"), vec![case(1)]).unwrap();
        let mut bea = all.join(place("b"), vec![case(2)]).unwrap();
        all.committed(&touch(case(1)));
        all.typing(case(2), true);
        assert_eq!(ana.try_recv(), Ok(News::Changed));
        assert!(ana.try_recv().is_err());
        assert_eq!(bea.try_recv(), Ok(News::Typing(true)));
        all.follow(&place("b"), &[case(2), case(3)]);
        assert_eq!(bea.try_recv(), Ok(News::Changed));
        all.follow(&place("b"), &[case(2), case(3)]);
        assert!(bea.try_recv().is_err(), "nothing new");
        assert!(all.is_here(&place("b")) && !all.is_here(&place("c")));
        drop(bea);
        assert!(!all.is_here(&place("b")));
    }

    #[test]
    fn one_visitor_has_a_few_chats_open() {
        let all = Visitors::default();
        let mut first = all.join(place("a"), vec![]).unwrap();
        let rest: Vec<_> = (0..MOST_OF_ONE)
            .map(|_| all.join(place("a"), vec![]).unwrap())
            .collect();
        assert_eq!(
            first.try_recv(),
            Err(mpsc::error::TryRecvError::Disconnected)
        );
        assert_eq!(rest.len(), MOST_OF_ONE);
    }

    #[test]
    fn a_flood_is_slowed_and_goes_on_later() {
        let all = Visitors::default();
        let rate = Rate {
            burst: 3,
            every: Span::seconds(10),
        };
        let now = Millis(1_000_000);
        for _ in 0..3 {
            all.count("say", "a", rate, now).unwrap();
        }
        let refused = all.count("say", "a", rate, now);
        assert!(matches!(refused, Err(Error::TooMany { retry_after_s: 11 })));
        assert!(all.count("say", "b", rate, now).is_ok());
        assert!(all.count("file", "a", rate, now).is_ok());
        assert!(all.count("say", "a", rate, now + Span::seconds(10)).is_ok());
    }
}
