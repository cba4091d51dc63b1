//! Every kind of update, in the shapes of the Bot API, old and new.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::channels::Channel;
use crate::channels::kit::hook::Facing;
use crate::channels::telegram::Telegram;
use crate::domain::channel::ProviderSettings;
use crate::domain::chat::Content;
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::time::Millis;

const AT: i64 = 1_790_000_000;

fn receive(update: &Value) -> Vec<Heard> {
    let settings = ProviderSettings::default();
    let facing = Facing {
        settings: &settings,
        country: "57",
        at: Millis(AT * 1_000 + 5_000),
    };
    let body = update.to_string();
    Telegram.receive(&facing, body.as_bytes()).unwrap()
}

fn one(update: &Value) -> News {
    let mut all = receive(update);
    assert_eq!(all.len(), 1, "{update}");
    all.remove(0).news
}

fn person() -> Value {
    json!({ "id": 700_100, "is_bot": false, "first_name": "Luz", "last_name": "Marín", "username": "luzm", "language_code": "es" })
}

/// A message of Luz's with these members over the usual ones.
fn message(more: Value) -> Value {
    let mut it = json!({
        "message_id": 31, "from": person(), "date": AT,
        "chat": { "id": 700_100, "type": "private", "first_name": "Luz", "last_name": "Marín" },
    });
    for (key, value) in more.as_object().unwrap() {
        it[key] = value.clone();
    }
    it
}

fn update(more: Value) -> Value {
    json!({ "update_id": 9_001, "message": message(more) })
}

fn said(more: Value) -> Inbound {
    let update = update(more);
    match one(&update) {
        News::Said(it) => *it,
        other => panic!("{update}: {other:?}"),
    }
}

