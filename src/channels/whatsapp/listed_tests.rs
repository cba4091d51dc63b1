//! Every kind of message, state, system message and field on the Cloud API's lists, as a call, with what becomes of it. A
//! kind that is on a list and not here fails.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::channels::kit::hook::Facing;
use crate::channels::whatsapp::receive::receive;
use crate::domain::channel::ProviderSettings;
use crate::domain::contact::Evidence;
use crate::domain::inbound::{Inbound, News};
use crate::domain::time::Millis;

/// Kinds of messages (Cloud API: messages webhook), and kinds that older clients send.
const KINDS: [&str; 20] = [
    "text",
    "image",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "button",
    "interactive",
    "order",
    "system",
    "edit",
    "revoke",
    "unsupported",
    "request_welcome",
    "ephemeral",
    "unknown",
];

/// Answers to what was sent with choices.
const ANSWERS: [&str; 4] = [
    "button_reply",
    "list_reply",
    "nfm_reply",
    "call_permission_reply",
];

/// What a system message tells.
const SYSTEM: [&str; 4] = [
    "user_changed_number",
    "customer_changed_number",
    "user_changed_user_id",
    "customer_identity_changed",
];

/// States of a message of ours.
const STATES: [&str; 6] = ["sent", "delivered", "read", "played", "failed", "deleted"];

/// Fields of a change that are no messages (Graph API: webhooks of a business account).
const FIELDS: [&str; 15] = [
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "calls",
    "history",
    "message_template_components_update",
    "message_template_quality_update",
    "message_template_status_update",
    "phone_number_name_update",
    "phone_number_quality_update",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
    "user_preferences",
];

fn read(field: &str, mut value: Value) -> Vec<News> {
    let mut settings = ProviderSettings::default();
    settings.values.insert("waba_id".into(), "2077".into());
    let facing = Facing {
        settings: &settings,
        country: "57",
        at: Millis(1_800_000_000_000),
    };
    value["metadata"] =
        json!({ "display_phone_number": "576015550101", "phone_number_id": "1055" });
    if value.get("contacts").is_none() {
        value["contacts"] = json!([{ "profile": { "name": "María" }, "wa_id": "573001112233" }]);
    }
    let call =
        json!({ "entry": [{ "id": "2077", "changes": [{ "field": field, "value": value }] }] });
    let heard = receive(&facing, call.to_string().as_bytes()).unwrap();
    heard.into_iter().map(|it| it.news).collect()
}

fn message(it: Value) -> News {
    let mut it = it;
    for (name, value) in [
        ("from", "573001112233"),
        ("id", "wamid.A"),
        ("timestamp", "1790000000"),
    ] {
        it[name] = value.into();
    }
    let mut all = read("messages", json!({ "messages": [it] }));
    assert!(!all.is_empty());
    all.remove(0)
}

/// What became of it, in a word.
fn word(news: &News) -> String {
    let content = |it: &Inbound| format!("{:?}", it.chat.as_ref().unwrap().content);
    match news {
        News::Said(it) => content(it),
        News::Echoed(it) => format!("our {}", content(it)),
        News::Edited { now, .. } => format!("edited {}", content(now)),
        News::Withdrawn { of, .. } => format!("withdrawn {of}"),
        News::Reacted { emoji, .. } => format!("reacted {emoji}"),
        News::Moved(it) => format!("{:?}", it.to),
        News::Renamed(it) if it.new_owner => "new owner".to_owned(),
        News::Renamed(_) => "renamed".to_owned(),
        News::Reachable { .. } => "reachable".to_owned(),
        News::Offers { wanted, .. } => format!("offers {wanted}"),
        News::Account { learnt, .. } => {
            let named = learnt.iter().map(|(name, value)| format!("{name}={value}"));
            named.collect::<Vec<_>>().join(" ")
        }
        News::Passed(why) => (*why).to_owned(),
    }
}

fn complete(list: &[&str], tried: &[&str]) {
    let (listed, tried): (BTreeSet<_>, BTreeSet<_>) =
        (list.iter().collect(), tried.iter().collect());
    assert_eq!(listed, tried);
}

