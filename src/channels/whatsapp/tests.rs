//! Every kind of call as Meta makes it, in shapes of our own making.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use serde_json::{Value, json};

use crate::channels::kit::hook::Facing;
use crate::channels::whatsapp::receive::receive;
use crate::domain::channel::ProviderSettings;
use crate::domain::chat::{ChatFacts, Content};
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::delivery::DeliveryState;
use crate::domain::inbound::{Heard, Inbound, News};
use crate::domain::time::Millis;

const NUMBER: &str = "1055";
const ACCOUNT: &str = "2077";
const THEM: &str = "573001112233";

fn read(call: &Value) -> Vec<Heard> {
    let mut settings = ProviderSettings::default();
    settings.values.insert("waba_id".into(), ACCOUNT.into());
    let facing = Facing {
        settings: &settings,
        country: "57",
        at: Millis(1_800_000_000_000),
    };
    receive(&facing, call.to_string().as_bytes()).unwrap()
}

fn call(field: &str, value: &Value) -> Value {
    json!({ "object": "whatsapp_business_account",
        "entry": [{ "id": ACCOUNT, "changes": [{ "field": field, "value": value }] }] })
}

fn value() -> Value {
    json!({ "messaging_product": "whatsapp",
        "metadata": { "display_phone_number": "+57 601 555 0101", "phone_number_id": NUMBER },
        "contacts": [{ "profile": { "name": "María Ruiz" }, "wa_id": THEM }] })
}

fn with(message: Value) -> Value {
    let mut message = message;
    for (name, it) in [
        ("from", THEM),
        ("id", "wamid.A1"),
        ("timestamp", "1790000000"),
    ] {
        if message.get(name).is_none() {
            message[name] = it.into();
        }
    }
    let mut all = value();
    all["messages"] = json!([message]);
    call("messages", &all)
}

fn news(call: &Value) -> News {
    let mut heard = read(call);
    assert_eq!(heard.len(), 1, "{heard:?}");
    heard.remove(0).news
}

fn said(message: Value) -> Inbound {
    match news(&with(message)) {
        News::Said(it) => *it,
        other => panic!("{other:?}"),
    }
}

fn facts(it: &Inbound) -> &ChatFacts {
    it.chat.as_deref().unwrap()
}

fn number(digits: &str) -> Handle {
    Handle {
        kind: IdentifierKind::WhatsApp,
        scope: String::new(),
        value: format!("+{digits}"),
    }
}

fn user(id: &str) -> Handle {
    Handle {
        kind: IdentifierKind::WhatsApp,
        scope: ACCOUNT.into(),
        value: id.into(),
    }
}

#[test]
fn a_text_says_who_when_and_what_it_quotes() {
    let it = said(
        json!({ "type": "text", "text": { "body": "¿Tienen la 38?" },
        "context": { "from": "576015550101", "id": "wamid.OURS", "forwarded": true },
        "referral": { "headline": "Botas", "source_type": "ad", "source_id": "77",
            "source_url": "https://fb.example/ad" } }),
    );
    assert_eq!(
        (it.text.as_str(), it.from_name.as_str()),
        ("¿Tienen la 38?", "María Ruiz")
    );
    assert_eq!((it.from.clone(), it.as_sent.as_str()), (number(THEM), THEM));
    assert_eq!(
        it.also_known_as,
        [(Handle::phone(format!("+{THEM}")), Evidence::Provider)]
    );
    assert_eq!(
        (it.evidence, it.said_at),
        (Evidence::Provider, Millis(1_790_000_000_000))
    );
    assert_eq!(it.points_at, "wamid.OURS");
    let chat = facts(&it);
    assert!(chat.forwarded);
    assert_eq!(chat.ids, ["wamid.A1"]);
    assert_eq!(chat.came_from, "Botas · ad · 77 · https://fb.example/ad");
    let late =
        said(json!({ "type": "text", "text": { "body": "x" }, "timestamp": "1790000000123" }));
    assert_eq!(
        late.said_at,
        Millis(1_790_000_000_123),
        "milliseconds were seen too"
    );
}

