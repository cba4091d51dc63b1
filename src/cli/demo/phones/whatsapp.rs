//! WhatsApp's Graph API, and the signed calls it makes (developers.facebook.com/documentation/business-messaging).

use std::time::Duration;

use actix_web::HttpRequest;
use ring::hmac;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::hooks::{self, Incoming};
use crate::channels::kit::hook::Hook;
use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::phones::{Phones, Words, file};
use crate::cli::demo::story::Cast;
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
    let text = json!({ "type": "text", "text": { "body": words.text } });
    let voice = json!({ "type": "audio",
        "audio": { "id": "note", "mime_type": "audio/ogg; codecs=opus", "voice": true } });
    let said = match words.with {
        Enclosed::Nothing => vec![text],
        Enclosed::Photo => vec![json!({ "type": "image",
            "image": { "id": "label", "mime_type": "image/png", "caption": words.text } })],
        Enclosed::Voice if words.text.is_empty() => vec![voice],
        // A voice note has no words beside it.
        Enclosed::Voice => vec![text, voice],
    };
    let said: Vec<Value> = said.into_iter().map(|it| enveloped(words, it)).collect();
    let change = json!({ "messaging_product": "whatsapp", "metadata": about(),
        "contacts": [{ "profile": { "name": words.name }, "wa_id": words.from }], "messages": said });
    call("messages", &change)
}

/// One message with who sent it and when.
fn enveloped(words: &Words<'_>, said: Value) -> Value {
    let mut message = json!({
        "from": words.from,
        "id": format!("wamid.{}", Uuid::new_v4().simple()),
        "timestamp": (words.at.0 / 1_000).to_string(),
    });
    if let (Some(message), Value::Object(said)) = (message.as_object_mut(), said) {
        message.extend(said);
    }
    message
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
    if let Some((path, kind, size)) = file(last) {
        let url = format!("http://{}/{path}", req.connection_info().host());
        return json!({ "id": last, "url": url, "mime_type": kind, "file_size": size });
    }
    match (req.method().as_str(), last) {
        ("POST", "messages") => taken(phones, asked),
        ("POST", _) => json!({ "success": true }),
        (_, NUMBER) => {
            json!({ "display_phone_number": SHOWN, "verified_name": VERIFIED, "quality_rating": "GREEN",
            "status": "CONNECTED", "whatsapp_business_manager_messaging_limit": "TIER_1K" })
        }
        (_, "message_templates") => json!({ "data": *phones.approved }),
        _ => json!({ "data": [] }),
    }
}

/// Texts that are approved, for whom nobody answered in a day.
pub fn templates(cast: &Cast) -> Value {
    let language = cast.language.replace('-', "_");
    let one = |name: &str, text: &str| {
        json!({ "name": name, "language": language, "category": "UTILITY", "status": "APPROVED",
            "components": [{ "type": "BODY", "text": text, "example": { "body_text": [["Ana"]] } }] })
    };
    json!([one("follow_up", &cast.follow_up), one("ready", &cast.ready)])
}

/// What a message says to who reads it.
fn said(asked: &Value, approved: &Value) -> String {
    let text = |it: &str| asked.pointer(it)?.as_str().map(str::to_owned);
    let plain = ["/text/body", "/interactive/body/text", "/image/caption"];
    let plain = plain.iter().chain(&["/video/caption", "/document/caption"]);
    if let Some(found) = plain.filter_map(|it| text(it)).next() {
        return found;
    }
    let name = asked.pointer("/template/name");
    let known = approved.as_array().into_iter().flatten();
    let known = known.filter(|it| name.is_some() && it.pointer("/name") == name);
    let body = known.filter_map(|it| it.pointer("/components/0/text")?.as_str());
    let filled = asked.pointer("/template/components/0/parameters/0/text");
    let filled = filled.and_then(Value::as_str).unwrap_or_default();
    body.map(|it| it.replace("{{1}}", filled)).collect()
}

/// A message is taken: its customer hears of it, and its way is told step by step.
fn taken(phones: &Phones, asked: &Value) -> Value {
    let to = asked.pointer("/to").and_then(Value::as_str);
    let Some(to) = to.map(str::to_owned) else {
        // A note that something was read.
        return json!({ "success": true });
    };
    phones.take(to.trim_start_matches('+'), said(asked, &phones.approved));
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_sent_is_read_as_the_customer_would() {
        let approved = templates(&Cast::of("shop", "es").unwrap());
        let text = json!({ "type": "text", "text": { "body": "Hola" } });
        assert_eq!(said(&text, &approved), "Hola");
        let asks = json!({ "template": { "name": "ready",
            "components": [{ "type": "body", "parameters": [{ "type": "text", "text": "Eva" }] }] } });
        assert!(said(&asks, &approved).starts_with("Hola Eva, su bicicleta"));
        assert_eq!(said(&json!({ "image": { "id": "1" } }), &approved), "");
    }
}
