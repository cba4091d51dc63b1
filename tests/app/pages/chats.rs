//! Messaging channels on the pages: connecting one, its calls, what its messages show, and answering by it.

use lobby::domain::chat::{Button, Card, ChatFacts, Content, Place, Reaction, Version};
use lobby::domain::message::Message;
use lobby::domain::time::Span;
use serde_json::json;

use crate::channels::calls::{Door, said};
use crate::pages::between;
use crate::security::server::{Browser, Reply, Server};

fn owner(door: &Door) -> Browser {
    let server = &door.program.server;
    server.browser_of(&server.owner())
}

fn sees(door: &Door, who: &Browser, path: &str) -> String {
    let page = door.program.server.get(path, &who.cookie);
    assert_eq!(page.status, 200, "{path}: {}", page.head);
    page.body
}

fn posts(door: &Door, who: &Browser, path: &str, form: &[(&str, &str)]) -> Reply {
    door.program.server.post(path, Some(who), form)
}

/// The API channel's page.
fn place(door: &Door) -> String {
    let all = door.program.get(200, "/channels");
    let all = all["data"].as_array().unwrap().clone();
    let own = all.iter().find(|it| it["kind"] == "api").unwrap();
    format!("/settings/channels/{}", own["id"].as_str().unwrap())
}

/// Changes the last message of the first conversation as a channel would have filed it.
fn becomes(door: &Door, change: impl Fn(&mut Message, &mut ChatFacts) + Send + 'static) {
    let app = &door.program.server.app;
    app.store
        .by_hand(move |w| {
            let c = w.conversation_numbered(1)?.unwrap();
            let mut message = w.messages_before(c.id, None, 1)?.pop().unwrap();
            let mut facts = message.chat.clone().unwrap();
            change(&mut message, &mut facts);
            message.chat = Some(facts);
            w.put_message(&message)
        })
        .unwrap();
}

