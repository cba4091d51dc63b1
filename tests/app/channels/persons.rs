//! Who writes: numbers that change hands, and customers who go on by another channel with a code.

use lobby::domain::time::Span;
use ring::hmac;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::calls::{Door, said};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const NUMBER: &str = "573001112233";

/// A number on WhatsApp.
struct Line {
    program: Program,
    path: String,
    id: String,
}

fn line(program: Program) -> Line {
    let new = json!({ "kind": "whatsapp", "name": "WhatsApp", "settings": { "phone_number_id": "1055",
        "waba_id": "2077", "access_token": "EAAG", "app_secret": SECRET } });
    let made = program.post(201, "/channels", &new.to_string());
    let url = made["webhook_url"].as_str().unwrap();
    Line {
        path: url[url.find("/hooks/").unwrap()..].to_owned(),
        id: made["id"].as_str().unwrap().to_owned(),
        program,
    }
}

impl Line {
    /// Somebody writes; `user` is the provider's id of them, empty where it gives none.
    fn hear(&self, id: &str, name: &str, user: &str, text: &str) {
        let at = (self.program.server.app.clock.now().0 / 1_000).to_string();
        let mut message = json!({ "from": NUMBER, "id": id, "timestamp": at, "type": "text", "text": { "body": text } });
        let mut contact = json!({ "profile": { "name": name }, "wa_id": NUMBER });
        if !user.is_empty() {
            message["from_user_id"] = json!(user);
            contact["user_id"] = json!(user);
        }
        let value = json!({ "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" },
            "contacts": [contact], "messages": [message] });
        let body = json!({ "object": "whatsapp_business_account",
            "entry": [{ "id": "2077", "changes": [{ "field": "messages", "value": value }] }] })
        .to_string();
        let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
        let tag = hmac::sign(&key, body.as_bytes());
        let hex: String = tag.as_ref().iter().map(|it| format!("{it:02x}")).collect();
        let signature = format!("sha256={hex}");
        let headers = [
            ("X-Hub-Signature-256", signature.as_str()),
            ("Content-Type", "application/json"),
        ];
        let reply = self
            .program
            .server
            .send("POST", &self.path, &headers, &body);
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    fn conversations(&self) -> Vec<Value> {
        conversations(&self.program)
    }

    fn contact(&self, c: &Value) -> Value {
        let id = c["contact"]["id"].as_str().unwrap();
        self.program.get(200, &format!("/contacts/{id}"))
    }

    fn texts(&self, number: &Value) -> Vec<String> {
        let all = self
            .program
            .get(200, &format!("/conversations/{number}/messages"));
        let all = all["data"].as_array().unwrap().clone();
        let here = all.iter().filter(|it| it["moved_to"].is_null());
        here.map(|it| it["text"].as_str().unwrap().to_owned())
            .collect()
    }

    fn settle(&self, contact: &Value, owner: &str) -> Value {
        let place = format!("/contacts/{}/owner", contact["id"].as_str().unwrap());
        self.program
            .post(200, &place, &json!({ "owner": owner }).to_string())
    }
}

/// Newest first.
fn conversations(program: &Program) -> Vec<Value> {
    let all = program.get(200, "/conversations");
    all["data"].as_array().unwrap().clone()
}

