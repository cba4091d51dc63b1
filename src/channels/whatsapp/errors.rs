//! Meta's error codes as the closed list of ways a send fails (Cloud API: error codes; read November 2026).

use serde_json::Value;

use crate::channels::kit::{cut, request};
use crate::channels::whatsapp::wire::{at, first, list, text};
use crate::domain::delivery::DeliveryError;
use crate::domain::outbound::SendError;
use crate::net::api::Answer;

/// What an answer means that is no success.
#[must_use]
pub fn refused(answer: &Answer) -> SendError {
    let body = answer.json();
    let error = at(&body, "error");
    let (code, detail) = (text(error, "code"), detail(error));
    let status = || request::refused(answer, &code_or(&code, answer.status), &detail);
    match meaning(&code, &detail) {
        Some(SendError::Later {
            code,
            detail,
            retry_after_s,
        }) => SendError::Later {
            code,
            detail,
            retry_after_s: answer.retry_after_s.or(retry_after_s),
        },
        // Never anything but a wait, whatever the code.
        _ if answer.status == 429 => status(),
        Some(it) => it,
        None => status(),
    }
}

fn code_or(code: &str, status: u16) -> String {
    if code.is_empty() {
        status.to_string()
    } else {
        code.to_owned()
    }
}

/// What a status says that tells of a failure.
#[must_use]
pub fn of_status(status: &Value) -> DeliveryError {
    let error = list(status, "errors").first().unwrap_or(&Value::Null);
    let (code, detail) = (text(error, "code"), detail(error));
    let word = meaning(&code, &detail).map_or("send-message-refused", |it| match it {
        // It was accepted and then not delivered: nothing is tried again by itself.
        SendError::Later { .. } => "send-recipient-refused",
        it => it.word(),
    });
    DeliveryError {
        code: word.to_owned(),
        provider_code: code,
        detail,
    }
}

/// The details say more than the message, and the message more than the title.
fn detail(error: &Value) -> String {
    cut(&first(
        error,
        &["error_data.details", "error_user_msg", "message", "title"],
    ))
}

/// One message in six seconds to one person.
const TOO_FAST_FOR_ONE: &str = "131056";

/// Whether a refusal is about how fast one person is written to.
#[must_use]
pub fn is_of_one_person(err: &SendError) -> bool {
    matches!(err.cause(), SendError::Later { code, .. } if code == TOO_FAST_FOR_ONE)
}

/// What a code means; `None` for one that is not known.
#[must_use]
pub fn meaning(code: &str, detail: &str) -> Option<SendError> {
    let number: u32 = code.parse().ok()?;
    let (code, detail) = (code.to_owned(), detail.to_owned());
    Some(match number {
        131_047 | 470 => SendError::WindowClosed { code, detail },
        131_050 => SendError::OffersRefused { code, detail },
        // One message in six seconds to one person.
        131_056 => later(code, detail, 6),
        // So many a second, all together.
        130_429 => later(code, detail, 2),
        // Calls of the app, of the account.
        4 | 80_007 => later(code, detail, 60),
        // Too much of it was called spam; registering too often.
        131_048 | 133_016 => later(code, detail, 3_600),
        1 | 2 | 131_000 | 131_016 | 131_053 | 131_057 | 133_004 => SendError::Later {
            code,
            detail,
            retry_after_s: None,
        },
        0 | 3 | 10 | 190 | 200..=299 | 131_005 => SendError::LoginRefused { code, detail },
        368 | 131_031 | 131_037 | 131_042 | 131_045 | 133_010 => SendError::Misconfigured {
            detail: format!("{code}: {detail}"),
        },
        130_472 | 130_497 | 131_021 | 131_026 | 131_030 | 131_049 | 131_062 | 137_000 => {
            SendError::RecipientRefused {
                code,
                detail,
                gone: false,
            }
        }
        33
        | 100
        | 131_008
        | 131_009
        | 131_051
        | 131_052
        | 131_063
        | 131_064
        | 132_000..=132_999 => SendError::MessageRefused { code, detail },
        _ => return None,
    })
}

fn later(code: String, detail: String, seconds: u64) -> SendError {
    SendError::Later {
        code,
        detail,
        retry_after_s: Some(seconds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: u16, code: i64) -> Answer {
        let body = json!({ "error": { "message": "(#1) no", "code": code,
            "error_data": { "details": "why not" } } });
        Answer {
            status,
            body: body.to_string().into_bytes(),
            ..Answer::default()
        }
    }

    #[test]
    fn every_code_of_the_list_has_its_meaning() {
        for (word, codes) in [
            ("send-window-closed", &[131_047][..]),
            ("send-offers-refused", &[131_050]),
            (
                "send-later",
                &[
                    1, 2, 4, 80_007, 130_429, 131_000, 131_016, 131_048, 131_053, 131_056, 131_057,
                    133_004, 133_016,
                ],
            ),
            ("send-login-refused", &[0, 3, 10, 190, 200, 299]),
            ("send-misconfigured", &[368, 131_031, 131_042, 131_045]),
            (
                "send-recipient-refused",
                &[
                    130_472, 130_497, 131_021, 131_026, 131_030, 131_049, 131_062, 137_000,
                ],
            ),
            (
                "send-message-refused",
                &[
                    100, 131_008, 131_009, 131_051, 131_052, 132_000, 132_001, 132_015, 132_069,
                    999_999,
                ],
            ),
        ] {
            for code in codes {
                let err = refused(&answer(400, *code));
                assert_eq!(err.word(), word, "{code}");
                assert!(err.to_string().contains("why not"), "{code}: {err}");
            }
        }
    }

    #[test]
    fn a_wait_is_named_and_the_status_speaks_where_the_code_does_not() {
        let wait = |err: SendError| match err {
            SendError::Later { retry_after_s, .. } => retry_after_s,
            _ => Some(0),
        };
        assert_eq!(wait(refused(&answer(400, 131_056))), Some(6));
        assert_eq!(refused(&answer(429, 131_026)).word(), "send-later");
        assert_eq!(refused(&answer(503, 999_999)).word(), "send-later");
        let plain = Answer {
            status: 502,
            body: b"<html>".to_vec(),
            ..Answer::default()
        };
        assert_eq!(refused(&plain).word(), "send-later");
        let told = of_status(&json!({ "errors": [{ "code": 131_026, "title": "Undeliverable" }] }));
        assert_eq!(
            (
                told.code.as_str(),
                told.provider_code.as_str(),
                told.detail.as_str()
            ),
            ("send-recipient-refused", "131026", "Undeliverable")
        );
        assert_eq!(of_status(&json!({})).code, "send-message-refused");
    }
}
