//! What a talk moves: joining, courtesies, changes, reactions, answers and what became of them.

use lobby::conversations::delivery::{claim_due, succeeded, uncertain};
use lobby::conversations::outbound::outbound;
use lobby::domain::outbound::{SendError, Sent};
use lobby::domain::time::Span;
use serde_json::{Value, json};

use crate::channels::calls::{Door, said};

impl Door {
    fn forward(&self, by: Span) {
        self.program.server.app.clock.advance(by);
    }

    fn reply(&self, number: &Value, body: &Value) -> Value {
        self.program.post(
            201,
            &format!("/conversations/{number}/messages"),
            &body.to_string(),
        )
    }

    /// Sends what waits, under these ids; what left.
    fn send(&self, ids: &[&str]) -> Vec<lobby::domain::outbound::Outbound> {
        let app = &self.program.server.app;
        let find = |look: &lobby::store::Look<'_>| look.connections();
        let all = app.store.look(find).unwrap();
        let connection = all.iter().find(|it| it.provider().is_some()).unwrap().id;
        let claimed = app
            .store
            .by_hand(move |w| claim_due(w, connection))
            .unwrap();
        let mut out = Vec::new();
        for it in claimed {
            let keys = app.keys.clone();
            let wanted = it.clone();
            out.push(
                app.store
                    .look(|look| outbound(look, &keys, &wanted))
                    .unwrap(),
            );
            let sent = Sent {
                provider_id: ids[0].to_owned(),
                parts: ids.iter().map(|it| (*it).to_owned()).collect(),
                refused: Vec::new(),
            };
            app.store
                .by_hand(move |w| succeeded(w, it.id, it.attempts, &sent))
                .unwrap();
        }
        out
    }

    fn state(&self, number: &Value) -> (Value, Value) {
        let found = self.program.get(200, &format!("/conversations/{number}"));
        (found["status"].clone(), found["waiting_on"].clone())
    }

    fn delivery(&self, number: &Value) -> Value {
        let all = self.messages(number);
        let ours = all.iter().rfind(|it| it["kind"] == "reply").unwrap();
        ours["delivery"]["state"].clone()
    }
}

#[test]
fn a_talk_is_one_case_while_it_goes_on_and_another_after_the_window() {
    let door = Door::new();
    door.call(&said("m1", "u1", "Buenas, una pregunta"));
    let number = door.conversations()[0]["number"].clone();
    door.call(&said("m2", "u1", "¿Tienen la talla 38?"));
    assert_eq!(door.messages(&number).len(), 2, "still ours");
    door.reply(
        &number,
        &json!({ "kind": "reply", "text": "Sí, en negro." }),
    );
    assert_eq!(door.state(&number).0, "waiting");
    door.forward(Span::days(2));
    door.call(&said("m3", "u1", "¿Y en azul también hay?"));
    assert_eq!(door.messages(&number).len(), 4, "still theirs");
    assert_eq!(door.state(&number).0, "open");
    let resolve = json!({ "status": "resolved" }).to_string();
    door.program
        .patch(200, &format!("/conversations/{number}"), &resolve);
    door.forward(Span::hours(71));
    door.call(&said("m4", "u1", "¿Y en rojo?"));
    assert_eq!(door.messages(&number).len(), 5, "just closed");
    door.program
        .patch(200, &format!("/conversations/{number}"), &resolve);
    door.forward(Span::hours(73));
    door.call(&said("m5", "u1", "¿Hacen envíos a Cali?"));
    assert_eq!(door.messages(&number).len(), 5);
    assert_eq!(door.conversations().len(), 2, "a case of its own");
    door.call(&said("n1", "u2", "Hola, ¿abren hoy?"));
    assert_eq!(door.conversations().len(), 3, "another person");
}

