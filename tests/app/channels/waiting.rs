//! The closed window: choosing an approved text on the page, and an answer that waits until the customer says yes.

use lobby::conversations::delivery::{claim_due, failed};
use lobby::conversations::timers;
use lobby::desk::providers::learn;
use lobby::domain::id::AgentId;
use lobby::domain::notice::NoticeKind;
use lobby::domain::outbound::SendError;
use lobby::domain::time::Span;
use lobby::notices::react;
use serde_json::{Value, json};

use crate::channels::whatsapp::{Line, holding};
use crate::pages::between;
use crate::security::server::{Browser, Reply};

/// A talk whose window is closed, with two approved texts.
struct Closed {
    line: Line,
    number: u64,
}

fn texts() -> Value {
    let text = |name: &str, body: &str, status: &str, buttons: Value| {
        json!({ "name": name, "language": "es", "category": "UTILITY", "status": status, "body": body,
            "buttons": buttons })
    };
    json!([
        text(
            "answer_waiting",
            "Hola {{1}}, su respuesta está lista.",
            "APPROVED",
            json!([["QUICK_REPLY", "Ver respuesta", ""]])
        ),
        text(
            "order_sent",
            "Su pedido {{1}} salió.",
            "APPROVED",
            json!([])
        ),
        text("not_yet", "Hola", "PENDING", json!([])),
    ])
}

impl Closed {
    fn new() -> Self {
        let line = Line::new();
        let texts = texts().to_string();
        let app = &line.program.server.app;
        let all = app.store.look(|look| look.connections()).unwrap();
        let id = all.iter().find(|it| it.provider().is_some()).unwrap().id;
        app.store
            .by_hand(move |w| learn(w, id, &[("templates".into(), texts.clone())]))
            .unwrap();
        line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
        let number = line.conversations()[0]["number"].as_u64().unwrap();
        app.clock.advance(Span::hours(25));
        Closed { line, number }
    }

    fn ask(&self, status: u16) -> Value {
        let body = json!({ "kind": "reply", "text": "Sí, en negro y en azul.",
            "ask": { "name": "answer_waiting", "language": "es", "body": ["María"] } });
        let path = format!("/conversations/{}/messages", self.number);
        self.line.program.post(status, &path, &body.to_string())
    }

    fn messages(&self) -> Vec<Value> {
        self.line.messages(&self.number.into())
    }

    fn case(&self) -> Value {
        let path = format!("/conversations/{}", self.number);
        self.line.program.get(200, &path)
    }

    fn says(&self, id: &str, text: &str) {
        let reply = self
            .line
            .call(&holding("1055", &[self.line.text(id, text)]));
        assert_eq!(reply.status, 200);
    }

    fn state(&self, at: usize) -> String {
        let state = &self.messages()[at]["delivery"]["state"];
        state.as_str().unwrap_or_default().to_owned()
    }

    fn owner(&self) -> Browser {
        let server = &self.line.program.server;
        server.browser_of(&server.owner())
    }

    fn sees(&self, who: &Browser, path: &str) -> String {
        let page = self.line.program.server.get(path, &who.cookie);
        assert_eq!(page.status, 200, "{path}: {}", page.head);
        page.body
    }

    fn posts(&self, who: &Browser, form: &[(&str, &str)]) -> Reply {
        let path = format!("/c/{}/template", self.number);
        let server = &self.line.program.server;
        crate::pages::chats::multipart_to(server, who, &path, form)
    }
}

