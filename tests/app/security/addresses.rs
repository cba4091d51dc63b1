//! Addresses of our people: none is theirs before its link was opened by them, logged in.

use lobby::auth::link;
use lobby::auth::secret::Secret;
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::id::AgentId;
use lobby::domain::job::JobKind;
use lobby::domain::time::Span;

use crate::security::server::{Browser, OWNER, PASSWORD, Reply, Server};

const PLACE: &str = "/settings/me/addresses";
const NEW: &str = "ana@new.example";

/// A Lobby that can send letters.
pub fn with_mailbox() -> Server {
    use lobby::desk::channels::{ChannelForm, With, connect_mailbox};
    let server = Server::claimed();
    let form = r#"{"address":"help@shop.example","password":"x",
        "imap":{"host":"imap.shop.example","port":993},"smtp":{"host":"smtp.shop.example","port":465}}"#;
    let form = serde_json::from_str(form).unwrap();
    let keys = server.app.keys.clone();
    let deed = move |w: &mut lobby::store::Write<'_>| {
        let with = With {
            keys: &keys,
            allow_loopback: false,
        };
        let system = Viewer::system(SystemPart::CommandLine);
        connect_mailbox(w, &system, &with, &form, &ChannelForm::default()).map(|_| ())
    };
    server.app.store.by_hand(deed).unwrap();
    server
}

/// The links of letters that wait to be sent, the newest last.
fn letters(server: &Server) -> Vec<String> {
    let now = server.app.clock.now();
    let keys = server.app.keys.clone();
    let found = server.app.store.look(|look| {
        let mut out = Vec::new();
        for it in look.jobs_due(now, 100)? {
            if let JobKind::MailAddress { link } = it.kind
                && let Some((_, made)) = look.link_by_id(link)?
            {
                out.push(link::unsealed(&made, &keys, now)?.expose());
            }
        }
        Ok(out)
    });
    found.unwrap()
}

fn told_the_old_one(server: &Server) -> usize {
    let jobs = server
        .app
        .store
        .look(|look| look.jobs_due(server.app.clock.now(), 100));
    let is_told = |it: &&lobby::domain::job::Job| matches!(it.kind, JobKind::MailAddressSet { .. });
    jobs.unwrap().iter().filter(is_told).count()
}

fn agent(server: &Server, id: AgentId) -> Agent {
    server
        .app
        .store
        .look(|look| look.agent(id))
        .unwrap()
        .unwrap()
}

fn asks(server: &Server, who: &Browser, address: &str) -> Reply {
    let form = [("address", address), ("current", PASSWORD)];
    server.post(&format!("{PLACE}/login"), Some(who), &form)
}

#[test]
fn a_log_in_moves_when_its_new_address_is_proven() {
    let server = with_mailbox();
    let owner = server.owner();
    let (ana, elsewhere) = (server.browser_of(&owner), server.browser_of(&owner));
    let wrong = [("address", NEW), ("current", "not the password")];
    let refused = server.post(&format!("{PLACE}/login"), Some(&ana), &wrong);
    assert_eq!(refused.status, 422);
    assert!(letters(&server).is_empty());
    assert_eq!(asks(&server, &ana, NEW).status, 303);
    let [secret] = letters(&server).try_into().unwrap();
    assert!(server.get(PLACE, &ana.cookie).body.contains(NEW));
    // Asked is not proven; who is not Ana proves nothing; looking uses nothing up.
    assert_eq!(agent(&server, owner.id).email, OWNER);
    let place = format!("{PLACE}/{secret}");
    let bea = server.browser_of(&server.person("bea@shop.example", Role::Admin, vec![]));
    assert_eq!(server.get(&place, &bea.cookie).status, 404);
    assert_eq!(server.post(&place, Some(&bea), &[]).status, 404);
    assert_eq!(server.get(&place, "").status, 303);
    for _ in 0..2 {
        let shown = server.get(&place, &ana.cookie);
        assert!(shown.status == 200 && shown.body.contains(NEW));
    }
    assert_eq!(server.post(&place, Some(&ana), &[]).status, 303);
    assert_eq!(agent(&server, owner.id).email, NEW);
    assert_eq!(told_the_old_one(&server), 1);
    // Here one stays logged in, everywhere else not; once is once.
    assert_eq!(server.get(PLACE, &ana.cookie).status, 200);
    assert_eq!(server.get(PLACE, &elsewhere.cookie).status, 303);
    assert_eq!(server.post(&place, Some(&ana), &[]).status, 404);
    let log_in = |email: &str| {
        let form = [("email", email), ("password", PASSWORD)];
        server.post("/login", None, &form).status
    };
    assert_eq!((log_in(OWNER), log_in(NEW)), (422, 303));
    let changes = server.get("/settings/changes", &ana.cookie).body;
    assert!(changes.contains("logs in with another address"));
    assert_eq!(server.app.store.check().unwrap(), []);
}

