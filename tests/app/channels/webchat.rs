//! The chat on a site: whose talk is whose, who is believed to be somebody, and which sites it stands on.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lobby::conversations::chat::away;
use lobby::conversations::delivery::{claim_due, succeeded};
use lobby::domain::outbound::Sent;
use ring::hmac;
use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::persons::{case_of, way};
use crate::security::server::Reply;

const SITE: &str = "https://shop.example";

/// A chat, and a program that sees what agents see.
struct Desk {
    program: Program,
    key: String,
    secret: String,
}

/// Somebody's browser on the site.
#[derive(Clone, Default)]
struct Visitor {
    pass: String,
}

impl Desk {
    fn new() -> Self {
        let program = Program::new();
        let new = json!({ "kind": "webchat", "name": "Chat",
            "settings": { "allowed_origins": SITE, "colour": "#ffee00" } });
        let made = program.post(201, "/channels", &new.to_string());
        let app = &program.server.app;
        let all = app.store.look(|look| look.connections()).unwrap();
        let key = all.iter().find(|it| it.provider().is_some()).unwrap();
        Desk {
            key: key.key.clone(),
            secret: made["settings"]["identity_secret"]
                .as_str()
                .unwrap()
                .to_owned(),
            program,
        }
    }

    fn ask(&self, method: &str, what: &str, more: &[(&str, &str)], body: &str) -> Reply {
        let path = format!("/widget/{}/{what}", self.key);
        self.program.server.send(method, &path, more, body)
    }

    fn asked(&self, who: &Visitor, method: &str, what: &str, kind: &str, body: &str) -> Reply {
        let bearer = format!("Bearer {}", who.pass);
        let mut headers = vec![("X-Chat-Frame", "1"), ("Accept", "application/json")];
        if !who.pass.is_empty() {
            headers.push(("Authorization", &bearer));
        }
        if !kind.is_empty() {
            headers.push(("Content-Type", kind));
        }
        self.ask(method, what, &headers, body)
    }

