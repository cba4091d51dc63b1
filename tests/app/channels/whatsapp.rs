//! WhatsApp through the whole server: signed calls, several numbers in one, the window, and what a status moves.

use lobby::conversations::delivery::{claim_due, uncertain};
use lobby::conversations::outbound::outbound;
use lobby::domain::channel::ChannelKind;
use lobby::domain::outbound::SendError;
use lobby::domain::time::Span;
use ring::hmac;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::kit::Row;
use crate::security::server::Reply;

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const THEM: &str = "573001112233";

pub fn row() -> Row {
    Row {
        kind: ChannelKind::WhatsApp,
        settings: |base| {
            json!({ "phone_number_id": "1055", "waba_id": "2077", "access_token": "EAAG",
                "app_secret": SECRET, "api_base": base })
        },
        sign: |_, _, body| vec![("X-Hub-Signature-256".to_owned(), signature(SECRET, body))],
        said: |n, text| {
            let it = json!({ "from": THEM, "id": format!("wamid.{n}"), "timestamp": "1793804400",
                "type": "text", "text": { "body": text } });
            holding("1055", &[it])
        },
        edited: Some(|n, text| {
            let new = json!({ "type": "text", "text": { "body": text } });
            let of = format!("wamid.{n}");
            let it = json!({ "from": THEM, "id": format!("wamid.e{n}"), "timestamp": "1790000900",
                "type": "edit", "edit": { "original_message_id": of, "message": new } });
            holding("1055", &[it])
        }),
        oversize: 5 << 20,
        down: &[],
    }
}

fn signature(secret: &str, body: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, body.as_bytes());
    let hex: String = tag.as_ref().iter().map(|it| format!("{it:02x}")).collect();
    format!("sha256={hex}")
}

pub struct Line {
    pub program: Program,
    path: String,
    verify_token: String,
}

impl Line {
    pub fn new() -> Self {
        let program = Program::new();
        let made = connect(&program, "1055", "WhatsApp");
        Line {
            path: path(&made),
            verify_token: made["settings"]["verify_token"]
                .as_str()
                .unwrap()
                .to_owned(),
            program,
        }
    }

    pub fn call(&self, body: &Value) -> Reply {
        self.signed(SECRET, &body.to_string())
    }

    fn signed(&self, secret: &str, body: &str) -> Reply {
        let signature = signature(secret, body);
        let headers = [
            ("X-Hub-Signature-256", signature.as_str()),
            ("Content-Type", "application/json"),
        ];
        self.program.server.send("POST", &self.path, &headers, body)
    }

    pub fn now(&self) -> i64 {
        self.program.server.app.clock.now().0 / 1_000
    }

    pub fn text(&self, id: &str, text: &str) -> Value {
        json!({ "from": THEM, "id": id, "timestamp": self.now().to_string(), "type": "text",
            "text": { "body": text } })
    }

    pub fn conversations(&self) -> Vec<Value> {
        let all = self.program.get(200, "/conversations");
        all["data"].as_array().unwrap().clone()
    }

    pub fn messages(&self, number: &Value) -> Vec<Value> {
        let path = format!("/conversations/{number}/messages");
        let all = self.program.get(200, &path);
        all["data"].as_array().unwrap().clone()
    }
}

fn connect(program: &Program, id: &str, name: &str) -> Value {
    let new = json!({ "kind": "whatsapp", "name": name, "settings": { "phone_number_id": id,
        "waba_id": "2077", "access_token": "EAAG", "app_secret": SECRET } });
    program.post(201, "/channels", &new.to_string())
}

fn path(made: &Value) -> String {
    let url = made["webhook_url"].as_str().unwrap();
    url[url.find("/hooks/").unwrap()..].to_owned()
}

fn value(number: &str) -> Value {
    json!({ "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "576015550101", "phone_number_id": number },
        "contacts": [{ "profile": { "name": "María Ruiz" }, "wa_id": THEM }] })
}

pub fn call(changes: &[Value]) -> Value {
    let changes: Vec<Value> = changes
        .iter()
        .map(|it| json!({ "field": "messages", "value": it }))
        .collect();
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "2077", "changes": changes }] })
}

