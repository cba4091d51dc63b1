//! Mailboxes being tried: what was tried and what came of it, in memory, for the page that shows it as it happens.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::channels::kit::{CheckLine, Told};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ChannelId};

/// Trials going on at once, all people together: each calls out.
const AT_ONCE: usize = 8;
/// Ended ones are shown this long.
const KEPT: Duration = Duration::from_secs(30 * 60);

/// The trials of a running Lobby.
#[derive(Debug, Default)]
pub struct Trials(Mutex<BTreeMap<Uuid, Arc<Trial>>>);

/// One trial.
#[derive(Debug)]
pub struct Trial {
    pub id: Uuid,
    pub by: AgentId,
    began: Instant,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    lines: Vec<Line>,
    end: Option<End>,
}

/// A step of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// What came of it so far: `problem` says nothing while it is `running`.
    pub line: CheckLine,
    pub running: bool,
    began: Instant,
    pub took: Duration,
}

/// How it ended.
#[derive(Debug, Clone)]
pub enum End {
    /// The mailbox is connected, or was; whether all of it works stands in the lines.
    Channel(ChannelId),
    /// Nothing was kept. What was typed, without secrets and with what was found; and what is wrong with it.
    Refused {
        given: Vec<(String, String)>,
        error: Option<Error>,
    },
}

impl Trials {
    /// Begins one.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn begin(&self, by: AgentId) -> Result<Arc<Trial>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, it| !it.is_over() || it.began.elapsed() < KEPT);
        if all.values().filter(|it| !it.is_over()).count() >= AT_ONCE {
            return Err(Error::TooMany { retry_after_s: 30 });
        }
        let trial = Arc::new(Trial {
            id: Uuid::new_v4(),
            by,
            began: Instant::now(),
            inner: Mutex::default(),
        });
        all.insert(trial.id, trial.clone());
        Ok(trial)
    }

    /// One's own trial; `None` after a restart, or when it is another's.
    #[must_use]
    pub fn find(&self, id: &str, by: AgentId) -> Option<Arc<Trial>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = all.get(&id.parse().ok()?)?;
        (found.by == by).then(|| found.clone())
    }
}

impl Trial {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what is told. A step that begins again (a further user name) is the same step.
    pub fn hear(&self, told: Told) {
        let mut inner = self.lock();
        let (line, running) = match told {
            Told::Begins(what, detail) => (
                CheckLine {
                    what,
                    problem: None,
                    detail,
                },
                true,
            ),
            Told::Ends(line) => (line, false),
        };
        let known = inner.lines.iter_mut().find(|it| it.line.what == line.what);
        match known {
            Some(it) => {
                (it.line, it.running) = (line, running);
                it.took = it.began.elapsed();
            }
            None => inner.lines.push(Line {
                line,
                running,
                began: Instant::now(),
                took: Duration::ZERO,
            }),
        }
    }

    /// Ends it; the first end counts.
    pub fn end(&self, end: End) {
        let mut inner = self.lock();
        // What was begun and never told of was another way to the same thing.
        inner.lines.retain(|it| !it.running);
        inner.end.get_or_insert(end);
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lock().end.is_some()
    }

    /// The steps so far, and the end when there is one.
    #[must_use]
    pub fn seen(&self) -> (Vec<Line>, Option<End>) {
        let inner = self.lock();
        (inner.lines.clone(), inner.end.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_step_is_one_line_however_often_it_begins() {
        let trials = Trials::default();
        let trial = trials.begin(AgentId::default()).unwrap();
        trial.hear(Told::Begins("try-imap", "a".into()));
        trial.hear(Told::Begins("try-smtp", "b".into()));
        assert!(trial.seen().0.iter().all(|it| it.running));
        trial.hear(Told::Ends(CheckLine {
            what: "try-imap",
            problem: None,
            detail: "c".into(),
        }));
        trial.end(End::Channel(ChannelId::default()));
        let (lines, end) = trial.seen();
        assert!(matches!(end, Some(End::Channel(_))));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines.first().map(|it| it.line.detail.as_str()), Some("c"));
    }

    #[test]
    fn a_trial_is_its_owners_and_there_are_never_many() {
        use crate::domain::id::Id;
        let trials = Trials::default();
        let agent = |n: u128| AgentId::from_uuid(Uuid::from_u128(n));
        let (ana, bea) = (agent(1), agent(2));
        let one = trials.begin(ana).unwrap();
        assert!(trials.find(&one.id.to_string(), ana).is_some());
        assert!(trials.find(&one.id.to_string(), bea).is_none());
        assert!(trials.find("x", ana).is_none());
        for _ in 1..AT_ONCE {
            trials.begin(bea).unwrap();
        }
        assert!(matches!(trials.begin(bea), Err(Error::TooMany { .. })));
        one.end(End::Channel(ChannelId::default()));
        assert!(trials.begin(bea).is_ok());
    }
}