    fn say_as(&self, who: &mut Visitor, once: &str, text: &str, more: &[(&str, &str)]) -> u16 {
        let mut body = String::new();
        for (name, value) in [("key", once), ("text", text)].iter().chain(more) {
            body += &format!(
                "--xx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        body += "--xx--\r\n";
        let kind = "multipart/form-data; boundary=xx";
        let reply = self.asked(who, "POST", "messages", kind, &body);
        if reply.status == 201 {
            let said: Value = serde_json::from_str(&reply.body).unwrap();
            who.pass = said["pass"].as_str().unwrap().to_owned();
        }
        reply.status
    }

    fn say(&self, who: &mut Visitor, text: &str) {
        let once = uuid::Uuid::new_v4().to_string();
        assert_eq!(self.say_as(who, &once, text, &[]), 201);
    }

    fn thread(&self, who: &Visitor) -> Value {
        let reply = self.asked(who, "GET", "thread", "", "");
        assert_eq!(reply.status, 200, "{}", reply.body);
        serde_json::from_str(&reply.body).unwrap()
    }

    fn sees(&self, who: &Visitor, text: &str) -> bool {
        self.thread(who)["html"].as_str().unwrap().contains(text)
    }

    fn conversations(&self) -> Vec<Value> {
        let all = self.program.get(200, "/conversations");
        all["data"].as_array().unwrap().clone()
    }

    fn messages(&self, number: &Value) -> Vec<Value> {
        let all = self
            .program
            .get(200, &format!("/conversations/{number}/messages"));
        all["data"].as_array().unwrap().clone()
    }

    /// An agent answers, and it leaves.
    fn answer(&self, number: &Value, text: &str) {
        let body = json!({ "kind": "reply", "text": text }).to_string();
        let path = format!("/conversations/{number}/messages");
        self.program.post(201, &path, &body);
        let app = &self.program.server.app;
        let all = app.store.look(|look| look.connections()).unwrap();
        let id = all.iter().find(|it| it.key == self.key).unwrap().id;
        let claimed = app.store.by_hand(move |w| claim_due(w, id)).unwrap();
        for it in claimed {
            let sent = Sent {
                provider_id: it.message.to_string(),
                parts: vec![it.message.to_string()],
                refused: vec![],
            };
            app.store
                .by_hand(move |w| succeeded(w, it.id, it.attempts, &sent))
                .unwrap();
        }
    }

    fn state(&self, number: &Value) -> Value {
        let all = self.messages(number);
        let ours = all.iter().rfind(|it| it["kind"] == "reply").unwrap();
        ours["delivery"]["state"].clone()
    }

    fn token(&self, head: &Value, claims: &Value) -> String {
        let part = |it: &Value| URL_SAFE_NO_PAD.encode(it.to_string());
        let signed = format!("{}.{}", part(head), part(claims));
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.secret.as_bytes());
        let tag = hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }

    fn now(&self) -> i64 {
        self.program.server.app.clock.now().0 / 1_000
    }

    fn identify(&self, who: &mut Visitor, body: &Value) -> u16 {
        let reply = self.asked(
            who,
            "POST",
            "identify",
            "application/json",
            &body.to_string(),
        );
        if reply.status == 200 {
            let said: Value = serde_json::from_str(&reply.body).unwrap();
            who.pass = said["pass"].as_str().unwrap().to_owned();
        }
        reply.status
    }

    fn as_user(&self, who: &mut Visitor, user: &str, more: &Value) -> u16 {
        let mut claims = json!({ "sub": user, "exp": self.now() + 3_600 });
        for (key, value) in more.as_object().into_iter().flatten() {
            claims[key] = value.clone();
        }
        let token = self.token(&json!({ "alg": "HS256" }), &claims);
        self.identify(who, &json!({ "token": token }))
    }
}

#[test]
fn two_visitors_never_see_each_other() {
    let desk = Desk::new();
    let (mut ana, mut bea) = (Visitor::default(), Visitor::default());
    desk.say(&mut ana, "¿Tienen la talla 38?");
    desk.say(&mut bea, "Hola, ¿abren el domingo?");
    let all = desk.conversations();
    assert_eq!(all.len(), 2);
    for it in &all {
        let asked = desk.messages(&it["number"])[0]["text"].clone();
        desk.answer(
            &it["number"],
            &format!("Sobre «{}»: sí.", asked.as_str().unwrap()),
        );
    }
    assert!(desk.sees(&ana, "talla 38") && !desk.sees(&ana, "domingo"));
    assert!(desk.sees(&bea, "domingo") && !desk.sees(&bea, "talla 38"));
    assert!(!desk.sees(&Visitor::default(), "talla"));
    let bent = Visitor {
        pass: bea.pass.replacen('A', "B", 1) + "A",
    };
    assert_eq!(desk.thread(&bent)["known"], false);
    assert!(!desk.sees(&bent, "domingo"));
}

#[test]
fn a_message_sent_again_has_effect_once_and_never_for_another() {
    let desk = Desk::new();
    let mut ana = Visitor::default();
    desk.say(&mut ana, "Hola");
    let once = "0191d2b4-7c3e-4a11-9b5e-1f1f1f1f1f1f";
    for _ in 0..3 {
        assert_eq!(desk.say_as(&mut ana, once, "¿Hay envíos?", &[]), 201);
    }
    let number = desk.conversations()[0]["number"].clone();
    assert_eq!(desk.messages(&number).len(), 2);
    let mut bea = Visitor::default();
    assert_eq!(desk.say_as(&mut bea, once, "Soy otra", &[]), 201);
    assert_eq!(desk.conversations().len(), 2, "the id is each one's own");
    assert!(!desk.sees(&bea, "envíos"));
    assert_eq!(desk.say_as(&mut ana, "no-uuid", "x", &[]), 422);
    assert_eq!(desk.say_as(&mut ana, once, &"x".repeat(10_001), &[]), 422);
}

#[test]
fn what_arrived_and_what_was_read_is_told_and_only_by_its_reader() {
    let desk = Desk::new();
    let (mut ana, mut bea) = (Visitor::default(), Visitor::default());
    desk.say(&mut ana, "¿Tienen la talla 38?");
    let number = desk.conversations()[0]["number"].clone();
    desk.answer(&number, "Sí.");
    assert_eq!(desk.state(&number), "sent");
    desk.say(&mut bea, "Hola");
    let last = desk.thread(&ana)["last"].as_str().unwrap().to_owned();
    let form = "application/x-www-form-urlencoded";
    let seen = |who: &Visitor, read: u8| {
        let body = format!("up_to={last}&read={read}");
        desk.asked(who, "POST", "seen", form, &body).status
    };
    assert_eq!(seen(&bea, 1), 204);
    assert_eq!(desk.state(&number), "sent", "not hers");
    assert_eq!(seen(&ana, 0), 204);
    assert_eq!(desk.state(&number), "delivered");
    assert_eq!(seen(&ana, 1), 204);
    assert_eq!(desk.state(&number), "read");
    assert_eq!(seen(&Visitor::default(), 1), 401);
}

#[test]
fn only_the_site_s_signature_makes_somebody_known() {
    let desk = Desk::new();
    let mut eve = Visitor::default();
    let exp = desk.now() + 3_600;
    let hs = json!({ "alg": "HS256" });
    for (head, claims) in [
        (json!({ "alg": "none" }), json!({ "sub": "7", "exp": exp })),
        (json!({ "alg": "HS512" }), json!({ "sub": "7", "exp": exp })),
        (hs.clone(), json!({ "sub": "7" })),
        (hs.clone(), json!({ "sub": "7", "exp": desk.now() - 120 })),
        (
            hs.clone(),
            json!({ "sub": "7", "exp": desk.now() + 90_000 }),
        ),
        (hs.clone(), json!({ "exp": exp })),
    ] {
        let token = desk.token(&head, &claims);
        assert_eq!(
            desk.identify(&mut eve, &json!({ "token": token })),
            401,
            "{head} {claims}"
        );
    }
    let token = desk.token(&hs, &json!({ "sub": "7", "exp": exp }));
    let (signed, _) = token.rsplit_once('.').unwrap();
    assert_eq!(
        desk.identify(&mut eve, &json!({ "token": format!("{signed}.") })),
        401
    );
    let wrong = json!({ "identifier": "7", "identifier_hash": "0".repeat(64) });
    assert_eq!(desk.identify(&mut eve, &wrong), 401);
    let key = hmac::Key::new(hmac::HMAC_SHA256, desk.secret.as_bytes());
    let tag = hmac::sign(&key, b"7");
    let hex: String = tag.as_ref().iter().map(|it| format!("{it:02x}")).collect();
    let right = json!({ "identifier": "7", "identifier_hash": hex });
    assert_eq!(desk.identify(&mut eve, &right), 200);
    assert_eq!(desk.identify(&mut eve, &json!({ "token": token })), 200);
}

#[test]
fn who_is_vouched_for_keeps_their_talk_on_every_device_and_the_old_pass_is_over() {
    let desk = Desk::new();
    let mut ana = Visitor::default();
    desk.say(&mut ana, "¿Dónde está mi pedido?");
    let stolen = ana.clone();
    assert_eq!(
        desk.as_user(&mut ana, "77", &json!({ "email": "ana@casa.example" })),
        200
    );
    assert!(desk.sees(&ana, "pedido"), "what was said before is theirs");
    assert_eq!(
        desk.thread(&stolen)["known"],
        false,
        "a planted pass opens nothing"
    );
    let number = desk.conversations()[0]["number"].clone();
    desk.answer(&number, "Llega mañana.");
    let mut phone = Visitor::default();
    assert_eq!(desk.as_user(&mut phone, "77", &json!({})), 200);
    assert!(desk.sees(&phone, "Llega mañana") && desk.sees(&phone, "pedido"));
    let mut other = Visitor::default();
    assert_eq!(desk.as_user(&mut other, "78", &json!({})), 200);
    assert!(!desk.sees(&other, "pedido"));
}

#[test]
fn a_typed_address_shows_nothing_of_its_owner() {
    let desk = Desk::new();
    let mut ana = Visitor::default();
    desk.say(&mut ana, "Me llamo Ana, mi cédula es 1020");
    assert_eq!(
        desk.as_user(&mut ana, "77", &json!({ "email": "ana@casa.example" })),
        200
    );
    let mut eve = Visitor::default();
    let once = uuid::Uuid::new_v4().to_string();
    let claims = [("email", "ana@casa.example"), ("name", "Ana")];
    assert_eq!(
        desk.say_as(&mut eve, &once, "Soy Ana, ¿qué saben de mí?", &claims),
        201
    );
    assert!(!desk.sees(&eve, "1020"));
    let all = desk.conversations();
    assert_eq!(all.len(), 2, "a case of its own");
    assert_ne!(all[0]["contact"]["id"], all[1]["contact"]["id"]);
    let form = "application/x-www-form-urlencoded";
    let reply = desk.asked(&eve, "POST", "reach", form, "email=ana%40casa.example");
    assert_eq!(reply.status, 204);
    assert!(!desk.sees(&eve, "1020"));
}

#[test]
fn it_stands_on_the_sites_that_were_named_and_on_no_other() {
    let desk = Desk::new();
    let script = format!("/w/{}.js", desk.key);
    let server = &desk.program.server;
    let from = |site: &str| server.send("GET", &script, &[("Referer", site)], "").status;
    assert_eq!(from("https://shop.example/carrito"), 200);
    for site in [
        "https://evil.example/",
        "http://shop.example/",
        "https://shop.example.evil.co/",
    ] {
        assert_eq!(from(site), 403, "{site}");
    }
    assert_eq!(server.send("GET", "/w/nobody.js", &[], "").status, 404);
    let frame = desk.ask("GET", "panel", &[], "");
    assert_eq!(frame.status, 200);
    let policy = frame.header("content-security-policy").unwrap();
    assert!(
        policy.contains(&format!("frame-ancestors {SITE}")),
        "{policy}"
    );
    assert!(!policy.contains("unsafe") && frame.header("x-frame-options").is_none());
    let framed = [
        ("Sec-Fetch-Dest", "iframe"),
        ("Referer", "https://evil.example/"),
    ];
    assert_eq!(desk.ask("GET", "panel", &framed, "").status, 403);
    let page = server.send("GET", &format!("/chat/{}", desk.key), &[], "");
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("frame-ancestors 'none'")
            && page.header("set-cookie").unwrap().contains("HttpOnly")
    );
    for origin in ["https://evil.example", "null", SITE] {
        let reply = desk.ask("POST", "typing", &[("Origin", origin)], "");
        assert_eq!(reply.status, 403, "{origin}: only from the frame itself");
    }
    // Yellow was chosen: white text is not read on it.
    assert!(!frame.body.contains("#ffee00") && frame.body.contains("--brand:#"));
}

