//! What every channel that is called must pass, whoever the provider is. A channel joins with a row: how its calls are
//! signed, a message of a customer's in its words, and what it makes of a provider that is down.

use lobby::channels::kit::Door;
use lobby::domain::channel::ChannelKind;
use lobby::domain::raw::Verdict;
use lobby::store::Look;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::down::Down;
use crate::security::server::Reply;

/// Headers of a call.
pub type Headers = Vec<(String, String)>;

/// How a provider calls.
pub struct Row {
    pub kind: ChannelKind,
    /// What connects it; its provider lies at this address.
    pub settings: fn(&str) -> Value,
    /// The headers that prove a body, at a time in seconds, by the secrets of the connection.
    pub sign: fn(&Called, i64, &str) -> Headers,
    /// A message of the customer's: its number, and what it says.
    pub said: fn(u64, &str) -> Value,
    /// A change of an earlier message, when there is such a thing.
    pub edited: Option<fn(u64, &str) -> Value>,
    /// Bytes that are surely too many.
    pub oversize: usize,
    /// What a send comes to whose provider answers so, where it is not as usual.
    pub down: &'static [(Down, &'static str)],
}

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

/// The channels that are called.
pub fn rows() -> Vec<Row> {
    vec![
        crate::channels::telegram::row(),
        crate::channels::whatsapp::row(),
        crate::channels::calls::row(),
    ]
}

/// A channel connected, ready to be called.
pub struct Called {
    pub program: Program,
    pub channel: Value,
    path: String,
    pub row: Row,
}

impl Called {
    pub fn new(row: Row) -> Self {
        Self::at(row, NOWHERE)
    }

    /// With its provider at an address.
    pub fn at(row: Row, base: &str) -> Self {
        let program = Program::new();
        let new = json!({ "kind": row.kind.name(), "settings": (row.settings)(base) });
        let channel = program.post(201, "/channels", &new.to_string());
        let url = channel["webhook_url"].as_str().unwrap();
        let path = url[url.find("/hooks/").unwrap()..].to_owned();
        Called {
            program,
            channel,
            path,
            row,
        }
    }

    pub fn now(&self) -> i64 {
        self.program.server.app.clock.now().0 / 1_000
    }

    /// The connection, opened.
    pub fn door(&self) -> Door {
        let app = &self.program.server.app;
        let kind = self.row.kind;
        let find = |look: &Look<'_>| look.connections();
        let all = app.store.look(find).unwrap();
        let found = all.into_iter().find(|it| it.kind == kind).unwrap();
        Door::open(found, &app.keys, &app.net).unwrap()
    }

    /// A secret of the connection.
    pub fn secret(&self, name: &str) -> String {
        self.door().secret(name).to_owned()
    }

    pub fn call(&self, body: &Value) -> Reply {
        let body = body.to_string();
        let headers = (self.row.sign)(self, self.now(), &body);
        self.send(&headers, &body)
    }

    pub fn raw(&self, body: &str) -> Reply {
        let headers = (self.row.sign)(self, self.now(), body);
        self.send(&headers, body)
    }

    fn send(&self, headers: &Headers, body: &str) -> Reply {
        let mut all: Vec<(&str, &str)> = vec![("Content-Type", "application/json")];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        self.program.server.send("POST", &self.path, &all, body)
    }

    pub fn conversations(&self) -> Vec<Value> {
        let all = self.program.get(200, "/conversations");
        all["data"].as_array().unwrap().clone()
    }

    /// The messages of the newest conversation.
    pub fn messages(&self) -> Vec<Value> {
        let number = self.conversations()[0]["number"].clone();
        let path = format!("/conversations/{number}/messages");
        let all = self.program.get(200, &path);
        all["data"].as_array().unwrap().clone()
    }

    fn texts(&self) -> Vec<String> {
        let text = |it: &Value| it["text"].as_str().unwrap().to_owned();
        self.messages().iter().map(text).collect()
    }
}

#[test]
fn a_call_that_is_not_the_providers_is_refused() {
    for row in rows() {
        let kind = row.kind;
        let door = Called::new(row);
        let body = (door.row.said)(1, "hola").to_string();
        let good = (door.row.sign)(&door, door.now(), &body);
        assert_eq!(
            door.send(&Vec::new(), &body).status,
            401,
            "{kind:?}: unsigned"
        );
        for at in 0..good.len() {
            let mut wrong = good.clone();
            let last = wrong[at].1.pop().unwrap();
            assert_ne!(
                door.send(&wrong, &body).status,
                200,
                "{kind:?}: cut {}",
                wrong[at].0
            );
            wrong[at].1.push(if last == 'A' { 'B' } else { 'A' });
            assert_ne!(
                door.send(&wrong, &body).status,
                200,
                "{kind:?}: changed {}",
                wrong[at].0
            );
        }
        assert!(door.conversations().is_empty(), "{kind:?}");
        assert_eq!(door.send(&good, &body).status, 200, "{kind:?}: the control");
        assert_eq!(door.conversations().len(), 1, "{kind:?}");
    }
}

#[test]
fn a_message_told_again_is_there_once() {
    for row in rows() {
        let kind = row.kind;
        let door = Called::new(row);
        for n in [1, 2, 1, 1, 2] {
            let text = format!("mensaje {n}");
            assert_eq!(
                door.call(&(door.row.said)(n, &text)).status,
                200,
                "{kind:?}"
            );
        }
        assert_eq!(door.texts(), ["mensaje 1", "mensaje 2"], "{kind:?}");
    }
}

#[test]
fn what_changes_a_message_may_come_before_it() {
    for row in rows() {
        let kind = row.kind;
        let door = Called::new(row);
        let Some(edited) = door.row.edited else {
            continue;
        };
        assert_eq!(door.call(&edited(1, "la 39")).status, 200, "{kind:?}");
        assert!(door.conversations().is_empty(), "{kind:?}");
        door.call(&(door.row.said)(1, "la 38"));
        door.call(&edited(1, "la 39"));
        assert_eq!(door.texts(), ["la 39"], "{kind:?}");
    }
}

#[test]
fn what_is_malformed_is_kept_and_stops_nothing() {
    for row in rows() {
        let kind = row.kind;
        let door = Called::new(row);
        for body in ["", "{", "null", "7", "\"x\"", "{\"a\":\"\u{0}\"", "ÿ"] {
            let status = door.raw(body).status;
            assert!([200, 400].contains(&status), "{kind:?}: {body}: {status}");
        }
        assert_eq!(
            door.call(&(door.row.said)(1, "hola")).status,
            200,
            "{kind:?}"
        );
        assert_eq!(door.texts(), ["hola"], "{kind:?}");
        let app = &door.program.server.app;
        let look = |look: &Look<'_>| {
            let all = look.connections()?;
            let found = all.iter().find(|it| it.kind == kind).unwrap();
            look.calls(found.id, 50)
        };
        let calls = app.store.look(look).unwrap();
        assert!(
            calls.iter().any(|it| it.verdict == Verdict::Parked),
            "{kind:?}"
        );
    }
}

#[test]
fn a_call_that_is_too_large_is_refused() {
    for row in rows() {
        let kind = row.kind;
        let door = Called::new(row);
        let reply = door.raw(&"x".repeat(door.row.oversize));
        assert_eq!(reply.status, 413, "{kind:?}");
        assert!(door.conversations().is_empty(), "{kind:?}");
    }
}
