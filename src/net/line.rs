//! A line to a server: plain or TLS, metered, and a small way to talk on it line by line before a protocol's own
//! client takes over.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::net::{NetError, tls};

/// Longest line of a dialogue, bytes (RFC 5321 and RFC 3501 lines are far shorter).
const LONGEST_LINE: usize = 16 * 1024;
/// A handshake takes no longer.
const HANDSHAKE: Duration = Duration::from_secs(15);

/// How much may still be read, and whether to stop writing: shared with whoever uses the line.
#[derive(Debug, Clone)]
pub struct Meter(Arc<Gauge>);

#[derive(Debug)]
struct Gauge {
    left: AtomicU64,
    stopped: AtomicBool,
}

impl Default for Meter {
    fn default() -> Self {
        Meter(Arc::new(Gauge {
            left: AtomicU64::new(u64::MAX),
            stopped: AtomicBool::new(false),
        }))
    }
}

impl Meter {
    /// From here on this many bytes may be read; more is an error.
    pub fn allow(&self, bytes: u64) {
        self.0.left.store(bytes, Ordering::Release);
    }

    /// Every further write fails: what is being sent must not be finished.
    pub fn stop_writing(&self) {
        self.0.stopped.store(true, Ordering::Release);
    }

    fn take(&self, n: u64) -> io::Result<()> {
        let left = self.0.left.load(Ordering::Acquire);
        match left.checked_sub(n) {
            Some(left) => {
                self.0.left.store(left, Ordering::Release);
                Ok(())
            }
            None => Err(io::Error::other("more than was asked for")),
        }
    }
}

#[derive(Debug)]
enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection to a server whose address was checked.
#[derive(Debug)]
pub struct Line {
    stream: Stream,
    peer: SocketAddr,
    meter: Meter,
    /// Read before anything else.
    first: Vec<u8>,
}

impl Line {
    pub(super) fn plain(stream: TcpStream, peer: SocketAddr) -> Self {
        Line {
            stream: Stream::Plain(stream),
            peer,
            meter: Meter::default(),
            first: Vec::new(),
        }
    }

    #[must_use]
    pub fn peer(&self) -> SocketAddr {
        self.peer
    }

    #[must_use]
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }

    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    /// Puts bytes before what the server will say.
    pub fn unread(&mut self, bytes: &[u8]) {
        self.first = bytes.to_vec();
    }

    /// Encrypts the line: the certificate must be for `host`.
    ///
    /// # Errors
    /// [`NetError::Tls`]; [`NetError::TimedOut`].
    pub async fn secure(self, host: &str, extra_pem: &str) -> Result<Self, NetError> {
        let Stream::Plain(tcp) = self.stream else {
            return Ok(self);
        };
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| NetError::Settings(format!("{host} is no host name")))?;
        let connector = TlsConnector::from(Arc::new(tls::client(extra_pem)?));
        let done = timeout(HANDSHAKE, connector.connect(name, tcp)).await;
        let stream = done
            .map_err(|_| NetError::TimedOut)?
            .map_err(|err| NetError::Tls(tls::problem(&err)))?;
        Ok(Line {
            stream: Stream::Tls(Box::new(stream)),
            peer: self.peer,
            meter: self.meter,
            first: Vec::new(),
        })
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.first.is_empty() {
            let n = this.first.len().min(buf.remaining());
            let rest = this.first.split_off(n);
            buf.put_slice(&this.first);
            this.first = rest;
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        let polled = match &mut this.stream {
            Stream::Plain(it) => Pin::new(it).poll_read(cx, buf),
            Stream::Tls(it) => Pin::new(it.as_mut()).poll_read(cx, buf),
        };
        if let Poll::Ready(Ok(())) = polled {
            let n = buf.filled().len().saturating_sub(before) as u64;
            this.meter.take(n)?;
        }
        polled
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.meter.0.stopped.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::Error::other("stopped")));
        }
        match &mut this.stream {
            Stream::Plain(it) => Pin::new(it).poll_write(cx, bytes),
            Stream::Tls(it) => Pin::new(it.as_mut()).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(it) => Pin::new(it).poll_flush(cx),
            Stream::Tls(it) => Pin::new(it.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(it) => Pin::new(it).poll_shutdown(cx),
            Stream::Tls(it) => Pin::new(it.as_mut()).poll_shutdown(cx),
        }
    }
}

/// A dialogue of lines, for what comes before TLS.
#[derive(Debug)]
pub struct Talk {
    line: Line,
    heard: Vec<u8>,
    patience: Duration,
}

impl Talk {
    #[must_use]
    pub fn new(line: Line, patience: Duration) -> Self {
        Talk {
            line,
            heard: Vec::new(),
            patience,
        }
    }

    /// Says one line; CRLF is added.
    ///
    /// # Errors
    /// [`NetError::Lost`]; [`NetError::TimedOut`].
    pub async fn say(&mut self, text: &str) -> Result<(), NetError> {
        let bytes = format!("{text}\r\n");
        let said = timeout(self.patience, async {
            self.line.write_all(bytes.as_bytes()).await?;
            self.line.flush().await
        });
        said.await
            .map_err(|_| NetError::TimedOut)?
            .map_err(|_| NetError::Lost)
    }

    /// Hears one line, without its end.
    ///
    /// # Errors
    /// [`NetError::Lost`] at the end; [`NetError::TooLarge`] for a line without end; [`NetError::TimedOut`].
    pub async fn hear(&mut self) -> Result<String, NetError> {
        loop {
            if let Some(at) = self.heard.iter().position(|it| *it == b'\n') {
                let rest = self.heard.split_off(at + 1);
                let line = std::mem::replace(&mut self.heard, rest);
                let text = String::from_utf8_lossy(&line);
                return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
            }
            if self.heard.len() > LONGEST_LINE {
                return Err(NetError::TooLarge);
            }
            let mut chunk = [0_u8; 2048];
            let n = timeout(self.patience, self.line.read(&mut chunk))
                .await
                .map_err(|_| NetError::TimedOut)?
                .map_err(|_| NetError::Lost)?;
            let read = chunk.get(..n).unwrap_or_default();
            if read.is_empty() {
                return Err(NetError::Lost);
            }
            self.heard.extend_from_slice(read);
        }
    }

    /// Ends the dialogue. Nothing may have been said beyond it: bytes that came with the last answer were sent before
    /// the line was encrypted and could be anybody's.
    ///
    /// # Errors
    /// [`NetError::ExtraData`].
    pub fn end(self) -> Result<Line, NetError> {
        if self.heard.is_empty() {
            Ok(self.line)
        } else {
            Err(NetError::ExtraData)
        }
    }
}