#[test]
fn a_page_without_script_writes_and_reads() {
    let desk = Desk::new();
    let server = &desk.program.server;
    let path = format!("/chat/{}", desk.key);
    let page = server.send("GET", &path, &[], "");
    let cookie = page
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let once = page.body.split("name=\"key\" value=\"").nth(1).unwrap();
    let once = once.split('"').next().unwrap();
    let body = format!(
        "--xx\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{once}\r\n\
         --xx\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nSin script\r\n--xx--\r\n"
    );
    let headers = [
        ("Cookie", cookie.as_str()),
        ("Content-Type", "multipart/form-data; boundary=xx"),
    ];
    for _ in 0..2 {
        let reply = desk.ask("POST", "messages", &headers, &body);
        assert_eq!(
            (reply.status, reply.header("location")),
            (303, Some(path.as_str()))
        );
    }
    let number = desk.conversations()[0]["number"].clone();
    assert_eq!(desk.messages(&number).len(), 1);
    desk.answer(&number, "La leemos **igual**");
    let page = server.send("GET", &path, &[("Cookie", &cookie)], "");
    assert!(
        page.body.contains("Sin script") && page.body.contains("La leemos igual"),
        "{}",
        page.body
    );
    assert!(
        !server
            .send("GET", &path, &[], "")
            .body
            .contains("Sin script")
    );
}

