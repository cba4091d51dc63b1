//! A data folder filled fast: conversations as a year of a busy desk leaves them, a tenth of them unresolved.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use lobby::domain::actor::{Actor, Role, SystemPart, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::channel::{Channel, ChannelKind, Connection, ConnectionSettings, EmailSettings};
use lobby::domain::contact::{Contact, Evidence, Handle, Identifier};
use lobby::domain::conversation::{Conversation, LastBy, Status, WaitingOn};
use lobby::domain::delivery::{Delivery, DeliveryState};
use lobby::domain::error::Result;
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::id::{AgentId, ChannelId, ConnectionId, ContactId, ConversationId, Id, TeamId};
use lobby::domain::mail::{LedgerRow, MailOutcome, MailPlace};
use lobby::domain::message::{Author, MailAddress, MailFacts, Message, MessageKind};
use lobby::domain::reason::Reason;
use lobby::domain::team::{Business, Tag, Team};
use lobby::domain::time::Millis;
use lobby::store::{Folder, Options, Store, Write};
use uuid::Uuid;

use crate::dice::{self, Dice};

/// Conversations written in one transaction.
const AT_ONCE: usize = 500;
pub const MESSAGES_EACH: usize = 5;
const YEAR: i64 = 365 * 86_400_000;
const AGENTS: u64 = 10;
const TAGS: u64 = 20;

pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Millis(i64::try_from(since.as_millis()).unwrap())
}

pub fn options() -> Options {
    Options {
        now: Arc::new(now),
        seed: None,
        twice: false,
    }
}

pub fn id<T: Id>(kind: u64, n: usize) -> T {
    T::from_uuid(Uuid::from_u64_pair(kind, n as u64))
}

pub fn agent(n: u64) -> AgentId {
    id(0xA, n as usize)
}

/// The private team, whose conversations the bench's agent does not see.
fn private() -> TeamId {
    id(0xB, 3)
}

pub fn connection() -> ConnectionId {
    id(0xC, 1)
}

fn channel() -> ChannelId {
    id(0xD, 1)
}

/// An agent as most are: not in the private team.
pub fn viewer() -> Viewer {
    Viewer::agent(agent(1), Role::Agent, [id(0xB, 1)].into())
}

pub fn address(contact: usize) -> String {
    format!("customer{contact}@example.test")
}

pub fn message_id(conversation: usize, position: usize) -> String {
    format!("{conversation}.{position}@example.test")
}

pub fn contact_of(conversation: usize) -> usize {
    conversation / 2
}

/// Ids grow with time, as real ones do.
fn conversation_id(n: usize) -> ConversationId {
    id(0x0190_0000_0000_7000 + (n as u64 >> 8), n)
}

/// Fills a store with `n` conversations of five messages.
pub fn fill(store: &Store, n: usize) {
    store.by_hand(desk).unwrap();
    let start = now().0 - YEAR;
    for from in (0..n).step_by(AT_ONCE) {
        store
            .by_hand(move |write| {
                for it in from..(from + AT_ONCE).min(n) {
                    conversation(write, it, n, start)?;
                }
                Ok(())
            })
            .unwrap();
    }
}

fn desk(write: &mut Write<'_>) -> Result<()> {
    write.name_incarnation()?;
    write.put_business(&Business {
        name: "Bench".into(),
        country: "CO".into(),
        time_zone: "America/Bogota".into(),
        language: "es".into(),
        claimed_at: Some(Millis(1)),
        set_up_at: Some(Millis(1)),
        ..Business::default()
    })?;
    for n in 1..=3 {
        write.put_team(&Team {
            id: id(0xB, n),
            name: format!("Team {n}"),
            private: id::<TeamId>(0xB, n) == private(),
            ..Team::default()
        })?;
    }
    for n in 1..=AGENTS {
        write.put_agent(&Agent {
            id: agent(n),
            name: format!("Agent {n}"),
            email: format!("agent{n}@bench.test"),
            language: "en".into(),
            time_zone: "America/Bogota".into(),
            teams: vec![id(0xB, 1)],
            ..Agent::default()
        })?;
    }
    for n in 1..=TAGS {
        write.put_tag(&Tag {
            id: id(0xE, n as usize),
            name: format!("tag{n}"),
            ..Tag::default()
        })?;
    }
    let settings = EmailSettings {
        address: "desk@bench.test".into(),
        ..EmailSettings::default()
    };
    write.put_connection(&Connection {
        id: connection(),
        kind: ChannelKind::Email,
        settings: ConnectionSettings::Email(Box::new(settings)),
        ..Connection::default()
    })?;
    write.put_channel(&Channel {
        id: channel(),
        connection: connection(),
        kind: ChannelKind::Email,
        name: "Desk".into(),
        address: "desk@bench.test".into(),
        ..Channel::default()
    })
}

fn contact(write: &mut Write<'_>, n: usize, at: Millis) -> Result<ContactId> {
    let id = id(0x0180_0000_0000_7000 + (n as u64 >> 8), n);
    let mut dice = Dice(n as u64 ^ 0xC0);
    write.put_contact(&Contact {
        id,
        name: format!("{} {} {n}", dice::word(&mut dice), dice::word(&mut dice)),
        created_at: at,
        last_seen_at: at,
        ..Contact::default()
    })?;
    write.put_identifier(&Identifier {
        contact: id,
        handle: Handle::email(address(n)),
        evidence: Evidence::Dmarc,
        as_sent: address(n),
        since: at,
        ..Identifier::default()
    })?;
    let actor = Actor::System(SystemPart::Intake);
    write.event(actor, Subject::contact(id), EventKind::ContactMade)?;
    Ok(id)
}

