//! Handing messages to WhatsApp: texts, files, choices and approved texts, one call each.

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::channels::Sender;
use crate::channels::kit::parts::{Part, SendsParts, parts, send_parts};
use crate::channels::kit::{Door, OpenBlob, read_blob, room_for};
use crate::channels::whatsapp::graph::{self, Graph};
use crate::channels::whatsapp::template;
use crate::channels::whatsapp::wire::{list, text};
use crate::domain::channel::{Abilities, ChannelKind};
use crate::domain::chat::Button;
use crate::domain::chat::holding::Holding;
use crate::domain::outbound::{Outbound, OutboundChat, OutboundFile, SendError, Sent};
use crate::net::api::{Call, Multipart};

/// Characters of a text with choices, of a choice, and of a row of a list; choices as buttons, and as rows (Cloud API:
/// interactive messages).
const BODY: usize = 1_024;
const BUTTON: usize = 20;
const ROW: usize = 24;
const BUTTONS: usize = 3;
const ROWS: usize = 10;

/// Pictures, sounds and films up to these sizes are shown as such, what is larger goes as a file, bytes.
const IMAGE: u64 = 5 << 20;
const SOUND: u64 = 16 << 20;

/// Under this is learnt whether the number is on a phone too.
pub const ON_PHONE: &str = "is_on_biz_app";

/// Sends one message at a time.
pub struct Line {
    door: Door,
    open: OpenBlob,
}

impl Line {
    #[must_use]
    pub fn new(door: Door, open: OpenBlob) -> Self {
        Line { door, open }
    }

    async fn upload(&self, file: &OutboundFile) -> Result<String, SendError> {
        let refused = |detail: String| SendError::MessageRefused {
            code: String::new(),
            detail,
        };
        // Held twice: as a file, and as the body of the call.
        let room = room_for(file.size.saturating_mul(2)).await;
        let _room = room.map_err(|err| refused(err.to_string()))?;
        let bytes = read_blob(&self.open, file.blob).await;
        let bytes = bytes.map_err(|err| refused(err.to_string()))?;
        let mut form = Multipart::new(&Uuid::new_v4().simple().to_string());
        form.field("messaging_product", "whatsapp");
        form.field("type", &file.content_type);
        form.file("file", (&file.name, &file.content_type), &bytes);
        drop(bytes);
        let (content_type, body) = form.finish();
        let graph = Graph { door: &self.door };
        let url = graph.of_number("media");
        let mut call = Call::post(&url, &content_type, body);
        call.total = std::time::Duration::from_secs(120);
        let answer = graph.call(call).await.map_err(nothing_left)?;
        Ok(text(&graph::read(answer)?, "id"))
    }

    /// Tells that what is answered was read. It only shows two blue ticks: a failure of it stops nothing.
    async fn read_receipt(&self, answers: &str) {
        if answers.is_empty() || !self.tells_reading() {
            return;
        }
        if let Err(err) = tell_read(&self.door, answers).await {
            tracing::debug!(error = %err, "that a message was read was not told");
        }
    }

    /// Of a number that is on a phone too, the phone says what was read.
    fn tells_reading(&self) -> bool {
        match self.door.value("receipts") {
            "never" => false,
            "answer" | "opened" => true,
            _ => {
                let settings = self.door.connection.provider();
                settings.is_none_or(|it| it.learnt(ON_PHONE) != "true")
            }
        }
    }

    async fn content(
        &self,
        out: &Outbound,
        part: &Part<'_>,
    ) -> Result<(&'static str, Value), SendError> {
        let chat = out.chat.as_ref();
        match part {
            Part::Template => {
                let used = chat.and_then(|it| it.template.as_ref());
                let mut used = used.cloned().unwrap_or_default();
                // Its header is a file that goes along.
                if let (true, Some(file)) = (used.header.is_empty(), out.attachments.first()) {
                    used.header.push(self.upload(file).await?);
                }
                let known = template::known(&self.door.connection);
                Ok(("template", template::body(&used, &known)))
            }
            Part::Text(it) => {
                let buttons = chat.map_or(&[][..], |it| &it.buttons);
                if !buttons.is_empty() && is_last_text(out, it) {
                    return Ok(choices(it, buttons));
                }
                Ok(("text", plain(it)))
            }
            Part::File { file, caption } => {
                if let Some(it) = &file.holds {
                    return Ok(held(it));
                }
                let kind = kind(file);
                let mut media = Map::new();
                media.insert("id".to_owned(), self.upload(file).await?.into());
                if !caption.is_empty() {
                    media.insert("caption".to_owned(), caption.as_str().into());
                }
                if kind == "document" {
                    media.insert("filename".to_owned(), file.name.as_str().into());
                }
                Ok((kind, Value::Object(media)))
            }
        }
    }
}

