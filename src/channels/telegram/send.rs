//! Answers: texts by `sendMessage`, files by the method that shows them best, each with what it quotes and its buttons.

use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::channels::Sender;
use crate::channels::kit::parts::{Part, SendsParts, parts, send_parts};
use crate::channels::kit::{Door, OpenBlob, read_blob};
use crate::channels::telegram::call::{self, Failure};
use crate::channels::telegram::receive;
use crate::domain::channel::ChannelKind;
use crate::domain::chat::Button;
use crate::domain::chat::holding::{Holding, vcard};
use crate::domain::outbound::{Outbound, OutboundChat, OutboundFile, SendError, Sent};
use crate::net::api::Multipart;
use crate::text::name;

/// The largest picture that is sent as one, bytes (Bot API: sendPhoto).
const LARGEST_PHOTO: u64 = 10 << 20;
/// What a button carries, bytes (Bot API: InlineKeyboardButton.callback_data).
const DATA: usize = 64;
/// Rows of buttons: more are laid side by side.
const ROWS: usize = 3;
/// 50 MB on a slow line.
const UPLOAD: Duration = Duration::from_secs(300);

/// Sends for one bot.
pub struct Line {
    door: Door,
    open: OpenBlob,
}

/// A call ready to be made: fields, and the file under the name of its field.
struct Ready {
    method: &'static str,
    fields: Map<String, Value>,
    file: Option<(&'static str, OutboundFile, Vec<u8>)>,
}

impl Line {
    #[must_use]
    pub fn new(door: Door, open: OpenBlob) -> Self {
        Line { door, open }
    }

    async fn ready(
        &self,
        out: &Outbound,
        part: &Part<'_>,
        first: bool,
    ) -> Result<Ready, SendError> {
        let chat = out.chat.clone().unwrap_or_default();
        let mut fields = aimed(&chat)?;
        if first && let Some(quoted) = quoted(&chat) {
            // Answered all the same when the customer has deleted it.
            let quote = json!({ "message_id": quoted, "allow_sending_without_reply": true });
            fields.insert("reply_parameters".to_owned(), quote);
        }
        if bears_buttons(out, part) {
            let keys = json!({ "inline_keyboard": keyboard(&chat.buttons) });
            fields.insert("reply_markup".to_owned(), keys);
        }
        match part {
            Part::Text(text) => {
                fields.insert("text".to_owned(), json!(text));
                Ok(Ready {
                    method: "sendMessage",
                    fields,
                    file: None,
                })
            }
            Part::File { file, caption } => {
                if let Some((method, said)) = held(file.holds.as_deref()) {
                    fields.extend(said);
                    return Ok(Ready {
                        method,
                        fields,
                        file: None,
                    });
                }
                if !caption.is_empty() {
                    fields.insert("caption".to_owned(), json!(caption));
                }
                let (method, field) = method(file);
                let bytes = self.bytes(file).await?;
                Ok(Ready {
                    method,
                    fields,
                    file: Some((field, (*file).clone(), bytes)),
                })
            }
            Part::Template => Err(SendError::MessageRefused {
                code: String::new(),
                detail: "there are no approved texts on this channel".to_owned(),
            }),
        }
    }

    async fn bytes(&self, file: &OutboundFile) -> Result<Vec<u8>, SendError> {
        let broken = |err: std::io::Error| SendError::MessageRefused {
            code: String::new(),
            detail: err.to_string(),
        };
        read_blob(&self.open, file.blob).await.map_err(broken)
    }

    async fn make(&self, it: &Ready) -> Result<Value, Failure> {
        let Some((field, file, bytes)) = &it.file else {
            let body = Value::Object(it.fields.clone());
            return call::ask(&self.door, it.method, &body).await;
        };
        let mut form = Multipart::new(&Uuid::new_v4().simple().to_string());
        for (name, value) in &it.fields {
            match value {
                Value::String(text) => form.field(name, text),
                other => form.field(name, &other.to_string()),
            }
        }
        form.file(field, (&file.name, &file.content_type), bytes);
        let (content_type, body) = form.finish();
        call::post(&self.door, it.method, (&content_type, body), UPLOAD).await
    }

