//! Data cards: what a system of the business says of a contact, asked for once, shown with what is wrong, and what is done
//! there once; against a system of our own that says what it was asked.

use std::collections::VecDeque;
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use lobby::domain::actor::Role;
use lobby::domain::card::action::RunState;
use lobby::domain::conversation::Conversation;
use lobby::domain::event::EventKind;
use lobby::domain::time::Span;
use ring::hmac;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/cards";
const KEY: &str = "Bearer geheim-4711";
const KNOWN: &str = r#"{"customer": {"plan": "Gold <b>", "since": "2024-05-01", "owes": 1234.5,
    "page": "https://crm.example/7"}, "orders": [{"n": "A1"}, {"n": "A2"}]}"#;

/// How the system answers next.
#[derive(Clone)]
enum Answers {
    With(u16, &'static str),
    /// It reads what it is asked and hangs up.
    HangsUp,
    Late,
}

/// A system of the business.
struct System {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<VecDeque<Answers>>>,
}

impl System {
    /// Answers each as the first that is left, and the last for ever.
    fn new(answers: &[Answers]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let answers: VecDeque<Answers> = answers.iter().cloned().collect();
        let answers = Arc::new(Mutex::new(answers));
        let (heard, says) = (asked.clone(), answers.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (heard, says) = (heard.clone(), says.clone());
                std::thread::spawn(move || answer(stream.unwrap(), &heard, &says));
            }
        });
        System {
            url,
            asked,
            answers,
        }
    }

    fn says(&self, answers: &[Answers]) {
        *self.answers.lock().unwrap() = answers.iter().cloned().collect();
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, heard: &Mutex<Vec<String>>, says: &Mutex<VecDeque<Answers>>) {
    let Some(asked) = request(&mut stream) else {
        return;
    };
    heard.lock().unwrap().push(asked);
    let answer = {
        let mut all = says.lock().unwrap();
        let first = all.front().cloned().unwrap();
        if all.len() > 1 {
            all.pop_front();
        }
        first
    };
    let (status, body) = match answer {
        Answers::With(status, body) => (status, body),
        Answers::HangsUp => return,
        Answers::Late => {
            std::thread::sleep(Duration::from_secs(3));
            (200, KNOWN)
        }
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
}

fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut lot = [0_u8; 4096];
    loop {
        let n = stream.read(&mut lot).ok().filter(|it| *it > 0)?;
        bytes.extend_from_slice(&lot[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.to_lowercase();
        let length = length.split("content-length: ").nth(1);
        let length = length.and_then(|it| it.lines().next()?.trim().parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}

/// A Lobby with a card that asks a system by address, and a conversation of somebody.
struct Beside {
    pages: Pages,
    system: System,
    /// Of the card.
    id: String,
    secret: String,
    c: Conversation,
}

impl Beside {
    fn new(answers: &[Answers], template: &str, further: &[(&str, &str)]) -> Self {
        let (pages, system) = (Pages::new(), System::new(answers));
        let url = match template {
            "" => String::new(),
            asked => format!("{}{asked}", system.url),
        };
        let mut form = vec![
            ("name", "Shop"),
            ("url", url.as_str()),
            ("label-0", "Plan"),
            ("path-0", "customer.plan"),
            ("kind-0", "text"),
            ("label-1", "Owes"),
            ("path-1", "customer.owes"),
            ("kind-1", "money"),
            ("currency-1", "USD"),
            ("label-2", "Orders"),
            ("path-2", "orders[].n"),
            ("kind-2", "list"),
            ("header-0", "Authorization"),
            ("header-value-0", KEY),
            ("keeps", "5"),
            ("waits", "1"),
        ];
        form.extend_from_slice(further);
        let made = pages.sends(&pages.ana, PLACE, &form);
        assert_eq!(made.status, 200, "{}", made.body);
        let id = between(&made.body, &format!("action=\"{PLACE}/"), "/test\"").to_owned();
        let secret = between(&made.body, "value=\"whsec_", "\"").to_owned();
        let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
        Beside {
            pages,
            system,
            id,
            secret: format!("whsec_{secret}"),
            c,
        }
    }

    fn place(&self) -> String {
        format!("/c/{}/cards/{}", self.c.number, self.id)
    }

    fn shows(&self) -> String {
        let page = self.pages.sees(&self.pages.ana, &self.place());
        between(&page, "data-card ", "</main>").to_owned()
    }

    fn action(&self, form: &[(&str, &str)]) -> String {
        let url = format!("{}/act", self.system.url);
        let mut all = vec![("name", "Payment link"), ("url", url.as_str())];
        all.extend_from_slice(form);
        let place = format!("{PLACE}/{}/actions", self.id);
        let page = self.pages.posts(&self.pages.ana, &place, &all);
        between(&page, &format!("href=\"{place}/"), "\"").to_owned()
    }
}

#[test]
fn what_a_system_knows_is_asked_once_and_shown() {
    let it = Beside::new(
        &[Answers::With(200, KNOWN)],
        "/c?email={{contact.email}}",
        &[],
    );
    let beside = it.pages.sees(&it.pages.ana, &format!("/c/{}", it.c.number));
    assert!(beside.contains(&format!("data-load=\"{}\"", it.place())));
    assert_eq!(it.system.asked(), [""; 0], "the page does not wait for it");
    for _ in 0..2 {
        let shown = it.shows();
        for said in ["Gold &#60;b&#62;", "1,234.50 USD", "A1", "A2"] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
    }
    let asked = it.system.asked();
    assert_eq!(asked.len(), 1, "an answer is kept for a while");
    assert!(
        asked[0].starts_with("GET /c?email=carla%40example.com HTTP"),
        "{}",
        asked[0]
    );
    assert!(asked[0].contains(KEY));
    // Whose the key is is told to nobody again.
    for place in [it.place(), format!("{PLACE}/{}", it.id), PLACE.to_owned()] {
        let page = it.pages.sees(&it.pages.ana, &place);
        assert!(
            !page.contains("geheim") && !page.contains(&it.secret),
            "{place}"
        );
    }
    it.pages
        .sees(&it.pages.ana, &format!("{}?fresh=1", it.place()));
    assert_eq!(it.system.asked().len(), 2, "unless somebody wants it anew");
    // Tried: all that came, and what would be shown.
    let test = format!("{PLACE}/{}/test?number={}", it.id, it.c.number);
    let tried = it.pages.sees(&it.pages.ana, &test);
    assert!(tried.contains("1,234.50 USD") && tried.contains("&#34;orders&#34;"));
    it.pages.holds();
}

#[test]
fn two_who_look_at_once_are_one_question() {
    let it = Beside::new(
        &[Answers::Late],
        "/c?email={{contact.email}}",
        &[("waits", "9")],
    );
    let place = format!("{PLACE}/{}", it.id);
    let url = format!("{}/slow?email={{{{contact.email}}}}", it.system.url);
    let form = [
        ("name", "Shop"),
        ("url", url.as_str()),
        ("label-0", "Plan"),
        ("path-0", "customer.plan"),
        ("keeps", "5"),
        ("waits", "9"),
    ];
    it.pages.posts(&it.pages.ana, &place, &form);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert!(it.shows().contains("Gold")));
        }
    });
    assert_eq!(it.system.asked().len(), 1);
    // A header that is not named any more is not sent any more.
    assert!(!it.system.asked()[0].contains("geheim"));
}

