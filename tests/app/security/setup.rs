//! A fresh Lobby is claimed once, by whoever has the printed link.

use lobby::auth::secret::Secret;
use lobby::auth::setup_link;
use lobby::domain::actor::Role;
use lobby::domain::time::Span;
use lobby::setup::claim::{Claim, with_link};

use crate::security::server::{Browser, PASSWORD, Server, encoded};

fn link(server: &Server) -> Secret {
    link_for(server, false)
}

fn link_for(server: &Server, in_public: bool) -> Secret {
    let (keys, fresh) = (server.app.keys.clone(), Secret::new().unwrap());
    let made = server
        .app
        .store
        .by_hand(move |write| setup_link::current(write, &keys, &fresh, in_public));
    made.unwrap().unwrap()
}

fn claim(n: usize) -> Claim {
    Claim {
        name: format!("Owner {n}"),
        email: format!("owner{n}@shop.example"),
        password: "$argon2id$none".into(),
        language: "en".into(),
        time_zone: "UTC".into(),
        log_name: "Calls".into(),
    }
}

const YOU: [(&str, &str); 5] = [
    ("name", "Ana"),
    ("email", "ana@shop.example"),
    ("password", PASSWORD),
    ("language", "en"),
    ("time_zone", "America/Bogota"),
];

#[test]
fn of_two_hundred_who_claim_one_is_first() {
    let server = Server::fresh();
    let secret = link(&server);
    let won: usize = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..200)
            .map(|n| {
                let (store, secret, claim) = (&server.app.store, secret.clone(), claim(n));
                scope.spawn(move || {
                    store
                        .by_hand(move |write| with_link(write, &secret, &claim))
                        .is_ok()
                })
            })
            .collect();
        tries
            .into_iter()
            .map(|it| usize::from(it.join().unwrap()))
            .sum()
    });
    assert_eq!(won, 1);
    let owners = server.app.store.look(|look| look.agents()).unwrap();
    assert_eq!(owners.len(), 1);
    assert_eq!(owners[0].role, Role::Owner);
}

#[test]
fn without_the_link_there_is_nothing_to_claim() {
    let server = Server::fresh();
    let right = link(&server).expose();
    let mut bent = right.clone().into_bytes();
    bent[0] = if bent[0] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    for wrong in [
        "A",
        "null",
        "%00",
        &"A".repeat(43),
        &bent,
        &right[1..],
        &format!("{right}A"),
    ] {
        let path = format!("/setup/{wrong}");
        assert_eq!(server.get(&path, "").status, 404, "{wrong}");
        assert_eq!(server.post(&path, None, &YOU).status, 404, "{wrong}");
    }
    assert!(
        server
            .app
            .store
            .look(|look| look.agents())
            .unwrap()
            .is_empty()
    );
    server.app.clock.advance(Span::hours(25));
    assert_eq!(server.get(&format!("/setup/{right}"), "").status, 404);
    let newer = link(&server).expose();
    assert_ne!(newer, right);
    assert_eq!(server.get(&format!("/setup/{newer}"), "").status, 200);
}

#[test]
fn the_wizard_from_the_first_screen_to_the_inbox() {
    let server = Server::fresh();
    let place = format!("/setup/{}", link(&server).expose());
    assert_eq!(server.get(&place, "").status, 200);
    let weak = [YOU[0], YOU[1], ("password", "password1234"), YOU[3], YOU[4]];
    assert_eq!(server.post(&place, None, &weak).status, 422);
    let claimed = server.post(&place, None, &YOU);
    assert_eq!(
        (claimed.status, claimed.header("location")),
        (303, Some("/setup/business"))
    );
    let cookie = claimed.cookie().unwrap();
    let csrf = {
        let page = server.get("/setup/business", &cookie);
        assert_eq!(page.status, 200);
        let at = page.body.split("name=\"csrf\" value=\"").nth(1).unwrap();
        at.split('"').next().unwrap().to_owned()
    };
    let ana = Browser { cookie, csrf };
    // The same link leads its owner on, and nobody else anywhere.
    assert_eq!(
        server.get(&place, &ana.cookie).header("location"),
        Some("/setup/business")
    );
    assert_eq!(server.get(&place, "").status, 404);
    let business = [
        ("name", "Clínica Luz"),
        ("country", "CO"),
        ("sector", "clinic"),
        ("people", "few"),
        ("language", "es"),
        ("time_zone", "America/Bogota"),
        ("shown", "CO"),
        ("day0", "8:00-18:00"),
    ];
    let reply = server.post("/setup/business", Some(&ana), &business);
    assert_eq!(
        reply.header("location"),
        Some("/setup/channel"),
        "{}",
        reply.body
    );
    for page in [
        "/setup",
        "/setup/channel",
        "/setup/you",
        "/setup/channel/email",
        "/setup/channel/greeting",
        "/setup/channel/proof",
        "/setup/channel/chat",
        "/setup/channel/whatsapp",
        "/setup/channel/whatsapp/new",
        "/setup/channel/tries/x",
        "/setup/people",
        "/setup/done",
    ] {
        assert!(
            matches!(server.get(page, &ana.cookie).status, 200 | 303),
            "{page}"
        );
    }
    assert_eq!(
        server
            .post("/setup/channel/proof/none/later", Some(&ana), &[])
            .status,
        404
    );
    let invited = server.post(
        "/setup/people",
        Some(&ana),
        &[("email", "bea@luz.co"), ("name", "Bea")],
    );
    assert_eq!(invited.status, 200);
    assert!(invited.body.contains("/invite/") && invited.body.contains("<svg"));
    assert_eq!(
        server
            .post("/setup/done", Some(&ana), &[])
            .header("location"),
        Some("/")
    );
    after_it(&server, &place, &ana);
}