#[test]
fn who_is_blocked_is_answered_as_ever_and_disturbs_nobody() {
    let desk = Desk::new();
    let mut eve = Visitor::default();
    desk.say(&mut eve, "spam spam");
    let contact = desk.conversations()[0]["contact"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let app = &desk.program.server.app;
    let id: lobby::domain::id::ContactId = contact.parse().unwrap();
    app.store
        .by_hand(move |w| {
            let mut it = w.contact(id)?.unwrap();
            it.blocked = Some(lobby::domain::contact::Block::default());
            w.put_contact(&it)
        })
        .unwrap();
    let before = desk.messages(&desk.conversations()[0]["number"]).len();
    desk.say(&mut eve, "más spam");
    let open: Vec<_> = desk
        .conversations()
        .into_iter()
        .filter(|it| it["status"] == "open")
        .collect();
    assert!(open.len() <= 1 && desk.messages(&open[0]["number"]).len() == before);
}

#[test]
fn what_is_written_is_never_read_as_markup() {
    let desk = Desk::new();
    let mut eve = Visitor::default();
    let trick = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    desk.say(&mut eve, trick);
    let number = desk.conversations()[0]["number"].clone();
    desk.answer(&number, trick);
    let seen = desk.thread(&eve).to_string();
    assert!(
        seen.contains("&lt;img") || seen.contains("&#60;img"),
        "{seen}"
    );
    assert!(!seen.contains("<img src=x") && !seen.contains("<script>alert"));
}

#[test]
fn a_flood_is_slowed() {
    let desk = Desk::new();
    let mut eve = Visitor::default();
    desk.say(&mut eve, "uno");
    let mut last = 0;
    for n in 0..30 {
        let once = uuid::Uuid::new_v4().to_string();
        last = desk.say_as(&mut eve, &once, &format!("mensaje {n}"), &[]);
        if last == 429 {
            break;
        }
    }
    assert_eq!(last, 429);
}

#[test]
fn an_unread_answer_without_a_mailbox_stays_in_the_chat() {
    let desk = Desk::new();
    let mut ana = Visitor::default();
    let once = uuid::Uuid::new_v4().to_string();
    assert_eq!(
        desk.say_as(
            &mut ana,
            &once,
            "¿Hay stock?",
            &[("email", "ana@casa.example")]
        ),
        201
    );
    let number = desk.conversations()[0]["number"].clone();
    desk.answer(&number, "Sí.");
    let all = desk.messages(&number);
    let id: lobby::domain::id::MessageId = all[1]["id"].as_str().unwrap().parse().unwrap();
    let app = &desk.program.server.app;
    let keys = app.keys.clone();
    let mailboxes = app.store.look(|look| look.channels()).unwrap();
    let has_mailbox = mailboxes
        .iter()
        .any(|it| it.kind == lobby::domain::channel::ChannelKind::Email);
    app.store
        .by_hand(move |w| away::mail(w, &keys, id))
        .unwrap();
    let all = desk.messages(&number);
    assert_eq!(all.len(), if has_mailbox { 3 } else { 2 });
}

/// What `kit` asks of channels that are called, for the one that is not: a pass is what a signature is there.
#[test]
fn the_kit_of_the_chat() {
    let desk = Desk::new();
    let (mut luz, once) = (Visitor::default(), uuid::Uuid::new_v4().to_string());
    // Wrong signature.
    let forged = Visitor {
        pass: "AQ".repeat(28),
    };
    assert_eq!(desk.asked(&forged, "GET", "thread", "", "").status, 200);
    assert!(!desk.sees(&forged, "hola"));
    // Duplicate: also of the very first message, whose answer with the pass was lost.
    assert_eq!(desk.say_as(&mut luz, &once, "hola, ¿abren hoy?", &[]), 201);
    let mut again = Visitor::default();
    assert_eq!(
        desk.say_as(&mut again, &once, "hola, ¿abren hoy?", &[]),
        201
    );
    assert_eq!(again.pass, luz.pass, "the same visitor");
    let second = uuid::Uuid::new_v4().to_string();
    for _ in 0..3 {
        assert_eq!(desk.say_as(&mut luz, &second, "¿y mañana?", &[]), 201);
    }
    let all = desk.conversations();
    assert_eq!(all.len(), 1, "{all:?}");
    let messages = desk.messages(&all[0]["number"]);
    assert_eq!(messages.len(), 2);
    let told = serde_json::to_string(&messages).unwrap();
    assert!(!told.contains(&once), "by it somebody could be the visitor");
    // Another visitor with the id of this one's message says something of their own.
    let mut eve = Visitor::default();
    desk.say(&mut eve, "soy otra");
    assert_eq!(desk.say_as(&mut eve, &second, "y esto es mío", &[]), 201);
    assert_eq!(desk.messages(&all[0]["number"]).len(), 2);
    // Oversize and malformed.
    let long = "x".repeat(10_001);
    assert_eq!(
        desk.say_as(&mut luz, &uuid::Uuid::new_v4().to_string(), &long, &[]),
        422
    );
    assert_eq!(desk.say_as(&mut luz, "no-id", "hola", &[]), 422);
    assert_eq!(
        desk.say_as(&mut luz, &uuid::Uuid::new_v4().to_string(), "", &[]),
        422
    );
    let kind = "multipart/form-data; boundary=xx";
    for body in ["", "--xx", "--xx\r\n\r\n--xx--", "\u{0}\u{0}"] {
        let status = desk.asked(&luz, "POST", "messages", kind, body).status;
        assert!((400..500).contains(&status), "{body:?}: {status}");
    }
    assert_eq!(desk.messages(&all[0]["number"]).len(), 2);
}

#[test]
fn a_code_said_in_the_chat_brings_the_case_but_nothing_of_what_was_said_before() {
    let desk = Desk::new();
    let luz = desk.program.contact("Luz");
    let number = case_of(&desk.program, luz);
    let note = json!({ "kind": "note", "text": "Su pedido secreto 4821" }).to_string();
    desk.program
        .post(201, &format!("/conversations/{number}/messages"), &note);
    let all = desk.program.get(200, "/channels");
    let all = all["data"].as_array().unwrap().clone();
    let chat = all.iter().find(|it| it["kind"] == "webchat").unwrap();
    let made = way(&desk.program, &number, chat["id"].as_str().unwrap());
    let (url, code) = (
        made["url"].as_str().unwrap(),
        made["code"].as_str().unwrap(),
    );
    let place = &url[url.find("/chat/").unwrap()..];
    assert!(
        place.starts_with(&format!("/chat/{}?say=", desk.key)),
        "{url}"
    );
    let shown = desk.program.server.get(place, "").body;
    assert!(shown.contains(code), "it stands in what is to be said");
    let mut luz_here = Visitor::default();
    desk.say(&mut luz_here, &format!("My code: {code}"));
    let all = desk.conversations();
    assert_eq!((all.len(), &all[0]["number"]), (1, &number));
    assert_eq!(
        desk.messages(&number).last().unwrap()["why"]["code"],
        "move_code"
    );
    assert!(desk.sees(&luz_here, code) && !desk.sees(&luz_here, "4821"));
    desk.answer(&number, "Aquí seguimos.");
    assert!(desk.sees(&luz_here, "Aquí seguimos."));
    // A visitor to whom nobody gave it.
    let mut other = Visitor::default();
    desk.say(&mut other, &format!("My code: {code}"));
    assert_eq!(desk.conversations().len(), 2, "it was used up");
    assert!(!desk.sees(&other, "Aquí seguimos."));
}

#[test]
fn the_same_browser_is_a_reason_to_ask_and_none_to_show_anything() {
    let desk = Desk::new();
    let device = "0191d2b4-7c3e-4a11-9b5e-2f2f2f2f2f2f";
    let (mut ana, mut bea) = (Visitor::default(), Visitor::default());
    for (n, who, text) in [(1, &mut ana, "Mi pedido"), (2, &mut bea, "Hola, soy otra")] {
        let once = format!("0191d2b4-7c3e-4a11-9b5e-00000000000{n}");
        assert_eq!(desk.say_as(who, &once, text, &[("device", device)]), 201);
    }
    let all = desk.conversations();
    assert_eq!(all.len(), 2, "nobody is joined");
    assert!(!desk.sees(&bea, "Mi pedido"));
    let contact = all[0]["contact"]["id"].as_str().unwrap();
    let found = desk
        .program
        .get(200, &format!("/contacts/{contact}/suggestions"));
    assert_eq!(found["data"][0]["code"], "same_person_device");
    let once = "0191d2b4-7c3e-4a11-9b5e-000000000009";
    assert_eq!(
        desk.say_as(&mut bea, once, "x", &[("device", "no id")]),
        201
    );
}