/// A point on the map, or somebody passed on (Cloud API: location messages, contacts messages).
fn held(it: &Holding) -> (&'static str, Value) {
    match it {
        Holding::Place(it) => {
            let (latitude, longitude) = it.degrees();
            let mut place = json!({ "latitude": latitude, "longitude": longitude });
            for (name, value) in [("name", &it.name), ("address", &it.address)] {
                if let (Some(fields), false) = (place.as_object_mut(), value.is_empty()) {
                    fields.insert(name.to_owned(), value.as_str().into());
                }
            }
            ("location", place)
        }
        Holding::Card(it) => {
            let phone = |phone: &String| json!({ "phone": phone, "type": "CELL" });
            let email = |email: &String| json!({ "email": email, "type": "WORK" });
            let name = json!({ "formatted_name": it.name, "first_name": it.name });
            let card = json!({
                "name": name,
                "phones": it.phones.iter().map(phone).collect::<Vec<_>>(),
                "emails": it.addresses.iter().map(email).collect::<Vec<_>>(),
            });
            ("contacts", json!([card]))
        }
    }
}

/// An upload that was lost is no message that may have left.
fn nothing_left(err: SendError) -> SendError {
    match err {
        SendError::Uncertain { detail } => SendError::Unreachable { detail },
        err => err,
    }
}

/// As what a file is shown (Cloud API: media types and sizes).
fn kind(file: &OutboundFile) -> &'static str {
    let content_type = file.content_type.split(';').next().unwrap_or_default();
    match content_type.trim() {
        "image/jpeg" | "image/png" if file.size <= IMAGE => "image",
        "video/mp4" | "video/3gpp" if file.size <= SOUND => "video",
        "audio/aac" | "audio/amr" | "audio/mpeg" | "audio/mp4" | "audio/ogg"
            if file.size <= SOUND =>
        {
            "audio"
        }
        _ => "document",
    }
}

fn plain(text: &str) -> Value {
    json!({ "body": text, "preview_url": text.contains("https://") })
}

fn is_last_text(out: &Outbound, it: &str) -> bool {
    let all = parts(out, ChannelKind::WhatsApp.abilities());
    let last = all.iter().rev().find_map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        _ => None,
    });
    last == Some(it)
}

/// A text with choices: up to three are buttons, up to ten a list; what does not fit stands in the text.
fn choices(text: &str, buttons: &[Button]) -> (&'static str, Value) {
    let fits = |limit: usize| buttons.iter().all(|it| it.text.chars().count() <= limit);
    if text.chars().count() > BODY {
        return ("text", plain(&numbered(text, buttons)));
    }
    if buttons.len() <= BUTTONS && fits(BUTTON) {
        let all: Vec<Value> = buttons
            .iter()
            .map(|it| json!({ "type": "reply", "reply": { "id": it.id, "title": it.text } }))
            .collect();
        let body =
            json!({ "type": "button", "body": { "text": text }, "action": { "buttons": all } });
        return ("interactive", body);
    }
    if buttons.len() <= ROWS && fits(ROW) {
        let rows: Vec<Value> = buttons
            .iter()
            .map(|it| json!({ "id": it.id, "title": it.text }))
            .collect();
        // The word that opens the list is a sign every language reads.
        let body = json!({ "type": "list", "body": { "text": text },
            "action": { "button": "☰", "sections": [{ "rows": rows }] } });
        return ("interactive", body);
    }
    ("text", plain(&numbered(text, buttons)))
}

fn numbered(text: &str, buttons: &[Button]) -> String {
    let mut out = text.to_owned();
    for (n, it) in buttons.iter().enumerate() {
        out.push_str(&format!("\n{}. {}", n + 1, it.text));
    }
    out
}

/// A number goes as `to`, an id within the business as `recipient`.
fn addressed(body: &mut Map<String, Value>, to: &str) {
    let digits = to.trim_start_matches('+');
    if digits.bytes().all(|it| it.is_ascii_digit()) {
        body.insert("to".to_owned(), digits.into());
    } else {
        body.insert("recipient".to_owned(), to.into());
    }
}

/// The call that sends a part.
fn message(
    out: &Outbound,
    chat: &OutboundChat,
    (kind, content): (&str, Value),
    first: bool,
) -> Value {
    let mut body = Map::new();
    body.insert("messaging_product".to_owned(), "whatsapp".into());
    body.insert("recipient_type".to_owned(), "individual".into());
    addressed(&mut body, &chat.to);
    body.insert("type".to_owned(), kind.into());
    body.insert(kind.to_owned(), content);
    if first && !chat.quotes.is_empty() {
        body.insert("context".to_owned(), json!({ "message_id": chat.quotes }));
    }
    // Comes back with each status: by it a message is known whose send was never answered.
    body.insert(
        "biz_opaque_callback_data".to_owned(),
        out.message.to_string().into(),
    );
    Value::Object(body)
}

/// Tells that a message was read, and with it all before it (Cloud API: mark messages as read).
///
/// # Errors
/// What Meta answered instead.
pub async fn tell_read(door: &Door, message: &str) -> Result<(), SendError> {
    let graph = Graph { door };
    let body = json!({ "messaging_product": "whatsapp", "status": "read", "message_id": message });
    let url = graph.of_number("messages");
    graph.post(&url, &body).await.map(|_| ())
}