pub fn holding(number: &str, messages: &[Value]) -> Value {
    let mut it = value(number);
    it["messages"] = json!(messages);
    call(&[it])
}

pub fn status(of: &str, state: &str) -> Value {
    let mut it = value("1055");
    it["statuses"] =
        json!([{ "id": of, "status": state, "timestamp": "1790000000", "recipient_id": THEM }]);
    it
}

#[test]
fn only_meta_is_heard_and_only_once() {
    let line = Line::new();
    let body = holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]);
    assert_eq!(line.signed("another", &body.to_string()).status, 401);
    let plain = [("Content-Type", "application/json")];
    let unsigned = line
        .program
        .server
        .send("POST", &line.path, &plain, &body.to_string());
    assert_eq!(unsigned.status, 401);
    assert!(line.conversations().is_empty());
    for _ in 0..3 {
        assert_eq!(line.call(&body).status, 200);
    }
    let all = line.conversations();
    assert_eq!(all.len(), 1);
    let messages = line.messages(&all[0]["number"]);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0]["text"], "¿Tienen la 38?");
}

#[test]
fn meta_is_answered_its_challenge() {
    let line = Line::new();
    let ask = |word: &str| {
        let path = format!(
            "{}?hub.mode=subscribe&hub.verify_token={word}&hub.challenge=1158",
            line.path
        );
        line.program.server.send("GET", &path, &[], "")
    };
    let reply = ask(&line.verify_token);
    assert_eq!((reply.status, reply.body.as_str()), (200, "1158"));
    assert_eq!(ask("guess").status, 404);
}