#[test]
fn a_link_is_void_after_a_day_another_wish_or_a_new_password() {
    let server = with_mailbox();
    let ana = server.browser_of(&server.owner());
    asks(&server, &ana, "first@new.example");
    let first = letters(&server).pop().unwrap();
    asks(&server, &ana, "second@new.example");
    let second = letters(&server).pop().unwrap();
    let status = |secret: &str| server.get(&format!("{PLACE}/{secret}"), &ana.cookie).status;
    assert_eq!((status(&first), status(&second)), (404, 200));
    let id = server.owner().id;
    let other = lobby::auth::password::hash("otra frase bastante larga").unwrap();
    let change = |password: Option<String>| {
        server
            .app
            .store
            .by_hand(move |w| {
                let mut it = w.agent(id)?.unwrap();
                it.password = password.clone();
                w.put_agent(&it)
            })
            .unwrap();
    };
    let before = agent(&server, id).password;
    change(Some(other));
    assert_eq!(status(&second), 404);
    change(before);
    assert_eq!(status(&second), 200);
    server.app.clock.advance(Span::hours(25));
    let ana = server.browser_of(&server.owner());
    let late = server.get(&format!("{PLACE}/{second}"), &ana.cookie);
    assert_eq!(late.status, 404);
    assert!(!server.get(PLACE, &ana.cookie).body.contains("second@new"));
    // Long after, the addresses in such links are forgotten.
    server.app.clock.advance(Span::days(31));
    let swept = server.app.store.by_hand(link::sweep).unwrap();
    assert_eq!(swept, 1);
}

#[test]
fn an_own_address_counts_once_it_is_proven() {
    let server = with_mailbox();
    let owner = server.owner();
    let ana = server.browser_of(&owner);
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let asks = |address: &str| {
        let form = [("address", address)];
        server.post(&format!("{PLACE}/own"), Some(&ana), &form)
    };
    for taken in ["bea@shop.example", OWNER, "help@shop.example", "nonsense"] {
        assert_eq!(asks(taken).status, 422, "{taken}");
    }
    assert_eq!(asks("ana.private@mail.example").status, 303);
    let whose = || {
        server
            .app
            .store
            .look(|look| look.agent_by_own_address("ana.private@mail.example"))
            .unwrap()
    };
    assert_eq!(whose(), None, "only wished for");
    let place = format!("{PLACE}/{}", letters(&server).pop().unwrap());
    let bea = server.browser_of(&bea);
    assert_eq!(server.post(&place, Some(&bea), &[]).status, 404);
    assert_eq!(server.post(&place, Some(&ana), &[]).status, 303);
    assert_eq!(whose(), Some(owner.id));
    // The log-in stays as it was, and nobody is told.
    assert_eq!(agent(&server, owner.id).email, OWNER);
    assert_eq!(told_the_old_one(&server), 0);
    let form = [("address", "ana.private@mail.example")];
    let gone = server.post(&format!("{PLACE}/forget"), Some(&ana), &form);
    assert_eq!((gone.status, whose()), (303, None));
    let again = server.post(&format!("{PLACE}/forget"), Some(&ana), &form);
    assert_eq!(again.status, 404);
}

#[test]
fn an_administrator_asks_for_another_who_proves_it() {
    let server = with_mailbox();
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let (ana, hers) = (server.browser_of(&server.owner()), server.browser_of(&bea));
    let eva = server.browser_of(&server.person("eva@shop.example", Role::Admin, vec![]));
    let form = [("address", "bea@new.example")];
    let place = |id: AgentId| format!("/settings/people/{id}/address");
    assert_eq!(server.post(&place(bea.id), Some(&ana), &form).status, 303);
    let link = format!("{PLACE}/{}", letters(&server).pop().unwrap());
    assert_eq!(server.post(&link, Some(&ana), &[]).status, 404);
    assert_eq!(server.post(&link, Some(&hers), &[]).status, 303);
    assert_eq!(agent(&server, bea.id).email, "bea@new.example");
    // Nobody does it to an owner but an owner.
    let owner = server.owner().id;
    let form = [("address", "mine@evil.example")];
    assert_eq!(server.post(&place(owner), Some(&eva), &form).status, 403);
}

