//! Whether a call is Meta's: HMAC-SHA256 of the app's secret over the raw bytes, in `X-Hub-Signature-256`.

use ring::hmac;

use crate::channels::kit::Door;
use crate::channels::kit::hook::{Hook, HookError};
use crate::channels::whatsapp::graph;

/// What Meta is answered that asks whether the address is ours: its own challenge, when it knows the word.
#[must_use]
pub fn challenge(word: &str, hook: &Hook) -> Option<String> {
    let asked = hook.parameter("hub.mode") == "subscribe" && !word.is_empty();
    let same = same(word, hook.parameter("hub.verify_token"));
    (asked && same).then(|| hook.parameter("hub.challenge").to_owned())
}

/// Whether a call is signed with the app's secret, or with the one before it while both are told, behind a blank.
///
/// A partner that hosts the API signs nothing: it is told to send the word of ours in a header.
///
/// # Errors
/// [`HookError`].
pub fn verify(door: &Door, hook: &Hook) -> Result<(), HookError> {
    let secrets = door.secret("app_secret");
    let partner = graph::is_partner(door.value("auth_header"));
    if secrets.is_empty() && partner {
        return by_word(door.value("verify_token"), hook);
    }
    signed(secrets, hook)
}

/// The header a partner is told to send with each call.
pub const WORD_HEADER: &str = "x-lobby-verify";

fn by_word(word: &str, hook: &Hook) -> Result<(), HookError> {
    let given = hook.header(WORD_HEADER);
    match (word.is_empty(), given.is_empty()) {
        (true, _) => Err(HookError::NoSecret),
        (_, true) => Err(HookError::Unsigned),
        _ if same(word, given) => Ok(()),
        _ => Err(HookError::WrongSignature),
    }
}

/// Compared by their digests, so that how long it takes tells nothing.
fn same(one: &str, other: &str) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, one.as_bytes());
    let tag = hmac::sign(&key, one.as_bytes());
    hmac::verify(&key, other.as_bytes(), tag.as_ref()).is_ok()
}

fn signed(secrets: &str, hook: &Hook) -> Result<(), HookError> {
    if secrets.trim().is_empty() {
        return Err(HookError::NoSecret);
    }
    let header = hook.header("x-hub-signature-256");
    if header.is_empty() {
        return Err(HookError::Unsigned);
    }
    let given = header.strip_prefix("sha256=").and_then(bytes);
    let given = given.ok_or(HookError::WrongSignature)?;
    let mut keys = secrets.split_whitespace();
    let matches = keys.any(|secret| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        hmac::verify(&key, &hook.body, &given).is_ok()
    });
    if matches {
        Ok(())
    } else {
        Err(HookError::WrongSignature)
    }
}

/// Hexadecimal digits as bytes.
pub fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    (0..hex.len()).step_by(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hook(body: &str, header: &str) -> Hook {
        Hook {
            headers: vec![("x-hub-signature-256".into(), header.into())],
            body: body.as_bytes().to_vec(),
            ..Hook::default()
        }
    }

    /// Made with `openssl dgst -sha256 -hmac secret`.
    const BODY: &str = "{\"object\":\"x\",\"t\":\"\\u00f1\"}";
    const TAG: &str = "sha256=8b1707d8d9d6903731cfdbda24ff9ea1739a3938ac06c8fa93f11c0f6831a155";

    #[test]
    fn raw_bytes_are_what_is_signed() {
        assert_eq!(signed("secret", &hook(BODY, TAG)), Ok(()));
        assert_eq!(signed("new secret", &hook(BODY, TAG)), Ok(()), "rotating");
        let wrong = Err(HookError::WrongSignature);
        assert_eq!(signed("other", &hook(BODY, TAG)), wrong);
        assert_eq!(
            signed("secret", &hook(&BODY.replace("\\u00f1", "ñ"), TAG)),
            wrong
        );
        for header in [
            "sha256=",
            "sha256=zz",
            "sha1=00",
            "00",
            &TAG.replace("sha256=", ""),
        ] {
            assert_eq!(signed("secret", &hook(BODY, header)), wrong, "{header}");
        }
        assert_eq!(signed("secret", &hook(BODY, "")), Err(HookError::Unsigned));
        assert_eq!(signed(" ", &hook(BODY, TAG)), Err(HookError::NoSecret));
    }

    #[test]
    fn the_challenge_is_for_who_knows_the_word() {
        let ask = |mode: &str, word: &str| Hook {
            query: vec![
                ("hub.mode".into(), mode.into()),
                ("hub.verify_token".into(), word.into()),
                ("hub.challenge".into(), "1158201444".into()),
            ],
            ..Hook::default()
        };
        let given = challenge("w", &ask("subscribe", "w"));
        assert_eq!(given.as_deref(), Some("1158201444"));
        for (mode, word) in [("subscribe", "x"), ("subscribe", ""), ("unsubscribe", "w")] {
            assert_eq!(challenge("w", &ask(mode, word)), None);
        }
        assert_eq!(
            challenge("", &ask("subscribe", "")),
            None,
            "no word, no answer"
        );
    }
}
