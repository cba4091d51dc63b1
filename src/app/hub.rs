//! The live hub: tells open pages what changed, at most twenty-five times a second, and only what each may see.
//!
//! After a commit the writer posts the conversations it touched; one task coalesces them and sends every
//! subscriber a [`Notice`] with the numbers it may see, and the page fetches the fragments it shows. A queue that
//! is full, a gap larger than the ring, or a restart ends in [`Notice::Stale`]: the page fetches everything anew.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, mpsc, watch};

use crate::app::presence::Presence;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ConnectionId, ConversationId, Seq, SessionId};
use crate::notices::tell::Ring;
use crate::store::Committed;

/// What a page may have waiting before it counts as stale.
const QUEUE: usize = 256;
/// Touches remembered for pages that come back.
const RING: usize = 1_024;
/// Touches are told at most this often: what a colleague did is on the page in less than a sixth of a second, and a
/// storm of calls is told in few lines. How often a page then fetches is its own measure (`steady` in `dom.js`).
const COALESCE: Duration = Duration::from_millis(40);

/// News for one open page.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// These conversations (by number) changed, up to this place of the log.
    Changed { seq: Seq, numbers: Vec<u64> },
    /// Who looks at a conversation now, and who is replying.
    Presence {
        number: u64,
        people: Vec<(AgentId, Presence)>,
    },
    /// The customer of a conversation is writing.
    Typing { number: u64 },
    /// The one who looks was told of something, or read it: their count is another.
    Bell { ring: Option<Ring> },
    /// Something came by a connection, or was refused: for pages that show what comes.
    Called { connection: ConnectionId },
    /// Something an administrator arranges changed (names of people, teams, tags, channels).
    Desk { seq: Seq },
    /// More happened than can be told: fetch anew.
    Stale { seq: Seq },
}

/// A page's end of the hub; dropping it leaves.
#[derive(Debug)]
pub struct Subscription {
    pub notices: mpsc::Receiver<Notice>,
}

struct Subscriber {
    viewer: Viewer,
    session: SessionId,
    to: mpsc::Sender<Notice>,
    overflowed: bool,
}

struct Touch {
    seq: Seq,
    conversation: Conversation,
}

#[derive(Default)]
struct Inner {
    subscribers: Vec<Subscriber>,
    pending: BTreeMap<ConversationId, Touch>,
    desk: Option<Seq>,
    called: BTreeSet<ConnectionId>,
    ring: VecDeque<Touch>,
    /// Everything up to here has left the ring.
    forgotten: Seq,
    seq: Seq,
}

/// The hub of a running Lobby.
#[derive(Default)]
pub struct Hub {
    inner: Mutex<Inner>,
    bell: Notify,
    closed: watch::Sender<bool>,
}

impl Hub {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A hub of a store that stands at `seq`: what came before is not in the ring.
    #[must_use]
    pub fn starting_at(seq: Seq) -> Self {
        let hub = Hub::default();
        {
            let mut inner = hub.lock();
            inner.seq = seq;
            inner.forgotten = seq;
        }
        hub
    }

    /// Joins. With `since`, what happened after that place is told first, or that it is too much.
    #[must_use]
    pub fn subscribe(
        &self,
        viewer: Viewer,
        session: SessionId,
        since: Option<Seq>,
    ) -> Subscription {
        let (to, notices) = mpsc::channel(QUEUE);
        let mut inner = self.lock();
        if let Some(notice) = since.and_then(|since| inner.caught_up(&viewer, since)) {
            // The queue is new and empty: this cannot fail.
            let _ = to.try_send(notice);
        }
        // Of one who comes while Lobby stops the stream ends at once: their page comes back.
        if !*self.closed.borrow() {
            inner.subscribers.push(Subscriber {
                viewer,
                session,
                to,
                overflowed: false,
            });
        }
        Subscription { notices }
    }

    /// Called by the writer after each commit: remembers, and rings.
    pub fn committed(&self, committed: &Committed) {
        let mut inner = self.lock();
        inner.seq = committed.seq;
        for conversation in &committed.conversations {
            let touch = Touch {
                seq: committed.seq,
                conversation: conversation.clone(),
            };
            inner.pending.insert(conversation.id, touch);
        }
        if committed.events.iter().any(concerns_all) {
            inner.desk = Some(committed.seq);
        }
        let has_news = !inner.pending.is_empty() || inner.desk.is_some();
        drop(inner);
        if has_news {
            self.bell.notify_one();
        }
    }

    /// Tells who is at a conversation.
    pub fn presence(&self, conversation: &Conversation, people: &[(AgentId, Presence)]) {
        let notice = Notice::Presence {
            number: conversation.number,
            people: people.to_vec(),
        };
        self.lock()
            .tell(|viewer| viewer.sees(conversation).then(|| notice.clone()));
    }

    /// Tells that the customer is writing.
    pub fn typing(&self, conversation: &Conversation) {
        let notice = Notice::Typing {
            number: conversation.number,
        };
        self.lock()
            .tell(|viewer| viewer.sees(conversation).then(|| notice.clone()));
    }

