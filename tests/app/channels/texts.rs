//! Approved texts where a talk is begun, and one to many people at once.

use lobby::conversations::bulk::{fail, step, waiting};
use lobby::desk::providers::learn;
use lobby::domain::actor::Role;
use lobby::domain::error::Error;
use lobby::domain::id::BulkId;
use lobby::domain::job::JobKind;
use lobby::domain::time::Span;
use serde_json::{Value, json};

use crate::channels::whatsapp::{Line, call};
use crate::pages::between;
use crate::pages::chats::multipart_to;
use crate::security::server::{Browser, Reply};

/// A number with three approved texts, and people who wrote to it.
pub struct Desk {
    pub line: Line,
    pub ana: Browser,
}

impl Desk {
    pub fn new() -> Self {
        let line = Line::new();
        let text = |name: &str, category: &str, body: &str, buttons: Value| {
            json!({ "name": name, "language": "es", "category": category, "status": "APPROVED",
                "body": body, "buttons": buttons })
        };
        let ask = json!([["QUICK_REPLY", "Ver respuesta", ""]]);
        let texts = json!([
            text(
                "answer_waiting",
                "UTILITY",
                "Hola {{1}}, su respuesta está lista.",
                ask
            ),
            text("we_are_open", "UTILITY", "Ya abrimos.", json!([])),
            text(
                "offer",
                "MARKETING",
                "Hola {{1}}, hay descuentos.",
                json!([])
            ),
        ]);
        let app = &line.program.server.app;
        let all = app.store.look(|look| look.connections()).unwrap();
        let id = all.iter().find(|it| it.provider().is_some()).unwrap().id;
        let told = [("templates".to_owned(), texts.to_string())];
        app.store.by_hand(move |w| learn(w, id, &told)).unwrap();
        let ana = line.program.server.browser_of(&line.program.server.owner());
        Desk { line, ana }
    }

    /// Somebody writes.
    fn says(&self, digits: &str, name: &str, text: &str) {
        let at = self.line.now();
        let id = format!("wamid.{digits}.{}", text.len());
        let said = json!({ "from": digits, "id": id, "timestamp": at.to_string(), "type": "text",
            "text": { "body": text } });
        let body = call(&[json!({ "messaging_product": "whatsapp",
            "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" },
            "contacts": [{ "profile": { "name": name }, "wa_id": digits }], "messages": [said] })]);
        assert_eq!(self.line.call(&body).status, 200);
    }

    /// Somebody writes; the number of the newest conversation.
    pub fn hears(&self, digits: &str, name: &str, text: &str) -> u64 {
        self.says(digits, name, text);
        let newest = self.line.program.get(200, "/conversations?sort=newest");
        newest["data"][0]["number"].as_u64().unwrap()
    }

    pub fn later(&mut self, by: Span) {
        let server = &self.line.program.server;
        server.app.clock.advance(by);
        self.ana = server.browser_of(&server.owner());
    }

    fn posts(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        multipart_to(&self.line.program.server, &self.ana, path, form)
    }

    fn sees(&self, path: &str) -> String {
        let page = self.line.program.server.get(path, &self.ana.cookie);
        assert_eq!(page.status, 200, "{path}: {}", page.head);
        page.body
    }

    pub fn channel(&self) -> String {
        let all = self.line.program.get(200, "/channels");
        let all = all["data"].as_array().unwrap();
        let own = all.iter().find(|it| it["kind"] == "whatsapp").unwrap();
        own["id"].as_str().unwrap().to_owned()
    }

    fn last(&self, number: u64) -> Value {
        self.line.messages(&number.into()).pop().unwrap()
    }

    /// Carries out what was begun, as the job does.
    pub fn carries_out(&self, id: &str) {
        let id: BulkId = id.parse().unwrap();
        let app = &self.line.program.server.app;
        let todo = app.store.look(|look| waiting(look, id, None, 1_000));
        for at in todo.unwrap() {
            let keys = app.keys.clone();
            let code = match app.store.by_hand(move |w| step(w, &keys, id, at)) {
                Ok(()) => continue,
                Err(Error::Invalid(fields)) => fields[0].code,
                Err(Error::Conflict { code }) => code,
                Err(err) => panic!("{err}"),
            };
            app.store.by_hand(move |w| fail(w, id, at, code)).unwrap();
        }
    }
}

