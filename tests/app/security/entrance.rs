//! By which name and by whose word: the host asked for, the proxy before us, the port without encryption.

use lobby::config::Config;
use lobby::web::lines::Limits;

use crate::security::server::{Reply, Server, encoded};

const PUBLIC: &str = "https://desk.example.com";

fn behind(proxies: &[&str]) -> Server {
    let proxies: Vec<_> = proxies.iter().map(|it| it.parse().unwrap()).collect();
    let otherwise = move |config: &mut Config| {
        config.public_url = PUBLIC.into();
        config.entrance.trusted_proxies.clone_from(&proxies);
    };
    Server::started(otherwise, Limits::default()).claim()
}

/// A reset is asked for through a proxy that says this of where it comes from.
fn forgets(server: &Server, email: &str, forwarded: &str) -> u16 {
    let headers = [
        ("Host", "desk.example.com"),
        ("Origin", PUBLIC),
        ("X-Forwarded-For", forwarded),
        ("X-Forwarded-Proto", "https"),
    ];
    let body = encoded(&[("email", email)]);
    server.send("POST", "/forgot", &headers, &body).status
}

#[test]
fn the_throttle_counts_people_and_not_the_proxy() {
    let server = behind(&["127.0.0.1"]);
    let tries = |from: &dyn Fn(u32) -> String, salt: &str| -> Vec<u16> {
        (0..31)
            .map(|n| forgets(&server, &format!("{salt}{n}@shop.example"), &from(n)))
            .collect()
    };
    let one = tries(&|_| "203.0.113.7".into(), "a");
    assert_eq!(one.iter().filter(|it| **it == 429).count(), 1, "{one:?}");
    assert_eq!(forgets(&server, "b@shop.example", "203.0.113.8"), one[0]);
    // What the browser writes itself stands on the left and changes nothing …
    let spoofed = tries(&|n| format!("198.51.100.{n}, 203.0.113.7"), "c");
    assert!(spoofed.iter().all(|it| *it == 429), "{spoofed:?}");
    // … as it would if the first address were believed.
    let honest = tries(&|n| format!("203.0.113.7, 198.51.100.{n}"), "d");
    assert!(!honest.contains(&429), "{honest:?}");
}

#[test]
fn a_proxy_nobody_named_is_not_believed() {
    let server = behind(&["10.0.0.0/8"]);
    let agent = server.owner();
    let headers = [
        ("Host", "desk.example.com"),
        ("Origin", PUBLIC),
        ("X-Forwarded-For", "203.0.113.7"),
        ("X-Forwarded-Proto", "http"),
    ];
    let body = encoded(&[
        ("email", agent.email.as_str()),
        ("password", crate::security::server::PASSWORD),
    ]);
    assert_eq!(server.send("POST", "/login", &headers, &body).status, 303);
    assert_eq!(addresses(&server), [""]);
    let page = server.send("GET", "/login", &headers, "");
    assert_eq!(page.status, 200, "sent on by a stranger's word");

    let server = behind(&["127.0.0.1"]);
    let page = server.send("GET", "/login?next=/c/1", &headers, "");
    assert_eq!(page.status, 308);
    let place = format!("{PUBLIC}/login?next=/c/1");
    assert_eq!(page.header("location"), Some(place.as_str()));
    let https: Vec<_> = headers[..3].to_vec();
    assert_eq!(server.send("POST", "/login", &https, &body).status, 303);
    assert_eq!(addresses(&server), ["203.0.113.7"]);
}

fn addresses(server: &Server) -> Vec<String> {
    let found = server.app.store.look(|look| look.sessions());
    found.unwrap().into_iter().map(|it| it.1.address).collect()
}

#[test]
fn a_browser_that_is_on_https_is_not_sent_round_in_circles() {
    let server = behind(&["127.0.0.1"]);
    let mistaken = [
        ("Host", "desk.example.com"),
        ("X-Forwarded-Proto", "http"),
        ("Sec-Fetch-Mode", "navigate"),
    ];
    assert_eq!(server.send("GET", "/login", &mistaken, "").status, 200);
    let program = [("Host", "desk.example.com"), ("X-Forwarded-Proto", "http")];
    assert_eq!(
        server.send("GET", "/api/v1/channels", &program, "").status,
        401
    );
    assert_eq!(server.send("GET", "/healthz", &program, "").status, 200);
}

#[test]
fn a_form_of_the_unencrypted_name_is_refused() {
    let server = behind(&["127.0.0.1"]);
    let by = |origin: &str| {
        let headers = [("Host", "desk.example.com"), ("Origin", origin)];
        server
            .send("POST", "/forgot", &headers, "email=a%40shop.example")
            .status
    };
    assert_eq!(by("http://desk.example.com"), 403);
    assert_ne!(by(PUBLIC), 403);
    // A tunnel to this machine has no encryption of its own.
    let here = format!("http://{}", server.address);
    let tunnel = server.send("POST", "/forgot", &[("Origin", here.as_str())], "email=a");
    assert_ne!(tunnel.status, 403);
}

fn named(server: &Server, host: &str, more: &[(&str, &str)]) -> Reply {
    let mut headers = vec![("Host", host), ("Accept", "text/html")];
    headers.extend(more);
    server.send("GET", "/login", &headers, "")
}

#[test]
fn an_unknown_name_is_told_the_right_one_in_words() {
    let server = behind(&[]);
    let asked = "evil.example";
    let page = named(&server, asked, &[("X-Forwarded-Host", "desk.example.com")]);
    assert_eq!(page.status, 421);
    assert!(
        page.body.contains("does not answer under this name"),
        "{}",
        page.body
    );
    assert!(
        page.body.contains(&format!("href=\"{PUBLIC}\"")),
        "{}",
        page.body
    );
    assert!(page.body.contains("--public-url"), "{}", page.body);
    assert!(!page.body.contains(asked), "{}", page.body);
    let spanish = named(&server, asked, &[("Accept-Language", "es-CO")]);
    assert!(
        spanish.body.contains("no responde con este nombre"),
        "{}",
        spanish.body
    );
    let program = server.send("GET", "/api/v1/channels", &[("Host", asked)], "");
    assert_eq!(program.status, 421);
    assert_eq!(
        program.header("content-type"),
        Some("application/problem+json")
    );
    assert!(program.body.contains(PUBLIC), "{}", program.body);
    assert_eq!(named(&server, "desk.example.com", &[]).status, 200);
}

#[test]
fn any_address_of_this_machine_will_do_only_when_no_name_was_said() {
    let open = |any: bool| {
        let otherwise = move |config: &mut Config| {
            config.public_url = "http://203.0.113.7:8080".into();
            config.entrance.any_address = any;
        };
        Server::started(otherwise, Limits::default()).claim()
    };
    let any = open(true);
    for host in [
        "198.51.100.1:8080",
        "203.0.113.7:8080",
        "[2001:db8::1]:8080",
        "localhost",
    ] {
        assert_eq!(named(&any, host, &[]).status, 200, "{host}");
    }
    // A name may be anybody's, and be pointed here by them.
    for host in [
        "evil.example",
        "198.51.100.1.evil.example",
        "a@198.51.100.1",
    ] {
        assert_eq!(named(&any, host, &[]).status, 421, "{host}");
    }
    let said = open(false);
    assert_eq!(named(&said, "198.51.100.1:8080", &[]).status, 421);
    assert_eq!(named(&said, "203.0.113.7:8080", &[]).status, 200);
}
