//! What every door shares: the opened connection, lots of received mail, frontiers, troubles, lines of a check; and for
//! doors that are called by web hooks what a call is, how texts are cut into parts, and what a failed request means.

pub mod hook;
pub mod large;
pub mod parts;
pub mod request;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::{Arc, LazyLock};

use futures_util::future::BoxFuture;
use tokio::io::AsyncReadExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

use crate::channels::kit::large::{Begun, Keep, Large};
use crate::domain::channel::{Connection, EmailSettings, Server};
use crate::domain::error::{Error, Result};
use crate::domain::id::{BlobHash, ConnectionId, Id, MessageId};
use crate::domain::mail::{Folder, MailPlace};
use crate::domain::time::Millis;
use crate::keys::KeyRing;
use crate::net::Net;

/// Bytes being fetched and read at one time, all channels together, in KiB.
const GATE_KIB: u32 = 64 * 1024;

static GATE: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(GATE_KIB as usize)));

/// Opens a blob for reading.
pub type OpenBlob = Arc<dyn Fn(BlobHash) -> std::io::Result<File> + Send + Sync>;

/// The bytes of a blob, read off the event loop.
///
/// # Errors
/// When the blob is gone or cannot be read.
pub async fn read_blob(open: &OpenBlob, blob: BlobHash) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut from = tokio::fs::File::from_std(open(blob)?);
    from.read_to_end(&mut bytes).await?;
    Ok(bytes)
}

/// Room for bytes in memory; given back when dropped.
#[derive(Debug)]
pub struct Room(#[expect(dead_code, reason = "held for its drop")] OwnedSemaphorePermit);

/// Waits until there is room for so many bytes.
///
/// # Errors
/// Never while Lobby runs: the gate is not closed.
pub async fn room_for(bytes: u64) -> Result<Room> {
    let kib = u32::try_from(bytes / 1024 + 1).unwrap_or(GATE_KIB);
    let permit = GATE.clone().acquire_many_owned(kib.min(GATE_KIB)).await;
    permit
        .map(Room)
        .map_err(|err| Error::internal("the gate of bytes", err))
}

/// A connection with its secrets opened, and the way out.
#[derive(Clone)]
pub struct Door {
    pub connection: Connection,
    pub secrets: Secrets,
    pub net: Net,
}

/// Opened secrets; never printed.
#[derive(Clone, Default)]
pub struct Secrets {
    pub imap: Zeroizing<String>,
    pub smtp: Zeroizing<String>,
    /// Access token; takes the place of the passwords.
    pub token: Option<Zeroizing<String>>,
    /// Of a channel reached by an API, by the names of its form.
    pub values: BTreeMap<String, Zeroizing<String>>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(***)")
    }
}

impl Door {
    /// # Errors
    /// When a sealed secret does not open.
    pub fn open(connection: Connection, keys: &KeyRing, net: &Net) -> Result<Self> {
        let secrets = match connection.email() {
            Some(mail) => Secrets {
                imap: password(keys, connection.id, &mail.imap)?,
                smtp: password(keys, connection.id, &mail.smtp)?,
                token: token(keys, connection.id, mail)?,
                ..Secrets::default()
            },
            None => Secrets {
                values: values(keys, &connection)?,
                ..Secrets::default()
            },
        };
        Ok(Door {
            connection,
            secrets,
            net: net.clone(),
        })
    }

    /// # Errors
    /// When this is no mailbox.
    pub fn mail(&self) -> Result<&EmailSettings> {
        self.connection
            .email()
            .ok_or_else(|| Error::Internal("no mailbox".to_owned()))
    }

    /// A value filled in for a channel reached by an API, or empty.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.connection.provider().map_or("", |it| it.value(name))
    }

    /// A secret of a channel reached by an API, or empty.
    #[must_use]
    pub fn secret(&self, name: &str) -> &str {
        self.secrets.values.get(name).map_or("", |it| it.as_str())
    }

    /// Where the provider's API lies: what was filled in, else the provider's own address. Without a slash at the end.
    #[must_use]
    pub fn api_base<'a>(&'a self, usual: &'a str) -> &'a str {
        let own = self.value("api_base");
        let base = if own.is_empty() { usual } else { own };
        base.trim_end_matches('/')
    }
}

fn values(keys: &KeyRing, connection: &Connection) -> Result<BTreeMap<String, Zeroizing<String>>> {
    let sealed = connection.provider().map(|it| &it.sealed);
    let opened = sealed.into_iter().flatten().map(|(name, sealed)| {
        let value = open_secret(keys, connection.id, sealed)?;
        Ok((name.clone(), value))
    });
    opened.collect()
}