#[test]
fn an_answer_waits_and_leaves_when_they_press_the_button() {
    let it = Closed::new();
    let waits = it.ask(201);
    assert_eq!(waits["delivery"]["state"], "waiting");
    let all = it.messages();
    let asked = &all[1];
    assert_eq!(waits["delivery"]["asked_by"], asked["id"]);
    assert_eq!(asked["text"], "Hola María, su respuesta está lista.");
    assert_eq!(asked["chat"]["template"]["name"], "answer_waiting");
    let case = it.case();
    assert_eq!(
        (&case["status"], &case["answer_waits"]),
        (&json!("waiting"), &json!(true))
    );
    let list = it.sees(&it.owner(), "/list/ready");
    assert!(list.contains("waits for a yes") && list.contains(&format!("/c/{}", it.number)));
    let mut pressed = it.line.text("wamid.2", "");
    pressed["type"] = json!("button");
    pressed["button"] = json!({ "payload": "show-answer", "text": "Ver respuesta" });
    it.line.call(&holding("1055", &[pressed]));
    assert_eq!(it.state(2), "scheduled");
    let case = it.case();
    assert_eq!(
        (&case["status"], &case["answer_waits"]),
        (&json!("waiting"), &json!(false))
    );
    let app = &it.line.program.server.app;
    app.clock.advance(Span::seconds(11));
    let all = app.store.look(|look| look.connections()).unwrap();
    let id = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app.store.by_hand(move |w| claim_due(w, id)).unwrap();
    let waiting = claimed.iter().any(|d| waits["id"] == d.message.to_string());
    assert!(waiting || claimed.len() == 1, "{claimed:?}");
}

#[test]
fn a_plain_yes_lets_it_go_and_anything_else_makes_it_a_draft() {
    let it = Closed::new();
    it.ask(201);
    it.says("wamid.2", "Sí, gracias");
    assert_eq!(it.state(2), "scheduled");
    let it = Closed::new();
    it.ask(201);
    it.says("wamid.2", "¿Y tienen zapatos de niño?");
    assert_eq!(it.state(2), "cancelled");
    let case = it.case();
    assert_eq!(
        (&case["status"], &case["answer_waits"]),
        (&json!("open"), &json!(false))
    );
    let events = it.line.program.get(200, "/events?limit=100");
    let returned = events["data"].as_array().unwrap().iter();
    let returned: Vec<_> = returned
        .filter(|it| it["type"] == "message.answer_returned")
        .collect();
    assert_eq!(returned.len(), 1);
    assert_eq!(returned[0]["data"]["why"]["code"], "wrote_something_new");
}

#[test]
fn what_is_late_or_never_asked_is_a_draft_again() {
    let it = Closed::new();
    it.ask(201);
    let app = &it.line.program.server.app;
    app.clock.advance(Span::hours(73));
    while app.store.by_hand(timers::fire).unwrap() > 0 {}
    assert_eq!(it.state(2), "cancelled");
    assert_eq!(it.case()["status"], "open");
    it.says("wamid.2", "Sí");
    assert_eq!(it.state(2), "cancelled", "too late");
    let it = Closed::new();
    it.ask(201);
    let app = &it.line.program.server.app;
    app.clock.advance(Span::seconds(5));
    let all = app.store.look(|look| look.connections()).unwrap();
    let id = all.iter().find(|it| it.provider().is_some()).unwrap().id;
    let claimed = app.store.by_hand(move |w| claim_due(w, id)).unwrap();
    assert_eq!(claimed.len(), 1, "what waits is not claimed");
    let (first, tries) = (claimed[0].id, claimed[0].attempts);
    let error = SendError::RecipientRefused {
        code: "131026".into(),
        detail: String::new(),
        gone: false,
    };
    app.store
        .by_hand(move |w| failed(w, first, tries, &error))
        .unwrap();
    assert_eq!(
        (it.state(1), it.state(2)),
        ("failed".into(), "cancelled".into())
    );
    assert_eq!(it.case()["answer_waits"], false);
}