#[test]
fn files_wait_at_meta_with_their_sum() {
    let sum = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=";
    for (kind, file, content, name) in [
        (
            "image",
            json!({ "id": "9", "mime_type": "image/jpeg", "sha256": sum, "caption": "así" }),
            Content::Image,
            "image.jpg",
        ),
        (
            "video",
            json!({ "id": "9", "mime_type": "video/mp4", "sha256": sum }),
            Content::Video,
            "video.mp4",
        ),
        (
            "audio",
            json!({ "id": "9", "mime_type": "audio/ogg; codecs=opus", "voice": true, "sha256": sum }),
            Content::Voice,
            "audio.ogg",
        ),
        (
            "audio",
            json!({ "id": "9", "mime_type": "audio/mpeg", "voice": false, "sha256": sum }),
            Content::Audio,
            "audio.mp3",
        ),
        (
            "document",
            json!({ "id": "9", "mime_type": "application/pdf", "filename": "../a/factura.pdf", "sha256": sum }),
            Content::File,
            ".._a_factura.pdf",
        ),
        (
            "sticker",
            json!({ "id": "9", "mime_type": "image/webp", "animated": true, "sha256": sum }),
            Content::Sticker,
            "sticker.webp",
        ),
    ] {
        let it = said(json!({ "type": kind, kind: file }));
        let at = &it.attachments[0];
        assert_eq!(
            (facts(&it).content, at.name.trim_start_matches('.')),
            (content, name.trim_start_matches('.'))
        );
        let media = at.media.as_ref().unwrap();
        assert_eq!(media.id, "9");
        assert_eq!(
            media.sha256,
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        );
        assert!(!at.content_type.contains(';'));
    }
    let odd = said(json!({ "type": "image", "image": { "id": "9", "sha256": "AAA=" } }));
    assert!(
        odd.attachments[0].media.as_ref().unwrap().sha256.is_empty(),
        "no sum at all"
    );
}

#[test]
fn places_people_orders_and_choices_are_read() {
    let it = said(
        json!({ "type": "location", "location": { "latitude": 4.65, "longitude": "-74.1", "name": "Tienda", "address": "Calle 1" } }),
    );
    let place = facts(&it).place.clone().unwrap();
    assert_eq!(
        (place.latitude_e7, place.longitude_e7, place.name.as_str()),
        (46_500_000, -741_000_000, "Tienda")
    );
    let it = said(
        json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "Luis" },
        "phones": [{ "phone": "+57 300 5", "wa_id": "573005556677" }], "emails": [{ "email": "l@x.example" }] }, {}] }),
    );
    let cards = &facts(&it).cards;
    assert_eq!((cards.len(), cards[0].phones[0].as_str()), (2, "+57 300 5"));
    assert!(
        !it.also_known_as
            .iter()
            .any(|(it, _)| it.value.ends_with("6677")),
        "somebody else's"
    );
    for (message, text, pressed) in [
        (
            json!({ "type": "button", "button": { "payload": "P", "text": "Confirmo" } }),
            "Confirmo",
            "P",
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "button_reply", "button_reply": { "id": "y", "title": "Sí" } } }),
            "Sí",
            "y",
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "list_reply", "list_reply": { "id": "r7", "title": "Rojo", "description": "d" } } }),
            "Rojo",
            "r7",
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "name": "flow", "body": "Sent", "response_json": "{\"talla\":\"38\",\"flow_token\":\"t\"}" } } }),
            "talla: 38",
            "flow",
        ),
        (
            json!({ "type": "interactive", "interactive": { "type": "nfm_reply", "nfm_reply": { "name": "flow", "response_json": "[1]" } } }),
            "[1]",
            "flow",
        ),
    ] {
        let it = said(message);
        let chat = facts(&it);
        assert_eq!(
            (it.text.as_str(), chat.pressed.as_str(), chat.content),
            (text, pressed, Content::Choice)
        );
    }
    let it = said(
        json!({ "type": "order", "order": { "catalog_id": "c", "text": "rápido, por favor",
        "product_items": [{ "product_retailer_id": "sku-1", "quantity": 2, "item_price": 10.5, "currency": "USD" }] } }),
    );
    assert_eq!(it.text, "rápido, por favor\n2 × sku-1 · 10.5 USD");
}

