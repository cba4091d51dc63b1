//! Every route there is, read from the route files themselves, asked by nobody, by the wrong role, and by a GET that
//! must change nothing. A route without a row here fails.

use std::path::Path;

use lobby::domain::actor::Role;

use crate::security::server::{Browser, Server};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Anybody,
    /// Whoever is logged in.
    Agent,
    /// Who looks after the work of others.
    Lead,
    Admin,
    /// The owner while the set-up is not over; afterwards nobody at all.
    Wizard,
}

/// By the beginning of the path; the longest row counts. A beginning ends at a slash.
const ROWS: &[(&str, Who)] = &[
    ("/healthz", Who::Anybody),
    ("/readyz", Who::Anybody),
    ("/assets", Who::Anybody),
    ("/manifest.webmanifest", Who::Anybody),
    ("/worker.js", Who::Anybody),
    ("/offline", Who::Anybody),
    ("/look", Who::Anybody),
    // Calls prove themselves by their signature; a key nobody has is answered as nothing.
    ("/hooks", Who::Anybody),
    // The chat on a site: visitors have a pass of their own, and see nothing without it.
    ("/w", Who::Anybody),
    ("/chat", Who::Anybody),
    ("/widget", Who::Anybody),
    ("/login", Who::Anybody),
    ("/logout", Who::Anybody),
    ("/forgot", Who::Anybody),
    ("/reset", Who::Anybody),
    ("/invite", Who::Anybody),
    // Whoever has the link of a conversation says how it was.
    ("/survey", Who::Anybody),
    ("/setup", Who::Wizard),
    ("/settings", Who::Admin),
    ("/settings/me", Who::Agent),
    // Anybody writes for themselves; what is for others is checked where it is written.
    ("/settings/canned_replies", Who::Agent),
    ("/settings/macros", Who::Agent),
    ("/", Who::Agent),
    ("/list", Who::Agent),
    ("/lists", Who::Agent),
    ("/views", Who::Agent),
    ("/late", Who::Agent),
    ("/next", Who::Agent),
    ("/since", Who::Agent),
    ("/live", Who::Lead),
    // What one looks after is asked of each conversation.
    ("/live/give", Who::Agent),
    ("/live/alerts", Who::Lead),
    ("/bulk", Who::Agent),
    ("/c", Who::Agent),
    ("/m", Who::Agent),
    ("/new", Who::Agent),
    ("/log", Who::Agent),
    ("/search", Who::Agent),
    // Of others the figures are seen by supervisors.
    ("/reports", Who::Agent),
    ("/reports/month", Who::Admin),
    // The owner's alone, and to nobody else there.
    ("/reports/week", Who::Admin),
    ("/contacts", Who::Agent),
    ("/companies", Who::Agent),
    ("/dated", Who::Agent),
    ("/contacts/import", Who::Admin),
    ("/contacts/export.csv", Who::Admin),
    ("/contacts/{id}/erase", Who::Admin),
    ("/contacts/{id}/export", Who::Admin),
    // The sealed token in the address is the leave; without a right one there is nothing.
    ("/attachments", Who::Anybody),
    ("/uploads", Who::Agent),
    ("/drafts", Who::Agent),
    ("/events", Who::Agent),
    ("/events/alive", Who::Agent),
    ("/notifications", Who::Agent),
    ("/changes", Who::Agent),
    ("/joins", Who::Agent),
    ("/messages", Who::Agent),
];

fn row(path: &str) -> Option<Who> {
    let fits =
        |start: &str| path == start || (start != "/" && path.starts_with(&format!("{start}/")));
    ROWS.iter()
        .filter(|it| fits(it.0))
        .max_by_key(|it| it.0.len())
        .map(|it| it.1)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: String,
    pub path: String,
}

/// What stands in a route file: `.route("/path", get().to(…))`.
fn read(text: &str) -> Vec<Route> {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    flat.split(".route(")
        .skip(1)
        .filter_map(|it| {
            let rest = it.trim_start().strip_prefix('"')?;
            let (path, rest) = rest.split_once('"')?;
            let rest = rest.trim_start_matches([',', ' ']);
            let rest = rest.trim_start_matches("web::");
            let method = rest.split('(').next()?.to_uppercase();
            Some(Route {
                method,
                path: path.to_owned(),
            })
        })
        .collect()
}

