//! Calls that change something: once under their key, within limits, with files; and deeds asked over HTTP.

use std::collections::BTreeSet;

use lobby::domain::time::Span;
use sha2::{Digest, Sha256};

use crate::api::program::{Program, read};

#[test]
fn a_key_makes_a_call_happen_once_also_at_the_same_time() {
    let program = Program::new();
    let call = |body: &str| program.ask("POST", "/tags", &[("Idempotency-Key", "k-1")], body);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..16)
            .map(|_| scope.spawn(|| call(r#"{"name":"order"}"#)))
            .collect();
        calls.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let ids: BTreeSet<String> = answers
        .iter()
        .map(|it| read(201, it, "a tag")["id"].to_string())
        .collect();
    assert_eq!(ids.len(), 1);
    let replayed =
        |it: &&crate::security::server::Reply| it.header("Idempotency-Replayed").is_some();
    assert_eq!(answers.iter().filter(replayed).count(), 15);
    let tags = program.server.app.store.look(|look| look.tags()).unwrap();
    assert_eq!(tags.len(), 1);
    // Another body is refused, another caller's key is another key, and after a day it is forgotten.
    assert_eq!(call(r#"{"name":"other"}"#).status, 422);
    let other = program.server.token(lobby::domain::actor::Role::Owner);
    let bearer = format!("Bearer {other}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
        ("Idempotency-Key", "k-1"),
    ];
    let made = program
        .server
        .send("POST", "/api/v1/tags", &headers, r#"{"name":"of another"}"#);
    assert_eq!(made.status, 201);
    program.server.app.clock.advance(Span::hours(25));
    assert_eq!(call(r#"{"name":"other"}"#).status, 201);
}

#[test]
fn a_failed_call_leaves_its_key_free() {
    let program = Program::new();
    let call = |body: &str| program.ask("POST", "/tags", &[("Idempotency-Key", "k")], body);
    assert_eq!(call(r#"{"name":""}"#).status, 422);
    assert_eq!(call(r#"{"name":"order"}"#).status, 201);
}

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    use lobby::auth::token;
    let program = Program::new();
    let first = program.ask("GET", "/tags", &[], "");
    assert_eq!(first.header("RateLimit-Limit"), Some("1000"));
    assert_eq!(first.header("RateLimit-Remaining"), Some("999"));
    assert!(token::parse(&program.token).is_some());
    for _ in 0..999 {
        assert_eq!(program.ask("GET", "/tags", &[], "").status, 200);
    }
    let refused = program.ask("GET", "/tags", &[], "");
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("Retry-After"), Some("1"));
    assert_eq!(refused.header("RateLimit-Remaining"), Some("0"));
    assert_eq!(refused.header("RateLimit-Reset"), Some("20"));
    assert_eq!(
        refused.header("Content-Type"),
        Some("application/problem+json")
    );
    program.server.app.clock.advance(Span::seconds(1));
    assert_eq!(program.ask("GET", "/tags", &[], "").status, 200);
}

/// A form with the JSON and files, and its content type.
fn form(message: &str, files: &[(&str, &str)]) -> (String, &'static str) {
    let mut out =
        format!("--edge\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n{message}\r\n");
    for (name, bytes) in files {
        out += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/html\r\n\r\n{bytes}\r\n"
        );
    }
    (out + "--edge--\r\n", "multipart/form-data; boundary=edge")
}

#[test]
fn files_go_to_the_disk_as_they_come() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    let number = program.cases(carlos, 1, |_, _| {})[0];
    let place = format!("/conversations/{number}/messages");
    let large = "0123456789abcdef".repeat(1 << 20);
    let note = r#"{"kind":"note","text":"See the files"}"#;
    let (body, kind) = form(note, &[("large.txt", &large), ("../b.html", "<script>x")]);
    let made = read(
        201,
        &program.ask("POST", &place, &[("Content-Type", kind)], &body),
        "an upload",
    );
    let files = made["attachments"].as_array().unwrap();
    assert_eq!(files[0]["size"], large.len());
    assert_eq!(files[1]["content_type"], "text/html");
    assert!(!files[1]["name"].as_str().unwrap().contains('/'));
    let path = files[0]["url"].as_str().unwrap().replace("/api/v1", "");
    let back = program.ask("GET", &path, &[], "");
    assert_eq!(Sha256::digest(&back.body), Sha256::digest(&large));
    assert_eq!(back.header("X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(
        back.header("Content-Type"),
        Some("application/octet-stream")
    );
    let temporary = program.server.app.blobs.root().join("tmp");
    let left = || std::fs::read_dir(&temporary).unwrap().count();
    assert_eq!(left(), 0);
    // Too much, in one or in all, is refused and leaves nothing; a form that breaks off too.
    let huge = "x".repeat(51 << 20);
    for files in [
        vec![("a", huge.as_str())],
        vec![("a", &huge[..30 << 20]), ("b", &huge[..30 << 20])],
    ] {
        let (body, kind) = form(note, &files);
        let refused = program.ask("POST", &place, &[("Content-Type", kind)], &body);
        assert!(matches!(refused.status, 413 | 0), "{}", refused.status);
        assert_eq!(left(), 0);
    }
    let (body, kind) = form(note, &[("a.txt", "cut off")]);
    let cut = body.trim_end_matches("--edge--\r\n");
    let refused = program.ask("POST", &place, &[("Content-Type", kind)], cut);
    assert_eq!(refused.status, 400);
    assert_eq!(left(), 0);
    let messages = program.get(200, &place);
    assert_eq!(messages["data"].as_array().unwrap().len(), 1);
}

#[test]
fn a_join_is_one_person_until_it_is_undone() {
    let program = Program::new();
    let (carlos, twin) = (program.contact("Carlos"), program.contact("Charly"));
    let number = program.cases(twin, 1, |_, _| {})[0];
    let body = format!(r#"{{"other_id":"{twin}"}}"#);
    let joined = program.post(201, &format!("/contacts/{carlos}/merge"), &body);
    let one = program.get(200, &format!("/contacts/{twin}"));
    assert_eq!(one["id"], carlos.to_string());
    assert_eq!(one["identifiers"].as_array().unwrap().len(), 2);
    let timeline = program.get(200, &format!("/contacts/{carlos}/timeline"));
    assert_eq!(timeline["data"][0]["number"], number);
    program.post(409, &format!("/contacts/{carlos}/merge"), &body);
    let merge = joined["merge_id"].as_str().unwrap();
    program.post(200, &format!("/merges/{merge}/undo"), "");
    let apart = program.get(200, &format!("/contacts/{twin}"));
    assert_eq!(apart["id"], twin.to_string());
    program.post(409, &format!("/merges/{merge}/undo"), "");
    program.post(404, &format!("/merges/{carlos}/undo"), "");
}

#[test]
fn a_send_is_called_off_before_it_leaves() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    let number = program.cases(carlos, 1, |_, _| {})[0];
    let place = format!("/conversations/{number}/messages");
    let body = r#"{"kind":"reply","text":"Later","send_at":"2026-11-05T15:00:00Z"}"#;
    let sent = program.post(201, &place, body);
    let id = sent["delivery"]["id"].as_str().unwrap().to_owned();
    let state = |name: &str| program.get(200, &format!("/deliveries?state={name}"));
    assert_eq!(state("scheduled")["data"][0]["id"], id.as_str());
    let again = format!("/deliveries/{id}/reschedule");
    let moved = program.post(200, &again, r#"{"send_at":"2026-11-06T15:00:00Z"}"#);
    assert_eq!(moved["due"], "2026-11-06T15:00:00.000Z");
    program.post(422, &again, r#"{"send_at":"2020-11-06T15:00:00Z"}"#);
    let off = program.post(200, &format!("/deliveries/{id}/cancel"), "");
    assert_eq!(off["state"], "cancelled");
    assert_eq!(state("scheduled")["data"].as_array().unwrap().len(), 0);
    program.post(409, &format!("/deliveries/{id}/cancel"), "");
    program.post(409, &again, "{}");
    program.get(422, "/deliveries?state=lost");
}

#[test]
fn older_mail_is_asked_for_and_who_is_there_is_said() {
    let program = Program::new();
    let channel = program.channel();
    let place = format!("/channels/{channel}/backfill");
    program.post(422, &place, r#"{"since":"yesterday"}"#);
    program.post(200, &place, r#"{"since":"2026-01-01T00:00:00Z"}"#);
    let far = lobby::domain::time::Millis(i64::MAX - 1);
    let jobs = program.server.app.store.look(|look| look.jobs_due(far, 10));
    let asked = |it: &lobby::domain::job::Job| {
        matches!(
            it.kind,
            lobby::domain::job::JobKind::Backfill { since: Some(_), .. }
        )
    };
    assert!(jobs.unwrap().iter().any(asked));
    let me = program.server.owner().id;
    let place = format!("/agents/{me}/availability");
    let away = program.patch(
        200,
        &place,
        r#"{"state":"away","until":"2026-11-05T08:00:00Z"}"#,
    );
    assert_eq!(away["availability"]["state"], "away");
    assert_eq!(away["availability"]["until"], "2026-11-05T08:00:00.000Z");
    program.patch(422, &place, r#"{"state":"asleep"}"#);
    program.patch(422, &place, r#"{"state":"away","until":"soon"}"#);
    let bea = program.server.person(
        "bea@shop.example",
        lobby::domain::actor::Role::Agent,
        vec![],
    );
    let other = format!("/agents/{}/availability", bea.id);
    program.patch(200, &other, r#"{"state":"off"}"#);
}

#[test]
fn nobody_is_told_how_a_body_should_look() {
    let program = Program::new();
    let kinds = ["text/plain", "application/json", "multipart/form-data", ""];
    for (path, statuses) in [
        ("/api/v1/tags", vec![401]),
        ("/new", vec![303]),
        ("/settings/tags", vec![303]),
    ] {
        for kind in kinds {
            let headers = [("Content-Type", kind), ("Accept", "text/html")];
            let reply = program.server.send("POST", path, &headers, "%%% {");
            assert!(
                statuses.contains(&reply.status),
                "{path} {kind} → {}",
                reply.status
            );
        }
    }
    let script = program
        .server
        .send("POST", "/new", &[("Content-Type", "text/plain")], "%%%");
    assert_eq!(script.status, 401);
}
