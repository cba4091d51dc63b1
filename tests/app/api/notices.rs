//! What a person was told, read and settled by a program that acts for them; a program of its own is told nothing.

use lobby::domain::actor::Role;
use lobby::domain::notice::NoticeKind;
use lobby::notices::react::{BATCH, Eyes, place, react};
use serde_json::json;

use crate::api::program::Program;

/// A program that acts for the owner.
fn acting() -> Program {
    let program = Program::new();
    let owner = program.server.owner();
    let written = program.server.token_for(&owner);
    Program {
        token: written,
        ..program
    }
}

#[test]
fn a_program_reads_and_marks_what_its_person_was_told() {
    let program = acting();
    let store = &program.server.app.store;
    store.by_hand(place).unwrap();
    let contact = program.contact("Carla");
    let bea = program
        .server
        .person("bea@shop.example", Role::Agent, Vec::new());
    let numbers = program.cases(contact, 2, |_, _| {});
    for number in &numbers {
        let to = json!({ "assignee": bea.id.to_string() });
        program.patch(200, &format!("/conversations/{number}"), &to.to_string());
        let note = json!({ "kind": "note", "text": "x" });
        program.post(
            201,
            &format!("/conversations/{number}/messages"),
            &note.to_string(),
        );
    }
    let by = lobby::domain::actor::Viewer::agent(bea.id, Role::Agent, Default::default());
    let owner = program.server.owner().id;
    let number = numbers[0];
    store
        .by_hand(move |w| lobby::conversations::assign::assign(w, &by, number, Some(owner)))
        .unwrap();
    let from = store.by_hand(place).unwrap();
    store
        .by_hand(move |w| react(w, from, BATCH, &Eyes::new()))
        .unwrap();
    let all = program.get(200, "/notifications?unread=true&limit=1");
    let one = &all["data"][0];
    assert_eq!(
        (&one["kind"], &one["conversation"]),
        (&json!("given"), &json!(number))
    );
    assert_eq!(
        (&one["read"], &one["by"]),
        (&json!(false), &json!(bea.id.to_string()))
    );
    let at = format!("/notifications/{}", one["id"].as_str().unwrap());
    let read = program.patch(200, &at, r#"{"read":true}"#);
    assert_eq!(read["read"], json!(true));
    assert_eq!(
        program.patch(200, &at, r#"{"read":false}"#)["read"],
        json!(false)
    );
    assert_eq!(
        program.ask("POST", "/notifications/read", &[], "{}").status,
        204
    );
    assert_eq!(
        program.get(200, "/notifications?unread=true")["data"],
        json!([])
    );
    assert_eq!(program.get(200, &at)["read"], json!(true));
    program.get(404, "/notifications/01900000-0000-7000-8000-000000000000");
    program.get(422, "/notifications?cursor=made-up");
    let problems = store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn a_program_settles_how_its_person_is_told() {
    let program = acting();
    let now = program.get(200, "/notifications/settings");
    assert_eq!(
        (&now["quiet"], &now["mail_after"]),
        (&json!("nights"), &json!(15))
    );
    assert_eq!(
        now["switches"].as_array().unwrap().len(),
        NoticeKind::ALL.len() * 4
    );
    let change = json!({ "switches": [{ "kind": "answered", "medium": "mail", "on": true }], "quiet": "between",
        "quiet_from": "19:00", "quiet_to": "08:00", "without_texts": true });
    let now = program.patch(200, "/notifications/settings", &change.to_string());
    assert_eq!(now["quiet_from"], json!("19:00"));
    let on = |kind: &str, medium: &str| {
        let all = now["switches"].as_array().unwrap();
        let it = all
            .iter()
            .find(|it| it["kind"] == kind && it["medium"] == medium);
        it.unwrap()["on"].clone()
    };
    assert_eq!(on("answered", "mail"), json!(true));
    assert_eq!(on("new", "mail"), json!(false));
    for wrong in [
        json!({ "quiet": "between", "quiet_from": "19:00", "quiet_to": "19:00" }),
        json!({ "quiet": "sometimes" }),
        json!({ "mail_after": 0 }),
        json!({ "switches": [{ "kind": "nothing", "medium": "mail", "on": true }] }),
    ] {
        program.patch(422, "/notifications/settings", &wrong.to_string());
    }
    let device = json!({ "name": "Till", "endpoint": "https://push.example/1",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg" });
    let made = program.post(201, "/notifications/devices", &device.to_string());
    assert_eq!(
        program.get(200, "/notifications/devices")["data"][0]["name"],
        json!("Till")
    );
    let at = format!("/notifications/devices/{}", made["id"].as_str().unwrap());
    assert_eq!(program.ask("DELETE", &at, &[], "").status, 204);
    assert_eq!(program.ask("DELETE", &at, &[], "").status, 404);
    // A program of its own is nobody who could be told.
    let own = Program::new();
    own.get(409, "/notifications");
    own.get(409, "/notifications/settings");
    own.post(409, "/notifications/devices", &device.to_string());
}

#[test]
fn a_program_follows_and_reminds_for_its_person() {
    let program = acting();
    let contact = program.contact("Carla");
    let number = program.cases(contact, 1, |_, _| {})[0];
    let place = format!("/conversations/{number}/mine");
    assert_eq!(
        program.get(200, &place),
        json!({ "following": false, "remind_at": null })
    );
    let at = (program.server.app.clock.now() + lobby::domain::time::Span::days(1)).rfc3339();
    let change = json!({ "following": true, "remind_at": at });
    let now = program.patch(200, &place, &change.to_string());
    assert_eq!(
        (&now["following"], now["remind_at"].is_string()),
        (&json!(true), true)
    );
    let now = program.patch(200, &place, r#"{"remind_at":null}"#);
    assert_eq!(
        (&now["following"], &now["remind_at"]),
        (&json!(true), &json!(null))
    );
    program.patch(422, &place, r#"{"remind_at":"2001-01-01T00:00:00Z"}"#);
    program.get(404, "/conversations/999/mine");
}