#[test]
fn asking_needs_a_closed_window_and_a_text_with_a_button() {
    let it = Closed::new();
    let path = format!("/conversations/{}/messages", it.number);
    let ask = |name: &str, body: Value| {
        let body = json!({ "kind": "reply", "text": "Sí.",
            "ask": { "name": name, "language": "es", "body": body } });
        it.line.program.post(422, &path, &body.to_string())["code"].clone()
    };
    assert_eq!(ask("not_yet", json!([])), "invalid");
    assert_eq!(ask("order_sent", json!(["48"])), "invalid", "no button");
    assert_eq!(ask("answer_waiting", json!([])), "invalid", "not filled in");
    let plain = json!({ "kind": "reply", "template": { "name": "order_sent", "language": "es", "body": ["48"] } });
    let made = it.line.program.post(201, &path, &plain.to_string());
    assert_eq!(made["text"], "Su pedido 48 salió.");
    it.says("wamid.2", "Hola, ¿siguen ahí?");
    assert_eq!(ask("answer_waiting", json!(["María"])), "invalid", "open");
}

#[test]
fn the_composer_turns_into_the_picker() {
    let it = Closed::new();
    let ana = it.owner();
    let page = it.sees(&ana, &format!("/c/{}", it.number));
    let composer = between(&page, "id=\"composer\"", "form--note").to_owned();
    assert!(composer.contains("data-picker") && !composer.contains("id=\"reply-text\""));
    assert!(composer.contains("answer_waiting") && composer.contains("order_sent"));
    assert!(!composer.contains("not_yet"), "only approved ones");
    let found = it.sees(&ana, &format!("/c/{}?q=pedido", it.number));
    let list = between(&found, "picker__list", "</ul>");
    assert!(list.contains("order_sent") && !list.contains("answer_waiting"));
    let href = between(&composer, "class=\"picker__text\" href=\"", "\"").replace("&#38;", "&");
    let href = href.replace("#composer", "");
    let chosen = it.sees(&ana, &href);
    assert!(
        chosen.contains("data-shown=\"b0\">María Ruiz<"),
        "the name is filled in"
    );
    let channel = between(&chosen, "name=\"channel\" value=\"", "\"").to_owned();
    let mut form = vec![
        ("key", "k1"),
        ("channel", channel.as_str()),
        ("template", "answer_waiting"),
        ("language", "es"),
        ("seen", "0"),
        ("text", "Sí, en negro."),
    ];
    let missing: Vec<_> = form.iter().copied().chain([("do", "ask")]).collect();
    let refused = it.posts(&ana, &missing);
    assert_eq!(refused.status, 422, "{}", refused.head);
    assert!(refused.body.contains("Fill in everything") && refused.body.contains("Sí, en negro."));
    form.push(("b0", "María"));
    let show: Vec<_> = form.iter().copied().chain([("do", "show")]).collect();
    let shown = it.posts(&ana, &show);
    assert!(shown.status == 200 && shown.body.contains("data-shown=\"b0\">María<"));
    form.push(("do", "ask"));
    assert_eq!(it.posts(&ana, &form).status, 303);
    let all = it.messages();
    assert_eq!(all.len(), 3);
    assert_eq!(
        (it.state(2).as_str(), &all[2]["text"]),
        ("waiting", &json!("Sí, en negro."))
    );
    let page = it.sees(&ana, &format!("/c/{}", it.number));
    assert!(page.contains("Ready, waits until they write, at most until"));
    let undo = format!("/c/{}/m/2/undo", it.number);
    assert!(page.contains(&undo));
    assert_eq!(
        it.line.program.server.post(&undo, Some(&ana), &[]).status,
        303
    );
    let page = it.sees(&ana, &format!("/c/{}", it.number));
    assert!(!it.case()["answer_waits"].as_bool().unwrap() && page.contains("Taken back"));
}