/// Tells of a reaction of ours; an empty one takes it away.
///
/// # Errors
/// What Meta answered instead.
pub async fn react(door: &Door, to: &str, (message, emoji): (&str, &str)) -> Result<(), SendError> {
    let graph = Graph { door };
    let mut body = Map::new();
    body.insert("messaging_product".to_owned(), "whatsapp".into());
    body.insert("recipient_type".to_owned(), "individual".into());
    addressed(&mut body, to);
    body.insert("type".to_owned(), "reaction".into());
    let reaction = json!({ "message_id": message, "emoji": emoji });
    body.insert("reaction".to_owned(), reaction);
    let url = graph.of_number("messages");
    graph.post(&url, &Value::Object(body)).await.map(|_| ())
}

#[async_trait]
impl SendsParts for Line {
    async fn send_part(
        &mut self,
        out: &Outbound,
        part: &Part<'_>,
        first: bool,
    ) -> Result<String, SendError> {
        let chat = out.chat.clone().unwrap_or_default();
        let content = self.content(out, part).await?;
        let body = message(out, &chat, content, first);
        let graph = Graph { door: &self.door };
        let answer = graph.post(&graph.of_number("messages"), &body).await?;
        let id = list(&answer, "messages").first().map(|it| text(it, "id"));
        let id = id.filter(|it| !it.is_empty());
        let id = id.ok_or_else(|| SendError::Uncertain {
            detail: "the answer has no id".to_owned(),
        })?;
        if first {
            self.read_receipt(&chat.answers).await;
        }
        Ok(id)
    }
}

#[async_trait]
impl Sender for Line {
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError> {
        let usual = ChannelKind::WhatsApp.abilities();
        // A sound has no caption: its text goes before it.
        let silent = out.attachments.iter().any(|it| kind(it) == "audio");
        let abilities = Abilities {
            caption_limit: usual.caption_limit.filter(|_| !silent),
            ..*usual
        };
        send_parts(self, out, &abilities).await
    }

    async fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::domain::chat::{Card, Place};
    use crate::domain::id::BlobHash;

    fn button(id: &str, text: &str) -> Button {
        Button {
            id: id.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn places_and_people_go_as_what_they_are() {
        let place = Place {
            name: "Tienda".to_owned(),
            ..Place::of_degrees(4.711, -74.0721)
        };
        let wanted = json!({ "latitude": 4.711, "longitude": -74.0721, "name": "Tienda" });
        assert_eq!(held(&Holding::Place(place)), ("location", wanted));
        let card = Card {
            name: "Ana Ruiz".to_owned(),
            phones: vec!["+57300".to_owned()],
            addresses: Vec::new(),
        };
        let (kind, said) = held(&Holding::Card(card));
        assert_eq!(
            (kind, &said[0]["phones"][0]["phone"]),
            ("contacts", &json!("+57300"))
        );
        assert_eq!(said[0]["name"]["formatted_name"], "Ana Ruiz");
    }

    #[test]
    fn choices_are_buttons_a_list_or_lines() {
        let few = [button("y", "Sí"), button("n", "No")];
        let (kind, body) = choices("¿Le sirve?", &few);
        assert_eq!((kind, &body["type"]), ("interactive", &json!("button")));
        assert_eq!(body["action"]["buttons"][1]["reply"]["id"], "n");
        let many: Vec<Button> = (0..7)
            .map(|n| button(&n.to_string(), "Una opción"))
            .collect();
        let (_, body) = choices("¿Cuál?", &many);
        assert_eq!(body["type"], "list");
        assert_eq!(
            body["action"]["sections"][0]["rows"]
                .as_array()
                .map(Vec::len),
            Some(7)
        );
        let long = [button("a", "Un título demasiado largo para un botón")];
        let (kind, body) = choices("¿Cuál?", &long);
        assert_eq!(kind, "text");
        assert_eq!(
            body["body"],
            "¿Cuál?\n1. Un título demasiado largo para un botón"
        );
        assert_eq!(choices(&"x".repeat(1_025), &few).0, "text");
    }

    #[test]
    fn who_has_no_number_is_reached_by_their_id() {
        let to = |it: &str| {
            let mut body = Map::new();
            addressed(&mut body, it);
            Value::Object(body)
        };
        assert_eq!(to("+573001234567"), json!({ "to": "573001234567" }));
        assert_eq!(to("573001234567"), json!({ "to": "573001234567" }));
        assert_eq!(to("US.1349120"), json!({ "recipient": "US.1349120" }));
    }

    #[test]
    fn a_file_goes_as_what_it_is_unless_it_is_too_large() {
        let file = |content_type: &str, size: u64| OutboundFile {
            name: "a".to_owned(),
            content_type: content_type.to_owned(),
            blob: BlobHash::default(),
            size,
            cid: String::new(),
            holds: None,
        };
        for (content_type, size, expected) in [
            ("image/jpeg", 1, "image"),
            ("image/jpeg", 6 << 20, "document"),
            ("image/webp", 1, "document"),
            ("audio/ogg; codecs=opus", 1, "audio"),
            ("video/mp4", 17 << 20, "document"),
            ("application/pdf", 1, "document"),
        ] {
            assert_eq!(kind(&file(content_type, size)), expected, "{content_type}");
        }
    }
}
