//! Lobby's own deeds, and a model of what was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use lobby::conversations::note::{Note, note};
use lobby::conversations::receive::receive;
use lobby::conversations::reply::{Reply, reply};
use lobby::conversations::said::Said;
use lobby::conversations::{assign, status};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::channel::{Channel, Connection, ConnectionSettings, EmailSettings};
use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::conversation::Conversation;
use lobby::domain::error::{Error, Result};
use lobby::domain::event::EventKind;
use lobby::domain::id::{AgentId, AttachmentId, BlobHash, ConnectionId, Id, MessageId, RawId, Seq};
use lobby::domain::inbound::{Inbound, InboundMail};
use lobby::domain::mail::{MailOutcome, MailPlace};
use lobby::domain::message::{Attachment, MailAddress, Message, MessageKind};
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::time::{Millis, Span};
use lobby::keys::KeyRing;
use lobby::store::blobs::{Blobs, Staged};
use lobby::store::mail::pack;
use lobby::store::{Lane, Look, Options, Store, StoreError, Write};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::disk::{Backend, Disk};
use crate::random::Random;

const BEGINNING: i64 = 1_700_000_000_000;

/// A clock that moves a second a group.
pub fn options(seed: u64, twice: bool) -> Options {
    let now = AtomicI64::new(BEGINNING);
    Options {
        now: Arc::new(move || Millis(now.fetch_add(1_000, Ordering::SeqCst))),
        seed: Some(seed),
        twice,
    }
}

pub fn open(disk: &Disk, options: Options) -> Result<Store, StoreError> {
    let disk = disk.clone();
    Store::on_backend(options, move || Backend(disk.clone()))
}

/// What every deed needs to know.
#[derive(Clone)]
pub struct Desk {
    pub channel: Channel,
    pub viewer: Viewer,
    keys: Arc<KeyRing>,
}

impl Desk {
    /// One mailbox, one agent, one conversation.
    pub fn furnish(store: &Store) -> Self {
        let (agent, channel) = store
            .by_hand(|write| {
                let agent = Agent {
                    id: write.new_id(),
                    name: "Ana".to_owned(),
                    email: "ana@desk.example".to_owned(),
                    role: Role::Owner,
                    ..Agent::default()
                };
                write.put_agent(&agent)?;
                let connection = Connection {
                    id: write.new_id(),
                    settings: ConnectionSettings::Email(Box::new(EmailSettings {
                        address: "help@desk.example".to_owned(),
                        ..EmailSettings::default()
                    })),
                    ..Connection::default()
                };
                write.put_connection(&connection)?;
                let channel = Channel {
                    id: write.new_id(),
                    connection: connection.id,
                    address: "help@desk.example".to_owned(),
                    ..Channel::default()
                };
                write.put_channel(&channel)?;
                Ok((agent.id, channel))
            })
            .unwrap();
        let desk = Desk {
            channel,
            viewer: Viewer::agent(agent, Role::Owner, BTreeSet::new()),
            keys: Arc::new(KeyRing::for_tests()),
        };
        let receive = desk.receive("first", 1, 1, None);
        store.by_hand(receive).unwrap();
        desk
    }

    fn agent(&self) -> AgentId {
        self.viewer.agent_id().unwrap()
    }

    /// A deed at random over conversations `1..=known`.
    pub fn any(&self, random: &mut Random, known: u64, n: u64) -> Deed {
        let number = 1 + random.below(known);
        let (desk, text) = (self.clone(), format!("text {n}"));
        let by = self.viewer.clone();
        match random.below(12) {
            0..=2 => self.receive(&format!("mail-{n}"), n, n % 40, None),
            3 | 4 => self.receive(&format!("mail-{n}"), n, n % 40, Some(number)),
            5 | 6 => Box::new(move |write| {
                let input = Reply {
                    conversation: number,
                    said: Said::of(&text),
                    ..Reply::default()
                };
                let done = reply(write, &desk.keys, &by, &input)?;
                Ok(Done::of(done.conversation, Some(done.message)))
            }),
            7 => Box::new(move |write| {
                let input = Note {
                    conversation: number,
                    said: Said::of(&text),
                    ..Note::default()
                };
                let message = note(write, &by, &input)?;
                let conversation = write.conversation(message.conversation)?;
                Ok(Done::of(conversation.unwrap(), Some(message)))
            }),
            8 => Box::new(move |write| {
                let to = (n.is_multiple_of(2)).then(|| desk.agent());
                Ok(Done::of(assign::assign(write, &by, number, to)?, None))
            }),
            9 => Box::new(move |write| Ok(Done::of(status::resolve(write, &by, number)?, None))),
            10 => Box::new(move |write| {
                let until = write.now() + Span::hours(1);
                Ok(Done::of(status::snooze(write, &by, number, until)?, None))
            }),
            // Writes, and then thinks better of it: nothing of it may be seen.
            _ => Box::new(move |write| {
                status::reopen(write, &by, number)?;
                Err(Error::conflict("thought_better"))
            }),
        }
    }