#[test]
fn without_a_mailbox_nothing_is_promised() {
    let server = Server::claimed();
    let ana = server.browser_of(&server.owner());
    assert_eq!(asks(&server, &ana, NEW).status, 409);
    let page = server.get(PLACE, &ana.cookie).body;
    assert!(!page.contains("name=\"address\""), "{page}");
    let log_in = server.get("/login", "").body;
    assert!(!log_in.contains("/forgot") && log_in.contains("reset-password"));
    let people = server.get("/settings/people", &ana.cookie).body;
    assert!(!people.contains("name=\"mail\""));
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let reset = |server: &Server, ana: &Browser| {
        let place = format!("/settings/people/{}/reset", bea.id);
        server.post(&place, Some(ana), &[]).status
    };
    assert_eq!(reset(&server, &ana), 409);
    let with = with_mailbox();
    assert!(with.get("/login", "").body.contains("/forgot"));
    let ana = with.browser_of(&with.owner());
    let people = with.get("/settings/people", &ana.cookie).body;
    assert!(people.contains("name=\"mail\""));
}

#[test]
fn an_invitation_is_mailed_where_a_letter_can_leave() {
    for (server, mails) in [(Server::claimed(), 0), (with_mailbox(), 1)] {
        let ana = server.browser_of(&server.owner());
        let form = [
            ("name", "Bea"),
            ("email", "bea@shop.example"),
            ("mail", "1"),
        ];
        let shown = server.post("/settings/people", Some(&ana), &form);
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("/invite/") && shown.body.contains("class=\"qr\""));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        let invited = || {
            let jobs = server
                .app
                .store
                .look(|look| look.jobs_due(server.app.clock.now(), 100));
            let all = jobs.unwrap();
            let is_it =
                |it: &&lobby::domain::job::Job| matches!(it.kind, JobKind::MailInvite { .. });
            all.iter().filter(is_it).count()
        };
        assert_eq!(invited(), mails);
        // A new link voids the one before.
        let link_in = |page: &str| {
            let (_, rest) = page.split_once("/invite/").unwrap();
            rest[..43].to_owned()
        };
        let first = link_in(&shown.body);
        let people = server.get("/settings/people", &ana.cookie).body;
        let (_, rest) = people.split_once("/settings/invitations/").unwrap();
        let again = format!("/settings/invitations/{}/again", &rest[..36]);
        let shown = server.post(&again, Some(&ana), &[]);
        let second = link_in(&shown.body);
        assert_eq!(invited(), 2 * mails);
        let status = |secret: &str| server.get(&format!("/invite/{secret}"), "").status;
        assert_eq!((status(&first), status(&second)), (404, 200));
        assert!(Secret::parse(&second).is_some());
    }
}

#[test]
fn a_void_link_says_so() {
    let server = Server::claimed();
    let void = "A".repeat(43);
    for place in ["invite", "reset", "setup"] {
        let page = server.get(&format!("/{place}/{void}"), "");
        assert_eq!(page.status, 404, "{place}");
        assert!(page.body.contains("This link no longer works"), "{place}");
        assert!(page.body.contains("href=\"/login\""), "{place}");
    }
    let page = server.get("/nowhere", "");
    assert!(page.body.contains("This is not here"));
}

#[test]
fn who_is_locked_out_is_told_the_time() {
    let server = Server::claimed();
    let form = [("email", OWNER), ("password", "not the password")];
    let mut last = server.post("/login", None, &form);
    for _ in 0..10 {
        if last.status == 429 {
            break;
        }
        last = server.post("/login", None, &form);
    }
    assert_eq!(last.status, 429);
    let wait: i64 = last
        .header("retry-after")
        .map_or(0, |it| it.parse().unwrap());
    // Up to a minute it is counted; what takes longer is said by the clock: it is 15:00.
    assert!(
        last.body.contains("Try again in") || last.body.contains("15:0"),
        "{wait}"
    );
}
