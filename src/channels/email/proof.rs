//! The proof that a mailbox works both ways: a mail to itself, sent as any answer is and found as any mail is.

use std::time::Duration;

use async_imap::imap_proto::NameAttribute;
use tokio::time::{Instant, sleep};

use crate::channels::Channel;
use crate::channels::email::Email;
use crate::channels::email::imap::{ImapError, Session};
use crate::channels::kit::{CheckLine, Door, OpenBlob, Tell, Told, Trouble};
use crate::domain::outbound::{Outbound, SendError};

/// A mail to oneself is back within seconds as a rule; greylisting and scanners take longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(1500);

/// Sends the mail and waits until it is back, telling both legs: `test-sent`, `test-seen`.
pub async fn send_and_find(door: &Door, out: &Outbound, tell: Tell<'_>) {
    let host = |server: &str| server.to_owned();
    let (sending, reading) = match door.mail() {
        Ok(it) => (host(&it.smtp.host), host(&it.imap.host)),
        Err(_) => return,
    };
    tell(Told::Begins("test-sent", sending.clone()));
    // It has no files: nothing is opened.
    let none: OpenBlob = std::sync::Arc::new(|_| Err(std::io::ErrorKind::NotFound.into()));
    let mut sender = Email.sender(door, none);
    let sent = sender.send(out).await;
    sender.close().await;
    let problem = match &sent {
        Ok(_) => None,
        Err(err) => Some((err.word().to_owned(), err.said().to_owned())),
    };
    // Where no answer came after the mail had left, it may be on its way all the same.
    let left = matches!(sent, Ok(_) | Err(SendError::Uncertain { .. }));
    tell(Told::Ends(CheckLine {
        what: "test-sent",
        problem,
        detail: sending,
    }));
    if !left {
        return;
    }
    tell(Told::Begins("test-seen", reading));
    let message_id = out.mail.as_ref().map(|it| it.message_id.as_str());
    let found = find(door, message_id.unwrap_or_default()).await;
    let (problem, detail) = match found {
        Ok(Found::In(folder)) => (None, folder),
        Ok(Found::Aside(folder)) => {
            let problem = ("test-in-junk".to_owned(), String::new());
            (Some(problem), folder)
        }
        Ok(Found::Nowhere) => (
            Some(("test-not-back".to_owned(), String::new())),
            String::new(),
        ),
        Err(err) => {
            let trouble = Trouble::from(err);
            (
                Some((trouble.code.to_owned(), trouble.detail)),
                String::new(),
            )
        }
    };
    tell(Told::Ends(CheckLine {
        what: "test-seen",
        problem,
        detail,
    }));
}

enum Found {
    In(String),
    /// In the folder of unwanted mail.
    Aside(String),
    Nowhere,
}

/// Where a mail lies, by its Message-ID: in the folder named, else in Junk (RFC 6154).
async fn place_of(
    session: &mut Session,
    message_id: &str,
    folder: &str,
) -> Result<Option<String>, ImapError> {
    let junk = session.folder_for(&NameAttribute::Junk).await?;
    // Our own Message-IDs hold nothing that would end a quoted string.
    let what = format!("HEADER Message-ID \"{message_id}\"");
    for folder in [Some(folder.to_owned()), junk].into_iter().flatten() {
        session.examine(&folder).await?;
        if !session.search(&what).await?.is_empty() {
            return Ok(Some(folder));
        }
    }
    Ok(None)
}

async fn find(door: &Door, message_id: &str) -> Result<Found, ImapError> {
    let until = Instant::now() + PATIENCE;
    let named = door.mail().map(|it| it.folder.clone()).unwrap_or_default();
    let inbox = if named.is_empty() {
        "INBOX".to_owned()
    } else {
        named
    };
    let mut session = Session::open(door).await?;
    let found = loop {
        match place_of(&mut session, message_id, &inbox).await? {
            Some(folder) if folder == inbox => break Found::In(folder),
            Some(folder) => break Found::Aside(folder),
            None if Instant::now() >= until => break Found::Nowhere,
            None => sleep(PAUSE).await,
        }
    };
    session.close().await;
    Ok(found)
}