/// After the set-up every one of its routes is gone, whoever asks and how.
fn after_it(server: &Server, link: &str, owner: &Browser) {
    for path in [
        link,
        "/setup",
        "/setup/business",
        "/setup/channel",
        "/setup/you",
        "/setup/channel/email",
        "/setup/channel/greeting",
        "/setup/channel/proof",
        "/setup/channel/proof/none/later",
        "/setup/channel/chat",
        "/setup/channel/whatsapp",
        "/setup/channel/whatsapp/new",
        "/setup/channel/tries/x",
        "/setup/people",
        "/setup/done",
    ] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] {
            for header in [
                ("X-Forwarded-For", "127.0.0.1"),
                ("X-Original-URL", "/setup"),
                ("X-HTTP-Method-Override", "POST"),
            ] {
                let token = ("x-csrf-token", owner.csrf.as_str());
                let cookie = ("Cookie", owner.cookie.as_str());
                let body = if method == "POST" {
                    encoded(&YOU)
                } else {
                    String::new()
                };
                let status = server.send(method, path, &[header], &body).status;
                assert!(matches!(status, 404 | 405), "{method} {path} → {status}");
                let status = server
                    .send(method, path, &[header, cookie, token], &body)
                    .status;
                assert!(
                    matches!(status, 404 | 405),
                    "owner: {method} {path} → {status}"
                );
            }
        }
    }
    let claims = server.app.store.look(|look| look.agents()).unwrap();
    assert_eq!(claims.len(), 1);
}

#[test]
fn a_country_nobody_prepared_for_works_all_the_same() {
    let server = Server::fresh();
    let place = format!("/setup/{}", link(&server).expose());
    let tokyo = [
        YOU[0],
        YOU[1],
        YOU[2],
        ("language", "en"),
        ("time_zone", "Asia/Tokyo"),
    ];
    let cookie = server.post(&place, None, &tokyo).cookie().unwrap();
    let page = server.get("/setup/business", &cookie).body;
    assert!(
        page.contains("<option value=\"ZZ\" selected>Another country"),
        "{page}"
    );
    assert!(
        page.contains("name=\"day0\" type=\"text\" value=\"9:00-18:00\""),
        "{page}"
    );
    let at = page.split("name=\"csrf\" value=\"").nth(1).unwrap();
    let csrf = at.split('"').next().unwrap().to_owned();
    let ana = Browser { cookie, csrf };
    let mut form = vec![("name", "Shop"), ("sector", "shop"), ("people", "few")];
    form.extend([
        ("language", "en"),
        ("time_zone", "Asia/Tokyo"),
        ("shown", "ZZ"),
    ]);
    form.extend(["day0", "day1", "day2", "day3", "day4"].map(|it| (it, "9:00-18:00")));
    for (country, hours) in [("ZZ", 540), ("CO", 480)] {
        let mut form = form.clone();
        form.push(("country", country));
        let saved = server.post("/setup/business", Some(&ana), &form);
        assert_eq!(saved.status, 303, "{country}: {}", saved.body);
        let kept = server
            .app
            .store
            .look(|look| look.business())
            .unwrap()
            .unwrap();
        assert_eq!(
            (kept.country.as_str(), kept.hours.week[0][0].0),
            (country, hours)
        );
    }
}

#[test]
fn a_link_anybody_could_come_across_is_good_for_an_hour() {
    for (in_public, good, over) in [(true, 59, 2), (false, 23 * 60, 61)] {
        let server = Server::fresh();
        let secret = link_for(&server, in_public);
        let works = || {
            let now = server.app.clock.now();
            let found = server
                .app
                .store
                .look(|look| setup_link::check(look, &secret, now));
            found.is_ok()
        };
        server.app.clock.advance(Span::minutes(good));
        assert!(works(), "in public: {in_public}");
        server.app.clock.advance(Span::minutes(over));
        assert!(!works(), "in public: {in_public}");
        // What is printed then is another one.
        assert!(link_for(&server, in_public).hash() != secret.hash());
    }
}
