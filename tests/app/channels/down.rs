//! Providers that are down or mad: what a send comes to, for every channel that sends over the net, and that nothing is
//! lost or told as sent that was not.

use std::io::{Read, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use lobby::channels;
use lobby::conversations::delivery::{claim_due, failed, succeeded, uncertain};
use lobby::conversations::outbound::outbound;
use lobby::domain::channel::ChannelKind;
use lobby::domain::delivery::Delivery;
use lobby::domain::outbound::{SendError, Sent};
use lobby::domain::time::Span;
use serde_json::json;

use crate::channels::kit::{Called, Row, rows};

/// How a provider is down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// Nobody listens.
    Refused,
    /// Takes the request and hangs up.
    HangsUp,
    /// Not HTTP at all.
    NoHttp,
    /// An answer of success that ends too soon.
    Cut,
    /// Success, and nobody knows what it says.
    Garbage,
    Html,
    Broken,
    Busy,
    /// Too many requests, and how long to wait.
    TooMany,
    /// A wait that cannot be meant.
    TooManyForEver,
    Elsewhere,
    NoLogin,
    Endless,
}

/// What a send comes to, usually: a key of `words`, empty for success.
const USUAL: [(Down, &str); 13] = [
    (Down::Refused, "send-unreachable"),
    (Down::HangsUp, "send-uncertain"),
    (Down::NoHttp, "send-uncertain"),
    (Down::Cut, "send-uncertain"),
    (Down::Garbage, "send-uncertain"),
    (Down::Html, "send-uncertain"),
    (Down::Broken, "send-later"),
    (Down::Busy, "send-later"),
    (Down::TooMany, "send-later"),
    (Down::TooManyForEver, "send-later"),
    (Down::Elsewhere, "send-message-refused"),
    (Down::NoLogin, "send-login-refused"),
    (Down::Endless, "send-uncertain"),
];

impl Down {
    /// What it answers everybody; `None` where nobody listens.
    fn answer(self) -> Option<Vec<u8>> {
        let whole = |head: &str, body: &str| {
            let length = body.len();
            format!(
                "HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
        };
        let text = match self {
            Down::Refused => return None,
            Down::HangsUp => String::new(),
            Down::NoHttp => "220 mail.example ESMTP\r\n".to_owned(),
            Down::Cut => "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"ok\":tr".to_owned(),
            Down::Garbage => whole("200 OK", "{\"messages\":7,\"ok\":\"yes\"}"),
            Down::Html => whole("200 OK", "<html>Welcome</html>"),
            Down::Broken => whole("500 Internal Server Error", "<html>oops</html>"),
            Down::Busy => whole("503 Service Unavailable\r\nRetry-After: never", ""),
            Down::TooMany => whole("429 Too Many Requests\r\nRetry-After: 7", "{}"),
            Down::TooManyForEver => whole("429 Too Many Requests\r\nRetry-After: 9999999999", "{}"),
            Down::Elsewhere => whole("302 Found\r\nLocation: /again", ""),
            Down::NoLogin => whole("401 Unauthorized", "{}"),
            Down::Endless => whole("200 OK", &" ".repeat(5 << 20)),
        };
        Some(text.into_bytes())
    }

    /// Its address.
    fn base(self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let Some(answer) = self.answer() else {
            return base;
        };
        std::thread::spawn(move || {
            for line in listener.incoming() {
                let (mut line, mut read, mut room) = (line.unwrap(), Vec::new(), [0; 4_096]);
                while !is_whole(&read) {
                    match line.read(&mut room) {
                        Ok(n) if n > 0 => read.extend_from_slice(&room[..n]),
                        _ => break,
                    }
                }
                let _ = line.write_all(&answer);
            }
        });
        base
    }
}

/// Whether a request has come with its body.
fn is_whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|it| it.strip_prefix("content-length: "));
    let length: usize = length.and_then(|it| it.trim().parse().ok()).unwrap_or(0);
    body.len() >= length
}

