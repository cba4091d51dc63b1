//! Messages by conversation and position, the Message-IDs that name them, what was seen before, and read marks.

use std::ops::{Bound, ControlFlow};

use sha2::{Digest, Sha256};

use crate::domain::error::Result;
use crate::domain::id::{AgentId, BlobHash, ConnectionId, ConversationId, Id, MessageId};
use crate::domain::message::{Body, Message};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::index::{Holder, Indexed, Row, holds};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Every blob a message names.
fn blobs(it: &Message) -> Vec<BlobHash> {
    let mut out: Vec<_> = it.attachments.iter().map(|file| file.blob).collect();
    out.extend(it.long_text);
    if let Some(Body::Blob { hash, .. }) = &it.html {
        out.push(*hash);
    }
    out
}

impl Indexed for Message {
    const TABLE: Table = Table::Messages;

    fn key(&self) -> Key {
        Key::of(self.conversation).u32(self.position)
    }

    fn rows(&self) -> Vec<Row> {
        let key = self.key();
        let mut rows = holds(Holder::Message, &key, blobs(self));
        // A message that moved away leaves a line behind: its place is where it lives now.
        if self.moved_to.is_none() {
            rows.push((Table::MessagePlaces, Key::of(self.id), key.bytes().to_vec()));
            rows.extend(files_row(self));
        }
        rows
    }
}

/// The row of a message that has files.
pub(super) fn files_row(it: &Message) -> Option<Row> {
    let kinds = it.files().fold(0, |kinds, it| kinds | it.kind().bit());
    let key = files_key(it.conversation, it.said_at).u32(it.position);
    (kinds != 0).then(|| (Table::MessageFiles, key, vec![kinds]))
}

fn files_key(conversation: ConversationId, at: Millis) -> Key {
    Key::of(conversation).newest(at)
}

/// Only the SHA-256 of an id written by others is a key: a Message-ID may hold a name, and stays after its mail was
/// erased.
pub(super) fn digest(text: &[u8]) -> [u8; 32] {
    Sha256::digest(text).into()
}

fn mail_id_key(message_id: &str) -> Key {
    Key::new().fixed(&digest(message_id.as_bytes()))
}

fn seen_key(scope: ConnectionId, dedupe: &str) -> Key {
    Key::of(scope).fixed(&digest(dedupe.as_bytes()))
}