    /// Makes the call; once more where the first answer says how it would go.
    async fn settled(&self, mut it: Ready) -> Result<Value, Failure> {
        let failure = match self.make(&it).await {
            Ok(sent) => return Ok(sent),
            Err(failure) => failure,
        };
        if let Failure::Refused {
            migrated: Some(chat),
            ..
        } = failure
        {
            it.fields.insert("chat_id".to_owned(), json!(chat));
            return self.make(&it).await;
        }
        // A picture of a form that is not shown, or somebody who takes no voice messages: as a plain file it goes.
        let as_file = ["PHOTO_", "IMAGE_PROCESS_FAILED", "VOICE_MESSAGES_FORBIDDEN"];
        if let Some((field, ..)) = it.file.as_mut().filter(|_| failure.says(&as_file)) {
            (*field, it.method) = ("document", "sendDocument");
            return self.make(&it).await;
        }
        Err(failure)
    }
}

/// The method that shows a point on the map, or somebody passed on, and its fields (Bot API: sendVenue, sendLocation,
/// sendContact). Somebody without a telephone goes as a file.
fn held(it: Option<&Holding>) -> Option<(&'static str, Map<String, Value>)> {
    let (method, said) = match it? {
        Holding::Place(it) => {
            let (latitude, longitude) = it.degrees();
            let mut said = json!({ "latitude": latitude, "longitude": longitude });
            let whole = !it.name.is_empty() && !it.address.is_empty();
            if let (Some(fields), true) = (said.as_object_mut(), whole) {
                fields.insert("title".to_owned(), it.name.as_str().into());
                fields.insert("address".to_owned(), it.address.as_str().into());
            }
            (if whole { "sendVenue" } else { "sendLocation" }, said)
        }
        Holding::Card(it) => {
            let phone = it.phones.first()?;
            let card = vcard(it);
            let said = json!({ "phone_number": phone, "first_name": it.name, "vcard": card });
            ("sendContact", said)
        }
    };
    Some((method, said.as_object().cloned().unwrap_or_default()))
}

/// The chat, and the business account it is a chat of.
fn aimed(chat: &OutboundChat) -> Result<Map<String, Value>, SendError> {
    let (business, to) = chat.to.rsplit_once('/').unwrap_or(("", &chat.to));
    let to: i64 = to.parse().map_err(|_| SendError::RecipientRefused {
        code: String::new(),
        detail: "no Telegram id".to_owned(),
        gone: true,
    })?;
    let mut fields = Map::new();
    fields.insert("chat_id".to_owned(), json!(to));
    if !business.is_empty() {
        fields.insert("business_connection_id".to_owned(), json!(business));
    }
    Ok(fields)
}

/// The number of the quoted message in its chat, when it is one of this chat.
fn quoted(chat: &OutboundChat) -> Option<i64> {
    let (place, message) = chat.quotes.rsplit_once(':')?;
    (place == chat.to).then(|| message.parse().ok()).flatten()
}

/// Buttons go under the last text, or under the last file when there is none.
fn bears_buttons(out: &Outbound, part: &Part<'_>) -> bool {
    if out.chat.as_ref().is_none_or(|it| it.buttons.is_empty()) {
        return false;
    }
    let all = parts(out, ChannelKind::Telegram.abilities());
    let text = all.iter().rfind(|it| matches!(it, Part::Text(_)));
    text.or(all.last()) == Some(part)
}

fn keyboard(buttons: &[Button]) -> Vec<Vec<Value>> {
    let across = buttons.len().div_ceil(ROWS).max(1);
    let key = |it: &Button| {
        let data = if it.id.is_empty() { &it.text } else { &it.id };
        json!({ "text": it.text, "callback_data": name::cut(data, DATA) })
    };
    buttons
        .chunks(across)
        .map(|row| row.iter().map(key).collect())
        .collect()
}

/// The method that shows a file best, and the name of its field.
fn method(file: &OutboundFile) -> (&'static str, &'static str) {
    match file.content_type.as_str() {
        "image/jpeg" | "image/png" | "image/webp" if file.size <= LARGEST_PHOTO => {
            ("sendPhoto", "photo")
        }
        "image/gif" => ("sendAnimation", "animation"),
        "video/mp4" => ("sendVideo", "video"),
        "audio/mpeg" | "audio/mp4" | "audio/x-m4a" => ("sendAudio", "audio"),
        "audio/ogg" => ("sendVoice", "voice"),
        _ => ("sendDocument", "document"),
    }
}

#[async_trait]
impl SendsParts for Line {
    async fn send_part(
        &mut self,
        out: &Outbound,
        part: &Part<'_>,
        first: bool,
    ) -> Result<String, SendError> {
        let ready = self.ready(out, part, first).await?;
        let business = ready.fields.get("business_connection_id");
        let business = business.and_then(Value::as_str).unwrap_or_default();
        let business = business.to_owned();
        let sent = self.settled(ready).await.map_err(|err| err.of_send())?;
        let ids = sent
            .pointer("/chat/id")
            .and_then(Value::as_i64)
            .zip(sent.pointer("/message_id").and_then(Value::as_i64));
        let (chat, message) = ids.ok_or_else(|| SendError::Uncertain {
            detail: "the answer names no message".to_owned(),
        })?;
        Ok(receive::id(&business, chat, message))
    }
}

/// Tells of a reaction of ours; an empty one takes it away. On behalf of a business account there are none (Bot API:
/// setMessageReaction).
///
/// # Errors
/// What Telegram answered instead.
pub async fn react(door: &Door, to: &str, (message, emoji): (&str, &str)) -> Result<(), SendError> {
    let chat = OutboundChat {
        to: to.to_owned(),
        quotes: message.to_owned(),
        ..OutboundChat::default()
    };
    let mut fields = aimed(&chat)?;
    let Some(quoted) = quoted(&chat).filter(|_| !to.contains('/')) else {
        return Ok(());
    };
    fields.insert("message_id".to_owned(), json!(quoted));
    let all: Vec<Value> =
        Vec::from_iter((!emoji.is_empty()).then(|| json!({ "type": "emoji", "emoji": emoji })));
    fields.insert("reaction".to_owned(), json!(all));
    let done = call::ask(door, "setMessageReaction", &Value::Object(fields)).await;
    done.map(|_| ()).map_err(|failure| failure.of_send())
}

#[async_trait]
impl Sender for Line {
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError> {
        send_parts(self, out, ChannelKind::Telegram.abilities()).await
    }