#[test]
fn what_is_not_known_yet_is_a_message_that_says_so() {
    for (message, text) in [
        (
            json!({ "type": "unsupported", "errors": [{ "code": 131_051, "title": "Unsupported message type" }] }),
            "Unsupported message type",
        ),
        (
            json!({ "type": "unsupported", "unsupported": { "type": "poll" } }),
            "poll",
        ),
        (json!({ "type": "hologram", "hologram": {} }), "hologram"),
        (json!({ "type": 7 }), "7"),
        (json!({}), ""),
    ] {
        let it = said(message);
        assert_eq!(
            (it.text.as_str(), facts(&it).content),
            (text, Content::Unsupported)
        );
    }
}

#[test]
fn what_was_said_is_changed_taken_back_and_reacted_to() {
    match news(&with(
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.OURS", "emoji": "😡" } }),
    )) {
        News::Reacted { to, emoji, by } => {
            assert_eq!(
                (to.as_str(), emoji.as_str(), by.from),
                ("wamid.OURS", "😡", number(THEM))
            );
        }
        other => panic!("{other:?}"),
    }
    let removed = news(&with(
        json!({ "type": "reaction", "reaction": { "message_id": "wamid.OURS" } }),
    ));
    assert!(matches!(removed, News::Reacted { emoji, .. } if emoji.is_empty()));
    let edit = json!({ "type": "edit", "edit": { "original_message_id": "wamid.A0",
        "message": { "type": "text", "text": { "body": "la 39" }, "context": { "id": "wamid.Q" } } } });
    match news(&with(edit)) {
        News::Edited { of, now } => {
            assert_eq!(
                (of.as_str(), now.text.as_str(), now.points_at.as_str()),
                ("wamid.A0", "la 39", "wamid.Q")
            );
        }
        other => panic!("{other:?}"),
    }
    let revoke = json!({ "type": "revoke", "revoke": { "original_message_id": "wamid.A0" } });
    assert!(matches!(news(&with(revoke)), News::Withdrawn { of, .. } if of == "wamid.A0"));
}

#[test]
fn people_have_a_number_an_id_or_both() {
    let mut both =
        with(json!({ "type": "text", "text": { "body": "x" }, "from_user_id": "CO.42" }));
    let at = |call: &mut Value, name: &str, it: Value| {
        call["entry"][0]["changes"][0]["value"]["contacts"][0][name] = it;
    };
    at(&mut both, "user_id", json!("CO.42"));
    let News::Said(it) = news(&both) else {
        panic!()
    };
    assert_eq!(it.from, user("CO.42"));
    let phone = Handle::phone(format!("+{THEM}"));
    assert_eq!(
        it.also_known_as,
        [
            (phone, Evidence::Provider),
            (number(THEM), Evidence::Provider)
        ]
    );
    let mut only_id = both.clone();
    let message = &mut only_id["entry"][0]["changes"][0]["value"]["messages"][0];
    message.as_object_mut().unwrap().remove("from");
    at(&mut only_id, "wa_id", Value::Null);
    let News::Said(it) = news(&only_id) else {
        panic!()
    };
    assert_eq!((it.from, it.also_known_as.len()), (user("CO.42"), 0));
    assert_eq!(it.from_name, "María Ruiz");
    let mut nobody = only_id.clone();
    nobody["entry"][0]["changes"][0]["value"]["messages"][0]["from_user_id"] = Value::Null;
    nobody["entry"][0]["changes"][0]["value"]["contacts"] = Value::Null;
    assert_eq!(news(&nobody), News::Passed("passed-nobody"));
    let odd = said(json!({ "type": "text", "text": { "body": "x" }, "from": "<NUMBER>" }));
    assert_eq!(odd.from, user("<NUMBER>"), "kept apart, not lost");
}