#[test]
fn who_has_not_written_lately_is_begun_with_an_approved_text() {
    let mut desk = Desk::new();
    let number = desk.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let contact = desk.line.conversations()[0]["contact"]["id"].clone();
    desk.later(Span::hours(25));
    let page = desk.sees(&format!("/new?contact={}", contact.as_str().unwrap()));
    assert!(page.contains("gets approved messages only") && page.contains("we_are_open"));
    assert!(!page.contains("rows=\"10\""), "nothing free is written");
    let channel = desk.channel();
    let contact = contact.as_str().unwrap().to_owned();
    let with = |more: &[(&'static str, &'static str)]| {
        let mut form = vec![("contact", contact.as_str()), ("channel", channel.as_str())];
        form.extend(more);
        desk.posts("/new", &form)
    };
    let chosen = with(&[("pick", "es answer_waiting"), ("text", "Sí, en negro.")]);
    assert_eq!(chosen.status, 200);
    for text in [
        "data-shown=\"b0\">María Ruiz<",
        "name=\"b0\"",
        "Sí, en negro.",
    ] {
        assert!(chosen.body.contains(text), "{text}: {}", chosen.body);
    }
    let found = with(&[("do", "find"), ("q", "abrimos")]);
    assert!(found.body.contains("we_are_open") && !found.body.contains("answer_waiting"));
    let half = [
        ("template", "answer_waiting"),
        ("language", "es"),
        ("do", "template"),
    ];
    let refused = with(&half);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Fill in everything"));
    let whole: Vec<_> = half.iter().copied().chain([("b0", "María")]).collect();
    let done = with(&whole);
    assert_eq!(done.status, 303, "{}", done.body);
    assert!(
        done.header("location")
            .unwrap()
            .starts_with(&format!("/c/{number}?")),
        "it goes on"
    );
    let said = desk.last(number);
    assert_eq!(said["text"], "Hola María, su respuesta está lista.");
    assert_eq!(said["chat"]["template"]["name"], "answer_waiting");
}

#[test]
fn a_number_nobody_knows_is_written_to_by_page_and_by_program() {
    let desk = Desk::new();
    let channel = desk.channel();
    let page = desk.sees("/new");
    assert!(page.contains("name=\"to\"") && page.contains("Choose an approved message"));
    let base = [
        ("channel", channel.as_str()),
        ("to", "+57 300 555 1212"),
        ("name", "Luis <b>"),
    ];
    let with = |more: &[(&'static str, &'static str)]| {
        let form: Vec<_> = base.iter().copied().chain(more.iter().copied()).collect();
        desk.posts("/new", &form)
    };
    let free = with(&[("do", "send"), ("text", "Hola, Luis: ya llegó.")]);
    assert_eq!(free.status, 422);
    for text in [
        "takes no free answer",
        "+57 300 555 1212",
        "we_are_open",
        "Hola, Luis: ya llegó.",
    ] {
        assert!(free.body.contains(text), "{text}: {}", free.body);
    }
    assert!(desk.line.conversations().is_empty(), "nothing was begun");
    let chosen = with(&[("pick", "es answer_waiting"), ("text", "Ya llegó.")]);
    assert!(
        chosen.body.contains(">Luis &#60;b&#62;<"),
        "{}",
        chosen.body
    );
    let done = with(&[
        ("template", "answer_waiting"),
        ("language", "es"),
        ("b0", "Luis"),
        ("text", "Ya llegó."),
        ("do", "ask"),
    ]);
    assert_eq!(done.status, 303, "{}", done.body);
    let number = desk.line.conversations()[0]["number"].as_u64().unwrap();
    let all = desk.line.messages(&number.into());
    assert_eq!((all.len(), &all[1]["text"]), (2, &json!("Ya llegó.")));
    assert_eq!(
        all[1]["delivery"]["state"], "waiting",
        "it waits for the yes"
    );

    let new = |template: Value| {
        let to = json!({ "identifier": { "kind": "whatsapp", "value": "+573005551313" }, "name": "Eva" });
        let mut it = json!({ "to": to, "channel_id": channel });
        for (name, value) in template.as_object().unwrap() {
            it[name] = value.clone();
        }
        it.to_string()
    };
    let program = &desk.line.program;
    let free = program.post(422, "/conversations", &new(json!({ "text": "Hola" })));
    assert_eq!(free["code"], "window_closed", "{free}");
    let wrong = json!({ "template": { "name": "answer_waiting", "language": "es" } });
    program.post(422, "/conversations", &new(wrong));
    let right =
        json!({ "template": { "name": "answer_waiting", "language": "es", "body": ["Eva"] } });
    let made = program.post(201, "/conversations", &new(right));
    let said = desk.last(made["number"].as_u64().unwrap());
    assert_eq!(said["text"], "Hola Eva, su respuesta está lista.");
}

