//! The live monitor over the API: the same figures as on the page, now and earlier.

use lobby::domain::actor::Role;

use crate::api::program::{Program, read};

#[test]
fn the_monitor_is_read_by_who_looks_after_others() {
    let program = Program::new();
    let it = program.get(200, "/live");
    assert_eq!(it["count"]["people_waiting"], 0);
    assert_eq!(it["count"]["longest_since"], serde_json::Value::Null);
    assert_eq!(it["count"]["ages"].as_array().unwrap().len(), 5);
    assert_eq!(it["count"]["ages"][4]["below_s"], serde_json::Value::Null);
    assert_eq!(it["agents"][0]["capacity"], 12);
    let then = program.ask(
        "GET",
        &format!("/live?at={}", it["at"].as_str().unwrap()),
        &[],
        "",
    );
    assert_eq!(read(200, &then, "live")["count"]["people_waiting"], 0);
    for wrong in ["yesterday", "2020-01-01T00:00:00Z"] {
        let refused = program.ask("GET", &format!("/live?at={wrong}"), &[], "");
        assert_eq!(refused.status, 422, "{wrong}");
    }
    let token = program.server.token(Role::Agent);
    let bearer = format!("Bearer {token}");
    let headers = [("Authorization", bearer.as_str())];
    let refused = program.server.send("GET", "/api/v1/live", &headers, "");
    assert_eq!(refused.status, 403);
}