#[test]
fn a_channel_is_chosen_connected_and_its_secret_shown_once() {
    let door = Door::new();
    let ana = owner(&door);
    let kinds = sees(&door, &ana, "/settings/channels/kinds");
    assert!(kinds.contains("/settings/channels/new\"") && kinds.contains("kinds/api\""));
    let form = sees(&door, &ana, "/settings/channels/kinds/api");
    assert!(form.contains("class=\"numbered\"") && form.contains("name=\"callback_url\""));
    assert!(form.contains("type=\"password\"") && !form.contains("channel-field-"));
    let wrong = posts(
        &door,
        &ana,
        "/settings/channels/kinds/api",
        &[("channel.name", "Tienda"), ("callback_url", "nowhere")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This is no web address.") && wrong.body.contains("Tienda"));
    let made = posts(
        &door,
        &ana,
        "/settings/channels/kinds/api",
        &[
            ("channel.name", "Tienda"),
            ("callback_url", ""),
            ("secret", ""),
        ],
    );
    assert_eq!(made.status, 200, "{}", made.body);
    let secret = between(&made.body, "value=\"whsec_", "\"").to_owned();
    assert!(made.body.contains("/hooks/api/") && secret.len() > 30);
    assert_eq!(made.header("cache-control").unwrap(), "no-store");
    let page = between(&made.body, "href=\"/settings/channels/0", "\"");
    let page = sees(&door, &ana, &format!("/settings/channels/0{page}"));
    assert!(page.contains("Tienda") && !page.contains(&secret), "once");
    assert!(page.contains("data-called") && page.contains("Waiting for the first call"));
    assert!(sees(&door, &ana, "/settings/channels").contains("Tienda"));
}

#[test]
fn calls_are_listed_with_their_verdict_read_again_and_downloaded() {
    let door = Door::new();
    let ana = owner(&door);
    let place = place(&door);
    door.call(&said("m1", "u1", "¿Abren hoy?"));
    assert_eq!(
        door.call_at(door.now() - 900, &door.secret, "{}").status,
        401
    );
    door.call_at(door.now(), &door.secret, "{");
    assert_eq!(door.verdicts().len(), 3);
    let page = sees(&door, &ana, &place);
    assert!(page.contains("The first call came"));
    for text in [
        "Taken in",
        "Refused",
        "Set aside",
        "signed too long ago",
        "one event",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(page.contains(">Works<"), "a call says that it works");
    let original = format!("{place}/calls/{}", between(&page, "/calls/", "\""));
    let raw = sees(&door, &ana, &original);
    assert!(raw.starts_with('{'));
    let replay = original.replace("original", "replay");
    let again = posts(&door, &ana, &replay, &[]);
    assert!(again.body.contains("It is read again."), "{}", again.status);
    let other = original.replace(
        place.trim_start_matches("/settings/channels/"),
        "01900000-0000-7000-8000-000000000000",
    );
    assert_eq!(door.program.server.get(&other, &ana.cookie).status, 404);
}

#[test]
fn a_message_shows_all_that_its_channel_tells() {
    let door = Door::new();
    let ana = owner(&door);
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let mut second = said("m2", "u1", "Es esta <b>tienda</b>");
    second["about"] = json!("m1");
    door.call(&second);
    becomes(&door, |message, facts| {
        let first = facts.quotes;
        assert!(first.is_some(), "it quotes what it answers");
        facts.place = Some(Place {
            latitude_e7: 47_110_000,
            longitude_e7: -740_721_000,
            name: "Tienda Luz".into(),
            address: "Calle 10".into(),
        });
        facts.cards = vec![Card {
            name: "Eva Ruiz".into(),
            phones: vec!["+57 300 123".into()],
            addresses: vec!["eva@x.co".into()],
        }];
        facts.reactions = vec![Reaction {
            by: message.author,
            emoji: "👍".into(),
            ..Reaction::default()
        }];
        facts.versions = vec![Version {
            text: "Es aquella".into(),
            ..Version::default()
        }];
        facts.withdrawn_at = Some(message.at);
        facts.buttons = vec![Button {
            id: "1".into(),
            text: "Sí, quiero".into(),
        }];
        facts.forwarded = true;
        facts.content = Content::Voice;
        facts.came_from = "https://shop.example/offer".into();
        facts.price = "service, free".into();
        facts.pressed = "yes".into();
    });
    let page = sees(&door, &ana, "/c/1");
    for text in [
        "Answers María Ruiz",
        "href=\"/c/1?at=0#m-0\"",
        "Tienda Luz",
        "mlat=4.71100&#38;mlon=-74.07210",
        "tel:+57300123",
        "mailto:eva%40x.co",
        "María Ruiz reacted with 👍",
        "Es aquella",
        "Taken back by the customer",
        "Sí, quiero",
        "Passed on",
        "Voice message",
        "shop.example/offer",
        "service, free",
        "Pressed a button",
    ] {
        assert!(
            page.contains(text),
            "{text}\n{}",
            between(&page, "id=\"messages\"", "</ol>")
        );
    }
    assert!(!page.contains("<b>tienda"), "text is text");
}

#[test]
fn a_file_is_played_fetched_or_tried_again() {
    let door = Door::new();
    let ana = owner(&door);
    let mut voice = said("m1", "u1", "");
    voice["attachments"] = json!([{ "name": "nota.ogg", "content_type": "audio/ogg; codecs=opus",
        "base64": "T2dnUwACAAAAAAAAAAA=" }]);
    assert_eq!(door.call(&voice).status, 200);
    let page = sees(&door, &ana, "/c/1");
    let src = between(&page, "<audio", "</audio>");
    let src = between(src, "src=\"", "\"").to_owned();
    let server = &door.program.server;
    let whole = server.get(&src, &ana.cookie);
    assert_eq!(whole.header("content-type").unwrap(), "audio/ogg");
    let headers = [("Cookie", ana.cookie.as_str()), ("Range", "bytes=0-3")];
    let piece = server.send("GET", &src, &headers, "");
    assert_eq!((piece.status, piece.body.as_str()), (206, "OggS"));
    becomes(&door, |message, _| {
        let file = &mut message.attachments[0];
        file.media = Some(Box::new(lobby::domain::message::MediaRef {
            id: "x".into(),
            failed: "media-gone".into(),
            given_up: true,
            ..Default::default()
        }));
    });
    let page = sees(&door, &ana, "/c/1");
    assert!(page.contains("The provider has it no longer.") && page.contains("/m/0/media\""));
    assert_eq!(server.get(&src, &ana.cookie).status, 404);
    assert_eq!(posts(&door, &ana, "/c/1/m/0/media", &[]).status, 303);
    let page = sees(&door, &ana, "/c/1");
    assert!(!page.contains("/m/0/media\""), "it is being fetched");
}

#[test]
fn an_album_is_one_grid() {
    let door = Door::new();
    let ana = owner(&door);
    for id in ["m1", "m2"] {
        let mut one = said(id, "u1", "");
        one["attachments"] = json!([{ "name": format!("{id}.png"), "content_type": "image/png",
            "base64": "iVBORw0KGgo=" }]);
        door.call(&one);
        becomes(&door, |_, facts| facts.album = "a1".into());
    }
    let page = sees(&door, &ana, "/c/1");
    assert_eq!(page.matches("<li class=\"message\"").count(), 1);
    assert!(page.contains("data-album") && page.contains("id=\"m-1\"") && page.contains("m2.png"));
}

fn multipart(door: &Door, who: &Browser, path: &str, form: &[(&str, &str)]) -> Reply {
    multipart_to(&door.program.server, who, path, form)
}

/// Posts a form with room for files.
pub fn multipart_to(server: &Server, who: &Browser, path: &str, form: &[(&str, &str)]) -> Reply {
    let origin = format!("http://{}", server.address);
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("Cookie", who.cookie.as_str()),
        ("Content-Type", "multipart/form-data; boundary=cut"),
    ];
    let all = form.iter().copied().chain([("csrf", who.csrf.as_str())]);
    let mut body: String = all
        .map(|(name, value)| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    body += "--cut--\r\n";
    server.send("POST", path, &headers, &body)
}

#[test]
fn an_answer_goes_by_the_channel_they_wrote_by_and_may_quote() {
    let door = Door::new();
    let ana = owner(&door);
    door.call(&said("m1", "u1", "¿Tienen la talla 38?"));
    let page = sees(&door, &ana, "/c/1?quote=0");
    let composer = between(&page, "id=\"composer\"", "form--note");
    let select = between(composer, "<select", "</select>");
    let options: Vec<_> = select.split("<option").skip(1).collect();
    assert!(
        options[0].contains("selected") && options[0].contains("API channel"),
        "{select}"
    );
    assert!(options[1].contains("disabled") && options[1].contains("no way to reach them there"));
    assert!(!composer.contains("name=\"to\""), "no recipients in a talk");
    assert!(composer.contains("Answers María Ruiz") && composer.contains("talla 38"));
    let channel = between(options[0], "value=\"", "\"").to_owned();
    let form = [
        ("text", "Sí."),
        ("channel", channel.as_str()),
        ("quotes", "0"),
        ("seen", "0"),
    ];
    let sent = multipart(&door, &ana, "/c/1/reply", &form);
    assert_eq!(sent.status, 303, "{}", sent.body);
    let all = door.messages(&json!(1));
    assert_eq!(all[1]["chat"]["quotes"], all[0]["id"]);
    assert_eq!(all[1]["chat"]["peer"], "u1");
    let page = sees(&door, &ana, "/c/1");
    assert!(page.contains("class=\"quote\"") && page.contains("Answers María Ruiz"));
}

#[test]
fn a_program_quotes_and_offers_buttons() {
    let door = Door::new();
    door.call(&said("m1", "u1", "¿Abren hoy?"));
    let first = door.messages(&json!(1))[0]["id"].clone();
    let body = json!({ "kind": "reply", "text": "¿Le aparto una?", "quotes": first,
        "buttons": [{ "id": "yes", "text": "Sí" }] });
    let made = door
        .program
        .post(201, "/conversations/1/messages", &body.to_string());
    assert_eq!(made["chat"]["quotes"], first);
    assert_eq!(made["chat"]["buttons"][0]["text"], "Sí");
    assert_eq!(
        door.program.get(200, "/conversations/1")["windows"],
        json!([])
    );
    let other =
        json!({ "kind": "reply", "text": "x", "quotes": "01900000-0000-7000-8000-000000000000" });
    door.program
        .post(422, "/conversations/1/messages", &other.to_string());
}

/// The timers of silence that are due.
fn look_for_silence(door: &Door) -> usize {
    use lobby::conversations::chat::silence;
    use lobby::domain::job::JobKind;
    let app = &door.program.server.app;
    let now = app.clock.now();
    let due = app.store.look(|look| look.jobs_due(now, 100)).unwrap();
    let mut n = 0;
    for job in due {
        if let JobKind::Silence { connection } = job.kind {
            let deed = move |w: &mut lobby::store::Write<'_>| {
                silence::look(w, connection)?;
                w.finish_job(&job).map(|_| ())
            };
            app.store.by_hand(deed).unwrap();
            n += 1;
        }
    }
    n
}

#[test]
fn a_channel_that_falls_silent_is_told_of_until_something_comes() {
    let door = Door::new();
    let clock = &door.program.server.app.clock;
    let place = place(&door);
    let channel = place.rsplit('/').next().unwrap().to_owned();
    let silent = || {
        door.verdicts();
        let it = door.program.get(200, &format!("/channels/{channel}"));
        it["health"]["silent_since"].is_string()
    };
    for n in 0..25 {
        clock.advance(Span::hours(4));
        assert_eq!(door.call(&said(&format!("m{n}"), "u1", "hola")).status, 200);
        door.verdicts();
        look_for_silence(&door);
    }
    assert!(!silent());
    // As long as it ever was silent is nothing; twice as long is.
    clock.advance(Span::hours(4));
    look_for_silence(&door);
    assert!(!silent());
    clock.advance(Span::hours(5));
    assert_eq!(look_for_silence(&door), 1);
    assert!(silent());
    assert_eq!(look_for_silence(&door), 0, "told once");
    let ana = owner(&door);
    assert!(sees(&door, &ana, &place).contains("Nothing was heard since"));
    assert!(sees(&door, &ana, "/settings/channels").contains(">Silent<"));
    assert!(sees(&door, &ana, "/").contains("Nothing has come by App for 9 h"));
    assert!(sees(&door, &ana, "/settings/changes").contains("App: silent"));
    assert_eq!(door.call(&said("again", "u1", "hola")).status, 200);
    assert!(!silent());
    assert!(!sees(&door, &ana, "/").contains("Nothing has come by"));
}

#[test]
fn all_calls_are_shown_page_by_page() {
    let door = Door::new();
    let (ana, place) = (owner(&door), place(&door));
    for n in 0..120 {
        door.call(&said(&format!("m{n}"), "u1", "hola"));
    }
    door.verdicts();
    let rows = |page: &str| page.matches("/original").count();
    assert_eq!(rows(&sees(&door, &ana, &place)), 20);
    let first = sees(&door, &ana, &format!("{place}/calls"));
    assert_eq!(rows(&first), 100);
    let next = between(&first, "rel=\"next\" href=\"", "\"");
    assert_eq!(rows(&sees(&door, &ana, next)), 20);
}
