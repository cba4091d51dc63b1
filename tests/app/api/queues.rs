//! Queues over the API: how a team's is emptied, what somebody can be given, breaks, and the next one.

use crate::api::program::{Program, read};

#[test]
fn a_queue_and_what_somebody_can_be_given_are_set_as_a_whole() {
    let program = Program::new();
    let team = program.post(201, "/teams", r#"{"name":"Sales"}"#);
    assert_eq!(team["queue"]["mode"], "shared");
    let place = format!("/teams/{}", team["id"].as_str().unwrap());
    let body = r#"{"queue":{"mode":"push","fit_minutes":5,"take_back":{"chat":2,"messaging":10}}}"#;
    let set = read(200, &program.ask("PATCH", &place, &[], body), "queue");
    assert_eq!(set["queue"]["mode"], "push");
    assert_eq!(set["queue"]["take_back"]["messaging"], 10);
    assert_eq!(set["name"], "Sales");
    for wrong in [
        r#"{"queue":{"mode":"round"}}"#,
        r#"{"queue":{"mode":"push","fit_minutes":10081}}"#,
        r#"{"queue":{"mode":"push","overflow":{"team":"x","minutes":5}}}"#,
    ] {
        let refused = program.ask("PATCH", &place, &[], wrong);
        assert_eq!(refused.status, 422, "{wrong}");
    }
    let agent = program.get(200, "/agents")["data"][0].clone();
    assert_eq!(agent["serving"]["cap"], serde_json::Value::Null);
    let place = format!("/agents/{}", agent["id"].as_str().unwrap());
    let body = r#"{"serving":{"cap":4,"speaks":["es"],"shifts":[["9:00-13:00","14:00-18:00"]]}}"#;
    let set = read(200, &program.ask("PATCH", &place, &[], body), "serving");
    assert_eq!(set["serving"]["shifts"][0][1], "14:00-18:00");
    assert_eq!(set["serving"]["cap"], 4);
    for wrong in [
        r#"{"serving":{"cap":501}}"#,
        r#"{"serving":{"speaks":["spanish"]}}"#,
        r#"{"serving":{"shifts":[["9"]]}}"#,
        r#"{"serving":{"skills":["x"]}}"#,
    ] {
        let refused = program.ask("PATCH", &place, &[], wrong);
        assert_eq!(refused.status, 422, "{wrong}");
    }
}

#[test]
fn what_a_conversation_counts_is_changed_one_by_one() {
    let program = Program::new();
    assert_eq!(program.get(200, "/weights")["messaging"], 2);
    let set = program.patch(200, "/weights", r#"{"messaging":5}"#);
    assert_eq!(
        (&set["chat"], &set["messaging"], &set["mail"]),
        (&3.into(), &5.into(), &1.into())
    );
    for wrong in [r#"{"chat":0}"#, r#"{"mail":13}"#, r#"{"post":1}"#] {
        let refused = program.ask("PATCH", "/weights", &[], wrong);
        assert_eq!(refused.status, 422, "{wrong}");
    }
    assert_eq!(program.get(200, "/weights"), set);
}

#[test]
fn a_break_has_a_reason_and_nothing_else_changes() {
    let program = Program::new();
    let agent = program.get(200, "/agents")["data"][0].clone();
    let place = format!("/agents/{}/availability", agent["id"].as_str().unwrap());
    let set = |body: &str| program.ask("PATCH", &place, &[], body);
    let lunch = read(200, &set(r#"{"state":"away","reason":"lunch"}"#), "lunch");
    assert_eq!(lunch["availability"]["reason"], "lunch");
    assert_eq!(set(r#"{"state":"away","reason":"nap"}"#).status, 422);
    let away = read(200, &set(r#"{"state":"away"}"#), "away");
    assert_eq!(away["availability"]["reason"], serde_json::Value::Null);
    let back = read(200, &set(r#"{"state":"online"}"#), "back");
    assert_eq!(back["availability"]["state"], "online");
}

#[test]
fn the_next_one_needs_a_person() {
    let program = Program::new();
    let next = || program.ask("POST", "/conversations/take_next", &[], "{}").status;
    assert_eq!(next(), 409);
    let eva = program.contact("Eva");
    program.cases(eva, 1, |_, _| {});
    // A program is nobody who could have one.
    assert_eq!(next(), 403);
}
