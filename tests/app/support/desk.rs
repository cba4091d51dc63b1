//! A small business: one mailbox, two agents, a clock that stands.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use lobby::clock::Clock;
use lobby::conversations::delivery;
use lobby::conversations::receive::receive;
use lobby::conversations::reply::{Replied, Reply, reply};
use lobby::conversations::said::Said;
use lobby::conversations::{outbound, timers};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::channel::{
    Channel, ChannelKind, Connection, ConnectionSettings, EmailSettings, Plus,
};
use lobby::domain::conversation::Conversation;
use lobby::domain::delivery::Delivery;
use lobby::domain::error::Result;
use lobby::domain::event::EventKind;
use lobby::domain::id::{
    AgentId, BrandId, ChannelId, ConnectionId, ConversationId, Id, MessageId, Seq, TeamId,
};
use lobby::domain::mail::MailOutcome;
use lobby::domain::message::Message;
use lobby::domain::outbound::{Outbound, SendError, Sent};
use lobby::domain::team::Business;
use lobby::domain::time::{Millis, Span};
use lobby::keys::KeyRing;
use lobby::store::{Look, Options, Store, Write};

use crate::support::mail::Mail;

/// Wednesday, 4 November 2026, 15:00 UTC.
const NOON: Millis = Millis(1_793_804_400_000);

pub const ADDRESS: &str = "help@shop.example";
pub const SALES: &str = "sales@shop.example";

pub struct Desk {
    pub store: Arc<Store>,
    pub keys: Arc<KeyRing>,
    pub clock: Clock,
    pub mailbox: ConnectionId,
    pub channel: ChannelId,
    pub ana: Viewer,
    pub luis: Viewer,
    next_uid: AtomicU32,
}

pub fn id<T: Id>(n: u128) -> T {
    T::from_uuid(uuid::Uuid::from_u128(n))
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self::over(Clock::standing(NOON), |options| {
            Store::in_memory(options).unwrap()
        });
        desk.act(furnish);
        desk
    }

    /// The same business, kept in a folder.
    pub fn in_folder(folder: &std::path::Path) -> Self {
        let desk = Self::opened(folder, Clock::standing(NOON));
        desk.act(furnish);
        desk
    }

    /// What an earlier one left in its folder.
    pub fn opened(folder: &std::path::Path, clock: Clock) -> Self {
        Self::over(clock, |options| {
            Store::open_with(folder, options, 0).unwrap()
        })
    }

    fn over(clock: Clock, open: impl Fn(Options) -> Store) -> Self {
        let now = clock.clone();
        let options = Options {
            now: Arc::new(move || now.now()),
            seed: Some(11),
            twice: true,
        };
        Desk {
            store: Arc::new(open(options)),
            keys: Arc::new(KeyRing::for_tests()),
            clock,
            mailbox: id(1),
            channel: id(2),
            ana: person(10, Role::Agent),
            luis: person(11, Role::Admin),
            next_uid: AtomicU32::new(1),
        }
    }

    pub fn act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.try_act(deed).unwrap()
    }

    pub fn try_act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.store.by_hand(deed)
    }

    pub fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> T {
        self.store.look(look).unwrap()
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    pub fn later(&self, by: Span) -> &Self {
        self.clock.advance(by);
        self
    }

    /// Moves the clock and fires what fell due, as the job does.
    pub fn wait(&self, by: Span) -> &Self {
        self.clock.advance(by);
        while self.act(timers::fire) > 0 {}
        self
    }

    /// A mail is found in the mailbox.
    pub fn receive(&self, mail: &Mail) -> MailOutcome {
        self.receive_in(self.mailbox, mail)
    }

    pub fn receive_in(&self, mailbox: ConnectionId, mail: &Mail) -> MailOutcome {
        let uid = self.next_uid.fetch_add(1, Ordering::Relaxed);
        let input = mail.inbound(mailbox, uid, self.now());
        let keys = self.keys.clone();
        self.act(move |w| receive(w, &keys, mailbox, &input))
    }

    /// Receives a mail that must begin a conversation.
    pub fn begins(&self, mail: &Mail) -> Conversation {
        match self.receive(mail) {
            MailOutcome::NewConversation { conversation, .. } => self.conversation(conversation),
            other => panic!("no new conversation but {other:?}"),
        }
    }

    /// Receives a mail that must join a conversation.
    pub fn joins(&self, mail: &Mail) -> (Conversation, Message) {
        match self.receive(mail) {
            MailOutcome::Joined {
                conversation,
                message,
                ..
            } => (self.conversation(conversation), self.message(message)),
            other => panic!("joined nothing but {other:?}"),
        }
    }

    pub fn conversation(&self, id: ConversationId) -> Conversation {
        self.look(|look| look.conversation(id)).unwrap()
    }

    /// The conversation as it is now.
    pub fn again(&self, c: &Conversation) -> Conversation {
        self.conversation(c.id)
    }

    pub fn message(&self, id: MessageId) -> Message {
        self.look(|look| look.message(id)).unwrap()
    }

    pub fn messages(&self, c: &Conversation) -> Vec<Message> {
        let id = c.id;
        self.look(|look| look.messages_after(id, None, 1_000))
    }

    pub fn last(&self, c: &Conversation) -> Message {
        self.messages(c).pop().unwrap()
    }

    pub fn events(&self, c: &Conversation) -> Vec<EventKind> {
        let id = c.id;
        let events = self.look(|look| look.events_of(id, Seq(0), 10_000));
        events.into_iter().map(|it| it.kind).collect()
    }

    pub fn delivery(&self, it: &Delivery) -> Delivery {
        let id = it.id;
        self.look(|look| look.delivery(id)).unwrap()
    }

    /// Ana answers with a text.
    pub fn answer(&self, c: &Conversation, text: &str) -> Replied {
        self.reply(&self.ana, c, text, |_| {})
    }

    pub fn reply(
        &self,
        by: &Viewer,
        c: &Conversation,
        text: &str,
        change: impl Fn(&mut Reply),
    ) -> Replied {
        self.try_reply(by, c, text, change).unwrap()
    }

    pub fn try_reply(
        &self,
        by: &Viewer,
        c: &Conversation,
        text: &str,
        change: impl Fn(&mut Reply),
    ) -> Result<Replied> {
        let mut input = Reply {
            conversation: c.number,
            said: Said::of(text),
            ..Reply::default()
        };
        change(&mut input);
        let (keys, by) = (self.keys.clone(), by.clone());
        self.try_act(move |w| reply(w, &keys, &by, &input))
    }

    /// Claims what is due of the mailbox.
    pub fn claim(&self) -> Vec<Delivery> {
        let mailbox = self.mailbox;
        self.act(move |w| delivery::claim_due(w, mailbox))
    }

    /// Sends all that is due, and what was written into it.
    pub fn sends(&self) -> Vec<Outbound> {
        let mut out = Vec::new();
        for it in self.claim() {
            out.push(self.composed(&it));
            let (id, attempt) = (it.id, it.attempts);
            self.act(move |w| delivery::succeeded(w, id, attempt, &Sent::default()));
        }
        out
    }

    /// Answers and sends, past the undo window.
    pub fn answers_and_sends(&self, c: &Conversation, text: &str) -> Outbound {
        self.answer(c, text);
        self.later(Span::seconds(11));
        self.sends().pop().unwrap()
    }

    pub fn composed(&self, it: &Delivery) -> Outbound {
        self.look(|look| outbound::outbound(look, &self.keys, it))
    }

    /// Claims one delivery and lets it fail.
    pub fn fails(&self, error: SendError) -> Delivery {
        let it = self.claim().pop().expect("nothing was due");
        let (id, attempt) = (it.id, it.attempts);
        self.act(move |w| delivery::failed(w, id, attempt, &error));
        self.delivery(&it)
    }

    pub fn edit_mailbox(&self, change: impl Fn(&mut EmailSettings) + Send + 'static) {
        let mailbox = self.mailbox;
        self.act(move |w| {
            let mut connection = w.connection(mailbox)?.unwrap();
            if let ConnectionSettings::Email(settings) = &mut connection.settings {
                change(settings);
            }
            w.put_connection(&connection)
        });
    }

    /// All that must hold whatever happened. Every scenario ends with it.
    pub fn holds(&self) {
        let problems = self.store.check().unwrap();
        assert!(problems.is_empty(), "{problems:#?}");
        let mut before = None;
        loop {
            let page = self.look(|look| look.conversations_before(before, 100));
            let Some(last) = page.last() else { break };
            before = Some(last.number);
            for c in &page {
                self.adds_up(c);
            }
        }
    }

    fn adds_up(&self, c: &Conversation) {
        let messages = self.messages(c);
        let positions: Vec<u32> = messages.iter().map(|it| it.position).collect();
        let expected: Vec<u32> = (0..c.n_messages).collect();
        assert_eq!(positions, expected, "positions of #{}", c.number);
        for it in messages.iter().filter(|it| it.moved_to.is_none()) {
            if let Some(id) = it.delivery {
                let delivery = self.look(|look| look.delivery(id)).unwrap();
                assert_eq!(delivery.conversation, c.id, "#{}", c.number);
                let trouble = delivery.state.is_trouble();
                assert!(!trouble || c.has_failed, "#{} hides a failure", c.number);
            }
        }
        assert!(!(c.merged && c.status.is_unresolved()), "#{}", c.number);
    }
}