    /// Rings on the pages of those who were told of something.
    pub fn ring(&self, rings: &[Ring]) {
        let mut inner = self.lock();
        for ring in rings {
            let notice = Notice::Bell { ring: Some(*ring) };
            inner.tell(|viewer| (viewer.agent_id() == Some(ring.agent)).then(|| notice.clone()));
        }
    }

    /// Tells the pages of a person that they read what they were told.
    pub fn read(&self, agent: AgentId) {
        let notice = Notice::Bell { ring: None };
        self.lock()
            .tell(|viewer| (viewer.agent_id() == Some(agent)).then(|| notice.clone()));
    }

    /// Tells that something came by a connection: what is written of it is committed.
    pub fn called(&self, connection: ConnectionId) {
        let mut inner = self.lock();
        if inner.subscribers.is_empty() || !inner.called.insert(connection) {
            return;
        }
        drop(inner);
        self.bell.notify_one();
    }

    /// Closes the pages of a session.
    pub fn end_session(&self, session: SessionId) {
        self.lock().subscribers.retain(|it| it.session != session);
    }

    /// Closes the pages of a person whose rights changed: they come back with the new ones.
    pub fn end_agent(&self, agent: AgentId) {
        self.lock()
            .subscribers
            .retain(|it| it.viewer.agent_id() != Some(agent));
    }

    /// Lobby stops: every stream ends, so that none is waited for.
    pub fn close(&self) {
        self.closed.send_replace(true);
        self.lock().subscribers.clear();
    }

    /// Until [`Hub::close`].
    pub async fn closing(&self) {
        // It fails only when the hub is gone, which this keeps.
        let _ = self.closed.subscribe().wait_for(|it| *it).await;
    }

    /// Pages open now.
    #[must_use]
    pub fn open_pages(&self) -> usize {
        self.lock().subscribers.len()
    }

    /// Sends what gathered, at once and then at most every `COALESCE`, for ever.
    pub async fn run(&self) {
        loop {
            self.bell.notified().await;
            self.flush();
            tokio::time::sleep(COALESCE).await;
        }
    }

    /// Sends what gathered.
    pub fn flush(&self) {
        let mut inner = self.lock();
        let pending = std::mem::take(&mut inner.pending);
        if let Some(seq) = inner.desk.take() {
            inner.tell(|_| Some(Notice::Desk { seq }));
        }
        for connection in std::mem::take(&mut inner.called) {
            let notice = Notice::Called { connection };
            inner.tell(|viewer| viewer.may(Right::Administer).then(|| notice.clone()));
        }
        if pending.is_empty() {
            return;
        }
        let seq = inner.seq;
        inner.tell(|viewer| changed(viewer, seq, pending.values()));
        for touch in pending.into_values() {
            inner.remember(touch);
        }
    }
}

/// Whether every page looks again. A person who is new is on none before their conversation is.
fn concerns_all(event: &Event) -> bool {
    let is_desk = event.subject.conversation.is_none();
    (is_desk && event.kind != EventKind::ContactMade) || hides(&event.kind)
}

/// Whether some may not see the conversation any more: they are told of nothing, so everybody looks again.
fn hides(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::TeamSet { .. } | EventKind::AudienceSet { .. }
    )
}

fn changed<'t>(
    viewer: &Viewer,
    seq: Seq,
    touches: impl Iterator<Item = &'t Touch>,
) -> Option<Notice> {
    let seen = touches.filter(|it| viewer.sees(&it.conversation));
    let numbers: Vec<_> = seen.map(|it| it.conversation.number).collect();
    (!numbers.is_empty()).then_some(Notice::Changed { seq, numbers })
}

impl Inner {
    fn tell(&mut self, notice: impl Fn(&Viewer) -> Option<Notice>) {
        let seq = self.seq;
        self.subscribers.retain_mut(|it| {
            let Some(notice) = notice(&it.viewer) else {
                return !it.to.is_closed();
            };
            let notice = if it.overflowed {
                Notice::Stale { seq }
            } else {
                notice
            };
            match it.to.try_send(notice) {
                Ok(()) => it.overflowed = false,
                Err(mpsc::error::TrySendError::Full(_)) => it.overflowed = true,
                Err(mpsc::error::TrySendError::Closed(_)) => return false,
            }
            true
        });
    }

    fn remember(&mut self, touch: Touch) {
        self.ring.push_back(touch);
        while self.ring.len() > RING {
            if let Some(old) = self.ring.pop_front() {
                self.forgotten = self.forgotten.max(old.seq);
            }
        }
    }

