//! Signatures of Standard Webhooks (standardwebhooks.com, spec 1.0): HMAC-SHA256 over `{id}.{timestamp}.{body}`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};

use crate::channels::kit::hook::{Hook, HookError};
use crate::domain::time::Span;

/// A call older or newer than this is refused: the tolerance of the reference libraries.
const TOLERANCE: Span = Span::minutes(5);
const PREFIX: &str = "whsec_";

/// A new secret: 32 random bytes.
#[must_use]
pub fn new_secret() -> String {
    let mut bytes = [0_u8; 32];
    // Without randomness nothing in this program is safe; the all-zero key is refused by `key`.
    let _ = SystemRandom::new().fill(&mut bytes);
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

/// Whether a text can sign: 16 bytes or more in base64.
#[must_use]
pub fn is_secret(text: &str) -> bool {
    key(text).is_some()
}

fn key(secret: &str) -> Option<hmac::Key> {
    let bytes = STANDARD
        .decode(secret.strip_prefix(PREFIX).unwrap_or(secret))
        .ok()?;
    let fine = bytes.len() >= 16 && bytes.iter().any(|it| *it != 0);
    fine.then(|| hmac::Key::new(hmac::HMAC_SHA256, &bytes))
}

fn content(id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("{id}.{timestamp}.").into_bytes();
    out.extend_from_slice(body);
    out
}

/// The signature of a call, as the header has it; `None` when the secret is none.
#[must_use]
pub fn sign(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> Option<String> {
    let tag = hmac::sign(&key(secret)?, &content(id, timestamp, body));
    Some(format!("v1,{}", STANDARD.encode(tag.as_ref())))
}

/// Whether a call is signed with the secret, or with the one before it while both are told, behind a blank.
///
/// # Errors
/// [`HookError`].
pub fn verify(secrets: &str, hook: &Hook) -> Result<(), HookError> {
    let keys: Vec<hmac::Key> = secrets.split(' ').filter_map(key).collect();
    if keys.is_empty() {
        return Err(HookError::NoSecret);
    }
    let (id, timestamp) = (hook.header("webhook-id"), hook.header("webhook-timestamp"));
    let signatures = hook.header("webhook-signature");
    if id.is_empty() || timestamp.is_empty() || signatures.is_empty() {
        return Err(HookError::Unsigned);
    }
    let seconds: i64 = timestamp.parse().map_err(|_| HookError::Stale)?;
    let away = hook.at.0.saturating_sub(seconds.saturating_mul(1_000));
    if away.saturating_abs() > TOLERANCE.0 {
        return Err(HookError::Stale);
    }
    let content = content(id, timestamp, &hook.body);
    let matches = signatures.split(' ').any(|it| {
        let given = it
            .strip_prefix("v1,")
            .and_then(|it| STANDARD.decode(it).ok());
        let given = given.unwrap_or_default();
        keys.iter()
            .any(|key| hmac::verify(key, &content, &given).is_ok())
    });
    if matches {
        Ok(())
    } else {
        Err(HookError::WrongSignature)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::time::Millis;

    fn hook(secret: &str, at: i64) -> Hook {
        let body = b"{\"test\": 2432232314}".to_vec();
        let (id, time) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330");
        Hook {
            headers: vec![
                ("webhook-id".into(), id.into()),
                ("webhook-timestamp".into(), time.into()),
                (
                    "webhook-signature".into(),
                    sign(secret, id, time, &body).unwrap(),
                ),
            ],
            body,
            at: Millis(at * 1_000),
            ..Hook::default()
        }
    }

    #[test]
    fn the_published_vector_is_met() {
        let made = hook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1_614_265_330);
        let signature = made.header("webhook-signature");
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let secrets = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        assert_eq!(verify(secrets, &made), Ok(()));
        let rotated = format!("{} {secrets}", new_secret());
        assert_eq!(verify(&rotated, &made), Ok(()));
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let (secret, now) = (new_secret(), 1_614_265_330);
        let good = hook(&secret, now);
        assert_eq!(verify(&secret, &good), Ok(()));
        assert_eq!(verify("", &good), Err(HookError::NoSecret));
        assert_eq!(verify(&new_secret(), &good), Err(HookError::WrongSignature));
        let mut other = good.clone();
        other.body.push(b' ');
        assert_eq!(verify(&secret, &other), Err(HookError::WrongSignature));
        for late in [now + 301, now - 301] {
            assert_eq!(verify(&secret, &hook(&secret, late)), Err(HookError::Stale));
        }
        let mut unsigned = good;
        unsigned.headers.pop();
        assert_eq!(verify(&secret, &unsigned), Err(HookError::Unsigned));
    }
}