/// A customer asked, and an answer is on its way.
fn answering(row: Row, base: &str) -> (Called, Delivery) {
    let door = Called::at(row, base);
    assert_eq!(
        door.call(&(door.row.said)(1, "¿Tienen la talla 38?"))
            .status,
        200
    );
    door.program.server.app.clock.advance(Span::seconds(1));
    let number = door.conversations()[0]["number"].clone();
    let reply = json!({ "kind": "reply", "text": "Sí, en negro." }).to_string();
    let path = format!("/conversations/{number}/messages");
    door.program.post(201, &path, &reply);
    door.program.server.app.clock.advance(Span::seconds(5));
    let claimed = claim(&door);
    (door, claimed)
}

fn claim(door: &Called) -> Delivery {
    let (store, id) = (&door.program.server.app.store, door.door().connection.id);
    let claimed = store.by_hand(move |w| claim_due(w, id)).unwrap();
    assert_eq!(claimed.len(), 1);
    claimed[0].clone()
}

/// Sends as the job does.
fn send(door: &Called, claimed: &Delivery) -> Result<Sent, SendError> {
    let app = &door.program.server.app;
    let out = app
        .store
        .look(|look| outbound(look, &app.keys, claimed))
        .unwrap();
    let none = || Err(std::io::Error::other("no files here"));
    let channel = channels::of(door.row.kind).unwrap();
    let mut sender = channel.sender(&door.door(), Arc::new(move |_| none()));
    let running = tokio::runtime::Runtime::new().unwrap();
    running.block_on(sender.send(&out))
}

/// Records what came of it, as the job does; the state it comes to.
fn recorded(door: &Called, it: &Delivery, done: Result<Sent, SendError>) -> String {
    let (store, id, attempt) = (&door.program.server.app.store, it.id, it.attempts);
    store
        .by_hand(move |w| match &done {
            Ok(sent) => succeeded(w, id, attempt, sent),
            Err(err @ SendError::Uncertain { .. }) => uncertain(w, id, attempt, err),
            Err(err) => failed(w, id, attempt, err),
        })
        .unwrap();
    let messages = door.messages();
    messages[1]["delivery"]["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Where an answer stands after its first try.
fn stands(kind: ChannelKind, word: &str) -> &'static str {
    match word {
        "" => "sent",
        "send-uncertain" if kind.abilities().dedupes => "queued",
        "send-uncertain" => "uncertain",
        "send-message-refused" => "failed",
        _ => "queued",
    }
}

#[test]
fn a_provider_that_is_down_loses_nothing_and_sends_nothing_twice() {
    for at in 0..rows().len() {
        for (down, usual) in USUAL {
            let row = rows().remove(at);
            let kind = row.kind;
            let own = row.down.iter().find(|it| it.0 == down);
            let word = own.map_or(usual, |it| it.1);
            let (door, claimed) = answering(row, &down.base());
            let done = send(&door, &claimed);
            let came = done.as_ref().err().map_or("", |err| err.word());
            assert_eq!(came, word, "{kind:?} {down:?}: {done:?}");
            let wait = match &done {
                Err(SendError::Later { retry_after_s, .. }) => *retry_after_s,
                _ => None,
            };
            let named = match down {
                Down::TooMany => Some(7),
                _ => None,
            };
            assert_eq!(wait, named, "{kind:?} {down:?}");
            let state = recorded(&door, &claimed, done);
            assert_eq!(state, stands(kind, word), "{kind:?} {down:?}");
        }
    }
}

#[test]
fn what_was_refused_for_now_leaves_when_the_provider_is_back_and_once() {
    for row in rows() {
        let kind = row.kind;
        let (door, claimed) = answering(row, &Down::Busy.base());
        let done = send(&door, &claimed);
        assert_eq!(recorded(&door, &claimed, done), "queued", "{kind:?}");
        door.program.server.app.clock.advance(Span::seconds(7));
        let again = claim(&door);
        assert_eq!((again.id, again.attempts), (claimed.id, 2), "{kind:?}");
        let sent = Sent {
            provider_id: "p1".to_owned(),
            parts: vec!["p1".to_owned()],
            refused: Vec::new(),
        };
        assert_eq!(
            recorded(&door, &again, Ok(sent.clone())),
            "sent",
            "{kind:?}"
        );
        // The try before it ends late, and changes nothing.
        let late = Err(SendError::Uncertain {
            detail: String::new(),
        });
        assert_eq!(recorded(&door, &claimed, late), "sent", "{kind:?}");
    }
}
