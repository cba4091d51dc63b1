//! Work that falls due: jobs, the timers of conversations, and journaled changes.

use std::ops::{Bound, ControlFlow};
use std::sync::Arc;

use crate::domain::change::{Change, ChangeKind};
use crate::domain::error::Result;
use crate::domain::id::{ChangeId, ConversationId, Id, JobId};
use crate::domain::job::{Job, JobKind, TimerKind};
use crate::domain::time::Millis;
use crate::store::codec;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// A timer row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timer {
    pub due: Millis,
    pub conversation: ConversationId,
    pub kind: TimerKind,
}

fn job_key(job: &Job) -> Key {
    Key::new().time(job.due).id(job.id)
}

pub(super) fn timer_key(timer: Timer) -> Key {
    Key::new()
        .time(timer.due)
        .id(timer.conversation)
        .u8(timer.kind.code())
}

pub(super) fn timer_of_key(conversation: ConversationId, kind: TimerKind) -> Key {
    Key::of(conversation).u8(kind.code())
}

pub(super) fn read_timer(key: &[u8]) -> Option<Timer> {
    let mut parts = Parts(key);
    Some(Timer {
        due: parts.time()?,
        conversation: parts.id()?,
        kind: TimerKind::from_code(parts.u8()?)?,
    })
}

impl Indexed for Change {
    const TABLE: Table = Table::Changes;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let mut subjects = match &self.kind {
            ChangeKind::Messages { from, to, .. } => vec![from.bytes(), to.bytes()],
            ChangeKind::Join { root, other, .. } => vec![root.bytes(), other.bytes()],
            ChangeKind::Companies { root, other, .. } => vec![root.bytes(), other.bytes()],
            ChangeKind::NewOwner { before, now, .. } => vec![before.bytes(), now.bytes()],
            ChangeKind::Late { .. } => Vec::new(),
        };
        subjects.dedup();
        let row = |subject: [u8; 16]| {
            let key = Key::new().fixed(&subject).id(self.id);
            (Table::ChangesBySubject, key, Vec::new())
        };
        subjects.into_iter().map(row).collect()
    }
}

