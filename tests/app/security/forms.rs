//! Forms come from our own pages, with the session's token, under our own name.

use lobby::domain::actor::Role;

use crate::security::server::{Server, encoded};

fn tags(server: &Server) -> usize {
    server.app.store.look(|look| look.tags()).unwrap().len()
}

#[test]
fn a_form_from_elsewhere_does_nothing() {
    let server = Server::claimed();
    let ana = server.browser_of(&server.owner());
    let bea = server.browser_of(&server.person("bea@shop.example", Role::Admin, vec![]));
    let own = format!("http://{}", server.address);
    let with = encoded(&[("name", "Tag"), ("csrf", &ana.csrf)]);
    let without = encoded(&[("name", "Tag")]);
    let others = encoded(&[("name", "Tag"), ("csrf", &bea.csrf)]);
    let empty = encoded(&[("name", "Tag"), ("csrf", "")]);
    let cookie = ("Cookie", ana.cookie.as_str());
    let ours = ("Origin", own.as_str());
    let refused: Vec<(Vec<(&str, &str)>, &str)> = vec![
        (vec![("Origin", "https://evil.example")], &with),
        (vec![("Origin", "null")], &with),
        (vec![("Origin", "")], &with),
        (vec![("Origin", "http://127.0.0.1:1")], &with),
        (vec![("Referer", "https://evil.example/page")], &with),
        (vec![ours, ("Sec-Fetch-Site", "cross-site")], &with),
        (vec![ours, ("Sec-Fetch-Site", "same-site")], &with),
        (vec![("Sec-Fetch-Site", "cross-site")], &with),
        (vec![ours], &without),
        (vec![ours], &others),
        (vec![ours], &empty),
        (vec![ours, ("x-csrf-token", &bea.csrf)], &without),
        (vec![ours, ("Content-Type", "text/plain")], &with),
        (vec![ours, ("Content-Type", "application/json")], "{}"),
        (
            vec![("Content-Type", "multipart/form-data; boundary=x")],
            &with,
        ),
    ];
    for (mut headers, body) in refused {
        headers.push(cookie);
        let reply = server.send("POST", "/settings/tags", &headers, body);
        assert_eq!(reply.status, 403, "{headers:?} {body}");
        assert_eq!(tags(&server), 0, "{headers:?}");
    }
    let reply = server.send("POST", "/settings/tags", &[cookie, ours], &with);
    assert_eq!((reply.status, tags(&server)), (303, 1));
    let by_header = [cookie, ours, ("x-csrf-token", ana.csrf.as_str())];
    let other = encoded(&[("name", "Other")]);
    let reply = server.send("POST", "/settings/tags", &by_header, &other);
    assert_eq!((reply.status, tags(&server)), (303, 2));
}

#[test]
fn logging_in_from_elsewhere_is_refused() {
    let server = Server::claimed();
    let body = encoded(&[("email", "a@b.co"), ("password", "x")]);
    for origin in ["https://evil.example", "null"] {
        let reply = server.send("POST", "/login", &[("Origin", origin)], &body);
        assert_eq!(reply.status, 403);
    }
}

#[test]
fn lobby_answers_to_its_own_name_only() {
    let server = Server::claimed();
    let own = server.address.to_string();
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "evil.example:80",
        "user@127.0.0.1",
        "",
        "10.0.0.1",
        "[::2]",
        "localhost.evil.example",
    ] {
        let status = server.send("GET", "/login", &[("Host", host)], "").status;
        assert!(status == 421 || status == 400, "{host:?} → {status}");
        assert_eq!(
            server.send("GET", "/healthz", &[("Host", host)], "").status / 100,
            2,
            "{host:?}"
        );
    }
    assert_eq!(
        server.send("GET", "/login", &[("Host", &own)], "").status,
        200
    );
    assert_eq!(
        server
            .send("GET", "/login", &[("Host", "localhost")], "")
            .status,
        200
    );
    let double = format!(
        "GET /login HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert!(matches!(server.raw(&double).status, 400 | 421));
    let absolute = format!(
        "GET http://evil.example/login HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n"
    );
    assert!(matches!(server.raw(&absolute).status, 400 | 421));
    for forwarded in [
        ("X-Forwarded-Host", "evil.example"),
        ("Forwarded", "host=evil.example"),
    ] {
        let reply = server.send("GET", "/login", &[forwarded], "");
        assert!(reply.status == 200 && !reply.body.contains("evil.example"));
    }
}