#[test]
fn a_text_says_who_when_and_what() {
    let it = said(json!({ "text": "¿Abren hoy?" }));
    assert_eq!(it.text, "¿Abren hoy?");
    assert_eq!(it.from_name, "Luz Marín");
    assert_eq!(
        (it.from.kind, it.from.value.as_str()),
        (IdentifierKind::Telegram, "700100")
    );
    assert_eq!(
        (it.evidence, it.said_at),
        (Evidence::Provider, Millis(AT * 1_000))
    );
    let chat = it.chat.unwrap();
    assert_eq!(
        (chat.ids, chat.content),
        (vec!["700100:31".to_owned()], Content::Text)
    );
    let twice = [
        update(json!({ "text": "a" })),
        update(json!({ "text": "a" })),
    ];
    let keys: Vec<String> = receive(&json!(twice))
        .into_iter()
        .map(|it| it.dedupe)
        .collect();
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn links_behind_words_are_written_out() {
    let entities = json!([
        { "type": "bold", "offset": 0, "length": 2 },
        { "type": "text_link", "offset": 3, "length": 4, "url": "https://shop.example/a" },
        { "type": "text_link", "offset": 900, "length": 4, "url": "https://shop.example/b" },
    ]);
    let it = said(json!({ "text": "😀 este, no otro", "entities": entities }));
    assert_eq!(it.text, "😀 este (https://shop.example/a), no otro");
    let plain =
        json!([{ "type": "text_link", "offset": 0, "length": 12, "url": "https://shop.example/" }]);
    let it = said(json!({ "text": "shop.example", "entities": plain }));
    assert_eq!(it.text, "shop.example");
}

/// What it is, and its file: id, name, type, size.
fn file(more: Value) -> (Content, String, (String, String, String, u64)) {
    let it = said(more);
    let content = it.chat.unwrap().content;
    let file = it.attachments[0].clone();
    let id = file.media.unwrap().id;
    (
        content,
        it.text,
        (id, file.name, file.content_type, file.size),
    )
}

#[test]
fn files_are_told_by_what_they_are() {
    let f = |id: &str, name: &str, kind: &str, size: u64| {
        (id.to_owned(), name.to_owned(), kind.to_owned(), size)
    };
    let photo = json!({ "caption": "así llegó", "photo": [
        { "file_id": "small", "width": 90, "height": 60, "file_size": 900 },
        { "file_id": "large", "width": 1280, "height": 853, "file_size": 90_000 },
        { "file_id": "middle", "width": 320, "height": 213 },
    ] });
    let expected = (
        Content::Image,
        "así llegó".to_owned(),
        f("large", "photo.jpg", "image/jpeg", 90_000),
    );
    assert_eq!(file(photo), expected);
    let rows = [
        (
            json!({ "voice": { "file_id": "v", "duration": 3 } }),
            Content::Voice,
            f("v", "voice.ogg", "audio/ogg", 0),
        ),
        (
            json!({ "video": { "file_id": "w", "file_name": "a/b.mov", "mime_type": "video/quicktime", "thumb": {} } }),
            Content::Video,
            f("w", "a_b.mov", "video/quicktime", 0),
        ),
        (
            json!({ "video_note": { "file_id": "n", "length": 240, "duration": 2 } }),
            Content::Video,
            f("n", "video-note.mp4", "video/mp4", 0),
        ),
        (
            json!({ "animation": { "file_id": "g", "mime_type": "video/mp4" }, "document": { "file_id": "g2" } }),
            Content::Video,
            f("g", "animation.mp4", "video/mp4", 0),
        ),
        (
            json!({ "audio": { "file_id": "s", "title": "Vals", "mime_type": "audio/mpeg" } }),
            Content::Audio,
            f("s", "Vals.mp3", "audio/mpeg", 0),
        ),
        (
            json!({ "document": { "file_id": "d", "file_name": "recibo.pdf", "mime_type": "application/pdf", "file_size": 7 } }),
            Content::File,
            f("d", "recibo.pdf", "application/pdf", 7),
        ),
        (
            json!({ "live_photo": { "file_id": "l" }, "photo": [{ "file_id": "p" }] }),
            Content::Video,
            f("l", "live-photo.mp4", "video/mp4", 0),
        ),
    ];
    for (more, content, expected) in rows {
        assert_eq!(
            file(more.clone()),
            (content, String::new(), expected),
            "{more}"
        );
    }
    let sticker = |key: &str| json!({ "sticker": { "file_id": "k", "emoji": "🎉", key: true } });
    for (key, kind) in [
        ("is_animated", "application/x-tgsticker"),
        ("is_video", "video/webm"),
        ("other", "image/webp"),
    ] {
        let (content, text, (_, _, found, _)) = file(sticker(key));
        assert_eq!(
            (content, text.as_str(), found.as_str()),
            (Content::Sticker, "🎉", kind)
        );
    }
}

#[test]
fn an_album_is_held_together() {
    let it = said(json!({ "media_group_id": "13579", "photo": [{ "file_id": "p" }] }));
    assert_eq!(it.chat.unwrap().album, "13579");
}

#[test]
fn places_people_questions_and_throws() {
    let place = |more| said(more).chat.unwrap().place.unwrap();
    let spot = json!({ "latitude": 4.65, "longitude": -74.1 });
    let it = place(json!({ "location": spot }));
    assert_eq!(
        (it.latitude_e7, it.longitude_e7),
        (46_500_000, -741_000_000)
    );
    let it = place(
        json!({ "location": spot, "venue": { "location": spot, "title": "Clínica", "address": "Cra 7" } }),
    );
    assert_eq!(
        (it.name.as_str(), it.address.as_str()),
        ("Clínica", "Cra 7")
    );
    let poll = json!({ "poll": { "id": "1", "question": "¿Cuál?", "options": [{ "text": "A" }, { "text": "B" }] } });
    assert_eq!(said(poll).text, "¿Cuál?\n• A\n• B");
    assert_eq!(
        said(json!({ "dice": { "emoji": "🎲", "value": 4 } })).text,
        "🎲 4"
    );
    let app = said(json!({ "web_app_data": { "data": "size=38", "button_text": "Elegir" } }));
    assert_eq!(
        (app.text.as_str(), app.chat.unwrap().pressed.as_str()),
        ("Elegir", "size=38")
    );
}

#[test]
fn only_a_number_of_ones_own_is_proven() {
    let with = |user: i64| {
        said(
            json!({ "contact": { "phone_number": "573001234567", "first_name": "Luz", "user_id": user } }),
        )
    };
    let own = with(700_100);
    let number = Handle::phone("+573001234567");
    assert_eq!(own.also_known_as, [(number, Evidence::Provider)]);
    assert_eq!(own.chat.unwrap().cards[0].phones, ["+573001234567"]);
    for other in [0, 99] {
        let it = with(other);
        assert!(it.also_known_as.is_empty(), "{other}");
        assert_eq!(it.chat.unwrap().content, Content::Card);
    }
}

#[test]
fn what_is_answered_is_pointed_at_and_quoted() {
    let old = message(json!({ "message_id": 12, "text": "Sí, hasta las seis." }));
    let it = said(json!({ "text": "gracias", "reply_to_message": old }));
    assert_eq!(it.points_at, "700100:12");
    assert_eq!(it.chat.unwrap().quoted_text, "Sí, hasta las seis.");
    let part = json!({ "text": "hasta las seis", "position": 4 });
    let it = said(json!({ "text": "¿seguro?", "reply_to_message": old, "quote": part }));
    assert_eq!(it.chat.unwrap().quoted_text, "hasta las seis");
}

#[test]
fn what_was_passed_on_says_so() {
    for key in ["forward_origin", "forward_from", "forward_date"] {
        let it = said(json!({ "text": "x", key: {} }));
        assert!(it.chat.unwrap().forwarded, "{key}");
    }
    assert!(!said(json!({ "text": "x" })).chat.unwrap().forwarded);
}

#[test]
fn start_carries_what_the_link_said() {
    let chat = |text: &str| {
        let it = said(json!({ "text": text }));
        let chat = it.chat.unwrap();
        (it.text, chat.content, chat.came_from)
    };
    let start = "/start".to_owned();
    assert_eq!(
        chat("/start"),
        (start.clone(), Content::Notice, String::new())
    );
    assert_eq!(
        chat("/start ad_7-b"),
        (start, Content::Notice, "ad_7-b".to_owned())
    );
    for words in ["/startled", "/start now, please!"] {
        assert_eq!(
            chat(words),
            (words.to_owned(), Content::Text, String::new())
        );
    }
}

#[test]
fn an_edit_names_what_it_changes() {
    let edit = json!({ "update_id": 5, "edited_message": message(json!({ "text": "39", "edit_date": AT + 9 })) });
    let News::Edited { of, now } = one(&edit) else {
        panic!("{edit}");
    };
    assert_eq!((of.as_str(), now.text.as_str()), ("700100:31", "39"));
    assert_eq!(now.said_at, Millis((AT + 9) * 1_000));
}

#[test]
fn a_reaction_is_an_emoji_or_none() {
    let react = |new: Value| {
        let it = json!({ "update_id": 6, "message_reaction": {
            "chat": { "id": 700_100, "type": "private" }, "message_id": 31, "user": person(), "date": AT,
            "old_reaction": [], "new_reaction": new } });
        match one(&it) {
            News::Reacted { to, by, emoji } => {
                assert_eq!(
                    (to.as_str(), by.from.value.as_str()),
                    ("700100:31", "700100")
                );
                emoji
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(react(json!([{ "type": "emoji", "emoji": "👍" }])), "👍");
    assert_eq!(react(json!([])), "");
    assert_eq!(
        react(json!([{ "type": "custom_emoji", "custom_emoji_id": "5" }])),
        "🔹"
    );
}

fn press() -> Value {
    let keys = json!({ "inline_keyboard": [[{ "text": "Sí", "callback_data": "yes" }, { "text": "No", "callback_data": "no" }]] });
    let bot = json!({ "id": 1, "is_bot": true, "first_name": "Tienda" });
    let under = message(
        json!({ "message_id": 40, "from": bot, "text": "¿Le sirve?", "reply_markup": keys }),
    );
    json!({ "update_id": 7, "callback_query": { "id": "4711", "from": person(), "message": under, "data": "no" } })
}

#[test]
fn a_press_says_what_the_button_was_called_and_meant() {
    let News::Said(it) = one(&press()) else {
        panic!("no message");
    };
    assert_eq!(
        (it.text.as_str(), it.points_at.as_str()),
        ("No", "700100:40")
    );
    let chat = it.chat.unwrap();
    assert_eq!(
        (chat.content, chat.pressed.as_str()),
        (Content::Choice, "no")
    );
    let thanks = Telegram.thanks(press().to_string().as_bytes()).unwrap().1;
    let thanks: Value = serde_json::from_str(&thanks).unwrap();
    assert_eq!(
        thanks,
        json!({ "method": "answerCallbackQuery", "callback_query_id": "4711" })
    );
    assert_eq!(
        Telegram.thanks(update(json!({ "text": "x" })).to_string().as_bytes()),
        None
    );
    let mut bare = press();
    bare["callback_query"]["message"] = Value::Null;
    assert!(matches!(one(&bare), News::Said(it) if it.text == "no" && it.points_at.is_empty()));
}

#[test]
fn a_block_is_heard() {
    let member = |status: &str, kind: &str| {
        let id = if kind == "private" { 700_100 } else { -5 };
        one(&json!({ "update_id": 8, "my_chat_member": {
            "chat": { "id": id, "type": kind }, "from": person(), "date": AT,
            "old_chat_member": { "status": "member" }, "new_chat_member": { "status": status } } }))
    };
    for (status, expected) in [("kicked", false), ("member", true)] {
        let News::Reachable { who, reachable } = member(status, "private") else {
            panic!("{status}");
        };
        assert_eq!((who.value.as_str(), reachable), ("700100", expected));
    }
    assert!(matches!(member("kicked", "group"), News::Passed(_)));
}

#[test]
fn a_business_account_is_heard_both_ways() {
    let theirs = message(json!({ "business_connection_id": "conn7", "text": "hola" }));
    let News::Said(it) = one(&json!({ "update_id": 1, "business_message": theirs })) else {
        panic!("not said");
    };
    assert_eq!(
        (it.as_sent.as_str(), it.from.value.as_str()),
        ("conn7/700100", "700100")
    );
    assert_eq!(it.chat.unwrap().ids, ["conn7/700100:31"]);
    let owner = json!({ "id": 5, "is_bot": false, "first_name": "Ana" });
    let ours = message(json!({ "business_connection_id": "conn7", "from": owner, "text": "¿sí?" }));
    let News::Echoed(it) = one(&json!({ "update_id": 2, "business_message": ours })) else {
        panic!("not echoed");
    };
    assert_eq!(
        (it.from.value.as_str(), it.from_name.as_str()),
        ("700100", "Luz Marín")
    );
    let gone = json!({ "update_id": 3, "deleted_business_messages": {
        "business_connection_id": "conn7", "chat": { "id": 700_100, "type": "private" }, "message_ids": [31, 32] } });
    let of: Vec<String> = receive(&gone)
        .into_iter()
        .map(|it| match it.news {
            News::Withdrawn { of, .. } => of,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(of, ["conn7/700100:31", "conn7/700100:32"]);
}

#[test]
fn what_is_not_for_lobby_is_passed_over_with_a_reason() {
    let group = json!({ "chat": { "id": -100_500, "type": "supergroup", "title": "Barrio" }, "text": "hola" });
    let bot = json!({ "from": { "id": 3, "is_bot": true, "first_name": "B" }, "text": "hola" });
    let rows = [
        (update(group), "passed-group"),
        (update(bot), "passed-bot"),
        (update(json!({ "pinned_message": {} })), "passed-service"),
        (update(json!({ "gift": { "gift": {} } })), "passed-service"),
        (
            json!({ "update_id": 1, "channel_post": { "message_id": 1 } }),
            "passed-other",
        ),
        (
            json!({ "update_id": 1, "poll": { "id": "1" } }),
            "passed-other",
        ),
        (json!({ "update_id": 1, "chat_boost": {} }), "passed-other"),
        (
            json!({ "update_id": 1, "something_new": [1] }),
            "passed-other",
        ),
        (
            json!({ "update_id": 1, "business_connection": { "id": "c" } }),
            "passed-other",
        ),
    ];
    for (update, why) in rows {
        assert!(
            matches!(one(&update), News::Passed(it) if it == why),
            "{update}"
        );
    }
}

#[test]
fn what_nobody_knows_yet_is_shown_as_something_that_came() {
    for more in [
        json!({ "story": { "id": 1 } }),
        json!({ "rich_message": {}, "caption": "mira" }),
        json!({ "game": {} }),
        json!({ "photo": "no list" }),
        json!({ "voice": 5 }),
        json!({}),
    ] {
        let it = said(more.clone());
        assert_eq!(it.chat.unwrap().content, Content::Unsupported, "{more}");
    }
    assert_eq!(
        said(json!({ "paid_media": {}, "caption": "mira" })).text,
        "mira"
    );
}

#[test]
fn old_and_short_forms_are_read() {
    let short = json!({ "update_id": 1, "message": { "message_id": 2, "chat": { "id": 7, "first_name": "Eva" }, "text": "x" } });
    let News::Said(it) = one(&short) else {
        panic!("not said");
    };
    assert_eq!(
        (it.from.value.as_str(), it.from_name.as_str()),
        ("7", "Eva")
    );
}

#[test]
fn what_is_no_update_is_unreadable_and_says_nothing_of_it() {
    let settings = ProviderSettings::default();
    let facing = Facing {
        settings: &settings,
        country: "",
        at: Millis(0),
    };
    let secret = "{\"message\":{\"message_id\":\"palabras secretas\",\"chat\":{\"id\":1}}}";
    for body in [
        "",
        "{",
        "7",
        "\"x\"",
        "[1]",
        "{\"message\":{\"chat\":{\"id\":1}}}",
        secret,
        "\u{0}",
    ] {
        let read = Telegram.receive(&facing, body.as_bytes());
        let err = read.err().unwrap_or_else(|| panic!("{body} was read"));
        assert!(!err.detail.contains("secretas"), "{}", err.detail);
    }
}
