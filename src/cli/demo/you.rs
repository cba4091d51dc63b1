//! You as a customer: what you wrote by each channel and what the desk answered, as your telephone shows it. Nothing of it
//! is kept when the demo ends.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use mail_parser::MessageParser;
use tokio::sync::watch;

use crate::app::App;
use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::phones::Words;
use crate::cli::demo::places::{Places, Thread};
use crate::cli::demo::story::{Cast, Via};
use crate::cli::demo::town::Sent;
use crate::domain::time::Millis;
use crate::text::quote;

/// One line on the telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub yours: bool,
    pub text: String,
    pub with: Enclosed,
    pub at: Millis,
}

#[derive(Default)]
struct Talks {
    lines: BTreeMap<&'static str, Vec<Line>>,
    mails: Thread,
}

/// Shared by the page and the customers. Cheap to clone.
#[derive(Clone)]
pub struct You {
    app: App,
    pub name: String,
    addresses: Arc<BTreeMap<&'static str, String>>,
    talks: Arc<Mutex<Talks>>,
    /// How many lines there are; an open page waits for it to change.
    count: Arc<watch::Sender<usize>>,
}

impl You {
    #[must_use]
    pub fn new(app: App, cast: &Cast) -> Self {
        let address = |it: Via| (it.name(), cast.your_address(it));
        You {
            app,
            name: cast.you.clone(),
            addresses: Arc::new(Via::ALL.into_iter().map(address).collect()),
            talks: Arc::default(),
            count: Arc::new(watch::Sender::new(0)),
        }
    }

    fn talks(&self) -> MutexGuard<'_, Talks> {
        self.talks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stands on the telephone, and how many lines there are in all.
    #[must_use]
    pub fn lines(&self, via: Via) -> (Vec<Line>, usize) {
        let lines = self.talks().lines.get(via.name()).cloned();
        (lines.unwrap_or_default(), *self.count.borrow())
    }

    /// Whether a mail was written already, and so has its subject.
    #[must_use]
    pub fn has_subject(&self) -> bool {
        self.talks().mails.is_begun()
    }

    /// Waits until there are more lines than were `seen`, not longer than `patience`.
    pub async fn changed(&self, seen: usize, patience: Duration) {
        let mut count = self.count.subscribe();
        // Whoever waited long enough sees that nothing changed.
        let _ = tokio::time::timeout(patience, count.wait_for(|it| *it != seen)).await;
    }

    /// Lets whoever waits look again.
    pub fn wake(&self) {
        self.count.send_modify(|it| *it += 1);
    }

    fn push(&self, via: &'static str, line: Line) {
        self.talks().lines.entry(via).or_default().push(line);
        self.wake();
    }

    /// You write to the company. A mail without a `subject` takes its first words.
    pub async fn say(&self, places: &Places, via: Via, subject: &str, said: (&str, Enclosed)) {
        let (text, with) = said;
        let at = self.app.clock.now();
        let from = self.addresses.get(via.name()).cloned().unwrap_or_default();
        let mut thread = self.talks().mails.clone();
        if !thread.is_begun() {
            let first = if subject.is_empty() { text } else { subject };
            thread = Thread::on(first.lines().next().unwrap_or_default());
        }
        let words = Words {
            name: &self.name,
            from: &from,
            text,
            with,
            at,
        };
        places.say(via, &words, &mut thread).await;
        if via == Via::Mail {
            self.talks().mails = thread;
        }
        let line = Line {
            yours: true,
            text: text.to_owned(),
            with,
            at,
        };
        self.push(via.name(), line);
    }

    /// A message of the company came to an address; whether it is one of yours.
    pub fn hears(&self, address: &str, sent: &Sent) -> bool {
        let mut all = self.addresses.iter();
        let Some(via) = all.find(|it| it.1 == address).map(|it| *it.0) else {
            return false;
        };
        let text = if sent.raw.is_empty() {
            sent.text.clone()
        } else {
            self.talks().mails.answered(&sent.raw);
            read(&sent.raw)
        };
        let line = Line {
            yours: false,
            text,
            with: Enclosed::Nothing,
            at: self.app.clock.now(),
        };
        self.push(via, line);
        true
    }
}

/// What a mail says, without what it quotes.
fn read(raw: &[u8]) -> String {
    let mail = MessageParser::default().parse(raw);
    let text = mail.and_then(|it| Some(it.body_text(0)?.into_owned()));
    let text = text.unwrap_or_default();
    quote::split(&text).own.trim().to_owned()
}