fn in_step(program: &Program) {
    let problems = program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

fn page(program: &Program, place: &str) -> String {
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    server.get(place, &owner.cookie).body
}

#[test]
fn a_number_with_another_id_is_somebody_new_until_one_of_us_says_who() {
    for owner in ["same", "new"] {
        let line = line(Program::new());
        line.hear("m1", "María R.", "CO.1", "Mi pedido secreto 4821");
        line.program.server.app.clock.advance(Span::days(3));
        line.hear("m2", "Pedro", "CO.2", "Hola, soy yo");
        let all = line.conversations();
        assert_eq!(all.len(), 2, "never the case of the one before");
        let (maria, pedro) = (line.contact(&all[1]), line.contact(&all[0]));
        assert_eq!(pedro["name"], "Pedro");
        assert_eq!(pedro["doubt"]["before"]["id"], maria["id"]);
        let place = format!("/c/{}", all[0]["number"]);
        let shown = page(&line.program, &place);
        assert!(
            shown.contains("may have a new owner (before: María R."),
            "{shown}"
        );
        assert!(!shown.contains("Looks like"), "asked once");
        let person = page(
            &line.program,
            &format!("/contacts/{}", pedro["id"].as_str().unwrap()),
        );
        assert!(
            !person.contains("4821") && !person.contains("Looks like"),
            "nothing of the one before"
        );
        let found = line.settle(&pedro, owner);
        let id = pedro["id"].as_str().unwrap();
        line.program.post(
            409,
            &format!("/contacts/{id}/owner"),
            "{\"owner\":\"same\"}",
        );
        assert!(!page(&line.program, &place).contains("may have a new owner (before"));
        if owner == "same" {
            assert_eq!(found["id"], maria["id"]);
            assert_eq!(found["joined"], json!([id]));
        } else {
            assert_eq!(found["id"], pedro["id"]);
            let shown = page(&line.program, &format!("/contacts/{id}"));
            assert!(!shown.contains("Looks like"), "{shown}");
            assert!(shown.contains("Their number was María R.’s before"));
        }
        in_step(&line.program);
    }
}

#[test]
fn another_name_after_long_silence_is_asked_and_a_new_owner_gets_what_came_since() {
    let line = line(Program::new());
    line.hear("m1", "María Ruiz", "", "Mi pedido 4821");
    line.program.server.app.clock.advance(Span::days(100));
    line.hear("m2", "Ruiz M.", "", "¿Llegó?");
    let c = line.conversations().remove(0);
    assert_eq!(
        line.contact(&c)["doubt"],
        Value::Null,
        "a name that shares a word, and no long silence"
    );
    line.program.server.app.clock.advance(Span::days(200));
    line.hear("m3", "Pedro Gómez", "", "Quiero una cotización");
    assert_eq!(line.conversations().len(), 1, "a question only: it goes on");
    let maria = line.contact(&c);
    assert_eq!(maria["doubt"]["name_now"], "Pedro Gómez");
    let shown = page(&line.program, &format!("/c/{}", c["number"]));
    assert!(shown.contains("it wrote as Pedro Gómez"), "{shown}");
    let pedro = line.settle(&maria, "new");
    assert_eq!(
        (&pedro["name"], &pedro["doubt"]),
        (&json!("Pedro Gómez"), &Value::Null)
    );
    let all = line.conversations();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["contact"]["id"], pedro["id"]);
    assert_eq!(line.texts(&all[0]["number"]), ["Quiero una cotización"]);
    assert_eq!(line.texts(&all[1]["number"]), ["Mi pedido 4821", "¿Llegó?"]);
    let maria = line.contact(&all[1]);
    assert_eq!(maria["name"], "María Ruiz");
    let gone = maria["identifiers"].as_array().unwrap();
    assert!(gone.iter().all(|it| it["former"] == true), "{gone:?}");
    line.hear("m4", "Pedro Gómez", "", "¿Hola?");
    assert_eq!(
        line.conversations()[0]["contact"]["id"],
        pedro["id"],
        "the number is his from then on"
    );
    in_step(&line.program);
    // Taken back, they are one person.
    let place = format!("/contacts/{}", pedro["id"].as_str().unwrap());
    let shown = page(&line.program, &place);
    let undo = shown.split("action=\"/changes/").nth(1).unwrap();
    let undo = format!("/changes/{}", undo.split('"').next().unwrap());
    let server = &line.program.server;
    let owner = server.browser_of(&server.owner());
    assert_eq!(server.post(&undo, Some(&owner), &[]).status, 303);
    assert_eq!(line.program.get(200, &place)["id"], maria["id"]);
    in_step(&line.program);
}

fn way(program: &Program, number: &Value, channel: &str) -> Value {
    let body = json!({ "channel_id": channel }).to_string();
    program.post(201, &format!("/conversations/{number}/ways"), &body)
}