/// The newest tenth is unresolved: half of it to answer, most of the rest waiting for the customer.
fn status(n: usize, of: usize, at: Millis, dice: &mut Dice) -> Status {
    if n < of - of / 10 {
        return Status::Resolved { at, quiet: false };
    }
    match dice.roll(10) {
        0..=4 => Status::Open,
        5..=7 => Status::Waiting {
            on: WaitingOn::Customer,
            follow_up_at: None,
        },
        8 => Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at: Some(at),
        },
        _ => Status::Snoozed { until: at },
    }
}

fn conversation(write: &mut Write<'_>, n: usize, of: usize, start: i64) -> Result<()> {
    let mut dice = Dice(n as u64);
    let at = Millis(start + YEAR / of as i64 * n as i64);
    let contact = if n.is_multiple_of(2) {
        contact(write, contact_of(n), at)?
    } else {
        id(
            0x0180_0000_0000_7000 + (contact_of(n) as u64 >> 8),
            contact_of(n),
        )
    };
    let subject = dice::text(&mut dice, 6).replace('\n', " ");
    let last = Millis(at.0 + 3_600_000 * (MESSAGES_EACH as i64 - 1));
    let status = status(n, of, last, &mut dice);
    let is_private = dice.roll(50) == 0;
    let mut it = Conversation {
        id: conversation_id(n),
        number: write.next_number()?,
        contact,
        subject: subject.clone(),
        status,
        assignee: (dice.roll(3) > 0).then(|| agent(1 + dice.roll(10) as u64)),
        team: Some(if is_private {
            private()
        } else {
            id(0xB, 1 + dice.roll(2))
        }),
        audience: is_private.then(private),
        tags: (dice.roll(2) == 0)
            .then(|| id(0xE, 1 + dice.roll(TAGS as usize)))
            .into_iter()
            .collect(),
        channel: channel(),
        channel_kind: ChannelKind::Email,
        channels: vec![channel()],
        created_at: at,
        active_at: last,
        waiting_since: (status == Status::Open).then_some(last),
        last_public_at: Some(last),
        last_inbound_at: Some(last),
        last_by: LastBy::Customer,
        n_messages: MESSAGES_EACH as u32,
        ..Conversation::default()
    };
    for position in 0..MESSAGES_EACH {
        let text = message(write, &it, (n, position), &mut dice)?;
        it.excerpt = text.chars().take(120).collect();
    }
    it.seq = Default::default();
    write.put_conversation(&it)
}

fn message(
    write: &mut Write<'_>,
    of: &Conversation,
    (n, position): (usize, usize),
    dice: &mut Dice,
) -> Result<String> {
    let words = 20 + dice.roll(80);
    let text = dice::text(dice, words);
    let inbound = position % 2 == 0;
    let at = Millis(of.created_at.0 + 3_600_000 * position as i64);
    let mail = MailFacts {
        message_id: message_id(n, position),
        in_reply_to: (position > 0)
            .then(|| message_id(n, position - 1))
            .into_iter()
            .collect(),
        references: (0..position).map(|it| message_id(n, it)).collect(),
        from: MailAddress {
            name: String::new(),
            address: address(contact_of(n)),
        },
        evidence: Evidence::Dmarc,
        ..MailFacts::default()
    };
    let mut message = Message {
        id: id(0x0190_0000_0000_7000 + (n as u64 >> 8), n * 10 + position),
        conversation: of.id,
        position: position as u32,
        kind: if inbound {
            MessageKind::Inbound
        } else {
            MessageKind::Reply
        },
        author: if inbound {
            Author::Contact(of.contact)
        } else {
            Author::Agent(agent(1 + dice.roll(10) as u64))
        },
        channel: channel(),
        at,
        said_at: at,
        subject: of.subject.clone(),
        text: text.clone(),
        language: ["es", "en", "pt"][dice.roll(3)].into(),
        mail: Some(Box::new(mail)),
        ..Message::default()
    };
    let subject = Subject::message(of.id, message.id);
    let position = position as u32;
    write.put_mail_id(&message_id(n, position as usize), message.id)?;
    if inbound {
        let why = Reason::NewCase;
        let actor = Actor::Contact(of.contact);
        write.event(actor, subject, EventKind::MessageReceived { position, why })?;
        let dedupe = message_id(n, position as usize);
        write.put_seen(connection(), &dedupe, message.id)?;
        let place = MailPlace {
            connection: connection(),
            folder: "INBOX".into(),
            uid_validity: 1,
            uid: (n * MESSAGES_EACH) as u32 + position + 1,
        };
        let (conversation, message) = (of.id, message.id);
        let outcome = MailOutcome::NewConversation {
            conversation,
            message,
        };
        write.put_ledger_row(&place, &LedgerRow { at, outcome })?;
    } else {
        let delivery = Delivery {
            id: id(
                0x0190_0000_0000_7000 + (n as u64 >> 8),
                n * 10 + position as usize,
            ),
            message: message.id,
            conversation: of.id,
            channel: channel(),
            connection: connection(),
            state: DeliveryState::Sent,
            at,
            created_at: at,
            by_human: true,
            attempts: 1,
            ..Delivery::default()
        };
        message.delivery = Some(delivery.id);
        write.put_delivery(&delivery)?;
        let delivery = delivery.id;
        write.event(
            Actor::System(SystemPart::Delivery),
            subject,
            EventKind::ReplyWritten { position, delivery },
        )?;
    }
    write.put_message(&message)?;
    Ok(text)
}

/// Opens the store of a data folder.
pub fn open(folder: &Path) -> Store {
    Folder::open(folder, options()).unwrap().store
}