pub fn person(n: u128, role: Role) -> Viewer {
    Viewer::agent(id(n), role, BTreeSet::new())
}

/// A member of a team.
pub fn member(n: u128, team: TeamId) -> Viewer {
    Viewer::agent(id(n), Role::Agent, BTreeSet::from([team]))
}

fn furnish(w: &mut Write<'_>) -> Result<()> {
    let brand: BrandId = id(9);
    w.put_business(&Business {
        brand,
        ..Business::default()
    })?;
    mailbox(w, id(1), id(2), ADDRESS, brand)?;
    for (n, name, email, role) in [
        (10, "Ana", "ana@shop.example", Role::Agent),
        (11, "Luis", "luis@shop.example", Role::Admin),
    ] {
        w.put_agent(&Agent {
            id: id::<AgentId>(n),
            name: name.to_owned(),
            email: email.to_owned(),
            role,
            ..Agent::default()
        })?;
    }
    Ok(())
}

pub fn mailbox(
    w: &mut Write<'_>,
    connection: ConnectionId,
    channel: ChannelId,
    address: &str,
    brand: BrandId,
) -> Result<()> {
    w.put_connection(&Connection {
        id: connection,
        kind: ChannelKind::Email,
        settings: ConnectionSettings::Email(Box::new(EmailSettings {
            address: address.to_owned(),
            name: "Shop".to_owned(),
            undo_seconds: 10,
            plus: Plus::Yes,
            open_recent: true,
            ..EmailSettings::default()
        })),
        ..Connection::default()
    })?;
    w.put_channel(&Channel {
        id: channel,
        connection,
        kind: ChannelKind::Email,
        name: "Shop".to_owned(),
        address: address.to_owned(),
        brand,
        ..Channel::default()
    })
}
