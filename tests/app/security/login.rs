//! Log-in: sessions that begin anew and end at once, tries that are counted, the second factor.

use lobby::auth::{second_factor, session};
use lobby::desk::agents;
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::time::Span;

use crate::security::server::{Browser, OWNER, PASSWORD, Server};

fn log_in(
    server: &Server,
    password: &str,
    headers: &[(&str, &str)],
) -> crate::security::server::Reply {
    let body = crate::security::server::encoded(&[("email", OWNER), ("password", password)]);
    server.send("POST", "/login", headers, &body)
}

#[test]
fn a_session_begins_under_a_secret_of_its_own() {
    let server = Server::claimed();
    let planted = "lobby=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let reply = log_in(&server, PASSWORD, &[("Cookie", planted)]);
    let first = reply.cookie().unwrap();
    assert_ne!(first, planted);
    assert!(reply.head.contains("HttpOnly") && reply.head.contains("SameSite=Lax"));
    // Logging in again replaces the session that was there.
    let csrf = {
        let page = server.get("/", &first);
        let at = page.body.split("data-csrf=\"").nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    };
    let body = crate::security::server::encoded(&[
        ("email", OWNER),
        ("password", PASSWORD),
        ("csrf", &csrf),
    ]);
    let again = server.send("POST", "/login", &[("Cookie", &first)], &body);
    let second = again.cookie().unwrap();
    assert_ne!(first, second);
    assert_eq!(server.get("/", &first).status, 303);
    assert_eq!(server.get("/", &second).status, 200);
    let stored = server.app.store.look(|look| look.sessions()).unwrap();
    let written = format!("{stored:?}");
    assert!(!written.contains(second.split('=').nth(1).unwrap()));
}

#[test]
fn a_session_ends_by_log_out_idleness_age_and_others_hands() {
    let server = Server::claimed();
    let owner = server.owner();
    let ended = |it: &Browser| server.get("/", &it.cookie).status == 303;
    let out = server.browser_of(&owner);
    assert_eq!(server.post("/logout", Some(&out), &[]).status, 303);
    assert!(ended(&out));
    let (here, there) = (server.browser_of(&owner), server.browser_of(&owner));
    let all = server.app.store.look(|look| look.sessions()).unwrap();
    let other = all.iter().find(|(_, it)| it.csrf == there.csrf).unwrap();
    let place = format!("/settings/me/devices/{}/end", other.1.id);
    assert_eq!(server.post(&place, Some(&here), &[]).status, 303);
    assert!(ended(&there) && !ended(&here));
    server.app.clock.advance(Span::hours(12));
    assert!(ended(&here));
    let old = server.browser_of(&owner);
    for _ in 0..(14 * 24 / 8) {
        server.app.clock.advance(Span::hours(8));
        let (now, all) = (
            server.app.clock.now(),
            server.app.store.look(|look| look.sessions()).unwrap(),
        );
        let key = all.iter().find(|(_, it)| it.csrf == old.csrf).unwrap().0;
        server
            .app
            .store
            .by_hand(move |write| session::touch(write, key, now))
            .unwrap();
    }
    assert!(
        ended(&old),
        "fourteen days are the end however much it is used"
    );
}

#[test]
fn nobody_ends_the_sessions_of_others() {
    let server = Server::claimed();
    let owner = server.browser_of(&server.owner());
    let bea = server.browser_of(&server.person("bea@shop.example", Role::Agent, vec![]));
    let all = server.app.store.look(|look| look.sessions()).unwrap();
    let of_owner = all.iter().find(|(_, it)| it.csrf == owner.csrf).unwrap();
    let place = format!("/settings/me/devices/{}/end", of_owner.1.id);
    assert_eq!(server.post(&place, Some(&bea), &[]).status, 404);
    assert_eq!(server.get("/", &owner.cookie).status, 200);
}

#[test]
fn a_new_role_and_leaving_end_every_session() {
    let server = Server::claimed();
    let system = Viewer::system(SystemPart::CommandLine);
    let agent = server.person("bea@shop.example", Role::Agent, vec![]);
    let bea = server.browser_of(&agent);
    let viewer = system.clone();
    server
        .app
        .store
        .by_hand(move |write| agents::set_role(write, &viewer, agent.id, Role::Admin))
        .unwrap();
    assert_eq!(server.get("/", &bea.cookie).status, 303);
    let bea = server.browser_of(&agent);
    server
        .app
        .store
        .by_hand(move |write| agents::deactivate(write, &system, agent.id))
        .unwrap();
    assert_eq!(server.get("/", &bea.cookie).status, 303);
}

