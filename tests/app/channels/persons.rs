//! Who writes: numbers that change hands, and customers who go on by another channel with a code.

use lobby::channels::email::receive::{Mailbox, Source, read};
use lobby::conversations::delivery::claim_due;
use lobby::conversations::outbound::outbound;
use lobby::conversations::receive::receive;
use lobby::domain::channel::ChannelKind;
use lobby::domain::id::ContactId;
use lobby::domain::inbound::Received;
use lobby::domain::mail::MailPlace;
use lobby::domain::time::Span;
use lobby::text::address::Address;
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
        self.hear_from(NUMBER, id, (name, user), text);
    }

    fn hear_from(&self, number: &str, id: &str, (name, user): (&str, &str), text: &str) {
        let at = (self.program.server.app.clock.now().0 / 1_000).to_string();
        let mut message = json!({ "from": number, "id": id, "timestamp": at, "type": "text", "text": { "body": text } });
        let mut contact = json!({ "profile": { "name": name }, "wa_id": number });
        if !user.is_empty() {
            message["from_user_id"] = json!(user);
            contact["user_id"] = json!(user);
        }
        self.tell(&json!({ "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" },
            "contacts": [contact], "messages": [message] }));
    }

    fn tell(&self, value: &Value) {
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

    /// Meta tells that somebody has another number now.
    fn moves(&self, id: &str, from: &str, to: &str) {
        let at = (self.program.server.app.clock.now().0 / 1_000).to_string();
        let system = json!({ "body": format!("User A changed from {from} to {to}"), "wa_id": to,
            "type": "user_changed_number" });
        self.tell(&json!({ "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" },
            "messages": [{ "from": from, "id": id, "timestamp": at, "type": "system", "system": system }] }));
    }

    /// Their identifiers of a kind: value, whether confirmed, whether given up.
    fn held(&self, contact: &Value, kind: &str) -> Vec<(String, bool, bool)> {
        let all = contact["identifiers"].as_array().unwrap();
        let of = all.iter().filter(|it| it["kind"] == kind);
        let mut out: Vec<_> = of
            .map(|it| {
                let is = |name: &str| it[name].as_bool().unwrap();
                (
                    it["value"].as_str().unwrap().to_owned(),
                    is("verified"),
                    is("former"),
                )
            })
            .collect();
        out.sort();
        out
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

pub fn way(program: &Program, number: &Value, channel: &str) -> Value {
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
    told(
        &line.program,
        &line.id,
        ("display_phone_number", "+57 601 555 0101"),
    );
}

/// As [`learn`], of any channel.
pub fn told(program: &Program, id: &str, (name, value): (&'static str, &'static str)) {
    let app = &program.server.app;
    let all = app.store.look(|look| look.channels()).unwrap();
    let channel = all.iter().find(|it| it.id.to_string() == id).unwrap();
    let (connection, told) = (channel.connection, [(name.to_owned(), value.to_owned())]);
    app.store
        .by_hand(move |w| lobby::desk::providers::learn(w, connection, &told))
        .unwrap();
}

/// A case of somebody's in the mailbox.
pub fn case_of(program: &Program, contact: ContactId) -> Value {
    let app = &program.server.app;
    let (id, all) = (
        program.channel(),
        app.store.look(|look| look.channels()).unwrap(),
    );
    let brand = all.iter().find(|it| it.id == id).unwrap().brand;
    json!(program.cases(contact, 1, move |_, it| it.brand = brand)[0])
}

/// A mail comes, read as every mail is; a server we trust says whether its From is proven.
pub fn mailed(program: &Program, address: &str, text: &str, proven: bool) {
    let app = &program.server.app;
    let verdict = if proven { "pass" } else { "none" };
    let at = app.clock.now().0;
    let raw = format!(
        "Authentication-Results: mx.shop.example; dmarc={verdict} header.from={}\r\n\
         From: M Ruiz <{address}>\r\nTo: help@shop.example\r\nSubject: Hola\r\n\
         Message-ID: <{at}.{}.{address}>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n",
        address.split('@').nth(1).unwrap(),
        text.len(),
    );
    let ours = [Address::parse("help@shop.example").unwrap()];
    let mailbox = Mailbox {
        addresses: &ours,
        authserv_id: "mx.shop.example",
        country: "57",
        our_names: &[],
    };
    let all = app.store.look(|look| look.connections()).unwrap();
    let connection = all
        .iter()
        .find(|it| it.kind == ChannelKind::Email)
        .unwrap()
        .id;
    let place = MailPlace {
        connection,
        folder: "INBOX".to_owned(),
        uid_validity: 1,
        uid: u32::try_from(at % 1_000_000).unwrap()
            + u32::try_from(text.len() + address.len()).unwrap(),
    };
    let source = Source {
        place,
        received_at: app.clock.now(),
        ..Source::default()
    };
    let letter = read(raw.as_bytes(), &mailbox, &source).unwrap();
    let Received::Message(input) = letter.received else {
        panic!("no message");
    };
    let keys = app.keys.clone();
    app.store
        .by_hand(move |w| receive(w, &keys, connection, &input).map(|_| ()))
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
fn a_number_that_moved_is_the_same_person_and_the_old_one_is_written_to_no_more() {
    let line = line(Program::new());
    line.hear("m1", "María Ruiz", "", "¿Tienen la talla 38?");
    let c = line.conversations().remove(0);
    let new = "573009998877";
    line.moves("s1", NUMBER, new);
    line.moves("s1", NUMBER, new);
    let maria = line.contact(&c);
    for kind in ["phone", "whatsapp"] {
        let (old, new) = (format!("+{NUMBER}"), format!("+{new}"));
        assert_eq!(
            line.held(&maria, kind),
            [(old, true, true), (new, true, false)],
            "{kind}"
        );
    }
    let evidence = &maria["identifiers"][0]["evidence"];
    assert_eq!(evidence, "provider");
    let shown = page(
        &line.program,
        &format!("/contacts/{}", maria["id"].as_str().unwrap()),
    );
    assert!(shown.contains("no longer theirs"), "{shown}");
    // From the new number they go on, and are answered there.
    line.hear_from(new, "m2", ("María Ruiz", ""), "¿Y en azul también?");
    let all = line.conversations();
    assert_eq!(all.len(), 1, "one person, one case");
    assert_eq!(all[0]["contact"]["id"], c["contact"]["id"]);
    let reply = json!({ "kind": "reply", "text": "Sí." }).to_string();
    let place = format!("/conversations/{}/messages", c["number"]);
    line.program.post(201, &place, &reply);
    let app = &line.program.server.app;
    app.clock.advance(Span::seconds(5));
    let found = app.store.look(|look| look.connections()).unwrap();
    let id = found.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app.store.by_hand(move |w| claim_due(w, id)).unwrap();
    let keys = app.keys.clone();
    let out = app
        .store
        .look(|look| outbound(look, &keys, &claimed[0]))
        .unwrap();
    assert_eq!(out.chat.unwrap().to, new);
    // Whoever writes from the old one is somebody new, and nobody asks whether it is her.
    line.hear_from(NUMBER, "m3", ("Pedro", ""), "Hola");
    let all = line.conversations();
    assert_eq!(all.len(), 2);
    let pedro = line.contact(&all[0]);
    assert_ne!(pedro["id"], maria["id"]);
    let place = format!("/contacts/{}/suggestions", pedro["id"].as_str().unwrap());
    assert_eq!(line.program.get(200, &place)["data"], json!([]));
    in_step(&line.program);
}

#[test]
fn a_code_in_a_mail_counts_where_its_sender_is_proven() {
    for proven in [true, false] {
        let door = Door::new();
        door.call(&said("m1", "u1", "Hola, ¿tienen talla 38?"));
        let c = door.conversations().remove(0);
        let mailbox = door.program.channel().to_string();
        let made = way(&door.program, &c["number"], &mailbox);
        let text = format!("Sigo por aquí. Código {}", made["code"].as_str().unwrap());
        mailed(&door.program, "maria@home.example", &text, proven);
        let all = door.conversations();
        if !proven {
            assert_eq!(all.len(), 2, "anybody can write that From");
            assert_ne!(all[0]["contact"]["id"], c["contact"]["id"]);
            continue;
        }
        assert_eq!(all.len(), 1, "it goes on in the same case");
        let last = door.messages(&c["number"]).pop().unwrap();
        assert_eq!(last["why"]["code"], "move_code");
        let id = c["contact"]["id"].as_str().unwrap();
        let found = door.program.get(200, &format!("/contacts/{id}"));
        let held = found["identifiers"].as_array().unwrap();
        let mail = held.iter().find(|it| it["kind"] == "email").unwrap();
        assert_eq!(
            (&mail["value"], &mail["verified"]),
            (&json!("maria@home.example"), &json!(true))
        );
        // Once: a second mail under it is a case like any other.
        mailed(&door.program, "somebody.else@home.example", &text, true);
        assert_eq!(door.conversations().len(), 2);
        in_step(&door.program);
    }
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