/// Every code of Meta's that has a meaning has a sentence and a remedy in every language, and no talk speaks of mail.
#[test]
fn every_code_has_a_sentence_and_a_remedy() {
    use lobby::domain::channel::ChannelKind;
    use lobby::domain::delivery::DeliveryError;
    use lobby::words::Words;
    let codes = [
        0, 1, 2, 3, 4, 10, 33, 100, 190, 200, 250, 299, 368, 470, 80_007, 130_429, 130_472,
        130_497, 131_000, 131_005, 131_008, 131_009, 131_016, 131_021, 131_026, 131_030, 131_031,
        131_037, 131_042, 131_045, 131_047, 131_048, 131_049, 131_050, 131_051, 131_052, 131_053,
        131_056, 131_057, 131_062, 131_063, 131_064, 132_000, 132_001, 132_005, 132_007, 132_008,
        132_012, 132_015, 132_016, 132_068, 132_069, 133_004, 133_010, 133_016, 137_000,
    ];
    for language in ["en", "es"] {
        let words = Words::for_reader(language, "UTC");
        let general = words.send_error("send-unknown").0;
        for code in codes {
            let error = DeliveryError {
                code: "send-unknown".to_owned(),
                provider_code: code.to_string(),
                ..DeliveryError::default()
            };
            let (said, remedy) = words.send_error_by(ChannelKind::WhatsApp, &error);
            assert_ne!(said, general, "{language} {code}");
            assert!(
                !remedy.is_empty() && !remedy.starts_with("send-"),
                "{remedy}"
            );
            // Another channel's numbers mean something else.
            assert_eq!(
                words.send_error_by(ChannelKind::Telegram, &error).0,
                general
            );
        }
        for code in [
            "unreachable",
            "later",
            "login-refused",
            "recipient-refused",
            "misconfigured",
        ] {
            let error = DeliveryError {
                code: format!("send-{code}"),
                ..DeliveryError::default()
            };
            let (said, remedy) = words.send_error_by(ChannelKind::Telegram, &error);
            for word in ["mail", "correo", "server", "servidor", "buzón"] {
                assert!(
                    !said.contains(word) && !remedy.contains(word),
                    "{said} {remedy}"
                );
            }
        }
    }
}

#[test]
fn approved_texts_are_arranged_and_checked_before_they_leave() {
    let it = Closed::new();
    let ana = it.owner();
    let all = it.line.program.get(200, "/channels");
    let id = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["kind"] == "whatsapp")
        .unwrap()["id"]
        .clone();
    let place = format!("/settings/channels/{}/templates", id.as_str().unwrap());
    let page = it.sees(&ana, &place);
    for text in [
        "answer_waiting",
        "Approved",
        "Being looked at",
        "Utility",
        "Portuguese (Brazil)",
        "5 are missing",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let channel = it.sees(&ana, place.trim_end_matches("/templates"));
    assert!(channel.contains(&place) && channel.contains("/profile\""));
    let edit = it.sees(
        &ana,
        &format!("{place}/edit?name=answer_waiting&language=es"),
    );
    assert!(edit.contains("su respuesta está lista") && edit.contains("Ver respuesta"));
    let server = &it.line.program.server;
    let form = [
        ("name", "Visit"),
        ("language", "es"),
        ("category", "UTILITY"),
        ("body", "Hola"),
    ];
    let wrong = server.post(&format!("{place}/edit"), Some(&ana), &form);
    assert!(
        wrong.status == 422
            && wrong
                .body
                .contains("Small letters, digits and underscores only")
    );
    let form = [
        ("name", "visit"),
        ("language", "es"),
        ("category", "UTILITY"),
        ("body", "Hola {{1}}, venga."),
    ];
    let wrong = server.post(&format!("{place}/edit"), Some(&ana), &form);
    assert!(wrong.status == 422 && wrong.body.contains("One example for each variable"));
    let path = format!("/channels/{}/templates", id.as_str().unwrap());
    let listed = it.line.program.get(200, &path);
    assert_eq!(listed["data"].as_array().unwrap().len(), 3);
    assert_eq!(listed["data"][0]["body_variables"], json!(["1"]));
    let body = json!({ "name": "x", "language": "es", "category": "UTILITY", "body": "{{1}}" });
    it.line.program.post(422, &path, &body.to_string());
    it.line.program.get(
        404,
        &format!("/channels/{}/templates", it.line.program.channel()),
    );
}

