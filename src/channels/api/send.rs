//! Handing answers out: posted to the program's address, signed, under one id over all tries.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::channels::Sender;
use crate::channels::api::sign::sign;
use crate::channels::kit::{CheckLine, Door, OpenBlob, read_blob, request};
use crate::domain::id::Id;
use crate::domain::outbound::{Outbound, OutboundFile, SendError, Sent};
use crate::net::Net;
use crate::net::api::{Answer, Call};

/// Files are posted within the call up to this size, all together, bytes.
const LARGEST: u64 = 25 << 20;

/// Posts one message at a time.
pub struct Poster {
    door: Door,
    open: OpenBlob,
}

impl Poster {
    #[must_use]
    pub fn new(door: Door, open: OpenBlob) -> Self {
        Poster { door, open }
    }

    async fn files(&self, out: &Outbound) -> Result<Vec<Value>, SendError> {
        let refused = |detail: String| SendError::MessageRefused {
            code: String::new(),
            detail,
        };
        if out.attachments.iter().map(|it| it.size).sum::<u64>() > LARGEST {
            return Err(refused("files larger than 25 MB".to_owned()));
        }
        let mut files = Vec::with_capacity(out.attachments.len());
        for it in &out.attachments {
            let made = file(&self.open, it).await;
            files.push(made.map_err(|err| refused(err.to_string()))?);
        }
        Ok(files)
    }
}

async fn file(open: &OpenBlob, it: &OutboundFile) -> std::io::Result<Value> {
    let bytes = read_blob(open, it.blob).await?;
    Ok(json!({
        "name": it.name,
        "content_type": it.content_type,
        "base64": STANDARD.encode(bytes),
    }))
}

/// Posts a signed event. An id is the same over all tries, so that a second copy is dropped there.
async fn post(door: &Door, id: &str, data: &Value) -> Result<Answer, SendError> {
    let url = door.value("callback_url");
    if url.is_empty() {
        return Err(SendError::Misconfigured {
            detail: "no callback_url".to_owned(),
        });
    }
    let body = data.to_string().into_bytes();
    let now = jiff::Timestamp::now().as_second();
    // The newest secret signs; an older one behind it is only for what comes in.
    let secret = door.secret("secret").split(' ').next().unwrap_or_default();
    post_signed(&door.net, url, &[secret], (id, now), body).await
}

/// Posts JSON, signed by each of the secrets (Standard Webhooks). `id` is the same over all tries, `at` the time of this
/// one, seconds since 1970.
///
/// # Errors
/// [`SendError::Misconfigured`] when the secret is none; the net's. An answer that refuses is an answer.
pub async fn post_signed(
    net: &Net,
    url: &str,
    secrets: &[&str],
    (id, at): (&str, i64),
    body: Vec<u8>,
) -> Result<Answer, SendError> {
    let timestamp = at.to_string();
    let signed: Option<Vec<String>> = secrets
        .iter()
        .map(|it| sign(it, id, &timestamp, &body))
        .collect();
    let signed = signed.ok_or_else(|| SendError::Misconfigured {
        detail: "no secret".to_owned(),
    })?;
    let signature = signed.join(" ");
    let call = Call::post(url, "application/json", body)
        .with("webhook-id", id)
        .with("webhook-timestamp", &timestamp)
        .with("webhook-signature", &signature);
    net.call(call).await.map_err(|err| request::failed(&err))
}

#[async_trait]
impl Sender for Poster {
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError> {
        let chat = out.chat.clone().unwrap_or_default();
        let id = out.message.uuid().to_string();
        let files = self.files(out).await?;
        let buttons: Vec<Value> = chat
            .buttons
            .iter()
            .map(|it| json!({ "id": it.id, "text": it.text }))
            .collect();
        let body = json!({
            "type": "message.created",
            "timestamp": jiff::Timestamp::now().to_string(),
            "data": {
                "id": id,
                "conversation": chat.conversation,
                "position": chat.position,
                "to": { "external_id": chat.to },
                "author": chat.author,
                "text": out.text.trim_end(),
                "about": chat.quotes,
                "buttons": buttons,
                "attachments": files,
            },
        });
        let answer = post(&self.door, &id, &body).await?;
        if !answer.is_success() {
            return Err(refused(&answer));
        }
        Ok(Sent {
            provider_id: id.clone(),
            parts: vec![id],
            refused: Vec::new(),
        })
    }

    async fn close(&mut self) {}
}

fn refused(answer: &Answer) -> SendError {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    request::refused(answer, &answer.status.to_string(), &text)
}

/// The Test button: posts an event nobody needs to act on.
pub async fn check(door: &Door) -> Vec<CheckLine> {
    if door.value("callback_url").is_empty() {
        return Vec::new();
    }
    let id = format!("test_{}", uuid::Uuid::new_v4());
    let body = json!({
        "type": "channel.tested",
        "timestamp": jiff::Timestamp::now().to_string(),
        "data": {},
    });
    let problem = match post(door, &id, &body).await {
        Ok(answer) if answer.is_success() => None,
        Ok(answer) => Some(refused(&answer)),
        Err(err) => Some(err),
    };
    vec![CheckLine {
        what: "check-callback",
        problem: problem.map(|err| {
            let trouble = request::trouble(&err);
            (trouble.code.to_owned(), trouble.detail)
        }),
        detail: door.value("callback_url").to_owned(),
    }]
}
