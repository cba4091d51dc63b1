//! Mail that is too large for memory: its parts go to the disk as they come, and it is read by its beginning.

use std::io::{self, Read};
use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::app::{App, aside, off_the_loop};
use crate::channels::email::receive::Letter;
use crate::channels::kit::large::{Keep, Keeper, Large};
use crate::domain::error::{Error, Result};
use crate::domain::inbound::Received;
use crate::domain::message::READ_WHOLE;
use crate::domain::raw::{Raw, RawBody};
use crate::store::Look;
use crate::store::blobs::{Blobs, Staged};

/// More than any mail that is kept, bytes.
const MOST: u64 = 2 << 30;
/// What is read again of a mail that is too large to be read whole.
const BEGINNING: u64 = 1 << 20;

/// How a door keeps large mail.
#[must_use]
pub fn keep(app: &App) -> Keep {
    let blobs = app.blobs.clone();
    Keep(Arc::new(move || Box::new(begin(blobs.clone()))))
}

fn begin(blobs: Blobs) -> Parts {
    // One part waits while another is written: memory holds no more.
    let (out, coming) = mpsc::channel(1);
    let mut from = Coming {
        coming,
        part: io::Cursor::default(),
        whole: false,
    };
    let staging = tokio::spawn(off_the_loop(move || blobs.stage(&mut from, MOST)));
    Parts { out, staging }
}

enum Part {
    Bytes(Vec<u8>),
    End,
}

struct Parts {
    out: mpsc::Sender<Part>,
    staging: JoinHandle<Result<Result<Staged>>>,
}

#[async_trait]
impl Keeper for Parts {
    async fn part(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        let sent = self.out.send(Part::Bytes(bytes)).await;
        sent.map_err(|_| io::Error::other("the disk takes no more"))
    }

    async fn end(self: Box<Self>) -> io::Result<Large> {
        let _ = self.out.send(Part::End).await;
        let staged = self.staging.await.map_err(io::Error::other)?;
        let staged = staged.and_then(|it| it).map_err(io::Error::other)?;
        Ok(Large {
            hash: staged.hash,
            size: staged.size,
            pin: Box::new(staged),
        })
    }
}

/// The parts as one file being read; one that ends without its end is none.
struct Coming {
    coming: mpsc::Receiver<Part>,
    part: io::Cursor<Vec<u8>>,
    whole: bool,
}

impl Read for Coming {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.part.read(into)?;
            if n > 0 || self.whole || into.is_empty() {
                return Ok(n);
            }
            match self.coming.blocking_recv() {
                Some(Part::Bytes(bytes)) => self.part = io::Cursor::new(bytes),
                Some(Part::End) => self.whole = true,
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }
}

/// Of a mail read by its beginning: its files may be cut off, so they stay in the original, which is kept whole.
pub fn by_its_beginning(letter: &mut Letter, size: u64) {
    letter.files.clear();
    if let Received::Message(inbound) = &mut letter.received {
        inbound.attachments.clear();
        if let Some(mail) = &mut inbound.mail {
            mail.size = size;
        }
    }
}

/// The bytes of raw input; of a large one its beginning.
///
/// # Errors
/// [`Error::NotFound`] when they are gone.
pub async fn raw_bytes(app: &App, raw: &Raw) -> Result<(Vec<u8>, Option<Large>)> {
    let id = raw.id;
    if raw.size > READ_WHOLE
        && let RawBody::Blob(hash) = raw.body
    {
        let blobs = app.blobs.clone();
        let look = move |look: &Look<'_>| aside::bytes(look, &blobs, id, BEGINNING);
        let large = Large {
            hash,
            size: raw.size,
            pin: Box::new(()),
        };
        return Ok((app.look(look).await?, Some(large)));
    }
    let whole = match raw.body {
        RawBody::Row => {
            let found = app.look(move |look| look.raw_row(id)).await?;
            found.ok_or_else(|| Error::not_found("raw input"))?
        }
        RawBody::Blob(hash) => {
            let blobs = app.blobs.clone();
            off_the_loop(move || blobs.read(hash)).await??
        }
    };
    Ok((whole, None))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn parts_become_one_file_and_half_a_mail_none() {
        let path = std::env::temp_dir().join(format!("lobby-large-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        let blobs = Blobs::open(&path.join("blobs")).unwrap();
        let mut parts = Box::new(begin(blobs.clone()));
        for it in ["Subject: x\r\n", "\r\n", "text"] {
            parts.part(it.as_bytes().to_vec()).await.unwrap();
        }
        let kept = parts.end().await.unwrap();
        assert_eq!(kept.size, 18);
        assert_eq!(blobs.read(kept.hash).unwrap(), b"Subject: x\r\n\r\ntext");
        let mut half = begin(blobs.clone());
        half.part(b"half".to_vec()).await.unwrap();
        drop(half.out);
        assert!(half.staging.await.unwrap().unwrap().is_err());
        let _ = std::fs::remove_dir_all(&path);
    }
}