impl Look<'_> {
    pub fn message_at(
        &self,
        conversation: ConversationId,
        position: u32,
    ) -> Result<Option<Message>> {
        self.record(Table::Messages, &Key::of(conversation).u32(position))
    }

    pub fn message_place(&self, id: MessageId) -> Result<Option<(ConversationId, u32)>> {
        let place = self.raw(Table::MessagePlaces, &id.bytes(), |bytes| {
            let mut parts = Parts(bytes);
            Some((parts.id()?, parts.u32()?))
        })?;
        Ok(place.flatten())
    }

    pub fn message(&self, id: MessageId) -> Result<Option<Message>> {
        match self.message_place(id)? {
            Some((conversation, position)) => self.message_at(conversation, position),
            None => Ok(None),
        }
    }

    /// Messages before a position (from the end when `None`), at most `limit`, in order.
    pub fn messages_before(
        &self,
        conversation: ConversationId,
        before: Option<u32>,
        limit: usize,
    ) -> Result<Vec<Message>> {
        let from = before.map(|at| Key::of(conversation).u32(at));
        let mut out = self.messages_from(
            conversation,
            Order::Backward,
            from.as_ref().map(Key::bytes),
            limit,
        )?;
        out.reverse();
        Ok(out)
    }

    /// Messages after a position (from the start when `None`), at most `limit`, in order.
    pub fn messages_after(
        &self,
        conversation: ConversationId,
        after: Option<u32>,
        limit: usize,
    ) -> Result<Vec<Message>> {
        let from = after.map(|at| Key::of(conversation).u32(at));
        self.messages_from(
            conversation,
            Order::Forward,
            from.as_ref().map(Key::bytes),
            limit,
        )
    }

    /// Messages of a conversation with files of these kinds, newest first: when each was said and its position. From a
    /// place on, that place included; at most `limit`.
    pub fn with_files(
        &self,
        conversation: ConversationId,
        from: Option<(Millis, u32)>,
        kinds: u8,
        limit: usize,
    ) -> Result<Vec<(Millis, u32)>> {
        let prefix = Key::of(conversation);
        let end = prefix.after_prefix();
        let start = match from {
            Some((at, position)) => files_key(conversation, at).u32(position),
            None => prefix,
        };
        let high = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let range = (Bound::Included(start.bytes()), high);
        let mut out: Vec<(Millis, u32)> = Vec::new();
        self.scan_range(Table::MessageFiles, range, Order::Forward, |key, value| {
            let mut parts = Parts(key);
            let _: Option<ConversationId> = parts.id();
            let place = parts.newest().zip(parts.u32());
            let Some((at, position)) = place.filter(|_| value.iter().any(|it| it & kinds != 0))
            else {
                return Ok(ControlFlow::Continue(()));
            };
            out.push((at, position));
            Ok(if out.len() < limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(out)
    }

    /// The newest message that fits, among so many of the newest.
    pub fn newest_message(
        &self,
        conversation: ConversationId,
        among: usize,
        fits: impl Fn(&Message) -> bool,
    ) -> Result<Option<Message>> {
        let (mut found, mut looked) = (None, 0);
        self.scan(
            Table::Messages,
            &Key::of(conversation),
            Order::Backward,
            None,
            |key, value| {
                looked += 1;
                let message: Message = codec::decode(Table::Messages.name(), key, value)?;
                found = Some(message).filter(&fits);
                Ok(if found.is_some() || looked >= among {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                })
            },
        )?;
        Ok(found)
    }

    fn messages_from(
        &self,
        conversation: ConversationId,
        order: Order,
        from: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Message>> {
        let mut out = Vec::new();
        self.scan(
            Table::Messages,
            &Key::of(conversation),
            order,
            from,
            |key, value| {
                if out.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                out.push(codec::decode(Table::Messages.name(), key, value)?);
                Ok(ControlFlow::Continue(()))
            },
        )?;
        Ok(out)
    }

    /// The message a Message-ID (without brackets) names, ours or theirs.
    pub fn mail_id(&self, message_id: &str) -> Result<Option<MessageId>> {
        let key = mail_id_key(message_id);
        Ok(self
            .raw(Table::MailIds, key.bytes(), |it| Parts(it).id())?
            .flatten())
    }

    /// Messages that answer or follow a mail which was not read yet, oldest first.
    pub fn naming(&self, message_id: &str, limit: usize) -> Result<Vec<MessageId>> {
        let mut out = Vec::new();
        if message_id.is_empty() {
            return Ok(out);
        }
        let prefix = mail_id_key(message_id);
        let cut = prefix.bytes().len();
        self.scan(Table::Awaited, &prefix, Order::Forward, None, |key, _| {
            let by: Option<MessageId> = key.get(cut..).and_then(|it| Parts(it).id());
            out.extend(by);
            Ok(if out.len() < limit {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            })
        })?;
        Ok(out)
    }

    /// What is known under a dedupe key: `None` never seen; `Some(nil id)` a tombstone; else the message.
    pub fn seen(&self, scope: ConnectionId, dedupe: &str) -> Result<Option<MessageId>> {
        let key = seen_key(scope, dedupe);
        Ok(self
            .raw(Table::Seen, key.bytes(), |it| Parts(it).id())?
            .flatten())
    }

    /// Whether any record names a blob.
    pub fn is_blob_named(&self, blob: BlobHash) -> Result<bool> {
        let mut named = false;
        let prefix = Key::new().fixed(&blob.0);
        self.scan(Table::BlobRefs, &prefix, Order::Forward, None, |_, _| {
            named = true;
            Ok(ControlFlow::Break(()))
        })?;
        Ok(named)
    }

    /// How far an agent has read a conversation: messages below this position.
    pub fn read_mark(&self, agent: AgentId, conversation: ConversationId) -> Result<u32> {
        let key = Key::of(agent).id(conversation);
        let mark = self.raw(Table::ReadMarks, key.bytes(), |it| Parts(it).u32())?;
        Ok(mark.flatten().unwrap_or(0))
    }
}

impl Write<'_> {
    /// Writes a message with its place and its blobs' references.
    pub fn put_message(&mut self, new: &Message) -> Result<()> {
        self.put_record(new)
    }

    /// Removes the row at a place, whose message lives elsewhere now.
    pub fn remove_message_row(
        &mut self,
        conversation: ConversationId,
        position: u32,
    ) -> Result<bool> {
        self.remove_record::<Message>(&Key::of(conversation).u32(position))
    }

    /// Says that a Message-ID names a message. The first one to claim it keeps it.
    pub fn put_mail_id(&mut self, message_id: &str, message: MessageId) -> Result<()> {
        if message_id.is_empty() || self.mail_id(message_id)?.is_some() {
            return Ok(());
        }
        let key = mail_id_key(message_id);
        self.put_raw(Table::MailIds, &key, &message.bytes())
    }

    /// Says that a message answers or follows a mail that was not read yet; of one that was, nothing is written.
    pub fn put_awaited(&mut self, message_id: &str, by: MessageId) -> Result<()> {
        if message_id.is_empty() || self.mail_id(message_id)?.is_some() {
            return Ok(());
        }
        self.put_raw(Table::Awaited, &mail_id_key(message_id).id(by), &[])
    }

    /// A mail was read: nobody waits for it any more.
    pub fn remove_awaited(&mut self, message_id: &str) -> Result<()> {
        for by in self.naming(message_id, usize::MAX)? {
            self.remove(Table::Awaited, &mail_id_key(message_id).id(by))?;
        }
        Ok(())
    }

    /// Remembers a dedupe key; with the nil id it is a tombstone.
    pub fn put_seen(
        &mut self,
        scope: ConnectionId,
        dedupe: &str,
        message: MessageId,
    ) -> Result<()> {
        self.put_raw(Table::Seen, &seen_key(scope, dedupe), &message.bytes())
    }

    pub fn put_read_mark(
        &mut self,
        agent: AgentId,
        conversation: ConversationId,
        position: u32,
    ) -> Result<()> {
        let key = Key::of(agent).id(conversation);
        self.put_raw(Table::ReadMarks, &key, &position.to_be_bytes())
    }
}
