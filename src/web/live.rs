//! `GET /events`: tells an open page what changed, as server-sent events, until the session ends.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, ContentEncoding, HeaderName};
use actix_web::web::{Bytes, Query};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::app::hub::{Notice, Subscription};
use crate::app::presence::Presence;
use crate::auth::session;
use crate::domain::id::Seq;
use crate::store::access::SecretHash;
use crate::web::asker::{Answer, Asker};

/// A line of nothing this often keeps proxies from cutting the stream.
const PING: Duration = Duration::from_secs(15);

/// Where the page stands.
#[derive(Debug, Deserialize)]
pub struct Asked {
    since: Option<u64>,
}

/// Opens the stream. `Last-Event-ID` (sent by the browser when it comes back) wins over `since`.
pub async fn events(asker: Asker, asked: Query<Asked>, request: HttpRequest) -> Answer {
    let last = request.headers().get("last-event-id");
    let last = last
        .and_then(|it| it.to_str().ok())
        .and_then(|it| it.parse().ok());
    let since = last.or(asked.since).map(Seq);
    let viewer = asker.viewer().clone();
    let joined = asker
        .app
        .hub
        .subscribe(viewer, asker.signed.session.id, since);
    let first = Bytes::from_static(b"retry: 1000\n\n");
    let (app, key) = (asker.app.clone(), asker.signed.key);
    let stream = stream::unfold((Some(first), joined), move |(first, mut joined)| {
        let app = app.clone();
        async move {
            let next = match first {
                Some(first) => first,
                None => told(&app, key, &mut joined).await?,
            };
            Some((Ok::<_, std::convert::Infallible>(next), (None, joined)))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-cache"))
        // Compression would hold events back.
        .insert_header((CONTENT_ENCODING, ContentEncoding::Identity))
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .streaming(stream))
}

/// `GET /events/alive`: whether the session still counts; a page asks when its stream was refused.
pub async fn alive(_asker: Asker) -> Answer {
    Ok(HttpResponse::NoContent().finish())
}

/// The next piece of the stream; nothing when the hub closed it, or the session is over by its age.
async fn told(app: &App, key: SecretHash, joined: &mut Subscription) -> Option<Bytes> {
    match tokio::time::timeout(PING, joined.notices.recv()).await {
        Err(_) => is_live(app, key)
            .await
            .then(|| Bytes::from_static(b": \n\n")),
        Ok(notice) => notice.map(|it| Bytes::from(written(&it))),
    }
}

/// Whether the session still counts. While the store is away it does.
async fn is_live(app: &App, key: SecretHash) -> bool {
    let now = app.clock.now();
    let found = app.look(move |look| session::find_by_hash(look, key, now));
    !matches!(found.await, Ok(None))
}

fn written(notice: &Notice) -> String {
    match notice {
        Notice::Changed { seq, numbers } => {
            format!(
                "id: {seq}\nevent: touched\ndata: {}\n\n",
                json!({ "numbers": numbers })
            )
        }
        Notice::Desk { seq } | Notice::Stale { seq } => {
            format!("id: {seq}\nevent: stale\ndata: {{}}\n\n")
        }
        Notice::Typing { number } => {
            format!("event: typing\ndata: {}\n\n", json!({ "number": number }))
        }
        Notice::Bell { ring } => {
            let ring = ring.map(|it| {
                json!({ "id": it.notice.to_string(), "number": it.number, "sound": it.sound, "pops": it.pops_up })
            });
            format!("event: bell\ndata: {}\n\n", json!({ "ring": ring }))
        }
        Notice::Called { connection } => format!(
            "event: called\ndata: {}\n\n",
            json!({ "connection": connection.to_string() })
        ),
        Notice::Presence { number, people } => {
            let people: Vec<_> = people
                .iter()
                .map(|(agent, presence)| json!({ "agent": agent.to_string(), "replying": *presence == Presence::Replying }))
                .collect();
            format!(
                "event: presence\ndata: {}\n\n",
                json!({ "number": number, "people": people })
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_written_as_events_with_their_place() {
        let text = written(&Notice::Changed {
            seq: Seq(7),
            numbers: vec![482, 484],
        });
        assert_eq!(
            text,
            "id: 7\nevent: touched\ndata: {\"numbers\":[482,484]}\n\n"
        );
        assert!(written(&Notice::Stale { seq: Seq(9) }).starts_with("id: 9\nevent: stale\n"));
    }
}