#[test]
fn thanks_open_nothing_and_pointing_wins() {
    let door = Door::new();
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let number = door.conversations()[0]["number"].clone();
    door.reply(
        &number,
        &json!({ "kind": "reply", "text": "Sí, la tenemos.", "then": "resolve" }),
    );
    door.send(&["p1"]);
    assert_eq!(door.state(&number).0, "resolved");
    door.call(&said("m2", "u1", "Muchas gracias!"));
    assert_eq!(door.state(&number).0, "resolved", "a courtesy");
    assert_eq!(door.messages(&number).len(), 3);
    door.forward(Span::hours(50));
    let mut quoting = said("m3", "u1", "Al final llegó la 37");
    quoting["about"] = json!("p1");
    door.call(&quoting);
    assert_eq!(door.state(&number).0, "open");
    assert_eq!(door.messages(&number)[3]["why"]["code"], "points_at");
}

#[test]
fn what_was_said_can_be_changed_taken_back_and_reacted_to() {
    let door = Door::new();
    // The change comes before what it changes.
    let change = json!({ "type": "edit", "id": "e1", "about": "m1",
        "from": { "external_id": "u1" }, "text": "¿Tienen la talla 39, en negro?" });
    assert_eq!(door.call(&change).status, 200);
    assert!(door.conversations().is_empty());
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let number = door.conversations()[0]["number"].clone();
    door.call(&change);
    let messages = door.messages(&number);
    assert_eq!(messages[0]["text"], "¿Tienen la talla 39, en negro?");
    door.reply(&number, &json!({ "kind": "reply", "text": "Sí." }));
    door.send(&["p1"]);
    for (id, emoji) in [("r1", "👍"), ("r2", "")] {
        let react = json!({ "type": "reaction", "id": id, "about": "p1", "emoji": emoji,
            "from": { "external_id": "u1" } });
        assert_eq!(door.call(&react).status, 200);
        assert_eq!(door.state(&number).0, "waiting", "{emoji}");
    }
    let sad = json!({ "type": "reaction", "id": "r3", "about": "p1", "emoji": "😡",
        "from": { "external_id": "u1" } });
    door.call(&sad);
    assert_eq!(door.state(&number).0, "open", "anger is heard");
    let back = json!({ "type": "delete", "id": "d1", "about": "m1" });
    assert_eq!(door.call(&back).status, 200);
}

#[test]
fn the_ladder_only_goes_up_and_a_late_failure_takes_the_answer_back() {
    let door = Door::new();
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let number = door.conversations()[0]["number"].clone();
    door.reply(&number, &json!({ "kind": "reply", "text": "Sí." }));
    let left = door.send(&["p1"]);
    let chat = left[0].chat.clone().unwrap();
    assert_eq!((chat.to.as_str(), left[0].text.trim()), ("u1", "Sí."));
    let status = |id: &str, state: &str| json!({ "type": "status", "id": id, "about": "p1", "state": state });
    door.call(&status("s1", "read"));
    door.call(&status("s2", "delivered"));
    assert_eq!(door.delivery(&number), "read");
    door.call(&status("s3", "failed"));
    assert_eq!(door.delivery(&number), "read", "what was read did arrive");
    door.reply(
        &number,
        &json!({ "kind": "reply", "text": "¿Se la aparto?" }),
    );
    door.send(&["p2"]);
    assert_eq!(door.state(&number).0, "waiting");
    let failed = json!({ "type": "status", "id": "s4", "about": "p2", "state": "failed",
        "error": { "code": "blocked", "text": "the person blocked us" } });
    door.call(&failed);
    assert_eq!(door.delivery(&number), "failed");
    assert_eq!(door.state(&number).0, "open", "it never was an answer");
    door.call(&json!({ "type": "status", "id": "s5", "about": "p2", "state": "sent" }));
    assert_eq!(
        door.delivery(&number),
        "failed",
        "told late: it had been handed on first"
    );
    door.call(&json!({ "type": "status", "id": "s6", "about": "p2", "state": "delivered" }));
    assert_eq!(door.delivery(&number), "delivered", "it did arrive");
}

#[test]
fn what_is_quoted_may_come_after_what_quotes_it() {
    let door = Door::new();
    let mut quoting = said("m2", "u1", "esa misma, la negra");
    quoting["about"] = json!("m1");
    door.call(&quoting);
    let number = door.conversations()[0]["number"].clone();
    assert_eq!(door.messages(&number)[0]["chat"]["quotes"], Value::Null);
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    // The call that came too early is read again, as a job does.
    door.call(&quoting);
    let messages = door.messages(&number);
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0]["chat"]["quotes"], messages[1]["id"]);
}