#[test]
fn one_text_goes_to_many_and_who_is_left_out_is_shown_before() {
    let mut desk = Desk::new();
    let one = desk.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let two = desk.hears("573001112244", "Luis Paz", "¿Y la 39?");
    let stop = desk.hears("573001112255", "Eva Sol", "BAJA");
    let nameless = desk.hears("573001112266", "", "¿Abren hoy?");
    let business = desk
        .line
        .program
        .server
        .app
        .store
        .look(|look| look.business());
    let brand = business.unwrap().unwrap_or_default().brand;
    let bea = desk.line.program.contact("Bea");
    let mail = desk.line.program.cases(bea, 1, move |_, c| c.brand = brand)[0];
    desk.later(Span::hours(25));
    let numbers = [one, two, stop, nameless, mail].map(|it| it.to_string());
    let mut form: Vec<(&str, &str)> = vec![("list", "unresolved"), ("do", "text")];
    form.extend(numbers.iter().map(|it| ("n", it.as_str())));
    let server = &desk.line.program.server;
    let page = server.post("/bulk", Some(&desk.ana), &form);
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("4 people get it"), "{}", page.body);
    assert!(page.body.contains("no way to reach them there (1)"));
    let given = between(&page.body, "name=\"numbers\" value=\"", "\"").to_owned();
    let channel = desk.channel();
    let base = [
        ("list", "unresolved"),
        ("numbers", given.as_str()),
        ("channel", channel.as_str()),
    ];
    let with = |more: &[(&'static str, &'static str)]| {
        let form: Vec<_> = base.iter().copied().chain(more.iter().copied()).collect();
        desk.posts("/bulk/text", &form)
    };
    let offer = with(&[("pick", "es offer")]);
    assert!(offer.body.contains("2 people get it"), "{}", offer.body);
    for why in [
        "They do not want such messages there (1)",
        "Their name is not known",
        "Eva Sol",
    ] {
        assert!(offer.body.contains(why), "{why}: {}", offer.body);
    }
    let filled = [
        ("template", "offer"),
        ("language", "es"),
        ("b0", "{{name}}"),
        ("key", "k1"),
    ];
    let empty: Vec<_> = [("b0", ""), ("do", "send")]
        .into_iter()
        .chain(filled)
        .collect();
    let refused = with(&empty);
    assert_eq!(refused.status, 422, "{}", refused.head);
    let send: Vec<_> = filled
        .into_iter()
        .chain([("do", "send"), ("purpose", "service")])
        .collect();
    let done = with(&send);
    assert_eq!(done.status, 303, "{}", done.body);
    let place = done.header("location").unwrap().to_owned();
    assert_eq!(with(&send).header("location").unwrap(), place, "sent once");
    desk.carries_out(between(&place, "/bulk/", "?"));
    let end = desk.sees(&place);
    assert!(
        end.contains("2 approved messages are on their way"),
        "{end}"
    );
    assert!(
        end.contains("They do not want such messages there"),
        "an offer, whatever was said"
    );
    for (number, text) in [
        (one, "Hola María Ruiz, hay descuentos."),
        (two, "Hola Luis Paz, hay descuentos."),
    ] {
        assert_eq!(desk.last(number)["text"], text);
    }
    assert_eq!(desk.last(stop)["text"], "BAJA");
    // Taken back while it has not left.
    let id = between(&place, "/bulk/", "?").to_owned();
    let undone = server.post(&format!("/bulk/{id}/undo"), Some(&desk.ana), &[]);
    let place = undone.header("location").unwrap().to_owned();
    desk.carries_out(between(&place, "/bulk/", "?"));
    assert_eq!(desk.last(one)["delivery"]["state"], "cancelled");
}