    async fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::domain::chat::{Card, Place};

    fn to(to: &str, quotes: &str) -> OutboundChat {
        OutboundChat {
            to: to.to_owned(),
            quotes: quotes.to_owned(),
            ..OutboundChat::default()
        }
    }

    #[test]
    fn places_and_people_go_as_what_they_are() {
        let place = |address: &str| {
            Holding::Place(Place {
                name: "Tienda".to_owned(),
                address: address.to_owned(),
                ..Place::of_degrees(4.711, -74.0721)
            })
        };
        let (method, said) = held(Some(&place("Calle 10"))).unwrap();
        assert_eq!(
            (method, &said["title"], &said["longitude"]),
            ("sendVenue", &json!("Tienda"), &json!(-74.0721))
        );
        assert_eq!(held(Some(&place(""))).unwrap().0, "sendLocation");
        let card = |phones: Vec<String>| {
            Holding::Card(Card {
                name: "Ana".to_owned(),
                phones,
                addresses: vec!["ana@shop.example".to_owned()],
            })
        };
        let (method, said) = held(Some(&card(vec!["+57300".to_owned()]))).unwrap();
        assert_eq!(
            (method, &said["phone_number"]),
            ("sendContact", &json!("+57300"))
        );
        assert!(
            said["vcard"]
                .as_str()
                .unwrap()
                .contains("EMAIL:ana@shop.example")
        );
        assert!(held(Some(&card(Vec::new()))).is_none(), "as a file");
    }

    #[test]
    fn a_chat_of_a_business_account_is_answered_through_it() {
        let plain = aimed(&to("42", "")).unwrap();
        assert_eq!(Value::Object(plain), json!({ "chat_id": 42 }));
        let business = aimed(&to("conn7/42", "")).unwrap();
        assert_eq!(
            Value::Object(business),
            json!({ "chat_id": 42, "business_connection_id": "conn7" })
        );
        assert!(aimed(&to("maria", "")).is_err());
    }

    #[test]
    fn only_what_was_said_in_this_very_chat_is_quoted() {
        assert_eq!(quoted(&to("42", "42:7")), Some(7));
        assert_eq!(quoted(&to("42", "43:7")), None);
        assert_eq!(quoted(&to("42", "conn7/42:7")), None);
        assert_eq!(quoted(&to("conn7/42", "conn7/42:7")), Some(7));
        assert_eq!(quoted(&to("42", "")), None);
    }

    #[test]
    fn many_buttons_stand_in_three_rows_and_carry_what_fits() {
        let button = |n: usize| Button {
            id: format!("{n}-{}", "é".repeat(40)),
            text: n.to_string(),
        };
        for (n, rows) in [(1, 1), (3, 3), (4, 2), (7, 3), (10, 3)] {
            let buttons: Vec<Button> = (0..n).map(button).collect();
            let keys = keyboard(&buttons);
            assert_eq!(keys.len(), rows, "{n}");
            assert_eq!(keys.iter().map(Vec::len).sum::<usize>(), n);
            let data = keys[0][0]["callback_data"].as_str().unwrap();
            assert!(data.len() <= 64 && data.starts_with("0-é"));
        }
    }
}