#[test]
fn one_call_brings_messages_of_several_numbers() {
    let line = Line::new();
    connect(&line.program, "1066", "Ventas");
    let mut one = value("1055");
    one["messages"] = json!([line.text("wamid.1", "al primero")]);
    let mut two = value("1066");
    two["messages"] = json!([line.text("wamid.2", "al segundo")]);
    for _ in 0..2 {
        assert_eq!(line.call(&call(&[two.clone(), one.clone()])).status, 200);
    }
    let all = line.conversations();
    let mut seen = Vec::new();
    for it in &all {
        for message in line.messages(&it["number"]) {
            seen.push((message["text"].clone(), message["channel_id"].clone()));
        }
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_ne!(seen[0].1, seen[1].1, "each by its own number");
}

#[test]
fn what_comes_too_early_waits_for_what_it_speaks_of() {
    let line = Line::new();
    let mut edit = line.text("wamid.2", "");
    edit["type"] = json!("edit");
    edit["edit"] = json!({ "original_message_id": "wamid.1",
        "message": { "type": "text", "text": { "body": "¿Tienen la 39, en negro?" } } });
    let edit = holding("1055", &[edit]);
    assert_eq!(line.call(&edit).status, 200);
    assert!(line.conversations().is_empty());
    line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
    line.call(&edit);
    let all = line.conversations();
    assert_eq!(
        line.messages(&all[0]["number"])[0]["text"],
        "¿Tienen la 39, en negro?"
    );
}

#[test]
fn a_closed_window_takes_approved_texts_only() {
    let line = Line::new();
    line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
    let number = line.conversations()[0]["number"].clone();
    let messages = format!("/conversations/{number}/messages");
    line.program.server.app.clock.advance(Span::hours(25));
    let free = json!({ "kind": "reply", "text": "Sí, la tenemos." }).to_string();
    let refused = line.program.post(422, &messages, &free);
    assert_eq!(refused["code"], "window_closed", "{refused}");
    let template = json!({ "kind": "reply", "text": "Hola María, seguimos aquí.",
        "template": { "name": "answer_waiting", "language": "es", "body": ["María"] } });
    line.program.post(201, &messages, &template.to_string());
    // They write again: the window is open again.
    line.call(&holding(
        "1055",
        &[line.text("wamid.2", "¿y en azul también?")],
    ));
    line.program.post(201, &messages, &free);
}

#[test]
fn a_send_that_was_never_answered_is_known_by_our_own_word() {
    let line = Line::new();
    line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
    let number = line.conversations()[0]["number"].clone();
    let reply = json!({ "kind": "reply", "text": "Sí." }).to_string();
    line.program
        .post(201, &format!("/conversations/{number}/messages"), &reply);
    let app = &line.program.server.app;
    app.clock.advance(Span::seconds(5));
    let all = app.store.look(|look| look.connections()).unwrap();
    let connection = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app
        .store
        .by_hand(move |w| claim_due(w, connection))
        .unwrap();
    let first = claimed[0].clone();
    let (keys, wanted) = (app.keys.clone(), first.clone());
    let out = app
        .store
        .look(|look| outbound(look, &keys, &wanted))
        .unwrap();
    let chat = out.chat.unwrap();
    assert_eq!((chat.to.as_str(), chat.answers.as_str()), (THEM, "wamid.1"));
    let lost = SendError::Uncertain {
        detail: "timed out".to_owned(),
    };
    let (id, attempts) = (first.id, first.attempts);
    app.store
        .by_hand(move |w| uncertain(w, id, attempts, &lost))
        .unwrap();
    let state = || {
        let all = line.messages(&number);
        let ours = all.iter().rfind(|it| it["kind"] == "reply").unwrap();
        ours["delivery"]["state"].clone()
    };
    assert_eq!(state(), "uncertain");
    let mut told = status("wamid.OUT", "delivered");
    line.call(&call(&[told.clone()]));
    assert_eq!(state(), "uncertain", "it could be of any message");
    told["statuses"][0]["biz_opaque_callback_data"] = json!(first.message.to_string());
    line.call(&call(&[told]));
    assert_eq!(state(), "delivered");
    line.call(&call(&[status("wamid.OUT", "read")]));
    assert_eq!(state(), "read", "its id is known from now on");
}

#[test]
fn of_what_other_programs_send_nothing_is_waited_for() {
    let line = Line::new();
    line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
    let number = line.conversations()[0]["number"].clone();
    let app = &line.program.server.app;
    let all = app.store.look(|look| look.connections()).unwrap();
    let connection = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let waits = |id: &str| {
        app.store
            .look(|look| look.early(connection, id))
            .unwrap()
            .len()
    };
    assert_eq!(
        line.call(&call(&[status("wamid.FOREIGN", "read")])).status,
        200
    );
    assert_eq!(waits("wamid.FOREIGN"), 0);
    let reply = json!({ "kind": "reply", "text": "Sí." }).to_string();
    line.program
        .post(201, &format!("/conversations/{number}/messages"), &reply);
    assert_eq!(
        line.call(&call(&[status("wamid.OURS", "delivered")]))
            .status,
        200
    );
    assert_eq!(waits("wamid.OURS"), 1, "its send is not over");
}

#[test]
fn a_number_with_another_id_has_a_new_owner() {
    let line = Line::new();
    let from = |id: &str, user: &str| {
        let mut message = line.text(id, "Buenas, una pregunta");
        message["from_user_id"] = json!(user);
        let mut it = value("1055");
        it["contacts"][0]["user_id"] = json!(user);
        it["messages"] = json!([message]);
        call(&[it])
    };
    line.call(&from("wamid.1", "CO.1"));
    line.call(&from("wamid.2", "CO.1"));
    assert_eq!(line.conversations().len(), 1);
    line.call(&from("wamid.3", "CO.2"));
    let all = line.conversations();
    assert_eq!(all.len(), 2, "somebody new");
    assert_ne!(all[0]["contact"]["id"], all[1]["contact"]["id"]);
}

#[test]
fn spellings_of_one_number_are_one_person_and_both_are_answered() {
    let line = Line::new();
    for (n, spelling) in ["5511987654321", "551187654321"].iter().enumerate() {
        let mut message = line.text(&format!("wamid.{n}"), "Olá, tudo bem?");
        message["from"] = json!(spelling);
        let mut it = value("1055");
        it["contacts"][0]["wa_id"] = json!(spelling);
        it["messages"] = json!([message]);
        line.call(&call(&[it]));
        line.program.server.app.clock.advance(Span::hours(20));
    }
    let all = line.conversations();
    assert_eq!(all.len(), 1);
    let number = &all[0]["number"];
    let reply = json!({ "kind": "reply", "text": "Sim." }).to_string();
    // Of the second spelling the window is open still.
    line.program
        .post(201, &format!("/conversations/{number}/messages"), &reply);
}