#[test]
fn programs_send_one_text_to_many_each_person_once() {
    let desk = Desk::new();
    let one = desk.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let contact = desk.line.conversations()[0]["contact"]["id"].clone();
    let program = &desk.line.program;
    let channel = desk.channel();
    let second = json!({ "to": { "contact_id": contact }, "channel_id": channel, "new": true,
        "text": "Otra cosa." });
    let second = program.post(201, "/conversations", &second.to_string());
    let two = desk.hears("573001112244", "Luis Paz", "¿Y la 39?");
    let begin = |status: u16, name: &str, more: Value| {
        let mut text =
            json!({ "channel_id": channel, "template": { "name": name, "language": "es" } });
        for (name, value) in more.as_object().unwrap() {
            text[name] = value.clone();
        }
        let body =
            json!({ "numbers": [one, second["number"], two, one], "action": { "template": text } });
        program.post(status, "/conversations/bulk", &body.to_string())
    };
    begin(422, "no_such", json!({}));
    begin(422, "answer_waiting", json!({}));
    begin(
        422,
        "we_are_open",
        json!({ "send_at": "2001-01-01T00:00:00Z" }),
    );
    let until = program.server.app.clock.now() + Span::hours(9);
    let at = json!({ "send_at": rfc3339(until.0) });
    let begun = begin(202, "we_are_open", at);
    assert_eq!(
        (&begun["action"], &begun["total"]),
        (&json!("template"), &json!(3))
    );
    let id = begun["id"].as_str().unwrap();
    desk.carries_out(id);
    let end = program.get(200, &format!("/conversations/bulk/{id}"));
    assert_eq!((&end["changed"], &end["failed"]), (&json!(2), &json!(1)));
    assert_eq!(end["failures"][0]["conversation"], second["number"]);
    assert_eq!(end["failures"][0]["code"], "text_same_person");
    assert_eq!(desk.last(two)["delivery"]["state"], "scheduled");
    // Who writes before it leaves does not get it.
    desk.hears("573001112244", "Luis Paz", "Ya la encontré, ¿cuánto vale?");
    let all = desk.line.messages(&two.into());
    let ours = all.iter().find(|it| it["kind"] == "reply").unwrap();
    assert_eq!(ours["delivery"]["state"], "cancelled");
}

fn rfc3339(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
    at.to_string()
}

#[test]
fn of_very_many_talks_that_close_none_is_forgotten() {
    let desk = Desk::new();
    let app = &desk.line.program.server.app;
    for n in 0..260 {
        desk.says(&format!("5730011{n:05}"), "Ana", "¿Tienen la 38?");
    }
    app.clock.advance(Span::hours(2));
    let ana = desk
        .line
        .program
        .server
        .browser_of(&desk.line.program.server.owner());
    // Open from an hour ago for half an hour more, and again tomorrow.
    let minute = app.clock.now().0 / 60_000 % 1_440;
    let (from, to) = (minute - 60, minute + 30);
    assert!(from >= 0 && to < 1_440, "not around midnight");
    let hours = (u16::try_from(from).unwrap(), u16::try_from(to).unwrap());
    app.store
        .by_hand(move |w| {
            let mut business = w.business()?.unwrap_or_default();
            business.time_zone = "UTC".into();
            business.hours.week = std::array::from_fn(|_| vec![hours]);
            w.put_business(&business)
        })
        .unwrap();
    let server = &desk.line.program.server;
    let mut path = "/list/closing".to_owned();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..6 {
        let page = server.get(&path, &ana.cookie).body;
        assert!(page.contains("data-total=\"260\""), "{path}");
        for row in page.split("id=\"row-").skip(1) {
            seen.insert(row.split('"').next().unwrap().to_owned());
        }
        if !page.contains("id=\"more\"") {
            break;
        }
        let more = between(&page, "id=\"more\"><a class=\"button\" href=\"", "\"");
        path = more.replace("&#38;", "&");
    }
    assert_eq!(seen.len(), 260);
    let form = [("list", "closing"), ("all", "1"), ("do", "text")];
    let page = server.post("/bulk", Some(&ana), &form).body;
    assert!(page.contains("260 people get it"), "{page}");
    let numbers = between(&page, "name=\"numbers\" value=\"", "\"");
    let form = [
        ("list", "closing"),
        ("numbers", numbers),
        ("pick", "es we_are_open"),
    ];
    let page = multipart_to(server, &ana, "/bulk/text", &form).body;
    assert!(page.contains("When we open, "), "{page}");
    assert!(page.contains("Send to 260 people"));
}

