//! Telegram's Bot API, asked for updates (core.telegram.org/bots/api).

use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::demo::letter::PHOTO;
use crate::cli::demo::phones::{FILE, FILE_PATH, Phones, Words};

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
    let said = if words.photo {
        let size = PHOTO.len();
        json!({ "caption": words.text,
            "photo": [{ "file_id": FILE, "file_unique_id": FILE, "width": 320, "height": 200, "file_size": size }] })
    } else {
        json!({ "text": words.text })
    };
    if let (Some(message), Value::Object(said)) = (message.as_object_mut(), said) {
        message.extend(said);
    }
    json!({ "update_id": words.at.0, "message": message })
}

/// Answers a method, named behind the token.
pub async fn answer(phones: &Phones, path: &str, asked: &Value) -> Value {
    let method = path.rsplit('/').next().unwrap_or_default();
    let result = match method {
        "getMe" => {
            json!({ "id": 100_200_300, "is_bot": true, "first_name": "Lobby demo", "username": "lobby_demo_bot" })
        }
        "getUpdates" => updates(phones, asked).await,
        "getWebhookInfo" => json!({ "url": "", "pending_update_count": 0 }),
        "getFile" => json!({ "file_id": FILE, "file_path": FILE_PATH, "file_size": PHOTO.len() }),
        _ if method.starts_with("send") => sent(phones, asked),
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

fn sent(phones: &Phones, asked: &Value) -> Value {
    // With a file it is a form, which nobody in this town opens.
    let chat = asked.pointer("/chat_id").and_then(Value::as_i64);
    if let Some(chat) = chat {
        phones.take(&chat.to_string());
    }
    let now = phones.app.clock.now().0;
    json!({ "message_id": now % 1_000_000_000, "date": now / 1_000, "chat": { "id": chat.unwrap_or_default(), "type": "private" } })
}
