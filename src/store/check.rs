//! Is everything in step? Every index row is worked out again from its record and compared, both ways: each record's
//! rows must be there, and each row must belong to a record. In pages, each its own look, so that no look is long.

use std::ops::ControlFlow;

use crate::domain::agent::Agent;
use crate::domain::canned_reply::CannedReply;
use crate::domain::card::action::CardRun;
use crate::domain::change::Change;
use crate::domain::clue::Clue;
use crate::domain::company::Company;
use crate::domain::contact::{Contact, Identifier};
use crate::domain::conversation::Conversation;
use crate::domain::dated::DatedEvent;
use crate::domain::delivery::Delivery;
use crate::domain::draft::Draft;
use crate::domain::effort::Focus;
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::{ConversationId, Id, MessageId, Seq};
use crate::domain::message::Message;
use crate::domain::notice::Notice;
use crate::domain::quality::review::Review;
use crate::domain::raw::{Raw, RawBody};
use crate::domain::webhook::WebhookCall;
use crate::store::blobs::Blobs;
use crate::store::codec;
use crate::store::index::{Holder, Indexed};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::work::{read_timer, timer_key, timer_of_key};
use crate::store::{Store, StoreError};

/// Rows looked at in one look.
const PAGE: usize = 512;

/// Something out of step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub table: Table,
    /// The row's key in hexadecimal.
    pub key: String,
    pub what: &'static str,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.table.name(), self.key, self.what)
    }
}

type Problems = Vec<Problem>;

fn found(problems: &mut Problems, table: Table, key: &[u8], what: &'static str) {
    let key = key.iter().map(|it| format!("{it:02x}")).collect();
    problems.push(Problem { table, key, what });
}

impl Store {
    /// Compares every index with its records. Nothing is changed; deeds go on meanwhile.
    ///
    /// # Errors
    /// When the file cannot be read at all; a record that cannot be read is a problem, not an error.
    pub fn check(&self) -> Result<Vec<Problem>> {
        let mut out = Vec::new();
        self.check_records::<Event>(&mut out)?;
        self.check_records::<Conversation>(&mut out)?;
        self.check_records::<Message>(&mut out)?;
        self.check_records::<Draft>(&mut out)?;
        self.check_records::<Focus>(&mut out)?;
        self.check_records::<Delivery>(&mut out)?;
        self.check_records::<Contact>(&mut out)?;
        self.check_records::<Company>(&mut out)?;
        self.check_records::<Identifier>(&mut out)?;
        self.check_records::<Clue>(&mut out)?;
        self.check_records::<Raw>(&mut out)?;
        self.check_records::<Agent>(&mut out)?;
        self.check_records::<CannedReply>(&mut out)?;
        self.check_records::<Change>(&mut out)?;
        self.check_records::<Notice>(&mut out)?;
        self.check_records::<WebhookCall>(&mut out)?;
        self.check_records::<DatedEvent>(&mut out)?;
        self.check_records::<CardRun>(&mut out)?;
        self.check_records::<Review>(&mut out)?;
        for table in INDEXES {
            self.each(*table, |look, key, value| {
                if !belongs(look, *table, key, value)? {
                    return Ok(Some("belongs to no record"));
                }
                Ok(None)
            })
            .map(|it| out.extend(it))?;
        }
        out.extend(self.check_log()?);
        out.extend(self.check_counters()?);
        out.extend(self.check_timers()?);
        out.extend(self.check_names_of_messages()?);
        out.extend(self.check_raw_bodies()?);
        Ok(out)
    }

    /// As [`Store::check`], and that every blob a record names is there.
    ///
    /// # Errors
    /// As [`Store::check`].
    pub fn check_with(&self, blobs: &Blobs) -> Result<Vec<Problem>> {
        let mut out = self.check()?;
        let missing = self.each(Table::BlobRefs, |_, key, _| {
            let hash = key.first_chunk::<32>().copied();
            let there = hash.is_some_and(|it| blobs.has(crate::domain::id::BlobHash(it)));
            Ok((!there).then_some("names a blob that is not there"))
        })?;
        out.extend(missing);
        Ok(out)
    }