#[test]
fn every_kind_of_message_becomes_something() {
    let file = json!({ "id": "9", "mime_type": "image/jpeg", "sha256": "" });
    let rows = [
        ("text", json!({ "body": "x" }), "Text"),
        ("image", file.clone(), "Image"),
        ("video", file.clone(), "Video"),
        ("audio", file.clone(), "Audio"),
        ("voice", file.clone(), "Voice"),
        ("document", file.clone(), "File"),
        ("sticker", file, "Sticker"),
        (
            "location",
            json!({ "latitude": 4.6, "longitude": -74.1, "url": "https://x.co" }),
            "Place",
        ),
        ("contacts", json!([{ "phones": [{}] }]), "Card"),
        (
            "reaction",
            json!({ "message_id": "w", "emoji": "👍" }),
            "reacted 👍",
        ),
        ("button", json!({ "text": "Sí", "payload": "y" }), "Choice"),
        (
            "interactive",
            json!({ "type": "button_reply", "button_reply": { "id": "y" } }),
            "Choice",
        ),
        ("order", json!({ "product_items": [] }), "Order"),
        (
            "system",
            json!({ "type": "user_changed_number", "wa_id": "573009998877" }),
            "renamed",
        ),
        (
            "edit",
            json!({ "original_message_id": "w", "message": { "type": "image",
            "image": { "id": "9", "caption": "mejor así" } } }),
            "edited Image",
        ),
        (
            "revoke",
            json!({ "original_message_id": "w" }),
            "withdrawn w",
        ),
        ("unsupported", json!({ "type": "poll" }), "Unsupported"),
        ("request_welcome", json!({}), "Unsupported"),
        ("ephemeral", json!({}), "Unsupported"),
        ("unknown", json!({}), "Unsupported"),
    ];
    complete(&KINDS, &rows.each_ref().map(|it| it.0));
    for (kind, body, expected) in rows {
        assert_eq!(
            word(&message(json!({ "type": kind, kind: body }))),
            expected,
            "{kind}"
        );
    }
}

#[test]
fn every_answer_to_choices_is_a_choice_that_is_known_by_its_id() {
    let rows = [
        (
            "button_reply",
            json!({ "id": "y", "title": "Sí" }),
            ("Sí", "y"),
        ),
        (
            "list_reply",
            json!({ "id": "r7", "title": "Rojo" }),
            ("Rojo", "r7"),
        ),
        (
            "nfm_reply",
            json!({ "name": "flow", "response_json": "{\"talla\":\"38\"}" }),
            ("talla: 38", "flow"),
        ),
        (
            "call_permission_reply",
            json!({ "response": "accept" }),
            ("📞 accept", "call_permission accept"),
        ),
    ];
    complete(&ANSWERS, &rows.each_ref().map(|it| it.0));
    for (kind, reply, (text, pressed)) in rows {
        let it = json!({ "type": "interactive", "interactive": { "type": kind, kind: reply } });
        let News::Said(it) = message(it) else {
            panic!("{kind}")
        };
        assert_eq!(
            (it.text.as_str(), it.chat.unwrap().pressed.as_str()),
            (text, pressed),
            "{kind}"
        );
    }
}

#[test]
fn every_system_message_speaks_of_a_person() {
    let rows = [
        (
            "user_changed_number",
            json!({ "wa_id": "573009998877" }),
            "renamed",
        ),
        (
            "customer_changed_number",
            json!({ "new_wa_id": "573009998877" }),
            "renamed",
        ),
        (
            "user_changed_user_id",
            json!({ "user_id": "CO.2" }),
            "renamed",
        ),
        ("customer_identity_changed", json!({}), "new owner"),
    ];
    complete(&SYSTEM, &rows.each_ref().map(|it| it.0));
    for (kind, mut body, expected) in rows {
        body["type"] = kind.into();
        let it = json!({ "type": "system", "from_user_id": "CO.1", "system": body });
        assert_eq!(word(&message(it)), expected, "{kind}");
    }
}

#[test]
fn every_state_moves_a_message_or_changes_nothing() {
    let rows = [
        ("sent", "Sent"),
        ("delivered", "Delivered"),
        ("read", "Read"),
        ("played", "Read"),
        ("failed", "Failed"),
        ("deleted", "passed-status"),
    ];
    complete(&STATES, &rows.map(|it| it.0));
    for (state, expected) in rows {
        // Of a failure no contacts are told; a person may be named by their id alone.
        let it = json!([{ "id": "wamid.O", "status": state, "timestamp": "1790000000",
            "recipient_user_id": "CO.1" }]);
        let all = read("messages", json!({ "contacts": [], "statuses": it }));
        assert_eq!(word(&all[0]), expected, "{state}");
    }
}

type Row = (&'static str, Value, &'static str);

/// Of approved texts.
fn of_texts() -> Vec<Row> {
    let text = |more: Value| {
        let mut it = json!({ "message_template_name": "visit", "message_template_language": "es" });
        for (name, value) in more.as_object().unwrap() {
            it[name] = value.clone();
        }
        it
    };
    let body = text(json!({ "message_template_element": "Hola" }));
    let quality = text(json!({ "new_quality_score": "RED" }));
    let paused = text(json!({ "event": "PAUSED", "reason": "NONE" }));
    let sells = text(json!({ "new_category": "MARKETING" }));
    vec![
        (
            "message_template_components_update",
            body,
            "template body visit es=Hola",
        ),
        (
            "message_template_quality_update",
            quality,
            "template quality visit es=RED",
        ),
        (
            "message_template_status_update",
            paused,
            "template status visit es=PAUSED",
        ),
        (
            "template_category_update",
            sells,
            "template category visit es=MARKETING",
        ),
    ]
}

