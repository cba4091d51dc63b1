//! Long answers: written off the loop, handed on piece by piece as they are read.

use std::io::{self, Write};

use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};
use tokio::sync::mpsc;

use crate::app::off_the_loop;

/// Pieces on their way to who asked: the rest waits for them.
const ON_THE_WAY: usize = 8;
const PIECE: usize = 64 * 1024;

/// The bytes `write` writes. It runs off the loop, waits when nobody reads, and gets an error when nobody reads any
/// more; its own error breaks the answer off.
pub fn written(
    write: impl FnOnce(&mut Pieces) -> io::Result<()> + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> {
    let (out, coming) = mpsc::channel::<io::Result<Bytes>>(ON_THE_WAY);
    actix_web::rt::spawn(off_the_loop(move || {
        let mut into = Pieces {
            out: out.clone(),
            held: Vec::with_capacity(PIECE),
        };
        if let Err(err) = write(&mut into).and_then(|()| into.flush()) {
            tracing::warn!(error = %err, "an answer broke off");
            let _ = out.blocking_send(Err(err));
        }
    }));
    stream::unfold(coming, |mut coming| async move {
        let piece = coming.recv().await?;
        Some((piece, coming))
    })
}

/// Bytes on their way, in pieces.
#[derive(Debug)]
pub struct Pieces {
    out: mpsc::Sender<io::Result<Bytes>>,
    held: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.held));
        let sent = self.out.blocking_send(Ok(piece));
        sent.map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
