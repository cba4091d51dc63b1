//! Macros over the API: made, changed, done to a conversation, and taken away.

use serde_json::json;

use crate::api::program::Program;

#[test]
fn macros_are_made_changed_done_and_taken_away() {
    let program = Program::new();
    let contact = program.contact("Carla");
    let numbers = program.cases(contact, 1, |_, _| {});
    let body = json!({ "name": "Paid", "acts": ["resolve", { "note": "For {{contact.name}}" }, { "tag": "paid" }, { "priority": "high" }] });
    let made = program.post(201, "/macros", &body.to_string());
    assert_eq!(
        made["acts"][0],
        json!({ "note": "For {{contact.name}}" }),
        "texts come first"
    );
    assert_eq!(made["acts"][3], json!("resolve"));
    let place = format!("/macros/{}", made["id"].as_str().unwrap());
    for wrong in [
        json!({ "name": "x", "acts": [] }),
        json!({ "name": "x", "acts": ["resolve", "open"] }),
        json!({ "name": "x", "acts": [{ "snooze": 0 }] }),
        json!({ "name": "x", "acts": [{ "assign": "01900000-0000-7000-8000-000000000000" }] }),
        json!({ "name": "Paid", "acts": ["open"] }),
    ] {
        program.post(422, "/macros", &wrong.to_string());
    }
    let now = program.patch(200, &place, &json!({ "name": "Paid by card" }).to_string());
    assert_eq!(
        (&now["name"], now["acts"].as_array().unwrap().len()),
        (&json!("Paid by card"), 4)
    );
    assert_eq!(
        program.get(200, "/macros")["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let case = format!("/conversations/{}", numbers[0]);
    let done = json!({ "macro_id": made["id"] });
    let c = program.post(200, &format!("{case}/macro"), &done.to_string());
    assert_eq!(
        (&c["status"], &c["priority"]),
        (&json!("resolved"), &json!("high"))
    );
    let said = program.get(200, &format!("{case}/messages"));
    assert_eq!(said["data"][0]["text"], "For Carla");
    program.post(404, "/conversations/999/macro", &done.to_string());
    assert_eq!(program.ask("DELETE", &place, &[], "").status, 204);
    program.get(404, &place);
    program.post(404, &format!("{case}/macro"), &done.to_string());
    let problems = program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}
