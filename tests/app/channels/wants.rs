//! What people want to be written about: told by the provider, written by themselves, and held to when we send.

use lobby::conversations::delivery::{claim_due, succeeded};
use lobby::desk::providers::learn;
use lobby::domain::outbound::Sent;
use lobby::domain::time::Span;
use serde_json::{Value, json};

use crate::channels::calls::{Door, said};
use crate::channels::whatsapp::{Line, call, holding, status};

const THEM: &str = "573001112233";

/// As Meta tells what somebody wants; `ago` is how many seconds before now they said it.
fn preference(line: &Line, number: &str, value: &str, ago: i64) -> Value {
    let told = json!({ "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" },
        "contacts": [{ "profile": { "name": "María Ruiz" }, "wa_id": number }],
        "user_preferences": [{ "wa_id": number, "category": "marketing_messages", "value": value,
            "timestamp": line.now() - ago }] });
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "2077",
        "changes": [{ "field": "user_preferences", "value": told }] }] })
}

/// Two approved texts: one about their affairs, one that sells.
fn texts(line: &Line) {
    let text = |name: &str, category: &str| {
        json!({ "name": name, "language": "es", "category": category, "status": "APPROVED",
            "body": format!("Texto de {name}.") })
    };
    let all = json!([text("order_sent", "UTILITY"), text("sale", "MARKETING")]).to_string();
    let app = &line.program.server.app;
    let found = app.store.look(|look| look.connections()).unwrap();
    let id = found.iter().find(|it| it.provider().is_some()).unwrap().id;
    let deed =
        move |w: &mut lobby::store::Write<'_>| learn(w, id, &[("templates".into(), all.clone())]);
    app.store.by_hand(deed).unwrap();
}

fn consents(line: &Line, contact: &Value) -> Vec<(Value, Value, Value)> {
    let place = format!("/contacts/{}/consents", contact.as_str().unwrap());
    let all = line.program.get(200, &place);
    let all = all["data"].as_array().unwrap().clone();
    all.iter()
        .map(|it| {
            (
                it["purpose"].clone(),
                it["granted"].clone(),
                it["source"].clone(),
            )
        })
        .collect()
}

fn send(line: &Line, number: &Value, name: &str, expected: u16) -> Value {
    let body =
        json!({ "kind": "reply", "text": "x", "template": { "name": name, "language": "es" } });
    let place = format!("/conversations/{number}/messages");
    line.program.post(expected, &place, &body.to_string())
}

fn page(line: &Line, place: &str) -> String {
    let server = &line.program.server;
    let owner = server.browser_of(&server.owner());
    server.get(place, &owner.cookie).body
}

#[test]
fn who_wants_no_offers_at_whatsapp_is_sent_none() {
    let line = Line::new();
    texts(&line);
    line.call(&holding("1055", &[line.text("wamid.1", "Hola")]));
    let c = line.conversations().remove(0);
    let (number, contact) = (&c["number"], &c["contact"]["id"]);
    line.program.server.app.clock.advance(Span::hours(25));
    let stop = preference(&line, THEM, "stop", 60);
    for _ in 0..2 {
        assert_eq!(line.call(&stop).status, 200);
    }
    let no = (json!("commercial"), json!(false), json!("provider"));
    assert_eq!(
        consents(&line, contact),
        std::slice::from_ref(&no),
        "told twice is written once"
    );
    let refused = send(&line, number, "sale", 422);
    assert_eq!(refused["errors"][0]["field"], "template", "{refused}");
    send(&line, number, "order_sent", 201);
    let shown = page(&line, &format!("/c/{number}?t=sale&l=es"));
    assert!(shown.contains("not wanted"), "the picker says so");
    assert!(shown.contains("They do not want offers there"), "{shown}");
    assert!(!shown.contains("value=\"send\""), "and sends it not");
    // What they said before that came late, and changes nothing.
    line.call(&preference(&line, THEM, "resume", 3_600));
    assert_eq!(consents(&line, contact).len(), 1);
    line.call(&preference(&line, THEM, "resume", 5));
    assert_eq!(consents(&line, contact)[0].1, true);
    send(&line, number, "sale", 201);
}

#[test]
fn a_stranger_who_wants_no_offers_is_remembered_and_one_who_wants_them_is_nobody() {
    let line = Line::new();
    line.call(&preference(&line, "573009990000", "signup", 5));
    assert!(
        line.program
            .get(200, "/contacts?identifier=%2B573009990000")["data"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    line.call(&preference(&line, "573009990000", "stop", 1));
    let found = line
        .program
        .get(200, "/contacts?identifier=%2B573009990000");
    assert_eq!(found["data"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(consents(&line, &found["data"][0]["id"])[0].1, false);
    assert!(line.conversations().is_empty());
}

#[test]
fn a_send_that_fails_for_it_is_a_no_of_theirs() {
    let line = Line::new();
    texts(&line);
    line.call(&holding("1055", &[line.text("wamid.1", "Hola")]));
    let c = line.conversations().remove(0);
    let (number, contact) = (&c["number"], &c["contact"]["id"]);
    line.program.server.app.clock.advance(Span::hours(25));
    send(&line, number, "sale", 201);
    let app = &line.program.server.app;
    app.clock.advance(Span::seconds(5));
    let all = app.store.look(|look| look.connections()).unwrap();
    let connection = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app
        .store
        .by_hand(move |w| claim_due(w, connection))
        .unwrap();
    let sent = Sent {
        provider_id: "wamid.OUT".into(),
        parts: vec!["wamid.OUT".into()],
        refused: vec![],
    };
    let (id, attempts) = (claimed[0].id, claimed[0].attempts);
    app.store
        .by_hand(move |w| succeeded(w, id, attempts, &sent))
        .unwrap();
    let mut told = status("wamid.OUT", "failed");
    told["statuses"][0]["errors"] =
        json!([{ "code": 131050, "title": "User has stopped marketing" }]);
    line.call(&call(&[told]));
    assert_eq!(
        consents(&line, contact),
        [(json!("commercial"), json!(false), json!("provider"))]
    );
    send(&line, number, "sale", 422);
}

#[test]
fn start_gives_back_what_stop_took_and_nothing_else() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Hola, ¿tienen talla 38?"));
    let contact = door.conversations()[0]["contact"]["id"].clone();
    let place = format!("/contacts/{}/consents", contact.as_str().unwrap());
    let standing = || {
        let all = door.program.get(200, &place);
        let all = all["data"].as_array().unwrap().clone();
        let mut out: Vec<(String, bool)> = all
            .iter()
            .filter(|it| it["standing"] == true)
            .map(|it| {
                (
                    it["purpose"].as_str().unwrap().to_owned(),
                    it["granted"].as_bool().unwrap(),
                )
            })
            .collect();
        out.sort();
        out
    };
    door.call(&said("m2", "u1", "START"));
    assert_eq!(standing(), [], "nothing was taken");
    door.call(&said("m3", "u1", "STOP"));
    let no = |it: &str| (it.to_owned(), false);
    assert_eq!(standing(), [no("collection"), no("commercial")]);
    // One of us wrote a no down: it is not theirs to give back by a word.
    let told =
        json!({ "purpose": "collection", "channel": "api", "granted": false, "source": "agent" });
    door.program.post(201, &place, &told.to_string());
    door.call(&said("m4", "u1", "Alta, por favor"));
    assert_eq!(
        standing(),
        [no("collection"), ("commercial".to_owned(), true)]
    );
}