#[test]
fn why_there_is_nothing_is_said() {
    let it = Beside::new(
        &[Answers::With(200, KNOWN)],
        "/c?phone={{contact.phone}}",
        &[],
    );
    assert!(it.shows().contains("the contact has no phone number"));
    assert!(it.system.asked().is_empty(), "nothing is asked without it");
    let it = Beside::new(
        &[Answers::With(404, "{}")],
        "/c?email={{contact.email}}",
        &[],
    );
    assert!(it.shows().contains("Nothing is known of them"));
    // Somebody who only says who they are is asked about only where that is meant.
    let it = Beside::new(
        &[Answers::With(200, KNOWN)],
        "/c?email={{contact.email}}",
        &[("confirmed_only", "1")],
    );
    it.shows();
    let asked = it.system.asked().len();
    let mail = Mail::from("dora@example.com", "Lamp", "And mine?").unproven();
    let other = it.pages.receives(&mail);
    let page = format!("/c/{}/cards/{}", other.number, it.id);
    let said = it.pages.sees(&it.pages.ana, &page);
    assert!(said.contains("Not asked"), "{said}");
    assert_eq!(it.system.asked().len(), asked);
}

#[test]
fn an_old_answer_is_shown_while_the_system_is_away() {
    let mut it = Beside::new(
        &[
            Answers::With(200, KNOWN),
            Answers::With(500, "oops"),
            Answers::Late,
        ],
        "/c?email={{contact.email}}",
        &[],
    );
    assert!(it.shows().contains("Gold"));
    it.pages.later(Span::minutes(20));
    let shown = it.shows();
    assert!(
        shown.contains("Gold") && shown.contains("The system failed (500)"),
        "{shown}"
    );
    assert!(
        shown.contains("20 min ago") && shown.contains("Try again"),
        "{shown}"
    );
    assert!(it.shows().contains("failed (500)"));
    assert_eq!(it.system.asked().len(), 2, "it is left alone for a moment");
    let fresh = it
        .pages
        .sees(&it.pages.ana, &format!("{}?fresh=1", it.place()));
    assert!(fresh.contains("did not answer in time") && fresh.contains("Gold"));
    it.pages.later(Span::days(2));
    let gone = it.shows();
    assert!(
        !gone.contains("Gold") && gone.contains("did not answer in time"),
        "{gone}"
    );
    it.system.says(&[Answers::With(200, "<html>")]);
    it.pages.later(Span::minutes(1));
    assert!(it.shows().contains("no JSON"));
}