    /// What a page that stands at `since` missed; `None` when nothing.
    fn caught_up(&self, viewer: &Viewer, since: Seq) -> Option<Notice> {
        if since >= self.seq {
            return None;
        }
        if since < self.forgotten {
            return Some(Notice::Stale { seq: self.seq });
        }
        changed(
            viewer,
            self.seq,
            self.ring.iter().filter(|it| it.seq > since),
        )
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::actor::{Actor, Role, SystemPart};
    use crate::domain::event::Subject;
    use crate::domain::id::{ContactId, Id, TeamId};
    use crate::domain::time::Millis;

    fn agent(teams: &[TeamId]) -> Viewer {
        let teams: BTreeSet<_> = teams.iter().copied().collect();
        Viewer::agent(
            AgentId::from_uuid(uuid::Uuid::from_u128(1)),
            Role::Agent,
            teams,
        )
    }

    fn touch(n: u64, seq: u64, audience: Option<TeamId>) -> Committed {
        let id = ConversationId::from_uuid(uuid::Uuid::from_u128(u128::from(n)));
        let conversation = Conversation {
            id,
            number: n,
            audience,
            ..Conversation::default()
        };
        Committed {
            seq: Seq(seq),
            events: vec![],
            conversations: vec![conversation],
            worked: vec![],
            work: false,
            at: Millis(1),
            group: seq,
        }
    }

    #[test]
    fn a_private_team_is_told_to_its_members_only() {
        let private = TeamId::from_uuid(uuid::Uuid::from_u128(9));
        let hub = Hub::starting_at(Seq(0));
        let mut member = hub.subscribe(agent(&[private]), SessionId::default(), None);
        let mut other = hub.subscribe(agent(&[]), SessionId::default(), None);
        hub.committed(&touch(7, 1, Some(private)));
        hub.committed(&touch(8, 2, None));
        hub.flush();
        let seq = Seq(2);
        let told = member.notices.try_recv().unwrap();
        assert_eq!(
            told,
            Notice::Changed {
                seq,
                numbers: vec![7, 8]
            }
        );
        assert_eq!(
            other.notices.try_recv().unwrap(),
            Notice::Changed {
                seq,
                numbers: vec![8]
            }
        );
    }

    #[test]
    fn a_new_person_alone_is_no_news_and_a_changed_one_is() {
        let hub = Hub::starting_at(Seq(0));
        let mut page = hub.subscribe(agent(&[]), SessionId::default(), None);
        let of = |seq: u64, kind: EventKind| Committed {
            events: vec![Event {
                seq: Seq(seq),
                at: Millis(1),
                actor: Actor::System(SystemPart::Intake),
                subject: Subject::contact(ContactId::default()),
                history: false,
                depth: 0,
                kind,
            }],
            conversations: vec![],
            worked: vec![],
            ..touch(1, seq, None)
        };
        hub.committed(&of(1, EventKind::ContactMade));
        hub.flush();
        assert!(page.notices.try_recv().is_err());
        hub.committed(&of(2, EventKind::ContactChanged));
        hub.flush();
        let told = page.notices.try_recv().unwrap();
        assert_eq!(told, Notice::Desk { seq: Seq(2) });
    }

    #[test]
    fn a_page_that_comes_back_is_told_what_it_missed_or_that_it_is_stale() {
        let hub = Hub::starting_at(Seq(10));
        hub.committed(&touch(7, 11, None));
        hub.flush();
        let mut near = hub.subscribe(agent(&[]), SessionId::default(), Some(Seq(10)));
        let told = near.notices.try_recv().unwrap();
        assert_eq!(
            told,
            Notice::Changed {
                seq: Seq(11),
                numbers: vec![7]
            }
        );
        let mut far = hub.subscribe(agent(&[]), SessionId::default(), Some(Seq(3)));
        assert_eq!(
            far.notices.try_recv().unwrap(),
            Notice::Stale { seq: Seq(11) }
        );
        let mut current = hub.subscribe(agent(&[]), SessionId::default(), Some(Seq(11)));
        assert!(current.notices.try_recv().is_err());
    }

    #[test]
    fn who_arranges_channels_hears_that_something_came_by_one() {
        let hub = Hub::starting_at(Seq(0));
        let connection = ConnectionId::from_uuid(uuid::Uuid::from_u128(3));
        let of = |role| Viewer::agent(AgentId::default(), role, BTreeSet::new());
        let mut owner = hub.subscribe(of(Role::Owner), SessionId::default(), None);
        let mut agent = hub.subscribe(of(Role::Agent), SessionId::default(), None);
        for _ in 0..3 {
            hub.called(connection);
        }
        hub.flush();
        let told = owner.notices.try_recv().unwrap();
        assert_eq!(told, Notice::Called { connection });
        assert!(owner.notices.try_recv().is_err(), "told once");
        assert!(agent.notices.try_recv().is_err());
    }

    #[test]
    fn a_page_that_does_not_read_becomes_stale_and_an_ended_session_closes() {
        let hub = Hub::starting_at(Seq(0));
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(5));
        let mut page = hub.subscribe(agent(&[]), session, None);
        for n in 1..=300 {
            hub.committed(&touch(n, n, None));
            hub.flush();
        }
        for _ in 0..QUEUE {
            page.notices.try_recv().unwrap();
        }
        hub.committed(&touch(301, 301, None));
        hub.flush();
        assert_eq!(
            page.notices.try_recv().unwrap(),
            Notice::Stale { seq: Seq(301) }
        );
        hub.end_session(session);
        assert_eq!(
            page.notices.try_recv(),
            Err(mpsc::error::TryRecvError::Disconnected)
        );
    }
}