/// Opens one sealed secret of a connection; empty stays empty.
///
/// # Errors
/// When it does not open.
pub fn open_secret(
    keys: &KeyRing,
    owner: ConnectionId,
    sealed: &[u8],
) -> Result<Zeroizing<String>> {
    if sealed.is_empty() {
        return Ok(Zeroizing::default());
    }
    let bytes = keys.unseal(&owner.bytes(), sealed)?;
    let text = std::str::from_utf8(&bytes).map_err(|err| Error::internal("a secret", err))?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn password(keys: &KeyRing, owner: ConnectionId, server: &Server) -> Result<Zeroizing<String>> {
    open_secret(keys, owner, &server.sealed_password)
}

fn token(
    keys: &KeyRing,
    owner: ConnectionId,
    mail: &EmailSettings,
) -> Result<Option<Zeroizing<String>>> {
    match &mail.oauth {
        Some(grant) => open_secret(keys, owner, &grant.sealed_access_token).map(Some),
        None => Ok(None),
    }
}

/// Where watching goes on from: what was recorded, and what is wanted.
#[derive(Debug, Clone, Default)]
pub struct Frontiers {
    pub folders: Vec<Frontier>,
    /// UIDs whose fetching has failed again and again: handed in as unreadable, without a try.
    pub hopeless: BTreeSet<(String, u32)>,
    /// Something failed in fetching: one mail a time, so that it can be named.
    pub careful: bool,
    /// Knows what was taken in before, where a folder's numbers count no more.
    pub memory: Option<Memory>,
    /// Keeps what is too large for memory; without it the beginning alone is taken.
    pub keep: Option<Keep>,
    /// What is there of a large mail whose fetching broke off.
    pub begun: Begun,
}

type Asked = BoxFuture<'static, Result<Vec<Option<MessageId>>>>;

type AskMemory = dyn Fn(Vec<(String, u64)>) -> Asked + Send + Sync;

/// Asks which mails were taken in before, by Message-ID and size: for each, the message it became.
#[derive(Clone)]
pub struct Memory(pub Arc<AskMemory>);

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

/// A folder as recorded, and the outcomes beyond its frontiers.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    pub folder: Folder,
    /// UIDs outside the finished range that have an outcome all the same.
    pub known: BTreeSet<u32>,
}

/// Mails of one folder, and how far the folder is served once each of them has an outcome.
#[derive(Debug)]
pub struct Lot {
    pub folder: Folder,
    pub mails: Vec<Fetched>,
    /// UIDs the server has no longer.
    pub gone: Vec<u32>,
    /// UIDs of mails that were taken in under another number, and what became of them.
    pub met: Vec<(u32, MessageId)>,
    /// New mail, which goes before old.
    pub live: bool,
    pub room: Option<Room>,
}

/// One mail, byte for byte.
#[derive(Debug)]
pub struct Fetched {
    pub place: MailPlace,
    /// Was there before Lobby was.
    pub history: bool,
    /// Found in the Sent folder.
    pub sent: bool,
    /// Gmail's id of its thread; 0 when there is none.
    pub thread: u64,
    pub size: u64,
    pub raw: Vec<u8>,
    /// It is too large to be read whole: `raw` is its beginning.
    pub large: Option<Large>,
    /// Why it is not whole: a key of `words` (`parked-…`).
    pub broken: Option<&'static str>,
}

/// Why watching, sending or checking does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A key of `words` (`health-…`).
    pub code: &'static str,
    /// What the server said, cut.
    pub detail: String,
    /// Trying again changes nothing; a person must.
    pub needs_you: bool,
    /// The mail that was being fetched alone: folder, UID.
    pub blame: Option<(String, u32)>,
    /// Fetching was on when it happened.
    pub fetching: bool,
}

impl Trouble {
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Trouble {
            code,
            detail: cut(&detail.into()),
            needs_you: false,
            blame: None,
            fetching: false,
        }
    }
}

/// One line of the Test button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// A key of `words` (`check-…`).
    pub what: &'static str,
    /// `None` when it worked; else a key of `words` (`health-…`, `try-…`) and what the server said.
    pub problem: Option<(String, String)>,
    /// Such as the folder found or the host reached.
    pub detail: String,
}

/// What is told while something is tried: that a step begins, or what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A key of `words` (`try-…`, `check-…`), and such as the host that is asked.
    Begins(&'static str, String),
    Ends(CheckLine),
}

/// Hears what is tried, as it is tried.
pub type Tell<'a> = &'a (dyn Fn(Told) + Send + Sync);

/// What a server said, fit to keep: 300 characters of one line.
#[must_use]
pub fn cut(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    one_line
        .chars()
        .filter(|it| !it.is_control())
        .take(300)
        .collect()
}

/// A time in the form of a domain record; far-out values are clamped.
#[must_use]
pub fn millis(at: jiff::Timestamp) -> Millis {
    Millis(at.as_millisecond())
}
