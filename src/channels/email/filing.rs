//! Copies of what was sent, in the mailbox's Sent folder. Each is looked for by its Message-ID first: the server may have
//! put it there by itself, and a try before may have ended between the doing and the answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::channels::email::compose::compose;
use crate::channels::email::imap::Session;
use crate::channels::email::spelling::quoted;
use crate::channels::kit::{Door, OpenBlob, Trouble, room_for};
use crate::domain::outbound::{Outbound, OutboundMail};
use crate::domain::time::Millis;
use crate::net::line::Meter;

/// Bytes beside the files of a mail: text, headers.
const BESIDE: u64 = 1 << 20;

/// The Sent folder of a mailbox, open.
pub struct SentFolder {
    session: Session,
    name: String,
}

impl SentFolder {
    /// Logs in and finds the folder: the one named in the settings, else by its special use (RFC 6154).
    ///
    /// # Errors
    /// What keeps it from being opened; `health-no-sent-folder` when there is none.
    pub async fn open(door: &Door) -> Result<Self, Trouble> {
        let named = door
            .mail()
            .map(|it| it.sent_folder.clone())
            .unwrap_or_default();
        let mut session = Session::open(door).await?;
        let found = if named.is_empty() {
            session.sent_folder().await?
        } else {
            Some(named)
        };
        let Some(name) = found else {
            session.close().await;
            return Err(Trouble::new("health-no-sent-folder", ""));
        };
        session.examine(&name).await?;
        Ok(SentFolder { session, name })
    }

    /// Puts a copy there unless it lies there; whether it was put. One that cannot be composed any more is not.
    ///
    /// # Errors
    /// What the server says against it.
    pub async fn file(&mut self, out: &Outbound, open: &OpenBlob) -> Result<bool, Trouble> {
        let Some(mail) = &out.mail else {
            return Ok(false);
        };
        let same = format!("HEADER Message-ID {}", quoted(&mail.message_id));
        if !self.session.search(&same).await?.is_empty() {
            return Ok(false);
        }
        let files: u64 = out.attachments.iter().map(|it| it.size).sum();
        let room = room_for(files.saturating_mul(2) + BESIDE).await;
        let _room = room.map_err(|err| Trouble::new("health-protocol", err.to_string()))?;
        let Some(bytes) = whole(out, mail, open) else {
            return Ok(false);
        };
        let at = mail.date.unwrap_or(Millis(0));
        self.session.append(&self.name, at, &bytes).await?;
        Ok(true)
    }

    pub async fn close(self) {
        self.session.close().await;
    }
}

/// The mail as it went over the wire; `None` when a file of it is gone.
fn whole(out: &Outbound, mail: &OutboundMail, open: &OpenBlob) -> Option<Vec<u8>> {
    let composed = compose(out, mail, open)
        .inspect_err(|err| tracing::warn!(error = %err, "no copy of a mail could be made"))
        .ok()?;
    let ended = Arc::new(AtomicBool::new(false));
    let bytes: Vec<u8> = composed
        .stream(Meter::default(), ended.clone())
        .flatten()
        .collect();
    ended.load(Ordering::Acquire).then_some(bytes)
}
