//! Secrets in links, headers and cookies: only the right one, in time, once.

use lobby::auth::invite::{self, Accepted, Invitation};
use lobby::auth::secret::Secret;
use lobby::auth::token::{self, NewToken};
use lobby::auth::{link, reset};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::error::Error;
use lobby::domain::job::JobKind;
use lobby::domain::time::Span;

use crate::security::server::{OWNER, PASSWORD, Server};

const NEW: &str = "cuatro llamas verdes bailan";

/// What is no secret, or another's.
fn wrong_ones(right: &str) -> Vec<String> {
    let mut bent = right.as_bytes().to_vec();
    bent[5] = if bent[5] == b'A' { b'B' } else { b'A' };
    vec![
        "null".into(),
        "undefined".into(),
        "%20".into(),
        "%00".into(),
        "[]".into(),
        "0".into(),
        right[..42].into(),
        format!("{right}A"),
        format!("{right}%00"),
        format!("{right}="),
        "A".repeat(43),
        String::from_utf8(bent).unwrap(),
    ]
}

fn invited(server: &Server, email: &str) -> String {
    let (secret, keys) = (Secret::new().unwrap(), server.app.keys.clone());
    let new = Invitation {
        name: "Bea".into(),
        email: email.into(),
        role: Role::Agent,
        teams: vec![],
        by_mail: true,
    };
    let for_deed = secret.clone();
    let system = Viewer::system(SystemPart::CommandLine);
    server
        .app
        .store
        .by_hand(move |write| invite::make(write, &system, &new, &for_deed, &keys))
        .unwrap();
    secret.expose()
}

#[test]
fn an_invitation_works_once_in_time() {
    let server = Server::claimed();
    let right = invited(&server, "bea@shop.example");
    let form = [("name", "Bea"), ("password", NEW)];
    for wrong in wrong_ones(&right) {
        assert_eq!(
            server.get(&format!("/invite/{wrong}"), "").status,
            404,
            "{wrong}"
        );
        assert_eq!(
            server.post(&format!("/invite/{wrong}"), None, &form).status,
            404,
            "{wrong}"
        );
    }
    let place = format!("/invite/{right}");
    // Looking, as a mail scanner does, uses nothing up.
    for _ in 0..3 {
        assert_eq!(server.get(&place, "").status, 200);
    }
    assert_eq!(
        server
            .post(&place, None, &[("name", "Bea"), ("password", "short")])
            .status,
        422
    );
    let accepted = server.post(&place, None, &form);
    assert_eq!(accepted.status, 303);
    assert_eq!(server.get("/", &accepted.cookie().unwrap()).status, 200);
    assert_eq!(server.get(&place, "").status, 404);
    assert_eq!(server.post(&place, None, &form).status, 404);
    let late = invited(&server, "eva@shop.example");
    server.app.clock.advance(Span::days(7));
    assert_eq!(server.get(&format!("/invite/{late}"), "").status, 404);
}

#[test]
fn a_second_invitation_voids_the_first() {
    let server = Server::claimed();
    let first = invited(&server, "bea@shop.example");
    let second = invited(&server, "bea@shop.example");
    assert_eq!(server.get(&format!("/invite/{first}"), "").status, 404);
    assert_eq!(server.get(&format!("/invite/{second}"), "").status, 200);
}

/// Asks as the page does, and takes the secret as the mail would carry it.
fn reset_asked(server: &Server) -> Option<String> {
    let asked = server.post("/forgot", None, &[("email", OWNER)]);
    assert_eq!(asked.status, 200);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while std::time::Instant::now() < deadline {
        let now = server.app.clock.now();
        let jobs = server
            .app
            .store
            .look(|look| look.jobs_due(now, 100))
            .unwrap();
        let found = jobs.iter().rev().find_map(|it| match it.kind {
            JobKind::MailReset { link } => Some(link),
            _ => None,
        });
        if let Some(id) = found {
            let made = server
                .app
                .store
                .look(move |look| look.link_by_id(id))
                .unwrap();
            if let Some((_, made)) = made {
                return Some(
                    link::unsealed(&made, &server.app.keys, now)
                        .unwrap()
                        .expose(),
                );
            }
        }
        std::thread::yield_now();
    }
    None
}

#[test]
fn a_reset_works_once_and_not_after_another_change() {
    let server = Server::claimed();
    let before = server.browser_of(&server.owner());
    let right = reset_asked(&server).unwrap();
    for wrong in wrong_ones(&right) {
        assert_eq!(
            server.get(&format!("/reset/{wrong}"), "").status,
            404,
            "{wrong}"
        );
    }
    let place = format!("/reset/{right}");
    assert_eq!(server.get(&place, "").status, 200);
    assert_eq!(
        server
            .post(&place, None, &[("password", "ana@shop.example")])
            .status,
        422
    );
    assert_eq!(server.post(&place, None, &[("password", NEW)]).status, 303);
    assert_eq!(
        server.post(&place, None, &[("password", PASSWORD)]).status,
        404
    );
    // Every session from before is over at once.
    assert_eq!(server.get("/", &before.cookie).status, 303);
    let login = server.post("/login", None, &[("email", OWNER), ("password", NEW)]);
    assert!(login.cookie().is_some());
}