#[test]
fn numbers_and_ids_move_and_change_hands() {
    let moved = read(&with(
        json!({ "type": "system", "system": { "type": "user_changed_number", "wa_id": "573009998877", "body": "…" } }),
    ));
    let all: Vec<_> = moved
        .iter()
        .map(|it| match &it.news {
            News::Renamed(it) => (
                it.who.value.clone(),
                it.also.value.clone(),
                it.moved,
                it.new_owner,
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = (format!("+{THEM}"), "+573009998877".to_owned(), true, false);
    assert_eq!(all, [expected.clone(), expected]);
    assert_ne!(moved[0].dedupe, moved[1].dedupe);
    let hands = read(&with(
        json!({ "type": "system", "system": { "type": "customer_identity_changed" },
        "identity": { "acknowledged": false, "hash": "h" } }),
    ));
    assert!(
        hands
            .iter()
            .all(|it| matches!(&it.news, News::Renamed(it) if it.new_owner))
    );
    assert_eq!(hands.len(), 2);
    let id = read(&with(json!({ "type": "system", "from_user_id": "CO.1",
        "system": { "type": "user_changed_user_id", "user_id": "CO.2" } })));
    assert!(
        matches!(&id[..], [Heard { news: News::Renamed(it), .. }] if it.who == user("CO.1") && it.also == user("CO.2"))
    );
    let odd = news(&with(
        json!({ "type": "system", "system": { "type": "something" } }),
    ));
    assert_eq!(odd, News::Passed("passed-system"));
}

#[test]
fn statuses_tell_the_state_the_price_and_the_reason() {
    let status = |more: Value| {
        let mut it = json!({ "id": "wamid.O", "timestamp": "1790000001", "recipient_id": THEM });
        for (name, more) in more.as_object().unwrap() {
            it[name] = more.clone();
        }
        let mut all = value();
        all["statuses"] = json!([it]);
        news(&call("messages", &all))
    };
    for (word, state) in [
        ("sent", DeliveryState::Sent),
        ("delivered", DeliveryState::Delivered),
        ("read", DeliveryState::Read),
        ("played", DeliveryState::Read),
    ] {
        let News::Moved(it) = status(json!({ "status": word, "biz_opaque_callback_data": "ours",
            "pricing": { "billable": false, "pricing_model": "PMP", "type": "free_entry_point", "category": "service" } }))
        else {
            panic!()
        };
        assert_eq!(
            (it.of.as_str(), it.to, it.ours.as_str()),
            ("wamid.O", state, "ours")
        );
        assert_eq!(it.price, "service PMP free_entry_point not_billable");
    }
    let News::Moved(it) = status(json!({ "status": "failed", "errors": [{ "code": 131_047,
        "title": "Re-engagement message", "error_data": { "details": "more than 24 hours" } }] }))
    else {
        panic!()
    };
    let error = it.error.unwrap();
    assert_eq!(
        (it.to, error.code.as_str()),
        (DeliveryState::Failed, "send-window-closed")
    );
    assert_eq!(
        (error.provider_code.as_str(), error.detail.as_str()),
        ("131047", "more than 24 hours")
    );
    assert_eq!(
        status(json!({ "status": "levitated" })),
        News::Passed("passed-status")
    );
    assert_eq!(
        status(json!({ "status": "read", "recipient_type": "group" })),
        News::Passed("passed-group")
    );
}

#[test]
fn echoes_and_history_are_ours_or_theirs() {
    let mut all = value();
    all["message_echoes"] = json!([{ "from": "576015550101", "to": THEM, "id": "wamid.E", "timestamp": "1790000000",
        "type": "text", "text": { "body": "Sí hay" } }]);
    match news(&call("smb_message_echoes", &all)) {
        News::Echoed(it) => assert_eq!(
            (it.from.clone(), it.text.as_str()),
            (number(THEM), "Sí hay")
        ),
        other => panic!("{other:?}"),
    }
    let mut all = value();
    let line = |from: &str, id: &str| json!({ "from": from, "id": id, "timestamp": "1700000000", "type": "text", "text": { "body": id } });
    all["history"] = json!([{ "metadata": { "phase": 0 }, "threads": [{ "id": THEM,
        "messages": [line(THEM, "h1"), line("576015550101", "h2")] }] }]);
    let heard = read(&call("history", &all));
    assert!(matches!(&heard[0].news, News::Said(it) if it.history && it.from == number(THEM)));
    assert!(matches!(&heard[1].news, News::Echoed(it) if it.history && it.from == number(THEM)));
}

#[test]
fn one_call_serves_several_numbers_and_groups_are_left_alone() {
    let one = |number: &str, id: &str| {
        let mut it = value();
        it["metadata"]["phone_number_id"] = number.into();
        it["messages"] = json!([{ "from": THEM, "id": id, "timestamp": "1790000000", "type": "text", "text": { "body": id } }]);
        json!({ "field": "messages", "value": it })
    };
    let all = json!({ "object": "whatsapp_business_account", "entry": [
        { "id": ACCOUNT, "changes": [one("1", "a"), one("2", "b")] },
        { "id": "other", "changes": [one("3", "c")] } ] });
    let heard = read(&all);
    let addresses: Vec<_> = heard
        .iter()
        .map(|it| (it.address.as_str(), it.dedupe.as_str()))
        .collect();
    assert_eq!(addresses, [("1", "wa a"), ("2", "wa b"), ("3", "wa c")]);
    let group = with(json!({ "type": "text", "text": { "body": "x" }, "group_id": "g" }));
    assert_eq!(news(&group), News::Passed("passed-group"));
}

#[test]
fn what_is_told_of_the_account_is_learnt_and_trouble_shows() {
    let learnt = |field: &str, value: Value| match news(&call(field, &value)) {
        News::Account { code, learnt, .. } => (code, learnt),
        other => panic!("{other:?}"),
    };
    let (code, pairs) = learnt(
        "message_template_status_update",
        json!({ "event": "REJECTED", "reason": "INVALID_FORMAT",
        "message_template_name": "open_now", "message_template_language": "es" }),
    );
    assert_eq!((code, pairs.len()), ("", 2));
    assert_eq!(
        pairs[0],
        (
            "template status open_now es".to_owned(),
            "REJECTED".to_owned()
        )
    );
    let (_, pairs) = learnt(
        "phone_number_quality_update",
        json!({ "event": "FLAGGED", "current_limit": "TIER_1K" }),
    );
    assert!(pairs.contains(&("messaging_limit".to_owned(), "TIER_1K".to_owned())));
    let ban = |state: &str| json!({ "event": "DISABLED_UPDATE", "ban_info": { "waba_ban_state": state } });
    assert_eq!(
        learnt("account_update", ban("DISABLE")).0,
        "health-whatsapp-disabled"
    );
    assert_eq!(learnt("account_update", ban("REINSTATE")).0, "");
    assert_eq!(
        learnt("account_update", json!({ "event": "ACCOUNT_OFFBOARDED" })).0,
        "health-whatsapp-disconnected"
    );
    let mut other = call("account_update", &ban("DISABLE"));
    other["entry"][0]["id"] = "9".into();
    assert_eq!(news(&other), News::Passed("passed-other-account"));
    for field in [
        "calls",
        "user_preferences",
        "smb_app_state_sync",
        "made_in_2031",
    ] {
        assert!(
            matches!(news(&call(field, &value())), News::Passed(_)),
            "{field}"
        );
    }
}

#[test]
fn no_shape_breaks_reading() {
    let mut settings = ProviderSettings::default();
    settings.learnt.insert("channel".into(), "c".into());
    let facing = Facing {
        settings: &settings,
        country: "",
        at: Millis(1),
    };
    for broken in ["", "{", "null", "[]", "{\"entry\":7}"] {
        assert!(receive(&facing, broken.as_bytes()).is_err(), "{broken}");
    }
    // Every value of a whole call is replaced in turn by what it should not be.
    let whole = with(
        json!({ "type": "contacts", "contacts": [{ "name": { "formatted_name": "x" }, "phones": [{ "phone": "1" }] }],
        "context": { "id": "q" }, "referral": { "headline": "h" } }),
    );
    let text = whole.to_string();
    let mut tried = 0;
    for (at, _) in text.match_indices(':') {
        let (head, tail) = text.split_at(at + 1);
        for wrong in [
            "null",
            "7",
            "\"x\"",
            "[]",
            "{}",
            "[null,[{}]]",
            "-1e308",
            "true",
        ] {
            let mut rest = serde_json::Deserializer::from_str(tail).into_iter::<Value>();
            let _ = rest.next();
            let (_, after) = tail.split_at(rest.byte_offset().min(tail.len()));
            let made = format!("{head}{wrong}{after}");
            tried += 1;
            let _ = receive(&facing, made.as_bytes());
        }
    }
    assert!(tried > 100, "{tried}");
}
