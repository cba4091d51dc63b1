//! Telegram's Bot API, asked for updates (core.telegram.org/bots/api).

use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::phones::{Phones, Words, file};

/// The bot's token; nobody else's server knows it.
pub const TOKEN: &str = "100200300:demo-demo-demo-demo-demo-demo-demo";
/// A bot that asks waits no longer, whatever it says.
const PATIENCE: Duration = Duration::from_secs(25);

impl Phones {
    /// A customer writes to the bot.
    pub fn tell_bot(&self, words: &Words<'_>) {
        let mut updates = self.updates();
        updates.push(update(words));
        self.count.send_modify(|it| *it += 1);
    }
}

/// An update with what a customer says. Its number is the time it was said at, so that it goes up over restarts.
#[must_use]
pub fn update(words: &Words<'_>) -> Value {
    let id: i64 = words.from.parse().unwrap_or_default();
    let first = words.name.split(' ').next().unwrap_or_default();
    let last = words.name.split_once(' ').map_or("", |it| it.1);
    let mut message = json!({
        "message_id": words.at.0 % 1_000_000_000,
        "date": words.at.0 / 1_000,
        "chat": { "id": id, "type": "private", "first_name": first, "last_name": last },
        "from": { "id": id, "is_bot": false, "first_name": first, "last_name": last },
    });
    let sized = |id: &str| (file(id).map_or(0, |it| it.2), id.to_owned());
    let said = match words.with {
        Enclosed::Photo => {
            let (size, id) = sized("label");
            json!({ "caption": words.text,
                "photo": [{ "file_id": id, "file_unique_id": id, "width": 320, "height": 200, "file_size": size }] })
        }
        Enclosed::Voice => {
            let (size, id) = sized("note");
            json!({ "caption": words.text, "voice": { "file_id": id, "file_unique_id": id, "duration": 3,
                "mime_type": "audio/ogg", "file_size": size } })
        }
        Enclosed::Nothing => json!({ "text": words.text }),
    };
    if let (Some(message), Value::Object(said)) = (message.as_object_mut(), said) {
        message.extend(said);
    }
    json!({ "update_id": words.at.0, "message": message })
}

/// Answers a method, named behind the token.
pub async fn answer(phones: &Phones, path: &str, (asked, form): (&Value, &[u8])) -> Value {
    let method = path.rsplit('/').next().unwrap_or_default();
    let result = match method {
        "getMe" => {
            json!({ "id": 100_200_300, "is_bot": true, "first_name": "Lobby demo", "username": "lobby_demo_bot" })
        }
        "getUpdates" => updates(phones, asked).await,
        "getWebhookInfo" => json!({ "url": "", "pending_update_count": 0 }),
        "getFile" => {
            let id = asked.pointer("/file_id").and_then(Value::as_str);
            let id = id.unwrap_or_default();
            let (path, _, size) = file(id).unwrap_or_default();
            json!({ "file_id": id, "file_path": path, "file_size": size })
        }
        _ if method.starts_with("send") => sent(phones, asked, form),
        _ => Value::Bool(true),
    };
    json!({ "ok": true, "result": result })
}

/// What came since; waits for something to come. What was confirmed is forgotten.
async fn updates(phones: &Phones, asked: &Value) -> Value {
    let offset = asked.pointer("/offset").and_then(Value::as_i64);
    let mut arrivals = phones.count.subscribe();
    let is_new = |it: &Value| {
        let id = it.pointer("/update_id").and_then(Value::as_i64);
        id >= offset
    };
    let waiting = async {
        loop {
            arrivals.borrow_and_update();
            let new = {
                let mut updates = phones.updates();
                updates.retain(is_new);
                updates.clone()
            };
            if !new.is_empty() || arrivals.changed().await.is_err() {
                return new;
            }
        }
    };
    let new = tokio::time::timeout(PATIENCE, waiting).await;
    Value::Array(new.unwrap_or_default())
}

fn sent(phones: &Phones, asked: &Value, form: &[u8]) -> Value {
    let number = |it: &Value| it.as_i64().or_else(|| it.as_str()?.parse().ok());
    let chat = asked.pointer("/chat_id").and_then(number);
    // With a file it is a form.
    let chat = chat.or_else(|| field(form, "chat_id")?.parse().ok());
    let said = ["/text", "/caption"].iter();
    let said = said.filter_map(|it| asked.pointer(it)?.as_str().map(str::to_owned));
    let text = said.chain(field(form, "caption")).next();
    if let Some(chat) = chat {
        phones.take(&chat.to_string(), text.unwrap_or_default());
    }
    let now = phones.app.clock.now().0;
    json!({ "message_id": now % 1_000_000_000, "date": now / 1_000, "chat": { "id": chat.unwrap_or_default(), "type": "private" } })
}

/// The text of a field of a multipart form (RFC 7578).
fn field(form: &[u8], name: &str) -> Option<String> {
    let form = String::from_utf8_lossy(form);
    let (_, rest) = form.split_once(&format!("name=\"{name}\""))?;
    let (_, value) = rest.split_once("\r\n\r\n")?;
    Some(value.split("\r\n--").next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_far_as_it_says_who_and_what() {
        let form =
            b"--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n700004\r\n--x\r\n\
            Content-Disposition: form-data; name=\"caption\"\r\n\r\nHola\r\n\r\nAna\r\n--x--\r\n";
        assert_eq!(field(form, "chat_id").as_deref(), Some("700004"));
        assert_eq!(field(form, "caption").as_deref(), Some("Hola\r\n\r\nAna"));
        assert_eq!(field(form, "text"), None);
    }
}