#[test]
fn a_reaction_of_ours_is_one_and_needs_an_open_window() {
    let line = Line::new();
    line.call(&holding(
        "1055",
        &[line.text("wamid.1", "¡Me llegó, gracias!")],
    ));
    let number = line.conversations()[0]["number"].clone();
    let first = line.messages(&number)[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/messages/{first}/reaction");
    let react = |status: u16, emoji: &str| {
        let body = json!({ "emoji": emoji }).to_string();
        line.program.post(status, &path, &body)
    };
    let made = react(200, "👍");
    assert_eq!(made["chat"]["reactions"][0]["emoji"], "👍");
    let made = react(200, "❤️");
    let all = made["chat"]["reactions"].as_array().unwrap();
    assert_eq!((all.len(), &all[0]["emoji"]), (1, &json!("❤")));
    react(422, "🤡");
    let server = &line.program.server;
    let ana = server.browser_of(&server.owner());
    let page = server.get(&format!("/c/{number}"), &ana.cookie).body;
    assert!(page.contains("aria-pressed=\"true\" title=\"React with ❤\""));
    let form = [("emoji", "")];
    let place = format!("/c/{number}/m/0/react");
    assert_eq!(server.post(&place, Some(&ana), &form).status, 303);
    let all = line.messages(&number);
    assert_eq!(all[0]["chat"]["reactions"].as_array().unwrap().len(), 0);
    let jobs = server
        .app
        .store
        .look(|look| look.jobs_due(look_far(), 100))
        .unwrap();
    let told = jobs
        .iter()
        .filter(|it| matches!(it.kind, lobby::domain::job::JobKind::React { .. }));
    assert_eq!(told.count(), 3);
    server.app.clock.advance(Span::hours(25));
    assert_eq!(react(422, "👍")["code"], "window_closed");
}

fn look_far() -> lobby::domain::time::Millis {
    lobby::domain::time::Millis(i64::MAX - 1)
}

#[test]
fn an_advertisement_keeps_the_window_open_for_who_was_answered() {
    let it = Line::new();
    let mut first = it.text("wamid.1", "¿Sigue la oferta?");
    first["referral"] = json!({ "source_type": "ad", "source_id": "7", "headline": "Botas" });
    it.call(&holding("1055", &[first]));
    let number = it.conversations()[0]["number"].clone();
    let path = format!("/conversations/{number}/messages");
    let free = json!({ "kind": "reply", "text": "Sí." }).to_string();
    let clock = &it.program.server.app.clock;
    clock.advance(Span::hours(23));
    it.program.post(201, &path, &free);
    clock.advance(Span::hours(40));
    it.program.post(201, &path, &free);
    clock.advance(Span::hours(10));
    assert_eq!(it.program.post(422, &path, &free)["code"], "window_closed");
    let late = Line::new();
    let mut first = late.text("wamid.1", "¿Sigue la oferta?");
    first["referral"] = json!({ "source_type": "ad" });
    late.call(&holding("1055", &[first]));
    late.program.server.app.clock.advance(Span::hours(25));
    assert_eq!(
        late.program.post(422, &path, &free)["code"],
        "window_closed"
    );
}

#[test]
fn windows_that_close_before_we_open_are_told_when_the_day_ends() {
    let line = Line::new();
    line.call(&holding("1055", &[line.text("wamid.1", "¿Tienen la 38?")]));
    let server = &line.program.server;
    let app = &server.app;
    app.clock.advance(Span::hours(2));
    let ana = server.browser_of(&server.owner());
    let told = "can be answered freely only until before we open again";
    let page = || server.get("/", &ana.cookie).body;
    assert!(!page().contains(told), "without hours it is always open");
    // Open from an hour ago for half an hour more, and again tomorrow.
    let opens = |from: i64, to: i64| {
        let minute = app.clock.now().0 / 60_000 % 1_440;
        let (from, to) = (minute + from, minute + to);
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
    };
    opens(-60, 30);
    assert!(page().contains(told));
    let list = server.get("/list/closing", &ana.cookie).body;
    assert!(list.contains("id=\"row-1\""));
    opens(-60, 90);
    assert!(!page().contains(told), "there is time");
    opens(-60, 30);
    let reply = json!({ "kind": "reply", "text": "Sí." }).to_string();
    line.program.post(201, "/conversations/1/messages", &reply);
    assert!(!page().contains(told), "answered");
}

/// Fires what fell due, tells of it, and gives how often somebody was told that a window closes, with what it says.
fn told_of_closing(line: &Line, of: AgentId) -> Vec<String> {
    let app = &line.program.server.app;
    while app.store.by_hand(timers::fire).unwrap() > 0 {}
    let from = app.store.by_hand(react::place).unwrap();
    app.store
        .by_hand(move |w| react::react(w, from, react::BATCH, &react::Eyes::new()))
        .unwrap();
    let all = app.store.look(|look| look.notices(of, None, 100)).unwrap();
    let all = all.iter().filter(|it| it.kind == NoticeKind::Closing);
    all.map(|it| it.when.unwrap().since(app.clock.now()))
        .map(|left| format!("{} min left", left.0 / 60_000))
        .collect()
}

#[test]
fn that_a_window_closes_is_told_once_an_hour_before_to_who_owes_the_answer() {
    let line = Line::new();
    let server = &line.program.server;
    let (app, owner) = (&server.app, server.owner());
    app.store.by_hand(react::place).unwrap();
    let said = |id: &str| line.call(&holding("1055", &[line.text(id, "¿Tienen la 38?")]));
    said("wamid.1");
    app.clock.advance(Span::minutes(20));
    said("wamid.2");
    said("wamid.3");
    app.clock.advance(Span::minutes(22 * 60 + 45));
    assert!(
        told_of_closing(&line, owner.id).is_empty(),
        "they wrote again: there is time"
    );
    app.clock.advance(Span::minutes(16));
    assert_eq!(told_of_closing(&line, owner.id), ["59 min left"]);
    app.clock.advance(Span::minutes(9));
    assert_eq!(told_of_closing(&line, owner.id), ["50 min left"], "once");
    let ana = server.browser_of(&owner);
    let list = server.get("/notifications", &ana.cookie).body;
    assert!(list.contains("you can write freely only until"), "{list}");
    let telling = server.get("/settings/me/notifications", &ana.cookie).body;
    assert!(telling.contains("value=\"closing:push\" checked"));
    assert!(telling.contains("value=\"closing:mail\">"));
}

#[test]
fn no_window_is_told_of_when_nobody_waits_or_it_closed_while_lobby_was_off() {
    let answered = Line::new();
    let owner = answered.program.server.owner().id;
    let clock = &answered.program.server.app.clock;
    answered
        .program
        .server
        .app
        .store
        .by_hand(react::place)
        .unwrap();
    answered.call(&holding(
        "1055",
        &[answered.text("wamid.1", "¿Tienen la 38?")],
    ));
    clock.advance(Span::hours(2));
    let free = json!({ "kind": "reply", "text": "Sí." }).to_string();
    answered
        .program
        .post(201, "/conversations/1/messages", &free);
    clock.advance(Span::minutes(21 * 60 + 30));
    assert!(told_of_closing(&answered, owner).is_empty());
    // They write once more: the watch begins anew.
    answered.call(&holding("1055", &[answered.text("wamid.2", "¿Y la 39?")]));
    clock.advance(Span::minutes(23 * 60 + 1));
    assert_eq!(told_of_closing(&answered, owner), ["59 min left"]);
    let off = Line::new();
    let owner = off.program.server.owner().id;
    off.program.server.app.store.by_hand(react::place).unwrap();
    off.call(&holding("1055", &[off.text("wamid.1", "¿Tienen la 38?")]));
    off.program.server.app.clock.advance(Span::hours(30));
    assert!(told_of_closing(&off, owner).is_empty(), "too late to help");
}
