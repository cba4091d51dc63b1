//! Calls: whose they are, that each has effect once, and what becomes of those that cannot be read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lobby::domain::raw::Verdict;
use ring::hmac;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::security::server::Reply;

/// A program's channel.
pub struct Door {
    pub program: Program,
    path: String,
    pub secret: String,
}

impl Door {
    pub fn new() -> Self {
        let program = Program::new();
        let new = json!({ "kind": "api", "name": "App", "settings": {} });
        let made = program.post(201, "/channels", &new.to_string());
        let url = made["webhook_url"].as_str().unwrap();
        let path = url[url.find("/hooks/").unwrap()..].to_owned();
        Door {
            secret: made["settings"]["secret"].as_str().unwrap().to_owned(),
            path,
            program,
        }
    }

    pub fn now(&self) -> i64 {
        self.program.server.app.clock.now().0 / 1_000
    }

    /// Posts a call signed by the specification, written here anew.
    pub fn call(&self, body: &Value) -> Reply {
        self.call_at(self.now(), &self.secret, &body.to_string())
    }

    pub fn call_at(&self, at: i64, secret: &str, body: &str) -> Reply {
        let key = STANDARD
            .decode(secret.trim_start_matches("whsec_"))
            .unwrap();
        let signed = format!("msg_1.{at}.{body}");
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
        let signature = format!("v1,{}", STANDARD.encode(tag.as_ref()));
        let headers = [
            ("webhook-id", "msg_1"),
            ("webhook-timestamp", &at.to_string()),
            ("webhook-signature", &signature),
            ("Content-Type", "application/json"),
        ];
        self.program.server.send("POST", &self.path, &headers, body)
    }

    pub fn conversations(&self) -> Vec<Value> {
        let all = self.program.get(200, "/conversations");
        all["data"].as_array().unwrap().clone()
    }

    pub fn messages(&self, number: &Value) -> Vec<Value> {
        let all = self
            .program
            .get(200, &format!("/conversations/{number}/messages"));
        all["data"].as_array().unwrap().clone()
    }

    pub fn verdicts(&self) -> Vec<(Verdict, String)> {
        let app = &self.program.server.app;
        // What is written lazily rides the next group.
        app.store
            .by_hand(|w| w.put_mail_id("nudge@x", Default::default()))
            .ok();
        let look = |look: &lobby::store::Look<'_>| {
            let all = look.connections()?;
            let found = all.iter().find(|it| it.provider().is_some()).unwrap();
            look.calls(found.id, 50)
        };
        let calls = app.store.look(look).unwrap();
        calls.into_iter().map(|it| (it.verdict, it.code)).collect()
    }
}

pub fn said(id: &str, who: &str, text: &str) -> Value {
    json!({ "id": id, "from": { "external_id": who, "name": "María Ruiz" }, "text": text })
}

#[test]
fn a_call_is_taken_once_however_often_it_comes() {
    let door = Door::new();
    for _ in 0..3 {
        assert_eq!(
            door.call(&said("m1", "u1", "¿Tienen la talla 38?")).status,
            200
        );
    }
    let all = door.conversations();
    assert_eq!(all.len(), 1, "{all:?}");
    let messages = door.messages(&all[0]["number"]);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["text"], "¿Tienen la talla 38?");
    assert_eq!(all[0]["status"], "open");
    door.program
        .server
        .app
        .store
        .look(|look| look.last_seq())
        .unwrap();
}

#[test]
fn what_is_not_signed_right_is_refused_and_nothing_of_it_is_kept() {
    let door = Door::new();
    let body = said("m1", "u1", "hola").to_string();
    let other = "whsec_AAECAwQFBgcICQoLDA0ODw==";
    assert_eq!(door.call_at(door.now(), other, &body).status, 401);
    assert_eq!(
        door.call_at(door.now() - 400, &door.secret, &body).status,
        401
    );
    let server = &door.program.server;
    let json = [("Content-Type", "application/json")];
    assert_eq!(server.send("POST", &door.path, &json, &body).status, 401);
    assert_eq!(
        server
            .send("POST", "/hooks/api/nobody", &json, &body)
            .status,
        404
    );
    let wrong_kind = door.path.replace("/api/", "/email/");
    assert_eq!(server.send("POST", &wrong_kind, &json, &body).status, 404);
    assert!(door.conversations().is_empty());
    // The control: the same call, signed.
    assert_eq!(door.call_at(door.now(), &door.secret, &body).status, 200);
    assert_eq!(door.conversations().len(), 1);
}

#[test]
fn what_cannot_be_read_is_kept_shown_and_stops_nothing() {
    let door = Door::new();
    for body in [
        "{",
        "[]x",
        "{\"id\":\"a\"}",
        "{\"id\":\"b\",\"type\":\"dance\"}",
    ] {
        let reply = door.call_at(door.now(), &door.secret, body);
        assert_eq!(reply.status, 200, "{body}: it is kept");
    }
    assert_eq!(door.call(&said("m1", "u1", "hola")).status, 200);
    assert_eq!(door.conversations().len(), 1);
    let parked = door
        .verdicts()
        .iter()
        .filter(|it| it.0 == Verdict::Parked)
        .count();
    assert_eq!(parked, 4, "{:?}", door.verdicts());
}

#[test]
fn a_call_that_is_too_large_is_refused_with_its_limit() {
    let door = Door::new();
    let long = "x".repeat(37 << 20);
    let reply = door.call_at(door.now(), &door.secret, &long);
    assert_eq!(reply.status, 413);
    assert!(door.conversations().is_empty());
}