/// Of the number and its account.
fn of_account() -> Vec<Row> {
    let alert = json!({ "alert_info": { "alert_type": "LOW" } });
    let restricted = json!({ "event": "ACCOUNT_RESTRICTION" });
    let limit = json!({ "max_daily_conversation_per_phone": 1000 });
    let name = json!({ "requested_verified_name": "Sol", "decision": "DEFERRED" });
    let quality = json!({ "event": "UNFLAGGED", "current_limit": "TIER_10K" });
    vec![
        ("account_alerts", alert, "alert=LOW"),
        (
            "account_review_update",
            json!({ "decision": "APPROVED" }),
            "review=APPROVED",
        ),
        (
            "account_update",
            restricted,
            "account_event=ACCOUNT_RESTRICTION",
        ),
        ("business_capability_update", limit, "messaging_limit=1000"),
        (
            "phone_number_name_update",
            name,
            "name=Sol name_decision=DEFERRED",
        ),
        (
            "phone_number_quality_update",
            quality,
            "messaging_limit=TIER_10K quality_event=UNFLAGGED",
        ),
    ]
}

/// Of people.
fn of_people() -> Vec<Row> {
    let untold = json!({ "history": [{ "errors": [{ "code": 2_593_109 }] }] });
    let echo = json!({ "message_echoes": [{ "id": "wamid.E", "to_user_id": "CO.1",
        "timestamp": "1790000000", "type": "revoke", "revoke": { "original_message_id": "w" } }] });
    let stop = json!({ "user_preferences": [{ "wa_id": "573001112233",
        "category": "marketing_messages", "value": "stop", "timestamp": 1_790_000_000 }] });
    vec![
        ("calls", json!({ "calls": [{}] }), "passed-call"),
        ("history", untold, "passed-history"),
        (
            "smb_app_state_sync",
            json!({ "state_sync": [{}] }),
            "passed-address-book",
        ),
        ("smb_message_echoes", echo, "withdrawn w"),
        ("user_preferences", stop, "offers false"),
    ]
}

#[test]
fn every_field_of_an_account_is_learnt_or_passed_by_name() {
    let rows: Vec<Row> = [of_texts(), of_account(), of_people()].concat();
    let named: Vec<&str> = rows.iter().map(|it| it.0).collect();
    complete(&FIELDS, &named);
    for (field, value, expected) in rows {
        assert_eq!(word(&read(field, value)[0]), expected, "{field}");
    }
}

#[test]
fn what_is_told_of_people_and_of_trouble_is_heard() {
    for value in ["resume", "signup"] {
        let it =
            json!([{ "wa_id": "16505551234", "category": "marketing_messages", "value": value }]);
        let all = read("user_preferences", json!({ "user_preferences": it }));
        assert_eq!(word(&all[0]), "offers true", "{value}");
    }
    let other = json!([{ "wa_id": "16505551234", "category": "songs", "value": "stop" }]);
    let all = read("user_preferences", json!({ "user_preferences": other }));
    assert_eq!(word(&all[0]), "passed-preference");
    for pair in [
        json!({ "user_id": { "previous": "CO.1", "current": "CO.2" } }),
        json!({ "old_user_id": "CO.1", "new_user_id": "CO.2" }),
    ] {
        let all = read("user_id_update", json!({ "user_id_update": [pair] }));
        assert_eq!(word(&all[0]), "renamed");
    }
    let all = read("messages", json!({ "errors": [{ "code": 131_000 }] }));
    assert_eq!(word(&all[0]), "passed-provider-error");
}

#[test]
fn what_a_message_tells_beside_what_it_says_is_kept() {
    let News::Said(it) = message(
        json!({ "type": "image", "image": { "url": "https://lookaside.fbsbx.com/x",
        "mime_type": "image/png" }, "context": { "frequently_forwarded": true } }),
    ) else {
        panic!()
    };
    assert_eq!(
        it.attachments[0].media.as_ref().unwrap().id,
        "https://lookaside.fbsbx.com/x"
    );
    let chat = it.chat.unwrap();
    assert!(chat.forwarded && !chat.entry);
    let News::Said(it) = message(json!({ "type": "text", "text": { "body": "¿Precio?" },
        "context": { "referred_product": { "catalog_id": "c", "product_retailer_id": "SKU-38" } },
        "referral": { "source_type": "post", "source_id": "77", "ctwa_clid": "z" } }))
    else {
        panic!()
    };
    let chat = it.chat.unwrap();
    assert!(chat.entry, "its window is longer");
    assert_eq!(chat.came_from, "post · 77 · SKU-38");
    // A number somebody gives because it was asked for is theirs; one they pass on is not.
    for (origin, theirs) in [("contact_request", true), ("other", false)] {
        let News::Said(it) = message(json!({ "type": "contacts", "contacts": [{ "origin": origin,
            "phones": [{ "phone": "+57 300 555 6677", "wa_id": "573005556677" }] }] }))
        else {
            panic!()
        };
        let given = it.also_known_as.iter().any(|(handle, evidence)| {
            handle.value == "+573005556677" && *evidence == Evidence::Provider
        });
        assert_eq!(given, theirs, "{origin}");
    }
}
