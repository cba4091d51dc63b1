//! What the pretend mail server holds: the mailbox of the company, and what the company sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, watch};

use crate::domain::time::Millis;

/// Shared by the two servers and the customers. Cheap to clone.
#[derive(Clone)]
pub struct Town {
    mailbox: Arc<Mutex<Mailbox>>,
    /// How many mails have come; IDLE waits for it to change.
    count: Arc<watch::Sender<usize>>,
    sent: mpsc::UnboundedSender<Sent>,
}

/// The mailbox: UIDs go up by one from the first.
struct Mailbox {
    first_uid: u32,
    mails: Vec<Mail>,
}

/// A mail in the mailbox.
#[derive(Clone)]
pub struct Mail {
    pub uid: u32,
    /// From 1, as IMAP counts.
    pub place: usize,
    pub raw: Arc<[u8]>,
    pub at: Millis,
}

/// What the company sent.
#[derive(Debug)]
pub struct Sent {
    /// Addresses, as [`crate::cli::demo::story::Player`] has them.
    pub to: Vec<String>,
    /// A mail; empty for a message to a telephone or a chat.
    pub raw: Vec<u8>,
    /// What is said to a telephone or in a chat.
    pub text: String,
}

impl Town {
    /// An empty mailbox whose next mail gets `first_uid`; what is sent goes to `sent`.
    #[must_use]
    pub fn new(first_uid: u32, sent: mpsc::UnboundedSender<Sent>) -> Self {
        let mailbox = Mailbox {
            first_uid,
            mails: Vec::new(),
        };
        Town {
            mailbox: Arc::new(Mutex::new(mailbox)),
            count: Arc::new(watch::Sender::new(0)),
            sent,
        }
    }

    fn mailbox(&self) -> MutexGuard<'_, Mailbox> {
        self.mailbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A mail arrives.
    pub fn deliver(&self, raw: Vec<u8>, at: Millis) {
        let mut mailbox = self.mailbox();
        let (uid, place) = (mailbox.uid_next(), mailbox.mails.len() + 1);
        let raw = raw.into();
        mailbox.mails.push(Mail {
            uid,
            place,
            raw,
            at,
        });
        self.count.send_replace(place);
    }

    /// The company's mail was taken.
    pub fn take(&self, sent: Sent) {
        // Nobody listens any more when the demo ends.
        let _ = self.sent.send(sent);
    }

    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.mailbox().mails.clone()
    }

    #[must_use]
    pub fn uid_next(&self) -> u32 {
        self.mailbox().uid_next()
    }

    #[must_use]
    pub fn arrivals(&self) -> watch::Receiver<usize> {
        self.count.subscribe()
    }
}

impl Mailbox {
    fn uid_next(&self) -> u32 {
        let n = u32::try_from(self.mails.len()).unwrap_or(u32::MAX);
        self.first_uid.saturating_add(n)
    }
}
