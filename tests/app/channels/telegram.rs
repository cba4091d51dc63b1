//! Telegram through the whole server: calls as the Bot API makes them, and what they move.

use lobby::domain::channel::ChannelKind;
use serde_json::{Value, json};

use crate::channels::kit::{Called, Row};
use crate::channels::persons::{case_of, told, way};

const USER: u64 = 500_100;

pub fn row() -> Row {
    Row {
        kind: ChannelKind::Telegram,
        settings: |base| json!({ "bot_token": "700001:AAF-token_of_the_tests_0123456789", "api_base": base }),
        sign: |door, _, _| {
            let name = "X-Telegram-Bot-Api-Secret-Token".to_owned();
            vec![(name, door.secret("secret_token"))]
        },
        said: |n, text| json!({ "update_id": n, "message": message(n, json!({ "text": text })) }),
        edited: Some(|n, text| {
            let more = json!({ "text": text, "edit_date": 1_790_000_900 });
            json!({ "update_id": n + 100, "edited_message": message(n, more) })
        }),
        oversize: 5 << 20,
        down: &[],
    }
}

fn message(n: u64, more: Value) -> Value {
    let mut it = json!({
        "message_id": n, "date": 1_790_000_000,
        "from": { "id": USER, "is_bot": false, "first_name": "Luz", "last_name": "Marín" },
        "chat": { "id": USER, "type": "private", "first_name": "Luz" },
    });
    for (key, value) in more.as_object().unwrap() {
        it[key] = value.clone();
    }
    it
}

fn update(n: u64, more: Value) -> Value {
    json!({ "update_id": n, "message": message(n, more) })
}

#[test]
fn a_file_an_album_and_a_place_stand_in_the_talk() {
    let door = Called::new(row());
    for n in 1..=2 {
        let photo = json!({ "photo": [{ "file_id": format!("p{n}") }], "media_group_id": "77" });
        assert_eq!(door.call(&update(n, photo)).status, 200);
    }
    let spot = json!({ "location": { "latitude": 4.6, "longitude": -74.1 } });
    assert_eq!(door.call(&update(3, spot)).status, 200);
    let messages = door.messages();
    assert_eq!(messages.len(), 3);
    assert_eq!(messages[0]["attachments"][0]["name"], "photo.jpg");
}

#[test]
fn a_press_is_answered_with_the_call_itself_and_a_group_with_nothing() {
    let door = Called::new(row());
    let keys = json!({ "inline_keyboard": [[{ "text": "Sí", "callback_data": "y" }]] });
    let under = message(9, json!({ "text": "¿Le sirve?", "reply_markup": keys }));
    let press = json!({ "update_id": 5, "callback_query": {
        "id": "c1", "from": under["from"], "message": under, "data": "y" } });
    let reply = door.call(&press);
    let said: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(
        said,
        json!({ "method": "answerCallbackQuery", "callback_query_id": "c1" })
    );
    assert_eq!(door.messages()[0]["text"], "Sí");
    let mut group = update(6, json!({ "text": "hola a todos" }));
    group["message"]["chat"] = json!({ "id": -100_200, "type": "supergroup" });
    let reply = door.call(&group);
    assert_eq!((reply.status, reply.body.as_str()), (200, ""));
    assert_eq!(door.messages().len(), 1);
}

#[test]
fn a_bot_is_connected_once_and_its_secrets_are_never_read_back() {
    let door = Called::new(row());
    let settings = &door.channel["settings"];
    assert_eq!(
        (&settings["bot_token"], &settings["secret_token"]),
        (&json!("set"), &json!("set"))
    );
    assert_eq!(door.channel["address"], "700001");
    let again =
        |token: &str| json!({ "kind": "telegram", "settings": { "bot_token": token } }).to_string();
    door.program.post(
        422,
        "/channels",
        &again("700001:another_token_of_the_same_bot"),
    );
    door.program.post(422, "/channels", &again("no token"));
    let id = door.channel["id"].as_str().unwrap();
    let change = json!({ "settings": { "mode": "poll" } }).to_string();
    let changed = door.program.patch(200, &format!("/channels/{id}"), &change);
    assert_eq!(
        (&changed["address"], &changed["settings"]["mode"]),
        (&json!("700001"), &json!("poll"))
    );
}

#[test]
fn a_code_behind_the_start_of_a_bot_goes_on_in_the_case() {
    let door = Called::new(row());
    let luz = door.program.contact("Luz");
    let number = case_of(&door.program, luz);
    let id = door.channel["id"].as_str().unwrap().to_owned();
    let refused = json!({ "channel_id": id }).to_string();
    let place = format!("/conversations/{number}/ways");
    door.program.post(422, &place, &refused);
    told(&door.program, &id, ("username", "flores_bot"));
    let made = way(&door.program, &number, &id);
    let code = made["code"].as_str().unwrap();
    assert_eq!(made["url"], format!("https://t.me/flores_bot?start={code}"));
    let text = format!("/start {code}");
    assert_eq!(door.call(&update(1, json!({ "text": text }))).status, 200);
    let all = door.conversations();
    assert_eq!((all.len(), &all[0]["number"]), (1, &number));
    let found = door.program.get(200, &format!("/contacts/{luz}"));
    let held = found["identifiers"].as_array().unwrap();
    let bot = held.iter().find(|it| it["kind"] == "telegram").unwrap();
    assert_eq!(bot["verified"], true);
    // What they say next is theirs without it, and the code is used up.
    door.call(&update(2, json!({ "text": "¿Llegó?" })));
    assert_eq!(door.conversations().len(), 1);
    let problems = door.program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
}