    /// A deed at random with a staged file: an answer of ours, or a mail with an attachment.
    pub fn with_file(&self, random: &mut Random, known: u64, n: u64, staged: &Staged) -> Deed {
        let file = Attachment {
            id: AttachmentId::from_uuid(Uuid::from_u128(u128::from(n))),
            name: "file.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            size: staged.size,
            blob: staged.hash,
            ..Attachment::default()
        };
        let (desk, by, number) = (self.clone(), self.viewer.clone(), 1 + random.below(known));
        if random.one_in(2) {
            return self.receive_with(&format!("mail-{n}"), n, n % 40, None, Some(file));
        }
        Box::new(move |write| {
            let input = Reply {
                conversation: number,
                said: Said::of("See the file."),
                attachments: vec![file.clone()],
                ..Reply::default()
            };
            let done = reply(write, &desk.keys, &by, &input)?;
            Ok(Done::of(done.conversation, Some(done.message)))
        })
    }

    /// A mail comes in: its raw source is kept, and it is received. `joins` makes it an answer to the newest mail of
    /// that conversation.
    fn receive(&self, id: &str, uid: u64, sender: u64, joins: Option<u64>) -> Deed {
        self.receive_with(id, uid, sender, joins, None)
    }

    fn receive_with(
        &self,
        id: &str,
        uid: u64,
        sender: u64,
        joins: Option<u64>,
        file: Option<Attachment>,
    ) -> Deed {
        let (desk, id) = (self.clone(), format!("{id}@customer.example"));
        let uid = u32::try_from(uid).unwrap();
        Box::new(move |write| {
            let connection = desk.channel.connection;
            let place = MailPlace {
                connection,
                folder: "INBOX".to_owned(),
                uid_validity: 1,
                uid,
            };
            if write.ledger_row(&place)?.is_some() {
                return Err(Error::conflict("seen"));
            }
            let raw = keep(write, connection, &place, &id)?;
            let points_to = joins.map_or(Ok(Vec::new()), |number| newest_mail(write, number))?;
            let mut input = desk.letter(write, (&id, sender, place), points_to, raw);
            input.attachments.extend(file.clone());
            match receive(write, &desk.keys, connection, &input)? {
                MailOutcome::NewConversation { message, .. }
                | MailOutcome::Joined { message, .. } => {
                    let message = write.message(message)?.unwrap();
                    let c = write.conversation(message.conversation)?.unwrap();
                    Ok(Done::of(c, Some(message)))
                }
                other => panic!("{}", other.name()),
            }
        })
    }

    fn letter(
        &self,
        write: &Write<'_>,
        (id, sender, place): (&str, u64, MailPlace),
        points_to: Vec<String>,
        raw: RawId,
    ) -> Inbound {
        let address = format!("customer{sender}@customer.example");
        let named = |address: &str| MailAddress {
            name: String::new(),
            address: address.to_owned(),
        };
        Inbound {
            dedupe: id.to_owned(),
            from: Handle::email(address.clone()),
            from_name: "A customer".to_owned(),
            as_sent: address.clone(),
            evidence: Evidence::Dmarc,
            said_at: write.now(),
            subject: "A question".to_owned(),
            text: format!("the words of {id}"),
            excerpt: "the words".to_owned(),
            raw: Some(raw),
            mail: Some(Box::new(InboundMail {
                place,
                message_id: id.to_owned(),
                references: points_to.clone(),
                points_to,
                from: named(&address),
                to: vec![named("help@desk.example")],
                ..InboundMail::default()
            })),
            ..Inbound::default()
        }
    }
}

