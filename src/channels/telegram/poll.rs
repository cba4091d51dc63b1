//! Asking for updates where the machine has no public address. What was asked for is confirmed only when it is kept.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

use crate::channels::kit::hook::Post;
use crate::channels::kit::{Door, Trouble};
use crate::channels::telegram::call::{self, Failure};
use crate::channels::telegram::receive::press;
use crate::channels::telegram::wire::Update;

/// What is asked for: reactions come only when they are named (Bot API: getUpdates).
pub const WANTED: [&str; 9] = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
];
/// Updates in one answer, at most what is allowed.
const AT_ONCE: usize = 100;
/// An answer without news comes after so many seconds.
const PATIENCE_S: u64 = 25;
/// Servers that do not wait are asked no oftener than this.
const AT_LEAST: Duration = Duration::from_secs(1);
/// The longest time it may make us wait, seconds.
const LONGEST_S: u64 = 120;

/// Asks until something is wrong.
pub async fn listen(door: &Door, out: &mpsc::Sender<Post>) -> Trouble {
    // With a web hook set nothing may be asked for.
    if let Err(err) = call::ask(door, "deleteWebhook", &json!({})).await {
        return err.trouble();
    }
    let mut offset = 0_i64;
    loop {
        let asked = tokio::time::Instant::now();
        let updates = match ask(door, offset).await {
            Ok(it) => it,
            Err(Failure::Refused {
                retry_after_s: Some(wait),
                ..
            }) => {
                tokio::time::sleep(Duration::from_secs(wait.min(LONGEST_S))).await;
                continue;
            }
            Err(err) => return err.trouble(),
        };
        let last = updates
            .iter()
            .filter_map(|it| it.pointer("/update_id").and_then(Value::as_i64));
        let last = last.max();
        for body in posts(&updates) {
            if !hand_in(out, body).await {
                return Trouble::new("health-lost", "");
            }
        }
        for id in updates.iter().filter_map(press) {
            let answered = call::ask(door, "answerCallbackQuery", &answer(id)).await;
            if answered.is_err() {
                tracing::debug!("a press of a button was not answered");
            }
        }
        offset = last.map_or(offset, |it| it.saturating_add(1));
        if updates.is_empty() {
            tokio::time::sleep_until(asked + AT_LEAST).await;
        }
    }
}

/// What a press is answered: the customer's app stops waiting.
#[must_use]
pub fn answer(id: &str) -> Value {
    json!({ "callback_query_id": id })
}

async fn ask(door: &Door, offset: i64) -> Result<Vec<Value>, Failure> {
    let body = json!({
        "offset": offset,
        "limit": AT_ONCE,
        "timeout": PATIENCE_S,
        "allowed_updates": WANTED,
    });
    let body = ("application/json", body.to_string().into_bytes());
    let total = Duration::from_secs(PATIENCE_S + 15);
    let said = call::post(door, "getUpdates", body, total).await?;
    match said {
        Value::Array(all) => Ok(all),
        _ => Err(Failure::Net(crate::net::NetError::Protocol)),
    }
}

/// Together what can be read, and what cannot each by itself, so that it keeps nothing else from being read. Nothing at
/// all is told too.
fn posts(updates: &[Value]) -> Vec<Vec<u8>> {
    let is_read = |it: &&Value| serde_json::from_value::<Update>((*it).clone()).is_ok();
    let (good, bad): (Vec<&Value>, Vec<&Value>) = updates.iter().partition(is_read);
    let mut all: Vec<Vec<u8>> = bad.iter().map(|it| it.to_string().into_bytes()).collect();
    if !good.is_empty() {
        all.push(json!(good).to_string().into_bytes());
    }
    if all.is_empty() {
        all.push(Vec::new());
    }
    all
}

async fn hand_in(out: &mpsc::Sender<Post>, body: Vec<u8>) -> bool {
    let (done, kept) = oneshot::channel();
    out.send(Post { body, done }).await.is_ok() && kept.await.is_ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_cannot_be_read_goes_by_itself() {
        let good = json!({ "update_id": 1, "message": { "message_id": 1, "chat": { "id": 5 } } });
        let bad = json!({ "update_id": 2, "message": { "chat": { "id": 5 } } });
        let all = posts(&[good.clone(), bad.clone(), good.clone()]);
        let read = |it: &Vec<u8>| serde_json::from_slice::<Value>(it).unwrap();
        assert_eq!(
            all.iter().map(read).collect::<Vec<_>>(),
            [bad, json!([good, good])]
        );
        assert_eq!(posts(&[]), [Vec::<u8>::new()]);
    }
}