#[test]
fn a_reset_is_void_after_time_and_after_a_change_of_password() {
    let server = Server::claimed();
    let late = reset_asked(&server).unwrap();
    server.app.clock.advance(Span::minutes(30));
    assert_eq!(server.get(&format!("/reset/{late}"), "").status, 404);
    let (owner, secret) = (server.owner(), Secret::new().unwrap());
    let (for_deed, was) = (secret.clone(), owner.clone());
    server
        .app
        .store
        .by_hand(move |write| {
            reset::make(write, &was, &for_deed, None)?;
            reset::change(
                write,
                was.id,
                was.password.as_deref(),
                "$argon2id$other",
                None,
            )
        })
        .unwrap();
    assert_eq!(
        server
            .get(&format!("/reset/{}", secret.expose()), "")
            .status,
        404
    );
}

#[test]
fn a_forgotten_password_says_the_same_to_everybody() {
    let server = Server::claimed();
    let known = server.post("/forgot", None, &[("email", OWNER)]);
    let unknown = server.post("/forgot", None, &[("email", "nobody@shop.example")]);
    let garbage = server.post("/forgot", None, &[("email", "not an address")]);
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    assert_eq!(known.body, garbage.body);
}

fn token_of(server: &Server, new: NewToken) -> (Secret, lobby::domain::access::Token) {
    let secret = Secret::new().unwrap();
    let (hash, system) = (secret.hash(), Viewer::system(SystemPart::CommandLine));
    let made = server
        .app
        .store
        .by_hand(move |write| token::make(write, &system, &new, hash));
    (secret, made.unwrap())
}

fn program(role: Role) -> NewToken {
    NewToken {
        name: "Program".into(),
        role,
        acts_as: None,
        teams: vec![],
        made_with: None,
    }
}

#[test]
fn a_token_is_read_strictly_and_ends_when_revoked() {
    let server = Server::claimed();
    let (secret, made) = token_of(&server, program(Role::Agent));
    let written = token::written(&secret);
    assert!(token::from_header(&format!("Bearer {written}")).is_some());
    let bare = secret.expose();
    for wrong in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer null",
        "Basic x",
        &written,
        &format!("Bearer {bare}"),
        &format!("Bearer {written}x"),
        &format!("Token {written}"),
    ] {
        assert!(token::from_header(wrong).is_none(), "{wrong}");
    }
    let viewer = |secret: &Secret| {
        let secret = secret.clone();
        server
            .app
            .store
            .look(move |look| token::viewer(look, &secret).map(|it| it.0))
    };
    assert_eq!(viewer(&secret).unwrap().role, Role::Agent);
    assert_eq!(viewer(&Secret::new().unwrap()), Err(Error::Unauthenticated));
    let system = Viewer::system(SystemPart::CommandLine);
    server
        .app
        .store
        .by_hand(move |write| token::revoke(write, &system, made.id))
        .unwrap();
    assert_eq!(viewer(&secret), Err(Error::Unauthenticated));
    // A token is no cookie, and a cookie no token.
    assert_eq!(server.get("/", &format!("lobby={bare}")).status, 303);
}

#[test]
fn a_token_never_outranks_whom_it_acts_as() {
    let server = Server::claimed();
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let new = NewToken {
        acts_as: Some(bea.id),
        ..program(Role::Owner)
    };
    let (secret, _) = token_of(&server, new);
    let found = server
        .app
        .store
        .look(move |look| token::viewer(look, &secret));
    assert_eq!(found.unwrap().0.role, Role::Agent);
    let admin = server.person("eva@shop.example", Role::Admin, vec![]);
    let eva = lobby::auth::session::viewer(&admin);
    let too_much = server.app.store.by_hand(move |write| {
        token::make(write, &eva, &program(Role::Owner), Secret::new()?.hash())
    });
    assert!(matches!(too_much, Err(Error::Forbidden { .. })));
}

#[test]
fn an_accepted_invitation_gives_what_it_said_and_no_more() {
    let server = Server::claimed();
    let secret = Secret::parse(&invited(&server, "bea@shop.example")).unwrap();
    let by = Accepted {
        name: "Bea".into(),
        password: "$argon2id$none".into(),
        language: "en".into(),
        time_zone: "UTC".into(),
    };
    let made = server
        .app
        .store
        .by_hand(move |write| invite::accept(write, &secret, &by))
        .unwrap();
    assert_eq!(
        (made.role, made.email.as_str()),
        (Role::Agent, "bea@shop.example")
    );
}
