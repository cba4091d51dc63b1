//! The lines people's browsers hold open to us: how many from one address, how long one may be silent. The server
//! itself cuts a slow first head; it gives later heads on a kept line all the time in the world, so that is cut here.

use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{Extensions, ServiceRequest, ServiceResponse};
use actix_web::http::Version;
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream as AsyncStream;
use actix_web::web::Bytes;
use tokio::time::Instant;

/// While Lobby stops, lines are looked at this often, and closed when they were silent for so long.
const REST: Duration = Duration::from_millis(20);
const SETTLED: Duration = Duration::from_millis(200);

/// How slow and how many.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The first head of a line, whole, after which it is cut.
    pub head: Duration,
    /// A line nothing is asked on, half a head or none at all.
    pub silence: Duration,
    /// The same for HTTP/2, where a browser keeps its one line.
    pub silence_h2: Duration,
    /// A body has this long before its pace counts.
    pub grace: Duration,
    /// Bytes a second a body must come at.
    pub pace: u64,
    /// Lines from one address, a named proxy's and this machine's own aside.
    pub from_one: u32,
    /// Lines a worker holds.
    pub in_all: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            head: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            silence_h2: Duration::from_secs(180),
            grace: Duration::from_secs(20),
            pace: 4 * 1024,
            from_one: 256,
            in_all: 8_192,
        }
    }
}

/// All open lines of a server.
pub struct Lines {
    limits: Limits,
    exempt: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    began: Instant,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    lines: HashMap<u64, Arc<State>>,
    from: HashMap<IpAddr, u32>,
}

struct State {
    /// A second handle to the line: to close it whatever the server is doing with its own.
    socket: TcpStream,
    from: IpAddr,
    /// Requests being answered.
    busy: AtomicU32,
    /// Milliseconds since the server began, when the line last fell silent.
    since: AtomicU64,
    is_h2: AtomicBool,
}

impl State {
    /// For how long nothing was answered; nothing while something is.
    fn silent(&self, now: u64) -> Duration {
        let since = self.since.load(Ordering::Relaxed);
        match self.busy.load(Ordering::Relaxed) {
            0 => Duration::from_millis(now.saturating_sub(since)),
            _ => Duration::ZERO,
        }
    }
}

/// One line, kept by the server as long as it is open.
pub struct Line {
    id: u64,
    lines: Arc<Lines>,
    state: Arc<State>,
}

impl Lines {
    /// `exempt` says whose lines are not counted.
    #[must_use]
    pub fn new(
        limits: Limits,
        exempt: impl Fn(IpAddr) -> bool + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Lines {
            limits,
            exempt: Box::new(exempt),
            began: Instant::now(),
            open: Mutex::default(),
        })
    }

    /// A line was opened: it is kept in mind, or closed when its address has too many.
    pub fn opened(self: &Arc<Self>, stream: &dyn Any, kept: &mut Extensions) {
        let plain = stream.downcast_ref::<AsyncStream>();
        let inside = stream.downcast_ref::<TlsStream<AsyncStream>>();
        let Some(stream) = plain.or_else(|| inside.map(|it| it.get_ref().0)) else {
            return;
        };
        // Out of handles: the server's own limits must do.
        let (Ok(socket), Ok(peer)) = (stream.as_fd().try_clone_to_owned(), stream.peer_addr())
        else {
            return;
        };
        let from = peer.ip().to_canonical();
        let state = Arc::new(State {
            socket: TcpStream::from(socket),
            from,
            busy: AtomicU32::new(0),
            since: AtomicU64::new(self.now()),
            is_h2: AtomicBool::new(false),
        });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let id = open.next;
        open.next = open.next.wrapping_add(1);
        let count = open.from.entry(from).or_default();
        *count += 1;
        if *count > self.limits.from_one && !(self.exempt)(from) {
            let _ = state.socket.shutdown(Shutdown::Both);
        }
        open.lines.insert(id, state.clone());
        drop(open);
        kept.insert(Line {
            id,
            lines: self.clone(),
            state,
        });
    }

    /// Closes lines that have been silent for too long; from when Lobby is `stopping` on those nothing is answered on, as
    /// browsers keep theirs for whatever they may ask later.
    pub async fn watch(self: Arc<Self>, stopping: impl Future<Output = ()>) {
        let pause = (self.limits.silence / 4).min(Duration::from_secs(1));
        let mut stopping = std::pin::pin!(stopping);
        loop {
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = &mut stopping => break,
            }
            let now = self.now();
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            for line in open.lines.values().filter(|it| self.is_over(it, now)) {
                tracing::debug!(from = %line.from, "a silent line is closed");
                let _ = line.socket.shutdown(Shutdown::Both);
            }
        }
        loop {
            self.let_settled_go();
            tokio::time::sleep(REST).await;
        }
    }

    fn let_settled_go(&self) {
        let now = self.now();
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for line in open.lines.values().filter(|it| it.silent(now) >= SETTLED) {
            // Only the way to us: what was answered still leaves whole.
            let _ = line.socket.shutdown(Shutdown::Read);
        }
    }

    fn is_over(&self, line: &State, now: u64) -> bool {
        let limit = if line.is_h2.load(Ordering::Relaxed) {
            self.limits.silence_h2
        } else {
            self.limits.silence
        };
        line.silent(now) > limit
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut open = self
            .lines
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        open.lines.remove(&self.id);
        let from = self.state.from;
        if let Some(count) = open.from.get_mut(&from) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.from.remove(&from);
            }
        }
    }
}

/// A request being answered on a line; the line is silent again when the answer has left.
struct Busy {
    lines: Arc<Lines>,
    state: Arc<State>,
}

impl Busy {
    fn on(line: &Line, version: Version) -> Self {
        let state = line.state.clone();
        state.busy.fetch_add(1, Ordering::Relaxed);
        if version == Version::HTTP_2 {
            state.is_h2.store(true, Ordering::Relaxed);
        }
        Busy {
            lines: line.lines.clone(),
            state,
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.state.since.store(self.lines.now(), Ordering::Relaxed);
        self.state.busy.fetch_sub(1, Ordering::Relaxed);
    }
}

/// An answer that tells its line when it is over.
pub struct Watched<B> {
    body: B,
    _busy: Option<Busy>,
}

impl<B: MessageBody + Unpin> MessageBody for Watched<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}

/// The outermost layer: knows of every request from its head to the end of its answer.
///
/// # Errors
/// What the layers inside answer.
pub async fn attend<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<Watched<Pin<Box<B>>>>, actix_web::Error> {
    let busy = req
        .conn_data::<Line>()
        .map(|line| Busy::on(line, req.version()));
    let answer = next.call(req).await?;
    Ok(answer.map_body(|_, body| Watched {
        body: Box::pin(body),
        _busy: busy,
    }))
}
