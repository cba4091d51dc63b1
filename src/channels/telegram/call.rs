//! Asking the Bot API, and what its refusals mean. The token stands in the address: no address is kept, shown or traced.

use std::time::Duration;

use serde_json::Value;
use zeroize::Zeroizing;

use crate::channels::MediaError;
use crate::channels::kit::{Door, Trouble, cut, request};
use crate::domain::outbound::SendError;
use crate::net::NetError;
use crate::net::api::{Answer, Call, wait};

/// Where the Bot API lies.
const USUAL: &str = "https://api.telegram.org";
/// An answer takes no longer.
const USUALLY: Duration = Duration::from_secs(30);

/// Why something that was asked was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    Net(NetError),
    Refused {
        /// As in the answer, else its HTTP status.
        code: u64,
        text: String,
        retry_after_s: Option<u64>,
        /// The chat has this id now.
        migrated: Option<i64>,
    },
}

fn address(door: &Door, before: &str, path: &str) -> Zeroizing<String> {
    let (base, token) = (door.api_base(USUAL), door.secret("bot_token"));
    Zeroizing::new(format!("{base}{before}/bot{token}/{path}"))
}

/// Calls a method with JSON; its result.
///
/// # Errors
/// [`Failure`].
pub async fn ask(door: &Door, method: &str, body: &Value) -> Result<Value, Failure> {
    let body = body.to_string().into_bytes();
    post(door, method, ("application/json", body), USUALLY).await
}

/// Calls a method with a body of any type; its result.
///
/// # Errors
/// [`Failure`].
pub async fn post(
    door: &Door,
    method: &str,
    (content_type, body): (&str, Vec<u8>),
    total: Duration,
) -> Result<Value, Failure> {
    let url = address(door, "", method);
    let mut call = Call::post(&url, content_type, body);
    call.total = total;
    let answer = door.net.call(call).await.map_err(Failure::Net)?;
    result(&answer)
}

/// Fetches a file by the path `getFile` told.
///
/// # Errors
/// [`Failure`].
pub async fn file(door: &Door, path: &str, largest: usize) -> Result<Answer, Failure> {
    let url = address(door, "/file", path);
    let mut call = Call::get(&url);
    call.largest = largest;
    call.total = Duration::from_secs(120);
    let answer = door.net.call(call).await.map_err(Failure::Net)?;
    if answer.is_success() {
        Ok(answer)
    } else {
        Err(refused(&answer))
    }
}

fn result(answer: &Answer) -> Result<Value, Failure> {
    let mut said = answer.json();
    match said.get("ok").and_then(Value::as_bool) {
        Some(true) => Ok(said.get_mut("result").map(Value::take).unwrap_or_default()),
        Some(false) => Err(refused(answer)),
        // A gateway before it speaks HTML; a success nobody understands may have been one.
        None if answer.is_success() => Err(Failure::Net(NetError::Protocol)),
        None => Err(refused(answer)),
    }
}

fn refused(answer: &Answer) -> Failure {
    let said = answer.json();
    let none = Value::Null;
    let more = said.get("parameters").unwrap_or(&none);
    Failure::Refused {
        code: said
            .pointer("/error_code")
            .and_then(Value::as_u64)
            .unwrap_or_else(|| u64::from(answer.status)),
        text: cut(said
            .pointer("/description")
            .and_then(Value::as_str)
            .unwrap_or_default()),
        retry_after_s: more
            .pointer("/retry_after")
            .and_then(Value::as_u64)
            .and_then(wait)
            .or(answer.retry_after_s),
        migrated: more.pointer("/migrate_to_chat_id").and_then(Value::as_i64),
    }
}

impl Failure {
    /// What it means for a message (descriptions of tdlib/telegram-bot-api).
    #[must_use]
    pub fn of_send(&self) -> SendError {
        let (code, text, retry_after_s) = match self {
            Failure::Net(err) => return request::failed(err),
            Failure::Refused {
                code,
                text,
                retry_after_s,
                ..
            } => (*code, text.as_str(), *retry_after_s),
        };
        let (number, detail) = (code, text.to_owned());
        let code = code.to_string();
        let low = text.to_lowercase();
        let says = |all: &[&str]| all.iter().any(|it| low.contains(it));
        match number {
            // A token of no bot's form is answered 404.
            401 | 404 => SendError::LoginRefused { code, detail },
            408 | 409 | 429 | 500..=599 => SendError::Later {
                code,
                detail,
                retry_after_s,
            },
            403 => SendError::RecipientRefused {
                gone: says(&["deactivated"]),
                code,
                detail,
            },
            400 if says(&["chat not found", "user not found", "peer_id_invalid"]) => {
                SendError::RecipientRefused {
                    code,
                    detail,
                    gone: true,
                }
            }
            // A business account answers chats of the last 24 hours only.
            400 if says(&["business_peer", "business_connection"]) => {
                SendError::WindowClosed { code, detail }
            }
            _ => SendError::MessageRefused { code, detail },
        }
    }

