//! Slow bodies are cut: who sends one must keep up a least pace, so that nobody holds our doors open with a trickle.

use std::cell::Cell;
use std::io::ErrorKind;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpMessage, HttpResponse};
use futures_util::Stream;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::web::lines::Limits;

/// Gives every body a clock; one that ran out is answered 408 and its line closed.
///
/// # Errors
/// What the layers inside answer.
pub async fn pace<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let limits = req.app_data::<Data<Limits>>().map(|it| ***it);
    let ran_out = Rc::new(Cell::new(false));
    let payload = req.take_payload();
    req.set_payload(match (payload, limits) {
        (Payload::None, _) => Payload::None,
        (payload, None) => payload,
        (inner, Some(limits)) => Payload::Stream {
            payload: Box::pin(Paced {
                inner,
                limits,
                clock: None,
                received: 0,
                empty: 0,
                ran_out: ran_out.clone(),
            }),
        },
    });
    let answer = next.call(req).await?;
    if !ran_out.get() {
        return Ok(answer.map_into_left_body());
    }
    let (asked, _) = answer.into_parts();
    tracing::info!(path = asked.path(), "a body that came too slowly was cut");
    let mut late = HttpResponse::RequestTimeout();
    late.force_close()
        .insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(ServiceResponse::new(asked, late.finish()).map_into_right_body())
}

/// Empty pieces of one body that are borne.
const EMPTY: u32 = 100;

/// A body that must come at [`Limits::pace`] at least, after a grace.
struct Paced {
    inner: Payload,
    limits: Limits,
    /// Begins when somebody first waits for the body.
    clock: Option<(Instant, Pin<Box<Sleep>>)>,
    received: u64,
    /// Pieces with nothing in them: HTTP/2 lets a peer send as many as it likes.
    empty: u32,
    ran_out: Rc<Cell<bool>>,
}

impl Stream for Paced {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.inner).poll_next(cx);
        let limits = self.limits;
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            self.empty += u32::from(chunk.is_empty());
            if self.empty > EMPTY {
                return self.cut();
            }
            let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            self.received = self.received.saturating_add(size);
            let earned = Duration::from_secs(self.received / limits.pace.max(1));
            if let Some((began, sleep)) = &mut self.clock {
                sleep.as_mut().reset(*began + limits.grace + earned);
            }
        }
        if next.is_ready() {
            return next;
        }
        let (_, sleep) = self.clock.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + limits.grace)))
        });
        if sleep.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.cut()
    }
}

impl Paced {
    fn cut(&self) -> Poll<Option<Result<Bytes, PayloadError>>> {
        self.ran_out.set(true);
        let late = std::io::Error::from(ErrorKind::TimedOut);
        Poll::Ready(Some(Err(PayloadError::Io(late))))
    }
}
