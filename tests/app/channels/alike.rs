//! Who may be the same person: what people write and use speaks for it, with a reason, and joins nobody by itself.

use serde_json::{Value, json};

use crate::api::program::Program;
use crate::channels::calls::{Door, said};
use crate::channels::whatsapp::{Line, holding};

/// Code, text and message of every reason there is to think that somebody is another.
fn reasons(program: &Program, contact: &Value) -> Vec<(String, String)> {
    let place = format!("/contacts/{}/suggestions", contact.as_str().unwrap());
    let all = program.get(200, &place);
    let all = all["data"].as_array().unwrap().clone();
    let each = |it: &Value| it["reasons"].as_array().unwrap().clone();
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    all.iter()
        .flat_map(each)
        .map(|it| (text(&it["code"]), text(&it["text"])))
        .collect()
}

fn codes(program: &Program, contact: &Value) -> Vec<String> {
    let all = reasons(program, contact).into_iter();
    all.map(|it| it.0).collect()
}

fn page(program: &Program, place: &str) -> String {
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    server.get(place, &owner.cookie).body
}

fn from(who: &str, id: &str, text: &str) -> Value {
    let mut it = said(id, who, text);
    it["from"]["name"] = json!(who);
    it
}

/// The contact of the newest conversation.
fn newest(program: &Program) -> Value {
    let all = program.get(200, "/conversations");
    all["data"][0]["contact"]["id"].clone()
}

#[test]
fn a_number_or_an_address_in_a_message_is_asked_about_on_both_sides() {
    let line = Line::new();
    line.call(&holding("1055", &[line.text("wamid.1", "Hola")]));
    let maria = newest(&line.program);
    let place = format!("/contacts/{}", maria.as_str().unwrap());
    let mail = json!({ "add_identifiers": [{ "kind": "email", "value": "maria@home.example" }] });
    line.program.patch(200, &place, &mail.to_string());
    assert!(reasons(&line.program, &maria).is_empty());
    // Somebody else writes a mail and names both.
    let stranger = mailed(
        &line.program,
        "m.ruiz@work.example",
        "Hola, mi WhatsApp es 300 111 2233 y mi otro correo maria@home.example.",
    );
    let found = reasons(&line.program, &stranger);
    assert_eq!(
        found,
        [
            (
                "same_person_address_written".into(),
                "the address maria@home.example in a message".into()
            ),
            (
                "same_person_phone_written".into(),
                "the phone number +573001112233 in a message".into()
            ),
        ]
    );
    assert_eq!(
        codes(&line.program, &maria),
        codes(&line.program, &stranger)
    );
    // The page says why, and leads to where it stands.
    let number = line.conversations()[0]["number"].clone();
    let shown = page(
        &line.program,
        &format!("/contacts/{}", stranger.as_str().unwrap()),
    );
    assert!(shown.contains("Looks like María Ruiz (the address maria@home.example in a message)"));
    assert!(
        shown.contains(&format!("href=\"/c/{number}?at=")),
        "{shown}"
    );
    // Said to be two, they are not asked about again.
    let server = &line.program.server;
    let owner = server.browser_of(&server.owner());
    let apart = format!("/contacts/{}/apart", stranger.as_str().unwrap());
    server.post(&apart, Some(&owner), &[("other", maria.as_str().unwrap())]);
    assert!(reasons(&line.program, &stranger).is_empty());
    assert!(reasons(&line.program, &maria).is_empty());
    let problems = server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}

/// A mail comes, read as every mail is; answers whose it is.
fn mailed(program: &Program, address: &str, text: &str) -> Value {
    crate::channels::persons::mailed(program, address, text, true);
    newest(program)
}

#[test]
fn the_same_order_is_a_reason_until_many_have_it() {
    let door = Door::new();
    door.call(&from("u1", "m1", "Mi pedido 4821 no llega"));
    let first = newest(&door.program);
    assert!(codes(&door.program, &first).is_empty());
    door.call(&from("u2", "m2", "¿Y el pedido #4821?"));
    let second = newest(&door.program);
    assert_ne!(first, second);
    assert_eq!(
        reasons(&door.program, &second),
        [(
            "same_person_order".to_owned(),
            "the same order, 4821".to_owned()
        )]
    );
    assert_eq!(codes(&door.program, &first), ["same_person_order"]);
    for n in 3..=5 {
        door.call(&from(
            &format!("u{n}"),
            &format!("m{n}"),
            "El pedido 4821, por favor",
        ));
    }
    assert!(
        codes(&door.program, &first).is_empty(),
        "it tells nobody apart"
    );
}

#[test]
fn what_was_withdrawn_or_erased_is_no_reason() {
    let door = Door::new();
    door.call(&from("u1", "m1", "Mi pedido 4821 no llega"));
    let first = newest(&door.program);
    door.call(&from("u2", "m2", "El pedido 4821"));
    let second = newest(&door.program);
    let number = door.conversations()[0]["number"].clone();
    let messages = door.messages(&number);
    let id = messages[0]["id"].as_str().unwrap();
    assert_eq!(codes(&door.program, &first).len(), 1);
    let withdraw = format!("/messages/{id}/redact");
    door.program
        .post(200, &withdraw, "{\"reason\":\"private\"}");
    assert!(codes(&door.program, &first).is_empty());
    assert!(codes(&door.program, &second).is_empty());
    // And of somebody erased nothing is left.
    let contact = first.as_str().unwrap().parse().unwrap();
    let clues = || {
        door.program
            .server
            .app
            .store
            .look(|look| look.clues_of(contact))
            .unwrap()
    };
    assert_eq!(clues().len(), 1);
    let erase = format!("/contacts/{contact}/erase");
    door.program.ask("POST", &erase, &[], "{\"confirm\":true}");
    assert_eq!(clues(), []);
}