/// What an answer to a conversation points to.
fn newest_mail(look: &Look<'_>, number: u64) -> Result<Vec<String>> {
    let Some(c) = look.conversation_numbered(number)? else {
        return Ok(Vec::new());
    };
    let all = look.messages_before(c.id, None, 100)?;
    let ids = all.iter().rev().filter_map(|it| it.mail.as_ref());
    Ok(ids
        .map(|it| it.message_id.clone())
        .filter(|it| !it.is_empty())
        .take(1)
        .collect())
}

fn keep(
    write: &mut Write<'_>,
    connection: ConnectionId,
    place: &MailPlace,
    id: &str,
) -> Result<RawId> {
    let bytes = format!("Message-ID: <{id}>\r\n\r\nwords\r\n").repeat(20);
    let raw = Raw {
        id: write.new_id(),
        connection,
        at: write.now(),
        size: bytes.len() as u64,
        body: RawBody::Row,
        source: RawSource::Mail {
            place: place.clone(),
            history: false,
            sent: false,
            thread: 0,
        },
    };
    write.put_raw_input(&raw, Some(&pack(bytes.as_bytes())))?;
    Ok(raw.id)
}

pub type Deed = Box<dyn Fn(&mut Write<'_>) -> Result<Done> + Send>;

/// What a deed answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub conversation: Conversation,
    pub message: Option<Message>,
}

impl Done {
    fn of(conversation: Conversation, message: Option<Message>) -> Self {
        Done {
            conversation,
            message,
        }
    }
}

/// What has been acknowledged, and so must be there for ever.
#[derive(Debug, Default)]
pub struct Model {
    conversations: BTreeMap<u64, Conversation>,
    messages: BTreeMap<MessageId, Message>,
    seq: Seq,
    pub acknowledged: u64,
}

impl Model {
    /// The model of a store as it stands.
    pub fn of(store: &Store) -> Self {
        let mut model = Model::default();
        model.adopt(store);
        model
    }

    pub fn acknowledge(&mut self, done: &Done, seq: Seq) {
        self.acknowledged += 1;
        self.seq = self.seq.max(seq);
        if let Some(message) = &done.message {
            self.messages.insert(message.id, message.clone());
        }
        let known = self
            .conversations
            .entry(done.conversation.number)
            .or_insert_with(|| done.conversation.clone());
        if known.seq <= done.conversation.seq {
            *known = done.conversation.clone();
        }
    }

    /// Acknowledged messages with a file.
    pub fn files(&self) -> u64 {
        let with_file = |it: &&Message| !it.attachments.is_empty();
        self.messages.values().filter(with_file).count() as u64
    }

    /// Files that are missing or wrong: of acknowledged messages, and of any record that was committed.
    pub fn files_missing(&self, store: &Store, blobs: &Blobs) -> Vec<String> {
        let mut wrong: Vec<String> = match store.check_with(blobs) {
            Ok(problems) => problems.iter().map(ToString::to_string).collect(),
            Err(err) => vec![format!("the files cannot be checked: {err}")],
        };
        let attached = self.messages.values().flat_map(|it| &it.attachments);
        let named: BTreeSet<BlobHash> = attached.map(|it| it.blob).collect();
        for hash in named {
            match blobs.read(hash) {
                Ok(bytes) if BlobHash(Sha256::digest(&bytes).into()) == hash => {}
                Ok(bytes) => wrong.push(format!("file {hash:?}: wrong, {} bytes", bytes.len())),
                Err(_) => wrong.push(format!("file {hash:?} is gone")),
            }
        }
        wrong
    }

    pub fn highest_number(&self) -> u64 {
        self.conversations.keys().last().copied().unwrap_or(1)
    }