    /// Visits every row of a table, in pages; what `visit` answers is a problem.
    fn each(
        &self,
        table: Table,
        visit: impl Fn(&Look<'_>, &[u8], &[u8]) -> Result<Option<&'static str>>,
    ) -> Result<Problems> {
        let mut out = Vec::new();
        let mut after: Option<Vec<u8>> = None;
        loop {
            let from = after.take();
            let (problems, last) = self.look(|look| page(look, table, from.as_deref(), &visit))?;
            out.extend(problems);
            match last {
                Some(key) => after = Some(key),
                None => return Ok(out),
            }
        }
    }

    fn check_records<T: Indexed>(&self, out: &mut Problems) -> Result<()> {
        let problems = self.each(T::TABLE, |look, key, value| {
            let Ok(record) = codec::decode::<T>(T::TABLE.name(), key, value) else {
                return Ok(Some("cannot be read"));
            };
            if record.key().bytes() != key {
                return Ok(Some("lies under another key than its own"));
            }
            for (table, key, value) in record.rows() {
                let same = look.raw(table, key.bytes(), |found| found == value.as_slice())?;
                if same != Some(true) {
                    return Ok(Some("an index row of it is missing or wrong"));
                }
            }
            Ok(None)
        })?;
        out.extend(problems);
        Ok(())
    }

    /// The log has no gap.
    fn check_log(&self) -> Result<Problems> {
        let last = self.look(|look| look.last_seq())?;
        self.each(Table::Events, move |look, key, _| {
            let Some(seq) = Parts(key).u64() else {
                return Ok(Some("is no place in the log"));
            };
            let next = Key::new().seq(Seq(seq + 1));
            let has_next = look.raw(Table::Events, next.bytes(), |_| ())?.is_some();
            let gap = !has_next && seq < last.0;
            Ok(gap.then_some("the event after it is missing"))
        })
    }

    /// Messages are as many as their conversation says, without gaps, and no number is above the counter.
    fn check_counters(&self) -> Result<Problems> {
        self.each(Table::Conversations, |look, key, value| {
            let table = Table::Conversations.name();
            let Ok(it) = codec::decode::<Conversation>(table, key, value) else {
                return Ok(None);
            };
            let counter: Option<u64> =
                look.record(Table::Meta, &Key::named("conversation_number"))?;
            if counter.unwrap_or(0) < it.number {
                return Ok(Some("its number is above the counter"));
            }
            let (mut n, mut gap) = (0_u32, false);
            look.scan(
                Table::Messages,
                &Key::of(it.id),
                Order::Forward,
                None,
                |key, _| {
                    gap |= key.get(16..).and_then(|it| Parts(it).u32()) != Some(n);
                    n += 1;
                    Ok(ControlFlow::Continue(()))
                },
            )?;
            if gap {
                return Ok(Some("its messages have a gap"));
            }
            Ok((n != it.n_messages).then_some("its count of messages is wrong"))
        })
    }

    /// Timers and the index by conversation say the same.
    fn check_timers(&self) -> Result<Problems> {
        let mut out = self.each(Table::Timers, |look, key, _| {
            let Some(timer) = read_timer(key) else {
                return Ok(Some("is no timer"));
            };
            let due = look.timer_of(timer.conversation, timer.kind)?;
            Ok((due != Some(timer.due)).then_some("is not the conversation's timer"))
        })?;
        out.extend(self.each(Table::TimerOf, |look, key, value| {
            let conversation: Option<ConversationId> = Parts(key).id();
            let kind = key
                .last()
                .and_then(|it| crate::domain::job::TimerKind::from_code(*it));
            let (Some(conversation), Some(kind), Some(due)) =
                (conversation, kind, Parts(value).time())
            else {
                return Ok(Some("is no timer"));
            };
            if timer_of_key(conversation, kind).bytes() != key {
                return Ok(Some("is no timer"));
            }
            let row = timer_key(crate::store::work::Timer {
                due,
                conversation,
                kind,
            });
            let there = look.raw(Table::Timers, row.bytes(), |_| ())?.is_some();
            Ok((!there).then_some("has no row by due time"))
        })?);
        Ok(out)
    }

    /// What names a message names one that is there: Message-IDs, dedupe keys, deliveries; and every mail has a
    /// Message-ID by which it is found.
    fn check_names_of_messages(&self) -> Result<Problems> {
        let mut out = Vec::new();
        for table in [Table::MailIds, Table::ChatIds, Table::Seen] {
            out.extend(self.each(table, |look, _, value| {
                let id: Option<MessageId> = Parts(value).id();
                let there = match id {
                    Some(id) if id.bytes() == [0; 16] => table == Table::Seen,
                    Some(id) => look.message(id)?.is_some(),
                    None => false,
                };
                Ok((!there).then_some("names a message that is not there"))
            })?);
        }
        out.extend(self.each(Table::Awaited, |look, key, _| {
            let by = key.len().checked_sub(16).and_then(|at| key.get(at..));
            let id: Option<MessageId> = by.and_then(|it| Parts(it).id());
            let there = id.map(|it| look.message(it)).transpose()?.flatten();
            Ok(there
                .is_none()
                .then_some("names a message that is not there"))
        })?);
        out.extend(self.each(Table::Messages, |look, key, value| {
            let Ok(it) = codec::decode::<Message>(Table::Messages.name(), key, value) else {
                return Ok(None);
            };
            if let Some(mail) = it.mail.as_ref().filter(|it| !it.message_id.is_empty())
                && look.mail_id(&mail.message_id)?.is_none()
            {
                return Ok(Some("its Message-ID is not known"));
            }
            let Some(delivery) = it.delivery else {
                return Ok(None);
            };
            let there = look
                .delivery(delivery)?
                .is_some_and(|found| found.message == it.id);
            Ok((!there).then_some("its delivery is not there"))
        })?);
        Ok(out)
    }

    /// Raw input kept as a row has its bytes, and no bytes lie there without it.
    fn check_raw_bodies(&self) -> Result<Problems> {
        let is_row = |raw: &Raw| raw.body == RawBody::Row;
        let mut out = self.each(Table::Raws, |look, key, value| {
            let Ok(raw) = codec::decode::<Raw>(Table::Raws.name(), key, value) else {
                return Ok(None);
            };
            let has_body = look.raw(Table::RawBodies, key, |_| ())?.is_some();
            Ok((has_body != is_row(&raw)).then_some("its bytes are missing, or there twice"))
        })?;
        out.extend(self.each(Table::RawBodies, |look, key, _| {
            let there = look.raw(Table::Raws, key, |_| ())?.is_some();
            Ok((!there).then_some("belongs to no raw input"))
        })?);
        Ok(out)
    }
}

/// One page of a table: its problems, and the last key when there is more.
fn page(
    look: &Look<'_>,
    table: Table,
    after: Option<&[u8]>,
    visit: impl Fn(&Look<'_>, &[u8], &[u8]) -> Result<Option<&'static str>>,
) -> Result<(Problems, Option<Vec<u8>>)> {
    let (mut problems, mut n, mut last) = (Vec::new(), 0, None);
    look.scan(table, &Key::new(), Order::Forward, after, |key, value| {
        if n == PAGE {
            return Ok(ControlFlow::Break(()));
        }
        n += 1;
        last = Some(key.to_vec());
        if let Some(what) = visit(look, key, value)? {
            found(&mut problems, table, key, what);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok((problems, last.filter(|_| n == PAGE)))
}

/// Every table that follows from records.
const INDEXES: &[Table] = &[
    Table::EventsByConversation,
    Table::ConversationsByNumber,
    Table::ConversationsByContact,
    Table::ConversationsUnresolved,
    Table::ConversationsByShelf,
    Table::ConversationsInLine,
    Table::ConversationsCarried,
    Table::MessagePlaces,
    Table::MessageFiles,
    Table::DraftsByAgent,
    Table::DeliveriesPending,
    Table::DeliveriesInTrouble,
    Table::DeliveriesByConversation,
    Table::DeliveriesToCopy,
    Table::ContactsJoined,
    Table::ContactsByName,
    Table::ContactsByHeard,
    Table::ContactsByCompany,
    Table::CompaniesByName,
    Table::CompaniesByDomain,
    Table::IdentifiersByContact,
    Table::CluesByContact,
    Table::BlobRefs,
    Table::AgentsByEmail,
    Table::ChangesBySubject,
    Table::NoticesByTime,
    Table::NoticesUnread,
    Table::WebhookCallsDue,
    Table::DatedEventsByContact,
    Table::DatedEventsByTime,
    Table::DatedEventsDue,
    Table::DatedEventsByName,
    Table::CardRunsSending,
    Table::FocusWritten,
    Table::ReviewsByReviewer,
    Table::ReviewsByAgent,
    Table::ReviewsByTime,
    Table::ReviewsByConversation,
];

/// Whether the record an index row points to has that row.
fn belongs(look: &Look<'_>, table: Table, key: &[u8], value: &[u8]) -> Result<bool> {
    let head = |n: usize| key.get(..n).unwrap_or_default();
    let from = |n: usize| key.get(n..).unwrap_or_default();
    let tail = |n: usize| from(key.len().saturating_sub(n));
    let row = (table, key, value);
    match table {
        Table::EventsByConversation => has::<Event>(look, tail(8), row),
        Table::ConversationsByNumber => has::<Conversation>(look, value, row),
        Table::ConversationsByContact
        | Table::ConversationsUnresolved
        | Table::ConversationsByShelf => has::<Conversation>(look, tail(16), row),
        Table::MessagePlaces => has::<Message>(look, value, row),
        Table::MessageFiles => has::<Message>(look, &[head(16), tail(4)].concat(), row),
        Table::DraftsByAgent => {
            let (conversation, note) = (from(16).get(..16).unwrap_or_default(), tail(1));
            has::<Draft>(look, &[conversation, head(16), note].concat(), row)
        }
        Table::DeliveriesPending
        | Table::DeliveriesInTrouble
        | Table::DeliveriesByConversation
        | Table::DeliveriesToCopy => has::<Delivery>(look, tail(16), row),
        Table::ContactsJoined
        | Table::ContactsByName
        | Table::ContactsByHeard
        | Table::ContactsByCompany => has::<Contact>(look, tail(16), row),
        Table::CompaniesByName | Table::CompaniesByDomain => has::<Company>(look, tail(16), row),
        Table::IdentifiersByContact => has::<Identifier>(look, &[from(16), head(16)].concat(), row),
        Table::CluesByContact => has::<Clue>(look, &[from(16), head(16)].concat(), row),
        Table::BlobRefs => match key.get(32).copied().and_then(Holder::from_code) {
            Some(Holder::Message) => has::<Message>(look, from(33), row),
            Some(Holder::Draft) => has::<Draft>(look, from(33), row),
            Some(Holder::Raw) => has::<Raw>(look, from(33), row),
            Some(Holder::Agent) => has::<Agent>(look, from(33), row),
            Some(Holder::CannedReply) => has::<CannedReply>(look, from(33), row),
            None => Ok(false),
        },
        Table::AgentsByEmail => has::<Agent>(look, value, row),
        Table::ChangesBySubject => has::<Change>(look, tail(16), row),
        Table::NoticesByTime => has::<Notice>(look, &[head(16), tail(16)].concat(), row),
        Table::NoticesUnread => has::<Notice>(look, &[head(16), value].concat(), row),
        Table::WebhookCallsDue => has::<WebhookCall>(look, &[head(16), tail(8)].concat(), row),
        Table::DatedEventsByContact | Table::DatedEventsByTime | Table::DatedEventsDue => {
            has::<DatedEvent>(look, tail(16), row)
        }
        Table::DatedEventsByName => has::<DatedEvent>(look, value, row),
        Table::CardRunsSending => has::<CardRun>(look, &[value, head(16)].concat(), row),
        Table::FocusWritten => has::<Focus>(look, tail(32), row),
        Table::ReviewsByReviewer
        | Table::ReviewsByAgent
        | Table::ReviewsByTime
        | Table::ReviewsByConversation => has::<Review>(look, tail(16), row),
        _ => Ok(true),
    }
}

fn has<T: Indexed>(
    look: &Look<'_>,
    source: &[u8],
    (table, key, value): (Table, &[u8], &[u8]),
) -> Result<bool> {
    let read = look.raw(T::TABLE, source, |bytes| {
        codec::decode::<T>(T::TABLE.name(), source, bytes)
    });
    let record: Option<T> = match read.map_err(crate::domain::error::Error::from)? {
        Some(Ok(record)) => Some(record),
        Some(Err(StoreError::Corrupt { .. })) | None => None,
        Some(Err(err)) => return Err(err.into()),
    };
    Ok(record.is_some_and(|it| {
        it.rows()
            .iter()
            .any(|row| row.0 == table && row.1.bytes() == key && row.2 == value)
    }))
}
