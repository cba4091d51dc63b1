//! WhatsApp's Graph API, and the signed calls it makes (developers.facebook.com/documentation/business-messaging).

use std::time::Duration;

use actix_web::HttpRequest;
use ring::hmac;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::hooks::{self, Incoming};
use crate::channels::kit::hook::Hook;
use crate::cli::demo::letter::PHOTO;
use crate::cli::demo::phones::{FILE, FILE_PATH, Phones, Words};
use crate::domain::channel::ChannelKind;
use crate::domain::time::Millis;

/// The company's number, its account, and the secret its calls are signed with; they are good on this machine only.
pub const NUMBER: &str = "100200301";
pub const ACCOUNT: &str = "100200302";
pub const SECRET: &str = "demo";
/// As people read the number (of the range kept for fiction).
const SHOWN: &str = "+1 202-555-0142";
/// The name Meta has verified.
const VERIFIED: &str = "Lobby demo";
/// How long a message takes to the customer's telephone, and until it is read.
const DELIVERED: Duration = Duration::from_millis(900);
const READ: Duration = Duration::from_secs(4);

impl Phones {
    /// A customer writes to the company's number.
    pub async fn write_to_number(&self, words: &Words<'_>) {
        self.tell(&message(words)).await;
    }

    /// Makes a call as Meta does.
    async fn tell(&self, body: &Value) {
        let call = Incoming {
            kind: ChannelKind::WhatsApp,
            key: self.whatsapp.key.clone(),
            hook: signed(body, self.app.clock.now()),
        };
        if let Err(refused) = hooks::called(&self.app, call).await {
            tracing::warn!(?refused, "a call of the demo was not taken");
        }
    }
}

/// A call with one change.
fn call(field: &str, value: &Value) -> Value {
    json!({ "object": "whatsapp_business_account",
        "entry": [{ "id": ACCOUNT, "changes": [{ "field": field, "value": value }] }] })
}

fn about() -> Value {
    json!({ "display_phone_number": SHOWN, "phone_number_id": NUMBER })
}

/// The call with what a customer says.
#[must_use]
pub fn message(words: &Words<'_>) -> Value {
    let mut message = json!({
        "from": words.from,
        "id": format!("wamid.{}", Uuid::new_v4().simple()),
        "timestamp": (words.at.0 / 1_000).to_string(),
    });
    let said = if words.photo {
        json!({ "type": "image", "image": { "id": FILE, "mime_type": "image/png", "caption": words.text } })
    } else {
        json!({ "type": "text", "text": { "body": words.text } })
    };
    if let (Some(message), Value::Object(said)) = (message.as_object_mut(), said) {
        message.extend(said);
    }
    let change = json!({ "messaging_product": "whatsapp", "metadata": about(),
        "contacts": [{ "profile": { "name": words.name }, "wa_id": words.from }], "messages": [message] });
    call("messages", &change)
}

/// A call with its signature (HMAC-SHA256 of the body with the app's secret).
#[must_use]
fn signed(body: &Value, at: Millis) -> Hook {
    let body = body.to_string().into_bytes();
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let tag = hmac::sign(&key, &body);
    let digits: String = tag.as_ref().iter().map(|it| format!("{it:02x}")).collect();
    let header = ("x-hub-signature-256".to_owned(), format!("sha256={digits}"));
    Hook {
        headers: vec![header],
        body,
        at,
        ..Hook::default()
    }
}

/// Answers what Lobby asks; what nobody needs here succeeds with nothing in it.
pub fn answer(phones: &Phones, req: &HttpRequest, path: &str, asked: &Value) -> Value {
    let last = path.rsplit('/').next().unwrap_or_default();
    match (req.method().as_str(), last) {
        ("POST", "messages") => taken(phones, asked),
        ("POST", _) => json!({ "success": true }),
        (_, NUMBER) => {
            json!({ "display_phone_number": SHOWN, "verified_name": VERIFIED, "quality_rating": "GREEN",
            "status": "CONNECTED", "whatsapp_business_manager_messaging_limit": "TIER_1K" })
        }
        (_, FILE) => {
            let url = format!("http://{}/{FILE_PATH}", req.connection_info().host());
            json!({ "id": FILE, "url": url, "mime_type": "image/png", "file_size": PHOTO.len() })
        }
        (_, "message_templates") => json!({ "data": templates() }),
        _ => json!({ "data": [] }),
    }
}

/// Texts that are approved, for whom nobody answered in a day.
fn templates() -> Value {
    let one = |name: &str, language: &str, text: &str| {
        json!({ "name": name, "language": language, "category": "UTILITY", "status": "APPROVED",
            "components": [{ "type": "BODY", "text": text, "example": { "body_text": [["Ana"]] } }] })
    };
    json!([
        one(
            "follow_up",
            "en",
            "Hello {{1}}, we have an answer to your question. May we go on here?"
        ),
        one(
            "follow_up",
            "es",
            "Hola {{1}}, ya tenemos respuesta a tu pregunta. ¿Seguimos por aquí?"
        ),
        one(
            "ready_for_pickup",
            "en",
            "Hello {{1}}, your bike is ready. You can pick it up until 6 pm."
        ),
        one(
            "ready_for_pickup",
            "es",
            "Hola {{1}}, tu bici está lista. Puedes recogerla hasta las 18:00."
        ),
    ])
}

/// A message is taken: its customer hears of it, and its way is told step by step.
fn taken(phones: &Phones, asked: &Value) -> Value {
    let to = asked.pointer("/to").and_then(Value::as_str);
    let Some(to) = to.map(str::to_owned) else {
        // A note that something was read.
        return json!({ "success": true });
    };
    phones.take(to.trim_start_matches('+'));
    let id = format!("wamid.{}", Uuid::new_v4().simple());
    let answer = json!({ "messaging_product": "whatsapp",
        "contacts": [{ "input": to, "wa_id": to }], "messages": [{ "id": id }] });
    let phones = phones.clone();
    actix_web::rt::spawn(async move {
        for (status, wait) in [("delivered", DELIVERED), ("read", READ)] {
            tokio::time::sleep(wait).await;
            let at = (phones.app.clock.now().0 / 1_000).to_string();
            let status = json!({ "id": id, "status": status, "timestamp": at, "recipient_id": to });
            let told = json!({ "messaging_product": "whatsapp", "metadata": about(), "statuses": [status] });
            phones.tell(&call("messages", &told)).await;
        }
    });
    answer
}