    /// What is missing or wrong in a recovered store; empty when all is well.
    pub fn differences(&self, store: &Store) -> Vec<String> {
        let compared = store.look(|look| {
            let mut wrong = Vec::new();
            if look.last_seq()? < self.seq {
                wrong.push(format!("the log ends before {}", self.seq));
            }
            for (number, known) in &self.conversations {
                match look.conversation_numbered(*number)? {
                    None => wrong.push(format!("conversation {number} is gone")),
                    Some(found) if found.seq < known.seq => {
                        wrong.push(format!("conversation {number} is as it was before"));
                    }
                    Some(found) if found.seq == known.seq && found != *known => {
                        wrong.push(format!("conversation {number} is changed"));
                    }
                    Some(_) => {}
                }
            }
            for (id, known) in &self.messages {
                if look.message(*id)?.as_ref() != Some(known) {
                    wrong.push(format!("message {id} is gone or changed"));
                }
            }
            wrong.extend(by_halves(look)?);
            Ok(wrong)
        });
        let mut wrong = compared.unwrap_or_else(|err| vec![format!("cannot be read: {err}")]);
        match store.check() {
            Ok(problems) => wrong.extend(problems.iter().map(ToString::to_string)),
            Err(err) => wrong.push(format!("cannot be checked: {err}")),
        }
        wrong
    }

    /// Takes over what is there: deeds that were in flight may have been done.
    pub fn adopt(&mut self, store: &Store) {
        let (conversations, messages, seq) = store
            .look(|look| {
                let found = look.conversations_before(None, 100_000)?;
                let mut messages = Vec::new();
                for it in &found {
                    messages.extend(look.messages_after(it.id, None, 100_000)?);
                }
                Ok((found, messages, look.last_seq()?))
            })
            .unwrap();
        self.conversations = conversations
            .into_iter()
            .map(|it| (it.number, it))
            .collect();
        self.messages = messages.into_iter().map(|it| (it.id, it)).collect();
        self.seq = seq;
    }
}

/// Deeds of which a part is missing: an event without what it tells of, a mail without its dedupe row, its raw
/// source, its ledger row.
fn by_halves(look: &Look<'_>) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for event in look.events_after(Seq(0), 1_000_000)? {
        let position = match event.kind {
            EventKind::MessageReceived { position, .. }
            | EventKind::ReplyWritten { position, .. }
            | EventKind::NoteWritten { position } => position,
            _ => continue,
        };
        let conversation = event.subject.conversation.unwrap();
        let Some(message) = look.message_at(conversation, position)? else {
            wrong.push(format!("event {}: its message is not there", event.seq));
            continue;
        };
        if let EventKind::ReplyWritten { delivery, .. } = event.kind
            && look.delivery(delivery)?.is_none()
        {
            wrong.push(format!("event {}: its delivery is not there", event.seq));
        }
        if message.kind == MessageKind::Inbound {
            wrong.extend(inbound_by_halves(look, &message)?);
        }
    }
    Ok(wrong)
}

fn inbound_by_halves(look: &Look<'_>, message: &Message) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let id = &message.mail.as_ref().unwrap().message_id;
    // What is seen is seen for every mailbox.
    if look.seen(ConnectionId::default(), id)? != Some(message.id) {
        wrong.push(format!("{id} is not known as seen"));
    }
    let raw = message.raw.map_or(Ok(None), |it| look.raw_input(it))?;
    match raw {
        Some(Raw {
            id: raw,
            source: RawSource::Mail { place, .. },
            size,
            ..
        }) => {
            let bytes = look.raw_row(raw)?.map(|it| it.len() as u64);
            if bytes != Some(size) {
                wrong.push(format!("{id} has not its raw bytes"));
            }
            if look.ledger_row(&place)?.is_none() {
                wrong.push(format!("{id} has no outcome in the ledger"));
            }
        }
        Some(_) => wrong.push(format!("{id} has the raw source of a call")),
        None => wrong.push(format!("{id} has no raw source")),
    }
    Ok(wrong)
}

pub type Answer = Result<(Done, Seq)>;

/// Sends a deed off; with `early`, what it would answer is taken for acknowledged before its commit: a control.
pub fn send(store: &Store, lane: Lane, deed: Deed, early: bool) -> Receiver<Answer> {
    let (told, answer): (Sender<Answer>, _) = channel();
    if early {
        let now = told.clone();
        let deed = move |write: &mut Write<'_>| {
            let done = deed(write)?;
            let _ = now.send(Ok((done.clone(), done.conversation.seq)));
            Ok(done)
        };
        store.act_with(lane, deed, |_| {});
    } else {
        store.act_with(lane, deed, move |it| {
            let _ = told.send(it);
        });
    }
    answer
}
