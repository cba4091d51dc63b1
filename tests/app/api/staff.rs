//! People over the API: invitations, roles and teams, leaving, tokens.

use lobby::auth::secret::Secret;
use lobby::auth::{invite, token};
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::id::AgentId;
use lobby::domain::job::JobKind;
use serde_json::Value;

use crate::api::program::{Program, read};

fn secret_of(url: &Value) -> Secret {
    let url = url.as_str().unwrap();
    Secret::parse(url.rsplit('/').next().unwrap()).unwrap()
}

fn invites(program: &Program, secret: Secret) -> bool {
    let now = program.server.app.clock.now();
    let found = program
        .server
        .app
        .store
        .look(move |look| invite::find(look, &secret, now));
    found.is_ok()
}

#[test]
fn an_invitation_is_made_sent_again_and_taken_back() {
    let program = Program::new();
    let body = r#"{"email":"Bea@Shop.example","name":"Bea","role":"supervisor","by_mail":true}"#;
    let key = [("Idempotency-Key", "invite-bea")];
    let made = read(
        201,
        &program.ask("POST", "/invitations", &key, body),
        "made",
    );
    assert_eq!(made["invitation"]["email"], "bea@shop.example");
    assert_eq!(made["invitation"]["role"], "supervisor");
    assert_eq!(made["mailed"], true);
    let first = secret_of(&made["url"]);
    // A repeat names the same invitation and tells no link.
    let again = program.ask("POST", "/invitations", &key, body);
    let again = read(201, &again, "again");
    assert_eq!(
        (&again["invitation"], &again["url"]),
        (&made["invitation"], &Value::Null)
    );
    let jobs = program
        .server
        .app
        .store
        .look(|look| look.jobs_due(program.server.app.clock.now(), 100))
        .unwrap();
    let mails = jobs
        .iter()
        .filter(|it| matches!(it.kind, JobKind::MailInvite { .. }));
    assert_eq!(mails.count(), 1);
    let id = made["invitation"]["id"].as_str().unwrap().to_owned();
    let place = format!("/invitations/{id}");
    assert_eq!(program.get(200, &place), made["invitation"]);
    assert_eq!(
        program.get(200, "/invitations")["data"][0]["id"],
        id.as_str()
    );
    // Its link made anew keeps what it was for.
    let resent = program.post(200, &format!("{place}/resend"), "{}");
    assert_eq!(resent["invitation"]["id"], id.as_str());
    assert_eq!(resent["mailed"], false);
    let second = secret_of(&resent["url"]);
    assert!(!invites(&program, first) && invites(&program, second.clone()));
    assert_eq!(program.ask("DELETE", &place, &[], "{}").status, 204);
    assert_eq!(program.ask("DELETE", &place, &[], "{}").status, 404);
    assert!(!invites(&program, second));
    program.post(404, &format!("{place}/resend"), "{}");
    let audit = program.get(200, "/audit")["data"].to_string();
    assert!(audit.contains("agent.invitation_withdrawn"), "{audit}");
    // Nobody is invited above who invites, nor twice, nor to a team that is none.
    let admin = program.server.token(Role::Admin);
    let bearer = format!("Bearer {admin}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    let owner = r#"{"email":"eva@shop.example","role":"owner"}"#;
    let refused = program
        .server
        .send("POST", "/api/v1/invitations", &headers, owner);
    assert_eq!(refused.status, 403);
    program.post(422, "/invitations", r#"{"email":"ana@shop.example"}"#);
    program.post(
        422,
        "/invitations",
        r#"{"email":"x@y.example","role":"king"}"#,
    );
    let nobody = format!(
        r#"{{"email":"x@y.example","teams":["{}"]}}"#,
        AgentId::default()
    );
    program.post(422, "/invitations", &nobody);
}

#[test]
fn roles_and_teams_are_set_and_end_sessions() {
    let program = Program::new();
    let bea = program
        .server
        .person("bea@shop.example", Role::Agent, vec![]);
    let system = Viewer::system(SystemPart::CommandLine);
    let new = NewTeam {
        name: "Sales".into(),
        private: false,
        lead: None,
    };
    let team = program
        .server
        .app
        .store
        .by_hand(move |w| teams::make(w, &system, &new))
        .unwrap();
    let hers = program.server.browser_of(&bea);
    let place = format!("/agents/{}", bea.id);
    let body = format!(r#"{{"role":"supervisor","teams":["{}"]}}"#, team.id);
    let after = program.patch(200, &place, &body);
    assert_eq!(after["role"], "supervisor");
    assert_eq!(after["teams"][0], team.id.to_string());
    assert_eq!(program.server.get("/", &hers.cookie).status, 303);
    // What is not said stays.
    let after = program.patch(200, &place, r#"{"teams":[]}"#);
    assert_eq!(
        (&after["role"], after["teams"].as_array().unwrap().len()),
        (&"supervisor".into(), 0)
    );
    let owner = format!("/agents/{}", program.server.owner().id);
    program.patch(409, &owner, r#"{"role":"agent"}"#);
    program.patch(
        404,
        &format!("/agents/{}", AgentId::default()),
        r#"{"role":"agent"}"#,
    );
    program.patch(422, &place, r#"{"role":"king"}"#);
}

#[test]
fn somebody_leaves_and_what_they_had_goes_where_it_was_said() {
    let program = Program::new();
    let bea = program
        .server
        .person("bea@shop.example", Role::Agent, vec![]);
    let eva = program
        .server
        .person("eva@shop.example", Role::Agent, vec![]);
    let carlos = program.contact("Carlos");
    let hers = bea.id;
    let numbers = program.cases(carlos, 3, move |at, it| {
        it.assignee = (at < 2).then_some(hers);
    });
    let place = format!("/agents/{}", bea.id);
    let leaving = program.get(200, &format!("{place}/leaving"));
    assert_eq!(
        (&leaving["conversations"], &leaving["drafts"]),
        (&2.into(), &0.into())
    );
    let mut listed: Vec<_> = leaving["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["number"].as_u64().unwrap())
        .collect();
    listed.sort_unstable();
    assert_eq!(listed, numbers[..2]);
    assert_eq!(leaving["cases"][0]["assigned"], true);
    // An heir who is nobody moves nothing and leaves the door open.
    let nobody = format!(r#"{{"heirs":["{}"]}}"#, AgentId::default());
    program.post(422, &format!("{place}/deactivate"), &nobody);
    assert_eq!(program.get(200, &place)["active"], true);
    let body = format!(r#"{{"heirs":["{}"]}}"#, eva.id);
    let key = [("Idempotency-Key", "bea leaves")];
    for replayed in [false, true] {
        let left = program.ask("POST", &format!("{place}/deactivate"), &key, &body);
        assert_eq!(left.header("Idempotency-Replayed").is_some(), replayed);
        assert_eq!(read(200, &left, "left")["active"], false);
    }
    for number in &numbers[..2] {
        let c = program.get(200, &format!("/conversations/{number}"));
        assert_eq!(c["assignee"]["id"], eva.id.to_string());
    }
    program.get(404, &format!("{place}/leaving"));
    let owner = program.server.owner().id;
    program.post(409, &format!("/agents/{owner}/deactivate"), "{}");
}

#[test]
fn a_token_is_told_once_and_reaches_no_further_than_its_maker() {
    let program = Program::new();
    let key = [("Idempotency-Key", "a token")];
    let body = r#"{"name":"Invoices"}"#;
    let made = read(201, &program.ask("POST", "/tokens", &key, body), "made");
    let written = made["secret"].as_str().unwrap().to_owned();
    assert!(token::parse(&written).is_some());
    assert_eq!(made["token"]["role"], "agent");
    let again = read(201, &program.ask("POST", "/tokens", &key, body), "again");
    assert_eq!(
        (&again["token"]["id"], &again["secret"]),
        (&made["token"]["id"], &Value::Null)
    );
    let id = made["token"]["id"].as_str().unwrap();
    let listed = program.get(200, "/tokens");
    assert!(!listed.to_string().contains(&written));
    assert!(
        listed["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["id"] == id)
    );
    let as_it = |path: &str, method: &str| {
        let bearer = format!("Bearer {written}");
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        program
            .server
            .send(method, &format!("/api/v1{path}"), &headers, "{}")
            .status
    };
    assert_eq!((as_it("/tags", "GET"), as_it("/tokens", "GET")), (200, 403));
    assert_eq!(as_it("/invitations", "POST"), 403);
    // An administrator's token makes none above itself.
    let admin = format!("Bearer {}", program.server.token(Role::Admin));
    let headers = [
        ("Authorization", admin.as_str()),
        ("Content-Type", "application/json"),
    ];
    let above = r#"{"name":"x","role":"owner"}"#;
    assert_eq!(
        program
            .server
            .send("POST", "/api/v1/tokens", &headers, above)
            .status,
        403
    );
    let owner = format!(
        r#"{{"name":"x","acts_as":"{}"}}"#,
        program.server.owner().id
    );
    assert_eq!(
        program
            .server
            .send("POST", "/api/v1/tokens", &headers, &owner)
            .status,
        422
    );
    assert_eq!(
        program
            .ask("DELETE", &format!("/tokens/{id}"), &[], "{}")
            .status,
        204
    );
    assert_eq!(as_it("/tags", "GET"), 401);
    program.get(404, &format!("/tokens/{id}"));
}

#[test]
fn a_token_ends_with_the_one_it_was_made_with() {
    let program = Program::new();
    let make = |with: &str, name: &str| {
        let bearer = format!("Bearer {with}");
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        let body = format!(r#"{{"name":"{name}","role":"admin"}}"#);
        let made = program
            .server
            .send("POST", "/api/v1/tokens", &headers, &body);
        let made = read(201, &made, name);
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        (text(&made["token"]["id"]), text(&made["secret"]))
    };
    let works = |with: &str| {
        let bearer = format!("Bearer {with}");
        let headers = [("Authorization", bearer.as_str())];
        program
            .server
            .send("GET", "/api/v1/tags", &headers, "")
            .status
    };
    let first = program.server.token(Role::Admin);
    let (child, child_secret) = make(&first, "child");
    let (_, grandchild_secret) = make(&child_secret, "grandchild");
    let (_, other_secret) = make(&program.server.token(Role::Admin), "other");
    let listed = program.get(200, "/tokens").to_string();
    assert!(listed.contains(&format!(r#""made_with":"{child}""#)));
    let store = &program.server.app.store;
    let maker = store
        .look(|look| look.token(token::parse(&first).unwrap().hash()))
        .unwrap()
        .unwrap();
    let gone = program.ask("DELETE", &format!("/tokens/{}", maker.id), &[], "{}");
    assert_eq!(gone.status, 204);
    let left = [&first, &child_secret, &grandchild_secret, &other_secret].map(|it| works(it));
    assert_eq!(left, [401, 401, 401, 200]);
}