#[test]
fn the_last_owner_stays() {
    let server = Server::claimed();
    let owner = server.owner();
    let system = Viewer::system(SystemPart::CommandLine);
    for leaves in [true, false] {
        let viewer = system.clone();
        let refused = server.app.store.by_hand(move |write| {
            if leaves {
                agents::deactivate(write, &viewer, owner.id)
            } else {
                agents::set_role(write, &viewer, owner.id, Role::Agent)
            }
        });
        assert_eq!(
            refused,
            Err(lobby::domain::error::Error::conflict("last-owner"))
        );
    }
    let admin = server.person("eva@shop.example", Role::Admin, vec![]);
    let eva = session::viewer(&admin);
    let up = server
        .app
        .store
        .by_hand(move |write| agents::set_role(write, &eva, admin.id, Role::Owner));
    assert!(matches!(
        up,
        Err(lobby::domain::error::Error::Forbidden { .. })
    ));
}

#[test]
fn tries_are_counted_whatever_the_headers_say() {
    let server = Server::claimed();
    for n in 0..8 {
        let forged = format!("198.51.100.{n}");
        let reply = log_in(&server, "wrong", &[("X-Forwarded-For", &forged)]);
        assert_eq!(reply.status, 422, "{n}");
        assert!(reply.cookie().is_none());
    }
    let forged = [
        ("X-Forwarded-For", "203.0.113.9"),
        ("Forwarded", "for=203.0.113.9"),
        ("X-Real-IP", "203.0.113.9"),
    ];
    let reply = log_in(&server, PASSWORD, &forged);
    assert_eq!(reply.status, 429);
    assert!(reply.cookie().is_none());
    server.app.clock.advance(Span::minutes(2));
    assert!(log_in(&server, PASSWORD, &[]).cookie().is_some());
}

#[test]
fn who_is_unknown_gets_the_same_answer() {
    let server = Server::claimed();
    let gone = server.person("gone@shop.example", Role::Agent, vec![]);
    let system = Viewer::system(SystemPart::CommandLine);
    server
        .app
        .store
        .by_hand(move |write| agents::deactivate(write, &system, gone.id))
        .unwrap();
    let answer = |email: &str| {
        let body = crate::security::server::encoded(&[
            ("email", email),
            ("password", "wrong wrong wrong"),
        ]);
        let reply = server.send("POST", "/login", &[], &body);
        (reply.status, reply.body.replace(email, "WHO"))
    };
    let known = answer(OWNER);
    assert_eq!(answer("nobody@shop.example"), known);
    assert_eq!(answer("gone@shop.example"), known);
}