#[test]
fn the_inside_of_the_network_is_not_called() {
    let it = Beside::new(&[Answers::With(200, KNOWN)], "/c", &[]);
    assert!(
        it.shows().contains("Gold"),
        "where it is allowed it is asked"
    );
    let url = "http://10.1.2.3/c";
    let form = [
        ("name", "Shop"),
        ("url", url),
        ("label-0", "Plan"),
        ("path-0", "customer.plan"),
    ];
    it.pages
        .posts(&it.pages.ana, &format!("{PLACE}/{}", it.id), &form);
    assert!(it.shows().contains("may not be called"));
    for url in [
        "http://{{contact.name}}.example/",
        "ftp://x.example/",
        "https://a:b@x.example/",
    ] {
        let form = [("name", "Shop"), ("url", url)];
        let answer = it
            .pages
            .sends(&it.pages.ana, &format!("{PLACE}/{}", it.id), &form);
        assert_eq!(answer.status, 422, "{url}");
    }
}

#[test]
fn a_name_adds_nothing_to_an_address() {
    let it = Beside::new(
        &[Answers::With(200, KNOWN)],
        "/people/{{contact.name}}/orders?of={{contact.name}}&all=1",
        &[],
    );
    let contact = it.c.contact;
    for (name, line) in [
        (
            "/../../admin",
            "/people/%2F..%2F..%2Fadmin/orders?of=%2F..%2F..%2Fadmin&all=1",
        ),
        (
            "a&all=2#x y",
            "/people/a%26all%3D2%23x%20y/orders?of=a%26all%3D2%23x%20y&all=1",
        ),
    ] {
        it.pages.act(move |w| {
            let mut person = w.contact(contact)?.unwrap();
            person.name = name.to_owned();
            w.put_contact(&person)
        });
        it.shows();
        let asked = it.system.asked().last().cloned().unwrap();
        assert!(asked.starts_with(&format!("GET {line} HTTP")), "{asked}");
    }
    let before = it.system.asked().len();
    it.pages.act(move |w| {
        let mut person = w.contact(contact)?.unwrap();
        "..".clone_into(&mut person.name);
        w.put_contact(&person)
    });
    assert!(it.shows().contains("cannot stand in an address"));
    assert_eq!(it.system.asked().len(), before);
}

#[test]
fn only_its_teams_see_a_card() {
    let it = Beside::new(&[Answers::With(200, KNOWN)], "/c", &[]);
    let (team, id) = (crate::support::desk::id(50), it.id.clone());
    let card: lobby::domain::id::CardId = id.parse().unwrap();
    it.pages.act(move |w| {
        w.put_team(&lobby::domain::team::Team {
            id: team,
            name: "Sales".to_owned(),
            ..Default::default()
        })?;
        let mut card = w.card(card)?.unwrap();
        card.teams = vec![team];
        w.put_card(&card)
    });
    let (_, bea) = it.pages.person("bea", Role::Agent, Vec::new());
    let (_, sol) = it.pages.person("sol", Role::Agent, vec![team]);
    assert_eq!(it.pages.server.get(&it.place(), &bea.cookie).status, 404);
    let beside = it.pages.sees(&bea, &format!("/c/{}", it.c.number));
    assert!(!beside.contains("data-load="));
    assert!(it.pages.sees(&sol, &it.place()).contains("Gold"));
    // Nor does anybody but an administrator arrange one.
    assert_eq!(it.pages.server.get(PLACE, &sol.cookie).status, 403);
}