/// Every route of the pages.
pub fn all() -> Vec<Route> {
    let files = [
        "src/web/cards/routes.rs",
        "src/web/dated/routes.rs",
        "src/web/effort/routes.rs",
        "src/web/legal/routes.rs",
        "src/web/quality/routes.rs",
        "src/web/routes.rs",
        "src/web/setup/routes.rs",
        "src/web/widget/routes.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = files.map(|it| std::fs::read_to_string(root.join(it)).unwrap());
    let found: Vec<_> = texts.iter().flat_map(|it| read(it)).collect();
    assert!(
        found.len() > 60,
        "the route file is not read: {}",
        found.len()
    );
    found
}

/// The path with something in place of its parts: well formed, and naming nothing.
fn filled(path: &str) -> String {
    let part = |name: &str| match name {
        "number" | "position" | "seq" => "999999".to_owned(),
        "token" => "A".repeat(43),
        "name" | "kind" => "x".to_owned(),
        "purpose" => "collection".to_owned(),
        "metric" => "first_response".to_owned(),
        "hash" => "0".repeat(16),
        _ => "01900000-0000-7000-8000-000000000000".to_owned(),
    };
    let mut out = String::new();
    for piece in path.split_inclusive('/') {
        match piece.strip_prefix('{') {
            Some(rest) => {
                let (name, tail) = rest.split_once('}').unwrap();
                out += &part(name.split(':').next().unwrap());
                out += tail;
            }
            None => out += piece,
        }
    }
    out
}

/// Enough for most forms to be read, so that it is the door that answers.
const FORM: [(&str, &str); 10] = [
    ("name", "x"),
    ("email", "x"),
    ("password", "x"),
    ("current", "x"),
    ("code", "0"),
    ("language", "en"),
    ("time_zone", "UTC"),
    ("role", "agent"),
    ("to", ""),
    ("text", "x"),
];

fn ask(server: &Server, route: &Route, who: Option<&Browser>) -> u16 {
    let path = filled(&route.path);
    match route.method.as_str() {
        "GET" => server.get(&path, who.map_or("", |it| &it.cookie)).status,
        "POST" => server.post(&path, who, &FORM).status,
        other => {
            let origin = format!("http://{}", server.address);
            let mut headers = vec![("Origin", origin.as_str())];
            if let Some(who) = who {
                headers.push(("Cookie", &who.cookie));
                headers.push(("x-csrf-token", &who.csrf));
            }
            server.send(other, &path, &headers, "").status
        }
    }
}

#[test]
fn every_route_has_a_row() {
    let missing: Vec<_> = all()
        .into_iter()
        .filter(|it| row(&it.path).is_none())
        .collect();
    assert!(missing.is_empty(), "say who may ask: {missing:#?}");
    assert_eq!(row("/settings/me/devices"), Some(Who::Agent));
    assert_eq!(row("/settings/tags"), Some(Who::Admin));
    assert_eq!(row("/secret"), None);
    let text = "cfg.route(\"/a/{id}\", get().to(x))\n.route(\n \"/b\",\n post().to(y))";
    assert_eq!(read(text).len(), 2);
    assert_eq!(read(text)[1].method, "POST");
}

#[test]
fn nobody_gets_past_the_door() {
    let server = Server::claimed();
    let mut wrong = Vec::new();
    for route in all() {
        let status = ask(&server, &route, None);
        let right = match row(&route.path).unwrap() {
            Who::Anybody => status < 500 && status != 403,
            Who::Admin | Who::Lead | Who::Agent => matches!(status, 303 | 401),
            Who::Wizard => status == 404,
        };
        if !right {
            wrong.push(format!("{} {} → {status}", route.method, route.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_agent_arranges_nothing() {
    let server = Server::claimed();
    let agent = server.person("bea@shop.example", Role::Agent, vec![]);
    let bea = server.browser_of(&agent);
    let owner = server.browser_of(&server.owner());
    let mut wrong = Vec::new();
    // Logging out would end the session the next rows need.
    for route in all().into_iter().filter(|it| it.path != "/logout") {
        let status = ask(&server, &route, Some(&bea));
        let right = match row(&route.path).unwrap() {
            Who::Admin | Who::Lead => matches!(status, 403 | 404),
            Who::Wizard => status == 404,
            Who::Agent | Who::Anybody => status < 500 && status != 403 && status != 401,
        };
        if !right {
            wrong.push(format!("agent: {} {} → {status}", route.method, route.path));
        }
        if route.path.starts_with("/setup") {
            continue;
        }
        let status = ask(&server, &route, Some(&owner));
        if status >= 500 || status == 403 || status == 401 {
            wrong.push(format!("owner: {} {} → {status}", route.method, route.path));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_changed_by_looking() {
    let server = Server::claimed();
    let owner = server.browser_of(&server.owner());
    let before = server.app.store.last_seq();
    let jobs = |server: &Server| {
        let far = lobby::domain::time::Millis(i64::MAX - 1);
        server
            .app
            .store
            .look(|look| look.jobs_due(far, 100))
            .unwrap()
    };
    let waiting = jobs(&server);
    for route in all().iter().filter(|it| it.method == "GET") {
        ask(&server, route, Some(&owner));
        ask(&server, route, None);
    }
    assert_eq!(server.app.store.last_seq(), before);
    assert_eq!(jobs(&server), waiting);
}

#[test]
fn no_page_says_more_than_it_should() {
    let server = Server::claimed();
    for path in [
        "/nowhere/PLEASE%20CALL%20US",
        "/c/abc%20CALL",
        "/settings/CALL",
        "/reset/CALL",
        "/invite/%00",
        "/list/CALL",
    ] {
        let reply = server.get(path, "");
        assert!(
            reply.status == 404
                || reply.status == 303
                || reply.status == 401
                || reply.status == 400,
            "{path} {}",
            reply.status
        );
        assert!(
            !reply.body.contains("CALL"),
            "{path} echoes: {}",
            reply.body
        );
        for leak in ["panicked", "src/", ".rs:", "lobby-security"] {
            assert!(!reply.body.contains(leak), "{path} says {leak}");
        }
        for header in [
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
        ] {
            assert!(reply.header(header).is_some(), "{path} lacks {header}");
        }
        // No page elsewhere may read ours.
        let elsewhere = reply.header("access-control-allow-origin");
        assert_eq!(elsewhere, None, "{path}");
    }
}

#[test]
fn the_api_asks_for_a_token_with_the_right() {
    use lobby::api::routes::{BASE, ROUTES};
    let server = Server::claimed();
    let agents_token = server.token(Role::Agent);
    let admins_token = server.token(Role::Admin);
    let revoked = server.token(Role::Owner);
    server.revoke(&revoked);
    let cookie = server.browser_of(&server.owner()).cookie;
    assert!(ROUTES.len() > 20);
    let mut wrong = Vec::new();
    for route in ROUTES {
        let path = format!("{BASE}{}", filled(route.path));
        let method = route.method.to_uppercase();
        let ask = |headers: &[(&str, &str)]| {
            let mut all = vec![("Content-Type", "application/json")];
            all.extend_from_slice(headers);
            let body = if method == "GET" { "" } else { "{}" };
            server.send(&method, &path, &all, body).status
        };
        let bearer = |token: &str| ask(&[("Authorization", &format!("Bearer {token}"))]);
        let mut refuse = |what: &str, status: u16, right: &[u16]| {
            if !right.contains(&status) {
                wrong.push(format!("{what}: {method} {path} → {status}"));
            }
        };
        refuse("nobody", ask(&[]), &[401]);
        refuse("cookie", ask(&[("Cookie", &cookie)]), &[401]);
        refuse("empty", bearer(""), &[401]);
        refuse(
            "unknown",
            bearer(&format!("lobby_{}", "A".repeat(43))),
            &[401],
        );
        refuse("revoked", bearer(&revoked), &[401]);
        let needs_more = route.right != lobby::domain::actor::Right::Work;
        let status = bearer(&agents_token);
        if needs_more {
            refuse("agent", status, &[403]);
        } else if status == 401 || status == 403 || status >= 500 {
            refuse("agent", status, &[]);
        }
        let status = bearer(&admins_token);
        if status == 401
            || status >= 500
            || (status == 403 && route.right != lobby::domain::actor::Right::Own)
        {
            refuse("admin", status, &[]);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
