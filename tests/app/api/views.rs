//! Saved views over the API: every condition there and back, what fits, its count, paging, and what is refused.

use lobby::domain::conversation::Priority;
use serde_json::{Value, json};

use crate::api::program::Program;

fn numbers(page: &Value) -> Vec<u64> {
    let rows = page["data"].as_array().unwrap().iter();
    rows.map(|it| it["number"].as_u64().unwrap()).collect()
}

fn make(program: &Program, condition: &Value) -> Value {
    let body = json!({ "name": condition.to_string().chars().take(70).collect::<String>(), "condition": condition });
    program.post(201, "/views", &body.to_string())
}

#[test]
fn every_condition_is_kept_as_it_was_said() {
    let program = Program::new();
    let agent = program.server.owner().id.to_string();
    let channel = program.channel().to_string();
    let (tag, team) = (
        program.post(201, "/tags", r#"{"name":"vip"}"#)["id"].clone(),
        program.post(201, "/teams", r#"{"name":"Sales"}"#)["id"].clone(),
    );
    let all = json!({ "all": [
        { "state": ["open", "third_party", "resolved"] },
        { "assignee": ["me", "nobody", agent] },
        { "any": [{ "team": [team, "none"] }, { "channel": [channel] }, { "tag": [tag] }] },
        { "not": { "priority": ["low"] } },
        { "language": ["pt"] },
        { "waiting": { "longer_minutes": 90 } },
        { "created": { "since": "2026-01-02T03:04:05.000Z" } },
        { "active": { "within_minutes": 1440 } },
        { "not": { "active": { "before": "2026-01-02T03:04:05.000Z" } } },
        { "contact": { "field": "field:plan", "has": "gold" } },
        { "contact": { "field": "company_field:size", "is": "10" } },
        { "contact": { "field": "tier" } },
        "has_failed", "mentions_me", "unread"
    ] });
    let it = make(&program, &all);
    assert_eq!(it["condition"], all);
    let place = format!("/views/{}", it["id"].as_str().unwrap());
    assert_eq!(program.get(200, &place)["condition"], all);
    assert_eq!(
        program.get(200, &format!("{place}/count")),
        json!({ "count": 0, "or_more": false })
    );
    let now = program.patch(200, &place, r#"{"sort":"due","icon":"⭐"}"#);
    assert_eq!((&now["sort"], &now["icon"]), (&json!("due"), &json!("⭐")));
    assert_eq!(now["condition"], all, "what is absent stays");
    assert_eq!(program.ask("DELETE", &place, &[], "").status, 204);
    program.get(404, &format!("{place}/conversations"));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let program = Program::new();
    let nothing = "01900000-0000-7000-8000-000000000000";
    let deep = (0..8).fold(json!("unread"), |it, _| json!({ "all": [it] }));
    let many: Vec<Value> = (0..51).map(|_| json!("unread")).collect();
    for wrong in [
        json!({ "state": ["closed"] }),
        json!({ "state": [] }),
        json!({ "assignee": [nothing] }),
        json!({ "team": [nothing] }),
        json!({ "channel": [nothing] }),
        json!({ "tag": ["vip"] }),
        json!({ "language": ["español"] }),
        json!({ "waiting": { "longer_minutes": 0 } }),
        json!({ "created": { "before": "tomorrow" } }),
        json!({ "contact": { "field": "shoe" } }),
        json!({ "contact": { "field": "name", "is": " " } }),
        json!({ "contact": { "field": "name", "is": "a", "has": "b" } }),
        json!({ "all": many }),
        deep,
    ] {
        let body = json!({ "name": "x", "condition": wrong });
        program.post(422, "/views", &body.to_string());
    }
    let body = json!({ "name": "x", "icon": "a b", "condition": "unread" });
    program.post(422, "/views", &body.to_string());
    assert_eq!(program.get(200, "/views")["data"], json!([]));
}

#[test]
fn a_thousand_are_paged_each_once_in_every_order() {
    let program = Program::new();
    let carla = program.contact("Carla");
    let all = program.cases(carla, 1_000, |at, it| {
        it.active_at = lobby::domain::time::Millis(it.active_at.0 + i64::try_from(at % 7).unwrap());
        it.priority = if at % 10 == 0 {
            Priority::Urgent
        } else {
            Priority::Normal
        };
    });
    let view = make(&program, &json!({ "state": ["open"] }));
    let place = format!("/views/{}/conversations", view["id"].as_str().unwrap());
    for sort in ["due", "waiting", "newest", "oldest"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = program.get(200, &format!("{place}?sort={sort}&limit=100{cursor}"));
            seen.extend(numbers(&page));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 1_000, "{sort}");
        seen.sort_unstable();
        assert_eq!(seen, all, "{sort}");
    }
    let urgent = make(&program, &json!({ "priority": ["urgent"] }));
    let place = format!("/views/{}", urgent["id"].as_str().unwrap());
    assert_eq!(program.get(200, &format!("{place}/count"))["count"], 100);
    let page = program.get(200, &format!("{place}/conversations?limit=100"));
    assert_eq!(
        (numbers(&page).len(), &page["next_cursor"]),
        (100, &Value::Null)
    );
    let other = page["next_cursor"].as_str().unwrap_or("x");
    program.get(
        422,
        &format!("{place}/conversations?sort=due&cursor={other}"),
    );
}