#[test]
fn what_is_pressed_is_done_once_and_told() {
    let it = Beside::new(
        &[Answers::With(
            201,
            r#"{"text": "Link for 20", "link": "https://pay.example/p/1"}"#,
        )],
        "",
        &[],
    );
    let action = it.action(&[
        ("label-0", "Amount"),
        ("key-0", "amount"),
        ("kind-0", "number"),
        ("required-0", "1"),
    ]);
    let place = format!("{}/actions/{action}", it.place());
    let wrong = it.pages.sends(
        &it.pages.ana,
        &place,
        &[("key", "k0"), ("ask-amount", "much")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("cannot be read") && it.system.asked().is_empty());
    let form = [("key", "k1"), ("ask-amount", "20,50")];
    let done = it.pages.posts(&it.pages.ana, &place, &form);
    let again = it.pages.posts(&it.pages.ana, &place, &form);
    for page in [done, again] {
        assert!(page.contains("“Payment link” was done") && page.contains("Link for 20"));
        assert!(page.contains("data-insert=\"https://pay.example/p/1\""));
    }
    let asked = it.system.asked();
    assert_eq!(asked.len(), 1, "a form that is sent twice is done once");
    let (head, body) = asked[0].split_once("\r\n\r\n").unwrap();
    let said: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(said["data"]["values"]["amount"], "20.5");
    assert_eq!(said["data"]["conversation"]["number"], it.c.number);
    assert_eq!(
        said["data"]["contact"]["identifiers"][0]["value"],
        "carla@example.com"
    );
    let header = |name: &str| {
        let line = head
            .lines()
            .find(|it| it.to_lowercase().starts_with(name))
            .unwrap();
        line.split_once(": ").unwrap().1.to_owned()
    };
    let signed = format!(
        "{}.{}.{body}",
        header("webhook-id"),
        header("webhook-timestamp")
    );
    let key = STANDARD
        .decode(it.secret.trim_start_matches("whsec_"))
        .unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
    assert_eq!(header("webhook-signature"), format!("v1,{tag}"));
    // It stands in the conversation, and what was typed is kept no longer.
    let thread = it.pages.sees(&it.pages.ana, &format!("/c/{}", it.c.number));
    assert!(thread.contains("“Payment link” was done"), "{thread}");
    let of = it.c.id;
    let runs = it
        .pages
        .server
        .app
        .store
        .look(|look| look.card_runs(of, 9))
        .unwrap();
    assert_eq!((runs.len(), runs[0].state), (1, RunState::Done));
    assert!(runs[0].body.is_empty());
    // The link goes behind the answer.
    let draft = format!("/c/{}/runs/{}/draft", it.c.number, runs[0].id);
    let page = it.pages.posts(&it.pages.ana, &draft, &[]);
    let draft = between(&page, "id=\"reply-text\"", "</textarea>");
    assert!(draft.ends_with("https://pay.example/p/1"), "{draft}");
    it.pages.holds();
}

#[test]
fn without_an_answer_it_is_uncertain_and_goes_again_under_its_id() {
    let it = Beside::new(&[Answers::HangsUp, Answers::With(200, "{}")], "", &[]);
    let action = it.action(&[]);
    let place = format!("{}/actions/{action}", it.place());
    let page = it.pages.posts(&it.pages.ana, &place, &[("key", "k1")]);
    assert!(
        page.contains("may have been done") && page.contains("we do not know"),
        "{page}"
    );
    let again = between(&page, "action=\"/c/", "/again\"");
    let again = again.rsplit("action=\"/c/").next().unwrap();
    let again = format!("/c/{again}/again");
    let page = it.pages.posts(&it.pages.ana, &again, &[]);
    assert!(page.contains("was done"));
    let ids: Vec<String> = it
        .system
        .asked()
        .iter()
        .map(|it| between(it, "webhook-id: ", "\r\n").to_owned())
        .collect();
    assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
    assert_eq!(it.pages.sends(&it.pages.ana, &again, &[]).status, 409);
    let of = it.c.id;
    let log = it
        .pages
        .server
        .app
        .store
        .look(|look| look.events_of(of, lobby::domain::id::Seq::default(), 100));
    let states: Vec<RunState> = log
        .unwrap()
        .into_iter()
        .filter_map(|it| match it.kind {
            EventKind::CardActed { state, .. } => Some(state),
            _ => None,
        })
        .collect();
    assert_eq!(states.len(), 2);
    // What was under way when Lobby stopped may have been done.
    it.pages.act(move |w| {
        let mut run = w.card_runs(of, 1)?.remove(0);
        run.state = RunState::Sending;
        w.put_card_run(&run)?;
        lobby::integrations::runs::void(w)
    });
    let run = it
        .pages
        .server
        .app
        .store
        .look(|look| look.card_runs(of, 1))
        .unwrap();
    assert_eq!(run[0].state, RunState::Uncertain);
    it.pages.holds();
}

#[test]
fn a_context_link_is_believed_by_whoever_has_the_secret() {
    let it = Beside::new(
        &[Answers::With(200, KNOWN)],
        "/c",
        &[("link", "https://crm.example/open?who={{contact.email}}")],
    );
    let opened = it
        .pages
        .server
        .get(&format!("{}/open", it.place()), &it.pages.ana.cookie);
    assert_eq!(opened.status, 302);
    let place = opened.header("location").unwrap().to_owned();
    // As the recipe says, and no code of Lobby's.
    let believes = |place: &str, secret: &str, now: i64| {
        let (_, rest) = place.split_once("crm.example").unwrap();
        let (signed, signature) = rest.split_once("&lobby_signature=").unwrap();
        let key = STANDARD
            .decode(secret.trim_start_matches("whsec_"))
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let given = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        let expires = between(signed, "lobby_expires=", "&");
        hmac::verify(&key, signed.as_bytes(), &given).is_ok()
            && now < expires.parse::<i64>().unwrap()
    };
    let now = it.pages.server.app.clock.now().0 / 1_000;
    assert!(believes(&place, &it.secret, now), "{place}");
    assert!(place.contains("who=carla%40example.com") && place.contains("lobby_agent=ana"));
    assert!(!believes(&place.replace("carla", "dora"), &it.secret, now));
    assert!(!believes(
        &place.replace("/open", "/close"),
        &it.secret,
        now
    ));
    assert!(!believes(&place, &it.secret, now + 301), "it ends");
    let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert!(!believes(&place, other, now));
}

#[test]
fn programs_arrange_cards_read_and_press_them() {
    let it = Beside::new(&[Answers::With(200, KNOWN)], "/c?of={{contact.email}}", &[]);
    let admin = it.pages.server.token(Role::Admin);
    let calls = |method: &str, path: &str, body: &str| {
        let bearer = format!("Bearer {admin}");
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Idempotency-Key", "k1"),
        ];
        if !body.is_empty() {
            headers.push(("Content-Type", "application/json"));
        }
        let reply = it
            .pages
            .server
            .send(method, &format!("/api/v1{path}"), &headers, body);
        let json: serde_json::Value = serde_json::from_str(&reply.body).unwrap_or_default();
        (reply.status, json, reply.body)
    };
    let (status, shown, raw) = calls("GET", &format!("/cards/{}", it.id), "");
    assert_eq!(
        (status, &shown["headers"][0]["name"]),
        (200, &"Authorization".into())
    );
    assert!(!raw.contains("geheim") && !raw.contains("whsec"), "{raw}");
    let action = format!(
        r#"{{"actions": [{{"name": "Book", "url": "{}/book", "asks": [{{"key": "day", "label": "Day", "kind": "date"}}]}}]}}"#,
        it.system.url
    );
    let (status, changed, raw) = calls("PATCH", &format!("/cards/{}", it.id), &action);
    assert_eq!(status, 200, "{raw}");
    assert_eq!(changed["url"], shown["url"]);
    let of = format!("/conversations/{}", it.c.number);
    let (_, said, raw) = calls("GET", &format!("{of}/cards"), "");
    assert_eq!(said["data"][0]["state"], "shown", "{raw}");
    assert_eq!(said["data"][0]["fields"][1]["values"][0], "1234.5 USD");
    let press = format!(
        "{of}/cards/{}/actions/{}",
        it.id,
        changed["actions"][0]["id"].as_str().unwrap()
    );
    let before = it.system.asked().len();
    for _ in 0..2 {
        let (status, run, raw) = calls("POST", &press, r#"{"values": {"day": "24/11/2026"}}"#);
        assert_eq!((status, &run["state"]), (201, &"done".into()), "{raw}");
    }
    let asked = it.system.asked();
    assert_eq!(asked.len(), before + 1, "once under its key");
    assert!(asked.last().unwrap().contains("2026-11-24"));
    it.pages.holds();
}