#[test]
fn that_they_were_read_is_told_when_who_is_responsible_opens_it_and_not_before() {
    let desk = Desk::new();
    let program = &desk.line.program;
    let channel = desk.channel();
    let number = desk.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let owner = program.server.owner();
    let other = program
        .server
        .person("luis@shop.example", Role::Admin, Vec::new());
    let luis = program.server.browser_of(&other);
    let app = &program.server.app;
    let told = || {
        let now = app.clock.now();
        let due = app.store.look(|look| look.jobs_due(now, 100)).unwrap();
        let is_one = |it: &&lobby::domain::job::Job| matches!(it.kind, JobKind::TellRead { .. });
        due.iter().filter(is_one).count()
    };
    let sets = |receipts: &str| {
        let body = json!({ "settings": { "receipts": receipts } }).to_string();
        program.patch(200, &format!("/channels/{channel}"), &body);
    };
    let opens = |who: &Browser, position: &str| {
        let form = [("position", position)];
        let done = program
            .server
            .post(&format!("/c/{number}/read"), Some(who), &form);
        assert_eq!(done.status, 303, "{}", done.body);
    };
    let assign = json!({ "assignee": owner.id.to_string() }).to_string();
    program.patch(200, &format!("/conversations/{number}"), &assign);
    opens(&desk.ana, "0");
    assert_eq!(
        told(),
        0,
        "with our answer, as long as nobody says otherwise"
    );
    sets("opened");
    desk.hears("573001112233", "María Ruiz", "¿Y en azul también?");
    opens(&luis, "1");
    assert_eq!(told(), 0, "somebody else only looks");
    opens(&desk.ana, "0");
    assert_eq!(told(), 0, "what is new was not shown");
    opens(&desk.ana, "1");
    opens(&desk.ana, "1");
    assert_eq!(told(), 1, "once");
    sets("never");
    desk.hears("573001112233", "María Ruiz", "¿Y en verde, por favor?");
    opens(&desk.ana, "2");
    assert_eq!(told(), 1);
}

#[test]
fn who_told_meta_that_they_want_no_offers_gets_none_until_they_do_again() {
    let desk = Desk::new();
    let number = desk.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let program = &desk.line.program;
    let tells = |value: &str, at: i64| {
        let told = json!({ "wa_id": "573001112233", "category": "marketing_messages",
            "value": value, "timestamp": at });
        let value = json!({ "messaging_product": "whatsapp", "user_preferences": [told],
            "metadata": { "display_phone_number": "576015550101", "phone_number_id": "1055" } });
        let change = json!({ "field": "user_preferences", "value": value });
        let body = json!({ "object": "whatsapp_business_account",
            "entry": [{ "id": "2077", "changes": [change] }] });
        assert_eq!(desk.line.call(&body).status, 200);
    };
    let offers = |status: u16| {
        let template = json!({ "name": "offer", "language": "es", "body": ["María"] });
        let body = json!({ "kind": "reply", "template": template }).to_string();
        let path = format!("/conversations/{number}/messages");
        program.post(status, &path, &body)
    };
    offers(201);
    tells("stop", 1_790_000_000);
    tells("stop", 1_790_000_000);
    let refused = offers(422);
    assert!(
        refused.to_string().contains("do not want offers"),
        "{refused}"
    );
    tells("resume", 1_790_000_100);
    offers(201);
}