#[test]
fn going_on_never_leads_elsewhere() {
    let server = Server::claimed();
    for (next, place) in [
        ("/c/4", "/c/4"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/%09/evil.example", "/"),
    ] {
        let body = crate::security::server::encoded(&[
            ("email", OWNER),
            ("password", PASSWORD),
            ("next", next),
        ]);
        let reply = server.send("POST", "/login", &[], &body);
        assert_eq!(reply.header("location"), Some(place), "{next}");
    }
    let asked = server.get("/c/4?a=b", "");
    assert_eq!(
        asked.header("location"),
        Some("/login?next=%2Fc%2F4%3Fa%3Db")
    );
}

/// The code an app shows at this moment.
fn code(secret: &str, server: &Server) -> String {
    let made = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_secret(totp_rs::Secret::try_from_base32(secret).unwrap())
        .with_account_name("x")
        .with_issuer(Some("x"))
        .build()
        .unwrap();
    let at = u64::try_from(server.app.clock.now().0 / 1_000).unwrap();
    made.generate(at).to_string()
}

#[test]
fn the_second_factor_is_asked_for_and_counts_once() {
    let server = Server::claimed();
    let owner = server.owner();
    let secret = second_factor::fresh(OWNER, "Shop").unwrap().secret;
    let codes = second_factor::recovery_codes().unwrap();
    let (keys, first, kept) = (
        server.app.keys.clone(),
        code(&secret, &server),
        codes.clone(),
    );
    let for_deed = secret.clone();
    server
        .app
        .store
        .by_hand(move |write| {
            second_factor::set_up(write, &keys, owner.id, (&for_deed, &first), &kept, None)
        })
        .unwrap();
    let half = |server: &Server| {
        let reply = log_in(server, PASSWORD, &[]);
        assert_eq!(reply.header("location"), Some("/login/code?next=%2F"));
        let cookie = reply.cookie().unwrap();
        let page = server.get("/login/code", &cookie);
        let at = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap();
        Browser {
            cookie,
            csrf: at.split('"').next().unwrap().to_owned(),
        }
    };
    let ana = half(&server);
    // With the password alone nothing opens.
    for path in ["/", "/settings", "/settings/me/factor", "/events"] {
        assert!(
            matches!(server.get(path, &ana.cookie).status, 303 | 401),
            "{path}"
        );
    }
    let prove =
        |who: &Browser, code: &str| server.post("/login/code", Some(who), &[("code", code)]);
    // The code of the set-up was used by it.
    assert_eq!(prove(&ana, &code(&secret, &server)).status, 422);
    assert_eq!(prove(&ana, "000000").status, 422);
    server.app.clock.advance(Span::seconds(30));
    let right = code(&secret, &server);
    let done = prove(&ana, &right);
    assert_eq!(done.status, 303);
    let full = done.cookie().unwrap();
    assert_ne!(full, ana.cookie);
    assert_eq!(server.get("/", &full).status, 200);
    assert_eq!(server.get("/", &ana.cookie).status, 303);
    // Neither the same code nor the same recovery code opens twice.
    let ana = half(&server);
    assert_eq!(prove(&ana, &right).status, 422);
    assert_eq!(prove(&ana, &codes[0].to_uppercase()).status, 303);
    let ana = half(&server);
    assert_eq!(prove(&ana, &codes[0]).status, 422);
    let stored = format!("{:?}", server.owner());
    assert!(!stored.contains(&secret) && !codes.iter().any(|it| stored.contains(it.as_str())));
}

/// The middle one of some durations.
fn median(mut all: Vec<std::time::Duration>) -> std::time::Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

/// Whoever is asked for costs one check of a password: no faster answer says that nobody is there. The four are asked
/// in turn, so that whatever else the machine does falls on all of them; an answer without a check takes a fraction.
#[test]
fn who_is_unknown_costs_the_same() {
    let server = Server::claimed();
    let gone = server.person("gone@shop.example", Role::Agent, vec![]);
    // Somebody who has not chosen a password yet has none that could be right.
    let none = server.person("none@shop.example", Role::Agent, vec![]);
    let system = Viewer::system(SystemPart::CommandLine);
    let hash = server.owner().password;
    server
        .app
        .store
        .by_hand(move |write| {
            let (mut gone, mut none) = (gone.clone(), none.clone());
            gone.password.clone_from(&hash);
            none.password = None;
            write.put_agent(&gone)?;
            write.put_agent(&none)?;
            agents::deactivate(write, &system, gone.id)
        })
        .unwrap();
    let who = [
        OWNER,
        "nobody@shop.example",
        "gone@shop.example",
        "none@shop.example",
    ];
    let mut took = vec![Vec::new(); who.len()];
    for _ in 0..15 {
        for (at, email) in who.iter().enumerate() {
            let body = crate::security::server::encoded(&[
                ("email", email),
                ("password", "wrong wrong wrong"),
            ]);
            let begun = std::time::Instant::now();
            let reply = server.send("POST", "/login", &[], &body);
            took[at].push(begun.elapsed());
            assert_eq!(reply.status, 422, "{email}");
        }
        server.app.clock.advance(Span::hours(1));
    }
    let medians: Vec<_> = took.into_iter().map(median).collect();
    for (email, it) in who.iter().zip(&medians) {
        assert!(
            *it * 3 > medians[0] && medians[0] * 3 > *it,
            "{email} takes {it:?}, the owner {:?}",
            medians[0]
        );
    }
}

#[test]
fn an_address_nobody_has_is_locked_like_any_other() {
    let server = Server::claimed();
    let tries = |email: &str| {
        let body = crate::security::server::encoded(&[("email", email), ("password", "wrong")]);
        let all: Vec<u16> = (0..12)
            .map(|_| server.send("POST", "/login", &[], &body).status)
            .collect();
        server.app.clock.advance(Span::hours(2));
        all
    };
    let known = tries(OWNER);
    assert!(known.contains(&422) && known.contains(&429), "{known:?}");
    assert_eq!(tries("nobody@shop.example"), known);
}

#[test]
fn asking_for_a_new_password_says_nothing_of_who_is_there() {
    let server = Server::claimed();
    let ask = |email: &str| {
        let body = crate::security::server::encoded(&[("email", email)]);
        let reply = server.send("POST", "/forgot", &[("Accept", "text/html")], &body);
        (
            reply.status,
            reply.header("location").map(str::to_owned),
            reply.body.replace(email, "WHO"),
        )
    };
    let known = ask(OWNER);
    assert!(known.0 < 400, "{known:?}");
    assert_eq!(ask("nobody@shop.example"), known);
}