#[test]
fn a_code_carries_a_customer_to_another_channel_once() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Hola, ¿tienen talla 38?"));
    let c = door.conversations().remove(0);
    let app = door.program.channel().to_string();
    let line = line(door.program);
    // Nobody knows the number yet by which WhatsApp is written to.
    let body = json!({ "channel_id": line.id }).to_string();
    let place = format!("/conversations/{}/ways", c["number"]);
    line.program.post(422, &place, &body);
    learn(&line);
    let made = way(&line.program, &c["number"], &line.id);
    let code = made["code"].as_str().unwrap();
    assert!(
        made["url"]
            .as_str()
            .unwrap()
            .starts_with("https://wa.me/576015550101?text=")
    );
    assert!(made["text"].as_str().unwrap().contains("WhatsApp"));
    let text = format!("Mi código: {}", code.to_lowercase());
    line.hear("w1", "María", "CO.1", &text);
    let all = line.conversations();
    assert_eq!(all.len(), 1, "it goes on in the same case");
    let found = line.contact(&all[0]);
    assert_eq!(found["id"], c["contact"]["id"]);
    let kinds: Vec<_> = found["identifiers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["kind"].as_str().unwrap(),
                it["verified"].as_bool().unwrap(),
            )
        })
        .collect();
    assert!(kinds.contains(&("whatsapp", true)), "{kinds:?}");
    let last = line
        .program
        .get(200, &format!("/conversations/{}/messages", c["number"]));
    let last = last["data"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["why"]["code"], "move_code");
    // A second time it is a text like any other.
    let shown = page(&line.program, &format!("/c/{}", c["number"]));
    assert!(shown.contains("went on by another channel"), "{shown}");
    let mail = way(&line.program, &c["number"], &app);
    assert_eq!(mail["url"], Value::Null);
    assert!(mail["text"].as_str().unwrap().contains("help@shop.example"));
    in_step(&line.program);
}

/// What the provider tells of the number when it is set up.
fn learn(line: &Line) {
    let app = &line.program.server.app;
    let all = app.store.look(|look| look.channels()).unwrap();
    let channel = all.iter().find(|it| it.id.to_string() == line.id).unwrap();
    let (connection, told) = (
        channel.connection,
        [(
            "display_phone_number".to_owned(),
            "+57 601 555 0101".to_owned(),
        )],
    );
    app.store
        .by_hand(move |w| lobby::desk::providers::learn(w, connection, &told))
        .unwrap();
}

#[test]
fn a_code_is_good_once_for_a_day_and_on_its_channel_only() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Hola, ¿tienen talla 38?"));
    let c = door.conversations().remove(0);
    let other = json!({ "kind": "api", "name": "Other", "settings": {} });
    let other = door.program.post(201, "/channels", &other.to_string());
    let other = other["id"].as_str().unwrap();
    door.program.post(
        422,
        &format!("/conversations/{}/ways", c["number"]),
        &json!({ "channel_id": other }).to_string(),
    );
    let line = line(door.program);
    learn(&line);
    let old = way(&line.program, &c["number"], &line.id);
    line.program.server.app.clock.advance(Span::hours(25));
    line.hear("w1", "Somebody", "", old["code"].as_str().unwrap());
    assert_eq!(line.conversations().len(), 2, "too late");
    assert_ne!(line.conversations()[0]["contact"]["id"], c["contact"]["id"]);
    // Who is known already is joined, which can be taken back as any join.
    let fresh = way(&line.program, &c["number"], &line.id);
    line.hear("w2", "Somebody", "", fresh["code"].as_str().unwrap());
    let root = line.program.get(
        200,
        &format!("/contacts/{}", c["contact"]["id"].as_str().unwrap()),
    );
    assert_eq!(root["joined"].as_array().unwrap().len(), 1);
    in_step(&line.program);
}

#[test]
fn a_conversation_may_be_about_somebody_else() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Es por mi mamá"));
    let number = door.conversations()[0]["number"].clone();
    let place = format!("/conversations/{number}");
    let now = door
        .program
        .patch(200, &place, &json!({ "about": "Doña Luz" }).to_string());
    assert_eq!(now["about"], "Doña Luz");
    let luz = door.program.contact("Luz").to_string();
    let body = json!({ "about": "", "about_contact": luz });
    let now = door.program.patch(200, &place, &body.to_string());
    assert_eq!(now["about_contact"]["name"], "Luz");
    assert_ne!(
        now["contact"]["id"],
        luz.as_str(),
        "nothing is joined for it"
    );
    let shown = page(&door.program, &format!("/c/{number}"));
    assert!(shown.contains(&format!("href=\"/contacts/{luz}\"")));
    let server = &door.program.server;
    let owner = server.browser_of(&server.owner());
    let act = format!("/c/{number}/about");
    server.post(&act, Some(&owner), &[("about", "luz@customer.example")]);
    assert_eq!(
        door.program.get(200, &place)["about_contact"]["id"],
        luz.as_str()
    );
    server.post(&act, Some(&owner), &[("about", "")]);
    assert_eq!(door.program.get(200, &place)["about_contact"], Value::Null);
    let none = json!({ "about_contact": uuid::Uuid::new_v4().to_string() });
    door.program.patch(422, &place, &none.to_string());
}
