//! `GET /conversations`: filters, orders, and pages that hold while others come in.

use std::collections::BTreeSet;

use lobby::domain::conversation::{Priority, Promise, Status, WaitingOn};
use lobby::domain::id::Id;
use lobby::domain::time::{Millis, Span};

use crate::api::program::{Program, numbers};

#[test]
fn pages_hold_while_others_come_in() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    let now = program.server.app.clock.now();
    // Of every third the first stands nowhere in time, and of every second it is another one's turn.
    let timed = move |at: usize, it: &mut lobby::domain::conversation::Conversation| {
        let hours = i64::try_from(at * 7 % 101).unwrap();
        it.waiting_since = (!at.is_multiple_of(3)).then(|| now - Span::hours(hours));
        if !at.is_multiple_of(2) {
            it.status = Status::Snoozed {
                until: now + Span::hours(hours + 1),
            };
        }
    };
    let stood: BTreeSet<u64> = program.cases(carlos, 1_000, timed).into_iter().collect();
    for sort in ["newest", "oldest", "waiting", "due"] {
        let (mut seen, mut cursor, mut pages) = (Vec::new(), String::new(), 0);
        loop {
            let path = format!("/conversations?sort={sort}&limit=37{cursor}");
            let page = program.get(200, &path);
            seen.extend(numbers(&page));
            pages += 1;
            program.cases(carlos, 2, timed);
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
            assert!(pages < 200, "{sort} has no end");
        }
        let once: BTreeSet<u64> = seen.iter().copied().collect();
        assert_eq!(once.len(), seen.len(), "{sort} shows one twice");
        let missed: Vec<_> = stood.difference(&once).collect();
        assert!(missed.is_empty(), "{sort} misses {missed:?}");
    }
    // A cursor is of its own order.
    let page = program.get(200, "/conversations?limit=1&sort=oldest");
    let cursor = page["next_cursor"].as_str().unwrap();
    program.get(422, &format!("/conversations?cursor={cursor}&sort=due"));
}

#[test]
fn each_order_is_what_it_says() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    let now = program.server.app.clock.now();
    let made = program.cases(carlos, 5, move |at, it| match at {
        0 => it.waiting_since = Some(now - Span::hours(1)),
        1 => it.waiting_since = Some(now - Span::hours(9)),
        2 => {
            it.promise = Some(Promise {
                due: now + Span::hours(5),
                owner: None,
            });
        }
        3 => {
            it.status = Status::Waiting {
                on: WaitingOn::ThirdParty,
                follow_up_at: Some(now + Span::hours(2)),
            };
        }
        // What is resolved waits for nothing.
        _ => {
            it.waiting_since = Some(Millis(1));
            it.status = Status::Resolved {
                at: now,
                quiet: false,
            };
        }
    });
    let order = |sort: &str| -> Vec<usize> {
        let page = program.get(200, &format!("/conversations?sort={sort}"));
        let all = numbers(&page);
        let at = |number: &u64| made.iter().position(|it| it == number).unwrap();
        all.iter().map(at).collect()
    };
    assert_eq!(order("newest"), [4, 3, 2, 1, 0]);
    assert_eq!(order("oldest"), [0, 1, 2, 3, 4]);
    assert_eq!(order("waiting"), [1, 0, 4, 3, 2]);
    assert_eq!(order("due"), [3, 2, 4, 1, 0]);
    program.get(422, "/conversations?sort=best");
}

#[test]
fn each_filter_leaves_the_others_out() {
    let program = Program::new();
    let (carlos, bea) = (program.contact("Carlos"), program.contact("Bea"));
    let owner = program.server.owner().id;
    let team = program.post(201, "/teams", r#"{"name":"Sales"}"#);
    let team = team["id"].as_str().unwrap().to_owned();
    let tag = program.post(201, "/tags", r#"{"name":"order"}"#);
    let tag = tag["id"].as_str().unwrap().to_owned();
    let log = program
        .server
        .app
        .store
        .look(|look| look.channels())
        .unwrap();
    let log = log.iter().find(|it| it.address.is_empty()).unwrap().id;
    let (of_team, of_tag) = (team.parse().unwrap(), tag.parse().unwrap());
    let made = program.cases(carlos, 6, move |at, it| match at {
        0 => it.status = Status::Spam,
        1 => it.assignee = Some(owner),
        2 => it.team = Some(of_team),
        3 => it.channels.push(log),
        4 => it.tags.push(of_tag),
        _ => it.priority = Priority::High,
    });
    let other = program.cases(bea, 1, |_, _| {})[0];
    let found = |query: &str| numbers(&program.get(200, &format!("/conversations?{query}")));
    assert_eq!(found("status=spam"), [made[0]]);
    assert_eq!(found(&format!("assignee={owner}")), [made[1]]);
    assert_eq!(found("assignee=none").len(), 6);
    assert_eq!(found(&format!("team={team}")), [made[2]]);
    assert_eq!(found("team=none").len(), 6);
    assert_eq!(found(&format!("channel={log}")), [made[3]]);
    assert_eq!(found(&format!("tag={tag}")), [made[4]]);
    assert_eq!(found(&format!("contact={bea}")), [other]);
    assert_eq!(found(&format!("contact={carlos}&status=open")).len(), 5);
    assert_eq!(
        found(&format!("contact={carlos}&sort=oldest&limit=2")),
        made[..2]
    );
    let nobody = lobby::domain::id::ContactId::from_uuid(uuid::Uuid::nil());
    program.get(404, &format!("/conversations?contact={nobody}"));
    for wrong in [
        "status=lost",
        "assignee=x",
        "team=x",
        "channel=x",
        "tag=x",
        "contact=x",
        "more=1",
    ] {
        program.get(422, &format!("/conversations?{wrong}"));
    }
}

#[test]
fn a_page_has_its_bounds() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    program.cases(carlos, 120, |_, _| {});
    let rows = |query: &str| numbers(&program.get(200, &format!("/conversations{query}"))).len();
    assert_eq!(rows(""), 25);
    assert_eq!(rows("?limit=1"), 1);
    assert_eq!(rows("?limit=100"), 100);
    assert_eq!(rows("?limit=1000000"), 100);
    for wrong in ["-1", "x", "1.5", ""] {
        program.get(422, &format!("/conversations?limit={wrong}"));
    }
    for wrong in ["x", "AAAA", "%00"] {
        program.get(422, &format!("/conversations?cursor={wrong}"));
    }
}