#[test]
fn what_may_have_left_is_not_sent_again_by_itself_unless_the_other_side_drops_copies() {
    let door = Door::new();
    door.call(&said("m1", "u1", "hola, ¿abren hoy?"));
    let number = door.conversations()[0]["number"].clone();
    door.reply(&number, &json!({ "kind": "reply", "text": "Sí." }));
    let app = &door.program.server.app;
    let all = app.store.look(|look| look.connections()).unwrap();
    let connection = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app
        .store
        .by_hand(move |w| claim_due(w, connection))
        .unwrap();
    let first = claimed[0].clone();
    let lost = SendError::Uncertain {
        detail: "timed out".to_owned(),
    };
    app.store
        .by_hand(move |w| uncertain(w, first.id, first.attempts, &lost))
        .unwrap();
    assert_eq!(
        door.delivery(&number),
        "queued",
        "the id is the same at every try"
    );
    // Meanwhile it turns out that it did arrive.
    let id = claimed[0].message.to_string();
    let status = json!({ "type": "status", "id": "s1", "about": id, "state": "delivered" });
    assert_eq!(door.call(&status).status, 200);
}

#[test]
fn what_is_scheduled_leaves_at_its_time_unless_the_customer_writes_first() {
    let door = Door::new();
    let at = "2026-11-04T17:00:00Z";
    for (who, cancels) in [("u1", true), ("u2", false)] {
        door.call(&said(&format!("m1{who}"), who, "¿Tienen la talla 38?"));
        let number = door.conversations()[0]["number"].clone();
        let mut reply = json!({ "kind": "reply", "text": "¿Sigue ahí?", "send_at": at });
        if cancels {
            reply["if_customer_writes"] = json!("cancel");
        }
        door.reply(&number, &reply);
        assert_eq!(door.delivery(&number), "scheduled");
        assert!(door.send(&["p0"]).is_empty(), "not before its time");
        assert_eq!(door.state(&number).0, "snoozed", "until then");
        door.call(&said(&format!("m2{who}"), who, "¿Y en azul?"));
        let stands = if cancels { "cancelled" } else { "scheduled" };
        assert_eq!(door.delivery(&number), stands, "{who}");
    }
    door.forward(Span::hours(2));
    let left = door.send(&["p1"]);
    let to: Vec<_> = left.iter().map(|it| it.chat.clone().unwrap().to).collect();
    assert_eq!(to, ["u2"]);
}

#[test]
fn an_answer_that_failed_is_listed_and_goes_again_when_somebody_says_so() {
    let door = Door::new();
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let number = door.conversations()[0]["number"].clone();
    door.reply(&number, &json!({ "kind": "reply", "text": "Sí." }));
    door.send(&["p1"]);
    let failed = json!({ "type": "status", "id": "s1", "about": "p1", "state": "failed" });
    door.call(&failed);
    let listed = door.program.get(200, "/deliveries?state=failed");
    let listed = listed["data"].as_array().unwrap();
    assert_eq!(listed.len(), 1);
    assert!(listed[0]["remedy"].is_string(), "{listed:?}");
    let path = format!("/deliveries/{}/retry", listed[0]["id"].as_str().unwrap());
    door.program.post(200, &path, "{}");
    assert_eq!(door.send(&["p2"]).len(), 1);
    assert_eq!(door.delivery(&number), "sent");
    assert_eq!(door.state(&number).0, "waiting");
    // Called off instead, it is gone.
    door.reply(
        &number,
        &json!({ "kind": "reply", "text": "¿Se la aparto?" }),
    );
    door.send(&["p3"]);
    door.call(&json!({ "type": "status", "id": "s2", "about": "p3", "state": "failed" }));
    let listed = door.program.get(200, "/deliveries?state=failed");
    let path = format!(
        "/deliveries/{}/cancel",
        listed["data"][0]["id"].as_str().unwrap()
    );
    door.program.post(200, &path, "{}");
    assert_eq!(door.delivery(&number), "cancelled");
    assert!(door.send(&["p4"]).is_empty());
}
