//! Calls: whose they are, that each has effect once, and what becomes of those that cannot be read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lobby::domain::channel::ChannelKind;
use lobby::domain::raw::Verdict;
use ring::hmac;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::down::Down;
use crate::channels::kit::Row;
use crate::security::server::Reply;

pub fn row() -> Row {
    Row {
        kind: ChannelKind::Api,
        settings: |base| json!({ "callback_url": format!("{base}/taken") }),
        sign: |door, at, body| {
            let own = [
                ("webhook-id", "msg_1".to_owned()),
                ("webhook-timestamp", at.to_string()),
            ];
            let signature = signature(&door.secret("secret"), at, body);
            let all = own.into_iter().chain([("webhook-signature", signature)]);
            all.map(|(name, value)| (name.to_owned(), value)).collect()
        },
        said: |n, text| said(&format!("m{n}"), "u1", text),
        edited: Some(|n, text| {
            let mut it = said(&format!("e{n}"), "u1", text);
            (it["type"], it["about"]) = (json!("edit"), json!(format!("m{n}")));
            it
        }),
        oversize: 37 << 20,
        // Any answer of success is one: nothing needs to stand in it.
        down: &[
            (Down::Garbage, ""),
            (Down::Html, ""),
            (Down::Cut, "send-uncertain"),
        ],
    }
}

/// The signature by the specification, written here anew.
fn signature(secret: &str, at: i64, body: &str) -> String {
    let key = STANDARD
        .decode(secret.trim_start_matches("whsec_"))
        .unwrap();
    let signed = format!("msg_1.{at}.{body}");
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    format!("v1,{}", STANDARD.encode(tag.as_ref()))
}

/// A program's channel.
pub struct Door {
    pub program: Program,
    path: String,
    pub secret: String,
    /// The channel's id.
    pub channel: String,
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
            channel: made["id"].as_str().unwrap().to_owned(),
            program,
        }
    }

    pub fn now(&self) -> i64 {
        self.program.server.app.clock.now().0 / 1_000
    }

    /// Posts a call, signed.
    pub fn call(&self, body: &Value) -> Reply {
        self.call_at(self.now(), &self.secret, &body.to_string())
    }

    pub fn call_at(&self, at: i64, secret: &str, body: &str) -> Reply {
        let signature = signature(secret, at, body);
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

#[test]
fn programs_read_the_calls_page_by_page_and_have_one_read_again() {
    let door = Door::new();
    for n in 0..5 {
        let id = format!("m{n}");
        assert_eq!(door.call(&said(&id, "u1", &id)).status, 200);
    }
    assert_eq!(door.call_at(door.now(), &door.secret, "{").status, 200);
    let other = "whsec_AAECAwQFBgcICQoLDA0ODw==";
    assert_eq!(door.call_at(door.now(), other, "{}").status, 401);
    let verdicts = door.verdicts();
    assert_eq!(verdicts.len(), 7, "{verdicts:?}");
    let place = format!("/channels/{}/calls", door.channel);
    let (mut found, mut cursor): (Vec<Value>, String) = (Vec::new(), String::new());
    for _ in 0..4 {
        let page = door.program.get(200, &format!("{place}?limit=2{cursor}"));
        found.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let said =
        |key: &str| -> Vec<&str> { found.iter().map(|it| it[key].as_str().unwrap()).collect() };
    let words: Vec<&str> = verdicts.iter().map(|it| it.0.name()).collect();
    assert_eq!(said("verdict"), words);
    let ids: std::collections::BTreeSet<_> = said("id").into_iter().collect();
    assert_eq!(ids.len(), 7);
    // A cursor of this list opens no other.
    let ledger = format!("/channels/{}/ledger?cursor={}", door.channel, &cursor[8..]);
    door.program.get(422, &ledger);
    let of = |verdict: &str| {
        let it = found.iter().find(|it| it["verdict"] == verdict).unwrap();
        format!("{place}/{}", it["id"].as_str().unwrap())
    };
    let parked = door.program.get(200, &of("parked"));
    assert_eq!(
        (&parked["code"], &parked["size"]),
        (&json!("parked_malformed"), &json!(1))
    );
    let raw = door
        .program
        .ask("GET", &format!("{}/original", of("parked")), &[], "");
    assert_eq!((raw.status, raw.body.as_str()), (200, "{"));
    // Of a refused one nothing is kept.
    assert_eq!(door.program.get(200, &of("refused"))["kept"], json!(false));
    door.program
        .get(404, &format!("{}/original", of("refused")));
    door.program
        .post(404, &format!("{}/replay", of("refused")), "{}");
    // Another channel's call is not found by this one.
    let mailbox = door.program.channel();
    let foreign = of("done").replace(&door.channel, &mailbox.to_string());
    door.program.get(404, &foreign);
    // Read again, under one key twice: nothing of it has effect a second time.
    let before = door.messages(&json!(1)).len();
    for _ in 0..2 {
        let key = [("Idempotency-Key", "again")];
        let again = door
            .program
            .ask("POST", &format!("{}/replay", of("done")), &key, "{}");
        assert_eq!(again.status, 200, "{}", again.body);
    }
    let reads = reads_due(&door);
    assert_eq!(reads.len(), 1);
    for raw in reads {
        let app = &door.program.server.app;
        let again = lobby::app::hooks::again(app, raw);
        tokio::runtime::Runtime::new()
            .unwrap()
            .block_on(again)
            .unwrap();
    }
    assert_eq!(door.messages(&json!(1)).len(), before);
}

/// Calls to be read again now.
fn reads_due(door: &Door) -> Vec<lobby::domain::id::RawId> {
    let app = &door.program.server.app;
    let now = app.clock.now();
    let due = app.store.look(|look| look.jobs_due(now, 100)).unwrap();
    let raw = |it: &lobby::domain::job::Job| match it.kind {
        lobby::domain::job::JobKind::ReadCall { raw } => Some(raw),
        _ => None,
    };
    due.iter().filter_map(raw).collect()
}