impl Look<'_> {
    /// Jobs due by `now`, earliest first.
    pub fn jobs_due(&self, now: Millis, limit: usize) -> Result<Vec<Job>> {
        let high = Key::new().time(Millis(now.0.saturating_add(1)));
        let range = (Bound::Unbounded, Bound::Excluded(high.bytes()));
        let mut out = Vec::new();
        self.scan_range(Table::Jobs, range, Order::Forward, |key, value| {
            out.push(codec::decode(Table::Jobs.name(), key, value)?);
            let full = out.len() >= limit;
            Ok(if full {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(out)
    }

    /// When the next job or timer is due.
    pub fn next_due(&self) -> Result<Option<Millis>> {
        let mut first = None;
        for table in [Table::Jobs, Table::Timers] {
            self.scan(table, &Key::new(), Order::Forward, None, |key, _| {
                let due = Parts(key).time();
                first = match (first, due) {
                    (Some(a), Some(b)) => Some(std::cmp::min::<Millis>(a, b)),
                    (a, b) => a.or(b),
                };
                Ok(ControlFlow::Break(()))
            })?;
        }
        Ok(first)
    }

    /// Timers due by `now`, in due order.
    pub fn timers_due(&self, now: Millis, limit: usize) -> Result<Vec<Timer>> {
        let high = Key::new().time(Millis(now.0.saturating_add(1)));
        let range = (Bound::Unbounded, Bound::Excluded(high.bytes()));
        let mut out = Vec::new();
        self.scan_range(Table::Timers, range, Order::Forward, |key, _| {
            out.extend(read_timer(key));
            let full = out.len() >= limit;
            Ok(if full {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })?;
        Ok(out)
    }

    /// When a conversation's timer is due.
    pub fn timer_of(
        &self,
        conversation: ConversationId,
        kind: TimerKind,
    ) -> Result<Option<Millis>> {
        let all = self.timers_of(conversation)?;
        Ok(all.iter().find(|it| it.kind == kind).map(|it| it.due))
    }

    /// The timers of one conversation due by `now`, in due order.
    pub fn timers_of_due(&self, conversation: ConversationId, now: Millis) -> Result<Vec<Timer>> {
        let all = self.timers_of(conversation)?;
        let mut out: Vec<Timer> = all.iter().filter(|it| it.due <= now).copied().collect();
        out.sort_by_key(|it| (it.due, it.kind));
        Ok(out)
    }

    /// All timers of a conversation: a handful at most, and each deed on it asks for several.
    fn timers_of(&self, conversation: ConversationId) -> Result<Arc<Vec<Timer>>> {
        let (table, prefix) = (Table::TimerOf, Key::of(conversation));
        self.under_again(table, &prefix, || {
            let mut out = Vec::new();
            self.scan(table, &prefix, Order::Forward, None, |key, value| {
                let kind = key.last().copied().and_then(TimerKind::from_code);
                let timer = kind.zip(Parts(value).time()).map(|(kind, due)| Timer {
                    due,
                    conversation,
                    kind,
                });
                out.extend(timer);
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(out)
        })
    }

    pub fn change(&self, id: ChangeId) -> Result<Option<Change>> {
        self.record(Table::Changes, &Key::of(id))
    }

    /// Journaled changes of a conversation or contact, newest first.
    pub fn changes_of(&self, subject: impl Id, limit: usize) -> Result<Vec<Change>> {
        let (table, prefix) = (Table::ChangesBySubject, Key::of(subject));
        let ids = self.ids_under(table, &prefix, Order::Backward, None, limit)?;
        self.each_of(ids, Look::change)
    }
}

impl Write<'_> {
    /// Puts work to do at `due`.
    pub fn job(&mut self, due: Millis, kind: JobKind) -> Result<JobId> {
        let job = Job {
            id: self.new_id(),
            due,
            attempts: 0,
            kind,
        };
        self.ring();
        self.put(Table::Jobs, &job_key(&job), &job)?;
        Ok(job.id)
    }

    pub fn finish_job(&mut self, job: &Job) -> Result<bool> {
        self.remove(Table::Jobs, &job_key(job))
    }

    /// Puts a job off until `due`, counting the try.
    pub fn put_off_job(&mut self, job: &Job, due: Millis) -> Result<()> {
        if !self.finish_job(job)? {
            return Ok(());
        }
        let later = Job {
            due,
            attempts: job.attempts.saturating_add(1),
            ..job.clone()
        };
        self.put(Table::Jobs, &job_key(&later), &later)
    }

    /// Sets, moves or (with `None`) cancels a conversation's timer of a kind.
    pub fn set_timer(
        &mut self,
        conversation: ConversationId,
        kind: TimerKind,
        due: Option<Millis>,
    ) -> Result<()> {
        let old = self.timer_of(conversation, kind)?;
        if old == due {
            return Ok(());
        }
        if let Some(old) = old {
            self.remove(
                Table::Timers,
                &timer_key(Timer {
                    due: old,
                    conversation,
                    kind,
                }),
            )?;
        }
        let key = timer_of_key(conversation, kind);
        match due {
            Some(due) => {
                self.put_raw(
                    Table::Timers,
                    &timer_key(Timer {
                        due,
                        conversation,
                        kind,
                    }),
                    &[],
                )?;
                self.put_raw(Table::TimerOf, &key, Key::new().time(due).bytes())?;
                self.ring();
            }
            None => {
                self.remove(Table::TimerOf, &key)?;
            }
        }
        Ok(())
    }

    /// Writes a journaled change with its index.
    pub fn put_change(&mut self, new: &Change) -> Result<()> {
        self.put_record(new)
    }
}