    /// What it says of the connection.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        if let Failure::Refused {
            code: 409, text, ..
        } = self
        {
            return Trouble::new("health-telegram-conflict", text.clone());
        }
        request::trouble(&self.of_send())
    }

    /// What it means for a file.
    #[must_use]
    pub fn of_media(&self) -> MediaError {
        match self {
            Failure::Net(NetError::TooLarge) => MediaError::too_large(),
            Failure::Net(err) => MediaError::later(err.to_string()),
            Failure::Refused { text, .. } if text.contains("file is too big") => {
                MediaError::too_large()
            }
            Failure::Refused {
                code: 401 | 408 | 429 | 500..=599,
                text,
                ..
            } => MediaError::later(text.clone()),
            Failure::Refused { text, .. } => MediaError::gone(text.clone()),
        }
    }

    /// Whether the text of a refusal has one of these in it.
    #[must_use]
    pub fn says(&self, all: &[&str]) -> bool {
        matches!(self, Failure::Refused { text, .. } if all.iter().any(|it| text.contains(it)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn answered(status: u16, body: &str) -> Result<Value, Failure> {
        result(&Answer {
            status,
            body: body.as_bytes().to_vec(),
            ..Answer::default()
        })
    }

    fn send(status: u16, description: &str) -> Option<SendError> {
        let body = format!(
            "{{\"ok\":false,\"error_code\":{status},\"description\":\"{description}\",\"parameters\":{{\"retry_after\":7}}}}"
        );
        answered(status, &body).err().map(|it| it.of_send())
    }

    #[test]
    fn each_refusal_is_one_of_the_closed_list() {
        let word = |status, text| send(status, text).map(|it| it.word());
        let rows = [
            (401, "Unauthorized", "send-login-refused"),
            (404, "Not Found", "send-login-refused"),
            (429, "Too Many Requests: retry after 7", "send-later"),
            (500, "Internal Server Error", "send-later"),
            (
                403,
                "Forbidden: bot was blocked by the user",
                "send-recipient-refused",
            ),
            (403, "Forbidden: user is deactivated", "send-recipient-gone"),
            (400, "Bad Request: chat not found", "send-recipient-gone"),
            (
                400,
                "Bad Request: message is too long",
                "send-message-refused",
            ),
            (
                400,
                "Bad Request: BUSINESS_PEER_INVALID",
                "send-window-closed",
            ),
        ];
        for (status, text, expected) in rows {
            assert_eq!(word(status, text), Some(expected), "{text}");
        }
        assert!(matches!(
            send(429, "x"),
            Some(SendError::Later {
                retry_after_s: Some(7),
                ..
            })
        ));
    }

    #[test]
    fn what_is_not_understood_may_have_been_done_or_was_not() {
        let good = answered(200, "{\"ok\":true,\"result\":{\"message_id\":5}}");
        assert_eq!(good.map(|it| it["message_id"].as_i64()), Ok(Some(5)));
        let lost = answered(200, "<html>").err().map(|it| it.of_send());
        assert!(
            matches!(lost, Some(SendError::Uncertain { .. })),
            "{lost:?}"
        );
        let gateway = answered(502, "<html>").err().map(|it| it.of_send());
        assert!(
            matches!(gateway, Some(SendError::Later { .. })),
            "{gateway:?}"
        );
    }

    #[test]
    fn files_are_gone_too_large_or_tried_again() {
        let of = |status, text: &str| {
            let body =
                format!("{{\"ok\":false,\"error_code\":{status},\"description\":\"{text}\"}}");
            answered(status, &body).err().map(|it| it.of_media().code)
        };
        assert_eq!(
            of(400, "Bad Request: file is too big"),
            Some("media-too-large")
        );
        assert_eq!(of(400, "Bad Request: wrong file_id"), Some("media-gone"));
        assert_eq!(of(429, "Too Many Requests"), Some("media-later"));
    }
}
