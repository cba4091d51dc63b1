//! What people were told, what they want to be reminded of, and the devices they are pushed to.

use std::ops::ControlFlow;

use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, Id, NoticeId, PushDeviceId};
use crate::domain::notice::{Notice, NoticeKind, PushDevice, Reminder};
use crate::domain::time::Millis;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Devices of one person at most.
const DEVICES: usize = 50;

fn notice_key(agent: AgentId, id: NoticeId) -> Key {
    Key::of(agent).id(id)
}

fn time_key(agent: AgentId, at: Millis, id: NoticeId) -> Key {
    Key::of(agent).newest(at).id(id)
}

/// What an unread notice is about: further news of the same are gathered in it.
fn subject(it: &Notice) -> [u8; 16] {
    if it.test {
        return it.id.bytes();
    }
    let conversation = it.conversation.filter(|_| !it.gathers);
    let channel = it.channel.map(|it| it.bytes());
    let channel = channel.or(it.threshold.map(|it| it.bytes()));
    conversation
        .map(|it| it.bytes())
        .or(channel)
        .unwrap_or_default()
}

fn unread_key(agent: AgentId, subject: [u8; 16], kind: NoticeKind) -> Key {
    Key::of(agent).fixed(&subject).u8(kind.code())
}

impl Indexed for Notice {
    const TABLE: Table = Table::Notices;

    fn key(&self) -> Key {
        notice_key(self.agent, self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let by_time = time_key(self.agent, self.at, self.id);
        let mut rows = vec![(Table::NoticesByTime, by_time, Vec::new())];
        if self.is_unread() {
            let key = unread_key(self.agent, subject(self), self.kind);
            rows.push((Table::NoticesUnread, key, self.id.bytes().to_vec()));
        }
        rows
    }
}

impl Look<'_> {
    pub fn notice(&self, agent: AgentId, id: NoticeId) -> Result<Option<Notice>> {
        self.record(Table::Notices, &notice_key(agent, id))
    }

    /// What somebody was told, newest first, after a place of the list.
    pub fn notices(
        &self,
        agent: AgentId,
        after: Option<(Millis, NoticeId)>,
        limit: usize,
    ) -> Result<Vec<Notice>> {
        let (table, prefix) = (Table::NoticesByTime, Key::of(agent));
        let after = after.map(|(at, id)| time_key(agent, at, id));
        let ids = self.ids_under(table, &prefix, Order::Forward, after.as_ref(), limit)?;
        self.each_of(ids, |look, id| look.notice(agent, id))
    }

    /// What somebody has not read, in no order, at most `limit`.
    pub fn notices_unread(&self, agent: AgentId, limit: usize) -> Result<Vec<Notice>> {
        self.unread_under(agent, &Key::of(agent), limit)
    }

    /// What somebody has not read of a conversation.
    pub fn notices_unread_of(
        &self,
        agent: AgentId,
        conversation: ConversationId,
    ) -> Result<Vec<Notice>> {
        self.unread_under(agent, &Key::of(agent).id(conversation), usize::MAX)
    }

    /// The unread notice in which something is gathered.
    pub fn notice_unread_like(&self, like: &Notice) -> Result<Option<Notice>> {
        let key = unread_key(like.agent, subject(like), like.kind);
        let found = self.raw(Table::NoticesUnread, key.bytes(), |it| Parts(it).id())?;
        let id = found.flatten();
        id.map_or(Ok(None), |id| self.notice(like.agent, id))
    }

    fn unread_under(&self, agent: AgentId, prefix: &Key, limit: usize) -> Result<Vec<Notice>> {
        let mut ids: Vec<NoticeId> = Vec::new();
        self.scan(
            Table::NoticesUnread,
            prefix,
            Order::Forward,
            None,
            |_, value| {
                if ids.len() >= limit {
                    return Ok(ControlFlow::Break(()));
                }
                ids.extend(Parts(value).id::<NoticeId>());
                Ok(ControlFlow::Continue(()))
            },
        )?;
        self.each_of(ids, |look, id| look.notice(agent, id))
    }

    /// When somebody wants to be reminded of a conversation.
    pub fn reminder(
        &self,
        agent: AgentId,
        conversation: ConversationId,
    ) -> Result<Option<Reminder>> {
        self.record(Table::Reminders, &Key::of(agent).id(conversation))
    }

    /// The devices somebody is pushed to, oldest first.
    pub fn push_devices(&self, agent: AgentId) -> Result<Vec<PushDevice>> {
        self.records(Table::PushDevices, &Key::of(agent), Order::Forward, DEVICES)
    }
}

impl Write<'_> {
    /// Writes a notice with its indexes.
    pub fn put_notice(&mut self, new: &Notice) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_notice(&mut self, agent: AgentId, id: NoticeId) -> Result<bool> {
        self.remove_record::<Notice>(&notice_key(agent, id))
    }

    pub fn put_reminder(&mut self, new: &Reminder) -> Result<()> {
        let key = Key::of(new.agent).id(new.conversation);
        self.put(Table::Reminders, &key, new)
    }

    pub fn remove_reminder(
        &mut self,
        agent: AgentId,
        conversation: ConversationId,
    ) -> Result<bool> {
        self.remove(Table::Reminders, &Key::of(agent).id(conversation))
    }

    pub fn put_push_device(&mut self, new: &PushDevice) -> Result<()> {
        self.put(Table::PushDevices, &Key::of(new.agent).id(new.id), new)
    }

    pub fn remove_push_device(&mut self, agent: AgentId, id: PushDeviceId) -> Result<bool> {
        self.remove(Table::PushDevices, &Key::of(agent).id(id))
    }
}
